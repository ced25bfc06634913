"""PeerTube as it is played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sandbox.operation.items import Account
from sandbox.situation import Situation
from sandbox.software.peertube import THROTTLED, channel_of
from storage.items import Account as Shown
from storage.items import Problem
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

LIVE = played("peertube", "live")
every_account = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)


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
    assert shown.followers == account.followers and shown.avatar_url


@every_account
def test_a_later_crawl_asks_for_what_is_new_and_for_the_known_that_are_not_shown(account: Account) -> None:
    first = walk(watch(account.url), 1, situation=calm(1))
    known = remember(first)
    quiet = walk(settle(watch(account.url), first), 1, replace(known, recheck=()), situation=calm(1))
    assert len(quiet.captures) == 2 and quiet.problems == []
    again = walk(settle(watch(account.url), first), 2, known, situation=calm(2))
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) != set() and again.problems == []
    assert len(again.captures) == 2 + len(again.gone)
    assert {id: " ".join(post.text.split()) for id, post in again.posts.items()} == {
        id: " ".join(post["text"].split()) for id, post in due.items()
    }


@every_account
def test_every_page_is_asked_for_and_cut_words_are_completed(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawlers.families.peertube_api.PAGE", 2)
    monkeypatch.setattr("sandbox.software.peertube.LONGEST", 30)
    walked = walk(watch(account.url), 1, situation=calm(1))
    assert_timeline(walked, account, 1)
    assert all("text_cut" not in post.attributes for post in walked.posts.values())
    first = len([one for one in walked.captures if "/api/v1/videos/" in one.url])
    assert first > 0
    again = walk(watch(account.url), 1, replace(remember(walked), recheck=()), situation=calm(1))
    assert len(again.captures) == 2 and "text_cut" not in str(again.items)
    looked = walk(watch(account.url), 2, remember(walked), situation=calm(2))
    assert looked.gone == gone_of(account, 2)
    assert {id: post.text for id, post in looked.posts.items()}.keys() == truth_of(account, 2).keys()


def test_a_channel_is_an_actor_of_its_own_and_names_who_owns_it() -> None:
    account = LIVE[0]
    walked = walk(watch(f"https://{account.host}/c/{channel_of(account)}/videos"), 1)
    key = f"c/{channel_of(account)}@{account.host}"
    assert walked.account.key == key and walked.account.attributes["owner"] == account.key
    assert set(walked.posts) == set(truth_of(account, 1))
    assert {(post.account, post.author) for post in walked.posts.values()} == {(key, account.key)}


@pytest.mark.parametrize("state", ["missing", "suspended"])
def test_accounts_that_are_not_to_be_seen(state: str) -> None:
    (account,) = played("peertube", state)
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts, len(walked.captures)) == (["not_found"], {}, 1)


def test_a_host_that_wants_it_slower_says_when_to_come_again() -> None:
    account = next(one for one in LIVE if one.host == THROTTLED)
    (problem,) = walk(watch(account.url), 1).only(Problem)
    assert (problem.kind, problem.retry_at) == ("rate_limited", NOW + timedelta(seconds=10))
