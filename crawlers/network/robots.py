"""robots.txt (RFC 9309), asked through the door itself and kept for the length of a crawl."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin

from protego import Protego

from crawlers.network.asking import Answer, Failure
from crawlers.network.guard import Target
from storage.items import Capture

LARGEST = 512 * 1024
MOST_MOVES = 5


class Unasked(Exception):
    """The origin gave no answer at all, so that the question itself would have none; ``failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


Fetch = Callable[[str], Awaitable[Answer]]


class Robots:
    """What the origins that were met allow a user agent."""

    def __init__(self, user_agent: str) -> None:
        self._agent = user_agent.partition("/")[0]
        self._rules: dict[tuple[str, str, int], Protego | Failure | None] = {}
        self._asking: dict[tuple[str, str, int], asyncio.Lock] = {}

    async def allows(self, target: Target, fetch: Fetch, journal: list[Capture]) -> bool:
        """Whether ``target`` may be asked. What was fetched for that is added to ``journal``.

        An origin without a robots.txt (4xx) allows everything, one that fails (5xx) nothing (section
        2.3.1). Raises ``Unasked`` where the origin gives no answer.
        """
        origin = target.origin
        async with self._asking.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = await _ask(target, fetch, journal)
        found = self._rules[origin]
        if isinstance(found, Failure):
            raise Unasked(found)
        return found is not None and bool(found.can_fetch(target.url, self._agent))


async def _ask(target: Target, fetch: Fetch, journal: list[Capture]) -> Protego | Failure | None:
    url = urljoin(target.url, "/robots.txt")
    for moves in range(MOST_MOVES + 1):
        answer = await fetch(url)
        capture = answer.capture
        journal += [*answer.earlier, capture]
        if capture.record_type == "metadata" and not moves and answer.failure is not None:
            return answer.failure
        if capture.record_type not in ("response", "revisit") or capture.status >= 500:
            return None
        location = next((value for name, value in capture.headers if name.lower() == "location"), "")
        if not 300 <= capture.status < 400 or not location:
            text = capture.body[:LARGEST].decode("utf-8-sig", "replace") if capture.status < 300 else ""
            return Protego.parse(text)
        url = urljoin(url, location)
    return Protego.parse("")
