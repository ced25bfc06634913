"""LiveJournal as it is played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.platform import Fetch, Reading, platforms
from sandbox.exchange import BUSY_AFTER
from sandbox.operation.items import Account
from storage.items import Account as Shown
from storage.items import Capture, Problem, Validators
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

LIVE = played("livejournal", "live")
LASTING = [account for account in LIVE if account.states[1] == "live"]
ENDED = next(account for account in LIVE if account.states[1] == "suspended")
every_journal = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.handle)


@pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
def test_the_collector_reads_owner_and_entries_with_two_questions(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.problems == []
    assert [one.url for one in walked.captures] == [f"{account.url}data/foaf", f"{account.url}data/atom"]
    assert len(truth_of(account, 1)) <= 25
    assert_timeline(walked, account, 1)
    (shown,) = walked.only(Shown)
    assert (shown.key, shown.handle, shown.url) == (account.key, account.handle, account.url)
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)
    assert shown.created_at == account.created_at.replace(microsecond=0)
    assert shown.posts == len(truth_of(account, 1))


@every_journal
def test_phase_two_shows_what_is_new_edited_and_deleted(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) and again.problems == []
    assert set(again.posts) == set(due)
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is due[id]["edited"]


def test_phase_two_edits_and_deletes() -> None:
    assert any(post["edited"] for one in LASTING for post in truth_of(one, 2).values())
    assert any(gone_of(one, 2) for one in LASTING)


def test_a_feed_that_has_not_changed_costs_one_request_and_no_body() -> None:
    account = LASTING[0]
    first = walk(watch(account.url), 1)
    feed = first.captures[1]
    tag = Validators(etag=dict(feed.headers)["ETag"])
    known = replace(
        remember(first), recheck=(), validators={feed.url: tag}, attributes=first.account.attributes
    )
    again = walk(settle(watch(account.url), first), 1, known)
    assert (again.statuses, again.items) == ([304], [])


def test_the_rss_feed_stands_in_where_there_is_no_atom() -> None:
    account = LASTING[0]
    watched = watch(account.url)
    gone = replace(
        ask(Fetch(url=f"{account.url}data/atom", reader="feed", context={"described": "1"}), in_phase(1)),
        status=404,
        body=b"",
    )
    (fetch,) = _read(account, gone)
    assert isinstance(fetch, Fetch) and fetch.url == f"{watched.url}data/rss"
    ids = {one.id for one in _read(account, ask(fetch, in_phase(1))) if not isinstance(one, Fetch | Shown)}  # type: ignore[union-attr]
    assert ids == set(truth_of(account, 1))


def _read(account: Account, capture: Capture) -> list[Reading]:
    return list(platforms()["livejournal"].readers["feed"](capture, watch(account.url)))


@pytest.mark.parametrize(("state", "kind"), [("suspended", "suspended"), ("missing", "not_found")])
def test_journals_that_are_not_to_be_seen_are_told_apart(state: str, kind: str) -> None:
    (account,) = played("livejournal", state)
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts, len(walked.captures)) == ([kind], {}, 1)


def test_entries_of_a_suspended_journal_are_not_each_taken_for_deleted() -> None:
    first = walk(watch(ENDED.url), 1)
    again = walk(settle(watch(ENDED.url), first), 2, remember(first))
    assert set(again.problems) == {"suspended"} and again.gone == set()


def test_a_platform_that_wants_it_slower_says_when_to_come_again() -> None:
    account, situation = LASTING[0], in_phase(1)
    for _ in range(BUSY_AFTER - 1):
        situation.count(account.host, "GET", "/", 200, "somebody")
    walked = walk(watch(account.url), 1, situation=situation)
    (problem,) = walked.only(Problem)
    assert (problem.kind, len(walked.captures)) == ("rate_limited", 1)
    assert problem.retry_at == NOW + timedelta(seconds=60)
