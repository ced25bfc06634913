"""Short ways to put posts and followed links into an index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from storage.findings import FlagDetail, list_flags, show_flag
from storage.index import Index
from storage.items import Harvest, Hop, Item, LandingPage, Link, Post
from storage.urls import normalise_url, registered_domain
from tests.storage.harvests import START, at, record


def say(account: str, text: str, minutes: float, **more: Any) -> Post:
    """A post of ``account`` (``platform:key``), so many minutes after the tests' first moment."""
    platform, _, key = account.partition(":")
    links = tuple(Link(url=url) for url in more.pop("links", ()))
    name = f"{key}-{minutes:g}"
    values: dict[str, Any] = {
        "platform": platform,
        "id": name,
        "account": key,
        "url": f"https://{platform}.example/{name}",
        "text": text,
        "record_id": record(int(minutes * 100)),
        "where": "",
        "captured_at": at(1000),
        "posted_at": START + timedelta(minutes=minutes),
        "links": links,
    }
    return Post(**{**values, **more})


def follow(link: str, *urls: str, hours: float = 1000.0, kinds: Sequence[str] = ()) -> tuple[Item, ...]:
    """The chain of ``link`` over ``urls`` to the last of them, as followed at that hour."""
    steps = (link, *urls)
    chain = f"at-{hours:g}"
    hops = tuple(
        Hop(
            link_url=link,
            chain=chain,
            position=position,
            url=url,
            normalised_url=normalise_url(url),
            kind=("landing" if url is steps[-1] else (kinds[position] if kinds else "http")),  # type: ignore[arg-type]
            record_id=record(f"{position}{int(hours)}"),
            captured_at=at(hours),
            status=200 if url is steps[-1] else 301,
            next_url=steps[position + 1] if position + 1 < len(steps) else "",
        )
        for position, url in enumerate(steps)
    )
    page = LandingPage(
        link_url=link,
        chain=chain,
        url=steps[-1],
        normalised_url=normalise_url(steps[-1]),
        registered_domain=registered_domain(steps[-1]),
        record_id=record(int(hours)),
        captured_at=at(hours),
        status=200,
        title="Landing",
    )
    return (*hops, page)


def put(index: Index, *items: Item) -> None:
    """Index items in one batch."""
    index.write([Harvest(captures=(), items=items)])


def flags_of(index: Index, kind: str) -> list[FlagDetail]:
    """All flags of a kind, the surest first."""
    found = [show_flag(index, flag.id) for flag in list_flags(index, kind=kind, limit=10_000)]
    return [each for each in found if each is not None]


def members_of(detail: FlagDetail) -> list[str]:
    """The uids in a flag, in order."""
    return [member.uid for member in detail.members]
