"""Tumblr as it is played, read by the collector's own readers: by the feed, and by the API with a key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.platform import platforms
from sandbox.operation.items import Account
from sandbox.software.tumblr import API, HOURLY
from storage.items import Known, Observation, Post, Problem, Validators
from tests.sandbox.walking import (
    NOW,
    Walked,
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

LIVE = played("tumblr", "live")
TUMBLR = platforms()["tumblr"]
BY_KEY = Known(routes=("api", "feed"))
every_blog = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
every_phase = pytest.mark.parametrize("phase", [1, 2])


def under_name(walked: Walked, account: Account) -> Walked:
    """What the API gave, with the blog's posts under its name as the ground truth has them."""
    items = [replace(one, account=account.key) if isinstance(one, Post) else one for one in walked.items]
    return Walked(items=items, captures=walked.captures)


@every_blog
@every_phase
def test_a_feed_gives_exactly_what_the_blog_shows(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert (walked.problems, walked.statuses) == ([], [200])
    assert_timeline(walked, account, phase)
    shown = walked.account
    assert (shown.key, shown.handle, shown.url) == (account.handle, account.handle, account.url)
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)


@every_blog
@every_phase
def test_the_api_gives_the_same_under_the_id_that_survives_renaming(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase, BY_KEY)
    assert (walked.problems, walked.statuses) == ([], [200])
    assert {post.account for post in walked.posts.values()} == {account.number}
    assert_timeline(under_name(walked, account), account, phase)
    shown = walked.account
    assert (shown.key, shown.aliases) == (account.number, (account.handle,))
    assert (shown.handle, shown.bio, shown.posts) == (account.handle, account.bio, len(walked.posts))


def test_pages_are_turned_to_the_end_and_by_then_only_to_what_is_known() -> None:
    account = LIVE[0]

    def walk_small(known: Known, phase: int) -> Walked:
        def start(watched, known):  # type: ignore[no-untyped-def]
            for fetch in TUMBLR.start(watched, known):
                yield replace(fetch, url=fetch.url.replace("limit=20", "limit=2"))

        return walk_platform(replace(TUMBLR, start=start), watch(account.url), known, in_phase(phase))

    first = walk_small(BY_KEY, 1)
    assert len(first.captures) == -(-len(truth_of(account, 1)) // 2)
    assert_timeline(under_name(first, account), account, 1)
    known = replace(remember(first), routes=("api",), recheck=())
    again = walk_small(known, 2)
    new = set(truth_of(account, 2)) - set(first.posts)
    assert new <= set(again.posts) and len(again.captures) <= len(new) // 2 + 2


@every_blog
@pytest.mark.parametrize("route", ["api", "feed"])
def test_known_posts_are_looked_at_again(account: Account, route: str) -> None:
    first = walk(watch(account.url), 1, Known(routes=(route,)))
    known = replace(remember(first), routes=(route,))
    again = walk(settle(watch(account.url), first), 2, known)
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) != set() and again.problems == []
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
    if route == "feed":
        there = {one.post_id for one in again.only(Observation) if one.kind == "seen"}
        assert there == set(first.posts) - gone_of(account, 2)
    else:
        assert set(again.posts) == set(due)


def test_a_feed_that_has_not_changed_costs_one_request_and_no_body() -> None:
    account = LIVE[0]
    first = walk(watch(account.url), 1)
    (capture,) = first.captures
    tag = Validators(etag=dict(capture.headers)["ETag"])
    known = replace(remember(first), recheck=(), validators={capture.url: tag})
    again = walk(watch(account.url), 1, known)
    assert (again.statuses, again.items) == ([304], [])


@pytest.mark.parametrize(
    ("state", "kind"), [("suspended", "not_found"), ("missing", "not_found"), ("private", "login_wall")]
)
@pytest.mark.parametrize("route", ["api", "feed"])
def test_blogs_that_are_not_to_be_seen_are_told_apart(state: str, kind: str, route: str) -> None:
    (account,) = played("tumblr", state)
    walked = walk(watch(account.url), 1, Known(routes=(route,)))
    assert (walked.problems, walked.posts, len(walked.captures)) == ([kind], {}, 1)


def test_a_used_up_limit_says_when_it_is_lifted() -> None:
    situation = in_phase(1)
    for _ in range(HOURLY):
        situation.count(API, "GET", "/", 200, "somebody")
    (problem,) = walk(watch(LIVE[0].url), 1, BY_KEY, situation).only(Problem)
    assert (problem.kind, problem.retry_at) == ("rate_limited", NOW + timedelta(seconds=1800))
