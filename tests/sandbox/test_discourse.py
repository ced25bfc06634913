"""Discourse as it is played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawlers.platform import Fetch
from sandbox.operation.items import Account
from storage.items import Known, Post
from tests.sandbox.walking import (
    ask,
    assert_timeline,
    gone_of,
    in_phase,
    played,
    remember,
    settle,
    truth,
    truth_of,
    walk,
    watch,
)

LIVE = played("discourse", "live")
HOST = "meta.discourse.org"
every_member = pytest.mark.parametrize("account", LIVE, ids=lambda one: f"{one.host}-{one.handle}")


def own(posts: dict[str, Post], account: Account) -> dict[str, Post]:
    """Those of ``posts`` that are of one member."""
    return {id: post for id, post in posts.items() if post.account == account.key}


@every_member
@pytest.mark.parametrize("phase", [1, 2])
def test_the_collector_reads_exactly_what_a_member_wrote(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    shown = walked.account
    assert (shown.key, shown.handle, shown.url) == (account.key, account.handle, account.url)
    assert shown.aliases == (f"{account.host}/member/{account.handle.lower()}",)
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)
    assert shown.created_at == account.created_at.replace(microsecond=shown.created_at.microsecond)  # type: ignore[union-attr]


@every_member
def test_words_of_others_are_told_from_a_members_own(account: Account) -> None:
    replies = [post for post in walk(watch(account.url), 1).posts.values() if post.kind == "reply"]
    assert replies
    for post in replies:
        assert "Tell us" in post.attributes["quoted"] and "Tell us" not in post.text
        assert post.attributes["quoted_author"] == "bench_sitter"
        assert "https://elsewhere.example/quoted" not in {link.url for link in post.links}
        assert (post.attributes["thread_title"], post.title) == ("Open thread", "")


@every_member
def test_phase_two_shows_what_is_new_edited_and_deleted(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) and again.problems == []
    assert set(again.posts) == set(due)
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is due[id]["edited"]
    assert gone_of(account, 2) and any(post["edited"] for post in due.values())


@every_member
def test_a_later_crawl_asks_for_what_is_new_alone(account: Account) -> None:
    first = walk(watch(account.url), 1)
    known = replace(remember(first), recheck=())
    again = walk(settle(watch(account.url), first), 1, known)
    assert len(again.captures) == 2 and again.posts == {}, "the profile and one page of actions"
    assert known.newest_at is not None
    newest = known.newest_at.isoformat()
    news = walk(settle(watch(account.url), first), 2, known)
    new = {id for id, post in truth_of(account, 2).items() if post["posted_at"] > newest}
    assert new <= set(news.posts)
    assert len(news.captures) < len(walk(watch(account.url), 2).captures)


@pytest.mark.parametrize(
    ("state", "kind"), [("suspended", "suspended"), ("missing", "not_found"), ("private", "private")]
)
def test_members_that_are_not_to_be_seen_are_told_apart(state: str, kind: str) -> None:
    (account,) = played("discourse", state)
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts) == ([kind], {})


def test_a_suspended_member_is_an_account_in_that_state() -> None:
    (account,) = played("discourse", "suspended")
    shown = walk(watch(account.url), 1).account
    assert (shown.state, shown.key) == ("suspended", account.key)
    assert shown.attributes["suspend_reason"] == "Coordinated posting"


def test_a_site_watched_as_a_whole_gives_every_members_posts_as_their_own() -> None:
    walked = walk(watch(f"discourse:https://{HOST}/"), 1)
    assert walked.problems == [] and walked.account.key == HOST
    for account in LIVE:
        if account.host == HOST:
            mine = own(walked.posts, account)
            assert set(mine) == set(truth_of(account, 1))
            assert all(post.author == account.handle for post in mine.values())
    others = {post.account for post in walked.posts.values()} - {account.key for account in LIVE}
    assert others == {f"{HOST}#{number}" for number in (10, 11, 12)}


def test_a_site_is_read_on_from_where_it_was_left() -> None:
    watched = watch(f"discourse:https://{HOST}/")
    first = walk(watched, 1)
    known = Known(attributes=first.account.attributes)
    assert walk(watched, 1, known).posts == {}
    news = walk(watched, 2, known)
    mark = int(first.account.attributes["newest_post"])
    due = {one["id"] for one in truth()["phases"]["2"]["posts"] if one["platform"] == "discourse"}
    due = {id for id in due if id.startswith(f"{HOST}/") and int(id.rpartition("/")[2]) > mark}
    assert due and set(news.posts) == due


def test_a_board_gives_the_posts_of_all_its_threads_and_later_those_that_are_new() -> None:
    watched = watch(f"https://{HOST}/c/general/5")
    first = walk(watched, 1)
    assert first.problems == [] and first.account.display_name == "General"
    whole = walk(watch(f"discourse:https://{HOST}/"), 1)
    assert set(first.posts) == set(whole.posts)
    assert any("page=1" in capture.url for capture in first.captures)
    known = Known(attributes=first.account.attributes)
    assert walk(watched, 1, known).posts == {}
    later = walk(watched, 2, known)
    since = max(post.posted_at for post in first.posts.values() if post.posted_at)
    after = {id: post for id, post in later.posts.items() if post.posted_at and post.posted_at > since}
    assert after and set(later.posts) == set(after)


def test_a_thread_is_read_to_its_end_and_then_from_there() -> None:
    account = next(one for one in LIVE if one.host == HOST)
    watched = watch(f"https://{HOST}/t/open-thread/{1000 + int(account.number)}/3")
    walked = walk(watched, 1)
    replies = {id for id, post in truth_of(account, 1).items() if post["kind"] == "reply"}
    assert set(own(walked.posts, account)) == replies
    assert len(walked.posts) == len(replies) + 36, "40 of others, four of them notes of the forum's"
    assert walked.account.display_name == "Open thread"
    again = walk(watched, 1, Known(attributes=walked.account.attributes))
    assert (again.posts, len(again.captures)) == ({}, 1)
    answered = next(post for post in walked.posts.values() if post.reply_to)
    assert answered.reply_to in {post.url for post in walked.posts.values()} | {
        f"https://{HOST}/t/{1000 + int(account.number)}/{number}" for number in range(1, 41)
    }


def test_a_thread_that_was_deleted_takes_its_known_posts_with_it() -> None:
    account = LIVE[0]
    first = walk(watch(account.url), 1)
    known = remember(first)
    moved = tuple(replace(one, url=f"https://{HOST}/t/999999/1") for one in known.recheck)
    walked = walk(settle(watch(account.url), first), 1, replace(known, recheck=moved))
    assert walked.gone == set(first.posts)


def test_the_page_for_people_names_the_engine() -> None:
    answer = ask(Fetch(url=f"https://{HOST}/u/somebody", reader=""), in_phase(1))
    assert b'content="Discourse' in answer.body
