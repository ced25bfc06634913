"""YouTube: how channels are spelled, what is read of a video, and what is said in place of an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawlers.families.youtube_videos import read_duration, read_rounded
from crawlers.platform import Fetch
from storage.items import Account, Known, KnownPost, Observation, Post, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples import SAMPLES, Sample

CHANNEL = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
WATCHED = watch(f"https://www.youtube.com/channel/{CHANNEL}")


def sample(reader: str) -> Sample:
    return next(one for one in SAMPLES if (one.platform, one.reader) == ("youtube", reader))


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/channel/{CHANNEL}",
        f"hxxps://m.youtube[.]com/channel/{CHANNEL}/videos?view=0&sort=dd".replace("hxxps", "https").replace(
            "[.]", "."
        ),
        f"http://youtube.com/channel/{CHANNEL}/community#x",
        f"https://music.youtube.com/channel/{CHANNEL}",
        f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}",
        f"https://www.youtube.com/feeds/videos.xml?playlist_id=UU{CHANNEL[2:]}",
        f"https://www.youtube.com/playlist?list=UU{CHANNEL[2:]}&si=x",
    ],
)
def test_all_spellings_with_the_id_lead_to_it(url: str) -> None:
    assert watch(url).key == CHANNEL


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.youtube.com/@Some.One-1/shorts", "@some.one-1"),
        ("https://www.youtube.com/%40SomeOne", "@someone"),
        ("https://www.youtube.com/@日本語チャンネル", "@日本語チャンネル"),
        ("https://www.youtube.com/user/SomeOne/featured", "user/someone"),
        ("https://www.youtube.com/feeds/videos.xml?user=SomeOne", "user/someone"),
        ("https://www.youtube.com/c/SomeOne/videos", "c/someone"),
        ("https://www.youtube.com/SomeOne", "c/someone"),
    ],
)
def test_names_are_kept_until_the_id_is_known(url: str, key: str) -> None:
    watched = watch(url)
    assert (watched.platform, watched.key) == ("youtube", key)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=zg40FHOAqC0",
        "https://youtu.be/zg40FHOAqC0",
        "https://www.youtube.com/shorts/zg40FHOAqC0",
        "https://www.youtube.com/embed/zg40FHOAqC0",
        "https://www.youtube.com/playlist?list=PLOU2XLYxmsIKpaV8h0AGE05so0fAwwfTw",
        "https://www.youtube.com/feed/subscriptions",
        "https://www.youtube.com/results?search_query=x",
        "https://www.youtube.com/redirect?q=https%3A%2F%2Fx.example",
        "https://www.youtube.com/channel/UCshort",
        "https://www.youtube.com/hashtag/news",
    ],
)
def test_videos_lists_and_the_sites_own_pages_are_no_channels(url: str) -> None:
    from crawlers.platform import platforms

    assert platforms()["youtube"].recognise(url) is None


def test_a_video_is_read_with_all_that_the_api_tells() -> None:
    (post,) = only(
        read(WATCHED, make_capture("https://x.example", sample("videos").write(), reader="videos")), Post
    )
    assert (post.id, post.account, post.title) == ("v1", CHANNEL, "A title #tag")
    assert post.url == "https://www.youtube.com/watch?v=v1"
    assert post.text.splitlines()[0] == "Words @someone"
    assert (post.hashtags, post.mentions) == (("tag",), ("someone",))
    assert [(one.url[:32], one.expanded) for one in post.links] == [
        ("https://www.youtube.com/redirect", "https://x.example/")
    ]
    assert (post.views, post.likes, post.replies) == (1, 2, 3)
    assert post.posted_at == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert post.posted_at_text == "2026-07-01T10:00:00Z"
    assert [(one.kind, one.url) for one in post.media] == [
        ("image", "https://i.ytimg.com/vi/v1/hqdefault.jpg"),
        ("video", "https://www.youtube.com/watch?v=v1"),
    ]
    told = {
        name: post.attributes[name] for name in ("duration_s", "captions", "tags", "blocked_in", "licence")
    }
    assert told == {
        "duration_s": "62",
        "captions": "1",
        "tags": "one, two",
        "blocked_in": "DE",
        "licence": "youtube",
    }


def test_a_channel_is_read_and_its_uploads_are_asked_for() -> None:
    capture = make_capture("https://x.example", sample("channels").write(), reader="channels")
    readings = read(watch("https://www.youtube.com/@someone"), capture)
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.aliases) == (CHANNEL, "someone", ("@someone",))
    assert (account.followers, account.posts, account.attributes["location"]) == (5, 2, "DE")
    assert account.banner_url == "https://x.example/b"
    (asked,) = only(readings, Fetch)
    assert "playlistId=UU_x5XG1OV2P6uZZ5FSM9Ttw" in asked.url
    assert asked.credential == "query:key:youtube"


def test_by_every_route_a_video_has_the_same_words_and_picture() -> None:
    described = only(
        read(WATCHED, make_capture("https://x.example", sample("videos").write(), reader="videos")), Post
    )
    listed = only(
        read(WATCHED, make_capture("https://x.example", sample("uploads").write(), reader="uploads")), Post
    )
    for name in ("id", "title", "text", "media", "links", "posted_at"):
        assert getattr(described[0], name) == getattr(listed[0], name)


def test_a_page_in_the_browser_gives_titles_and_no_times() -> None:
    posts = only(
        read(WATCHED, make_capture("https://x.example", sample("browse").write(), reader="browse")), Post
    )
    assert [(post.id, post.title) for post in posts] == [
        ("v1", "A title"),
        ("w1", "Another"),
        ("s1", "Short"),
    ]
    assert [post.attributes.get("duration_s", "") for post in posts] == ["67", "123", ""]
    assert posts[0].views == 28


def test_videos_of_other_channels_on_the_front_tab_are_not_the_channels() -> None:
    shelf = {"shelfRenderer": {"content": {"horizontalListRenderer": {"items": [
        {"gridVideoRenderer": {"videoId": "other", "title": {"simpleText": "Not ours"}}}]}}}}  # fmt: skip
    section = {"itemSectionRenderer": {"contents": [shelf]}}
    body: Any = {**sample("browse").body, "contents": {"twoColumnBrowseResultsRenderer": {"tabs": [
        {"tabRenderer": {"title": "Home", "selected": True,
                         "content": {"sectionListRenderer": {"contents": [section]}}}}]}}}  # fmt: skip
    readings = read(WATCHED, make_capture("https://x.example", body, reader="browse"))
    assert only(readings, Post) == [] and len(only(readings, Account)) == 1


def refuse(status: int, reason: str, message: str = "m") -> list[Any]:
    body = {"error": {"code": status, "message": message, "errors": [{"reason": reason, "domain": "x"}]}}
    return read(WATCHED, make_capture("https://x.example", body, reader="uploads", status=status))


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (403, "quotaExceeded", "rate_limited"),
        (403, "rateLimitExceeded", "rate_limited"),
        (403, "accessNotConfigured", "unauthorised"),
        (400, "keyInvalid", "unauthorised"),
        (403, "channelSuspended", "suspended"),
        (403, "channelClosed", "deleted"),
        (403, "playlistItemsNotAccessible", "private"),
        (404, "playlistNotFound", "not_found"),
        (503, "backendError", "unreachable"),
        (400, "invalidPageToken", "changed_format"),
    ],
)
def test_errors_of_the_api_are_told_apart_by_their_reason(status: int, reason: str, kind: str) -> None:
    assert kinds(refuse(status, reason)) == [kind]


def test_a_spent_quota_waits_for_midnight_in_california() -> None:
    (problem,) = only(refuse(403, "quotaExceeded"), Problem)
    assert problem.retry_at == datetime(2026, 8, 2, 8, tzinfo=UTC)
    (soon,) = only(refuse(403, "rateLimitExceeded"), Problem)
    assert soon.retry_at == NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("This account has been terminated for a violation of YouTube's Terms of Service.", "suspended"),
        ("This channel was removed because it violated our Community Guidelines.", "suspended"),
        (
            "This account has been terminated because we received multiple third-party claims of copyright",
            "suspended",
        ),
        ("This channel does not exist.", "not_found"),
        ("This channel is not available in your country.", "geo_blocked"),
        ("Something nobody has seen yet.", "changed_format"),
    ],
)
def test_alerts_are_told_apart_by_their_words(said: str, kind: str) -> None:
    body = {"alerts": [{"alertRenderer": {"type": "ERROR", "text": {"runs": [{"text": said}]}}}]}
    assert kinds(read(WATCHED, make_capture("https://x.example", body, reader="browse"))) == [kind]


@pytest.mark.parametrize(
    ("status", "reason", "found"),
    [
        ("ERROR", "Video unavailable", "gone"),
        ("LOGIN_REQUIRED", "This is a private video. Please sign in to verify that you may see it.", "gone"),
        ("LOGIN_REQUIRED", "Sign in to confirm you're not a bot", "challenge"),
        ("LOGIN_REQUIRED", "Please sign in", "login_wall"),
        ("UNPLAYABLE", "The uploader has not made this video available in your country", "geo_blocked"),
    ],
)
def test_a_video_that_is_not_shown_says_why(status: str, reason: str, found: str) -> None:
    body = {"playabilityStatus": {"status": status, "reason": reason}}
    capture = make_capture("https://x.example", body, reader="player", context={"post": "v1"})
    (one,) = read(WATCHED, capture)
    assert isinstance(one, Observation | Problem) and one.kind == found


def test_an_age_limit_keeps_the_words() -> None:
    body = {
        **sample("player").body,
        "playabilityStatus": {"status": "LOGIN_REQUIRED", "reason": "Confirm your age"},
    }
    (post,) = only(read(WATCHED, make_capture("https://x.example", body, reader="player")), Post)
    assert post.sensitive and post.text == "Words"
    assert post.attributes["caption_tracks"] == "en asr English"


def test_pages_of_consent_are_reported_and_not_gone_through() -> None:
    headers = {"Location": "https://consent.youtube.com/m?continue=x"}
    capture = make_capture(
        "https://www.youtube.com/@x", b"", reader="channel_page", status=302, headers=headers
    )
    readings = read(WATCHED, capture)
    assert (kinds(readings), urls(readings)) == (["challenge"], [])


def test_a_feed_that_is_not_there_is_explained_by_the_channels_page() -> None:
    readings = read(WATCHED, make_capture("https://x.example", b"<!DOCTYPE html>", reader="feed", status=404))
    assert urls(readings) == [WATCHED.url]


def test_the_key_goes_to_the_api_alone() -> None:
    from crawlers.platform import platforms

    platform = platforms()["youtube"]
    recheck = (KnownPost(id="v1", url="", posted_at=None),)
    for route in ("api", "feed", "browser"):
        for fetch in platform.start(
            watch("https://www.youtube.com/c/x1y"), Known(routes=(route,), recheck=recheck)
        ):
            assert not fetch.credential or fetch.url.startswith("https://www.googleapis.com/youtube/v3/")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT4M13S", "253"), ("P1DT2H", "93600"), ("1:07:34", "4054"), ("live", ""), ("", "")],
)
def test_durations(text: str, seconds: str) -> None:
    assert read_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "count"),
    [("8.84k subscribers", 8840), ("1,234 views", 1234), ("No views", 0), ("13 Aufrufe", 13), ("x", None)],
)
def test_rounded_counts(text: str, count: int | None) -> None:
    assert read_rounded(text) == count
