"""Members, boards and threads of a forum by URL: which place an address names, and how a place is written.

A forum may lie in a folder of its host, so a site is ``host/path``; keys are ``site#NUMBER`` of members,
``site/thread/ID`` and ``site/board/ID``. Where an address has but a name, the key of a member is provisional
(``site/member/NAME``) until the profile tells the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from crawlers.address import Address, split_address
from crawlers.families.forum_engine import Engine, Kind
from storage.items import Watched

LONGEST_NAME = 120
_SESSIONS = frozenset({"sid", "s", "phpsessid", "hilit", "highlight"})
"""Parameters that belong to a visit and not to the page."""
_SEARCH = ("action", "results")
"""Where ``sid`` is a search, in MyBB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Something in a forum: ``base`` is the forum's address without closing slash; ``id`` or ``name`` tells
    which one."""

    kind: Kind
    base: str
    id: str = ""
    name: str = ""

    @property
    def site(self) -> str:
        """Host and path of the forum, without ``www.``."""
        return self.base.partition("://")[2].removeprefix("www.").removesuffix("/index.php?")

    @property
    def key(self) -> str:
        """The account's key."""
        if self.kind == "member" and self.id:
            return f"{self.site}#{self.id}"
        return f"{self.site}/{self.kind}/{self.id or self.name.lower()}"


def recognise_place(engine: Engine, url: str, hosts: tuple[str, ...] = ()) -> Watched | None:
    """The member, board or thread that ``url`` names. After ``KEY:`` and on ``hosts`` every shape of address
    of the engine is taken, elsewhere those alone that are its own."""
    written = url.strip()
    asked = written.lower().startswith(f"{engine.key}:")
    address = split_address(written[len(engine.key) + 1 :].removeprefix("//") if asked else written)
    if address is None:
        return None
    place = locate(engine, address, sure=not asked and address.host not in hosts)
    if place is None or place.kind == "post":
        return None
    return Watched(
        platform=engine.key,
        key=place.key,
        url=write_url(engine, place),
        handle=place.name if place.kind == "member" else "",
        host=address.host,
    )


def place_of(engine: Engine, watched: Watched) -> Place:
    """The place that a watched account is; its number is in the key once it is known.

    Raises ``ValueError`` where its URL is none of the engine's.
    """
    address = split_address(watched.url)
    place = locate(engine, address) if address else None
    if place is None:
        raise ValueError(f"{watched.url[:200]} is no address of {engine.title}")
    number = watched.key.rpartition("#")[2]
    if place.kind == "member" and not place.id and number.isdigit():
        return Place(kind="member", base=place.base, id=number, name=place.name)
    return place


def locate(
    engine: Engine, address: Address, sure: bool = False, kinds: tuple[Kind, ...] = ()
) -> Place | None:
    """What an address names; with ``sure`` only by shapes that no other engine has. ``kinds`` limits it."""
    query = "&".join(f"{name}={value}" for name, value in address.query).replace(";", "&")
    text = "/" + "/".join(address.segments) + ("/" if address.path.endswith("/") else "")
    text = f"{text.replace('//', '/')}?{query}" if query else text.replace("//", "/")
    for shape in engine.shapes:
        if sure and not shape.sure or kinds and shape.kind not in kinds:
            continue
        if found := _compile(shape.pattern).search(text):
            groups = found.groupdict()
            id, name = groups.get("id") or "", groups.get("name") or ""
            if (id and len(id) < 20) or (name and len(name) <= LONGEST_NAME):
                folder = "/".join(quote(part, safe="?") for part in text[: found.start()].split("/"))
                base = f"{address.scheme}://{address.host}{folder}"
                return Place(kind=shape.kind, base=base, id=id, name=name)
    return None


def find_thread(engine: Engine, href: str, page: str, place: Place) -> Place | None:
    """The thread that a link on a page names, also where it names a post in it."""
    return find_place(engine, href, page, place, ("thread",))


def find_place(
    engine: Engine, href: str, page: str, place: Place, kinds: tuple[Kind, ...] = ()
) -> Place | None:
    """What a link on a page names, if it is of the same forum as ``place``."""
    if not href or len(href) > 2048:
        return None
    try:
        address = split_address(urljoin(page, href))
    except ValueError:
        return None
    found = locate(engine, address, kinds=kinds) if address else None
    return found if found and is_same_host(found.base, place.base) else None


def is_same_host(one: str, other: str) -> bool:
    """Whether two URLs are of one host, ``www.`` or not."""
    try:
        hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)]
    except ValueError:
        return False
    return hosts[0] == hosts[1] != ""


def write_url(engine: Engine, place: Place, thread: str = "") -> str:
    """The address of a place, by its id where there is one."""
    by_name = not place.id and f"{place.kind}_name" in engine.urls
    template = engine.urls[f"{place.kind}_name" if by_name else place.kind]
    return fill(template, place, thread)


def fill(template: str, place: Place, thread: str = "") -> str:
    """A template of the engine, filled in."""
    name = quote(place.name[:LONGEST_NAME])
    slug = f"{name}." if name else ""
    url = template.format(base=place.base, id=place.id, name=name, slug=slug, thread=thread)
    return url.replace("?/", "?", 1) if place.base.endswith("?") else url


def write_post_url(engine: Engine, place: Place, post: str, thread: str = "") -> str:
    """The lasting address of a post."""
    kind, _, digits = post.rpartition("_")
    if kind and "opening" in engine.urls:
        return engine.urls["opening"].format(base=place.base, id=digits, thread=thread, name="")
    template = engine.urls["post" if thread or "post_alone" not in engine.urls else "post_alone"]
    return fill(template, replace(place, id=post, name=""), thread)


def clean_url(href: str, page: str) -> str:
    """A link of a page as it is asked for: absolute, without fragment and session; empty if it is none, or
    leads to another host."""
    try:
        parts = urlsplit(urljoin(page, href.strip()))
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not is_same_host(parts.geturl(), page):
        return ""
    query = parts.query
    asked = parse_qsl(query, keep_blank_values=True, max_num_fields=100) if query.count("&") < 100 else []
    kept = [one for one in asked if one[0].lower() not in _SESSIONS or _SEARCH in asked]
    if len(kept) < len(asked):
        query = urlencode(kept, safe=";=.,/")
    return urlunsplit(parts._replace(query=query, fragment=""))


def list_imports(engine: Engine) -> tuple[tuple[str, str], ...]:
    """Which reader takes a response that a person captured, by its URL: lists and feeds, then the shapes."""
    lists = [(template, "posts") for template in engine.lists] + [(one, "feed") for one in engine.feeds]
    patterns = [
        ("[^/?&;]+".join(re.escape(part) for part in template.removeprefix("{base}").split("{id}")), reader)
        for template, reader in lists
    ]
    readers = {"member": "member", "thread": "thread", "post": "thread", "board": "board"}
    for shape in engine.shapes:
        if shape.sure or "id" in shape.pattern:
            pattern = shape.pattern.replace("[^&]*&", "[^&;]*[&;]").replace("profile&", "profile[&;]")
            patterns.append((pattern.replace("&|$", "[&;#]|$"), readers[shape.kind]))
    return tuple(patterns)


@lru_cache(maxsize=512)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
