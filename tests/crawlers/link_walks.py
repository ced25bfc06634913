"""Links followed hop by hop in memory: a table of answers for the network, the real guard before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crawlers.network.guard import Refused, check_url
from crawlers.platform import Fetch, Reading
from crawlers.redirects import platform
from storage.items import Capture, Hop, Known, Watched
from tests.crawlers.captures import make_capture, only

LINK = "https://bit.example/x"
END = "https://site.example/story"
READABLE = "<html><title>Story</title><body><p>" + "Words that people read. " * 30 + "</p></body></html>"


@dataclass(frozen=True)
class Reply:
    """What a host answers in the table."""

    body: str = READABLE
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)


def moved(target: str, status: int = 302) -> Reply:
    """A redirection by status."""
    return Reply("", status, (("Location", target),))


def page(markup: str, status: int = 200) -> Reply:
    """A page without text that has ``markup`` in its head."""
    return Reply(f"<!doctype html><html><head>{markup}</head><body></body></html>", status)


def refused(url: str, reason: str) -> Capture:
    """The record of the guard's refusal."""
    facts = {"problem": "refused_by_guard", "reason": reason}
    return replace(make_capture(url, facts, reader="read_hop"), record_type="metadata", status=0)


def answer(fetch: Fetch, site: Mapping[str, Reply]) -> Capture:
    """What the table, or the guard before it, says to a question."""
    try:
        url = check_url(fetch.url).url
    except Refused as refusal:
        return replace(refused(fetch.url, str(refusal)), context=fetch.context)
    reply = site.get(url, Reply())
    capture = make_capture(
        url, reply.body, reader=fetch.reader, status=reply.status, context=fetch.context, route="page"
    )
    return replace(capture, headers=reply.headers)


def walk(site: Mapping[str, Reply], link: str = LINK) -> tuple[list[Reading], list[Fetch]]:
    """All that following ``link`` gives, and what is left to the browser."""
    watched = Watched(platform="links", key=link, url=link)
    waiting = list(platform.start(watched, Known(attributes={"chain": "c1"})))
    readings: list[Reading] = []
    browser: list[Fetch] = []
    for _ in range(100):
        if not waiting:
            return readings, browser
        fetch = waiting.pop(0)
        if fetch.route == "browser":
            browser.append(fetch)
            continue
        given = list(platform.readers[fetch.reader](answer(fetch, site), watched))
        readings += given
        waiting += only(given, Fetch)
    raise AssertionError("the chain never ends")


def hops(site: Mapping[str, Reply], link: str = LINK) -> list[tuple[str, str]]:
    """Kind and address of each hop."""
    return [(hop.kind, hop.url) for hop in only(walk(site, link)[0], Hop)]


def one_move(reply: Reply, end: str = END) -> Hop:
    """The first hop of a link that ``reply`` sends on, which must then arrive."""
    readings, _ = walk({LINK: reply})
    first, last = only(readings, Hop)
    assert (last.kind, last.url) == ("landing", end)
    assert (first.next_url, first.position, last.position) == (end, 0, 1)
    return first
