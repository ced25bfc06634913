"""Nostr as it is played, read by the collector's own readers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawlers.network.door import Ask, Door, DoorOptions
from crawlers.platform import Fetch, platforms
from sandbox.authority import Authority
from sandbox.operation.items import Account
from sandbox.server import Server
from sandbox.software.nostr import CLOSED, NAMES, OWN
from storage.archive_writer import ArchiveWriter
from storage.items import Known
from tests.sandbox.walking import (
    ask,
    assert_timeline,
    front,
    gone_of,
    in_phase,
    played,
    remember,
    settle,
    truth_of,
    walk,
    watch,
)

LIVE = played("nostr", "live")
OPERATION = [account for account in LIVE if account.operation]
NOSTR = platforms()["nostr"]

every_account = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)


@every_account
@pytest.mark.parametrize("phase", [1, 2])
def test_the_collector_reads_exactly_what_an_account_shows(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    shown = walked.account
    assert (shown.key, shown.handle, shown.display_name, shown.bio) == (
        account.number,
        account.handle,
        account.display_name,
        account.bio,
    )


@every_account
def test_in_phase_two_the_new_the_edited_and_the_deleted_are_found(account: Account) -> None:
    first = walk(watch(account.url), 1)
    second = walk(settle(watch(account.url), first), 2, remember(first))
    assert second.gone == gone_of(account, 2) and len(second.gone) == 1
    assert set(truth_of(account, 2)) <= set(first.posts) | set(second.posts)
    edited = {id for id, post in truth_of(account, 2).items() if post["edited"]}
    assert edited and {second.posts[id].text for id in edited} == {
        truth_of(account, 2)[id]["text"] for id in edited
    }
    assert all(second.posts[id].edited_at for id in edited)


@every_account
def test_an_incremental_visit_asks_each_relay_once(account: Account) -> None:
    first = walk(watch(account.url), 2)
    known = replace(remember(first), recheck=())
    again = walk(settle(watch(account.url), first), 2, known)
    hosts = [urlsplit(capture.url.removeprefix("urn:websocket:")).hostname for capture in again.captures]
    assert len(hosts) == len(set(hosts))
    assert set(again.posts) < set(first.posts)


@pytest.mark.parametrize("account", OPERATION, ids=lambda one: one.name)
def test_what_only_the_authors_own_relay_keeps_is_found_there(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    places = {
        id: {capture.url for capture in walked.captures if id.encode() in capture.body} for id in walked.posts
    }
    assert {f"urn:websocket:wss://{OWN}/"} in places.values()
    assert not any(CLOSED in capture.url for capture in walked.captures)
    assert walked.account.attributes["relays"] == f"wss://relay.damus.io/ wss://{OWN}/"


def test_a_name_leads_to_the_same_account() -> None:
    account = OPERATION[0]
    walked = walk(watch(f"nostr:{account.handle}@{NAMES}"), 1)
    assert set(walked.posts) == set(truth_of(account, 1))
    assert walked.account.key == account.key
    assert walked.account.aliases == (f"{account.handle.lower()}@{NAMES}",)
    assert walk(watch(f"nostr:nobody@{NAMES}"), 1).problems == ["not_found"]


def test_a_key_that_no_relay_knows() -> None:
    (account,) = played("nostr", "missing")
    walked = walk(watch(account.url), 1)
    assert walked.posts == {} and set(walked.problems) == {"empty_proven"}


def _ask_closed() -> Fetch:
    watched = watch(OPERATION[0].url)
    known = Known(attributes={"relays": f"wss://{CLOSED}/"})
    return next(fetch for fetch in NOSTR.start(watched, known) if CLOSED in fetch.url)


def test_a_relay_for_members_refuses() -> None:
    capture = ask(_ask_closed(), in_phase(1))
    readings = list(NOSTR.readers["events"](capture, watch(OPERATION[0].url)))
    assert [getattr(one, "kind", "") for one in readings] == ["unauthorised"]


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    """A door before the served sandbox."""
    authority, situation = Authority(), in_phase(1)
    (tmp_path / "ca.pem").write_bytes(authority.certificate)
    server = Server(front().answer, situation, authority)
    port = await server.start(0)
    options = DoorOptions(
        connect_to=("127.0.0.1", port), ca_file=tmp_path / "ca.pem", pace_factor=0.0, tries=1
    )
    with ArchiveWriter(tmp_path / "archive") as writer:
        async with Door(writer, options) as opened:
            yield opened
    await server.close()


async def test_the_served_relay_says_what_the_played_one_says(door: Door) -> None:
    watched = watch(OPERATION[0].url)
    for fetch in (*NOSTR.start(watched, Known()), _ask_closed()):
        reply = await door.ask(Ask(url=fetch.url, body=fetch.body, until=fetch.until))
        assert reply.failure is None
        said = [json.loads(line) for line in reply.capture.body.splitlines()]
        due = [json.loads(line) for line in ask(fetch, in_phase(1)).body.splitlines()]
        assert [(one["from"], one["text"]) for one in said if one["kind"] == "text"] == [
            (one["from"], one["text"]) for one in due
        ]


async def test_a_plain_request_to_a_relay_gets_an_answer_too(door: Door) -> None:
    reply = await door.ask(Ask(url="https://nos.lol/"))
    assert reply.capture.status == 426
