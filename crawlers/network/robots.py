"""robots.txt (RFC 9309), asked through the door itself and kept for the length of a crawl."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin

from protego import Protego

from crawlers.network.asking import Answer
from crawlers.network.guard import Target
from storage.items import Capture

LARGEST = 512 * 1024
MOST_MOVES = 5

Fetch = Callable[[str], Awaitable[Answer]]


class Robots:
    """What the origins that were met allow a user agent."""

    def __init__(self, user_agent: str) -> None:
        self._agent = user_agent.partition("/")[0]
        self._rules: dict[tuple[str, str, int], Protego | None] = {}
        self._asking: dict[tuple[str, str, int], asyncio.Lock] = {}

    async def allows(self, target: Target, fetch: Fetch, journal: list[Capture]) -> bool:
        """Whether ``target`` may be asked. What was fetched for that is added to ``journal``.

        An origin without a robots.txt (4xx) allows everything, one that cannot be asked (5xx, no
        answer) nothing (section 2.3.1).
        """
        origin = target.origin
        async with self._asking.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = await _ask(target, fetch, journal)
        found = self._rules[origin]
        return found is not None and bool(found.can_fetch(target.url, self._agent))


async def _ask(target: Target, fetch: Fetch, journal: list[Capture]) -> Protego | None:
    url = urljoin(target.url, "/robots.txt")
    for _ in range(MOST_MOVES + 1):
        answer = await fetch(url)
        capture = answer.capture
        journal += [*answer.earlier, capture]
        if capture.record_type not in ("response", "revisit") or capture.status >= 500:
            return None
        location = next((value for name, value in capture.headers if name.lower() == "location"), "")
        if not 300 <= capture.status < 400 or not location:
            text = capture.body[:LARGEST].decode("utf-8-sig", "replace") if capture.status < 300 else ""
            return Protego.parse(text)
        url = urljoin(url, location)
    return Protego.parse("")
