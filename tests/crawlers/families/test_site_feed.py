"""Platforms of many accounts that are read by feeds: their addresses, and what is no feed."""

from __future__ import annotations

import pytest

from crawlers.platform import UNREADABLE, Fetch, platforms, recognise
from storage.items import Account, Known, Post
from tests.crawlers.captures import kinds, make_capture, only, read

SPELT: dict[str, tuple[str, str, str, list[str]]] = {
    # key: account, address of its feed, reserved addresses, spellings
    "ameba": (
        "mei-li", "https://rssblog.ameba.jp/mei-li/rss20.xml", "https://ameblo.jp/search",
        [
            "https://ameblo.jp/mei-li/", "http://ameblo.jp/mei-li/entry-12345678901.html",
            "https://profile.ameba.jp/ameba/mei-li/", "http://rssblog.ameba.jp/mei-li/rss.html",
        ],
    ),
    "bearblog": (
        "mei", "https://mei.bearblog.dev/feed/", "https://bearblog.dev/discover/",
        ["https://mei.bearblog.dev/", "https://mei.bearblog.dev/a-post/", "mei.bearblog.dev/feed/?type=rss"],
    ),
    "deviantart": (
        "mei",
        "https://backend.deviantart.com/rss.xml?type=deviation&q=by%3Amei+sort%3Atime+meta%3Aall",
        "https://www.deviantart.com/tag/mei",
        [
            "https://www.deviantart.com/Mei", "https://mei.deviantart.com/art/Sea-123",
            "https://www.deviantart.com/mei/art/Sea-123",
            "http://backend.deviantart.com/rss.xml?q=gallery%3Amei&type=deviation",
        ],
    ),
    "hashnode": (
        "mei", "https://mei.hashnode.dev/rss.xml", "https://hashnode.dev/",
        ["https://mei.hashnode.dev/", "https://mei.hashnode.dev/a-post", "https://MEI.hashnode.dev/rss.xml"],
    ),
    "hatena": (
        "mei.hateblo.jp", "https://mei.hateblo.jp/feed", "https://blog.hatena.ne.jp/mei/",
        [
            "https://mei.hateblo.jp/", "https://mei.hateblo.jp/entry/2026/07/01/120000",
            "https://blog.hatena.ne.jp/somebody/mei.hateblo.jp/",
        ],
    ),
    "livedoor": (
        "mei.livedoor.blog", "https://mei.livedoor.blog/index.rdf", "https://blog.livedoor.jp/search",
        ["http://mei.livedoor.blog/", "https://mei.livedoor.blog/archives/12345.html"],
    ),
    "liveinternet": (
        "mei_li", "https://www.liveinternet.ru/users/mei_li/rss", "https://www.liveinternet.ru/top/",
        ["http://www.liveinternet.ru/users/mei_li/post123/", "https://liveinternet.ru/users/Mei_Li/blog"],
    ),
    "mataroa": (
        "mei", "https://mei.mataroa.blog/rss/", "https://mataroa.blog/comparisons/",
        ["https://mei.mataroa.blog/", "https://mei.mataroa.blog/blog/a-post/"],
    ),
    "naverblog": (
        "mei_li", "https://rss.blog.naver.com/mei_li.xml", "https://blog.naver.com/",
        [
            "https://blog.naver.com/mei_li", "https://m.blog.naver.com/mei_li/223456789012",
            "https://blog.naver.com/PostView.naver?blogId=mei_li&logNo=223456789012",
            "http://blog.naver.com/PostList.nhn?from=x&blogId=Mei_li", "https://rss.blog.naver.com/mei_li",
            "http://mei_li.blog.me/223456789012",
        ],
    ),
    "note": (
        "mei", "https://note.com/mei/rss", "https://note.com/hashtag/tea",
        ["https://note.com/mei", "https://note.com/mei/n/n0123456789ab", "https://note.mu/mei"],
    ),
    "scoopit": (
        "sea-news", "https://www.scoop.it/t/sea-news/rss.xml", "https://www.scoop.it/u/mei",
        ["http://www.scoop.it/t/sea-news", "https://www.scoop.it/topic/sea-news/p/4012345678/2026/07/01/a"],
    ),
    "skyrock": (
        "mei", "https://mei.skyrock.com/rss.xml", "https://www.skyrock.com/blog/",
        ["http://mei.skyrock.com/", "http://mei.skyrock.com/123-Hello.html"],
    ),
    "squarespace": (
        "mei-li.squarespace.com/journal", "https://mei-li.squarespace.com/journal?format=rss",
        "https://www.squarespace.com/login",
        ["https://mei-li.squarespace.com/journal", "https://mei-li.squarespace.com/journal/2026/a-post"],
    ),
    "tistory": (
        "mei", "https://mei.tistory.com/rss", "https://www.tistory.com/category/life",
        ["https://mei.tistory.com/", "https://mei.tistory.com/m/123", "https://mei.tistory.com/entry/a"],
    ),
    "typepad": (
        "mei/my_weblog", "https://mei.typepad.com/my_weblog/atom.xml", "https://www.typepad.com/pricing/",
        ["http://mei.typepad.com/my_weblog/", "http://mei.typepad.com/my_weblog/2009/01/a-post.html"],
    ),
    "weebly": (
        "mei", "https://mei.weebly.com/1/feed", "https://www.weebly.com/signup",
        ["https://mei.weebly.com/", "http://mei.weebly.com/blog/a-post"],
    ),
    "wix": (
        "mei1/sea", "https://mei1.wixsite.com/sea/blog-feed.xml", "https://www.wix.com/",
        ["https://mei1.wixsite.com/sea", "https://mei1.wixsite.com/sea/post/a-post"],
    ),
    "writefreely": (
        "mei@write.as", "https://write.as/mei/feed/", "https://write.as/5s2h3k9x0a1b2c3d",
        ["https://write.as/mei/", "https://write.as/mei/a-post", "https://mei.writeas.com/a-post"],
    ),
}  # fmt: skip
every_platform = pytest.mark.parametrize("key", SPELT)


@every_platform
def test_every_spelling_leads_to_one_account_and_its_feed(key: str) -> None:
    account, feed, reserved, spellings = SPELT[key]
    for url in (*spellings, feed):
        found = recognise(url)
        assert found is not None and (found.platform, found.key, found.url) == (key, account, feed), url
    assert platforms()[key].recognise(reserved) is None


def test_all_platforms_of_the_family_are_here() -> None:
    assert {key for key, one in platforms().items() if one.family == "site_feed"} == set(SPELT)


@pytest.mark.parametrize(
    ("url", "key", "feed"),
    [
        ("writefreely:https://blog.example/", "blog.example", "https://blog.example/feed/"),
        ("writefreely:https://blog.example/mei/post", "mei@blog.example", "https://blog.example/mei/feed/"),
        ("wix:https://www.sea.example/about", "sea.example", "https://www.sea.example/blog-feed.xml"),
        ("squarespace:https://sea.example", "sea.example/blog", "https://sea.example/blog?format=rss"),
        ("hashnode:https://dev.sea.example/", "dev.sea.example", "https://dev.sea.example/rss.xml"),
    ],
)
def test_other_hosts_are_taken_behind_the_platforms_name_alone(url: str, key: str, feed: str) -> None:
    found = recognise(url)
    assert found is not None
    assert (found.platform, found.key, found.url) == (url.partition(":")[0], key, feed)
    named = platforms()[found.platform].recognise
    assert named(url.partition(":")[2]) is None and named("wordpress:https://blog.example/") is None


@every_platform
def test_a_page_in_place_of_a_feed_is_told_and_no_other_feed_is_looked_for(key: str) -> None:
    """On a host that many share, the feed that a page names is the whole site's."""
    watched = platforms()[key].recognise(SPELT[key][1])
    assert watched is not None
    page = (
        "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head>"
        "<body>Welcome</body></html>"
    )
    (fetch,) = platforms()[key].start(watched, Known())
    for body, status, kind in (
        (page, 200, "changed_format"),
        ("", 200, "changed_format"),
        (page, 404, "not_found"),
        (page, 410, "deleted"),
        (page.replace("Welcome", "<input type='password'>"), 200, "login_wall"),
    ):
        answer = make_capture(fetch.url, body, reader="feed", status=status, context=fetch.context)
        readings = read(watched, answer)
        assert kinds(readings) == [kind] and only(readings, Fetch) == [], (status, body[:20])
    moved = make_capture(fetch.url, "", reader="feed", status=301, headers={"Location": "/new"})
    assert len(only(read(watched, moved), Fetch)) == 1
    with pytest.raises(UNREADABLE):
        read(watched, make_capture(fetch.url, "{}", reader="feed"))


def test_a_feed_without_entries_means_what_the_site_means_by_it() -> None:
    empty = "<rss><channel><title>t</title></channel></rss>"
    for key, kind in (("deviantart", "not_found"), ("note", "empty_proven")):
        watched = platforms()[key].recognise(SPELT[key][1])
        assert watched is not None
        assert kinds(read(watched, make_capture(watched.url, empty, reader="feed"))) == [kind]


def test_account_and_posts_are_under_the_accounts_name() -> None:
    watched = platforms()["ameba"].recognise("https://ameblo.jp/mei/")
    assert watched is not None
    feed = (
        "<rss version='2.0'><channel><title>T</title><link>https://ameblo.jp/mei/</link><item><title>a</title>"
        "<guid>https://ameblo.jp/mei/entry-1.html</guid><link>https://ameblo.jp/mei/entry-1.html</link>"
        "<description>words</description><pubDate>Mon, 20 Jul 2026 08:10:26 +0900</pubDate></item></channel>"
        "</rss>"
    )
    readings = read(watched, make_capture(watched.url, feed, reader="feed", route="feed"))
    (account,), (post,) = only(readings, Account), only(readings, Post)
    assert (account.key, post.account) == ("mei", "mei")
    assert post.id == "mei#https://ameblo.jp/mei/entry-1.html"


def test_hosts_that_closed_say_so() -> None:
    for key in ("typepad", "skyrock"):
        assert platforms()[key].broken and "captures" in platforms()[key].notes
