"""An imagined platform for tests of what is the same for all: three routes, one reader, one account."""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.platform import Fetch, Platform, Reading, Route
from storage.items import Account, Capture, Known, Watched
from tests.crawlers.captures import NOW

WATCHED = Watched(platform="tv", key="7", url="https://tv.example/@seven")
LIVE = Account(platform="tv", key="7", handle="seven", record_id="urn:uuid:1", where="", captured_at=NOW)


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """One question by the best route that is open."""
    for route in known.routes[:1]:
        yield Fetch(url=f"https://tv.example/{route}", reader="list", route=route)  # type: ignore[arg-type]


def read_nothing(capture: Capture, watched: Watched) -> Iterable[Reading]:
    return ()


PLATFORM = Platform(
    key="tv",
    title="TV",
    homepage="https://tv.example/",
    family="tv",
    example=WATCHED.url,
    recognise=lambda url: None,
    routes=(
        Route(name="api", sees="all", credential="tv-token"),
        Route(name="feed", sees="the newest"),
        Route(name="page", sees="some"),
    ),
    start=start,
    readers={"list": read_nothing},
)
