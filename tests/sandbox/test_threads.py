"""Threads and other public pages as they are played, read by the collector's own readers."""

from __future__ import annotations

import pytest

from crawlers.platform import Fetch
from sandbox.operation.items import Account
from tests.sandbox.walking import (
    ask,
    assert_timeline,
    in_phase,
    played,
    remember,
    settle,
    truth_of,
    walk,
    watch,
)

LIVE = played("threads", "live")


@pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
@pytest.mark.parametrize("phase", [1, 2])
def test_a_profile_gives_exactly_what_it_shows(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == [] and len(walked.captures) == 1
    assert_timeline(walked, account, phase)
    assert (walked.account.key, walked.account.bio) == (account.key, account.bio)


@pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
def test_the_next_crawl_sees_what_is_new_and_edited(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert set(again.posts) == set(due) and again.gone == set()
    edited = {id for id, post in again.posts.items() if "edited" in post.attributes}
    assert edited == {id for id, post in due.items() if post["edited"]}


@pytest.mark.parametrize(
    ("state", "kind"), [("missing", "not_found"), ("private", "private"), ("suspended", "login_wall")]
)
def test_a_profile_that_is_not_shown_says_why(state: str, kind: str) -> None:
    (account,) = played("threads", state)
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts) == ([kind], {})


@pytest.mark.parametrize("account", played("profilepages"), ids=lambda one: f"{one.platform}-{one.handle}")
def test_walled_platforms_are_left_to_the_browser(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert [one.url for one in walked.for_browser] == [account.url] and not walked.captures
    status = ask(Fetch(url=account.url, reader="shown"), in_phase(1)).status
    assert status == {"live": 200, "missing": 404, "private": 999}[account.states[0]]
