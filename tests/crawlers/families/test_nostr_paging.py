"""Long lists of a relay, in pages of its own choice: read to their end, once, and only as far as needed."""

from __future__ import annotations

import json
from collections import deque
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.families.nostr_relay import SMALLEST_PAGE
from crawlers.platform import Fetch, platforms
from storage.items import Known, Post
from tests.crawlers.captures import kinds, make_capture, only
from tests.crawlers.families.nostr_writing import AT, MEI, Event, write_answer

NOSTR = platforms()["nostr"]
FOUND = NOSTR.recognise(f"nostr:{MEI.key}")
assert FOUND is not None
WATCHED = FOUND


class Relay:
    """A relay that cuts every answer to ``most`` events; a strict one takes ``until`` as NIP-01 says."""

    def __init__(self, events: list[Event], most: int, strict: bool = True) -> None:
        self.events = sorted(events, key=lambda one: (-one["created_at"], one["id"]))
        self.most = most
        self.strict = strict
        self.heeds = True
        self.asked: list[dict[str, Any]] = []

    def answer(self, fetch: Fetch) -> bytes:
        wanted = json.loads(fetch.body)[-1]
        self.asked.append(wanted)
        since, until = wanted.get("since", 0), wanted.get("until", 10**12) - (not self.strict)
        found = [one for one in self.events if not self.heeds or since <= one["created_at"] <= until]
        return write_answer(*found[: min(self.most, wanted["limit"])])

    def walk(self, known: Known) -> list[Post]:
        waiting = deque(one for one in NOSTR.start(WATCHED, known) if one.url == "wss://nos.lol/")
        posts: list[Post] = []
        while waiting:
            fetch = waiting.popleft()
            assert len(self.asked) < 100
            capture = make_capture(
                fetch.url, self.answer(fetch), reader="events", context=fetch.context, status=0
            )
            readings = list(NOSTR.readers["events"](capture, WATCHED))
            assert kinds(readings) == []
            posts += only(readings, Post)
            waiting += only(readings, Fetch)
        return posts


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("most", [SMALLEST_PAGE + 1, 17, 50, 500])
def test_a_long_list_is_read_to_its_end_whole_and_without_repetition(most: int, strict: bool) -> None:
    # Five posts in each second, so that pages end within one.
    events = [MEI.write(f"number {number}", at=AT + number // 5) for number in range(123)]
    relay = Relay(events, most, strict)
    posts = relay.walk(Known())
    assert sorted(post.id for post in posts) == sorted(event["id"] for event in events)


@pytest.mark.parametrize("strict", [True, False])
def test_a_page_full_of_one_second_ends_nothing(strict: bool) -> None:
    burst = [MEI.write(f"burst {number}", at=AT) for number in range(30)]
    below = [MEI.write(f"below {number}", at=AT - 5 - number) for number in range(4)]
    posts = Relay([*burst, *below], 12, strict).walk(Known())
    assert {event["id"] for event in below} <= {post.id for post in posts}
    assert len({post.id for post in posts}) == len(posts) == 16


def test_a_relay_that_shows_the_same_whatever_it_is_asked_is_left() -> None:
    relay = Relay([MEI.write(f"number {number}", at=AT - number) for number in range(40)], 40)
    relay.heeds = False
    assert len({post.id for post in relay.walk(Known())}) == 40 and len(relay.asked) == 2


def test_an_incremental_visit_stops_at_what_is_known() -> None:
    events = [MEI.write(f"number {number}", at=AT + 3600 * number) for number in range(60)]
    newest = events[49]
    at = datetime.fromtimestamp(newest["created_at"], UTC)
    relay = Relay(events, 500)
    posts = relay.walk(Known(newest_id=newest["id"], newest_at=at))
    assert {event["id"] for event in events[50:]} <= {post.id for post in posts}
    assert len(relay.asked) == 1 and len(posts) == 10 + 25
