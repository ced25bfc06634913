"""Members, boards, threads and whole sites of forums with a JSON API, by URL.

A forum may lie in a folder of its host, so a site is ``host/path``. Keys are ``site#NUMBER`` of members,
``site/board/ID``, ``site/thread/ID`` and ``site``; where an address has but a name, the key of a member is
provisional (``site/member/name``) until the profile tells the number. Posts belong to who wrote them,
``site#NUMBER``, whatever is watched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from crawlers.address import Address, split_address
from storage.items import Watched

Kind = Literal["member", "board", "thread", "site"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape of address: a regular expression on the decoded path, with the group ``id`` or ``name``. One
    that is ``sure`` is no other engine's."""

    kind: Kind
    pattern: re.Pattern[str]
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """The addresses of an engine. ``urls`` are the lasting ones, by kind; ``reserved`` no member's names."""

    key: str
    shapes: tuple[Shape, ...]
    urls: Mapping[str, str]
    reserved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Something in a forum. ``base`` is the forum's address without closing slash."""

    kind: Kind
    base: str
    id: str = ""
    name: str = ""

    @property
    def site(self) -> str:
        """Host and path of the forum, without ``www.``."""
        return self.base.partition("://")[2].removeprefix("www.")

    @property
    def key(self) -> str:
        """The account's key."""
        if self.kind == "site":
            return self.site
        if self.kind == "member" and self.id:
            return f"{self.site}#{self.id}"
        return f"{self.site}/{self.kind}/{self.id or self.name.lower()}"


def recognise_place(engine: Engine, url: str, hosts: tuple[str, ...]) -> Watched | None:
    """What ``url`` names. After ``KEY:`` and on ``hosts`` every shape of the engine is taken, elsewhere those
    alone that are its own; a bare address names a whole site, and only after ``KEY:``."""
    written = url.strip()
    asked = written.lower().startswith(f"{engine.key}:")
    address = split_address(written[len(engine.key) + 1 :].removeprefix("//") if asked else written)
    if address is None:
        return None
    place = locate(engine, address, sure=not asked and address.host not in hosts)
    if place is None and asked:
        path = "".join(f"/{quote(part)}" for part in address.segments)
        place = Place(kind="site", base=f"{address.scheme}://{address.host}{path}")
    if place is None:
        return None
    return Watched(
        platform=engine.key,
        key=place.key,
        url=write_url(engine, place),
        handle=place.name if place.kind == "member" else "",
        host=address.host,
    )


def locate(engine: Engine, address: Address, *, sure: bool = False) -> Place | None:
    """The place that an address names, by the first of the engine's shapes that fits."""
    path = "".join(f"/{part}" for part in address.segments)
    for shape in engine.shapes:
        if sure and not shape.sure:
            continue
        if found := shape.pattern.search(path):
            groups = found.groupdict()
            id, name = groups.get("id") or "", groups.get("name") or ""
            name = re.sub(r"\.(json|rss)$", "", name)
            if len(id) > 19 or len(name) > 120 or name.lower() in engine.reserved:
                continue
            base = f"{address.scheme}://{address.host}{quote(path[: found.start()])}"
            return Place(kind=shape.kind, base=base, id=id, name=name)
    return None


def place_of(engine: Engine, watched: Watched) -> Place:
    """The place that a watched account is; a member's number is in the key once it is known.

    Raises ``ValueError`` where its URL is no address.
    """
    address = split_address(watched.url)
    if address is None:
        raise ValueError(f"{watched.url[:200]} is no address")
    place = locate(engine, address)
    if place is None:
        path = "".join(f"/{quote(part)}" for part in address.segments)
        return Place(kind="site", base=f"{address.scheme}://{address.host}{path}")
    number = watched.key.rpartition("#")[2]
    if place.kind == "member" and not place.id and number.isascii() and number.isdigit():
        return Place(kind="member", base=place.base, id=number, name=place.name)
    return place


def write_url(engine: Engine, place: Place) -> str:
    """The lasting address of a place, by its name where that is what is known of a member."""
    by_id = f"{place.kind}_id" in engine.urls and place.id and not place.name
    template = engine.urls[f"{place.kind}_id" if by_id else place.kind]
    return template.format(base=place.base, id=place.id, name=quote(place.name, safe=""))
