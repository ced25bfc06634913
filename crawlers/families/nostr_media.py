"""The pictures and videos of a Nostr event: described by ``imeta`` tags, or bare addresses of such files.

Sources: NIP-92 and NIP-94 (``imeta``: words ``url``, ``m``, ``dim``, ``alt``, ``image``, ``thumb``,
``duration``), NIP-23 (an article's ``image``).
"""

from __future__ import annotations

import re

from crawlers.families.markdown_links import read_marked
from crawlers.families.nostr_events import ARTICLE, Event
from crawlers.html_text import absolute
from storage.items import Media, MediaKind

MOST = 200

_KINDS: dict[str, MediaKind] = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif", "bmp", "svg"), "image"),
    **dict.fromkeys(("mp4", "webm", "mov", "m4v", "m3u8"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "wav", "flac"), "audio"),
}
_ENDING = re.compile(r"\.([A-Za-z0-9]{2,5})(?:[?#].*)?$", re.DOTALL)
_SIZE = re.compile(r"(\d{1,6})x(\d{1,6})")
_DURATION = re.compile(r"\d{1,7}(?:\.\d{1,9})?")


def read_media(event: Event) -> tuple[Media, ...]:
    """What an event shows, each address once: tags first, then bare addresses in its text."""
    found: dict[str, Media] = {}
    for tag in event.tagged("imeta"):
        if media := _read_imeta(tag[1:]):
            found.setdefault(media.url, media)
    if event.kind == ARTICLE and (cover := absolute(event.tag("image"))):
        found.setdefault(cover, Media(url=cover, kind="image"))
    marked = read_marked(event.content)
    for media in marked.media:
        found.setdefault(media.url, media)
    for link in marked.links:
        if kind := guess_kind(link.url):
            found.setdefault(link.url, Media(url=link.url, kind=kind))
    return tuple(found.values())[:MOST]


def drop_media(text: str, media: tuple[Media, ...]) -> str:
    """``text`` without the bare addresses of ``media``; those inside Markdown stay."""
    for one in sorted(media, key=lambda each: -len(each.url)):
        if one.url in text:
            text = re.sub(rf"(?<![(<\w]){re.escape(one.url)}(?![\w/?#=&-])", "", text)
    return text


def guess_kind(url: str) -> MediaKind | None:
    """The kind of file that an address names by its ending."""
    found = _ENDING.search(url.partition("?")[0])
    return _KINDS.get(found[1].lower()) if found else None


def _read_imeta(words: tuple[str, ...]) -> Media | None:
    fields: dict[str, str] = {}
    for word in words:
        name, _, value = word.partition(" ")
        fields.setdefault(name, value.strip())
    url = absolute(fields.get("url", ""))
    if not url:
        return None
    media_type = fields.get("m", "").lower()[:100]
    family = media_type.partition("/")[0]
    size, duration = _SIZE.fullmatch(fields.get("dim", "")), _DURATION.fullmatch(fields.get("duration", ""))
    kinds: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio"}
    return Media(
        url=url,
        kind=kinds.get(family) or guess_kind(url) or "unknown",
        media_type=media_type,
        description=fields.get("alt", ""),
        width=int(size[1]) if size else None,
        height=int(size[2]) if size else None,
        duration_s=float(duration[0]) if duration else None,
        preview_url=absolute(fields.get("image", "") or fields.get("thumb", "")),
    )
