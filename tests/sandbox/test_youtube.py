"""YouTube as it is played, read by the collector's own readers: by API, by feed, by the channel's page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.families import youtube_feed
from crawlers.platform import Fetch, platforms
from sandbox.operation.items import Account
from sandbox.platforms import youtube as server
from sandbox.world import build_world
from storage.items import Capture, Item, Known, Observation, Post, Validators
from tests.crawlers.captures import NOW
from tests.sandbox.authorised import authorise
from tests.sandbox.walking import (
    SEED,
    Walked,
    ask,
    assert_timeline,
    gone_of,
    in_phase,
    played,
    remember,
    settle,
    truth_of,
    walk,
    walk_platform,
    watch,
)

WORLD = build_world(SEED)
PLATFORM = platforms()["youtube"]
LIVE = [account for account in played("youtube", "live") if account.role != "special"]
LASTING = [account for account in LIVE if account.states[1] == "live"]
API = Known(routes=("api", "feed", "browser"))

each = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)
lasting = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.name)


def walk_api(account: Account, phase: int, known: Known = API, token: str = server.KEY) -> Walked:
    """A crawl with the user's key."""
    known = replace(known, routes=API.routes)
    return walk_platform(authorise(PLATFORM, youtube=token), watch(account.url), known, in_phase(phase))


def take_videos(walked: Walked) -> Walked:
    """The same with pictures alone: every post shows its video too, by its page, which is no file."""
    items: list[Item] = []
    for one in walked.items:
        if isinstance(one, Post):
            assert [medium.url for medium in one.media if medium.kind == "video"] == [one.url]
            one = replace(one, media=tuple(medium for medium in one.media if medium.kind == "image"))
        items.append(one)
    return replace(walked, items=items)


@each
def test_by_its_feed_a_channel_shows_exactly_what_it_published(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.problems == []
    assert_timeline(take_videos(walked), account, 1)
    assert (walked.account.key, walked.account.display_name) == (account.number, account.display_name)
    assert len(walked.captures) == (1 if "/channel/" in account.url else 2)


@each
def test_by_the_api_a_channel_shows_exactly_what_it_published(account: Account) -> None:
    walked = walk_api(account, 1)
    assert walked.problems == []
    assert_timeline(take_videos(walked), account, 1)
    shown = walked.account
    assert (shown.key, shown.handle, shown.bio) == (account.number, account.handle, account.bio)
    assert (shown.followers, shown.posts) == (account.followers, len(truth_of(account, 1)))
    assert [one.url.split("?")[0].rpartition("/")[2] for one in walked.captures] == [
        "channels",
        "playlistItems",
        "videos",
    ]
    assert {post.attributes["duration_s"] for post in walked.posts.values()} == {"151"}


def browse(account: Account, phase: int) -> Walked:
    """What the browser's readers get: the page, and what it asks for itself as long as there is more."""
    walked = walk_platform(PLATFORM, watch(account.url), Known(routes=("browser",)), in_phase(phase))
    (page,) = walked.for_browser
    assert page.browse is not None
    asked = Fetch(url=page.url, reader="", route="browser")
    while True:
        capture = ask(asked, in_phase(phase), len(walked.captures))
        reader = next(name for pattern, name in page.browse.reads if re.search(pattern, capture.url))
        walked.captures.append(capture)
        walked.items.extend(PLATFORM.readers[reader](capture, watch(account.url)))  # type: ignore[arg-type]
        token = re.search(rb'"continuationCommand":\{"token":"([^"]+)"', capture.body)
        if token is None:
            return walked
        body = json.dumps({"continuation": token[1].decode()}).encode()
        url = "https://www.youtube.com/youtubei/v1/browse?prettyPrint=false"
        asked = Fetch(url=url, reader="", route="browser", method="POST", body=body)


@each
def test_in_the_browser_a_channel_shows_its_videos_by_title(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "GRID", 4)
    walked = browse(account, 1)
    due = truth_of(account, 1)
    assert {id: post.title for id, post in walked.posts.items()} == {
        id: one["title"] for id, one in due.items()
    }
    assert len(walked.captures) == -(-len(due) // 4) > 1
    assert {post.account for post in walked.posts.values()} == {account.number}
    assert all(post.posted_at is None and post.posted_at_text for post in walked.posts.values())
    assert (walked.account.key, walked.account.handle) == (account.number, account.handle)


@lasting
@pytest.mark.parametrize("route", ["api", "feed"])
def test_in_phase_two_new_edited_and_deleted_videos_are_found(account: Account, route: str) -> None:
    def crawl(phase: int, known: Known) -> Walked:
        return walk_api(account, phase, known) if route == "api" else walk(watch(account.url), phase, known)

    first = crawl(1, Known())
    second = crawl(2, remember(first))
    due = truth_of(account, 2)
    assert second.gone == gone_of(account, 2)
    assert set(due) == set(second.posts)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        if route == "feed":
            assert (post.edited_at is not None) is due[id]["edited"]


def test_some_videos_are_edited_and_some_deleted() -> None:
    assert any(gone_of(account, 2) for account in LASTING)
    assert any(one["edited"] for account in LASTING for one in truth_of(account, 2).values())


@lasting
def test_a_second_crawl_asks_for_nothing_that_is_known(account: Account) -> None:
    known = replace(remember(walk_api(account, 1)), recheck=())
    again = walk_api(account, 1, known)
    assert [one.url.split("?")[0].rpartition("/")[2] for one in again.captures] == [
        "channels",
        "playlistItems",
    ]
    settled = settle(watch(account.url), walk(watch(account.url), 1))
    by_feed = walk(settled, 1, known)
    assert len(by_feed.captures) == 1
    validators = {by_feed.captures[0].url: Validators(etag=_etag(by_feed.captures[0]))}
    unchanged = walk(settled, 1, replace(known, validators=validators))
    assert (unchanged.statuses, unchanged.items) == ([304], [])
    rechecking = walk(settled, 1, replace(remember(by_feed), validators=validators))
    assert (rechecking.statuses, set(rechecking.posts)) == ([200], set(truth_of(account, 1)))


def _etag(capture: Capture) -> str:
    return dict(capture.headers)["ETag"]


def test_a_long_list_is_read_page_by_page_down_to_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PAGE", 4)
    account = max(LASTING, key=lambda one: len(truth_of(one, 2)))
    due = truth_of(account, 2)
    walked = walk_api(account, 2)
    assert set(walked.posts) == set(due)
    lists = [one for one in walked.captures if "/playlistItems?" in one.url]
    assert len(lists) == -(-len(due) // 4) > 2
    third = sorted(walked.posts.values(), key=lambda post: post.posted_at or NOW)[-3]
    again = walk_api(account, 2, Known(newest_id=third.id))
    assert len([one for one in again.captures if "/playlistItems?" in one.url]) == 1
    (asked,) = [one.context["ids"].split() for one in again.captures if "/videos?" in one.url]
    assert len(asked) == 2


def test_what_the_feed_leaves_out_is_looked_up_by_the_pages_of_videos(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "FEED", 4)
    monkeypatch.setattr(youtube_feed, "LENGTH", 4)
    account = max(LASTING, key=lambda one: len(truth_of(one, 2)))
    walked = walk(watch(account.url), 2)
    assert_timeline(take_videos(walked), account, 2)
    newest = sorted(walked.posts.values(), key=lambda post: post.posted_at or NOW)
    between = walk(watch(account.url), 2, Known(newest_id=newest[-7].id))
    assert set(between.posts) == {post.id for post in newest[-6:]}


@pytest.mark.parametrize("known", [Known(), API], ids=["feed", "api"])
@pytest.mark.parametrize(
    ("state", "kind"), [("suspended", "suspended"), ("missing", "not_found"), ("live", "empty_proven")]
)
def test_channels_without_videos_are_told_apart(known: Known, state: str, kind: str) -> None:
    (account,) = [one for one in played("youtube", state) if one.role == "special"]
    walked = walk_api(account, 1) if known is API else walk(watch(account.url), 1)
    assert walked.problems == [kind]
    assert walked.posts == {}


@pytest.mark.parametrize("route", ["api", "feed"])
def test_videos_of_a_terminated_channel_are_not_taken_for_deleted_ones(route: str) -> None:
    account = next(one for one in LIVE if one.states[1] == "suspended")
    first = walk(watch(account.url), 1)
    known = remember(first)
    second = walk_api(account, 2, known) if route == "api" else walk(watch(account.url), 2, known)
    assert (second.problems, second.gone, second.posts) == (["suspended"], set(), {})


def test_a_video_that_is_gone_is_told_from_one_whose_channel_ended() -> None:
    account = next(one for one in LIVE if one.states[1] == "suspended")
    video = next(iter(truth_of(account, 1)))
    for id, found in ((video, "suspended"), ("AAAAAAAAAAA", "gone")):
        fetch = Fetch(url=f"https://www.youtube.com/watch?v={id}", reader="watch", context={"post": id})
        (one,) = PLATFORM.readers["watch"](ask(fetch, in_phase(2)), watch(account.url))
        assert getattr(one, "kind", "") == found
        assert isinstance(one, Observation) is (found == "gone")


def test_a_spent_quota_waits_for_the_next_day_and_a_wrong_key_is_named() -> None:
    spent = walk_api(LASTING[0], 1, token=server.SPENT_KEY)
    assert spent.problems == ["rate_limited"]
    retry_at = spent.items[0].retry_at  # type: ignore[union-attr]
    assert retry_at is not None and timedelta(0) < retry_at - NOW <= timedelta(days=1)
    assert retry_at.hour == 8
    assert walk_api(LASTING[0], 1, token="not-the-right-key").problems == ["unauthorised"]
    assert walk_api(LASTING[0], 1, token="").problems == ["unauthorised"]
