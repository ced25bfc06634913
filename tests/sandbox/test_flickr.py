"""Flickr as it is played, read by the collector's own readers: by the feed, and by the API with a key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.operation.items import Account
from storage.items import Known, Observation
from tests.sandbox.walking import (
    assert_timeline,
    gone_of,
    played,
    remember,
    settle,
    truth_of,
    walk,
    watch,
)

LIVE = played("flickr", "live")
every_person = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
every_phase = pytest.mark.parametrize("phase", [1, 2])
every_route = pytest.mark.parametrize("route", ["api", "feed"])


@every_person
@every_phase
@every_route
def test_both_routes_give_exactly_the_persons_photos(account: Account, phase: int, route: str) -> None:
    walked = walk(watch(account.url), phase, Known(routes=(route,)))
    assert walked.problems == [] and len(walked.captures) == {"api": 3, "feed": 2}[route]
    assert_timeline(walked, account, phase)
    shown = walked.account
    assert (shown.key, shown.handle, shown.url) == (account.number, account.handle, account.url)
    assert (shown.display_name, shown.aliases) == (account.display_name, (account.handle,))
    assert shown.bio == (account.bio if route == "api" else "")


@every_person
@every_route
def test_known_photos_are_looked_at_again(account: Account, route: str) -> None:
    first = walk(watch(account.url), 1, Known(routes=(route,)))
    known = replace(remember(first), routes=(route,))
    again = walk(settle(watch(account.url), first), 2, known)
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) != set() and again.problems == []
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
    there = {one.post_id for one in again.only(Observation) if one.kind == "seen"}
    assert there | set(again.posts) == set(due)


@every_person
def test_a_person_known_by_number_costs_one_question(account: Account) -> None:
    first = walk(watch(account.url), 1, Known(routes=("api",)))
    known = replace(remember(first), recheck=(), routes=("api",))
    again = walk(settle(watch(account.url), first), 2, known)
    assert len(again.captures) == 1 and set(again.posts) >= set(truth_of(account, 2)) - set(first.posts)


@pytest.mark.parametrize(
    ("state", "route", "kind"),
    [
        ("deleted", "feed", "deleted"),
        ("missing", "feed", "not_found"),
        ("deleted", "api", "not_found"),
        ("missing", "api", "not_found"),
    ],
)
def test_people_who_are_not_there_are_told(state: str, route: str, kind: str) -> None:
    (account,) = played("flickr", state)
    walked = walk(watch(account.url), 1, Known(routes=(route,)))
    assert (walked.problems, walked.posts, len(walked.captures)) == ([kind], {}, 1)
