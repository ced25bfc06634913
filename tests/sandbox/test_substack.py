"""Substack as it is played, read by the collector's own readers: archives, feeds and notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sandbox.operation.items import Account
from sandbox.software.substack import BUSY_AFTER
from storage.items import Known, Post, Problem
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
    watch,
)

LIVE = played("substack", "live")
PAPERS = [account for account in LIVE if account.flavour != "notes"]
PEOPLE = [account for account in LIVE if account.flavour == "notes"]
every_account = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
every_paper = pytest.mark.parametrize("account", PAPERS, ids=lambda one: one.handle)
every_phase = pytest.mark.parametrize("phase", [1, 2])


@every_account
@every_phase
def test_the_collector_reads_exactly_what_is_published(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == [] and set(walked.statuses) == {200}
    assert_timeline(walked, account, phase)
    shown = walked.account
    assert (shown.key, shown.handle, shown.url) == (account.key, account.handle, account.url)
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)
    assert watch(account.url).key in shown.aliases


@every_paper
@every_phase
def test_a_feed_gives_the_same_articles_under_the_same_ids(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase, Known(routes=("feed",)))
    assert (walked.problems, walked.statuses) == ([], [200])
    items = [replace(one, account=account.key) if isinstance(one, Post) else one for one in walked.items]
    assert_timeline(Walked(items=items, captures=walked.captures), account, phase)
    assert walked.account.key == account.host


@every_account
def test_phase_two_asks_for_what_is_new_and_looks_at_what_is_known_again(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert set(again.posts) == set(due) and again.problems == []
    assert again.gone == gone_of(account, 2) != set()
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())


@every_account
def test_a_crawl_without_recheck_asks_for_new_posts_alone(account: Account) -> None:
    first = walk(watch(account.url), 1)
    known = replace(remember(first), recheck=())
    again = walk(settle(watch(account.url), first), 2, known)
    new = set(truth_of(account, 2)) - set(first.posts)
    assert new <= set(again.posts)
    assert len(again.captures) == (2 if account.flavour == "notes" and len(new) > 3 else 1) + (
        0 if account.flavour == "notes" else len(new)
    )


@pytest.mark.parametrize("account", played("substack", "missing"), ids=lambda one: one.handle)
def test_accounts_that_are_not_there_are_told(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts, len(walked.captures)) == (["not_found"], {}, 1)


def test_a_platform_that_wants_it_slower_says_when_to_come_again() -> None:
    account, situation = PAPERS[0], in_phase(1)
    for _ in range(BUSY_AFTER - 1):
        situation.count(account.host, "GET", "/", 200, "somebody")
    (problem,) = walk(watch(account.url), 1, situation=situation).only(Problem)
    assert (problem.kind, problem.retry_at) == ("rate_limited", NOW + timedelta(seconds=60))
