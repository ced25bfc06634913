"""A YouTube video as a post, whichever route showed it.

Title, description and thumbnail make up what is compared from visit to visit, so every route gives them in
one form: the same thumbnail address, the description as its author wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crawlers.html_text import find_links, tidy
from crawlers.json_reading import Object, maybe_count, maybe_objects, maybe_text
from crawlers.times import parse_time
from storage.items import Capture, Link, LinkKind, Media, Post, Watched
from storage.shims import unwrap_shim

_HASHTAG = re.compile(r"(?<![\w/&])[#＃](\w{1,100})")
_MENTION = re.compile(r"(?<![\w@./])@([\w.\-·]{3,30})")
_DURATION = re.compile(r"P(?:(\d{1,4})D)?T?(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6})S)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """What a route told of a video. ``text`` is the description, ``channel`` whose upload it is."""

    id: str
    title: str
    channel: str
    where: str
    text: str = ""
    posted: str = ""
    updated: str = ""
    language: str = ""
    sensitive: bool = False
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    uri: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def write_post(video: Video, capture: Capture, watched: Watched) -> Post:
    """The post of a video: its title, and its description as the text (the title where there is none)."""
    text = tidy(video.text)
    words = f"{video.title}\n{text}"
    posted_at, updated = parse_time(video.posted), parse_time(video.updated)
    return Post(
        platform=watched.platform,
        id=video.id,
        account=video.channel,
        url=watch_url(video.id),
        text=text or video.title,
        record_id=capture.record_id,
        where=video.where,
        captured_at=capture.captured_at,
        title=video.title,
        posted_at=posted_at,
        posted_at_text=video.posted,
        edited_at=updated if updated and posted_at and updated > posted_at else None,
        language=video.language,
        sensitive=video.sensitive,
        hashtags=tuple(dict.fromkeys(_HASHTAG.findall(words))),
        mentions=tuple(dict.fromkeys(_MENTION.findall(words))),
        media=(
            Media(url=thumbnail_url(video.id), kind="image", width=480, height=360),
            Media(url=watch_url(video.id), kind="video", preview_url=thumbnail_url(video.id)),
        ),
        links=read_links(text),
        replies=video.comments,
        likes=video.likes,
        views=video.views,
        route=capture.route,
        uri=video.uri,
        attributes={name: value for name, value in video.attributes.items() if value},
    )


def watch_url(video: str) -> str:
    """The page of a video."""
    return f"https://www.youtube.com/watch?v={video}"


def thumbnail_url(video: str) -> str:
    """The largest thumbnail that every video has."""
    return f"https://i.ytimg.com/vi/{video}/hqdefault.jpg"


def read_links(text: str, kind: LinkKind = "text") -> tuple[Link, ...]:
    """The links in a description, YouTube's own leaving page unwrapped."""
    return tuple(
        Link(url=one.url, kind=kind, expanded=unwrap_shim(one.url) or "") for one in find_links(text)
    )


def read_duration(text: str) -> str:
    """Seconds of an ISO 8601 duration or a clock reading (``1:07:34``), as text; empty if it is neither."""
    if re.fullmatch(r"\d{1,4}(:\d{2}){1,2}", text):
        seconds = 0
        for part in text.split(":"):
            seconds = seconds * 60 + int(part)
        return str(seconds)
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        return ""
    days, hours, minutes, rest = (int(one or 0) for one in found.groups())
    return str(((days * 24 + hours) * 60 + minutes) * 60 + rest)


def list_sizes(pictures: Iterable[Object]) -> str:
    """All sizes of a thumbnail: a line ``URL WIDTHxHEIGHT`` each."""
    lines = []
    for one in pictures:
        if url := maybe_text(one, "url"):
            width, height = maybe_count(one, "width"), maybe_count(one, "height")
            lines.append(f"{url} {width}x{height}" if width and height else url)
    return "\n".join(lines)[:4000]


def largest(fields: Object, name: str = "thumbnails") -> str:
    """The URL of the widest picture of a list; empty if there is none."""
    found = maybe_objects(fields, name)
    best = max(found, key=lambda one: maybe_count(one, "width") or 0, default=None)
    url = maybe_text(best, "url") if best is not None else ""
    return f"https:{url}" if url.startswith("//") else url


def read_rounded(text: str) -> int | None:
    """A count as pages show it: ``1,234``, ``8.84K subscribers``, ``No views``; ``None`` in other words."""
    found = re.match(r"([\d,]{1,15}(?:\.\d{1,3})?)\s?([KMBkmb]?)\b", text.strip())
    if not found:
        return 0 if re.match(r"(?i)no (views|subscribers|videos)", text) else None
    scale = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}[found[2].lower()]
    digits = found[1].replace(",", "")
    return round(float(digits) * scale) if digits else None
