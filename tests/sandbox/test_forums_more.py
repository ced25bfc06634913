"""Forums of Discuz!, Invision, Vanilla, FluxBB, bbPress and uCoz as they are played, read by us."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sandbox.operation.items import Account
from storage.items import Account as Read
from storage.items import Known, Watched
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

ENGINES = ("discuz", "discuz_hant", "invision", "vanilla", "fluxbb", "bbpress")
BOARDS = {
    "discuz": ("forum.php?mod=forumdisplay&fid=2", "forum-3-1.html"),
    "invision": ("forum/2-harbour-talk/", "forum/3-market-hall/page/2/"),
    "vanilla": ("categories/harbour-talk", "categories/market-hall/p2"),
    "fluxbb": ("viewforum.php?id=2", "viewforum.php?id=3&p=2"),
    "bbpress": ("forums/forum/harbour-talk/", "forums/forum/market-hall/page/2/"),
    "ucoz": ("forum/2", "forum/3-0-2"),
}
OLD_BOARDS = ("index.php?showforum=2", "index.php?showforum=3&st=4")
MEMBERS = [account for engine in ENGINES for account in played(engine, "live")]
LISTLESS = played("ucoz", "live")
FORUMS = list({one.host: one for one in (*MEMBERS, *LISTLESS)}.values())
STATES = {
    "discuz": {"suspended": "suspended", "missing": "not_found", "private": "private"},
    "invision": {"suspended": "suspended", "missing": "not_found", "private": "login_wall"},
    "vanilla": {"suspended": "suspended", "missing": "not_found", "private": "unauthorised"},
    "fluxbb": {"suspended": "suspended", "missing": "not_found"},
    "bbpress": {"suspended": "suspended", "missing": "not_found"},
    "ucoz": {"missing": "not_found"},
}


def _name(account: Account) -> str:
    return f"{account.host}-{account.handle}"


def find(account: Account) -> Watched:
    """The account, by an address that names the engine."""
    return watch(f"{account.platform}:{account.url}")


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("account", MEMBERS, ids=_name)
def test_a_members_posts_are_found_among_those_of_others(account: Account, phase: int) -> None:
    walked = walk(find(account), phase)
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    due = truth_of(account, phase)
    for id, post in walked.posts.items():
        assert post.author == account.handle
        edited = due[id]["edited_at"]
        assert (post.edited_at is not None) is bool(edited)
        if edited and post.edited_at:
            said = post.attributes.get("edit_doubt", "")
            within = timedelta(hours=1) if "to the hour" in said else timedelta(minutes=1)
            assert abs(post.edited_at - datetime.fromisoformat(edited)) < within


@pytest.mark.parametrize("account", [*MEMBERS, *LISTLESS], ids=_name)
def test_a_profile_tells_who_it_is(account: Account) -> None:
    read = walk(find(account), 1).account
    assert (read.key, read.handle, read.url) == (account.key, account.handle, account.url)
    assert (read.bio, read.attributes["engine"]) == (account.bio, account.platform)
    assert read.created_at is not None and abs(read.created_at - account.created_at) <= timedelta(days=1)


@pytest.mark.parametrize("account", MEMBERS, ids=_name)
def test_a_later_visit_finds_what_is_new_edited_or_deleted(account: Account) -> None:
    first = walk(find(account), 1)
    second = walk(settle(find(account), first), 2, remember(first))
    assert second.gone == gone_of(account, 2)
    due = truth_of(account, 2)
    assert set(second.posts) == set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())


@pytest.mark.parametrize("account", MEMBERS, ids=_name)
def test_where_nothing_is_new_hardly_a_thread_is_asked_for(account: Account) -> None:
    """Discuz! and Vanilla say of a thread when it was last answered: one may be opened in vain."""
    first = walk(find(account), 1)
    again = walk(settle(find(account), first), 1, replace(remember(first), recheck=()))
    opened = [one for one in again.captures if one.reader == "found"]
    assert len(opened) <= (account.platform in ("discuz", "vanilla"))
    assert again.problems == [] and len(again.captures) <= 4 + len(opened)


@pytest.mark.parametrize("forum", FORUMS, ids=lambda one: str(one.host))
def test_boards_are_watched_as_a_whole(forum: Account) -> None:
    paths = OLD_BOARDS if forum.flavour == "3" else BOARDS[forum.platform]
    boards = [watch(f"{forum.platform}:https://{forum.host}/{path}") for path in paths]
    walks = [walk(board, 1) for board in boards]
    assert [walked.problems for walked in walks] == [[], []]
    assert [one.display_name for walked in walks for one in walked.only(Read)] == [
        "Harbour talk",
        "The market hall",
    ]
    posts = {id: post for walked in walks for id, post in walked.posts.items()}
    for account in (*MEMBERS, *LISTLESS):
        if account.host == forum.host:
            due = truth_of(account, 1)
            mine = {id: post for id, post in posts.items() if post.account == account.key}
            assert set(mine) == set(due)
            assert [post.url for post in mine.values()] == [due[id]["url"] for id in mine]
    known = Known(attributes=walks[0].only(Read)[0].attributes)
    assert len(walk(boards[0], 1, known).captures) <= 2 < len(walks[0].captures)


@pytest.mark.parametrize(
    "account", [one for engine in STATES for one in played(engine, *STATES[engine])], ids=_name
)
def test_members_who_are_banned_missing_or_hidden_are_told_apart(account: Account) -> None:
    walked = walk(find(account), 1)
    assert walked.problems[0] == STATES[account.platform][account.states[0]]
    assert walked.posts == {}


@pytest.mark.parametrize("account", LISTLESS, ids=_name)
@pytest.mark.parametrize("phase", [1, 2])
def test_where_no_list_is_shown_the_ends_of_active_threads_are_read(account: Account, phase: int) -> None:
    walked = walk(find(account), phase)
    due = truth_of(account, phase)
    own = {id for id, post in due.items() if post["kind"] == "post"}
    assert walked.problems == []
    assert set() < own <= set(walked.posts) <= set(due)
    for id, post in walked.posts.items():
        assert (post.account, post.url, post.kind) == (account.key, due[id]["url"], due[id]["kind"])
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert post.posted_at == datetime.fromisoformat(due[id]["posted_at"]).replace(microsecond=0)


def test_a_board_in_chinese_says_when_posts_were_in_words_and_characters_of_its_own() -> None:
    sets = {account.host: walk(find(account), 1) for account in MEMBERS if account.platform == "discuz"}
    heads = {dict(one.captures[0].headers)["Content-Type"] for one in sets.values()}
    assert heads == {f"text/html; charset={name}" for name in ("gbk", "utf-8", "big5")}
    assert all("�" not in post.text for walked in sets.values() for post in walked.posts.values())
