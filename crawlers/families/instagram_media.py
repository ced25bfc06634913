"""One post of Instagram, in the two shapes that its site sends: items of the app's API, nodes of GraphQL.

Sources: recorded bodies (``/api/v1/clips/user/``, GraphQL 2021); gallery-dl's ``instagram.py``, instaloader's
``structures.py`` and 4cat for the fields. The id is the number that the short code stands for, whatever
else a body calls the post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.families.instagram_urls import HOME, read_number, write_code
from crawlers.html_text import absolute, find_links
from crawlers.json_reading import (
    Object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Capture, Media, Post, Watched

LONGEST_TEXT = 20_000
"""A caption has at most 2,200 characters (help.instagram.com/951909078264021)."""

_HASHTAG = re.compile(r"[#＃](\w{1,100})")
_MENTION = re.compile(r"(?<![\w.])@([A-Za-z0-9_](?:[A-Za-z0-9._]{0,28}[A-Za-z0-9_])?)")


def is_item(fields: Object) -> bool:
    """Whether an object is a post in the app's shape."""
    return "taken_at" in fields and "code" in fields and ("pk" in fields or "id" in fields)


def is_node(fields: Object) -> bool:
    """Whether an object is a post in GraphQL's shape."""
    return "shortcode" in fields and "taken_at_timestamp" in fields


def owner_of(fields: Object) -> Object:
    """Who posted it, as far as the body says."""
    return maybe_object(fields, "user") or maybe_object(fields, "owner")


def is_of(fields: Object, watched: Watched) -> bool:
    """Whether the watched account posted it, alone or with others, or nobody is named."""
    owners = [one for one in (owner_of(fields), *maybe_objects(fields, "coauthor_producers")) if one]
    named = {name for one in owners for name in (maybe_text(one, "pk"), maybe_text(one, "id"))}
    named |= {maybe_text(one, "username").lower() for one in owners}
    return not owners or bool((named - {""}) & {watched.key, watched.handle.lower()})


def read_media(fields: Object, where: str, capture: Capture, watched: Watched) -> Post:
    """A post in either shape. Raises ``Unreadable`` without code or time."""
    code = maybe_text(fields, "code") or maybe_text(fields, "shortcode")
    code = code or write_code(maybe_text(fields, "pk") or maybe_text(fields, "id").partition("_")[0])
    number = read_number(code)
    if not number:
        raise Unreadable(f"{where}/code: no short code but {code[:40]!r}")
    moment = need_text(fields, "taken_at" if "taken_at" in fields else "taken_at_timestamp")
    posted = parse_time(moment)
    if posted is None:
        raise Unreadable(f"{where}/taken_at: no time but {moment[:40]!r}")
    text = read_caption(fields)[:LONGEST_TEXT]
    owner = owner_of(fields)
    writer, handle = maybe_text(owner, "pk") or maybe_text(owner, "id"), maybe_text(owner, "username")
    mine = is_of(fields, watched)
    wrote = not owner or bool({writer, handle.lower()} & {watched.key, watched.handle.lower()})
    likes, replies = _read_counts(fields)
    is_story = maybe_text(fields, "product_type") == "story"
    url = f"{HOME}/stories/{handle}/{number}/" if is_story and handle else f"{HOME}/p/{code}/"
    return Post(
        platform=watched.platform,
        id=number,
        account=watched.key if mine else writer or handle.lower(),
        url=url,
        kind="story" if is_story else "post",
        text=text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        author="" if wrote or not mine else writer or handle,
        posted_at=posted,
        posted_at_text=moment,
        pinned=any(maybe_array(fields, name) for name in ("timeline_pinned_user_ids", "pinned_for_users")),
        hashtags=find_hashtags(text),
        mentions=find_mentions(text, _read_tagged(fields)),
        media=tuple(dict.fromkeys(one for part in _unfold(fields) for one in _read_files(part))),
        links=find_links(text),
        replies=replies,
        likes=likes,
        views=_read_views(fields),
        route=capture.route,
        uri=url,
        attributes=_read_attributes(fields, code, handle),
    )


def read_caption(fields: Object) -> str:
    """The author's words, wherever the shape keeps them."""
    caption = fields.get("caption")
    if isinstance(caption, str):
        return maybe_text(fields, "caption")
    if isinstance(caption, dict):
        return maybe_text(caption, "text")
    edges = maybe_objects(maybe_object(fields, "edge_media_to_caption"), "edges")
    return maybe_text(maybe_object(edges[0], "node"), "text") if edges else ""


def find_hashtags(text: str) -> tuple[str, ...]:
    """The hashtags of a caption, without their sign."""
    return tuple(dict.fromkeys(tag for tag in _HASHTAG.findall(text) if not tag.isdigit()))


def find_mentions(text: str, tagged: Iterator[str] | tuple[str, ...] = ()) -> tuple[str, ...]:
    """The handles that a caption names, and those that are tagged in the pictures."""
    return tuple(dict.fromkeys((*_MENTION.findall(text), *filter(None, tagged))))


def _read_tagged(fields: Object) -> Iterator[str]:
    for one in maybe_objects(maybe_object(fields, "usertags"), "in"):
        yield maybe_text(maybe_object(one, "user"), "username")
    for edge in maybe_objects(maybe_object(fields, "edge_media_to_tagged_user"), "edges"):
        yield maybe_text(maybe_object(maybe_object(edge, "node"), "user"), "username")
    for one in maybe_objects(fields, "coauthor_producers"):
        yield maybe_text(one, "username")


def _unfold(fields: Object) -> Iterator[Object]:
    """What is in a post: its own picture or video, or those of a carousel."""
    inner = maybe_objects(fields, "carousel_media")
    edges = maybe_objects(maybe_object(fields, "edge_sidecar_to_children"), "edges")
    inner = inner or [maybe_object(edge, "node") for edge in edges]
    yield from inner or (fields,)


def _read_files(fields: Object) -> Iterator[Media]:
    alt = maybe_text(fields, "accessibility_caption")
    still, width, height = _largest(fields)
    videos = maybe_objects(fields, "video_versions")
    video = absolute(maybe_text(videos[0], "url") if videos else maybe_text(fields, "video_url"))
    if video:
        size = videos[0] if videos else maybe_object(fields, "dimensions")
        yield Media(
            url=video, kind="video", description=alt, width=maybe_count(size, "width"),
            height=maybe_count(size, "height"), duration_s=_seconds(fields), preview_url=still,
        )  # fmt: skip
    elif still:
        yield Media(url=still, kind="image", description=alt, width=width, height=height)


def _largest(fields: Object) -> tuple[str, int | None, int | None]:
    """The largest of the sizes that a picture is offered in, with its width and height in pixels."""
    offered = maybe_objects(maybe_object(fields, "image_versions2"), "candidates")
    sizes = [
        (maybe_count(one, "width"), maybe_count(one, "height"), maybe_text(one, "url")) for one in offered
    ]
    sizes += [
        (maybe_count(one, "config_width"), maybe_count(one, "config_height"), maybe_text(one, "src"))
        for one in maybe_objects(fields, "display_resources")
    ]
    if sizes:
        width, height, url = max(sizes, key=lambda size: size[0] or 0)
        return absolute(url), width, height
    shown = maybe_object(fields, "dimensions")
    url = absolute(maybe_text(fields, "display_url")) or absolute(maybe_text(fields, "thumbnail_src"))
    return url, maybe_count(shown, "width"), maybe_count(shown, "height")


def _seconds(fields: Object) -> float | None:
    value = fields.get("video_duration")
    return float(value) if isinstance(value, int | float) and 0 < value < 1e6 else None


def _read_counts(fields: Object) -> tuple[int | None, int | None]:
    """Likes and comments; likes that the author hides are none."""
    hidden = fields.get("like_and_view_counts_disabled") is True
    likes = maybe_count(fields, "like_count")
    for name in ("edge_liked_by", "edge_media_preview_like"):
        likes = maybe_count(maybe_object(fields, name), "count") if likes is None else likes
    replies = maybe_count(fields, "comment_count")
    for name in ("edge_media_to_parent_comment", "edge_media_to_comment", "edge_media_preview_comment"):
        replies = maybe_count(maybe_object(fields, name), "count") if replies is None else replies
    return None if hidden else likes, replies


def _read_views(fields: Object) -> int | None:
    names = ("play_count", "ig_play_count", "view_count", "video_view_count", "video_play_count")
    return next((count for name in names if (count := maybe_count(fields, name)) is not None), None)


def _read_attributes(fields: Object, code: str, handle: str) -> dict[str, str]:
    place = maybe_object(fields, "location")
    found = {
        "code": code,
        "author_handle": handle,
        "type": maybe_text(fields, "product_type") or maybe_text(fields, "__typename"),
        "edited": "1" if fields.get("caption_is_edited") is True else "",
        "location": maybe_text(place, "name"),
        "paid_partnership": "1" if fields.get("is_paid_partnership") is True else "",
        "coauthors": " ".join(
            maybe_text(one, "username") for one in maybe_objects(fields, "coauthor_producers")
        ),
        "comments_off": "1" if fields.get("comments_disabled") is True else "",
    }
    return {name: value for name, value in found.items() if value}
