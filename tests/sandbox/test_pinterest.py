"""Pinterest as it is played, read by the collector's own readers: by feeds and pages, and by the resources
that its pages ask for in a browser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest

from crawlers.platform import Fetch, platforms
from sandbox.operation.items import Account
from sandbox.platforms import pinterest as server
from storage.items import Account as Seen
from storage.items import Known, KnownPost, Watched
from tests.sandbox.walking import (
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
    watch,
)

PLATFORM = platforms()["pinterest"]
FEED = Known(routes=("feed",))
LIVE = [account for account in played("pinterest", "live") if account.role != "special"]
LASTING = [account for account in LIVE if account.states[1] == "live"]
LONGEST = max(LASTING, key=lambda one: len(truth_of(one, 1)))

each = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)
lasting = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.name)


def crawl(account: Account, phase: int, known: Known = FEED) -> Walked:
    """A crawl by feed and pages."""
    return walk(watch(account.url), phase, replace(known, routes=FEED.routes))


def know(walked: Walked) -> Known:
    """What the index keeps after a crawl."""
    return replace(remember(walked), key=walked.account.key, handle=walked.account.handle)


def resource_url(name: str, **options: object) -> str:
    """The address that a page of Pinterest asks."""
    data = quote(json.dumps({"options": options, "context": {}}, separators=(",", ":")), safe="")
    return f"https://www.pinterest.com/resource/{name}/get/?source_url=%2Fx%2F&data={data}"


def scroll(account: Account, phase: int, name: str = "UserPinsResource") -> Walked:
    """What a browser's page asks for while it is scrolled, read as its answers are recorded."""
    walked, watched, situation = Walked(), watch(account.url), in_phase(phase)
    urls = [
        resource_url("UserResource", username=account.handle),
        resource_url(name, username=account.handle),
    ]
    while urls:
        fetch = Fetch(url=urls.pop(0), reader="resource", route="browser")
        capture = ask(fetch, situation, len(walked.captures))
        walked.captures.append(capture)
        walked.items.extend(
            one for one in PLATFORM.readers["resource"](capture, watched) if not isinstance(one, Fetch)
        )
        marks = json.loads(capture.body)["resource"]["options"].get("bookmarks", ["-end-"])
        if marks != ["-end-"]:
            urls.append(resource_url(name, username=account.handle, bookmarks=marks))
    return walked


@each
def test_feed_and_pages_show_exactly_what_was_pinned(account: Account) -> None:
    walked = crawl(account, 1)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    assert len(walked.captures) == 2 + len(truth_of(account, 1))
    shown = walked.account
    assert (shown.key, shown.handle, shown.display_name, shown.bio) == (
        account.number,
        account.handle,
        account.display_name,
        account.bio,
    )
    assert (shown.followers, shown.posts) == (account.followers, len(truth_of(account, 1)))
    assert settle(watch(account.url), walked) == Watched(
        platform="pinterest",
        key=account.number,
        url=account.url,
        handle=account.handle,
        host="www.pinterest.com",
    )


@each
def test_the_resources_of_a_scrolled_page_show_the_same(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PAGE", 3)
    due = truth_of(account, 1)
    walked = scroll(account, 1)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    assert len(walked.captures) == 1 + -(-len(due) // 3) > 2
    assert set(scroll(account, 1, "UserActivityPinsResource").posts) == set(due)


@lasting
def test_in_phase_two_new_edited_and_deleted_pins_are_found(account: Account) -> None:
    first = crawl(account, 1)
    second = crawl(account, 2, know(first))
    due = truth_of(account, 2)
    assert second.problems == []
    assert second.gone == gone_of(account, 2)
    assert set(second.posts) == set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert post.posted_at is not None
        assert abs(post.posted_at - datetime.fromisoformat(due[id]["posted_at"])) < timedelta(seconds=1)
        pictures = [one.url.replace("/236x/", "/originals/") for one in post.media]
        assert pictures == due[id]["media"]


def test_some_pins_are_edited_and_some_deleted() -> None:
    assert any(gone_of(account, 2) for account in LASTING)
    assert any(one["edited"] for account in LASTING for one in truth_of(account, 2).values())


@lasting
def test_a_second_crawl_asks_for_the_feed_and_new_pins_alone(account: Account) -> None:
    first = crawl(account, 1)
    known = replace(know(first), recheck=())
    assert [one.url for one in crawl(account, 1, known).captures] == [f"{account.url}feed.rss"]
    later = crawl(account, 2, known)
    new = set(truth_of(account, 2)) - set(truth_of(account, 1))
    assert {one.url.rstrip("/").rpartition("/")[2] for one in later.captures[1:]} == new
    assert len(later.captures) == 1 + len(new)


def test_known_pins_that_left_the_feed_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = crawl(LONGEST, 1)
    monkeypatch.setattr(server, "FEED", 2)
    again = crawl(LONGEST, 1, know(first))
    assert set(again.posts) == set(first.posts)
    assert len(again.captures) == 1 + len(first.posts) - 2
    assert again.gone == set()


@pytest.mark.parametrize(
    ("state", "kind"), [("suspended", "not_found"), ("private", "private"), ("missing", "not_found")]
)
def test_people_who_show_nothing_are_told_apart_as_far_as_pinterest_does(state: str, kind: str) -> None:
    (account,) = played("pinterest", state)
    walked = crawl(account, 1)
    assert (walked.problems, walked.posts, len(walked.captures)) == ([kind], {}, 1)
    assert scroll(account, 1).problems[0] == kind


def test_somebody_without_pins_says_so() -> None:
    (account,) = [one for one in played("pinterest", "live") if one.role == "special"]
    assert crawl(account, 1).problems == ["empty_proven"]
    assert scroll(account, 1).problems == ["empty_proven"]


def test_pins_of_somebody_suspended_are_not_taken_for_deleted_ones() -> None:
    account = next(one for one in LIVE if one.states[1] == "suspended")
    second = crawl(account, 2, know(crawl(account, 1)))
    assert (second.problems, second.gone, second.posts) == (["not_found"], set(), {})


def test_a_pin_that_never_was_is_gone() -> None:
    never = KnownPost(id="77777", url="https://www.pinterest.com/pin/77777/", posted_at=None)
    known = replace(know(crawl(LONGEST, 1)), recheck=(never,))
    assert crawl(LONGEST, 1, known).gone == {"77777"}


def test_a_board_is_read_by_its_own_feed_as_well() -> None:
    board = watch(f"{LONGEST.url}finds/")
    assert board.key == LONGEST.handle.lower()
    walked = walk(board, 1, FEED)
    urls = [one.url for one in walked.captures]
    assert urls[1:3] == [f"{LONGEST.url}feed.rss", f"{LONGEST.url}finds.rss"]
    assert set(walked.posts) == set(truth_of(LONGEST, 1))
    assert walked.problems == []


def test_the_small_picture_of_a_feed_is_the_pins_own() -> None:
    due = next(iter(truth_of(LONGEST, 1).values()))["media"][0]
    answers = [
        ask(Fetch(url=url, reader="feed", route="feed"), in_phase(1))
        for url in (due, due.replace("originals", "236x"))
    ]
    assert answers[0].status == answers[1].status == 200
    assert answers[0].body == answers[1].body


def test_the_browser_is_shown_what_the_readers_take() -> None:
    walked = walk(watch(LONGEST.url), 1, Known(routes=("browser",)))
    (created, pins) = walked.for_browser
    assert created.browse is not None and pins.url == f"{LONGEST.url}pins/"
    page = ask(replace(created, browse=None, reader="profile_page"), in_phase(1))
    (account,) = PLATFORM.readers["profile_page"](page, watch(LONGEST.url))
    assert isinstance(account, Seen) and account.key == LONGEST.number
