"""Medium as it is played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.platform import Fetch
from sandbox.exchange import BUSY_AFTER
from sandbox.operation.items import Account
from storage.items import Known, KnownPost, Observation, Problem, Validators
from tests.sandbox.walking import (
    NOW,
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

LIVE = played("medium", "live")
LASTING = [account for account in LIVE if account.states[1] == "live"]
ENDED = next(account for account in LIVE if account.states[1] == "suspended")
every_user = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.handle)


@pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
def test_the_collector_reads_exactly_what_a_feed_shows(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.problems == [] and len(walked.captures) == 1
    assert len(truth_of(account, 1)) <= 10, "a feed shows ten: give this account fewer stories"
    assert_timeline(walked, account, 1)
    shown = walked.account
    assert (shown.key, shown.handle, shown.url) == (account.number, f"@{account.handle}", account.url)
    assert shown.display_name == account.display_name and shown.bio == ""
    assert shown.aliases == (f"@{account.handle}",)


def test_a_user_by_number_is_asked_for_the_name_and_found_under_the_same_key() -> None:
    account = LASTING[0]
    walked = walk(watch(f"https://medium.com/u/{account.number}"), 1)
    assert walked.statuses == [301, 200]
    assert walked.account.key == account.number and set(walked.posts) == set(truth_of(account, 1))


@every_user
def test_phase_two_shows_what_is_new_edited_and_deleted(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) and again.problems == []
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is due[id]["edited"]
    there = {one.post_id for one in again.only(Observation) if one.kind == "seen"}
    assert there == set(first.posts) - gone_of(account, 2)


def test_phase_two_edits_and_deletes() -> None:
    assert any(post["edited"] for one in LASTING for post in truth_of(one, 2).values())
    assert any(gone_of(one, 2) for one in LASTING)


def test_a_feed_that_has_not_changed_costs_one_request_and_no_body() -> None:
    account = LASTING[0]
    first = walk(watch(account.url), 1)
    (capture,) = first.captures
    tag = Validators(etag=dict(capture.headers)["ETag"])
    known = replace(remember(first), recheck=(), validators={capture.url: tag})
    again = walk(settle(watch(account.url), first), 1, known)
    assert (again.statuses, again.items) == ([304], [])


@pytest.mark.parametrize(("state", "kind"), [("suspended", "suspended"), ("missing", "not_found")])
def test_accounts_that_are_not_to_be_seen_are_told_apart(state: str, kind: str) -> None:
    (account,) = played("medium", state)
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts, len(walked.captures)) == ([kind], {}, 1)


def test_stories_of_a_suspended_account_are_not_each_taken_for_deleted() -> None:
    first = walk(watch(ENDED.url), 1)
    again = walk(settle(watch(ENDED.url), first), 2, remember(first))
    assert set(again.problems) == {"suspended"} and again.gone == set()


def test_a_story_that_never_was_is_gone() -> None:
    never = KnownPost(id="0123456789ab", url="", posted_at=None)
    walked = walk(watch(LASTING[0].url), 1, Known(newest_id="x", recheck=(never,)))
    assert walked.gone == {"0123456789ab"}


def test_a_story_has_a_page_under_its_address_and_its_number() -> None:
    id, post = next(iter(truth_of(LASTING[0], 1).items()))
    assert ask(Fetch(url=f"https://medium.com/p/{id}", reader=""), in_phase(1)).status == 302
    assert ask(Fetch(url=post["url"], reader=""), in_phase(1)).status == 200


def test_a_platform_that_wants_it_slower_says_when_to_come_again() -> None:
    account, situation = LASTING[0], in_phase(1)
    for _ in range(BUSY_AFTER - 1):
        situation.count("medium.com", "GET", "/", 200, "somebody")
    walked = walk(watch(account.url), 1, situation=situation)
    (problem,) = walked.only(Problem)
    assert (problem.kind, len(walked.captures)) == ("rate_limited", 1)
    assert problem.retry_at == NOW + timedelta(seconds=60)
