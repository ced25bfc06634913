"""Accounts and channels of PeerTube by URL.

Source: PeerTube ``client/src/app/app-routing.module.ts`` (``/a/:accountId``, ``/c/:videoChannelName``, before
3.3 ``/accounts/`` and ``/video-channels/``; ``name@host`` for what lives elsewhere). Of hosts that are not
known only what no other software writes is taken; ``peertube:`` before an address takes any. A channel's key
begins with ``c/``: accounts and channels are actors of their own.
"""

from __future__ import annotations

import re

from crawlers.address import is_public_name, split_address, strip_www
from storage.items import Watched

CHANNEL = "c/"

_NAME = re.compile(r"\w(?:[\w.-]{0,126}\w)?", re.ASCII)
_KINDS = {"a": "a", "accounts": "a", "c": "c", "video-channels": "c"}
_TABS = {"a": ("videos", "video-channels"), "c": ("video-playlists",)}


def recognise_actor(url: str, platform: str, hosts: tuple[str, ...]) -> Watched | None:
    """The account or channel that ``url`` names, at its own home."""
    written = url.strip()
    prefix, _, rest = written.partition(":")
    explicit = prefix.lower() == platform and not rest.startswith("//")
    address = split_address(rest if explicit else written)
    if address is None or len(address.segments) < 2 or address.segments[0] not in _KINDS:
        return None
    host, (first, whole, *tab) = strip_www(address.host), address.segments
    kind = _KINDS[first]
    unmistakable = first == "video-channels" or bool(tab and tab[0] in _TABS[kind])
    name, _, at = whole.partition("@")
    home = at.lower() or host
    if not (explicit or host in hosts or home in hosts or unmistakable):
        return None
    if not _NAME.fullmatch(name) or not is_public_name(home.partition(":")[0]):
        return None
    return Watched(
        platform=platform,
        key=f"{CHANNEL if kind == 'c' else ''}{name.lower()}@{home}",
        url=f"https://{home}/{kind}/{name}/videos",
        handle=name,
        host=home,
    )


def is_channel(watched: Watched) -> bool:
    """Whether a channel is watched, not an account."""
    return watched.key.startswith(CHANNEL)
