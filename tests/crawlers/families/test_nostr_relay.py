"""Nostr's events as relays send them: what becomes of true ones, and that false ones become nothing."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.drift import ATTRIBUTE as DRIFT
from crawlers.families.nostr_relay import SMALLEST_PAGE
from crawlers.platform import UNREADABLE, Fetch, Reading, platforms
from crawlers.words import words
from storage.items import Account, Known, Media, Observation, Post, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only
from tests.crawlers.families.nostr_writing import AT, BO, MEI, Event, write_answer, write_messages

NOSTR = platforms()["nostr"]
FOUND = NOSTR.recognise(f"nostr:{MEI.key}")
assert FOUND is not None
WATCHED = FOUND
ROOT, PARENT = "a" * 64, "b" * 64
ABOUT = {"name": "mei", "display_name": "梅", "about": "see https://a.example/", "website": "mei.example"}


def read(
    body: bytes | str, *, reader: str = "events", context: Mapping[str, str] | None = None, status: int = 0
) -> list[Reading]:
    context = {"key": MEI.key, "relay": "wss://relay.example/", **(context or {})}
    capture = make_capture(
        "urn:websocket:wss://relay.example/", body, reader=reader, context=context, status=status
    )
    return list(NOSTR.readers[reader](capture, WATCHED))


def read_one(event: Event) -> Post:
    readings = read(write_answer(event))
    assert kinds(readings) == []
    (post,) = only(readings, Post)
    return post


def test_a_note() -> None:
    event = MEI.write(
        "去海边 #海 https://news.example/a?b=1 nostr:npub1x\nhttps://i.example/p.jpg",
        tags=[
            ["imeta", "url https://i.example/p.jpg", "m image/jpeg", "dim 640x480", "alt 码头"],
            ["t", "海"],
            ["p", BO.key],
            ["p", "nobody"],
            ["client", "Damus"],
            ["content-warning", "wind"],
            ["l", "zh", "ISO-639-1"],
            ["proxy", "https://mastodon.example/1", "activitypub"],
            ["empty"],
        ],
    )
    post = read_one(event)
    assert (post.id, post.account, post.kind) == (event["id"], MEI.key, "post")
    assert post.text == "去海边 #海 https://news.example/a?b=1 nostr:npub1x"
    assert post.posted_at == datetime.fromtimestamp(AT, UTC) and post.posted_at_text == str(AT)
    assert [link.url for link in post.links] == ["https://news.example/a?b=1"]
    (shown,) = post.media
    assert shown == Media(
        url="https://i.example/p.jpg",
        kind="image",
        media_type="image/jpeg",
        width=640,
        height=480,
        description="码头",
    )
    assert (post.hashtags, post.mentions, post.language, post.sensitive) == (("海",), (BO.key,), "zh", True)
    assert post.attributes["bridged_from"] == "https://mastodon.example/1 activitypub"
    assert post.attributes["client"] == "Damus" and DRIFT not in post.attributes
    assert post.url.startswith("https://njump.me/note1") and post.where == "line 1"


@pytest.mark.parametrize(
    ("tags", "parent"),
    [
        ([["e", ROOT, "", "root"], ["e", PARENT, "", "reply"]], PARENT),
        ([["e", ROOT, "wss://r.example", "root"]], ROOT),
        ([["e", ROOT], ["e", PARENT]], PARENT),
        ([["e", ROOT, "", "mention"]], ""),
        ([["e", "none"]], ""),
    ],
)
def test_what_a_note_answers(tags: list[list[str]], parent: str) -> None:
    post = read_one(MEI.write("yes", tags=tags))
    assert (post.reply_to, post.kind) == (parent, "reply" if parent else "post")


def test_a_quote() -> None:
    post = read_one(MEI.write("look", tags=[["q", ROOT, "", BO.key]]))
    assert (post.kind, post.quote_of) == ("quote", ROOT)


def test_a_repost_shows_the_words_of_whoever_wrote_them() -> None:
    theirs = BO.write("bo's words https://b.example/")
    post = read_one(MEI.write(json.dumps(theirs), kind=6, tags=[["e", theirs["id"]], ["p", BO.key]]))
    assert (post.kind, post.account, post.author) == ("repost", MEI.key, BO.key)
    assert (post.text, post.repost_of) == ("bo's words https://b.example/", theirs["id"])
    bare = read_one(MEI.write(kind=6, tags=[["e", ROOT], ["p", BO.key]]))
    assert (bare.text, bare.repost_of, bare.author, bare.links) == ("", ROOT, BO.key, ())


@pytest.mark.parametrize(
    "inside",
    [
        {**BO.write("true"), "content": "false"},
        {**BO.write("true"), "sig": "0" * 128},
        {**BO.write("true"), "pubkey": MEI.key},
        BO.write("not the one that is named"),
        [],
    ],
)
def test_nobody_is_given_words_by_a_repost(inside: Any) -> None:
    post = read_one(MEI.write(json.dumps(inside), kind=6, tags=[["e", ROOT], ["p", BO.key]]))
    assert (post.text, post.repost_of, post.media, post.links) == ("", ROOT, (), ())


def test_an_article_keeps_its_id_when_it_is_edited_and_only_the_newest_form_counts() -> None:
    first = [["d", "on rain"], ["title", "Rain"], ["published_at", str(AT)], ["image", "https://i.example/c"]]
    old = MEI.write("it rains [here](https://a.example/)", kind=30023, tags=first)
    new = MEI.write("it rained", kind=30023, tags=first, at=AT + 900)
    (post,) = only(read(write_answer(new, old)), Post)
    assert post.id == f"30023:{MEI.key}:on rain" == read_one(old).id
    assert (post.text, post.title, post.kind) == ("it rained", "Rain", "article")
    assert post.posted_at == datetime.fromtimestamp(AT, UTC)
    assert post.edited_at == datetime.fromtimestamp(AT + 900, UTC)
    assert [one.url for one in post.media] == ["https://i.example/c"]
    assert [link.url for link in read_one(old).links] == ["https://a.example/"]
    assert post.url.startswith("https://njump.me/naddr1") and post.attributes["event"] == new["id"]


def test_a_profile_and_where_its_author_writes() -> None:
    events = (
        MEI.write(json.dumps({"name": "old"}), kind=0, at=AT - 9),
        MEI.write(json.dumps(ABOUT), kind=0),
        MEI.write(
            kind=10002,
            tags=[
                ["r", "wss://own.example"],
                ["r", "wss://nos.lol", "write"],
                ["r", "wss://c.example", "read"],
            ],
        ),
    )
    readings = read(write_answer(*events), reader="directory", context={"asked": "wss://nos.lol/"})
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.display_name) == (MEI.key, "mei", "梅")
    assert [(link.url, link.kind) for link in account.links] == [
        ("https://mei.example", "profile"),
        ("https://a.example/", "bio"),
    ]
    assert account.attributes["relays"] == "wss://own.example/ wss://nos.lol/"
    assert [fetch.url for fetch in only(readings, Fetch)] == ["wss://own.example/"]
    known = Known(attributes=account.attributes)
    assert "wss://own.example/" in {fetch.url for fetch in NOSTR.start(WATCHED, known)}
    for reader in ("directory", "events"):
        stale = read(write_answer(events[0]), reader=reader, context={"profile_at": str(AT)})
        assert only(stale, Account) == []
    assert only(read(write_answer(MEI.write("a"))), Account) == []


@pytest.mark.parametrize(
    "change",
    [
        {"content": "what she never said"},
        {"created_at": AT + 1},
        {"pubkey": BO.key},
        {"pubkey": "f" * 64},
        {"tags": [["e", ROOT]]},
        {"kind": 20},
        {"sig": BO.write("true")["sig"]},
        {"sig": "0" * 127},
        {"id": "0" * 64},
        {"id": None},
        {"created_at": -1},
        {"created_at": 1.5},
        {"created_at": 10**15},
        {"created_at": True},
        {"tags": [["e", 1]]},
        {"tags": None},
        {"content": None},
    ],
)
def test_a_false_event_is_a_problem_and_never_a_post(change: dict[str, Any]) -> None:
    readings = read(write_answer(MEI.write("true"), {**MEI.write("true", at=AT - 1), **change}))
    assert [post.text for post in only(readings, Post)] == ["true"]
    (problem,) = only(readings, Problem)
    assert problem.kind == "changed_format" and "false events, not taken: 1" in problem.reason


def test_events_of_others_are_not_taken_for_the_watched_accounts() -> None:
    readings = read(write_answer(BO.write("bo's"), MEI.write("mine"), MEI.write("+", kind=7)))
    assert [post.text for post in only(readings, Post)] == ["mine"]
    assert "2 events of other authors or kinds" in only(readings, Problem)[0].reason


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        (["CLOSED", "v", "auth-required: we only serve members"], "unauthorised"),
        (["CLOSED", "v", "restricted: not for you"], "unauthorised"),
        (["CLOSED", "v", "rate-limited: slow down"], "rate_limited"),
        (["CLOSED", "v", "error: could not connect to the database"], "unreachable"),
        (["CLOSED", "v", "unsupported: filter"], "changed_format"),
        (["CLOSED"], "changed_format"),
        (["NOTICE", "rate limited"], "rate_limited"),
        (["OK", "x", True, ""], "truncated"),
    ],
)
def test_a_refusal_is_told_and_nothing_more_is_asked(end: list[object], kind: str) -> None:
    events = [MEI.write("a", at=AT - number) for number in range(SMALLEST_PAGE)]
    readings = read(write_answer(*events, end=end))
    assert kinds(readings) == [kind] and len(only(readings, Post)) == SMALLEST_PAGE
    assert not only(readings, Fetch) or kind == "truncated"


@pytest.mark.parametrize(
    ("status", "kind"), [(403, "unauthorised"), (404, "unreachable"), (502, "unreachable")]
)
def test_a_server_that_is_no_relay(status: int, kind: str) -> None:
    assert kinds(read("no", status=status)) == [kind]


def test_a_relay_that_holds_nothing_says_so() -> None:
    assert kinds(read(write_answer())) == ["empty_proven"]
    assert kinds(read(write_answer(), context={"since": str(AT)})) == []


def test_a_deletion_counts_for_the_authors_own_posts_alone() -> None:
    mine, known, others = MEI.write("mine"), "c" * 64, BO.write("bo's")
    article = MEI.write("x", kind=30023, tags=[["d", "a"]], at=AT + 50)
    wish = [
        *(["e", id] for id in (mine["id"], known, others["id"])),
        ["a", f"30023:{BO.key}:a"],
        ["a", f"30023:{MEI.key}:a"],
        ["a", f"30023:{MEI.key}:b"],
    ]
    deletion = MEI.write("mistake", kind=5, tags=wish, at=AT + 20)
    readings = read(write_answer(mine, article, deletion), reader="known", context={"ids": known})
    gone = only(readings, Observation)
    # The article was written anew after the wish.
    assert [one.post_id for one in gone] == [mine["id"], known, f"30023:{MEI.key}:b"]
    assert all(one.kind == "gone" and "mistake" in one.reason for one in gone)
    foreign = BO.write(kind=5, tags=[["e", mine["id"]]])
    assert only(read(write_answer(mine, foreign)), Observation) == []


def test_a_wish_to_be_forgotten_by_all() -> None:
    vanishing = MEI.write("enough", kind=62, tags=[["relay", "ALL_RELAYS"]], at=AT + 5)
    readings = read(write_answer(MEI.write("a"), vanishing))
    assert kinds(readings) == ["deleted"] and only(readings, Account)[0].state == "deleted"
    profile = MEI.write(json.dumps(ABOUT), kind=0)
    here = MEI.write("enough", kind=62, tags=[["relay", "wss://relay.example"]], at=AT + 5)
    for events in ((profile, here), (profile, MEI.write("back", at=AT + 9), vanishing)):
        readings = read(write_answer(*events))
        assert kinds(readings) == [] and only(readings, Account)[0].state == "live"


def test_a_time_that_lies_ahead_is_not_believed() -> None:
    at = int(NOW.timestamp()) + 86_400
    post = read_one(MEI.write("from tomorrow", at=at))
    assert post.posted_at is None and post.posted_at_text == str(at) and post.attributes["doubt"]


def test_control_characters_are_digested_as_either_kind_of_program_writes_them() -> None:
    said = "a\x01b\u2028\x7f\\u0001\b\f."
    assert read_one(MEI.write(said)).text == said
    # The letter of NIP-01: only seven characters are escaped, others stand as they are.
    text = json.dumps([0, MEI.key, AT, 1, [], "@"], separators=(",", ":")).replace("@", "a\x01\\\\u0001")
    assert read_one(MEI.seal(MEI.write("a\x01\\u0001"), text)).text == "a\x01\\u0001"


def test_an_unknown_field_of_an_event_is_told_as_drift() -> None:
    assert read_one({**MEI.write("a"), "seen_on": []}).attributes[DRIFT] == "event.seen_on"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"names": {}}, 200, "not_found"),
        ({"names": {"mei": "not a key"}}, 200, "not_found"),
        ("", 404, "not_found"),
        ("", 301, "changed_format"),
        ("", 403, "unauthorised"),
        ("<html><title>x</title></html>", 200, "changed_format"),
    ],
)
def test_a_name_that_leads_to_no_key(body: object, status: int, kind: str) -> None:
    watched = replace(WATCHED, key="mei@names.example")
    capture = make_capture("https://names.example/", body, reader="name", status=status)
    assert kinds(list(NOSTR.readers["name"](capture, watched))) == [kind]


def test_a_name_leads_to_its_key_and_the_accounts_old_name_is_kept() -> None:
    watched = replace(WATCHED, key="mei@names.example", handle="mei@names.example")
    body = {"names": {"Mei": MEI.key}, "relays": {MEI.key: ["wss://hint.example"]}}
    capture = make_capture("https://names.example/", body, reader="name")
    readings = list(NOSTR.readers["name"](capture, watched))
    (named,) = only(readings, Account)
    assert (named.key, named.handle, named.aliases) == (MEI.key, watched.key, (watched.key,))
    fetches = only(readings, Fetch)
    assert [one.url for one in fetches][:2] == ["wss://purplepag.es/", "wss://hint.example/"]
    assert all(one.context["key"] == MEI.key for one in fetches)
    answer = write_answer(MEI.write(json.dumps(ABOUT), kind=0))
    capture = make_capture(fetches[0].url, answer, reader="directory", context=fetches[0].context, status=0)
    (account,) = only(list(NOSTR.readers["directory"](capture, watched)), Account)
    assert (account.key, account.aliases) == (MEI.key, ("mei@names.example",))


def test_messages_that_are_no_relays_are_unreadable() -> None:
    senseless: list[Any] = [{}, [], [1], ["EVENT", "v"], ["EVENT", "v", []]]
    for message in senseless:
        with pytest.raises(UNREADABLE):
            read(write_messages(message))


NAMED = words("e p d t q a l imeta proxy published_at title r relay {} https://[/a.jpg http://a.b/c.jpg")
TEXTS = st.text(max_size=20) | st.sampled_from(
    [*sorted(NAMED), "9" * 30, "url https://[", "url http://x.y/a.png", "[x](http://a.b/c.png)", "\x00", ROOT]
    + [f"30023:{MEI.key}:", "duration 1e9"]
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    kind=st.sampled_from([0, 1, 5, 6, 16, 20, 62, 10002, 30023]),
    content=TEXTS | st.lists(TEXTS, max_size=5).map(" ".join),
    tags=st.lists(st.lists(TEXTS, max_size=4), max_size=6),
    at=st.integers(0, 253_402_300_799),
    reader=st.sampled_from(["events", "known", "directory"]),
)
def test_whatever_an_author_signs_is_read_or_unreadable(
    kind: int, content: str, tags: list[list[str]], at: int, reader: str
) -> None:
    with contextlib.suppress(*UNREADABLE):
        for one in read(write_answer(MEI.write(content, kind=kind, tags=tags, at=at)), reader=reader):
            assert r"\x00" not in repr(one)
