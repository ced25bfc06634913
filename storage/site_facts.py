"""What a landing page tells of the site that it belongs to, and the JSON that the index keeps it as."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

import orjson


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """What the operator of a site leaves in its pages.

    ``ids`` are ``service:id`` (``google:UA-1-2``, ``yandex:123``); ``outbound`` the registered domains that
    the page links to, in its order; ``contacts`` mail addresses, ``imprints`` the pages that say whose site
    it is. ``icon_sha256`` is set where the icon stands in the page itself. ``skeleton`` is a digest of the
    nested tags without what repeats, empty where there are too few to tell pages apart; ``made_by`` says
    whether the tags are those that the server sent (``page``) or those after script ran (``browser``).
    """

    icon: str = ""
    icon_sha256: str = ""
    ids: tuple[str, ...] = ()
    generator: str = ""
    theme: str = ""
    outbound: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    imprints: tuple[str, ...] = ()
    feed: str = ""
    skeleton: str = ""
    made_by: str = "page"


NOTHING = SiteFacts()


def pack_facts(facts: SiteFacts) -> str:
    """Canonical JSON of what is there; empty where nothing is."""
    if facts == NOTHING:
        return ""
    told = {name: value for name, value in asdict(facts).items() if value}
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode()


def unpack_facts(text: str) -> SiteFacts:
    """Facts as ``pack_facts`` wrote them; names of a later version are left out."""
    if not text:
        return NOTHING
    told: dict[str, Any] = orjson.loads(text)
    known = {each.name for each in fields(SiteFacts)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told.items()
        if name in known
    }
    return SiteFacts(**values)
