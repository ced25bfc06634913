"""Accounts and communities of Lemmy and PieFed by URL.

Sources: lemmy-ui ``src/shared/routes.ts`` (``/u/:username``, ``/c/:name``, both with ``@host`` for what lives
elsewhere), PieFed ``app/user/routes.py`` and ``app/community/routes.py`` (the same). Discourse and YouTube
write ``/u/`` and ``/c/`` too: an unknown host is taken where ``@host`` follows the name, or where the
platform's key stands before the address. A community's key begins with ``!``.
"""

from __future__ import annotations

import re

from crawlers.address import is_public_name, split_address, strip_www
from storage.items import Watched

COMMUNITY = "!"

_NAME = re.compile(r"\w(?:[\w.-]{0,126}\w)?", re.ASCII)


def recognise_member(url: str, platform: str, hosts: tuple[str, ...], is_generic: bool) -> Watched | None:
    """The account or community that ``url`` names; at its own home, also where another host shows it.

    ``is_generic`` lets any host in that writes ``/u/name@host``.
    """
    written = url.strip()
    prefix, _, rest = written.partition(":")
    explicit = prefix.lower() == platform and not rest.startswith("//")
    if written.startswith(COMMUNITY) and "/" not in written:
        name, _, home = written[1:].partition("@")
        return _watched(platform, "c", name, home.lower()) if is_generic or home.lower() in hosts else None
    address = split_address(rest if explicit else written)
    if address is None or len(address.segments) < 2:
        return None
    host, (kind, whole, *_) = strip_www(address.host), address.segments
    name, at, home = whole.partition("@")
    if kind not in ("u", "c") or not (
        explicit or host in hosts or (at and (is_generic or home.lower() in hosts))
    ):
        return None
    return _watched(platform, kind, name, home.lower() or host)


def is_community(watched: Watched) -> bool:
    """Whether a community is watched, not a person."""
    return watched.key.startswith(COMMUNITY)


def _watched(platform: str, kind: str, name: str, home: str) -> Watched | None:
    if not _NAME.fullmatch(name) or not is_public_name(home.partition(":")[0]):
        return None
    sign = COMMUNITY if kind == "c" else ""
    return Watched(
        platform=platform,
        key=f"{sign}{name.lower()}@{home}",
        url=f"https://{home}/{kind}/{name}",
        handle=name,
        host=home,
    )
