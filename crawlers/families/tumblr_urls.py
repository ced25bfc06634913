"""Tumblr blogs by URL, and where a blog's posts are asked for.

Sources: tumblr/docs api.md (blog identifiers: name, host name, ``t:`` and a UUID), the forms of addresses
that tumblr.com itself links: ``NAME.tumblr.com``, ``tumblr.com/NAME``, ``/@NAME``, ``/blog/view/NAME``.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from crawlers.address import Address, split_address, strip_www
from crawlers.words import words
from storage.items import Watched

API = "https://api.tumblr.com"
RESERVED = words(
    """
    about abuse account activity api app apps archive ask auth blog blogs business changes communities
    community create dashboard developers docs domains edit explore favicon.ico feed followers following help
    help-center inbox jobs legal likes live login logout messaging new notifications oauth oauth2
    password_reset patio policy post press privacy queue reblog register robots.txt search security settings
    share signup spotlight staff-picks submit support svc tagged themes timeline tips tumblrmart upload v2
    video widgets www @
    """
)
_OWN_HOSTS = words("www api assets static media embed support secure t px at cdn mx")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_POST = re.compile(
    r"/post/([0-9]{1,20})(?:/|$)|tumblr\.com/(?:blog/view/)?@?[\w-]{1,63}/([0-9]{4,20})(?:[/?#]|$)"
)


def recognise_blog(url: str, platform: str) -> Watched | None:
    """A blog by its host, its path on tumblr.com, any of its posts; on a domain of its own behind
    ``tumblr:``."""
    written = url.strip()
    asked = written.lower().startswith(f"{platform}:")
    address = split_address(written[len(platform) + 1 :].removeprefix("//") if asked else written)
    if address is None:
        return None
    name = _find_name(address)
    if name:
        return Watched(
            platform=platform,
            key=name,
            url=f"https://{name}.tumblr.com/",
            handle=name,
            host=f"{name}.tumblr.com",
        )
    if not asked or address.host == "tumblr.com" or address.host.endswith(".tumblr.com"):
        return None
    host = address.host
    return Watched(platform=platform, key=host, url=f"https://{host}/", handle=host, host=host)


def identify_blog(watched: Watched) -> str:
    """How the API is told which blog: by the id that survives renaming once it is known, else by its host."""
    return quote(watched.key if watched.key.startswith("t:") else watched.host, safe="")


def find_post(url: str) -> str:
    """The id of the post at ``url``, empty if it is none's."""
    found = _POST.search(url)
    return (found[1] or found[2]) if found else ""


def _find_name(address: Address) -> str:
    host, parts = strip_www(address.host), tuple(part.lower() for part in address.segments)
    if host == "api.tumblr.com" and parts[:2] == ("v2", "blog") and len(parts) > 2:
        name = parts[2].removesuffix(".tumblr.com")
        return name if _NAME.fullmatch(name) else ""
    if host == "tumblr.com":
        rest = parts[1:] if parts[:1] == ("dashboard",) else parts
        if rest[:1] == ("blog",) and len(rest) > 1:
            rest = rest[2:] if rest[1] == "view" else rest[1:]
        name = rest[0].lstrip("@") if rest else ""
        return name if _NAME.fullmatch(name) and name not in RESERVED else ""
    name = host.removesuffix(".tumblr.com")
    return name if name != host and _NAME.fullmatch(name) and name not in _OWN_HOSTS else ""
