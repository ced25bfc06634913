"""Lemmy's two interfaces and PieFed's as they are played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.operation.items import Account
from sandbox.situation import Situation
from sandbox.software.lemmy import THROTTLED
from sandbox.world import build_world
from storage.items import Account as Shown
from tests.sandbox.walking import (
    SEED,
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

LIVE = played("lemmy", "live")
every_account = pytest.mark.parametrize("account", LIVE, ids=lambda one: f"{one.flavour}-{one.handle}")


def calm(phase: int) -> Situation:
    """A sandbox in ``phase`` that has told its one host to be asked more slowly already."""
    situation = in_phase(phase)
    situation.first_time(THROTTLED)
    return situation


@every_account
@pytest.mark.parametrize("phase", [1, 2])
def test_the_collector_reads_exactly_what_was_posted(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase, situation=calm(phase))
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    (shown,) = walked.only(Shown)
    assert (shown.key, shown.handle, shown.url) == (account.key, account.handle, account.url)
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)
    assert shown.created_at == account.created_at
    assert shown.attributes["api"] == account.flavour


@every_account
def test_a_later_crawl_asks_for_what_is_new_and_for_the_known_that_are_not_shown(account: Account) -> None:
    first = walk(watch(account.url), 1, situation=calm(1))
    known = replace(remember(first), attributes=first.account.attributes)
    quiet = walk(settle(watch(account.url), first), 1, replace(known, recheck=()), situation=calm(1))
    assert len(quiet.captures) == {"v3": 1, "v4": 2, "alpha": 1}[account.flavour] and quiet.problems == []
    again = walk(settle(watch(account.url), first), 2, known, situation=calm(2))
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) != set() and again.problems == []
    assert set(again.posts) == set(due)
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is due[id]["edited"]
    if account.flavour != "alpha":  # whose pages are too short to show everything at once
        assert len(again.captures) == len(quiet.captures) + len(gone_of(account, 2))


@every_account
def test_every_page_is_asked_for(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.families.lemmy_pages.PAGE", 2)
    monkeypatch.setattr("crawlers.families.lemmy_api.PAGE", 2)
    walked = walk(watch(account.url), 1, situation=calm(1))
    assert_timeline(walked, account, 1)
    assert len(walked.captures) >= 3 and walked.problems == []


def test_a_host_without_the_old_interface_is_asked_by_the_new_one_and_then_at_once() -> None:
    account = next(one for one in LIVE if one.flavour == "v4")
    first = walk(watch(account.url), 1, situation=calm(1))
    assert [one.url.partition("?")[0].partition("/api")[2] for one in first.captures] == [
        "/v3/user",
        "/v4/person",
        "/v4/person/content",
    ]
    known = replace(remember(first), attributes=first.account.attributes, recheck=())
    again = walk(settle(watch(account.url), first), 1, known, situation=calm(1))
    assert all("/api/v4/" in one.url for one in again.captures)


@pytest.mark.parametrize(
    ("platform", "state", "kind"),
    [
        ("lemmy", "suspended", "suspended"),
        ("lemmy", "missing", "not_found"),
        ("lemmy", "deleted", "not_found"),
        ("piefed", "missing", "not_found"),
    ],
)
def test_accounts_that_are_not_to_be_seen(platform: str, state: str, kind: str) -> None:
    account = next(one for one in played("lemmy", state) if one.platform == platform)
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts) == ([kind], {})


def test_a_host_that_wants_it_slower_is_heard() -> None:
    account = next(one for one in LIVE if one.host == THROTTLED)
    assert walk(watch(account.url), 1).problems == ["rate_limited"]


@pytest.mark.parametrize("host", ["lemmy.world", "lemmy.ml", "piefed.social"])
def test_a_community_shows_the_posts_of_all_and_names_their_authors(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawlers.families.lemmy_pages.PAGE", 5)
    watched = watch(f"https://{host}/c/Main")
    first = walk(watched, 1, situation=calm(1))
    members = [one for one in LIVE if one.host == host]
    due = {id: post for one in members for id, post in truth_of(one, 1).items() if post["kind"] == "post"}
    assert set(first.posts) == set(due) and first.problems == []
    assert {post.account for post in first.posts.values()} == {f"!main@{host}"} == {first.account.key}
    assert {id: post.author for id, post in first.posts.items()} == {
        id: post["account"] for id, post in due.items()
    }
    again = walk(watched, 2, remember(first), situation=calm(2))
    assert again.gone == {id for one in members for id in gone_of(one, 2) if id in due}
    later = {id for one in members for id, post in truth_of(one, 2).items() if post["kind"] == "post"}
    assert set(again.posts) == later


def test_comments_stand_under_a_post_of_the_same_host() -> None:
    world = build_world(SEED)
    comments = [post for post in world.posts if post.kind == "reply" and "/comment/" in post.id]
    assert len(comments) >= len(LIVE)
    for comment in comments:
        parent = world.post[comment.reply_to]
        assert parent.account == comment.account and parent.posted_at < comment.posted_at
        assert "/post/" in parent.id
