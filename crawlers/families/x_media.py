"""Pictures and videos of X's posts, with all their sizes.

A picture is the address without a size (``?name=orig`` gives the largest), a video its best MP4 file; the
other files stand in the post's ``media_variants``, one a line after their bits a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawlers.html_text import absolute
from crawlers.json_reading import Object, maybe_array, maybe_count, maybe_object, maybe_objects, maybe_text
from storage.items import Media, MediaKind

_KINDS: Mapping[str, MediaKind] = {"photo": "image", "video": "video", "animated_gif": "video"}


def read_media(fields: Object) -> tuple[Media, ...]:
    """The media of a post of API v1.1: ``extended_entities`` knows them all, ``entities`` the first alone."""
    for holder, name in (
        (maybe_object(fields, "extended_entities"), "media"),
        (fields, "mediaDetails"),
        (maybe_object(fields, "entities"), "media"),
    ):
        if found := [media for one in maybe_objects(holder, name) if (media := _read_one(one))]:
            return tuple(dict.fromkeys(found))
    return ()


def read_attached(post: Object, media: Mapping[str, Object]) -> tuple[Media, ...]:
    """The media of a post of API v2: keys in ``attachments``, the files in the answer's ``includes``."""
    keys = [
        one for one in maybe_array(maybe_object(post, "attachments"), "media_keys") if isinstance(one, str)
    ]
    return tuple(found for key in keys if (found := _read_included(media.get(key, {}))))


def list_variants(fields: Iterable[Object]) -> str:
    """Every file of the videos, one a line."""
    lines = []
    for variant in (variant for one in fields for variant in maybe_objects(one, "variants")):
        rate = maybe_text(variant, "bit_rate") or maybe_text(variant, "bitrate")
        lines.append(f"{rate} {maybe_text(variant, 'url')}".strip())
    return "\n".join(lines)


def _read_one(media: Object) -> Media | None:
    still = absolute(maybe_text(media, "media_url_https")) or absolute(maybe_text(media, "media_url"))
    video = maybe_object(media, "video_info")
    best = _pick_best(maybe_objects(video, "variants"), "bitrate")
    size = maybe_object(media, "original_info")
    large = maybe_object(maybe_object(media, "sizes"), "large")
    url = maybe_text(best, "url") or still
    if not absolute(url):
        return None
    length = maybe_count(video, "duration_millis")
    return Media(
        url=url,
        kind=_KINDS.get(maybe_text(media, "type"), "unknown"),
        media_type=maybe_text(best, "content_type"),
        description=maybe_text(media, "ext_alt_text"),
        width=maybe_count(size, "width") or maybe_count(large, "w"),
        height=maybe_count(size, "height") or maybe_count(large, "h"),
        duration_s=length / 1000 if length else None,
        preview_url=still if best else "",
    )


def _read_included(media: Object) -> Media | None:
    best = _pick_best(maybe_objects(media, "variants"), "bit_rate")
    still = absolute(maybe_text(media, "preview_image_url"))
    url = absolute(maybe_text(best, "url")) or absolute(maybe_text(media, "url")) or still
    if not url:
        return None
    length = maybe_count(media, "duration_ms")
    return Media(
        url=url,
        kind=_KINDS.get(maybe_text(media, "type"), "unknown"),
        media_type=maybe_text(best, "content_type"),
        description=maybe_text(media, "alt_text"),
        width=maybe_count(media, "width"),
        height=maybe_count(media, "height"),
        duration_s=length / 1000 if length else None,
        preview_url=still if still != url else "",
    )


def _pick_best(variants: Iterable[Object], rate: str) -> Object:
    """The file with the most bits a second; a playlist (without a rate) is none."""
    files = [
        one for one in variants if maybe_text(one, "content_type") == "video/mp4" and maybe_text(one, "url")
    ]
    return max(files, key=lambda one: maybe_count(one, rate) or 0, default={})
