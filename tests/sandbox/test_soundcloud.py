"""SoundCloud as it is played, read by the collector's own readers: page, feed, known tracks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.operation.items import Account
from sandbox.software.soundcloud import PAGE, find_audio
from sandbox.world import build_world
from storage.items import Known, Post
from tests.sandbox.walking import (
    SEED,
    Walked,
    assert_timeline,
    gone_of,
    played,
    remember,
    settle,
    truth_of,
    walk,
    watch,
)

LIVE = played("soundcloud", "live")
every_account = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)


def without_sound(walked: Walked) -> Walked:
    """The ground truth knows of pictures alone."""
    items = [replace(one, media=()) if isinstance(one, Post) else one for one in walked.items]
    return Walked(items=items, captures=walked.captures)


@every_account
@pytest.mark.parametrize("phase", [1, 2])
def test_the_collector_reads_exactly_the_accounts_tracks(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    pages = -(-len(truth_of(account, phase)) // PAGE)
    assert walked.problems == [] and len(walked.captures) == 1 + pages
    assert_timeline(without_sound(walked), account, phase)
    world = build_world(SEED)
    for id, post in walked.posts.items():
        assert [one.url for one in post.media] == [find_audio(world.by_id["soundcloud", id], account)]
        assert post.media[0].kind == "audio"
    shown = walked.account
    assert (shown.key, shown.handle, shown.url) == (account.number, account.handle, account.url)
    assert (shown.bio, shown.followers, shown.created_at) == (
        account.bio,
        account.followers,
        account.created_at.replace(microsecond=0),
    )


@every_account
def test_known_tracks_are_looked_at_again(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert set(again.posts) == set(due) and again.problems == []
    assert again.gone == gone_of(account, 2) != set()
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())


def test_an_account_known_by_number_is_asked_for_its_feed_alone_and_not_past_what_is_known() -> None:
    account = LIVE[0]
    first = walk(watch(account.url), 1)
    known = replace(remember(first), recheck=())
    again = walk(settle(watch(account.url), first), 1, known)
    assert again.statuses == [200] and len(again.posts) == PAGE


def test_the_browser_loads_the_page_of_tracks() -> None:
    walked = walk(watch(LIVE[0].url), 1, Known(routes=("browser",)))
    (fetch,) = walked.for_browser
    assert fetch.url == f"{LIVE[0].url}/tracks" and fetch.browse is not None and fetch.browse.reads


def test_an_account_that_is_not_there_is_told() -> None:
    (account,) = played("soundcloud", "missing")
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts, len(walked.captures)) == (["not_found"], {}, 1)
