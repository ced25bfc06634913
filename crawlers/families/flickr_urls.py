"""Flickr's people by URL. An account's number (``123@N00``) never changes, the alias in its address may."""

from __future__ import annotations

import re

from crawlers.address import Address, split_address, strip_www
from crawlers.words import words
from storage.items import Watched

RESERVED = words(
    """
    about account activity api app apps blog blogs cameras commons contacts create curated do dmca events
    explore favicon.ico following forums galleries get-the-most groups guidelines help import jobs map me
    mobile new nsid oauth organize photos prints privacy recent robots.txt search services settings sets
    signin signup store tags terms tools upload
    """
)
NSID = re.compile(r"[0-9]{3,12}@n[0-9]{2}")
_ALIAS = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,99}")
_PLACES = frozenset({"photos", "people"})


def recognise_person(url: str, platform: str) -> Watched | None:
    """A person by photos, profile or feed, under the number where the address has it, else under the
    alias."""
    address = split_address(url)
    name = _find_name(address) if address else ""
    if not name:
        return None
    key = name.upper() if NSID.fullmatch(name) else name
    home = f"https://www.flickr.com/photos/{key}/"
    return Watched(
        platform=platform, key=key, url=home, handle="" if "@" in key else key, host="www.flickr.com"
    )


def find_number(*keys: str) -> str:
    """The first of ``keys`` that is a number, empty if none is."""
    return next((key for key in keys if NSID.fullmatch(key.lower())), "")


def name_of(watched: Watched) -> str:
    """The number or alias in the watched address."""
    return watched.url.rstrip("/").rpartition("/")[2]


def _find_name(address: Address) -> str:
    host, parts = strip_www(address.host), tuple(part.lower() for part in address.segments)
    if host == "flickr.com" and parts[:2] == ("services", "feeds") or host == "api.flickr.com":
        number = (address.asked("id") or address.asked("user_id")).lower()
        return number if NSID.fullmatch(number) else ""
    if host != "flickr.com" or len(parts) < 2 or parts[0] not in _PLACES:
        return ""
    name = parts[1]
    if NSID.fullmatch(name):
        return name
    return name if _ALIAS.fullmatch(name) and name not in RESERVED else ""
