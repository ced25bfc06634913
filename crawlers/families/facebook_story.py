"""One post as Facebook's own pages carry it: a Relay ``Story`` node.

Source: the shapes that public readers of these pages rely on (RSS-Bridge's FacebookBridge, gallery-dl's
``facebook.py``, and others), since Facebook documents none. What lies where moves; the fields themselves have
kept their names since 2020. Original posts inside a share (``attached_story``) are references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from crawlers.families.relay import find_first, follow
from crawlers.html_text import absolute, find_links
from crawlers.json_reading import (
    Object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need_id,
)
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Capture, Link, Media, Post, PostKind, Watched
from storage.shims import unwrap_shim

LONGEST_TEXT = 200_000

_DIGITS = re.compile(r"\d{1,25}")
_MESSAGES = (
    ("comet_sections", "message", "story", "message"),
    ("comet_sections", "message_container", "story", "message"),
    ("message",),
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Whose timeline shows the posts: the key that they are stored under, and the owner's id and handle."""

    account: str
    owner: str = ""
    handle: str = ""


def read_story(node: Object, where: str, capture: Capture, watched: Watched, timeline: Timeline) -> Post:
    """A post. Raises ``Unreadable`` without id or time."""
    number = need_id(node, "post_id")
    if not _DIGITS.fullmatch(number):
        raise Unreadable(f"post_id: digits were due, not {number[:40]!r}")
    content = follow(node, "comet_sections", "content", "story") or node
    moment = _read_moment(node, content)
    message = _read_message(content) or _read_message(node)
    words = maybe_text(message, "text")[:LONGEST_TEXT]
    shared = maybe_object(content, "attached_story") or maybe_object(node, "attached_story")
    kind: PostKind = "post" if not shared else "quote" if words else "repost"
    shown = _read_message(shared) if kind == "repost" else message
    text = maybe_text(shown, "text")[:LONGEST_TEXT]
    actor = _first(node, "actors") or _first(content, "actors")
    source = content if kind != "repost" else shared
    attachments = maybe_objects(source, "attachments") or (
        maybe_objects(node, "attachments") if kind != "repost" else ()
    )
    named = _read_ranges(shown, text)
    media, cards = _read_attachments(attachments)
    links = {link.url: link for link in (*find_links(text), *named.links, *cards)}
    reference, counts = _refer(shared), _read_counts(node)
    writer = _first(shared, "actors") if kind == "repost" else actor
    return Post(
        platform=watched.platform,
        id=number,
        account=timeline.account,
        url=post_url(number),
        text=text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind=kind,
        author=name_author(writer, timeline),
        posted_at=parse_time(moment),
        posted_at_text=moment,
        repost_of=reference if kind == "repost" else "",
        quote_of=reference if kind == "quote" else "",
        hashtags=named.hashtags,
        mentions=named.mentions,
        media=tuple(dict.fromkeys(media)),
        links=tuple(links.values()),
        replies=counts["replies"],
        reposts=counts["reposts"],
        likes=counts["likes"],
        views=counts["views"],
        route=capture.route,
        uri=maybe_text(content, "wwwURL") or maybe_text(node, "wwwURL") or post_url(number),
        attributes=_read_attributes(node, content, actor),
    )


def post_url(number: str) -> str:
    """The address of a post that stays the same whatever the account is called and whoever looks."""
    return f"https://www.facebook.com/{number}"


def name_author(actor: Object, timeline: Timeline) -> str:
    """Who wrote a post, empty where it is the owner of the timeline: the id, else the name shown."""
    number = maybe_text(actor, "id")
    if not actor or (number and number in (timeline.owner, timeline.account)):
        return ""
    vanity = maybe_text(actor, "url").rstrip("/").rpartition("/")[2].lower()
    if timeline.handle and vanity == timeline.handle.lower():
        return ""
    return number if _DIGITS.fullmatch(number) else maybe_text(actor, "name") or number


@dataclass(frozen=True, slots=True)
class _Named:
    """What the marked parts of a text name."""

    links: tuple[Link, ...]
    hashtags: tuple[str, ...]
    mentions: tuple[str, ...]


def _read_message(story: Object) -> Object:
    for way in _MESSAGES:
        if maybe_text(message := follow(story, *way), "text"):
            return message
    return {}


def _read_moment(node: Object, content: Object) -> str:
    metadata = maybe_array(
        follow(node, "comet_sections", "context_layout", "story", "comet_sections"), "metadata"
    )
    stories = [follow(one, "story") for one in metadata]
    for one in (node, content, *stories, follow(node, "comet_sections", "timestamp", "story")):
        if maybe_count(one, "creation_time"):
            return maybe_text(one, "creation_time")
    published = _find_tracked(node, "publish_time")
    if published and parse_time(published):
        return published
    raise Unreadable("creation_time: lacks")


def _find_tracked(node: Object, name: str) -> str:
    """A field of the JSON that a story carries for Facebook's own counting."""
    try:
        value = orjson.loads(maybe_text(node, "tracking") or "{}")
    except orjson.JSONDecodeError:
        return ""
    found = find_first(value, name)
    return str(found) if isinstance(found, int | str) and not isinstance(found, bool) else ""


def _first(fields: Object, name: str) -> Object:
    return next(iter(maybe_objects(fields, name)), {})


def _refer(shared: Object) -> str:
    """The id of the shared post, else its URL."""
    number = maybe_text(shared, "post_id")
    return number if _DIGITS.fullmatch(number) else maybe_text(shared, "wwwURL") or maybe_text(shared, "url")


def _read_ranges(message: Object, text: str) -> _Named:
    links: list[Link] = []
    tags: list[str] = []
    mentions: list[str] = []
    written = {link.url for link in find_links(text)}
    for one in maybe_objects(message, "ranges"):
        entity = maybe_object(one, "entity")
        shown = _cut(text, one)
        url = absolute(maybe_text(entity, "url"), "https://www.facebook.com/")
        match maybe_text(entity, "__typename"):
            case "Hashtag":
                tags.append(shown.lstrip("#＃"))
            case "User" | "Page" | "Group":
                mentions.append(maybe_text(entity, "id") or shown.lstrip("@"))
            case _ if url:
                target = absolute(maybe_text(entity, "external_url")) or unwrap_shim(url) or ""
                if not {url, target} & written:
                    links.append(Link(url=url, text=shown[:500], expanded=target if target != url else ""))
    tags.extend(tag for tag in re.findall(r"[#＃](\w{1,100})", text) if not tag.isdigit())
    return _Named(
        tuple(links), tuple(dict.fromkeys(filter(None, tags))), tuple(dict.fromkeys(filter(None, mentions)))
    )


def _cut(text: str, span: Object) -> str:
    start, length = maybe_count(span, "offset") or 0, maybe_count(span, "length") or 0
    return text[start : start + min(length, 500)] if start < len(text) else ""


def _read_attachments(attachments: Any) -> tuple[list[Media], list[Link]]:
    media: list[Media] = []
    links: list[Link] = []
    for outer in attachments:
        one = follow(outer, "styles", "attachment") or outer
        inner = maybe_objects(maybe_object(one, "all_subattachments"), "nodes")
        for part in inner or (one,):
            media.extend(_read_media(maybe_object(part, "media") or maybe_object(outer, "media")))
        web = follow(one, "story_attachment_link_renderer", "attachment", "web_link") or maybe_object(
            one, "web_link"
        )
        url = absolute(maybe_text(web, "url") or maybe_text(one, "url"))
        target = unwrap_shim(url) if url else None
        if url and (web or target):
            title = maybe_text(maybe_object(one, "title_with_entities"), "text") or maybe_text(one, "title")
            links.append(Link(url=target or url, text=title[:500], kind="card"))
    return media, links


def _read_media(fields: Object) -> Iterator[Media]:
    alt = maybe_text(fields, "accessibility_caption")
    picture = next(
        (found for name in ("viewer_image", "photo_image", "large_share_image", "image")
         if maybe_text(found := maybe_object(fields, name), "uri")), {},
    )  # fmt: skip
    still = absolute(maybe_text(picture, "uri"))
    preview = follow(fields, "preferred_thumbnail", "image") or maybe_object(fields, "thumbnailImage")
    still_of_video = absolute(maybe_text(preview, "uri"))
    video = absolute(_find_video(fields))
    if video:
        seconds = maybe_count(fields, "playable_duration_in_ms")
        yield Media(
            url=video, kind="video", description=alt, width=maybe_count(fields, "width"),
            height=maybe_count(fields, "height"), duration_s=seconds / 1000 if seconds else None,
            preview_url=still_of_video or still,
        )  # fmt: skip
    elif maybe_text(fields, "__typename") == "Video" and (still_of_video or still):
        yield Media(
            url=still_of_video or still, kind="image", description=f"video preview: {alt}".rstrip(": ")
        )
    elif still:
        width, height = maybe_count(picture, "width"), maybe_count(picture, "height")
        yield Media(url=still, kind="image", description=alt, width=width, height=height)


def _find_video(fields: Object) -> str:
    for name in ("browser_native_hd_url", "playable_url_quality_hd", "browser_native_sd_url", "playable_url"):
        if url := maybe_text(fields, name):
            return url
    offered = find_first(fields, "progressive_urls")
    parts = [one for one in offered if isinstance(one, dict)] if isinstance(offered, list) else []
    return next(filter(None, (maybe_text(one, "progressive_url") for one in reversed(parts))), "")


def _read_counts(node: Object) -> dict[str, int | None]:
    feedback = follow(node, "comet_sections", "feedback") or maybe_object(node, "feedback")
    comments = find_first(feedback, "comment_rendering_instance")
    total = maybe_count(follow(comments, "comments"), "total_count")
    if total is None:
        total = _count_of(find_first(feedback, "total_comment_count"))
    return {
        "likes": _count_of(find_first(feedback, "reaction_count")),
        "reposts": _count_of(find_first(feedback, "share_count")),
        "replies": total,
        "views": _count_of(find_first(feedback, "video_view_count")),
    }


def _count_of(value: object) -> int | None:
    return maybe_count(value, "count") if isinstance(value, dict) else maybe_count({"count": value}, "count")


def _read_attributes(node: Object, content: Object, actor: Object) -> dict[str, str]:
    found = {
        "author_name": maybe_text(actor, "name"),
        "story_id": maybe_text(node, "id"),
        "permalink": maybe_text(content, "wwwURL") or maybe_text(node, "wwwURL"),
        "owner_id": _find_tracked(node, "content_owner_id_new"),
        "translation_of": maybe_text(maybe_object(content, "translation"), "source_dialect"),
        "sponsored": "1" if maybe_object(node, "sponsored_data") else "",
    }
    return {name: value for name, value in found.items() if value}
