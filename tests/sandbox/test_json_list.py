"""The platforms with lists in JSON as they are played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from crawlers.families.json_list import JsonList, json_list
from crawlers.platform import Fetch, Platform, platforms
from sandbox.operation.items import Account
from storage.items import Known, Problem
from tests.sandbox.walking import (
    Walked,
    ask,
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

SOFTWARE = (
    *("dailymotion", "gettr", "odysee", "bitchute", "hive", "wattpad", "fivehundredpx", "bilibili", "dcard"),
    *("weibo", "douban", "artstation", "pixiv"),
)
LIVE = [account for software in SOFTWARE for account in played(software, "live")]
SPECIAL = [
    (account, kind)
    for state, kind in (("missing", "not_found"), ("suspended", "suspended"))
    for software in SOFTWARE
    for account in played(software, state)
]
OTHER = {"bitchute": "geo_blocked", "bilibili": "challenge", "dcard": "challenge", "weibo": "private"}
OTHER |= {"artstation": "challenge"}
"""What an account that is private in the world answers on platforms that know no private accounts."""
WITHOUT_ONE = ("fivehundredpx", "artstation")
"""Platforms that cannot be asked for a single post: deletions are not told."""
WHOLE_LIST = ("wattpad", "artstation")
"""Platforms whose lists are in no known order."""
UNSIZED = ("weibo", "bilibili", "douban", "artstation", "pixiv")
SIZED = [account for account in LIVE if account.platform not in UNSIZED]
"""Accounts on platforms that let us say how many posts a page is to hold."""

every_account = pytest.mark.parametrize("account", LIVE, ids=lambda one: f"{one.platform}-{one.name}")


def family(key: str) -> JsonList:
    """The facts behind a platform."""
    return cast(JsonList, platforms()[key].readers["list"].__self__)  # type: ignore[attr-defined]


def in_small_pages(key: str, size: int) -> Platform:
    """The platform as it would be if it asked for so many posts at a time."""
    facts = family(key)
    posts = facts.listing.posts
    cursor = replace(posts.cursor, size=size)
    return json_list(facts.named, replace(facts.listing, posts=replace(posts, cursor=cursor)))


@every_account
@pytest.mark.parametrize("phase", [1, 2])
def test_a_crawl_finds_exactly_what_is_there(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    assert {post.account for post in walked.posts.values()} == {account.key}


@every_account
def test_the_account_is_read(account: Account) -> None:
    shown = walk(watch(account.url), 1).account
    assert (shown.key, shown.state) == (account.key, "live")
    if account.platform not in ("dcard", "douban"):
        assert shown.display_name == account.display_name
        assert (shown.bio.strip(), shown.followers) in ((account.bio, account.followers), (account.bio, None))
    assert watch(account.url).key in (shown.key, *shown.aliases)


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
    known = replace(remember(first), recheck=())
    again = walk(settle(watched, first), 1, known)
    lists = [one for one in again.captures if one.reader == "list"]
    assert len(lists) == 1
    assert again.problems == []
    assert (
        len([one for one in again.captures if one.reader == "post"]) <= 1
    )  # the newest known one may be cut
    assert len(again.captures) <= 3


@pytest.mark.parametrize("account", SIZED, ids=lambda one: f"{one.platform}-{one.name}")
def test_older_posts_come_page_by_page_until_what_is_known(account: Account) -> None:
    platform, watched = in_small_pages(account.platform, 2), watch(account.url)
    whole = walk_platform(platform, watched, Known(), in_phase(1))
    assert_timeline(whole, account, 1)
    pages = [one for one in whole.captures if one.reader == "list"]
    assert len(pages) >= -(-len(truth_of(account, 1)) // 2)
    newest = replace(remember(whole), recheck=())
    again = walk_platform(platform, settle(watched, whole), newest, in_phase(1))
    assert (len([one for one in again.captures if one.reader == "list"]) < len(pages)) is (
        account.platform not in WHOLE_LIST
    )


@pytest.mark.parametrize(("account", "kind"), SPECIAL, ids=lambda one: getattr(one, "name", one))
def test_an_account_that_is_not_shown_says_why(account: Account, kind: str) -> None:
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts) == ([kind], {})


@pytest.mark.parametrize("platform", sorted(OTHER))
def test_an_account_that_is_kept_from_us_says_how(platform: str) -> None:
    (account,) = played(platform, "private")
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts) == ([OTHER[platform]], {})


@pytest.mark.parametrize("account", played("zhihu", "live"), ids=lambda one: one.name)
@pytest.mark.parametrize("phase", [1, 2])
def test_what_zhihus_page_asks_for_itself_gives_the_persons_articles(account: Account, phase: int) -> None:
    watched = watch(account.url)
    assert [one.url for one in walk(watched, phase).for_browser] == [account.url]
    url = f"https://www.zhihu.com/api/v3/moments/{account.handle}/activities?limit=7&desktop=true"
    signed = Fetch(url=url, reader="list", route="browser", headers=(("x-zse-96", "2.0_the_pages_own"),))
    capture = ask(signed, in_phase(phase))
    readings = list(platforms()["zhihu"].readers["list"](capture, watched))
    assert_timeline(Walked(items=[one for one in readings if not isinstance(one, Fetch)]), account, phase)
    refused = ask(replace(signed, headers=()), in_phase(phase))
    (problem,) = platforms()["zhihu"].readers["list"](refused, watched)
    assert isinstance(problem, Problem) and problem.kind == "challenge"
