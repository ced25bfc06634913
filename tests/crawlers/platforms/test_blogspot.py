"""Blogspot: spellings, fields of feed and API, and what Blogger says in place of a blog."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.platform import platforms, recognise
from crawlers.visiting import GIVES_WAY
from storage.items import Account, Known, KnownPost, Observation, Post, Problem
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_hosted import BLOG, BLOG_POST, BLOGGER_ALONE, BLOGGER_FEED

HOME = "https://b.blogspot.com/"
FEED = "https://b.blogspot.com/feeds/posts/default"
API = "https://www.googleapis.com/blogger/v3/blogs"
BLOGGER = platforms()["blogspot"]


@pytest.mark.parametrize(
    "url",
    [
        "b.blogspot.com",
        "http://b.blogspot.com/2026/07/t.html?m=1#c5",
        "https://B.BLOGSPOT.co.uk/",
        "https://b.blogspot.com.au/search/label/tea",
        "https://b.blogspot.hk/ncr",
        "https://www.b.blogspot.com/feeds/posts/default?alt=rss",
    ],
)
def test_every_page_of_a_blog_in_every_country_is_the_blog(url: str) -> None:
    found = watch(url)
    assert (found.platform, found.key, found.url, found.handle) == ("blogspot", "b.blogspot.com", HOME, "b")


def test_a_blog_by_its_number_and_on_its_own_domain() -> None:
    by_number = watch("https://www.blogger.com/feeds/12345678/posts/default?start-index=26")
    assert (by_number.platform, by_number.key) == ("blogspot", "12345678")
    own = watch("blogspot:https://tea.example/2026/07/t.html")
    assert (own.key, own.url) == ("tea.example", "https://tea.example/feeds/posts/default")
    assert watch(own.url) == own


@pytest.mark.parametrize(
    "url",
    [
        "https://www.blogspot.com/",
        "https://1.bp.blogspot.com/-a/s320/p.jpg",
        "https://bp.blogspot.com/",
        "https://www.blogger.com/profile/05977683271610009040",
        "https://b.blogspot.com.evil.example/",
        "https://notblogspot.com/",
    ],
)
def test_what_is_no_blog(url: str) -> None:
    found = recognise(url)
    assert found is None or found.platform != "blogspot"


def test_a_feed_gives_the_blog_under_its_number_and_posts_with_all_that_it_says() -> None:
    body = BLOGGER_FEED.replace("TURN", "")
    readings = read(watch(HOME), make_capture(FEED, body, reader="feed", route="feed"))
    (account,) = only(readings, Account)
    assert (account.key, account.aliases, account.posts) == ("8", ("b.blogspot.com",), 28)
    assert account.attributes["author_url"] == "https://www.blogger.com/profile/77"
    (post,) = only(readings, Post)
    assert (post.id, post.account) == ("8/9", "8")
    assert (post.uri, post.url) == (
        "tag:blogger.com,1999:blog-8.post-9",
        "https://b.blogspot.com/2026/07/t.html",
    )
    assert post.posted_at == datetime(2026, 7, 29, 17, 0, tzinfo=UTC)
    assert post.posted_at_text == "2026-07-29T10:00:00.000-07:00"
    assert post.edited_at == datetime(2026, 7, 30, 17, 0, tzinfo=UTC)
    assert (post.title, post.text, post.hashtags, post.replies) == ("T", "body x", ("tea",), 3)
    assert [one.url for one in post.links] == ["https://x.example/"]
    assert post.attributes["author_id"] == "77"
    assert post.attributes["comments_feed"] == "https://b.blogspot.com/feeds/9/comments/default"


def test_the_api_gives_the_same_post_and_more_of_the_blog() -> None:
    watched = watch(HOME)
    readings = read(watched, make_capture(f"{API}/byurl?url=x", BLOG, reader="blog"))
    (account,) = only(readings, Account)
    assert (account.key, account.display_name, account.bio) == ("8", "B", "about y")
    assert account.created_at == datetime(2020, 1, 1, 8, 0, tzinfo=UTC) and account.posts == 2
    assert [one.url for one in account.links] == ["https://y.example/"]
    assert urls(readings)[0].startswith(f"{API}/8/posts?")
    page = {"kind": "blogger#postList", "items": [{**BLOG_POST, "id": "9"}], "nextPageToken": "n"}
    listed = read(watched, make_capture(f"{API}/8/posts", page, reader="posts"))
    (post,) = only(listed, Post)
    assert (post.id, post.uri) == ("8/9", "tag:blogger.com,1999:blog-8.post-9")
    assert (post.title, post.text, post.hashtags, post.replies) == ("T & t", "body x", ("tea",), 3)
    assert [one.url for one in post.media] == ["https://x.example/p.jpg"]
    assert post.attributes["location"] == "Here" and "drift" not in post.attributes
    assert "pageToken=n" in urls(listed)[0]


def test_the_api_is_asked_with_its_key_first_and_the_feed_without() -> None:
    watched = watch(HOME)
    (asked,) = BLOGGER.start(watched, Known(routes=("api", "feed")))
    assert (asked.credential, asked.url.partition("?")[0]) == ("query:key:blogger", f"{API}/byurl")
    (asked,) = BLOGGER.start(watched, Known(routes=("feed",)))
    assert asked.url.startswith(f"{FEED}?") and not asked.credential


def test_known_posts_are_asked_for_one_by_one() -> None:
    known = Known(newest_id="8/9", recheck=(KnownPost(id="8/9", url="", posted_at=None),), routes=("feed",))
    _, asked = BLOGGER.start(watch(HOME), known)
    assert asked.url == f"{FEED}/9"
    alone = BLOGGER_ALONE.replace("TURN", "")
    (post,) = only(
        read(watch(HOME), make_capture(asked.url, alone, reader="known", context=asked.context)), Post
    )
    assert post.id == "8/9"
    lost = make_capture(asked.url, "Invalid post ID", reader="known", status=404, context=asked.context)
    (gone,) = only(read(watch(HOME), lost), Observation)
    assert (gone.post_id, gone.kind) == ("8/9", "gone")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, "<html><title>Blog not found</title><h1>Blog not found</h1></html>", "not_found"),
        (
            404,
            "<html><h1>Blog has been removed</h1><p>Sorry, the blog at b.blogspot.com has been removed.",
            "deleted",
        ),
        (
            200,
            "<html><p>This blog is under review due to possible Blogger Terms of Service violations",
            "suspended",
        ),
        (200, "<html><p>This blog has been locked due to possible Blogger Terms of Service", "suspended"),
        (403, "<html><p>It doesn't look like you have been invited to read this blog.</p>", "private"),
        (200, "<html><title>Content Warning</title>", "login_wall"),
        (200, "<!doctype html><html><head><title>Just a moment...</title></head></html>", "challenge"),
        (200, "<!doctype html><html><body>A blog</body></html>", "changed_format"),
        (200, "words", "unreadable"),
        (429, "", "rate_limited"),
        (451, "", "geo_blocked"),
        (404, "", "not_found"),
        (401, "", "private"),
    ],
)
def test_what_stands_in_place_of_a_blog_is_told_apart(status: int, body: str, kind: str) -> None:
    capture = make_capture(FEED, body, reader="feed", status=status, route="feed")
    if kind == "unreadable":
        with pytest.raises(ValueError, match="neither a feed"):
            read(watch(HOME), capture)
    else:
        assert kinds(read(watch(HOME), capture)) == [kind]


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("https://www.blogger.com/blogin.g?blogspotURL=https://b.blogspot.com/", "private"),
        ("https://accounts.google.com/ServiceLogin?service=blogger", "private"),
        ("https://www.blogger.com/interstitial/blog?u=https://b.blogspot.com/", "login_wall"),
    ],
)
def test_a_redirection_to_a_sign_in_is_not_followed(target: str, kind: str) -> None:
    moved = make_capture(FEED, b"", reader="feed", status=302, headers={"Location": target})
    readings = read(watch(HOME), moved)
    assert kinds(readings) == [kind] and urls(readings) == []


def test_a_redirection_to_the_blogs_own_domain_is_followed() -> None:
    target = "https://tea.example/feeds/posts/default"
    moved = make_capture(FEED, b"", reader="feed", status=301, headers={"Location": target})
    assert urls(read(watch(HOME), moved)) == [target]


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (400, "keyInvalid", "unauthorised"),
        (403, "accessNotConfigured", "unauthorised"),
        (403, "forbidden", "private"),
        (403, "rateLimitExceeded", "rate_limited"),
        (403, "dailyLimitExceeded", "rate_limited"),
        (500, "backendError", "unreachable"),
    ],
)
def test_the_apis_refusals_are_told_by_their_reason(status: int, reason: str, kind: str) -> None:
    body = {"error": {"code": status, "message": "m", "errors": [{"reason": reason, "message": "m"}]}}
    capture = make_capture(f"{API}/8/posts", body, reader="posts", status=status)
    (problem,) = only(read(watch(HOME), capture), Problem)
    assert problem.kind == kind and reason in problem.reason
    if reason == "dailyLimitExceeded":
        assert problem.retry_at == datetime(2026, 8, 2, 8, 0, tzinfo=UTC)
    elif kind == "rate_limited":
        assert problem.retry_at is not None and problem.retry_at - capture.captured_at < timedelta(minutes=5)
    assert (kind in GIVES_WAY) is (kind in ("unauthorised", "unreachable"))


def test_a_blog_that_the_api_does_not_know_is_looked_at() -> None:
    body = {"error": {"code": 404, "message": "Not Found", "errors": [{"reason": "notFound"}]}}
    for reader in ("blog", "posts"):
        readings = read(watch(HOME), make_capture(f"{API}/8", body, reader=reader, status=404))
        assert kinds(readings) == [] and urls(readings)[0].startswith(FEED)
    post = make_capture(f"{API}/8/posts/9", body, reader="post", status=404, context={"post": "8/9"})
    assert only(read(watch(HOME), post), Observation)[0].kind == "gone"


def test_an_empty_blog_is_proven_by_a_whole_feed_or_list() -> None:
    start = BLOGGER_FEED.index("<entry>")
    empty = BLOGGER_FEED[:start] + "</feed>"
    assert kinds(read(watch(HOME), make_capture(FEED, empty, reader="feed"))) == ["empty_proven"]
    page = make_capture(f"{API}/8/posts", {"kind": "blogger#postList"}, reader="posts")
    assert kinds(read(watch(HOME), page)) == ["empty_proven"]
    with pytest.raises(ValueError, match="items: lacks"):
        read(watch(HOME), make_capture(f"{API}/8/posts", {"kind": "x"}, reader="posts"))
