"""Forums of phpBB, vBulletin, XenForo, SMF and MyBB as they are played, read by our own readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sandbox.operation.items import Account
from sandbox.software.forum_threads import list_threads
from sandbox.world import build_world
from storage.items import Account as Read
from storage.items import Known
from tests.sandbox.walking import (
    SEED,
    assert_timeline,
    gone_of,
    played,
    remember,
    settle,
    truth_of,
    walk,
    watch,
)

PLACES = {
    "phpbb": ("viewforum.php?f=2", "viewtopic.php?t=11"),
    "vbulletin": ("forumdisplay.php?f=2", "showthread.php?t=11"),
    "xenforo": ("forums/harbour-talk.2/", "threads/say-hello.11/"),
    "smf": ("index.php?board=2.0", "index.php?topic=11.0"),
    "mybb": ("forumdisplay.php?fid=2", "showthread.php?tid=11"),
}
"""The addresses of a board and of a long thread, in each engine's way."""
HIDDEN = {
    "quay-locals.example": ["login_wall", "login_wall"],
    "forum.night-sky-club.example": ["login_wall"],
}
"""Where guests may not search, in one place not even see profiles: what is told of it."""
MEMBERS = [account for software in PLACES for account in played(software, "live")]
OPEN = [account for account in MEMBERS if account.host not in HIDDEN]
FORUMS = [(account.software, account.host) for account in {one.host: one for one in MEMBERS}.values()]
STATES = {"suspended": "suspended", "missing": "not_found", "private": "private"}


def _name(account: Account) -> str:
    return f"{account.host}-{account.handle}"


def _said(host: str, phase: int, thread: str = "", board: str = "") -> set[str]:
    """The ids of all posts of a thread or board, whoever wrote them."""
    threads = list_threads(build_world(SEED), host, phase)
    chosen = [one for one in threads if one.id == thread or one.board == board]
    return {f"{host}/{said.id}" for one in chosen for said in one.posts}


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("account", MEMBERS, ids=_name)
def test_a_members_posts_are_found_among_those_of_others(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == HIDDEN.get(account.host, [])
    assert_timeline(walked, account, phase)
    due = truth_of(account, phase)
    for id, post in walked.posts.items():
        assert post.author == account.handle
        edited = due[id]["edited_at"]
        assert (post.edited_at is not None) is bool(edited)
        if edited and post.edited_at:
            assert abs(post.edited_at - datetime.fromisoformat(edited)) < timedelta(minutes=1)


@pytest.mark.parametrize("account", OPEN, ids=_name)
def test_a_profile_tells_name_age_and_number_of_posts(account: Account) -> None:
    read = walk(watch(account.url), 1).account
    assert (read.key, read.handle) == (account.key, account.handle)
    assert read.posts == len(truth_of(account, 1))
    assert read.created_at is not None and abs(read.created_at - account.created_at) <= timedelta(days=1)
    assert read.attributes["engine"] == account.software


@pytest.mark.parametrize("account", MEMBERS, ids=_name)
def test_a_later_visit_finds_what_is_new_edited_or_deleted(account: Account) -> None:
    first = walk(watch(account.url), 1)
    watched = settle(watch(account.url), first) if first.only(Read) else watch(account.url)
    second = walk(watched, 2, remember(first))
    assert second.gone == gone_of(account, 2)
    assert set(second.posts) == set(truth_of(account, 2))


@pytest.mark.parametrize("account", MEMBERS, ids=_name)
def test_where_nothing_is_new_no_thread_is_asked_for(account: Account) -> None:
    first = walk(watch(account.url), 1)
    known = replace(remember(first), recheck=())
    again = walk(watch(account.url), 1, known)
    assert (again.posts, [one.reader for one in again.captures if one.reader == "found"]) == ({}, [])
    assert len(again.captures) <= 3 < len(first.captures)


@pytest.mark.parametrize(("software", "host"), FORUMS, ids=lambda one: str(one))
def test_a_board_is_watched_as_a_whole(software: str, host: str) -> None:
    board = watch(f"https://{host}/{PLACES[software][0]}")
    first = walk(board, 1)
    assert (first.problems, set(first.posts)) == ([], _said(host, 1, board="2"))
    (read,) = first.only(Read)
    assert (read.key, read.display_name) == (f"{host}/board/2", "Harbour talk")
    assert all(post.account.startswith(f"{host}#") for post in first.posts.values())
    known = Known(attributes=read.attributes)
    assert len(walk(board, 1, known).captures) == 1
    later = walk(board, 2, known)
    new = _said(host, 2, board="2") - set(first.posts)
    assert new <= set(later.posts)
    assert len(later.captures) < len(first.captures)


@pytest.mark.parametrize(("software", "host"), FORUMS, ids=lambda one: str(one))
def test_a_thread_is_read_page_by_page_and_later_from_the_newest_known_post(software: str, host: str) -> None:
    thread = watch(f"https://{host}/{PLACES[software][1]}")
    first = walk(thread, 1)
    assert (first.problems, set(first.posts)) == ([], _said(host, 1, thread="11"))
    assert [post.title for post in first.posts.values() if post.kind == "post"] == [
        "Say hello and tell us about your day"
    ]
    read = first.account
    assert (read.key, read.display_name) == (f"{host}/thread/11", "Say hello and tell us about your day")
    later = walk(thread, 2, Known(attributes=read.attributes))
    assert _said(host, 2, thread="11") - set(first.posts) <= set(later.posts)


@pytest.mark.parametrize(
    "account", [one for software in PLACES for one in played(software, *STATES)], ids=_name
)
def test_members_who_are_banned_missing_or_hidden_are_told_apart(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.problems[0] == STATES[account.states[0]]
    assert walked.posts == {}


def test_where_guests_may_not_search_the_feed_is_asked() -> None:
    account = next(one for one in MEMBERS if one.host == "quay-locals.example")
    for known in (Known(), Known(routes=("feed",))):
        walked = walk(watch(account.url), 1, known)
        assert set(walked.posts) == set(truth_of(account, 1))
        assert any(one.url == "https://quay-locals.example/feed.php" for one in walked.captures)
