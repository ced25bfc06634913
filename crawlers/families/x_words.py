"""The words of a post of X: what its author wrote, with X's own rewriting of links undone.

X puts a ``t.co`` address in place of every link, adds one for each picture and for a quoted post, and
escapes ``&``, ``<`` and ``>``. The ``entities`` beside the text say what stood there (docs.x.com/x-api/
fundamentals/data-dictionary; API v1.1 has the same under other names). Ids hold their time: milliseconds
since ``EPOCH_MS`` above the lowest 22 bits (Snowflake).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from crawlers.html_text import absolute
from crawlers.json_reading import Object, maybe_object, maybe_objects, maybe_text
from storage.items import Link

EPOCH_MS = 1_288_834_974_657
FIRST_SNOWFLAKE = 29_700_859_247
"""Ids below were given out in turn, before 4 November 2010."""

_POST = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/?#]+(?:/web)?/status(?:es)?/(\d+)", re.I
)
_OWN_MEDIA = re.compile(r"/status/\d+/(?:photo|video)/\d+/?$")
_NO_LANGUAGE = frozenset({"und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a text and its entities say together."""

    text: str
    links: tuple[Link, ...] = ()
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    cashtags: tuple[str, ...] = ()
    unwound: tuple[str, ...] = ()


def read_words(text: str, entities: Object, quoted: str = "", media: tuple[str, ...] = ()) -> Words:
    """The text as it was written. ``quoted`` is the id of a quoted post, ``media`` are the ``t.co``
    addresses of pictures: both stand in the text though nobody wrote them there."""
    text = unescape(text)
    links: list[Link] = []
    unwound: list[str] = []
    for entity in maybe_objects(entities, "urls"):
        short = absolute(maybe_text(entity, "url"))
        expanded = absolute(maybe_text(entity, "expanded_url"))
        own = entity.get("media_key") is not None or bool(_OWN_MEDIA.search(expanded))
        post = _POST.match(expanded)
        if own or (quoted and post is not None and post[1] == quoted):
            text = _put(text, short, "")
            continue
        if short or expanded:
            links.append(
                Link(url=short or expanded, text=maybe_text(entity, "display_url"), expanded=expanded)
            )
        if target := absolute(maybe_text(entity, "unwound_url")):
            unwound.append(target)
        if expanded:
            text = _put(text, short, expanded)
    for short in media:
        text = _put(text, short, "")
    return Words(
        text=text.replace("\x00", "").strip(),
        links=tuple(dict.fromkeys(links)),
        mentions=_names(entities, ("user_mentions", "mentions"), ("screen_name", "username")),
        hashtags=_names(entities, ("hashtags",), ("text", "tag")),
        cashtags=_names(entities, ("symbols", "cashtags"), ("text", "tag")),
        unwound=tuple(dict.fromkeys(unwound)),
    )


def expand_bio(text: str, entities: Object) -> tuple[str, tuple[Link, ...]]:
    """A profile's description with its links as they were written, and these links."""
    words = read_words(text, maybe_object(entities, "description"))
    bio = [Link(url=one.url, text=one.text, kind="bio", expanded=one.expanded) for one in words.links]
    site = read_words("", maybe_object(entities, "url"))
    bio += [Link(url=one.url, text=one.text, kind="profile", expanded=one.expanded) for one in site.links]
    return words.text, tuple(bio)


def unescape(text: str) -> str:
    """The three characters that X escapes; nothing else, since an ``&copy=`` in a link is no sign."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def time_of_id(number: str) -> datetime | None:
    """When the post of an id was made; ``None`` for ids from before they held their time."""
    if not number.isascii() or not number.isdigit() or len(number) > 19 or int(number) < FIRST_SNOWFLAKE:
        return None
    return datetime.fromtimestamp(((int(number) >> 22) + EPOCH_MS) / 1000, UTC)


def read_language(fields: Object) -> str:
    """The language that X found, empty where it found none (``und``, ``zxx``, ``qme`` and the like)."""
    language = maybe_text(fields, "lang")
    return "" if language in _NO_LANGUAGE else language


def _put(text: str, short: str, instead: str) -> str:
    if not short:
        return text
    found = re.compile(re.escape(short) + r"(?![A-Za-z0-9])")
    return found.sub(lambda _: instead, text)


def _names(entities: Object, lists: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    found = (
        maybe_text(entity, name)
        for each in lists
        for entity in maybe_objects(entities, each)
        for name in names
    )
    return tuple(dict.fromkeys(one for one in found if one))
