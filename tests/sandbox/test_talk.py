"""Hacker News, Stack Exchange and Disqus as they are played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawlers.platform import platforms
from sandbox.operation.items import Account
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
    walk_platform,
    watch,
)

SOFTWARE = ("hackernews", "stackexchange", "disqus")
LIVE = [one for software in SOFTWARE for one in played(software, "live")]
PROBLEMS = {"suspended": ["suspended"], "missing": ["not_found"], "private": ["private"]}
SPECIAL = [one for software in SOFTWARE for one in played(software, *PROBLEMS)]
ANSWERED = {"hackernews": "4000000", "stackexchange": "/77", "disqus": ""}

every_user = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)


def forget_answers(walked: Walked) -> Walked:
    """Without what is answered, which is nobody's in the played world."""
    items = [replace(one, reply_to="") if isinstance(one, Post) else one for one in walked.items]
    return replace(walked, items=items)


@every_user
@pytest.mark.parametrize("phase", [1, 2])
def test_the_collector_reads_exactly_what_a_user_wrote(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == []
    assert_timeline(forget_answers(walked), account, phase)
    shown = walked.account
    assert (shown.key, shown.url) == (account.key, account.url)
    if account.software != "stackexchange":  # whose API tells no more of a person than a site and a place
        assert (shown.handle, shown.bio) == (account.handle, account.bio)
    for post in walked.posts.values():
        if post.kind == "reply":
            assert post.reply_to.endswith(ANSWERED[account.software])
            assert "kettles" not in post.text
    if account.software != "disqus":
        assert any("kettles" in post.attributes.get("quoted", "") for post in walked.posts.values())


@every_user
def test_phase_two_shows_what_is_new_edited_and_deleted(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) and again.problems == []
    assert set(again.posts) == set(due)
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
    edited = {id for id, post in due.items() if post["edited"]}
    told = {id for id, post in again.posts.items() if post.edited_at or post.attributes.get("edited")}
    assert gone_of(account, 2) and edited
    if account.software == "hackernews":
        assert told == set(), "the API tells no edits: the words alone differ"
    else:
        assert told == edited or any("/c" in id for id in edited), "nor does it of comments"


@every_user
def test_a_later_crawl_asks_for_what_is_new_alone(account: Account) -> None:
    first = walk(watch(account.url), 1)
    known = replace(remember(first), recheck=())
    again = walk(settle(watch(account.url), first), 1, known)
    due = {"hackernews": 1, "stackexchange": 4, "disqus": 2}[account.software]
    assert (len(again.captures), again.posts) == (due, {})
    assert known.newest_at is not None
    newest = known.newest_at.isoformat()
    new = {id for id, post in truth_of(account, 2).items() if post["posted_at"] > newest} - set(first.posts)
    assert set(walk(settle(watch(account.url), first), 2, known).posts) == new


@pytest.mark.parametrize("account", SPECIAL, ids=lambda one: one.name)
def test_users_that_are_not_to_be_seen_are_told_apart(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts) == (PROBLEMS[account.states[0]], {})


def test_stack_exchange_is_asked_with_a_key_where_there_is_one() -> None:
    account = played("stackexchange", "live")[0]
    for route, quota in (("api", b'"quota_max":10000'), ("page", b'"quota_max":300')):
        walked = walk(watch(account.url), 1, Known(routes=(route,)))
        assert set(walked.posts) == set(truth_of(account, 1))
        assert all(quota in capture.body for capture in walked.captures)


def test_stack_exchange_says_until_when_it_is_to_be_left_alone() -> None:
    account, situation = played("stackexchange", "live")[0], in_phase(1)
    for _ in range(299):
        situation.count("api.stackexchange.com", "GET", "/2.3/info", 200, "test")
    walked = walk(watch(account.url), 1, Known(routes=("page",)), situation)
    assert set(walked.problems) == {"rate_limited"} and walked.posts == {}
    assert all(one.retry_at and one.retry_at > NOW for one in walked.only(Problem))


def test_disqus_without_a_key_says_so_and_with_too_many_requests_when_to_come_again() -> None:
    account, situation = played("disqus", "live")[0], in_phase(1)
    platform = platforms()["disqus"]
    bare = replace(
        platform,
        start=lambda watched, known: [replace(one, credential="") for one in platform.start(watched, known)],
    )
    assert walk_platform(bare, watch(account.url), Known(), situation).problems == ["unauthorised"]
    for _ in range(1000):
        situation.count("disqus.com", "GET", "/api/3.0/users/details.json", 200, "test")
    assert walk(watch(account.url), 1, situation=situation).problems == ["rate_limited"]
