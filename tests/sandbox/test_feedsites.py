"""Hosts of blogs that are read by their feeds, as they are played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.operation.items import Account
from storage.items import Validators
from tests.sandbox.walking import assert_timeline, played, remember, settle, truth_of, walk, watch

LIVE = played("feedsites", "live")
every_blog = pytest.mark.parametrize("account", LIVE, ids=lambda one: f"{one.platform}-{one.handle}")


@every_blog
@pytest.mark.parametrize("phase", [1, 2])
def test_the_collector_reads_exactly_what_a_feed_shows(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert (walked.problems, walked.statuses) == ([], [200])
    assert truth_of(account, phase)
    assert_timeline(walked, account, phase)
    shown = walked.account
    assert (shown.key, shown.url) == (account.key, account.url)
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)


@every_blog
def test_a_feed_that_has_not_changed_costs_one_request_and_no_body(account: Account) -> None:
    first = walk(watch(account.url), 1)
    (capture,) = first.captures
    known = replace(remember(first), validators={capture.url: Validators(etag=dict(capture.headers)["ETag"])})
    again = walk(settle(watch(account.url), first), 1, known)
    assert (again.statuses, again.items) == ([304], [])


@every_blog
def test_what_is_no_longer_in_a_feed_is_not_taken_for_deleted(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    assert again.gone == set() and set(again.posts) == set(truth_of(account, 2))


@pytest.mark.parametrize("account", played("feedsites", "missing"), ids=lambda one: one.platform)
def test_a_blog_that_is_not_there_is_told(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.problems == ["deleted" if account.platform == "typepad" else "not_found"]
    assert walked.posts == {}
