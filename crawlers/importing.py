"""Which platform and reader a response that somebody else captured is for, by its URL alone.

A platform declares it in ``Platform.imports``; one that has a browser route and declares nothing takes what
that route reads, since a person's browser asks for the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from crawlers.platform import Platform, platforms
from storage.items import Known, Watched
from storage.urls import host_of


@dataclass(frozen=True, slots=True)
class Taker:
    """A reader that takes a response."""

    platform: Platform
    reader: str


def find_takers(url: str, watched: Watched | None = None) -> tuple[Taker, ...]:
    """The readers for ``url``: of the account's platform where one is named, else of any with that host."""
    chosen = [platforms()[watched.platform]] if watched else list(platforms().values())
    host = host_of(url)
    return tuple(
        Taker(platform, reader)
        for platform in chosen
        if watched or _has_host(platform, host)
        for pattern, reader in _list_patterns(platform.key)
        if re.search(pattern, url)
    )[:1]


def guess_accounts(urls: Iterable[str]) -> Mapping[str, Watched]:
    """The one account of each platform that ``urls`` name; a platform of which they name several has none."""
    found: dict[str, dict[str, Watched]] = {}
    for url in dict.fromkeys(urls):
        for platform in platforms().values():
            if platform.any_host or not _has_host(platform, host_of(url)):
                continue
            if watched := platform.recognise(url):
                found.setdefault(platform.key, {}).setdefault(watched.key, watched)
    return {key: next(iter(each.values())) for key, each in found.items() if len(each) == 1}


def _has_host(platform: Platform, host: str) -> bool:
    names = (*platform.hosts, *platform.credential_hosts)
    return any(host == name or host.endswith(f".{name.lstrip('.')}") for name in names)


@cache
def _list_patterns(key: str) -> tuple[tuple[str, str], ...]:
    platform = platforms()[key]
    return platform.imports or tuple(_read_browser_route(platform))


def _read_browser_route(platform: Platform) -> Iterator[tuple[str, str]]:
    if not any(route.name == "browser" for route in platform.routes):
        return
    if example := platform.recognise(platform.example):
        for fetch in platform.start(example, Known(routes=("browser",))):
            if fetch.browse is not None:
                yield from fetch.browse.reads
