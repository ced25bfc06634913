"""What an author controls in a post: its columns, and the digest that tells one version from another."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

import orjson

from storage.items import Link, Media, Post
from storage.keys import key_text
from storage.writing.batch import Batch, Row, name_columns

CONTENT_COLUMNS = name_columns(
    "url kind title text author language posted_at posted_at_text edited_at sensitive reply_to repost_of"
    " quote_of route details"
)
SIDE_COLUMNS = ("url_key", "uri", "pinned", "replies", "reposts", "likes", "views")

ROUTE = CONTENT_COLUMNS.index("route")

_SIGNED = re.compile(
    r"[?&](?:x-|signature|sig|expires?|token|hmac|hash|policy|key-pair-id|oh|oe|_nc_|tn|st|e)[\w-]*=",
    re.IGNORECASE,
)


def digest_content(post: Post) -> bytes:
    """The 16-byte digest of text, title, media, links and warning of a post.

    Not in it: counters, pins, what the platform adds (language, attributes), and the query of a media
    URL that is signed, since such URLs differ at every visit.
    """
    parts = (
        post.text.split(),
        post.title,
        [_steady_url(each.url) for each in post.media] if post.media else (),
        [each.url for each in post.links] if post.links else (),
        post.sensitive,
        post.reply_to,
        post.repost_of,
        post.quote_of,
    )
    return blake2b(orjson.dumps(parts), digest_size=16).digest()


def _steady_url(url: str) -> str:
    return url.partition("?")[0] if _SIGNED.search(url) else url


def content_row(batch: Batch, post: Post) -> Row:
    """``CONTENT_COLUMNS`` of a post."""
    return (
        post.url,
        post.kind,
        post.title,
        post.text,
        post.author,
        post.language,
        batch.time(post.posted_at),
        post.posted_at_text,
        batch.time(post.edited_at),
        post.sensitive,
        post.reply_to,
        post.repost_of,
        post.quote_of,
        post.route,
        write_details(post),
    )


def side_row(post: Post) -> Row:
    """``SIDE_COLUMNS`` of a post: what changes without its author."""
    return (
        key_text(post.url),
        post.uri,
        post.pinned,
        post.replies,
        post.reposts,
        post.likes,
        post.views,
    )


def write_details(post: Post) -> str:
    """The lists of a post as canonical JSON; empty where it has none."""
    details: dict[str, Any] = {}
    if post.attributes:
        details["attributes"] = dict(post.attributes)
    if post.hashtags:
        details["hashtags"] = post.hashtags
    if post.links:
        details["links"] = [_link_values(each) for each in post.links]
    if post.media:
        details["media"] = [_media_values(each) for each in post.media]
    if post.mentions:
        details["mentions"] = post.mentions
    return orjson.dumps(details, option=orjson.OPT_SORT_KEYS).decode() if details else "{}"


def _link_values(link: Link) -> tuple[str, str, str, str]:
    return (link.url, link.text, link.kind, link.expanded)


def _media_values(medium: Media) -> tuple[Any, ...]:
    return (
        medium.url,
        medium.kind,
        medium.media_type,
        medium.description,
        medium.width,
        medium.height,
        medium.duration_s,
        medium.preview_url,
    )
