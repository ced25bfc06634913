"""The played world and its ground truth: the same for every run, and fit to hold a collector to."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from sandbox.operation.addresses import watch_url
from sandbox.operation.items import Account
from sandbox.truth import list_watched, make_truth, name_platform
from sandbox.world import build_world
from tests.sandbox.walking import SEED, truth, watch

WORLD = build_world(SEED)


def test_a_seed_is_the_same_world_in_every_run() -> None:
    again = build_world.__wrapped__(SEED)
    assert json.dumps(make_truth(again)) == json.dumps(truth())


def test_another_seed_is_another_world() -> None:
    other = make_truth(build_world(SEED + 1))["phases"]["1"]["posts"]
    assert {post["text"] for post in other} != {post["text"] for post in truth()["phases"]["1"]["posts"]}


@pytest.mark.parametrize("seed", [SEED, 1, 2])
def test_no_two_posts_or_accounts_share_an_id(seed: int) -> None:
    world = build_world(seed)
    ids = Counter((world.account[post.account].platform, post.id) for post in world.posts)
    assert [id for id, count in ids.items() if count > 1] == []
    keys = Counter((account.platform, account.key) for account in world.accounts)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("account", WORLD.accounts, ids=lambda account: account.name)
def test_the_collector_recognises_every_address_of_the_watchlist(account: Account) -> None:
    watched = watch(watch_url(account), name_platform(account))
    assert watched.platform == account.platform


def test_the_watchlist_names_every_account_once_and_says_what_an_address_does_not() -> None:
    rows = list_watched(WORLD)
    assert len({row["url"] for row in rows}) == len(rows) == len(WORLD.accounts)
    assert {row["platform"] for row in rows} >= {"", "page", "vanilla"}
    assert {row["case"] for row in rows} == {"Lanwan network", "Bystanders", "Special states"}


def test_what_is_gone_in_phase_two_could_be_seen_in_phase_one() -> None:
    seen = [{(post["platform"], post["id"]) for post in truth()["phases"][one]["posts"]} for one in "12"]
    gone = {(post["platform"], post["id"]) for post in truth()["phases"]["2"]["gone"]}
    assert gone == seen[0] - seen[1]
    assert seen[1] - seen[0]
    why = {post["why"] for post in truth()["phases"]["2"]["gone"]}
    assert why == {"deleted", "account_deleted", "account_suspended"}


def test_what_is_to_be_flagged_was_posted_and_by_the_operation_alone() -> None:
    for phase in ("1", "2"):
        told = truth()["phases"][phase]
        posts = {(post["platform"], post["id"]): post for post in (*told["posts"], *told["gone"])}
        copies = [copy for members in told["clusters"].values() for copy in members]
        numbered = [one for members in told["numbered"].values() for one in members]
        for member in (*copies, *numbered):
            assert posts[member["platform"], member["id"]]["operation"]
        for harmless in told["confounders"]:
            assert not posts[harmless["platform"], harmless["id"]]["operation"]


def test_edits_change_the_words_and_only_in_phase_two() -> None:
    before, after = (
        {(post["platform"], post["id"]): post for post in truth()["phases"][one]["posts"]} for one in "12"
    )
    edited = [key for key, post in after.items() if post["edited"] and not before[key]["edited"]]
    assert edited
    assert all(before[key]["text"] != after[key]["text"] for key in edited)
