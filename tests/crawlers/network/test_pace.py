"""When we ask: as slowly as the platform says and the server asks, by a clock that only sleeping moves."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawlers.network.door import DoorOptions
from crawlers.network.pace import LONGEST_BACKOFF_S, Breaker, Pacer, TooLong, read_pause
from crawlers.platform import Pace
from storage.http_head import Head, parse_head
from tests.crawlers.network.doorway import START, Hours, open_doorway
from tests.crawlers.network.misbehaving import answer

HOST = "api.example"
URL = f"http://{HOST}/"
WEEK = timedelta(days=7)
TWO = Pace(seconds=2.0, concurrency=1)


def read_head(status: int, *headers: str) -> Head:
    return parse_head(answer(b"", *headers, status=status))


async def take_turns(pacer: Pacer, *turns: tuple[str, str], pace: Pace = TWO) -> None:
    for host, credential in turns:
        async with pacer.turn(host, credential, pace):
            pass


async def test_a_host_is_asked_at_its_pace_and_others_do_not_wait_for_it() -> None:
    hours = Hours()
    pacer = Pacer(hours.clock())
    await take_turns(pacer, ("a", ""), ("a", ""), ("b", ""), ("a", ""))
    assert (hours.slept, hours.seconds) == ([2.0, 2.0], 4.0)


async def test_time_that_has_passed_anyway_is_not_waited_for_again() -> None:
    hours = Hours()
    pacer = Pacer(hours.clock())
    await take_turns(pacer, ("a", ""))
    hours.seconds = 1.5
    await take_turns(pacer, ("a", ""))
    hours.seconds = 60.0
    await take_turns(pacer, ("a", ""))
    assert hours.slept == [0.5]


async def test_chance_makes_a_wait_longer_by_a_quarter_at_most() -> None:
    hours = Hours(chance=1.0)
    await take_turns(Pacer(hours.clock()), ("a", ""), ("a", ""))
    assert hours.slept == [2.5]


async def test_a_credential_is_paced_over_all_hosts() -> None:
    hours = Hours()
    pacer = Pacer(hours.clock())
    await take_turns(pacer, ("a", "token"), ("b", "token"), ("c", "other"), ("d", ""))
    assert hours.slept == [2.0]


async def test_the_factor_changes_our_own_waiting_only() -> None:
    hours = Hours(chance=1.0)
    pacer = Pacer(hours.clock(), factor=0.0)
    await take_turns(pacer, ("a", ""), ("a", ""), ("a", ""))
    await pacer.back_off(3)
    assert hours.slept == []
    pacer.pause("a", "", START + timedelta(seconds=30))
    await take_turns(pacer, ("a", ""))
    assert hours.slept == [30.0]


@pytest.mark.parametrize("places", [1, 2, 4])
async def test_no_more_questions_are_open_at_a_time_than_the_pace_says(places: int) -> None:
    pacer = Pacer(Hours().clock(), factor=0.0)
    inside, most, release = 0, 0, asyncio.Event()

    async def take() -> None:
        nonlocal inside, most
        async with pacer.turn("a", "", Pace(seconds=0.0, concurrency=places)):
            inside += 1
            most = max(most, inside)
            await release.wait()
            inside -= 1

    tasks = [asyncio.create_task(take()) for _ in range(8)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert inside == places
    async with asyncio.timeout(10), pacer.turn("b", "", TWO):
        pass
    release.set()
    await asyncio.gather(*tasks)
    assert most == places


async def test_who_gives_up_while_waiting_leaves_its_place_to_others() -> None:
    pacer = Pacer(Hours().clock(), factor=0.0)
    async with pacer.turn("a", "", TWO):
        waiting = asyncio.create_task(take_turns(pacer, ("a", "")))
        await asyncio.sleep(0)
        waiting.cancel()
    async with asyncio.timeout(10):
        await take_turns(pacer, ("a", ""))


async def test_a_server_that_asks_for_patience_gets_it_from_everyone() -> None:
    hours = Hours()
    pacer = Pacer(hours.clock())
    await take_turns(pacer, ("a", "token"))
    pacer.pause("a", "token", START + timedelta(seconds=40))
    await take_turns(pacer, ("b", ""))
    assert hours.slept == []
    await take_turns(pacer, ("c", "token"), ("a", ""))
    assert hours.seconds == 40.0


async def test_who_waits_already_waits_longer_when_the_server_asks_meanwhile() -> None:
    hours = Hours()
    pacer = Pacer(hours.clock())
    await take_turns(pacer, ("a", ""))
    waiting = asyncio.create_task(take_turns(pacer, ("a", "")))
    await asyncio.sleep(0)
    pacer.pause("a", "", START + timedelta(seconds=50))
    await waiting
    assert hours.seconds == 50.0


async def test_a_wait_beyond_our_patience_is_told_and_not_slept() -> None:
    hours = Hours()
    pacer = Pacer(hours.clock(), longest_wait_s=60.0)
    pacer.pause("a", "", START + timedelta(seconds=61))
    with pytest.raises(TooLong) as caught:
        await take_turns(pacer, ("a", ""))
    assert caught.value.retry_at == START + timedelta(seconds=61)
    assert str(caught.value) == "the server asked to be left alone until 2026-08-01 12:01:01 UTC"
    assert hours.slept == []
    hours.seconds = 61.0
    await take_turns(pacer, ("a", ""))


async def test_waiting_after_failures_grows_up_to_a_bound_and_is_left_to_chance() -> None:
    hours = Hours(chance=0.5)
    pacer = Pacer(hours.clock())
    for attempt in (1, 2, 3, 4, 5, 6, 20):
        await pacer.back_off(attempt)
    assert hours.slept == [0.5, 1.0, 2.0, 4.0, 8.0, LONGEST_BACKOFF_S / 2, LONGEST_BACKOFF_S / 2]


def test_the_breaker_opens_for_one_host_after_failures_in_a_row() -> None:
    breaker = Breaker(3)
    for failed in (True, True, False, True, True):
        breaker.note("a", failed=failed)
    assert not breaker.is_open("a")
    breaker.note("a", failed=True)
    assert breaker.is_open("a")
    assert not breaker.is_open("b")


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, ["Retry-After: 30"], 30),
        (503, ["retry-after: 30"], 30),
        (429, ["Retry-After: Sat, 01 Aug 2026 12:05:00 GMT"], 300),
        (429, ["Retry-After: Saturday, 01-Aug-26 12:05:00 GMT"], 300),
        (429, ["X-RateLimit-Reset: 2026-08-01T12:05:00.000Z"], 300),
        (429, ["RateLimit-Reset: 1785585900"], 300),
        (429, ["Retry-After: soon", "RateLimit-Reset: 60"], 60),
        (200, ["X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 2026-08-01T12:05:00.000Z"], 300),
        (200, ["ratelimit-remaining: 0", "ratelimit-reset: 1785585900"], 300),
    ],
)
def test_a_server_says_in_many_ways_how_long_it_wants_to_be_left_alone(
    status: int, headers: list[str], seconds: int
) -> None:
    assert read_pause(read_head(status, *headers), START) == START + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value",
    ["315360000", "99999999999999999999999", "9" * 4000, "Fri, 01 Aug 2036 12:00:00 GMT",
     "Fri, 31 Dec 9999 23:59:59 GMT"],
)  # fmt: skip
def test_absurd_patience_is_cut_to_a_week(value: str) -> None:
    assert read_pause(read_head(429, f"Retry-After: {value}"), START) == START + WEEK


@pytest.mark.parametrize(
    ("status", "header"),
    [
        (429, "Retry-After: 0"),
        (429, "Retry-After: -5"),
        (429, "Retry-After: soon"),
        (429, "Retry-After: 1e9"),
        (429, "Retry-After: \u00b2".encode().decode("latin-1")),
        (429, "Retry-After: Sat, 01 Aug 2026 11:00:00 GMT"),
        (429, "Retry-After: Sat, 99 Aug 2026 99:00:00 GMT"),
        (429, "Retry-After:"),
        (429, "X-Nothing: 1"),
        (200, "Retry-After: 30"),
        (404, "Retry-After: 30"),
        (200, "X-RateLimit-Remaining: 1"),
    ],
)
def test_what_makes_no_sense_or_is_over_counts_for_nothing(status: int, header: str) -> None:
    assert read_pause(read_head(status, header), START) is None


@pytest.mark.parametrize(
    ("header", "slept"),
    [
        ("Retry-After: 30", 30.0),
        ("Retry-After: Sat, 01 Aug 2026 12:00:45 GMT", 45.0),
        ("Retry-After: -1", 0.0),
        ("Retry-After: whenever", 0.0),
    ],
)
async def test_a_429_is_asked_again_after_the_wait_that_it_names(
    tmp_path: Path, header: str, slept: float
) -> None:
    async with open_doorway(tmp_path, DoorOptions(pace_factor=0.0)) as doorway:
        doorway.server.play(f"{HOST}/", answer(b"slow down", header, status=429), answer(b"posts"))
        reply = await doorway.ask(URL)
        assert (reply.failure, reply.capture.body) == (None, b"posts")
        assert doorway.hours.seconds == slept
        assert [one.body for one in reply.earlier] == [b"slow down"]
        assert len(doorway.records("response")) == 2


async def test_a_429_beyond_our_patience_is_told_and_the_host_left_alone_while_others_go_on(
    tmp_path: Path,
) -> None:
    async with open_doorway(tmp_path) as doorway:
        slow = answer(b"slow down", "Retry-After: 315360000", status=429)
        doorway.server.play(f"{HOST}/", slow, answer(b"posts"))
        doorway.server.play("other.example/", answer(b"fine"))
        reply = await doorway.ask(URL)
        assert reply.failure
        assert (reply.failure.kind, reply.failure.retry_at) == ("rate_limited", START + WEEK)
        assert (reply.capture.status, reply.capture.body) == (429, b"slow down")
        again = await doorway.ask(URL)
        assert again.failure
        assert (again.failure.kind, again.failure.retry_at) == ("rate_limited", START + WEEK)
        assert again.capture.record_type == "metadata"
        assert doorway.facts()["retry_at"] == (START + WEEK).isoformat()
        assert len(doorway.server.asked(HOST)) == 1
        assert (await doorway.ask("http://other.example/")).capture.body == b"fine"
        assert doorway.hours.slept == []


async def test_a_rate_limit_that_is_used_up_is_waited_for_before_the_next_question(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, DoorOptions(pace_factor=0.0)) as doorway:
        last = answer(b"1", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 2026-08-01T12:00:20Z")
        doorway.server.play(f"{HOST}/", last, answer(b"2"))
        assert (await doorway.ask(URL)).failure is None
        assert doorway.hours.slept == []
        assert (await doorway.ask(URL)).capture.body == b"2"
        assert doorway.hours.slept == [20.0]


async def test_a_platforms_pace_is_kept_between_questions_and_the_browser_is_not_held_up(
    tmp_path: Path,
) -> None:
    async with open_doorway(tmp_path) as doorway:
        for _ in range(3):
            await doorway.ask(URL, pace=Pace(seconds=7.0))
        assert doorway.hours.slept == [7.0, 7.0]
        for _ in range(3):
            await doorway.ask(URL, purpose="browser")
        assert doorway.hours.slept == [7.0, 7.0]


def test_the_factor_counts_only_where_everything_goes_to_one_address(tmp_path: Path) -> None:
    free = DoorOptions.from_environment({"VEDETTE_PACE": "0"}, tmp_path)
    led = DoorOptions.from_environment(
        {"VEDETTE_PACE": "0", "VEDETTE_CONNECT_TO": "127.0.0.1:8443"}, tmp_path
    )
    assert (free.pace_factor, led.pace_factor) == (1.0, 0.0)


class Kept:
    """Pauses that outlive a crawl."""

    def __init__(self) -> None:
        self.lanes: dict[str, datetime] = {}
        self.days: list[tuple[str, str]] = []

    def until(self, lane: str) -> datetime | None:
        return self.lanes.get(lane)

    def keep(self, lane: str, until: datetime) -> None:
        self.lanes[lane] = until

    def spend(self, lane: str, day: str) -> int:
        self.days.append((lane, day))
        return self.days.count((lane, day))


async def test_the_next_crawl_keeps_to_what_this_one_was_told() -> None:
    """For the host, and for the credential wherever it is used; others are asked."""
    hours, kept = Hours(), Kept()
    until = hours.clock().now() + timedelta(hours=1)
    Pacer(hours.clock(), pauses=kept).pause("a", "token", until)
    following = Pacer(hours.clock(), pauses=kept)
    for turn in (("a", ""), ("b", "token")):
        with pytest.raises(TooLong) as refusal:
            await take_turns(following, turn)
        assert refusal.value.retry_at == until
    await take_turns(following, ("b", ""))
    hours.seconds += 3601
    await take_turns(Pacer(hours.clock(), pauses=kept), ("a", "token"))


async def test_a_pause_of_a_moment_is_not_kept() -> None:
    hours, kept = Hours(), Kept()
    Pacer(hours.clock(), pauses=kept).pause("a", "", hours.clock().now() + timedelta(seconds=1))
    assert kept.lanes == {}


async def test_a_credentials_day_is_counted_over_all_crawls_and_begins_anew() -> None:
    hours, kept = Hours(), Kept()
    scarce = Pace(seconds=0.0, daily=2, day_begins=8)
    for _ in range(2):
        await take_turns(Pacer(hours.clock(), pauses=kept), ("a", "token"), pace=scarce)
    with pytest.raises(TooLong) as refusal:
        await take_turns(Pacer(hours.clock(), pauses=kept), ("a", "token"), pace=scarce)
    again = refusal.value.retry_at
    assert (again.hour, again.minute) == (8, 0) and timedelta(0) < again - hours.clock().now() <= timedelta(
        days=1
    )
    await take_turns(Pacer(hours.clock(), pauses=kept), ("a", "other"), ("a", ""), pace=scarce)
    hours.seconds += (again - hours.clock().now()).total_seconds()
    await take_turns(Pacer(hours.clock(), pauses=kept), ("a", "token"), pace=scarce)
