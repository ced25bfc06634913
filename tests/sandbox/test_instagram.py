"""Instagram as it is played, read by the collector's own readers: discovery, embedded pages, the browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.platform import Fetch, platforms
from sandbox.operation.items import Account
from sandbox.platforms.graph_api import HOST, QUOTA, WAIT_MIN
from sandbox.platforms.instagram_objects import graph_number
from sandbox.world import build_world
from storage.items import Account as Read
from storage.items import Known, Observation, Post, Problem, Watched
from tests.sandbox.walking import (
    NOW,
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
    watch,
)

WORLD = build_world(SEED)
LIVE = played("instagram", "live")
LASTING = [account for account in LIVE if account.states[1] == "live"]
ROUTES = ("api", "page")
INSTAGRAM = platforms()["instagram"]


def _name(account: Account) -> str:
    return account.name


def _by(route: str) -> Known:
    return Known(routes=(route,))


def _under_its_id(account: Account) -> Watched:
    """The account as the index keeps it once the site has named its id."""
    return replace(watch(account.url), key=account.key)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_exactly_what_an_account_shows_is_read(account: Account, phase: int, route: str) -> None:
    walked = walk(_under_its_id(account), phase, _by(route))
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    assert {post.route for post in walked.posts.values()} == {route}
    shown = walked.account
    assert (shown.handle, shown.display_name, shown.bio) == (
        account.handle,
        account.display_name,
        account.bio,
    )
    assert (shown.followers, shown.posts) == (account.followers, len(truth_of(account, phase)))


def test_an_account_gets_the_id_that_its_route_knows() -> None:
    account = LASTING[0]
    by_page = walk(watch(account.url), 1, _by("page")).account
    assert (by_page.key, by_page.aliases) == (account.number, (account.handle,))
    by_api = walk(watch(account.url), 1, _by("api")).account
    assert (by_api.key, by_api.aliases) == (graph_number(account), (account.handle,))
    later = walk(_under_its_id(account), 1, _by("api")).account
    assert later.key == account.number and graph_number(account) in later.aliases


@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_the_same_post_by_another_route_is_the_same(account: Account) -> None:
    first, second = (walk(_under_its_id(account), 1, _by(route)).posts for route in ROUTES)
    assert set(first) == set(second)
    for id, post in first.items():
        other = second[id]
        assert (post.url, post.text, post.posted_at) == (other.url, other.text, other.posted_at)
        assert (post.account, post.likes, post.replies) == (other.account, other.likes, other.replies)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_a_second_run_finds_what_is_new_changed_and_gone(account: Account, route: str) -> None:
    first = walk(watch(account.url), 1, _by(route))
    known = replace(remember(first), routes=(route,))
    second = walk(settle(watch(account.url), first), 2, known)
    due = truth_of(account, 2)
    assert second.gone == gone_of(account, 2)
    assert set(due) - set(first.posts) <= set(second.posts) <= set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
    only_those_not_listed = len(gone_of(account, 2))
    assert len(second.captures) == len(first.captures) + only_those_not_listed


def test_some_posts_are_edited_and_some_deleted_in_phase_two() -> None:
    assert any(post["edited"] for account in LASTING for post in truth_of(account, 2).values())
    assert any(gone_of(account, 2) for account in LASTING)


def test_a_long_list_is_turned_page_by_page_and_only_down_to_what_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crawlers.families.instagram_graph.PAGE", 5)
    account = max(LASTING, key=lambda one: len(truth_of(one, 1)))
    due = truth_of(account, 1)
    walked = walk(_under_its_id(account), 1, _by("api"))
    assert set(walked.posts) == set(due)
    assert len(walked.captures) == 1 + -(-len(due) // 5)
    assert len(walked.only(Read)) == 1
    known = replace(remember(walked), recheck=(), routes=("api",))
    assert len(walk(_under_its_id(account), 1, known).captures) == 2


@pytest.mark.parametrize(
    ("state", "route", "kind"),
    [
        ("missing", "api", "unauthorised"),
        ("missing", "page", "not_found"),
        ("private", "page", "private"),
        ("walled", "page", "login_wall"),
    ],
)
def test_accounts_that_are_not_shown_are_told_apart(state: str, route: str, kind: str) -> None:
    (account,) = played("instagram", state)
    walked = walk(watch(account.url), 1, _by(route))
    assert walked.problems == [kind]
    assert walked.posts == {}


@pytest.mark.parametrize(("route", "kind"), [("api", "unauthorised"), ("page", "not_found")])
def test_posts_of_an_account_that_ended_are_not_taken_for_deleted_ones(route: str, kind: str) -> None:
    account = next(one for one in LIVE if one.states[1] == "suspended")
    first = walk(watch(account.url), 1, _by(route))
    assert first.posts
    second = walk(settle(watch(account.url), first), 2, replace(remember(first), routes=(route,)))
    assert (second.problems, second.gone) == ([kind], set())
    assert len(second.captures) == len(first.captures)


def test_a_used_up_quota_says_until_when() -> None:
    situation = in_phase(1)
    for _ in range(QUOTA):
        situation.count(HOST, "GET", "/v26.0/x", 200, "others")
    (problem,) = walk(watch(LASTING[0].url), 1, _by("api"), situation).only(Problem)
    assert problem.kind == "rate_limited"
    assert problem.retry_at == NOW + timedelta(minutes=WAIT_MIN)


def test_without_the_right_token_the_api_is_refused() -> None:
    watched = watch(LASTING[0].url)
    (fetch,) = INSTAGRAM.start(watched, _by("api"))
    capture = ask(replace(fetch, credential=""), in_phase(1))
    (problem,) = INSTAGRAM.readers["own"](capture, watched)
    assert isinstance(problem, Problem) and problem.kind == "unauthorised"


def test_the_embedded_page_of_a_known_post_shows_it_or_that_it_is_gone() -> None:
    account = LASTING[0]
    post = WORLD.timeline(account, 1)[0]
    for url, id in ((post.url, post.id), ("https://www.instagram.com/p/CAAAAAAAAAA/", "1")):
        fetch = Fetch(url=f"{url}embed/captioned/", reader="post", route="page", context={"post": id})
        (seen,) = INSTAGRAM.readers["post"](ask(fetch, in_phase(1)), _under_its_id(account))
        if id == post.id:
            assert isinstance(seen, Post) and (seen.id, seen.account) == (post.id, account.key)
            assert [one.url for one in seen.media] == list(post.media)
        else:
            assert isinstance(seen, Observation) and (seen.kind, seen.post_id) == ("gone", "1")


def _browse(account: Account, phase: int) -> Walked:
    """The page as the browser would load and scroll it, its responses read by the readers that want them."""
    watched, situation = watch(account.url), in_phase(phase)
    (fetch,) = INSTAGRAM.start(watched, _by("browser"))
    assert fetch.browse is not None and fetch.url == account.url
    home, walked = "https://www.instagram.com", Walked()
    waiting = [account.url, f"{home}/api/v1/users/web_profile_info/?username={account.handle}"]
    while waiting:
        url = waiting.pop(0)
        (reader,) = [name for pattern, name in fetch.browse.reads if re.search(pattern, url)]
        capture = ask(Fetch(url=url, reader=reader, route="browser"), situation)
        walked.captures.append(capture)
        for reading in INSTAGRAM.readers[reader](capture, watched):
            assert not isinstance(reading, Fetch)
            walked.items.append(reading)
        if capture.body.startswith(b"{"):
            body = json.loads(capture.body)
            user = body.get("data", {}).get("user")
            if user and not user["is_private"]:
                waiting.append(f"{home}/api/v1/feed/user/{user['id']}/?count=12")
            if body.get("more_available"):
                place = f"{home}/api/v1/feed/user/{account.number}/?count=12"
                waiting.append(f"{place}&max_id={body['next_max_id']}")
    return walked


@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_what_a_scrolled_profile_fetches_is_read(account: Account) -> None:
    walked = _browse(account, 2)
    due = truth_of(account, 2)
    assert walked.problems == []
    assert {post.id: " ".join(post.text.split()) for post in walked.only(Post)} == {
        id: " ".join(one["text"].split()) for id, one in due.items()
    }
    assert {post.id: [one.url for one in post.media] for post in walked.only(Post)} == {
        id: one["media"] for id, one in due.items()
    }
    edited = {id for id, one in due.items() if one["edited"]}
    assert {post.id for post in walked.only(Post) if "edited" in post.attributes} == edited
    assert (walked.account.key, walked.account.attributes["graph_id"]) == (account.key, graph_number(account))


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("missing", ["not_found", "not_found"]),
        ("private", ["private"]),
        ("walled", ["login_wall", "rate_limited"]),
    ],
)
def test_the_browsers_answers_say_why_there_is_nothing(state: str, kinds: list[str]) -> None:
    (account,) = played("instagram", state)
    assert _browse(account, 1).problems == kinds
