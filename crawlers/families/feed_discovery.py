"""Where a site keeps its feed: told by its pages, told by its URL, or tried at well-known paths.

Sources: RFC 8288 (``Link``) and the autodiscovery convention of ``link rel=alternate`` in HTML; the paths
are those that WordPress, Ghost, Hugo, Jekyll, Drupal and Squarespace write.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

from crawlers.address import Address, split_address
from crawlers.html_text import absolute, parse_html
from crawlers.refusals import header
from storage.items import Capture, Watched

PATHS = (
    "/feed",
    "/rss",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/rss.xml",
    "/feed.json",
    "/feeds/posts/default",
)
TYPES = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/json",
    "application/rdf+xml",
)

_WORD = re.compile(r"(?i)^(feeds?|rss2?|atom|rdf|syndication|rss20|news-feed|blog-feed)$")
_FILE = re.compile(
    r"(?i)(\.(rss|atom|rdf)|(feed|rss|atom|index|videos|rss20|posts|news|blog|backend|export)\w*\.(xml|json|html?))$"
)
_COMMENTS = re.compile(
    r"(?i)comments?[-_/]?(feed|rss|atom)|/comments/|comments$|comentários|commentaires|kommentare|评论|コメント"
)
_FEED_HOST = re.compile(r"^(feeds?\d?|rss|feedproxy|atom)\.")


def recognise_feed(url: str, platform: str) -> Watched | None:
    """A feed by its URL, or any site behind the ``feed:`` scheme, whose feed is then looked for."""
    written = url.strip()
    asked = written.lower().startswith("feed:")
    if asked:
        written = written[5:].removeprefix("//")
    address = split_address(written)
    if address is None or not (asked or looks_like_feed_url(address)):
        return None
    return watch_feed(written, platform, address)


def watch_feed(url: str, platform: str, address: Address, handle: str = "") -> Watched:
    """The watched feed: its key is the URL without scheme, ``www.``, fragment and closing slash.

    The key stays what was asked for, also when the site moves its feed or names another ``id``: a feed
    may claim any id it likes, its address is what a person put on the list.
    """
    full = url if "://" in url else f"https://{url.lstrip('/')}"
    query = urlsplit(full).query
    host = address.host.removeprefix("www.")
    key = f"{host}{address.path.rstrip('/')}" + (f"?{query}" if query else "")
    return Watched(
        platform=platform, key=key, url=full.split("#")[0], handle=handle or key, host=address.host
    )


def looks_like_feed_url(address: Address) -> bool:
    """Whether host, path or query say that a feed is to be had there."""
    if _FEED_HOST.match(address.host) and address.segments:
        return True
    segments = address.segments
    if segments and (_FILE.search(segments[-1]) or any(_WORD.match(part) for part in segments[-3:])):
        return True
    values = {name.lower(): value.lower() for name, value in address.query}
    return "feed" in values or any(
        values.get(name, "").startswith(("rss", "atom", "rdf", "feed"))
        for name in ("format", "alt", "output", "type")
    )


def find_feeds(capture: Capture) -> tuple[str, ...]:
    """The feeds that a page or its ``Link`` header names, best first: never the comments' before the site's,
    Atom before RSS before JSON only where nothing else tells."""
    found: list[tuple[int, int, str]] = []
    root = parse_html(capture.body, _charset(capture))
    base = (
        next((absolute(one.get("href") or "", capture.url) for one in root.iter("base")), "") or capture.url
    )
    for place, element in enumerate(root.iter("link")):
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").lower().split(";")[0].strip()
        href = absolute(element.get("href") or "", base)
        if href and kind in TYPES and ("alternate" in relations or "feed" in relations):
            found.append((_rank(href, element.get("title") or "", kind), place, href))
    for target, parameters in re.findall(r"<([^<>]{1,2048})>([^,]{0,500})", header(capture, "link")[:16_384]):
        kind = next((one for one in TYPES if one in parameters), "")
        if kind and "alternate" in parameters and (href := absolute(target, capture.url)):
            found.append((_rank(href, "", kind), 999, href))
    return tuple(dict.fromkeys(href for _, _, href in sorted(found)))


def next_probe(site: str, tried: int) -> str:
    """The next well-known feed address of a site, empty when all were tried."""
    return urljoin(site, quote(PATHS[tried])) if tried < len(PATHS) else ""


def _rank(href: str, title: str, kind: str) -> int:
    rank = {"application/atom+xml": 0, "application/rss+xml": 0}.get(kind, 2)
    if kind == "application/json":
        rank += 20 if "wp-json" in href or "oembed" in href else 2
    if _COMMENTS.search(urlsplit(href).path) or "comments-rss" in href or _COMMENTS.search(title):
        rank += 10
    return rank


def _charset(capture: Capture) -> str:
    found = re.search(r"charset=[\"']?([\w-]{1,40})", header(capture, "content-type"), re.IGNORECASE)
    return found.group(1) if found else "utf-8"
