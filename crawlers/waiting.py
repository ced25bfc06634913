"""What waits to be asked, in the place of Scrapy's scheduler: by host, so that none keeps the others waiting.

Scrapy's own does the same through four layers of queues, for crawls that are kept on disk and taken up again.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Self

from scrapy.core.scheduler import BaseScheduler

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler


class WaitingList(BaseScheduler):
    """The host with the fewest requests under way is next; of its own the most urgent, then the newest."""

    def __init__(self, downloader: Downloader) -> None:
        self._downloader = downloader
        self._hosts: dict[str, list[tuple[int, int, Request]]] = {}
        self._places = count(0, -1)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        assert crawler.engine is not None
        return cls(crawler.engine.downloader)

    def has_pending_requests(self) -> bool:
        """Whether anything waits."""
        return bool(self._hosts)

    def enqueue_request(self, request: Request) -> bool:
        """Take a request; none is refused."""
        waiting = self._hosts.setdefault(self._downloader.get_slot_key(request), [])
        heapq.heappush(waiting, (-request.priority, next(self._places), request))
        return True

    def next_request(self) -> Request | None:
        """The next request, if any waits."""
        if not self._hosts:
            return None
        slots: Mapping[str, Slot] = self._downloader.slots
        host = min(self._hosts, key=lambda host: len(slots[host].active) if host in slots else 0)
        waiting = self._hosts[host]
        request = heapq.heappop(waiting)[2]
        if not waiting:
            del self._hosts[host]
        return request
