"""TikTok as it is played, read by the collector's own readers: by API, by embedded list, by the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from crawlers.platform import Fetch, platforms
from sandbox.exchange import make_token
from sandbox.operation.items import Account
from sandbox.platforms import tiktok as server
from sandbox.platforms import tiktok_research
from storage.items import Account as Shown
from storage.items import Known, Post
from tests.sandbox.authorised import authorise
from tests.sandbox.walking import (
    NOW,
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

PLATFORM = platforms()["tiktok"]
LIVE = [account for account in played("tiktok", "live") if account.role != "special"]
LASTING = [account for account in LIVE if account.states[1] == "live"]
API = Known(routes=("api", "page"))

each = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)
lasting = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.name)


def special(name: str) -> Account:
    return next(one for one in played("tiktok") if one.handle == name)


def places(walked: Walked) -> list[str]:
    """What was asked for, by kind."""
    kinds = (
        ("/embed/@", "list"), ("/embed/v2/", "video"), ("/user/info/", "user"), ("/video/query/", "query"),
        ("/oembed", "oembed"), ("/share/user/", "number"), ("/video/", "page"), ("/@", "profile"),
    )  # fmt: skip
    paths = [urlsplit(one.url).path for one in walked.captures]
    return [next(kind for part, kind in kinds if part in path) for path in paths]


@each
def test_by_its_embedded_list_an_account_shows_exactly_what_it_published(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    assert places(walked) == ["list", *["video"] * len(truth_of(account, 1))]
    shown = walked.account
    assert (shown.key, shown.handle, shown.display_name) == (
        account.number,
        account.handle,
        account.display_name,
    )
    assert (shown.bio, shown.followers) == (account.bio, account.followers)
    assert shown.aliases == (f"@{account.handle}",)


def walk_api(account: Account, phase: int, known: Known = API) -> Walked:
    return walk(watch(account.url), phase, replace(known, routes=API.routes))


@each
def test_by_the_api_an_account_shows_exactly_what_it_published(account: Account) -> None:
    walked, due = walk_api(account, 1), truth_of(account, 1)
    assert walked.problems == []
    assert set(walked.posts) == set(due)
    for id, post in walked.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.account, post.url, post.media) == (account.number, due[id]["url"], ())
        assert set(due[id]["links"]) <= {link.url for link in post.links}
        assert post.posted_at is not None
        assert abs(post.posted_at - datetime.fromisoformat(due[id]["posted_at"])) < timedelta(seconds=1)
    shown = walked.account
    assert (shown.key, shown.handle, shown.posts) == (account.number, account.handle, len(due))
    assert places(walked)[:2] == ["list", "user"]


def test_the_api_is_asked_back_to_the_oldest_video_and_no_further() -> None:
    account = LASTING[0]
    walked = walk_api(account, 1)
    oldest = min(post.posted_at for post in walked.posts.values() if post.posted_at)
    windows = [one for one in walked.captures if "/video/query/" in one.url]
    assert len(windows) == (NOW - oldest).days // 31 + 1
    assert all(one.context["start"] < one.context["end"] for one in windows)


def test_pages_of_the_api_are_asked_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiktok_research, "MOST", 2)
    account = LASTING[0]
    walked = walk_api(account, 1)
    assert walked.problems == []
    assert set(walked.posts) == set(truth_of(account, 1))
    assert len([one for one in walked.captures if one.context.get("cursor")]) > 2


def browse(account: Account, phase: int) -> Walked:
    """What the browser's readers get: the page, and the list that it asks for as long as there is more."""
    watched = watch(account.url)
    walked = walk_platform(PLATFORM, watched, Known(routes=("browser",)), in_phase(phase))
    (page,) = walked.for_browser
    assert page.browse is not None
    for fetch in _ask_as_the_page_does(page, account):
        capture = ask(fetch, in_phase(phase), len(walked.captures))
        reader = next(name for pattern, name in page.browse.reads if re.search(pattern, capture.url))
        walked.captures.append(capture)
        walked.items.extend(PLATFORM.readers[reader](capture, watched))  # type: ignore[arg-type]
        if reader == "item_list" and not json.loads(capture.body or b"{}").get("hasMore"):
            break
    return walked


def _ask_as_the_page_does(page: Fetch, account: Account) -> Iterator[Fetch]:
    yield Fetch(url=page.url, reader="", route="browser")
    for cursor in range(0, 100, server.PAGE):
        query = f"aid=1988&secUid=MS4wLjABAAAA{account.number}&cursor={cursor}&X-Bogus=x"
        url = f"https://www.tiktok.com/api/post/item_list/?{query}"
        yield Fetch(url=url, reader="", route="browser")


@each
def test_in_the_browser_an_account_shows_exactly_what_it_published(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PAGE", 3)
    walked = browse(account, 1)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    assert len(walked.captures) == 1 + -(-len(truth_of(account, 1)) // 3) > 2
    assert (walked.account.key, walked.account.posts) == (account.number, len(truth_of(account, 1)))
    assert walked.account.created_at is not None
    assert abs(walked.account.created_at - account.created_at) < timedelta(seconds=1)


def test_a_list_that_is_refused_to_programs_is_a_challenge() -> None:
    account = LASTING[0]
    url = f"https://www.tiktok.com/api/post/item_list/?secUid=MS4wLjABAAAA{account.number}"
    capture = ask(Fetch(url=url, reader="item_list", route="browser"), in_phase(1))
    (problem,) = PLATFORM.readers["item_list"](capture, watch(account.url))
    assert not isinstance(problem, Fetch | Shown | Post)
    assert getattr(problem, "kind", "") == "challenge"


@lasting
@pytest.mark.parametrize("route", ["api", "page"])
def test_in_phase_two_new_edited_and_deleted_videos_are_found(account: Account, route: str) -> None:
    def crawl(phase: int, known: Known) -> Walked:
        return walk_api(account, phase, known) if route == "api" else walk(watch(account.url), phase, known)

    second = crawl(2, remember(crawl(1, Known())))
    due = truth_of(account, 2)
    assert second.problems == []
    assert second.gone == gone_of(account, 2)
    assert set(second.posts) == set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
    assert places(second).count("oembed") == len(gone_of(account, 2))


def test_some_videos_are_edited_and_some_deleted() -> None:
    assert any(gone_of(account, 2) for account in LASTING)
    assert any(one["edited"] for account in LASTING for one in truth_of(account, 2).values())


def test_there_are_videos_and_sets_of_photos() -> None:
    walked = [walk(watch(account.url), 1) for account in LIVE]
    films = [bool(post.attributes.get("video")) for one in walked for post in one.posts.values()]
    assert any(films) and not all(films)
    assert all(post.media for one in walked for post in one.posts.values())


@lasting
def test_a_second_crawl_asks_for_nothing_that_is_known(account: Account) -> None:
    first = walk(watch(account.url), 1)
    known = replace(remember(first), recheck=())
    settled = settle(watch(account.url), first)
    assert places(walk(settled, 1, known)) == ["list"]
    new = set(truth_of(account, 2)) - set(truth_of(account, 1))
    later = walk(settled, 2, known)
    assert (places(later), set(later.posts)) == (["list", *["video"] * len(new)], new)
    by_api = walk(settled, 1, replace(known, routes=API.routes, key=account.number))
    assert set(places(by_api)) == {"user", "query"}
    oldest = min(one.context["start"] for one in by_api.captures if "start" in one.context)
    assert known.newest_at is not None
    assert oldest == f"{known.newest_at - timedelta(days=3):%Y%m%d}"


def test_where_the_list_is_too_short_for_what_is_new_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LISTED", 3)
    account = LASTING[0]
    due = sorted(truth_of(account, 1), key=int, reverse=True)
    walked = walk(watch(account.url), 1, Known(newest_id=due[5]))
    assert (set(walked.posts), walked.problems) == (set(due[:3]), ["truncated"])
    assert walk(watch(account.url), 1, Known(newest_id=due[2])).problems == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("banned_harbour_tok", "suspended"),
        ("nobody_dances_here_7", "not_found"),
        ("behind_the_wall_tok", "login_wall"),
        ("closed_tea_stall", "private"),
        ("never_filmed_yet", "empty_proven"),
    ],
)
@pytest.mark.parametrize("route", ["page", "api"])
def test_what_became_of_an_account_is_told_apart(name: str, kind: str, route: str) -> None:
    walked = walk(watch(special(name).url), 1, Known(routes=(route,)))
    assert (walked.problems, walked.posts) == ([kind], {})


@pytest.mark.parametrize("name", ["closed_tea_stall", "never_filmed_yet"])
def test_an_account_that_shows_no_videos_is_read_all_the_same(name: str) -> None:
    account = special(name)
    shown = walk(watch(account.url), 1).account
    state = "private" if account.states[0] == "private" else "live"
    assert (shown.key, shown.state) == (account.number, state)


def test_a_suspension_is_told_when_it_comes() -> None:
    (account,) = (one for one in LIVE if one.states[1] == "suspended")
    first = walk(watch(account.url), 1)
    known = replace(remember(first), recheck=())
    assert walk(settle(watch(account.url), first), 2, known).problems == ["suspended"]
    by_api = replace(known, routes=API.routes, key=account.number)
    assert walk(settle(watch(account.url), first), 2, by_api).problems == ["suspended"]
    lasting = first.account.attributes
    for way in (known, by_api):
        ended = walk(settle(watch(account.url), first), 2, replace(way, attributes=lasting))
        assert ended.problems == ["suspended"]


def test_an_account_that_was_there_and_is_no_longer_is_deleted() -> None:
    walked = walk(watch(special("nobody_dances_here_7").url), 1, Known(newest_id="7605801637522435201"))
    assert walked.problems == ["deleted"]


def test_an_account_known_by_its_number_alone_is_found() -> None:
    account = LASTING[0]
    watched = watch(f"https://m.tiktok.com/h5/share/usr/{account.number}.html")
    assert watched.key == account.number
    walked = walk(watched, 1)
    assert_timeline(walked, account, 1)
    assert places(walked)[:2] == ["number", "list"]
    assert places(walk(watched, 1, API))[:3] == ["number", "list", "user"]
    missing = walk(watch("https://www.tiktok.com/share/user/12345"), 1)
    assert missing.problems == ["not_found"]


def test_the_api_says_when_its_day_is_spent_and_whom_it_does_not_know() -> None:
    watched = watch(LASTING[0].url)
    spent = walk_platform(authorise(PLATFORM, tiktok=tiktok_research.SPENT_TOKEN), watched, API, in_phase(1))
    assert spent.problems == ["rate_limited"]
    (problem,) = [one for one in spent.items if getattr(one, "kind", "") == "rate_limited"]
    assert getattr(problem, "retry_at", None) == datetime(2026, 8, 2, tzinfo=UTC)
    wrong = authorise(PLATFORM, tiktok=make_token("another"))
    assert walk_platform(wrong, watched, API, in_phase(1)).problems == ["unauthorised"]
