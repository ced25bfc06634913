"""Vimeo: spellings, fields of API, feed and oEmbed, and what Vimeo says in their place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawlers.platform import platforms, recognise
from storage.items import Account, Known, KnownPost, Observation, Post, Problem
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_hosted import VIMEO_FEED, VIMEO_OEMBED, VIMEO_USER, VIMEO_VIDEO, VIMEO_VIDEOS

MEI = watch("https://vimeo.com/mei")
API = "https://api.vimeo.com"
FEED = "https://vimeo.com/mei/videos/rss"
STILL = "https://i.vimeocdn.com/video/16-c4e1-d"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://vimeo.com/user182949517", "182949517"),
        ("http://www.vimeo.com/User182949517/videos/page:2", "182949517"),
        ("https://api.vimeo.com/users/182949517/videos", "182949517"),
        ("https://vimeo.com/Mei", "mei"),
        ("vimeo.com/mei/videos/rss", "mei"),
        ("https://api.vimeo.com/users/mei", "mei"),
    ],
)
def test_every_spelling_of_a_user(url: str, key: str) -> None:
    found = watch(url)
    assert (found.platform, found.key) == ("vimeo", key)
    assert watch(found.url) == found


@pytest.mark.parametrize(
    "url",
    [
        "https://vimeo.com/",
        "https://vimeo.com/530969457",
        "https://vimeo.com/530969457/2961ed5f56",
        "https://player.vimeo.com/video/530969457",
        "https://vimeo.com/channels/staffpicks",
        "https://vimeo.com/watch",
        "https://vimeo.com/showcase/10303877",
        "https://vimeo.com.evil.example/mei",
    ],
)
def test_what_names_no_user(url: str) -> None:
    found = recognise(url)
    assert found is None or found.platform != "vimeo"


def test_the_api_gives_user_and_videos_with_all_that_it_says() -> None:
    readings = read(MEI, make_capture(f"{API}/users/mei", VIMEO_USER, reader="user"))
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.aliases) == ("24", "mei", ("mei",))
    assert (account.followers, account.following, account.posts) == (3, 2, 1)
    assert account.created_at == datetime(2009, 10, 9, 22, 5, 11, tzinfo=UTC)
    assert account.attributes["location"] == "Taipei"
    assert [one.url for one in account.links] == ["https://y.example/", "https://mei.example/"]
    assert urls(readings)[0].startswith(f"{API}/users/24/videos?")
    body = {**VIMEO_VIDEOS, "data": [{**VIMEO_VIDEO, "uri": "/videos/9", "link": "https://vimeo.com/9"}]}
    listed = read(MEI, make_capture(f"{API}/users/24/videos", body, reader="videos"))
    (post,) = only(listed, Post)
    assert (post.id, post.account, post.uri, post.url) == ("9", "24", "/videos/9", "https://vimeo.com/9")
    assert (post.title, post.text, post.language) == ("V", "words #tea https://x.example/", "en")
    assert post.posted_at == datetime(2021, 3, 30, 20, 34, 7, tzinfo=UTC)
    assert post.edited_at == datetime(2023, 4, 9, 16, 10, 24, tzinfo=UTC)
    assert (post.views, post.likes, post.replies) == (2, 4, 1)
    assert post.hashtags == ("t", "tea") and [one.url for one in post.media] == [STILL]
    assert [one.url for one in post.links] == ["https://x.example/"]
    assert post.attributes["privacy"] == "anybody" and "drift" not in post.attributes
    assert only(listed, Account)[0].key == "24"
    assert urls(listed) == [f"{API}/users/24/videos?page=TURN"]


def test_a_secret_plays_count_is_no_count() -> None:
    capture = make_capture(
        f"{API}/videos/9", {**VIMEO_VIDEO, "uri": "/videos/9", "stats": {"plays": None}}, reader="video"
    )
    assert only(read(MEI, capture), Post)[0].views is None


def test_the_feed_gives_the_same_video_without_cast_and_size() -> None:
    readings = read(MEI, make_capture(FEED, VIMEO_FEED, reader="feed", route="feed"))
    (account,) = only(readings, Account)
    assert (account.key, account.display_name, account.bio) == ("mei", "Mei", "")
    (post,) = only(readings, Post)
    assert (post.id, post.uri, post.kind, post.title) == ("9", "/videos/9", "post", "V")
    assert (post.text, post.hashtags) == ("words https://x.example/", ("tea",))
    assert [one.url for one in post.media] == [STILL]
    assert [one.url for one in post.links] == ["https://x.example/"]
    assert post.posted_at == datetime(2021, 3, 30, 20, 34, 7, tzinfo=UTC)
    assert post.attributes["duration_s"] == "60"


def test_oembed_gives_a_known_video_as_it_is_now() -> None:
    posted = datetime(2021, 3, 30, 20, 34, 7, tzinfo=UTC)
    known = Known(key="24", newest_id="9", recheck=(KnownPost(id="9", url="", posted_at=posted),))
    _, asked = platforms()["vimeo"].start(MEI, known)
    assert asked.url == "https://vimeo.com/api/oembed.json?url=https%3A%2F%2Fvimeo.com%2F9"
    capture = make_capture(asked.url, VIMEO_OEMBED, reader="oembed", context=asked.context)
    (post,) = only(read(MEI, capture), Post)
    assert (post.id, post.account, post.posted_at) == ("9", "24", posted)
    assert (post.title, post.text) == ("V", "words #tea https://x.example/")
    assert [one.url for one in post.media] == [STILL]


@pytest.mark.parametrize(
    ("status", "kind"), [(404, "gone"), (410, "gone"), (403, "private"), (429, "rate_limited")]
)
def test_oembed_of_a_video_that_is_not_to_be_had(status: int, kind: str) -> None:
    capture = make_capture(
        "https://vimeo.com/api/oembed.json", b"", reader="oembed", status=status, context={"post": "9"}
    )
    readings = read(MEI, capture)
    assert [one.kind for one in only(readings, Observation)] + kinds(readings) == [kind]


@pytest.mark.parametrize(
    ("status", "code", "error", "kind"),
    [
        (401, 8003, "You must provide a valid authenticated access token.", "unauthorised"),
        (403, 3200, "Your access token doesn't have the public scope", "unauthorised"),
        (403, 3419, "You don't have permission to view this", "private"),
        (404, 5000, "The requested user couldn't be found", "not_found"),
        (429, 9000, "Too many API requests", "rate_limited"),
        (200, 2286, "Something strange occurred. Please try again.", "changed_format"),
    ],
)
def test_the_apis_errors_are_told_apart(status: int, code: int, error: str, kind: str) -> None:
    body = {"error": error, "link": None, "developer_message": "", "error_code": code}
    reset = {"X-RateLimit-Reset": "2026-08-01T12:01:00+00:00"}
    capture = make_capture(f"{API}/users/24/videos", body, reader="videos", status=status, headers=reset)
    (problem,) = only(read(MEI, capture), Problem)
    assert problem.kind == kind
    if kind == "rate_limited":
        assert problem.retry_at == datetime(2026, 8, 1, 12, 1, tzinfo=UTC)


def test_a_page_after_the_last_ends_the_list() -> None:
    body = {"error": "Something strange occurred.", "error_code": 2286}
    capture = make_capture(f"{API}/x", body, reader="videos", status=400, context={"pages": "2"})
    assert read(MEI, capture) == []


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, "<html><title>VimeUhOh</title></html>", "not_found"),
        (410, "", "deleted"),
        (403, "<html><title>Private Video on Vimeo</title></html>", "private"),
        (200, "<html><title>Just a moment...</title></html>", "challenge"),
        (200, "<html><body>a page</body></html>", "changed_format"),
        (429, "", "rate_limited"),
    ],
)
def test_what_stands_in_place_of_a_feed_is_told_apart(status: int, body: str, kind: str) -> None:
    assert kinds(read(MEI, make_capture(FEED, body, reader="feed", status=status))) == [kind]


def test_an_empty_list_is_proven_by_its_total() -> None:
    empty = {"total": 0, "data": [], "paging": {}}
    assert kinds(read(MEI, make_capture(f"{API}/x", empty, reader="videos"))) == ["empty_proven"]
    with pytest.raises(ValueError, match="total is not 0"):
        read(MEI, make_capture(f"{API}/x", {**empty, "total": 3}, reader="videos"))
