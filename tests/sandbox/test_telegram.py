"""Telegram's web preview as it is played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawlers.platform import Fetch
from sandbox.operation.items import Account
from sandbox.platforms.telegram_page import write_single
from sandbox.world import build_world
from storage.items import KnownPost, Post
from tests.crawlers.captures import make_capture, only, read
from tests.sandbox.walking import (
    SEED,
    ask,
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

WORLD = build_world(SEED)
LIVE = played("telegram", "live")
LASTING = [account for account in LIVE if account.states[1] == "live"]
LARGEST_PAGE = 20


def _name(account: Account) -> str:
    return account.name


@pytest.mark.parametrize("account", LIVE, ids=_name)
def test_the_collector_reads_exactly_what_a_channel_shows(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    shown = walked.account
    assert (shown.key, shown.handle, shown.display_name) == (
        account.key,
        account.handle,
        account.display_name,
    )
    assert shown.bio == account.bio
    assert account.handle.lower() in shown.aliases


@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_in_phase_two_new_edited_and_deleted_messages_are_found(account: Account) -> None:
    first = walk(watch(account.url), 1)
    second = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert second.gone == gone_of(account, 2)
    assert set(due) - set(first.posts) <= set(second.posts) <= set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert ("edited" in post.attributes) is due[id]["edited"]


def test_some_messages_are_edited_in_phase_two() -> None:
    edited = [
        post
        for account in LASTING
        for post in walk(watch(account.url), 2).posts.values()
        if "edited" in post.attributes
    ]
    assert edited


def test_a_long_channel_is_read_page_by_page_from_the_newest() -> None:
    account = max(LASTING, key=lambda one: len(truth_of(one, 2)))
    walked = walk(watch(account.url), 2)
    due = truth_of(account, 2)
    assert len(walked.captures) == -(-len(due) // LARGEST_PAGE) > 1
    assert len(walked.only(Post)) == len(due)
    numbers = [int(post.id.rpartition("/")[2]) for post in walked.only(Post)]
    assert numbers[:LARGEST_PAGE] == sorted(numbers)[-LARGEST_PAGE:]


@pytest.mark.parametrize(
    ("name", "phase", "kind"),
    [
        *((account.name, 1, "private") for account in played("telegram", "private")),
        *((account.name, 1, "not_found") for account in played("telegram", "missing")),
        *((account.name, 2, "not_found") for account in LIVE if account.states[1] == "deleted"),
    ],
)
def test_names_without_a_preview_are_told_apart(name: str, phase: int, kind: str) -> None:
    walked = walk(watch(WORLD.account[name].url), phase)
    assert (walked.problems, walked.statuses) == ([kind], [302, 200])
    assert walked.posts == {}


def test_messages_of_a_channel_that_was_deleted_are_not_taken_for_deleted_ones() -> None:
    account = next(one for one in LIVE if one.states[1] == "deleted")
    first = walk(watch(account.url), 1)
    second = walk(settle(watch(account.url), first), 2, remember(first))
    assert second.gone == set()
    assert set(second.problems) == {"not_found"}


def test_a_message_that_never_was_is_gone_by_its_own_words() -> None:
    account = LASTING[0]
    never = KnownPost(id=f"{account.handle}/1", url=f"https://t.me/{account.handle}/1", posted_at=None)
    first = walk(watch(account.url), 1)
    known = replace(remember(first), recheck=(never,))
    second = walk(settle(watch(account.url), first), 1, known)
    assert second.gone == {never.id}


def test_an_ampersand_in_a_link_survives_its_double_escaping() -> None:
    account = LASTING[0]
    url = "https://l.facebook.com/l.php?u=https%3A%2F%2Fbit.ly%2Fabc&h=AT0"
    post = replace(WORLD.timeline(account, 1)[0], text=f"Look: {url} #here", edited_in=0)
    page = write_single(post, account, 1)
    assert "&amp;amp;h=AT0" in page
    capture = make_capture(post.url, page, reader="message", context={"post": post.id})
    (read_again,) = only(read(watch(account.url), capture), Post)
    assert [link.url for link in read_again.links] == [url]
    assert (read_again.text, read_again.hashtags) == (post.text, ("here",))


def test_a_name_in_use_shows_the_way_to_its_preview() -> None:
    capture = ask(Fetch(url=f"https://t.me/{LASTING[0].handle}", reader=""), in_phase(1))
    assert f"/s/{LASTING[0].handle}".encode() in capture.body
