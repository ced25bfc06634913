"""X as it is played, read by the collector's own readers, by each of its routes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import pytest

from crawlers.platform import Fetch, platforms
from crawlers.refusals import LONGEST_WAIT
from sandbox.operation.items import Account
from sandbox.operation.networks import show_links
from sandbox.platforms.x import API, LIMIT, PAGE
from sandbox.platforms.x_web import PAGE as WEB_PAGE
from sandbox.platforms.x_web import QUERIES
from sandbox.world import build_world
from storage.items import Account as Read
from storage.items import Known, KnownPost, Post, Problem
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
    watch,
)

WORLD = build_world(SEED)
LIVE = [account for account in played("x", "live") if truth_of(account, 1)]
LASTING = [account for account in LIVE if account.states[1] == "live"]
ENDING = next(account for account in LIVE if account.states[1] == "suspended")
LONGEST = max(LASTING, key=lambda one: len(truth_of(one, 1)))
API_ALONE, PAGE_ALONE = Known(routes=("api",)), Known(routes=("page", "browser"))

by_route = pytest.mark.parametrize("route", [API_ALONE, PAGE_ALONE], ids=["api", "page"])
each_live = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)
each_lasting = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.name)


def named(handle: str) -> Account:
    return next(account for account in played("x") if account.handle == handle)


def again(first: Walked, known: Known) -> Known:
    """What is known after a crawl, for the same routes."""
    return replace(remember(first), routes=known.routes)


@by_route
@each_live
def test_the_collector_reads_exactly_what_an_account_shows(account: Account, route: Known) -> None:
    walked = walk(watch(account.url), 1, route)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    shown = walked.account
    assert (shown.key, shown.handle, shown.aliases) == (
        account.number,
        account.handle,
        (account.handle.lower(),),
    )
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)
    assert (shown.followers, shown.following) == (account.followers, account.following)


@by_route
@each_lasting
def test_in_phase_two_new_edited_and_deleted_posts_are_found(account: Account, route: Known) -> None:
    first = walk(watch(account.url), 1, route)
    second = walk(settle(watch(account.url), first), 2, again(first, route))
    due = truth_of(account, 2)
    assert second.gone == gone_of(account, 2)
    assert set(due) - set(first.posts) <= set(second.posts) <= set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        if due[id]["edited"]:
            assert post.edited_at is not None and post.attributes["edit_history"].split()[0] == id


def test_an_edit_is_a_new_version_of_the_same_post_and_was_played() -> None:
    edited = [
        (account, id)
        for account in LASTING
        for id, post in truth_of(account, 2).items()
        if post["edited"] and id in truth_of(account, 1)
    ]
    assert edited
    for account, id in edited:
        for route in (API_ALONE, PAGE_ALONE):
            first = walk(watch(account.url), 1, route)
            second = walk(settle(watch(account.url), first), 2, again(first, route))
            assert second.posts[id].text != first.posts[id].text
            assert second.posts[id].posted_at == first.posts[id].posted_at


def test_a_long_timeline_takes_several_pages_of_the_api() -> None:
    walked = walk(watch(LONGEST.url), 1, API_ALONE)
    pages = [capture for capture in walked.captures if capture.reader == "posts"]
    assert len(pages) == -(-len(truth_of(LONGEST, 1)) // PAGE) > 1
    assert len(walked.only(Post)) == len(truth_of(LONGEST, 1))


@each_lasting
def test_a_second_crawl_asks_the_api_for_what_is_new_alone(account: Account) -> None:
    first = walk(watch(account.url), 1, API_ALONE)
    known = replace(again(first, API_ALONE), recheck=())
    idle = walk(settle(watch(account.url), first), 1, known)
    assert [capture.reader for capture in idle.captures] == ["user", "posts"]
    assert (idle.posts, idle.problems) == ({}, [])
    later = walk(settle(watch(account.url), first), 2, known)
    new = set(truth_of(account, 2)) - set(truth_of(account, 1))
    assert new <= set(later.posts)
    assert all(id in new or post.edited_at for id, post in later.posts.items())
    assert f"/2/users/{account.number}?" in later.captures[0].url


def test_known_posts_are_looked_at_in_one_question_of_the_api() -> None:
    first = walk(watch(LONGEST.url), 1, API_ALONE)
    second = walk(settle(watch(LONGEST.url), first), 1, again(first, API_ALONE))
    asked = [capture for capture in second.captures if capture.reader == "known_posts"]
    assert len(asked) == 1
    assert set(second.posts) == {id for id, post in first.posts.items()}


@pytest.mark.parametrize(
    ("handle", "phase", "by_api"),
    [
        ("banned_harbor_x", 1, "suspended"),
        ("locked_pier", 1, "private"),
        ("nobody_on_x_7", 1, "not_found"),
        ("never_posted_x", 1, "empty_proven"),
        (ENDING.handle, 2, "suspended"),
    ],
)
def test_accounts_that_show_nothing_are_told_apart_by_the_api(handle: str, phase: int, by_api: str) -> None:
    walked = walk(watch(named(handle).url), phase, API_ALONE)
    assert (walked.problems, walked.posts) == ([by_api], {})
    embedded = walk(watch(named(handle).url), phase, PAGE_ALONE)
    assert (embedded.problems, embedded.posts) == (["login_wall"], {})


def test_posts_of_a_suspended_account_are_not_taken_for_deleted_ones() -> None:
    first = walk(watch(ENDING.url), 1, PAGE_ALONE)
    second = walk(settle(watch(ENDING.url), first), 2, again(first, PAGE_ALONE))
    lasting = [post for post in first.posts.values() if WORLD.by_id["x", post.id].seen_in(2)]
    assert second.problems.count("suspended") == len(lasting) > 0
    assert second.gone == {id for id in first.posts if not WORLD.by_id["x", id].seen_in(2)}


def test_without_the_right_token_the_api_is_closed_and_the_next_route_is_open() -> None:
    watched = watch(LONGEST.url)
    (fetch,) = platforms()["x"].start(watched, API_ALONE)
    capture = ask(replace(fetch, credential=""), in_phase(1))
    (problem,) = platforms()["x"].readers[fetch.reader](capture, watched)
    assert isinstance(problem, Problem) and (capture.status, problem.kind) == (401, "unauthorised")


def test_a_used_up_window_says_until_when() -> None:
    situation = in_phase(1)
    for _ in range(LIMIT):
        situation.count(API, "GET", "/2/tweets", 200, "test")
    walked = walk(watch(LONGEST.url), 1, API_ALONE, situation)
    (problem,) = walked.only(Problem)
    (capture, *_) = walked.captures
    reset = datetime.fromtimestamp(int(dict(capture.headers)["x-rate-limit-reset"]), UTC)
    assert problem.kind == "rate_limited"
    assert problem.retry_at == min(reset, capture.captured_at + LONGEST_WAIT)


def browse(account: Account, phase: int) -> Walked:
    """What the readers make of the answers that the profile page asks for, as its script asks for them."""
    watched = watch(account.url)
    (page,) = walk(watched, phase, Known(routes=("browser",))).for_browser
    assert urlsplit(page.url).path == f"/{account.handle}" and page.browse is not None
    profile, tweets = QUERIES[phase]
    variables: dict[str, object] = {"screen_name": account.handle}
    waiting = [("profile", f"{profile}/UserByScreenName", variables)]
    walked = Walked()
    while waiting:
        reader, query, asked = waiting.pop()
        url = f"https://x.com/i/api/graphql/{query}?variables={quote(json.dumps(asked))}"
        capture = ask(Fetch(url=url, reader=reader, route="browser"), in_phase(phase))
        walked.captures.append(capture)
        read = platforms()["x"].readers[reader](capture, watched)
        walked.items.extend(one for one in read if not isinstance(one, Fetch))
        if reader == "profile" and b"rest_id" in capture.body:
            waiting.append(("timeline", f"{tweets}/UserTweets", {"userId": account.number}))
        elif b"cursorType" in capture.body:
            entries = json.loads(capture.body)["data"]["user"]["result"]["timeline"]["timeline"]
            cursor = entries["instructions"][-1]["entries"][-1]["content"]["value"]
            waiting.append((reader, query, {"userId": account.number, "cursor": cursor}))
    return walked


@each_live
def test_the_answers_to_the_profile_page_hold_the_same_posts(account: Account) -> None:
    walked = browse(account, 1)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    assert len(walked.captures) == 1 + -(-len(truth_of(account, 1)) // WEB_PAGE)
    assert {one.key for one in walked.only(Read)} == {account.number}


def test_the_profile_page_tells_suspended_from_missing() -> None:
    kinds = {handle: browse(named(handle), 2).problems for handle in (ENDING.handle, "nobody_on_x_7")}
    assert kinds == {ENDING.handle: ["suspended"], "nobody_on_x_7": ["not_found"]}


def test_the_short_addresses_of_posted_links_lead_on() -> None:
    posts = [(post, account) for account in LASTING for post in WORLD.timeline(account, 1) if post.links]
    assert posts
    for post, account in posts:
        for shown, url in zip(show_links(post, account), post.links, strict=True):
            capture = ask(Fetch(url=shown, reader=""), in_phase(1))
            assert capture.status == 200 and url.replace("&", "&amp;").encode() in capture.body


def test_old_addresses_move_and_pictures_are_there() -> None:
    moved = ask(Fetch(url=f"https://twitter.com/{LONGEST.handle}", reader=""), in_phase(1))
    assert dict(moved.headers)["Location"] == LONGEST.url
    url = next(url for url in WORLD.media if "pbs.twimg.com" in url)
    assert ask(Fetch(url=url, reader=""), in_phase(1)).body[:2] in (b"\xff\xd8", b"\x89P")


def test_a_post_that_never_was_is_gone_by_each_route() -> None:
    for route in (API_ALONE, PAGE_ALONE):
        first = walk(watch(LONGEST.url), 1, route)
        never = KnownPost(id="1500000000000000001", url="", posted_at=None)
        known = replace(again(first, route), recheck=(never,))
        assert walk(settle(watch(LONGEST.url), first), 1, known).gone == {never.id}
