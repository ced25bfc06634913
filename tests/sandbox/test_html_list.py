"""The platforms with lists in HTML as they are played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.operation.items import Account
from tests.sandbox.walking import assert_timeline, gone_of, played, remember, settle, truth_of, walk, watch

SOFTWARE = ("ptt", "rumble", "slideshare", "tieba", "nairaland", "opendiary", "issuu", "ninegag")
LIVE = [account for software in SOFTWARE for account in played(software, "live")]
SPECIAL = [account for software in SOFTWARE for account in played(software, "missing", "private")]
HIDDEN = {"ptt": "login_wall", "rumble": "challenge", "tieba": "challenge", "opendiary": "private"}
HIDDEN |= {"ninegag": "challenge"}
"""What an account that is private in the world answers; on PTT its board asks for one's age."""
WITHOUT_ONE = ("nairaland", "issuu", "ninegag")
"""Platforms that are not asked for a single post: deletions are not told."""
SMALL_PAGES = ("ptt", "rumble", "nairaland", "opendiary", "ninegag")

every_account = pytest.mark.parametrize("account", LIVE, ids=lambda one: f"{one.platform}-{one.name}")


@every_account
@pytest.mark.parametrize("phase", [1, 2])
def test_a_crawl_finds_exactly_what_is_there(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    lists = [one for one in walked.captures if one.reader == "list"]
    assert (len(lists) > 1) is (account.platform in SMALL_PAGES)


@every_account
def test_the_account_is_read(account: Account) -> None:
    shown = walk(watch(account.url), 1).account
    assert (shown.key, shown.state, shown.url) == (account.key, "live", account.url)
    if account.platform in ("rumble", "slideshare", "opendiary", "issuu"):
        assert shown.display_name == account.display_name
    if account.platform == "rumble":
        assert shown.followers == account.followers


@every_account
def test_the_second_crawl_finds_what_is_new_edited_and_deleted(account: Account) -> None:
    watched = watch(account.url)
    first = walk(watched, 1)
    again = walk(settle(watched, first), 2, remember(first))
    due = truth_of(account, 2)
    assert again.problems == []
    assert set(again.posts) == set(due)
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
    assert again.gone == (set() if account.platform in WITHOUT_ONE else gone_of(account, 2))


@every_account
def test_an_incremental_crawl_asks_for_no_more_than_what_is_new(account: Account) -> None:
    watched = watch(account.url)
    first = walk(watched, 1)
    again = walk(settle(watched, first), 1, replace(remember(first), recheck=()))
    assert again.problems == []
    assert len([one for one in again.captures if one.reader == "list"]) == 1
    assert len([one for one in again.captures if one.reader == "post"]) <= 1


@pytest.mark.parametrize("account", SPECIAL, ids=lambda one: f"{one.platform}-{one.handle}")
def test_an_account_that_is_not_shown_says_why(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    missing = "empty_proven" if account.platform == "ptt" else "not_found"
    kind = missing if account.states[0] == "missing" else HIDDEN[account.platform]
    assert (walked.problems, walked.posts) == ([kind], {})


def test_a_board_of_ptt_shows_the_articles_of_all_its_authors() -> None:
    walked = walk(watch("https://www.ptt.cc/bbs/Stock/index.html"), 1)
    authors = played("ptt", "live")
    assert walked.problems == []
    assert set(walked.posts) == {id for account in authors for id in truth_of(account, 1)}
    assert {post.account for post in walked.posts.values()} == {"stock"}
    assert {post.author for post in walked.posts.values()} == {account.handle for account in authors}


@pytest.mark.parametrize("account", played("visitorpages", "live"), ids=lambda one: one.platform)
def test_a_walled_platform_is_left_to_the_browser(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.captures == []
    assert [one.url for one in walked.for_browser] == [account.url]
