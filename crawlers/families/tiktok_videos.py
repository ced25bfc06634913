"""A TikTok video or set of photos as a post, whichever route showed it.

What is compared from visit to visit is the caption and the pictures: the cover of a video, the photos of a
set. The addresses of the video file differ at every visit and open to the visitor's own cookies alone, so
they are facts beside the post and no medium.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crawlers.families.tiktok_urls import read_moment, video_url
from crawlers.html_text import find_links, tidy
from crawlers.json_reading import Object, maybe_text
from crawlers.times import parse_time
from storage.items import Capture, Link, LinkKind, Media, Post, Watched
from storage.shims import unwrap_shim

_HASHTAG = re.compile(r"(?<![\w/&])[#＃]([\w·]{1,150})")
_MENTION = re.compile(r"(?<![\w@./])@([\w.]{2,64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """What a route told of a video. ``author`` is the account's number (``""``: whose list it is), ``handle``
    its name, ``posted`` the platform's own time, ``duet_with`` the id of the video beside it."""

    id: str
    author: str
    handle: str
    text: str
    where: str
    posted: str = ""
    language: str = ""
    media: tuple[Media, ...] = ()
    hashtags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    duet_with: str = ""
    pinned: bool = False
    sensitive: bool = False
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


def write_post(video: Video, capture: Capture, watched: Watched) -> Post:
    """The post of a video. Without a time of the platform's own it is that in the id (``time_from``)."""
    text = tidy(video.text)
    posted_at, from_id = parse_time(video.posted), read_moment(video.id)
    told = {**video.attributes, "time_from": "id" if posted_at is None and from_id else ""}
    handle = video.handle or watched.handle or "i"
    return Post(
        platform=watched.platform,
        id=video.id,
        account=video.author or watched.key,
        url=video_url(handle, video.id),
        text=text,
        record_id=capture.record_id,
        where=video.where,
        captured_at=capture.captured_at,
        kind="quote" if video.duet_with else "post",
        posted_at=posted_at or from_id,
        posted_at_text=video.posted,
        language=video.language,
        pinned=video.pinned,
        sensitive=video.sensitive,
        quote_of=video.duet_with,
        hashtags=video.hashtags or tuple(dict.fromkeys(_HASHTAG.findall(text))),
        mentions=video.mentions or tuple(dict.fromkeys(one.rstrip(".") for one in _MENTION.findall(text))),
        media=video.media,
        links=read_links(text),
        replies=video.comments,
        reposts=video.shares,
        likes=video.likes,
        views=video.views,
        route=capture.route,
        uri=video.id,
        attributes={name: value for name, value in told.items() if value},
    )


def read_links(text: str, kind: LinkKind = "text") -> tuple[Link, ...]:
    """The links in a caption or a bio, TikTok's leaving page unwrapped."""
    return tuple(make_link(one.url, kind) for one in find_links(text))


def make_link(url: str, kind: LinkKind) -> Link:
    """A link with what its shim tells."""
    return Link(url=url, kind=kind, expanded=unwrap_shim(url) or "")


def read_extras(extras: Sequence[Object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Hashtags and mentions of ``textExtra``, whose names are spelled with a small or a capital letter."""
    tags = [maybe_text(one, "hashtagName") or maybe_text(one, "HashtagName") for one in extras]
    names = [maybe_text(one, "userUniqueId") or maybe_text(one, "UserUniqueId") for one in extras]
    return tuple(dict.fromkeys(filter(None, tags))), tuple(dict.fromkeys(filter(None, names)))
