"""Rich text and embeds of Bluesky posts, as views (AppView) and as records (PDS).

Sources: lexicons app.bsky.richtext.facet, app.bsky.embed.images, .video, .external, .record,
.recordWithMedia. Facet offsets count UTF-8 bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from crawlers.html_text import absolute
from crawlers.json_reading import Object, maybe_count, maybe_object, maybe_objects, maybe_text
from storage.items import Link, Media


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a post shows besides its text. ``state`` says why a quoted record is not shown,
    ``other`` is an embedded record that is no post (a feed, a list), ``unknown`` the type of an embed that
    this reader does not know."""

    media: tuple[Media, ...] = ()
    links: tuple[Link, ...] = ()
    quote: str = ""
    quote_author: str = ""
    state: str = ""
    other: str = ""
    unknown: str = ""


def read_facets(record: Object) -> tuple[tuple[Link, ...], tuple[str, ...], tuple[str, ...]]:
    """Links, mentioned DIDs and hashtags of a post record."""
    text = maybe_text(record, "text").encode("utf-8", "replace")
    links, mentions, tags = [], [], []
    for facet in maybe_objects(record, "facets"):
        index = maybe_object(facet, "index")
        start, end = maybe_count(index, "byteStart"), maybe_count(index, "byteEnd")
        shown = text[start:end].decode("utf-8", "replace") if start is not None and end is not None else ""
        for feature in maybe_objects(facet, "features"):
            kind = maybe_text(feature, "$type").rpartition("#")[2]
            if kind == "link" and (url := absolute(maybe_text(feature, "uri"))):
                links.append(Link(url=url, text=shown))
            elif kind == "mention":
                mentions.append(maybe_text(feature, "did"))
            elif kind == "tag":
                tags.append(maybe_text(feature, "tag"))
    tags += [tag for tag in record.get("tags") or () if isinstance(tag, str)]
    return (
        tuple(dict.fromkeys(links)),
        tuple(filter(None, mentions)),
        tuple(dict.fromkeys(filter(None, tags))),
    )


def read_embed(embed: Object, blobs: str) -> Embedded:
    """An embed in either form. ``blobs`` is where a record's blobs are served (``{cid}`` in it), empty if
    that is not known: then only the views' own URLs make media."""
    kind = maybe_text(embed, "$type").removesuffix("#view").removesuffix("#main")
    if not embed:
        return Embedded()
    if kind == "app.bsky.embed.images":
        return Embedded(media=tuple(_read_images(embed, blobs)))
    if kind == "app.bsky.embed.video":
        return Embedded(media=tuple(_read_video(embed, blobs)))
    if kind == "app.bsky.embed.external":
        return _read_external(maybe_object(embed, "external"), blobs)
    if kind == "app.bsky.embed.record":
        return _read_quote(maybe_object(embed, "record"))
    if kind == "app.bsky.embed.recordWithMedia":
        within = maybe_object(embed, "media")
        if maybe_text(within, "$type").startswith(kind):  # the lexicon nests no further, nor does this
            return Embedded(unknown=f"{kind}.media")
        inner = read_embed(within, blobs)
        record = maybe_object(embed, "record")
        quoted = _read_quote(maybe_object(record, "record"))
        return Embedded(
            media=inner.media,
            links=inner.links,
            other=quoted.other,
            quote=quoted.quote,
            quote_author=quoted.quote_author,
            state=quoted.state,
            unknown=inner.unknown,
        )
    return Embedded(unknown=kind or "without_type")


def _read_images(embed: Object, blobs: str) -> Iterable[Media]:
    for image in maybe_objects(embed, "images"):
        ratio = maybe_object(image, "aspectRatio")
        url = absolute(maybe_text(image, "fullsize")) or _blob_url(maybe_object(image, "image"), blobs)
        if url:
            yield Media(
                url=url,
                kind="image",
                media_type=maybe_text(maybe_object(image, "image"), "mimeType"),
                description=maybe_text(image, "alt"),
                width=maybe_count(ratio, "width"),
                height=maybe_count(ratio, "height"),
                preview_url=absolute(maybe_text(image, "thumb")),
            )


def _read_video(embed: Object, blobs: str) -> Iterable[Media]:
    ratio, blob = maybe_object(embed, "aspectRatio"), maybe_object(embed, "video")
    if url := absolute(maybe_text(embed, "playlist")) or _blob_url(blob, blobs):
        yield Media(
            url=url,
            kind="video",
            media_type=maybe_text(blob, "mimeType"),
            description=maybe_text(embed, "alt"),
            width=maybe_count(ratio, "width"),
            height=maybe_count(ratio, "height"),
            preview_url=absolute(maybe_text(embed, "thumbnail")),
        )


def _read_external(external: Object, blobs: str) -> Embedded:
    url = absolute(maybe_text(external, "uri"))
    thumb = absolute(maybe_text(external, "thumb")) or _blob_url(maybe_object(external, "thumb"), blobs)
    return Embedded(
        media=(Media(url=thumb, kind="image", description=maybe_text(external, "title")),) if thumb else (),
        links=(Link(url=url, text=maybe_text(external, "title"), kind="card"),) if url else (),
    )


def _read_quote(record: Object) -> Embedded:
    uri = maybe_text(record, "uri")
    kind = maybe_text(record, "$type").rpartition("#")[2]
    state = (
        kind.removeprefix("view").lower() if kind in ("viewNotFound", "viewBlocked", "viewDetached") else ""
    )
    of_post = maybe_text(maybe_object(record, "value"), "$type") == "app.bsky.feed.post"
    if not (of_post or state or "/app.bsky.feed.post/" in uri):
        return Embedded(other=uri)
    return Embedded(quote=uri, quote_author=maybe_text(maybe_object(record, "author"), "did"), state=state)


def _blob_url(blob: Object, blobs: str) -> str:
    cid = maybe_text(maybe_object(blob, "ref"), "$link") or maybe_text(blob, "cid")
    return blobs.replace("{cid}", quote(cid, safe="")) if cid and blobs else ""
