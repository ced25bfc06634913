"""WordPress: sites and authors by URL, the REST API, the feed in its place, refusals, rechecks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.platform import Fetch, Reading, Unreadable, platforms
from storage.items import Account, Known, KnownPost, Observation, Post, Watched
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch

AUTHOR = watch("https://blog.example/author/mei/")
SITE = watch("https://blog.example/wp-json/wp/v2/posts")
API = "https://blog.example/wp-json/wp/v2"
RSS = """<rss version="2.0"><channel><title>Blog</title><item><title>A</title><link>https://blog.example/a</link>
<guid isPermaLink="false">https://blog.example/?p=5</guid><pubDate>Wed, 29 Jul 2026 10:00:00 +0000</pubDate>
</item></channel></rss>"""


def post(number: int, **changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": number,
        "date": "2026-07-01T18:00:00",
        "date_gmt": "2026-07-01T10:00:00",
        "modified_gmt": "2026-07-01T10:00:00",
        "guid": {"rendered": f"https://blog.example/?p={number}"},
        "slug": f"post-{number}",
        "type": "post",
        "link": f"https://blog.example/2026/post-{number}/",
        "title": {"rendered": "Ships &#8211; &amp; boats"},
        "content": {"rendered": '<p>Words <a href="/rel">here</a>.</p><img src="/a.jpg" alt="boat">'},
        "excerpt": {"rendered": "<p>Words</p>"},
        "author": 7,
    }
    return {**base, **changes}


def ask(
    reader: str,
    body: object,
    *,
    watched: Watched = SITE,
    status: int = 200,
    headers: dict[str, str] | None = None,
    url: str = f"{API}/posts?per_page=100&page=1",
    **context: str,
) -> list[Reading]:
    capture = make_capture(url, body, reader=reader, status=status, headers=headers, context=context)
    return read(watched, capture)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://blog.example/author/mei/", "blog.example/author/mei"),
        ("http://blog.example/author/mei/page/2/", "blog.example/author/mei"),
        ("https://blog.example/?author=7", "blog.example#7"),
        ("https://blog.example/wp-json/wp/v2/users/7", "blog.example#7"),
        ("https://blog.example/wp-json/wp/v2/users?slug=mei", "blog.example/author/mei"),
        ("https://blog.example/news/wp-json/", "blog.example/news"),
        ("https://blog.example/?rest_route=/wp/v2/posts", "blog.example"),
        ("https://some.wordpress.com/2026/01/01/x/", "some.wordpress.com"),
        ("wordpress:https://blog.example/news/", "blog.example/news"),
    ],
)
def test_sites_and_authors_in_every_spelling(url: str, key: str) -> None:
    watched = watch(url)
    assert (watched.platform, watched.key) == ("wordpress", key)
    assert watch(watched.url).key == key


@pytest.mark.parametrize(
    "url", ["https://blog.example/", "https://blog.example/author/", "https://x.medium.com/author/a"]
)
def test_what_does_not_tell_that_wordpress_is_there(url: str) -> None:
    assert platforms()["wordpress"].recognise(url) is None


def test_an_author_is_asked_by_slug_and_then_by_number() -> None:
    (first,) = platforms()["wordpress"].start(AUTHOR, Known())
    assert first.url == f"{API}/users?slug=mei"
    user = {
        "id": 7,
        "name": "Mei &amp; Co",
        "slug": "mei",
        "description": "bio",
        "url": "https://mei.example/",
        "mood": 1,
    }
    readings = read(AUTHOR, make_capture(first.url, [user], reader="users", context=first.context))
    (account,) = only(readings, Account)
    assert (account.key, account.aliases) == ("blog.example#7", ("blog.example/author/mei",))
    assert (account.display_name, account.bio, account.attributes["drift"]) == (
        "Mei & Co",
        "bio",
        "user.mood",
    )
    assert [(link.kind, link.url) for link in account.links] == [("profile", "https://mei.example/")]
    (onward,) = only(readings, Fetch)
    assert "author=7" in onward.url and "orderby=date" in onward.url and onward.reader == "posts"


def test_what_is_new_and_what_was_edited_is_asked_from_a_day_before_the_newest() -> None:
    known = Known(newest_id="blog.example/5", newest_at=datetime(2026, 7, 2, 10, tzinfo=UTC))
    new, edited = platforms()["wordpress"].start(SITE, known)
    assert (
        "after=2026-07-01T10%3A00%3A00Z" in new.url
        and "modified_after=2026-07-01T10%3A00%3A00Z" in edited.url
    )
    (whole,) = platforms()["wordpress"].start(SITE, Known(newest_at=known.newest_at, full=True))
    assert "after=" not in whole.url


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            "https://some.wordpress.com/",
            "https://public-api.wordpress.com/wp/v2/sites/some.wordpress.com/posts?",
        ),
        (
            "https://blog.example/?rest_route=/wp/v2/posts",
            "https://blog.example/?rest_route=%2Fwp%2Fv2%2Fposts&",
        ),
        ("http://blog.example/news/wp-json/", "http://blog.example/news/wp-json/wp/v2/posts?"),
    ],
)
def test_the_api_is_asked_where_the_site_has_it(url: str, asked: str) -> None:
    (fetch,) = platforms()["wordpress"].start(watch(url), Known())
    assert fetch.url.startswith(asked)


def test_a_post_with_words_media_terms_and_an_edit() -> None:
    embedded = {
        "author": [{"name": "Mei"}],
        "wp:term": [[{"taxonomy": "category", "name": "News"}], [{"taxonomy": "post_tag", "name": "港口"}]],
        "wp:featuredmedia": [
            {
                "source_url": "https://blog.example/f.jpg",
                "media_type": "image",
                "alt_text": "ship",
                "media_details": {"width": 9},
            }
        ],
        "replies": [[{"id": 1}, {"id": 2}]],
    }
    shown = post(5, _embedded=embedded, modified_gmt="2026-07-03T10:00:00", sticky=True, flavour="mint")
    (one,) = only(ask("posts", [shown], list="new"), Post)
    assert (one.id, one.account, one.url) == (
        "blog.example/5",
        "blog.example",
        "https://blog.example/2026/post-5/",
    )
    assert (one.title, one.text, one.author) == ("Ships – & boats", "Words here.", "Mei")
    assert one.posted_at == datetime(2026, 7, 1, 10, tzinfo=UTC) and one.edited_at == datetime(
        2026, 7, 3, 10, tzinfo=UTC
    )
    assert [link.url for link in one.links] == ["https://blog.example/rel"]
    assert [(x.url, x.description) for x in one.media] == [
        ("https://blog.example/f.jpg", "ship"),
        ("https://blog.example/a.jpg", "boat"),
    ]
    assert (one.hashtags, one.replies, one.pinned) == (("港口",), 2, True)
    assert (one.attributes["categories"], one.attributes["drift"]) == ("News", "post.flavour")
    assert one.uri == "https://blog.example/?p=5"


def test_a_post_without_words_is_its_excerpt_or_title() -> None:
    empty = {"rendered": "", "protected": True}
    (one,) = only(ask("posts", [post(5, content=empty)]), Post)
    assert (one.text, one.attributes["protected"]) == ("Words", "1")
    (one,) = only(ask("posts", [post(5, content=empty, excerpt={"rendered": ""})]), Post)
    assert one.text == "Ships – & boats"


def test_pages_are_followed_as_far_as_the_site_counts_them() -> None:
    counted = {"X-WP-TotalPages": "2", "X-WP-Total": "101"}
    readings = ask("posts", [post(5)], headers=counted, list="all", page="1")
    (account,) = only(readings, Account)
    assert (account.key, account.posts) == ("blog.example", 101)
    (onward,) = only(readings, Fetch)
    assert "page=2" in onward.url and onward.context["page"] == "2"
    assert urls(ask("posts", [post(6)], headers=counted, url=onward.url, list="all", page="2")) == []
    error = {"code": "rest_post_invalid_page_number", "message": "x", "data": {"status": 400}}
    assert ask("posts", error, status=400, list="all", page="3") == []


def test_known_posts_that_a_whole_answer_leaves_out_are_gone() -> None:
    recheck = tuple(KnownPost(id=f"blog.example/{n}", url="", posted_at=None) for n in (5, 6))
    *_, again = platforms()["wordpress"].start(SITE, Known(recheck=recheck))
    assert "include=5%2C6" in again.url and again.context["ids"] == "5 6"
    readings = ask("known", [post(5)], ids="5 6")
    assert [one.post_id for one in only(readings, Observation)] == ["blog.example/6"]
    none = ask("known", [], headers={"X-WP-Total": "0"}, ids="5 6")
    assert [one.post_id for one in only(none, Observation)] == ["blog.example/5", "blog.example/6"]
    cached = ask("known", [], ids="5 6")
    assert kinds(cached) == ["changed_format"] and not only(cached, Observation)


def test_where_the_api_is_closed_the_feed_is_asked_and_gives_the_same_ids() -> None:
    error = {"code": "rest_cannot_access", "message": "Only authenticated users", "data": {"status": 401}}
    readings = ask("posts", error, status=401, list="all", page="1")
    assert kinds(readings) == ["unauthorised"]
    (feed,) = only(readings, Fetch)
    assert (feed.url, feed.route) == ("https://blog.example/feed/", "feed")
    read_feed = read(SITE, make_capture(feed.url, RSS, reader="feed", context=feed.context))
    assert [one.id for one in only(read_feed, Post)] == ["blog.example/5"]
    assert "rest_cannot_access" in only(read_feed, Account)[0].attributes["rest"]
    assert urls(read_feed) == ["https://blog.example/feed/?paged=2"]
    assert urls(ask("feed", RSS, url=feed.url, newest="blog.example/5")) == []
    assert ask("feed", "", status=404, page="9") == []


def test_where_users_are_hidden_the_authors_feed_is_asked() -> None:
    hidden = {"code": "rest_user_cannot_view", "message": "Sorry", "data": {"status": 401}}
    for body, status in ((hidden, 401), ([], 200), ("<html>no api</html>", 404)):
        readings = ask("users", body, watched=AUTHOR, status=status)
        assert urls(readings) == ["https://blog.example/author/mei/feed/"] and not kinds(readings)


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"code": "rest_no_route", "message": "x"}, 404, "not_found"),
        ({"code": "rest_forbidden", "message": "x"}, 403, "unauthorised"),
        ({"error": "unauthorized", "message": "User cannot access this private blog."}, 403, "private"),
        ("<html><p>The authors have deleted this site.</p></html>", 410, "deleted"),
        ("<html>archived or suspended in accordance with our Terms of Service</html>", 410, "suspended"),
        ("<html><title>Log in</title><input type=password></html>", 200, "login_wall"),
        ("<html><title>Just a moment...</title></html>", 403, "challenge"),
        ("{}", 429, "rate_limited"),
        ({"code": "odd", "message": "x"}, 400, "changed_format"),
    ],
)
def test_refusals_are_told_apart_by_what_the_body_says(body: object, status: int, kind: str) -> None:
    assert kinds(ask("known", body, status=status, ids="5")) == [kind]


@pytest.mark.parametrize(
    "body", [{"id": 5}, [[]], [{}], [post(5, content="x", title=3)], [post(5, id="")], "[", ["text"]]
)
def test_bodies_without_mandatory_fields_are_unreadable(body: object) -> None:
    with pytest.raises((Unreadable, KeyError)):
        ask("posts", body, list="all")
