"""NodeBB and Flarum as they are played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.operation.items import Account
from storage.items import Known, Post, Watched
from tests.sandbox.walking import (
    assert_timeline,
    gone_of,
    played,
    remember,
    settle,
    truth,
    truth_of,
    walk,
    watch,
)

LIVE = [one for software in ("nodebb", "flarum") for one in played(software, "live")]
SPECIAL = [one for software in ("nodebb", "flarum") for one in played(software, "suspended", "missing")]
SITES = {"nodebb": "community.nodebb.org", "flarum": "discuss.flarum.org"}
BOARDS = {"nodebb": "category/2/talk", "flarum": "t/talk"}
THREADS = {"nodebb": "topic/{}", "flarum": "d/{}-long"}
OTHERS = {"nodebb": 7, "flarum": 6}
"""Posts of others in a member's long thread that guests may read."""

every_member = pytest.mark.parametrize(
    "account", LIVE, ids=lambda one: f"{one.platform}-{one.host}-{one.name}"
)
every_engine = pytest.mark.parametrize("key", sorted(SITES))


def watch_played(account: Account) -> Watched:
    return watch(account.url)


def site_posts(key: str, phase: int) -> set[str]:
    """The ids of all posts of the played world on the engine's first site."""
    posts = truth()["phases"][str(phase)]["posts"]
    return {one["id"] for one in posts if one["platform"] == key and one["id"].startswith(f"{SITES[key]}/")}


@every_member
@pytest.mark.parametrize("phase", [1, 2])
def test_the_collector_reads_exactly_what_a_member_wrote(account: Account, phase: int) -> None:
    walked = walk(watch_played(account), phase)
    assert walked.problems == [] and len(walked.captures) > 2, "several pages"
    due = truth_of(account, phase)
    quoted = {id: post.reply_to for id, post in walked.posts.items() if post.reply_to}
    assert all(id.startswith(f"{account.host}/") for id in quoted.values())
    items = [replace(one, reply_to="") if isinstance(one, Post) else one for one in walked.items]
    assert_timeline(replace(walked, items=items), account, phase)
    shown = walked.account
    assert (shown.key, shown.handle, shown.url) == (account.key, account.handle, account.url)
    assert (shown.bio, shown.posts) == (account.bio, len(due))
    assert len(shown.aliases) == 1 and shown.aliases[0].startswith(f"{account.host}/member/")


@every_member
def test_words_of_others_are_told_from_a_members_own(account: Account) -> None:
    replies = [post for post in walk(watch_played(account), 1).posts.values() if post.kind == "reply"]
    assert replies
    for post in replies:
        assert post.attributes["quoted"] in ("What keeps you busy?", "Who is up early?")
        assert post.attributes["quoted_author"] in ("lamp_lighter", "kettle")
        assert post.attributes["quoted"] not in post.text and "said in" not in post.text
        assert post.attributes["thread_title"].startswith("Long ")


@every_member
def test_phase_two_shows_what_is_new_edited_and_deleted(account: Account) -> None:
    first = walk(watch_played(account), 1)
    again = walk(settle(watch_played(account), first), 2, remember(first))
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) and again.problems == []
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is due[id]["edited"]
    edited = {id for id, post in due.items() if post["edited"]}
    assert gone_of(account, 2) and edited and edited <= set(again.posts)


@every_member
def test_a_later_crawl_asks_for_what_is_new_alone(account: Account) -> None:
    first = walk(watch_played(account), 1)
    known = replace(remember(first), recheck=())
    again = walk(settle(watch_played(account), first), 1, known)
    assert (len(again.captures), again.posts) == (2, {}), "the profile and one page of posts"
    assert known.newest_at is not None
    newest = known.newest_at.isoformat()
    new = {id for id, post in truth_of(account, 2).items() if post["posted_at"] > newest} - set(first.posts)
    news = walk(settle(watch_played(account), first), 2, known)
    assert new == set(news.posts) and len(news.captures) <= 3


@pytest.mark.parametrize("account", SPECIAL, ids=lambda one: f"{one.platform}-{one.handle}")
def test_members_that_are_not_to_be_seen_are_told_apart(account: Account) -> None:
    walked = walk(watch_played(account), 1)
    due = ["suspended", "empty_proven"] if account.states[0] == "suspended" else ["not_found"]
    assert (walked.problems, walked.posts) == (due, {})
    if account.states[0] == "suspended":
        assert (walked.account.state, walked.account.key) == ("suspended", account.key)


@every_engine
def test_a_site_watched_as_a_whole_gives_every_members_posts_as_their_own(key: str) -> None:
    watched = watch(f"{key}:https://{SITES[key]}/")
    walked = walk(watched, 1)
    assert walked.problems == [] and walked.account.key == SITES[key]
    assert site_posts(key, 1) <= set(walked.posts)
    for account in LIVE:
        if account.host == SITES[key]:
            mine = {id: post for id, post in walked.posts.items() if post.account == account.key}
            assert set(mine) == set(truth_of(account, 1))
            assert {post.author for post in mine.values()} == {account.handle}
    known = Known(attributes=walked.account.attributes)
    assert walk(watched, 1, known).posts == {}
    later, before = walk(watched, 2, known), set(walked.posts)
    since = max(post.posted_at for post in walked.posts.values() if post.posted_at)
    posts = truth()["phases"]["2"]["posts"]
    due = {
        one["id"]
        for one in posts
        if one["id"] in site_posts(key, 2) and one["posted_at"] > since.isoformat() and one["platform"] == key
    }
    assert due and due == set(later.posts) - before


@every_engine
def test_a_board_gives_the_posts_of_all_its_threads(key: str) -> None:
    watched = watch(f"{key}:https://{SITES[key]}/{BOARDS[key]}")
    walked = walk(watched, 1)
    assert walked.problems == [] and walked.account.attributes["kind"] == "board"
    assert set(walked.posts) == set(walk(watch(f"{key}:https://{SITES[key]}/"), 1).posts)
    assert walk(watched, 1, Known(attributes=walked.account.attributes)).posts == {}


@every_engine
def test_a_thread_is_read_to_its_end_and_then_from_there(key: str) -> None:
    account = next(one for one in LIVE if one.host == SITES[key])
    number = {"nodebb": 900, "flarum": 700}[key] + int(account.number)
    watched = watch(f"{key}:https://{SITES[key]}/{THREADS[key].format(number)}")
    walked = walk(watched, 1)
    replies = {id for id, post in truth_of(account, 1).items() if post["kind"] == "reply"}
    assert {id for id, post in walked.posts.items() if post.account == account.key} == replies
    assert len(walked.posts) == len(replies) + OTHERS[key]
    assert walked.account.display_name == {"nodebb": "Long & thread", "flarum": "Long thread"}[key]
    answered = next(post for post in walked.posts.values() if post.reply_to and post.account != account.key)
    assert answered.reply_to in walked.posts
    assert "Ad!" not in " ".join(post.text for post in walked.posts.values()), "signatures stay out"
    known = Known(attributes=walked.account.attributes)
    again, later = walk(watched, 1, known), walk(watched, 2, known)
    assert again.posts == {} and again.account.attributes == walked.account.attributes
    assert later.account.display_name == walked.account.display_name


def test_a_nodebb_member_is_found_by_number() -> None:
    account = next(one for one in LIVE if one.host == SITES["nodebb"])
    walked = walk(watch(f"https://{account.host}/uid/{account.number}"), 1)
    assert walked.account.key == account.key and set(walked.posts) == set(truth_of(account, 1))
