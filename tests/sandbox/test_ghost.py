"""Ghost as it is played, read by the collector's own readers: sites and authors, by API and by feed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.operation.items import Account
from storage.items import Known
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

LIVE = played("ghost", "live")
OPEN = [account for account in LIVE if account.flavour != "keyless"]
every_account = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
every_open = pytest.mark.parametrize("account", OPEN, ids=lambda one: one.handle)
every_phase = pytest.mark.parametrize("phase", [1, 2])


@every_account
@every_phase
def test_the_collector_reads_exactly_what_is_published(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == [] and set(walked.statuses) == {200}
    assert [one.route for one in walked.captures][1:].count("feed") == (account.flavour == "keyless")
    assert_timeline(walked, account, phase)
    assert (walked.account.key, walked.account.display_name) == (account.key, account.display_name)
    assert walked.account.bio == account.bio


@every_account
@every_phase
def test_a_feed_gives_the_same_posts_under_the_same_ids(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase, Known(routes=("feed",)))
    assert (walked.problems, walked.statuses) == ([], [200])
    assert_timeline(walked, account, phase)


@every_open
def test_phase_two_asks_for_what_changed_and_looks_at_what_is_known_again(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert set(again.posts) == set(due) and again.problems == []
    assert again.gone == gone_of(account, 2) != set()
    assert len(again.captures) == 4  # the page with the key, the account, what changed, what is known
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is due[id]["edited"]


@every_open
def test_without_recheck_new_and_edited_posts_alone_are_sent(account: Account) -> None:
    first = walk(watch(account.url), 1)
    known = replace(remember(first), recheck=())
    again = walk(settle(watch(account.url), first), 2, known)
    due = truth_of(account, 2)
    assert set(again.posts) >= set(due) - set(first.posts)
    known_ones = set(again.posts) & set(first.posts)
    assert known_ones and all(due[id]["edited"] or id == known.newest_id for id in known_ones)


@pytest.mark.parametrize(("state", "kind"), [("private", "private"), ("missing", "not_found")])
@pytest.mark.parametrize("route", ["api", "feed"])
def test_sites_that_are_not_to_be_seen_are_told_apart(state: str, kind: str, route: str) -> None:
    (account,) = played("ghost", state)
    walked = walk(watch(account.url), 1, Known(routes=(route,)))
    assert (walked.problems, walked.posts) == ([kind], {})
