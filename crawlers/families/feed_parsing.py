"""Feeds of every kind as one shape, through feedparser; bytes go in, nothing is ever fetched by it.

feedparser opens a text or bytes argument as a file name or URL when it looks like one, so it is given a
stream. Its sanitising and link resolving are off: text and links are read from the markup as sent.
Documents that declare entities which expand are refused before any XML parser sees them.
"""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from crawlers.platform import Unreadable
from crawlers.refusals import header
from storage.items import Capture

LARGEST = 16 * 1024 * 1024
MOST_ENTRIES = 2000

_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s+)?[\w:.-]+\s+(?:\"([^\"]*)\"|'([^']*)'|)", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|channel|entry)[\s>]", re.IGNORECASE)


def parse_feed(capture: Capture) -> Any:
    """feedparser's result for an XML feed. Raises ``Unreadable`` if it is none, too large or a bomb."""
    body = capture.body
    if len(body) > LARGEST:
        raise Unreadable(f"the feed is larger than {LARGEST} bytes")
    refuse_entities(body)
    charset = _CHARSET.search(header(capture, "content-type"))
    kind = f"application/xml; charset={charset.group(1)}" if charset else "application/xml"
    found = feedparser.parse(
        io.BytesIO(body.lstrip(b" \t\r\n")),
        response_headers={"content-type": kind, "content-location": capture.url},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not found.version and not _ROOT.search(body[:4096]):
        raise Unreadable("no feed: neither an rss, a feed nor an RDF element")
    if not found.entries and found.bozo and not found.feed:
        raise Unreadable(f"the feed cannot be parsed: {found.get('bozo_exception', '')}"[:200])
    return found


def looks_like_feed(body: bytes) -> bool:
    """Whether the first bytes are of an XML feed (or a document that says so), not of a page."""
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")):
        return True
    return start.startswith(b"<") and bool(_ROOT.search(start)) and b"<html" not in start.lower()


def refuse_entities(body: bytes) -> None:
    """Raise ``Unreadable`` where the document type declares external, nested, long or many entities."""
    prolog = body[:1_048_576]
    if b"<!ENTITY" not in prolog and b"<!entity" not in prolog:
        return
    found = _ENTITY.findall(prolog)
    total = sum(len(double) + len(single) for double, single in found)
    nested = any(re.search(rb"&(?!#)|%[\w:.-]+;", double + single) for double, single in found)
    if nested or total > 4096 or len(found) > 300 or any(not (a or b) for a, b in found):
        raise Unreadable("the document declares entities that expand or lie elsewhere")
