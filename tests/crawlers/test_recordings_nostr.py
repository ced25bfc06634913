"""Events that people really signed, whole and damaged: each verifies, and none does once it is changed.

They lie in ``../shared/recordings``; where that is not there, nothing is collected.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.families.nostr_events import Event, verify_event
from crawlers.platform import UNREADABLE, Reading, platforms
from storage.items import Post, Problem
from tests.crawlers.captures import kinds, make_capture, only
from tests.crawlers.families.nostr_writing import write_answer

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "other" / "nostr"
NOSTR = platforms()["nostr"]


def read_events(name: str) -> list[dict[str, Any]]:
    """The events of a recording, which holds relays' messages and some bare events."""
    text = (PLACE / name).read_text(encoding="utf-8")
    messages = [json.loads(line) for line in text.splitlines()] if name.endswith("l") else [json.loads(text)]
    return [one[-1] if isinstance(one, list) else one for one in messages]


def read(event: dict[str, Any], *events: dict[str, Any]) -> list[Reading]:
    """What the reader makes of an answer to the question for the first event's author."""
    key = str(event.get("pubkey"))
    watched = replace(NOSTR.recognise(NOSTR.example), key=key)  # type: ignore[type-var]
    context = {"key": key, "relay": "wss://relay.example/"}
    capture = make_capture(
        "urn:websocket:wss://relay.example/",
        write_answer(event, *events),
        reader="events",
        context=context,
        status=0,
    )
    return list(NOSTR.readers["events"](capture, watched))  # type: ignore[arg-type]


if PLACE.is_dir():
    NOTES = read_events("notes_reactions_reposts.jsonl")
    POSTS = [event for event in NOTES if event["kind"] in (1, 6)]

    def test_every_recorded_event_is_true() -> None:
        contacts = read_events("contacts-event.json")
        assert all(isinstance(verify_event(event), Event) for event in (*NOTES, *contacts))
        assert contacts[0]["id"].startswith("acecfe60")

    def test_the_recording_gives_what_the_list_says() -> None:
        assert len(NOTES) == 120 and [event["kind"] for event in NOTES].count(7) == 12
        posts = [post for event in POSTS for post in only(read(event), Post)]
        assert [post.id for post in posts] == [event["id"] for event in POSTS]
        assert len(posts) == 108 and [post.kind for post in posts].count("repost") == 2
        assert posts[0].id.startswith("4433f14d") and posts[0].posted_at_text == "1761586084"
        assert all(kinds(read(event)) == [] for event in POSTS)
        reposts = [post for post in posts if post.kind == "repost"]
        assert all(post.repost_of and post.author for post in reposts)

    @pytest.mark.parametrize("event", POSTS[:20], ids=lambda one: one["id"][:8])
    @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_damaged_event_is_no_post(event: dict[str, Any], data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(event)))
        changed = dict(event)
        if data.draw(st.booleans()):
            del changed[name]
        else:
            changed[name] = data.draw(st.sampled_from([None, {}, [], "", 0, "0" * 64, [["e", "0" * 64]]]))
        if changed == event:
            return
        try:
            readings = read({**changed, "pubkey": event["pubkey"]} if name != "pubkey" else changed)
        except UNREADABLE:
            return
        assert name == "pubkey" or (only(readings, Problem) and not only(readings, Post))
        assert not only(readings, Post)
