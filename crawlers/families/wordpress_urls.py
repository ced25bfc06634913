"""WordPress sites and authors by URL, and where their REST API answers.

Sources: developer.wordpress.org/rest-api (discovery, ``?rest_route=``), developer.wordpress.com/docs/api
(``public-api.wordpress.com/wp/v2/sites/HOST``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from crawlers.address import Address, split_address
from storage.items import Watched

HOSTED = ".wordpress.com"

_SLUG = re.compile(r"[^\s/?#]{1,200}")
_ELSEWHERE = re.compile(r"(^|\.)((medium|substack|blogspot|tumblr)\.com|ghost\.io)$")


@dataclass(frozen=True, slots=True)
class Blog:
    """A site: its base URL without closing slash, and the author asked for (a slug, or a numeric id)."""

    base: str
    slug: str = ""
    author: str = ""
    plain: bool = False

    @property
    def key(self) -> str:
        """``host/path``, with ``#id`` or (provisional) ``/author/slug`` for an author."""
        site = self.base.partition("://")[2]
        if self.author:
            return f"{site}#{self.author}"
        return f"{site}/author/{self.slug}" if self.slug else site


def recognise_blog(url: str, platform: str) -> Watched | None:
    """A site or author: ``/author/slug/``, ``/?author=ID``, ``/wp-json/…``, ``?rest_route=…``; any page of a
    ``*.wordpress.com`` site names the site. A bare address does not tell that WordPress is there: it is taken
    for the site's home page where ``wordpress:`` stands before it."""
    written = url.strip()
    asked = written.lower().startswith("wordpress:")
    address = split_address(written[10:].removeprefix("//") if asked else written)
    if address is None or _ELSEWHERE.search(address.host):
        return None
    blog = _read_blog(address)
    if blog is None and asked:
        blog = Blog(base=_base(address, address.segments))
    if blog is None:
        return None
    return Watched(platform=platform, key=blog.key, url=write_url(blog), handle=blog.slug, host=address.host)


def write_url(blog: Blog) -> str:
    """The watched form of a site or author, from which ``read_watched`` reads it back."""
    route = f"{blog.base}/?rest_route=/wp/v2/" if blog.plain else f"{blog.base}/wp-json/wp/v2/"
    if blog.author:
        return f"{blog.base}/?author={blog.author}"
    if blog.slug:
        return (
            f"{route}users&slug={quote(blog.slug)}"
            if blog.plain
            else f"{blog.base}/author/{quote(blog.slug)}/"
        )
    return f"{route}posts"


def read_watched(watched: Watched) -> Blog:
    """The site of a watched account; its numeric author id is in the key once it is known."""
    address = split_address(watched.url)
    found = _read_blog(address) if address else None
    blog = found or Blog(base=f"https://{watched.key.partition('#')[0]}")
    author = watched.key.partition("#")[2]
    slug = blog.slug or (watched.handle if author else "")
    return Blog(base=blog.base, slug=slug, author=author or blog.author, plain=blog.plain)


def api_url(blog: Blog, resource: str, query: dict[str, str]) -> str:
    """The address of a REST resource: at WordPress.com, under ``/wp-json``, or by ``rest_route``."""
    host = urlsplit(blog.base).netloc
    if host.endswith(HOSTED):
        return f"https://public-api.wordpress.com/wp/v2/sites/{host}/{resource}?{urlencode(query)}"
    if blog.plain:
        return f"{blog.base}/?{urlencode({'rest_route': f'/wp/v2/{resource}', **query})}"
    return f"{blog.base}/wp-json/wp/v2/{resource}?{urlencode(query)}"


def feed_url(blog: Blog) -> str:
    """The RSS feed of the site or the author."""
    if blog.author and not blog.slug:
        return f"{blog.base}/?{urlencode({'feed': 'rss2', 'author': blog.author})}"
    if blog.plain:
        names = {"author_name": blog.slug} if blog.slug else {}
        return f"{blog.base}/?{urlencode({'feed': 'rss2', **names})}"
    return f"{blog.base}/author/{quote(blog.slug)}/feed/" if blog.slug else f"{blog.base}/feed/"


def _read_blog(address: Address) -> Blog | None:
    parts = address.segments
    route = address.asked("rest_route")
    if route.startswith("/wp/v2"):
        return Blog(
            base=_base(address, parts),
            slug=address.asked("slug"),
            author=_id(address.asked("author")),
            plain=True,
        )
    if "wp-json" in parts:
        place = parts.index("wp-json")
        rest = parts[place + 1 :]
        named = rest[3] if len(rest) > 3 and rest[2] == "users" and rest[3].isdigit() else ""
        slug = address.asked("slug") if "users" in rest else ""
        return Blog(
            base=_base(address, parts[:place]), slug=slug, author=named or _id(address.asked("author"))
        )
    if "author" in parts[:-1]:
        place = parts.index("author")
        slug = parts[place + 1]
        return Blog(base=_base(address, parts[:place]), slug=slug) if _SLUG.fullmatch(slug) else None
    if author := _id(address.asked("author")):
        return Blog(base=_base(address, parts), author=author)
    if address.host.endswith(HOSTED) and address.host not in ("www.wordpress.com", "en.wordpress.com"):
        return Blog(base=f"https://{address.host}")
    return None


def _base(address: Address, parts: tuple[str, ...]) -> str:
    return "/".join((f"{address.scheme}://{address.host}", *(quote(part) for part in parts)))


def _id(value: str) -> str:
    return value if value.isascii() and value.isdigit() and len(value) < 20 else ""
