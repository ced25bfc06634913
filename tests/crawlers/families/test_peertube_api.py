"""PeerTube's API: addresses, videos, accounts and channels, and what is said instead of an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.platform import Fetch, platforms, recognise
from storage.items import Account, Capture, Known, KnownPost, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only, read, watch
from tests.crawlers.samples_peertube import ACCOUNT, CHANNEL, VIDEO

FRAMASOFT = watch("https://framatube.org/a/framasoft/videos")
CONF = watch("https://framatube.org/c/conf")
UUID = VIDEO["uuid"]


def answer(reader: str, body: object, status: int = 200, **context: str) -> Capture:
    return make_capture("https://framatube.org/api/v1/", body, reader=reader, status=status, context=context)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://framatube.org/a/Framasoft", "framasoft@framatube.org"),
        ("http://www.framatube.org/accounts/framasoft/videos?x=1", "framasoft@framatube.org"),
        ("https://framatube.org/a/mei@tilvids.com/videos", "mei@tilvids.com"),
        ("https://any.example/a/mei@tilvids.com", "mei@tilvids.com"),
        ("https://framatube.org/c/conf/videos", "c/conf@framatube.org"),
        ("https://any.example/video-channels/conf", "c/conf@any.example"),
        ("https://any.example/a/mei/video-channels", "mei@any.example"),
        ("https://any.example/accounts/mei/videos", "mei@any.example"),
        ("peertube:https://any.example/a/mei", "mei@any.example"),
        ("peertube:any.example/c/conf", "c/conf@any.example"),
    ],
)
def test_spellings(url: str, key: str) -> None:
    found = recognise(url)
    assert found is not None and (found.platform, found.key) == ("peertube", key)
    again = platforms()["peertube"].recognise(f"peertube:{found.url}")
    assert again is not None and again.key == key


@pytest.mark.parametrize(
    "url",
    [
        "https://framatube.org/w/4q9kWRjxSY2BAqkKNt3qqZ",
        f"https://framatube.org/videos/watch/{UUID}",
        "https://framatube.org/about/instance",
        "https://framatube.org/a/",
        "https://framatube.org/a/a b",
        "https://any.example/a/mei",
        "https://any.example/c/conf/videos",
        "peertube:https://127.0.0.1/a/mei",
    ],
)
def test_what_is_no_account_is_left(url: str) -> None:
    assert platforms()["peertube"].recognise(url) is None


def test_a_video_with_all_its_fields() -> None:
    (post,) = only(read(FRAMASOFT, answer("video", {**VIDEO, "tags": ["conf"]})), Post)
    assert (post.id, post.url, post.account) == (
        f"framatube.org/{UUID}",
        VIDEO["url"],
        "framasoft@framatube.org",
    )
    assert (post.kind, post.title, post.text) == ("post", "A talk", VIDEO["description"])
    assert post.posted_at == datetime(2025, 4, 10, 15, 32, 7, 107_000, tzinfo=UTC)
    assert post.edited_at is None  # the updatedAt of a video moves with its counts
    assert [(one.url, one.text) for one in post.links] == [
        ("https://x.example/", "this"),
        ("https://bit.ly/x", ""),
    ]
    assert [one.url for one in post.media] == ["https://framatube.org/lazy-static/previews/p.jpg"]
    assert (post.views, post.likes, post.replies, post.language) == (98, 7, 2, "fr")
    assert post.hashtags == ("libre", "conf")
    assert post.attributes["channel"] == "c/conf@framatube.org" and post.attributes["duration_s"] == "3624"
    assert post.attributes["originally_published_at"] == "2020-01-01T00:00:00.000Z"
    assert "drift" not in post.attributes


def test_an_account_and_a_channel() -> None:
    (account,) = only(read(FRAMASOFT, answer("actor", ACCOUNT)), Account)
    assert (account.key, account.handle, account.display_name) == (
        "framasoft@framatube.org",
        "framasoft",
        "Framasoft",
    )
    assert (account.followers, account.avatar_url) == (980, "https://framatube.org/lazy-static/avatars/b.png")
    assert [(one.url, one.kind) for one in account.links] == [("https://framasoft.org/", "bio")]
    (channel,) = only(read(CONF, answer("actor", CHANNEL)), Account)
    assert (channel.key, channel.attributes["owner"]) == ("c/conf@framatube.org", "framasoft@framatube.org")
    assert ("https://give.example/", "profile") in [(one.url, one.kind) for one in channel.links]
    assert "drift" not in account.attributes and "drift" not in channel.attributes


def test_a_channels_videos_are_kept_under_it_with_the_account_that_owns_them() -> None:
    (post,) = only(read(CONF, answer("video", VIDEO)), Post)
    assert (post.account, post.author) == ("c/conf@framatube.org", "framasoft@framatube.org")


def test_cut_words_are_completed_in_a_crawl_and_marked_in_what_others_recorded() -> None:
    cut = {**VIDEO, "description": None, "truncatedDescription": "A long story of the..."}
    body = {"total": 1, "data": [cut]}
    (fetch,) = read(FRAMASOFT, answer("videos", body, start="0"))
    assert isinstance(fetch, Fetch) and fetch.url == f"https://framatube.org/api/v1/videos/{UUID}"
    (post,) = only(read(FRAMASOFT, answer("videos", body)), Post)
    assert (post.text, post.attributes["text_cut"]) == ("A long story of the...", "1")
    known = read(FRAMASOFT, answer("videos", body, start="0", since="2026-01-01T00:00:00+00:00"))
    assert known == []


def test_pages_end_at_the_total_and_at_what_is_known() -> None:
    body = {"total": 300, "data": [VIDEO]}
    (onward,) = only(read(FRAMASOFT, answer("videos", body, start="0")), Fetch)
    assert "start=1&" in onward.url and onward.context["start"] == "1"
    assert only(read(FRAMASOFT, answer("videos", {**body, "total": 1}, start="0")), Fetch) == []
    since = "2025-04-10T15:32:07.107000+00:00"
    assert only(read(FRAMASOFT, answer("videos", body, start="0", since=since)), Fetch) == []


def test_known_videos_that_the_first_page_does_not_show_are_looked_at_one_by_one() -> None:
    posts = tuple(KnownPost(id=f"framatube.org/{one}", url="", posted_at=None) for one in (UUID, "2baa6897"))
    (first,) = platforms()["peertube"].start(FRAMASOFT, Known(recheck=posts))
    listed = only(read(FRAMASOFT, answer("actor", ACCOUNT, **first.context)), Fetch)[0]  # type: ignore[arg-type]
    body = {"total": 1, "data": [VIDEO]}
    asked = only(read(FRAMASOFT, answer("videos", body, **listed.context)), Fetch)  # type: ignore[arg-type]
    assert [one.context for one in asked] == [{"post": "2baa6897"}]


def deny(words: str, status: int, code: str = "") -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": "No",
        "detail": words,
        "status": status,
        "error": words,
        "code": code,
    }


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (deny("Account not found", 404), 404, "not_found"),
        (deny("Cannot fetch", 403, "does_not_respect_follow_constraints"), 403, "unauthorised"),
        (deny("Requires a password", 403, "video_requires_password"), 403, "private"),
        (deny("Not authenticated", 401), 401, "unauthorised"),
        (deny("Bad name", 400), 400, "changed_format"),
        ("Too many requests, please try again later.", 429, "rate_limited"),
        ("<!DOCTYPE html><title>x</title>", 404, "not_found"),
        ("<!DOCTYPE html><title>Log in</title><input type=password>", 200, "login_wall"),
        ("", 503, "unreachable"),
        ("", 301, "changed_format"),
    ],
)
@pytest.mark.parametrize("reader", ["actor", "videos", "video"])
def test_refusals_are_told_apart(reader: str, body: object, status: int, kind: str) -> None:
    readings = read(FRAMASOFT, answer(reader, body, status))
    assert kinds(readings) == [kind] and len(readings) == 1


def test_a_known_video_that_is_no_longer_there_is_gone_but_not_where_a_page_says_so() -> None:
    (seen,) = read(FRAMASOFT, answer("video", deny("Video not found", 404), 404, post=UUID))
    assert isinstance(seen, Observation) and (seen.post_id, seen.kind) == (f"framatube.org/{UUID}", "gone")
    page = answer("video", "<!DOCTYPE html><title>Nginx</title>", 404, post=UUID)
    assert kinds(read(FRAMASOFT, page)) == ["not_found"]


@pytest.mark.parametrize(
    ("total", "kind"), [(0, "empty_proven"), (7, "changed_format"), (None, "changed_format")]
)
def test_an_empty_list_is_no_videos_only_where_it_counts_none(total: int | None, kind: str) -> None:
    body: dict[str, Any] = {"total": total, "data": []}
    assert kinds(read(FRAMASOFT, answer("videos", body, start="0"))) == [kind]
    assert kinds(read(FRAMASOFT, answer("videos", body, start="100"))) == []
