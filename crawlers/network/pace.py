"""When we may ask: per host and per credential, as slowly as the platform says and the server asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawlers.network.options import Clock, Pauses
from crawlers.platform import Pace
from crawlers.refusals import read_retry_at
from storage.http_head import Head
from storage.items import Capture

BACKOFF_S = 1.0
LONGEST_BACKOFF_S = 30.0
JITTER = 0.25
LEAST_KEPT_S = 5.0
"""Pauses shorter than this are over before another crawl has begun."""

_REMAINING = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")


class TooLong(Exception):
    """The server asked for more patience than is slept here; ``retry_at`` says until when."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(f"the server asked to be left alone until {retry_at:%Y-%m-%d %H:%M:%S} UTC")
        self.retry_at = retry_at


@dataclass(slots=True)
class _Lane:
    """A host, or a credential: when it may be asked next, and until when it is to be left alone."""

    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1_000_000))
    next_at: float = 0.0
    paused_until: float = 0.0


class Pacer:
    """Spaces questions out. ``factor`` stretches or shrinks our own waiting, never the server's."""

    def __init__(
        self,
        clock: Clock,
        factor: float = 1.0,
        longest_wait_s: float = 60.0,
        pauses: Pauses | None = None,
    ) -> None:
        self._clock = clock
        self._factor = factor
        self._longest = longest_wait_s
        self._pauses = pauses
        self._hosts: dict[str, _Lane] = {}
        self._credentials: dict[str, _Lane] = {}

    @asynccontextmanager
    async def turn(self, host: str, credential: str, pace: Pace) -> AsyncIterator[None]:
        """Wait for the turn of ``host`` and hold one of its places. Raises ``TooLong``."""
        lanes = self._lanes(host, credential, pace)
        async with lanes[0].slots:
            await self._wait(lanes, pace.seconds * self._factor)
            if credential and pace.daily:
                self._spend(credential, pace)
            yield

    def pause(self, host: str, credential: str, until: datetime) -> None:
        """Leave the host, and the credential if there is one, alone until then."""
        at = self._clock.monotonic() + (until - self._clock.now()).total_seconds()
        for lane in self._lanes(host, credential, Pace()):
            lane.paused_until = max(lane.paused_until, at)
        if self._pauses is not None and at - self._clock.monotonic() > LEAST_KEPT_S:
            for name in _name_lanes(host, credential):
                self._pauses.keep(name, until)

    async def back_off(self, attempt: int) -> None:
        """Wait after the ``attempt``-th failed try (from 1): full jitter under a doubling ceiling."""
        ceiling = min(LONGEST_BACKOFF_S, BACKOFF_S * 2.0 ** (attempt - 1))
        await self._sleep(ceiling * self._clock.chance() * self._factor)

    def _lanes(self, host: str, credential: str, pace: Pace) -> list[_Lane]:
        if (lane := self._hosts.get(host)) is None:
            lane = _Lane(asyncio.Semaphore(max(1, pace.concurrency)))
            self._hosts[host] = self._take_up(f"host:{host}", lane)
        if not credential:
            return [lane]
        if (other := self._credentials.get(credential)) is None:
            other = self._credentials[credential] = self._take_up(f"credential:{credential}", _Lane())
        return [lane, other]

    def _take_up(self, name: str, lane: _Lane) -> _Lane:
        """A new lane, paused as an earlier crawl was asked to."""
        until = self._pauses.until(name) if self._pauses is not None else None
        if until is not None:
            lane.paused_until = self._clock.monotonic() + (until - self._clock.now()).total_seconds()
        return lane

    def _spend(self, credential: str, pace: Pace) -> None:
        """Count a request of the day. Raises ``TooLong`` until the next one where the number is spent."""
        if self._pauses is None:
            return
        shifted = self._clock.now() - timedelta(hours=pace.day_begins)
        spent = self._pauses.spend(f"credential:{credential}", f"{shifted:%Y-%m-%d}")
        if spent > pace.daily:
            midnight = shifted.replace(hour=0, minute=0, second=0, microsecond=0)
            raise TooLong(midnight + timedelta(days=1, hours=pace.day_begins))

    async def _wait(self, lanes: Sequence[_Lane], gap: float) -> None:
        while True:
            now = self._clock.monotonic()
            paused = max(lane.paused_until for lane in lanes)
            if paused - now > self._longest:
                raise TooLong(self._clock.now() + timedelta(seconds=paused - now))
            at = max(now, paused, *(lane.next_at for lane in lanes))
            for lane in lanes:
                lane.next_at = at + gap * (1 + JITTER * self._clock.chance())
            await self._sleep(at - now)
            if all(lane.paused_until <= max(at, paused) for lane in lanes):
                return

    async def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            await self._clock.sleep(seconds)


def _name_lanes(host: str, credential: str) -> tuple[str, ...]:
    return (f"host:{host}", f"credential:{credential}") if credential else (f"host:{host}",)


class Breaker:
    """Leaves a host alone for the rest of the crawl after ``limit`` failures in a row."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._failures: dict[str, int] = {}

    def is_open(self, host: str) -> bool:
        """Whether ``host`` is left alone."""
        return self._failures.get(host, 0) >= self.limit

    def note(self, host: str, *, failed: bool) -> None:
        """Count a try; a proper answer begins anew."""
        if failed:
            self._failures[host] = self._failures.get(host, 0) + 1
        elif host in self._failures:
            del self._failures[host]


def read_pause(head: Head, now: datetime) -> datetime | None:
    """Until when the server wants to be left alone: a 429 or 503 that says so, or a used-up rate limit.

    ``Retry-After`` in both forms, ``X-RateLimit-*`` with an ISO time (Mastodon) or epoch seconds, and
    ``ratelimit-*`` (AT Protocol). Values beyond a week are cut to a week; past, negative and senseless
    ones count for nothing.
    """
    if head.status in (429, 503):
        return read_retry_at(_view(head, now))
    for name, value in head.headers:
        if value == "0" and name.lower() in _REMAINING:
            return read_retry_at(_view(head, now))
    return None


def _view(head: Head, now: datetime) -> Capture:
    return Capture(
        url="",
        status=head.status,
        headers=head.headers,
        body=b"",
        captured_at=now,
        record_id="",
        record_type="response",
        warc_file="",
        offset=0,
        length=0,
        payload_digest="",
    )
