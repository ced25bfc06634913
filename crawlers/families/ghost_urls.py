"""Ghost sites and authors by URL: on ``ghost.io``, elsewhere behind ``ghost:`` or by the path of the API."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from crawlers.address import Address, split_address
from crawlers.words import words
from storage.items import Watched

API = ("ghost", "api", "content")
_OWN_HOSTS = words("www app account status help docs")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,190}")


@dataclass(frozen=True, slots=True)
class Site:
    """A site by its base address without closing slash, and the author asked for, if any."""

    base: str
    author: str = ""

    @property
    def key(self) -> str:
        """``host/path``, with ``#slug`` for an author: Ghost's slugs are what its API tells authors by."""
        site = self.base.partition("://")[2].removeprefix("www.")
        return f"{site}#{self.author}" if self.author else site

    @property
    def url(self) -> str:
        """The address from which ``read_watched`` reads the site back."""
        if self.author:
            return f"{self.base}/ghost/api/content/authors/slug/{quote(self.author)}/"
        return f"{self.base}/ghost/api/content/"

    @property
    def feed(self) -> str:
        """The RSS feed of the site or the author."""
        return f"{self.base}/author/{quote(self.author)}/rss/" if self.author else f"{self.base}/rss/"


def recognise_site(url: str, platform: str) -> Watched | None:
    """A site or an author."""
    written = url.strip()
    asked = written.lower().startswith(f"{platform}:")
    address = split_address(written[len(platform) + 1 :].removeprefix("//") if asked else written)
    site = _find(address, asked) if address else None
    if site is None or address is None:
        return None
    handle = site.author or site.key
    return Watched(platform=platform, key=site.key, url=site.url, handle=handle, host=address.host)


def read_watched(watched: Watched) -> Site:
    """The site of a watched account."""
    address = split_address(watched.url)
    found = _find(address, True) if address else None
    site, _, author = watched.key.partition("#")
    return found or Site(base=f"https://{site}", author=author)


def _find(address: Address, asked: bool) -> Site | None:
    parts = tuple(address.segments)
    hosted = address.host.endswith(".ghost.io") and address.host.partition(".")[0] not in _OWN_HOSTS
    if "ghost" in parts and parts[parts.index("ghost") :][:3] == API:
        place = parts.index("ghost")
        rest = parts[place + 3 :]
        author = rest[2].lower() if rest[:2] == ("authors", "slug") and len(rest) > 2 else ""
        return _make(address, parts[:place], author)
    if not (asked or hosted):
        return None
    if "author" in parts[:-1]:
        place = parts.index("author")
        return _make(address, parts[:place], parts[place + 1].lower())
    return _make(address, () if hosted else parts, "")


def _make(address: Address, parts: tuple[str, ...], author: str) -> Site | None:
    if author and not _SLUG.fullmatch(author):
        return None
    base = "/".join((f"{address.scheme}://{address.host}", *(quote(part) for part in parts)))
    return Site(base=base, author=author)
