"""Substack's publications and people by URL.

``NAME.substack.com`` and ``open.substack.com/pub/NAME`` are publications, ``substack.com/@NAME`` and
``substack.com/profile/ID-NAME`` people; a publication on a domain of its own is behind ``substack:``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from crawlers.address import Address, split_address, strip_www
from crawlers.words import words
from storage.items import Watched

SITE = "https://substack.com"
_OWN_HOSTS = words("www open api cdn email reader support static post newsletter m")
_HANDLE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,62}")
_PROFILE = re.compile(r"([0-9]{1,15})(?:-.*)?")
_SLUG = re.compile(r"/p/([^/?#\s]{1,300})")


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose address it is: a publication's ``host``, or a person's ``handle`` or number (``person``)."""

    host: str = ""
    handle: str = ""
    person: str = ""


def recognise_account(url: str, platform: str) -> Watched | None:
    """A publication or a person; keys are provisional until their number is known."""
    written = url.strip()
    asked = written.lower().startswith(f"{platform}:")
    address = split_address(written[len(platform) + 1 :].removeprefix("//") if asked else written)
    found = _find(address, asked) if address else None
    if found is None:
        return None
    if found.host:
        handle = found.host.removesuffix(".substack.com")
        home = f"https://{found.host}/"
        return Watched(platform=platform, key=found.host, url=home, handle=handle, host=found.host)
    key = f"user-{found.person}" if found.person else f"@{found.handle}"
    home = f"{SITE}/profile/{found.person}" if found.person else f"{SITE}/@{quote(found.handle)}"
    return Watched(platform=platform, key=key, url=home, handle=found.handle, host="substack.com")


def is_person(watched: Watched) -> bool:
    """Whether a person is watched, and no publication."""
    return watched.host == "substack.com"


def name_post(url: str) -> str:
    """The id of an article, ``host/slug``, from its canonical address; empty if that is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    found = _SLUG.search(parts.path)
    return f"{strip_www(parts.hostname or '')}/{found[1]}" if found and parts.hostname else ""


def _find(address: Address, asked: bool) -> Whose | None:
    host, parts = strip_www(address.host), address.segments
    if host == "open.substack.com" and parts[:1] == ("pub",) and len(parts) > 1:
        name = parts[1].lower()
        return Whose(host=f"{name}.substack.com") if re.fullmatch(r"[a-z0-9-]{1,63}", name) else None
    if host == "substack.com":
        name = parts[0].lower() if parts else ""
        if name.startswith("@") and _HANDLE.fullmatch(name[1:]):
            return Whose(handle=name[1:])
        number = _PROFILE.fullmatch(parts[1]) if name == "profile" and len(parts) > 1 else None
        return Whose(person=number[1]) if number else None
    if host.endswith(".substack.com"):
        name = host.removesuffix(".substack.com")
        return Whose(host=host) if "." not in name and name not in _OWN_HOSTS else None
    return Whose(host=address.host) if asked else None
