"""SoundCloud's accounts by URL: page, track, set, feed, or a call that names the number."""

from __future__ import annotations

import re

from crawlers.address import Address, split_address, strip_www
from crawlers.words import words
from storage.items import Watched

RESERVED = words(
    """
    about api auth charts community-guidelines connect discover download embed explore favicon.ico feed feeds
    feedback for-artists go groups help imprint jobs likes login logout messages mobile notifications oauth
    oembed pages people player popular premium press privacy pro robots.txt search sets settings signin
    signout signup station stations stream swagger tags terms-of-use tracks trending upload user-station users
    you
    """
)
_NAME = re.compile(r"[a-z0-9_][a-z0-9_-]{0,99}")
_NUMBER = re.compile(r"users[:/](?:soundcloud:users:)?([0-9]{1,15})(?:/|$)")


def recognise_account(url: str, platform: str) -> Watched | None:
    """An account under its number where the address has it, else under its name."""
    address = split_address(url)
    if address is None:
        return None
    host = strip_www(address.host)
    if host in ("feeds.soundcloud.com", "api-v2.soundcloud.com", "api-widget.soundcloud.com"):
        number = _NUMBER.search("/".join(address.segments).lower())
        return _watch(platform, number[1], f"https://soundcloud.com/users/{number[1]}") if number else None
    if host != "soundcloud.com" or not address.segments:
        return None
    return _watch_path(address, platform)


def _watch_path(address: Address, platform: str) -> Watched | None:
    name = address.segments[0].lower()
    if name == "users" and len(address.segments) > 1 and re.fullmatch(r"[0-9]{1,15}", address.segments[1]):
        return _watch(platform, address.segments[1], f"https://soundcloud.com/users/{address.segments[1]}")
    if not _NAME.fullmatch(name) or name in RESERVED:
        return None
    return _watch(platform, name, f"https://soundcloud.com/{name}")


def _watch(platform: str, key: str, url: str) -> Watched:
    handle = "" if url.endswith(f"/users/{key}") else key
    return Watched(platform=platform, key=key, url=url, handle=handle, host="soundcloud.com")
