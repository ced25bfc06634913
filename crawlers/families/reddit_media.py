"""Pictures and videos of Reddit's posts: galleries, single pictures, hosted videos, pictures within texts.

``media_metadata`` knows each by its id: the original lies at ``i.redd.it`` under the id, the smaller ones
(``p``, ``s``) under signed addresses of ``preview.redd.it``.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.html_text import absolute
from crawlers.json_reading import Object, maybe_count, maybe_object, maybe_objects, maybe_text
from storage.items import Media, MediaKind

_KINDS: dict[str, MediaKind] = {"Image": "image", "AnimatedImage": "image", "RedditVideo": "video"}
_ENDS = (".jpg", ".jpeg", ".png", ".gif", ".webp")


def read_media(fields: Object) -> tuple[Media, ...]:
    """The media of a post, in the order of its gallery."""
    metadata = maybe_object(fields, "media_metadata")
    items = maybe_objects(maybe_object(fields, "gallery_data"), "items")
    captions = {maybe_text(item, "media_id"): maybe_text(item, "caption") for item in items}
    order = dict.fromkeys([*captions, *(name for name in metadata if isinstance(name, str))])
    found = [
        media
        for name in order
        for media in _read_one(name, maybe_object(metadata, name), captions.get(name, ""))
    ]
    if not found:
        found = [*_read_video(fields), *_read_picture(fields)][:1]
    return tuple(dict.fromkeys(found))


def _read_one(name: str, held: Object, caption: str) -> Iterator[Media]:
    size, kind = maybe_object(held, "s"), maybe_text(held, "e")
    media_type = maybe_text(held, "m").replace("image/jpg", "image/jpeg")
    signed = _plain(maybe_text(size, "u") or maybe_text(size, "gif"))
    end = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}.get(media_type)
    url = f"https://i.redd.it/{name}.{end}" if end and "|" not in name else signed
    url = absolute(url) or absolute(_plain(maybe_text(held, "hlsUrl")))
    if not url:
        return
    yield Media(
        url=url,
        kind=_KINDS.get(kind, "unknown"),
        media_type=media_type,
        description=caption,
        width=maybe_count(size, "x") or maybe_count(held, "x"),
        height=maybe_count(size, "y") or maybe_count(held, "y"),
        preview_url=absolute(signed) if signed != url else "",
    )


def _read_video(fields: Object) -> Iterator[Media]:
    holder = maybe_object(fields, "secure_media") or maybe_object(fields, "media")
    video = maybe_object(holder, "reddit_video")
    if url := absolute(_plain(maybe_text(video, "fallback_url"))):
        length = maybe_count(video, "duration")
        yield Media(
            url=url,
            kind="video",
            media_type="video/mp4",
            width=maybe_count(video, "width"),
            height=maybe_count(video, "height"),
            duration_s=float(length) if length else None,
            preview_url=_read_preview(fields),
        )


def _read_picture(fields: Object) -> Iterator[Media]:
    url = absolute(_plain(maybe_text(fields, "url_overridden_by_dest") or maybe_text(fields, "url")))
    path = url.partition("?")[0].lower()
    if path.endswith(_ENDS) or (url and maybe_text(fields, "post_hint") == "image"):
        source = _source(fields)
        yield Media(
            url=url,
            kind="image",
            width=maybe_count(source, "width"),
            height=maybe_count(source, "height"),
            preview_url=_read_preview(fields),
        )


def _source(fields: Object) -> Object:
    images = maybe_objects(maybe_object(fields, "preview"), "images")
    return maybe_object(images[0], "source") if images else {}


def _read_preview(fields: Object) -> str:
    return absolute(_plain(maybe_text(_source(fields), "url")))


def _plain(url: str) -> str:
    return url.replace("&amp;", "&")
