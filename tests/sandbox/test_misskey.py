"""Misskey and its forks as they are played, read by the collector's own readers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.platform import platforms
from sandbox.operation.items import Account
from sandbox.situation import Situation
from sandbox.software.misskey import THROTTLED
from storage.items import Account as Shown
from storage.items import Known, Problem
from tests.sandbox.walking import (
    NOW,
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

LIVE = played("misskey", "live")
every_account = pytest.mark.parametrize("account", LIVE, ids=lambda one: f"{one.platform}-{one.handle}")


def calm(phase: int) -> Situation:
    """A sandbox in ``phase`` that has told its one host to be asked more slowly already."""
    situation = in_phase(phase)
    situation.first_time(f"{THROTTLED}: too many requests")
    return situation


@every_account
@pytest.mark.parametrize("phase", [1, 2])
def test_the_collector_reads_exactly_what_was_posted(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase, situation=calm(phase))
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    (shown,) = walked.only(Shown)
    assert (shown.key, shown.handle, shown.url) == (account.key, account.handle, account.url)
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)
    assert (shown.followers, shown.posts) == (account.followers, len(truth_of(account, phase)))
    assert shown.created_at is not None and abs(shown.created_at - account.created_at) < timedelta(seconds=1)


@every_account
def test_a_later_crawl_asks_for_what_is_new_and_looks_at_the_known_again(account: Account) -> None:
    first = walk(watch(account.url), 1, situation=calm(1))
    known = remember(first)
    quiet = walk(settle(watch(account.url), first), 1, replace(known, recheck=()), situation=calm(1))
    assert (len(quiet.captures), quiet.posts, quiet.problems) == (2, {}, [])
    again = walk(settle(watch(account.url), first), 2, known, situation=calm(2))
    assert len(again.captures) == 2 + len(known.recheck)
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) != set() and again.problems == []
    assert set(again.posts) == set(due)
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is (due[id]["edited"] and account.platform != "misskey")


def test_every_page_is_asked_for_and_nothing_between_two_crawls_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crawlers.families.misskey_api.PAGE", 2)
    for account in LIVE[:2]:
        first = walk(watch(account.url), 1)
        assert_timeline(first, account, 1)
        oldest = min(first.posts.values(), key=lambda post: post.id)
        again = walk(watch(account.url), 2, replace(remember(first), newest_id=oldest.id, recheck=()))
        assert set(again.posts) == {id for id in truth_of(account, 2) if id > oldest.id}


@pytest.mark.parametrize(
    ("state", "kind"), [("suspended", "not_found"), ("missing", "not_found"), ("private", "login_wall")]
)
def test_accounts_that_are_not_to_be_seen(state: str, kind: str) -> None:
    (account,) = played("misskey", state)
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts) == ([kind], {})


def test_a_host_that_wants_it_slower_says_when_to_come_again() -> None:
    account = next(one for one in LIVE if one.host == THROTTLED)
    walked = walk(watch(account.url), 1)
    (problem,) = walked.only(Problem)
    assert (problem.kind, problem.retry_at) == ("rate_limited", NOW + timedelta(seconds=1))


def test_questions_are_json_by_post_and_name_the_account_in_their_body() -> None:
    (fetch,) = platforms()["misskey"].start(watch("https://misskey.io/@syuilo"), Known())
    assert (fetch.url, fetch.method) == ("https://misskey.io/api/users/show", "POST")
    assert json.loads(fetch.body) == {"username": "syuilo"}
