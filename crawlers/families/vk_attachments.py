"""What hangs on a post of VKontakte: photos in all sizes, videos, documents, link cards, polls and the rest.

Source: github.com/VKCOM/vk-api-schema (``wall_wallpost_attachment``); versions before 5.77 give a photo's
sizes as ``photo_75`` to ``photo_2560``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.html_text import absolute
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need_text,
)
from storage.items import Link, Media

_OLD_SIZES = ("photo_2560", "photo_1280", "photo_807", "photo_604", "photo_130", "photo_75")
_PICTURES = ("jpg", "jpeg", "png", "gif", "webp")


@dataclass(frozen=True, slots=True)
class Attached:
    """Media and links, and what has no field of its own: texts by name, a line each."""

    media: tuple[Media, ...]
    links: tuple[Link, ...]
    facts: dict[str, str]


def read_attachments(entries: Sequence[object]) -> Attached:
    """All attachments of a post. Raises ``Unreadable`` for one without type."""
    media: list[Media] = []
    links: list[Link] = []
    facts: dict[str, list[str]] = {}
    for number, entry in enumerate(entries):
        fields = as_object(entry, f"attachments/{number}")
        kind = need_text(fields, "type")
        inner = maybe_object(fields, kind)
        facts.setdefault("attachments", []).append(kind)
        if kind in ("photo", "posted_photo", "graffiti"):
            media += _read_photo(inner)
            facts.setdefault("photo_sizes", []).extend(_list_sizes(inner))
        elif kind == "video":
            media += _read_cover(inner)
            place = f"{maybe_text(inner, 'owner_id')}_{maybe_text(inner, 'id')}"
            named = f"https://vk.com/video{place} {maybe_text(inner, 'title')}"
            facts.setdefault("videos", []).append(named)
        elif kind == "doc":
            media += _read_document(inner)
        elif kind == "link":
            if url := absolute(maybe_text(inner, "url")):
                links.append(Link(url=url, text=maybe_text(inner, "title")[:500], kind="card"))
                facts.setdefault("card_text", []).append(maybe_text(inner, "description"))
        elif kind == "poll":
            answers = [maybe_text(one, "text") for one in maybe_objects(inner, "answers")]
            facts.setdefault("poll", []).append(" | ".join((maybe_text(inner, "question"), *answers)))
        elif kind == "audio":
            facts.setdefault("audio", []).append(
                f"{maybe_text(inner, 'artist')} – {maybe_text(inner, 'title')}"
            )
        else:
            facts.setdefault(kind[:30], []).append(maybe_text(inner, "title") or maybe_text(inner, "text"))
    told = {name: "\n".join(filter(None, lines))[:4000] for name, lines in facts.items()}
    return Attached(tuple(dict.fromkeys(media)), tuple(dict.fromkeys(links)), told)


def _read_photo(photo: Object) -> list[Media]:
    best = _find_largest(photo)
    return [best] if best else []


def _find_largest(photo: Object) -> Media | None:
    about = maybe_text(photo, "text")
    sizes = [*maybe_objects(photo, "sizes"), maybe_object(photo, "orig_photo")]
    shown = [one for one in sizes if absolute(_url(one))]
    if shown:
        best = max(
            shown, key=lambda one: (maybe_count(one, "width") or 0) * (maybe_count(one, "height") or 0)
        )
        width, height = maybe_count(best, "width") or None, maybe_count(best, "height") or None
        return Media(url=_url(best), kind="image", description=about, width=width, height=height)
    for name in _OLD_SIZES:
        if url := absolute(maybe_text(photo, name)):
            width, height = maybe_count(photo, "width") or None, maybe_count(photo, "height") or None
            return Media(url=url, kind="image", description=about, width=width, height=height)
    return None


def _read_cover(video: Object) -> list[Media]:
    """A video's cover: its file is given to the users of a player only."""
    covers = {
        "sizes": [*maybe_array(video, "image"), *maybe_array(video, "first_frame")],
        "text": video.get("title"),
    }
    best = _find_largest(covers) or _find_largest(video)
    return [best] if best else []


def _read_document(doc: Object) -> list[Media]:
    url, ending = absolute(maybe_text(doc, "url")), maybe_text(doc, "ext").lower()
    if not url:
        return []
    previews = _find_largest(maybe_object(maybe_object(doc, "preview"), "photo"))
    return [
        Media(
            url=url,
            kind="image" if ending in _PICTURES else "document",
            description=maybe_text(doc, "title"),
            preview_url=previews.url if previews else "",
        )
    ]


def _list_sizes(photo: Object) -> list[str]:
    return [
        f"{_url(one)} {maybe_count(one, 'width') or 0}x{maybe_count(one, 'height') or 0}"
        for one in maybe_objects(photo, "sizes")
    ]


def _url(size: Object) -> str:
    return maybe_text(size, "url") or maybe_text(size, "src")
