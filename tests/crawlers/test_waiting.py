"""The order in which a crawl asks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader import Downloader

from crawlers.waiting import WaitingList


def make_list(active: dict[str, int]) -> WaitingList:
    """A list beside a downloader with so many requests under way to each host."""
    slots = {host: SimpleNamespace(active=range(number)) for host, number in active.items()}
    downloader: Any = SimpleNamespace(
        slots=slots, get_slot_key=lambda request: urlsplit(request.url).hostname
    )
    return WaitingList(cast(Downloader, downloader))


def take_all(waiting: WaitingList) -> list[str]:
    """Paths of all that waits, in order."""
    taken = []
    while (request := waiting.next_request()) is not None:
        taken.append(urlsplit(request.url).path)
    return taken


def test_the_most_urgent_goes_first_then_the_newest() -> None:
    waiting = make_list({})
    for path, priority in (("low", -1), ("old", 0), ("new", 0), ("high", 5)):
        assert waiting.enqueue_request(Request(f"https://a.example/{path}", priority=priority))
    assert waiting.has_pending_requests()
    assert take_all(waiting) == ["/high", "/new", "/old", "/low"]
    assert not waiting.has_pending_requests()


def test_a_busy_host_keeps_no_other_waiting() -> None:
    waiting = make_list({"busy.example": 16, "calm.example": 1})
    for host in ("busy", "calm", "idle"):
        waiting.enqueue_request(
            Request(f"https://{host}.example/{host}", priority=9 if host == "busy" else 0)
        )
    assert take_all(waiting) == ["/idle", "/calm", "/busy"]


def test_requests_that_cannot_be_compared_are_no_trouble() -> None:
    waiting = make_list({})
    same = [Request("https://a.example/same") for _ in range(5)]
    for request in same:
        waiting.enqueue_request(request)
    assert [waiting.next_request() for _ in same] == same[::-1]
