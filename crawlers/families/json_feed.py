"""JSON Feed (jsonfeed.org/version/1.1) as posts and an account."""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.html_text import absolute, read_html
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_array,
    maybe_count,
    maybe_objects,
    maybe_text,
    maybe_time,
    need,
    need_id,
)
from crawlers.words import words
from storage.items import Account, Capture, Link, Media, MediaKind, Post, Watched

FEED = words(
    """
    version title home_page_url feed_url description user_comment next_url icon favicon author authors
    language expired hubs items
    """
)
ITEM = words(
    """
    id url external_url title content_html content_text summary image banner_image date_published
    date_modified author authors tags language attachments
    """
)
_KINDS: dict[str, MediaKind] = {
    "image": "image",
    "video": "video",
    "audio": "audio",
    "application": "document",
}


def is_json_feed(fields: Object) -> bool:
    """Whether an object is a JSON Feed: ``version`` is a jsonfeed.org URL."""
    return "jsonfeed.org/version" in maybe_text(fields, "version")


def read_json_account(fields: Object, capture: Capture, watched: Watched) -> Account:
    """The feed's top-level facts."""
    found = {
        "feed_url": capture.url,
        "format": maybe_text(fields, "version"),
        "language": maybe_text(fields, "language"),
        "author": _authors(fields),
        "expired": "1" if fields.get("expired") is True else "",
        ATTRIBUTE: name_drift("json_feed", FEED, {k: v for k, v in fields.items() if not k.startswith("_")}),
    }
    return Account(
        platform=watched.platform,
        key=watched.key,
        handle=watched.handle or watched.key,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=absolute(maybe_text(fields, "home_page_url"), capture.url) or watched.url,
        host=watched.host,
        display_name=maybe_text(fields, "title"),
        bio=maybe_text(fields, "description"),
        avatar_url=absolute(maybe_text(fields, "icon") or maybe_text(fields, "favicon"), capture.url),
        attributes={name: value for name, value in found.items() if value},
    )


def read_json_items(fields: Object, capture: Capture, watched: Watched) -> Iterable[Post]:
    """The items; ``id`` is mandatory and may be a number (1.0 feeds)."""
    for number, item in enumerate(as_array(need(fields, "items"), "items")):
        yield _read_item(as_object(item, f"items/{number}"), capture, watched, f"/items/{number}")


def _read_item(item: Object, capture: Capture, watched: Watched, where: str) -> Post:
    markup = maybe_text(item, "content_html")
    body = read_html(markup, maybe_text(item, "url") or capture.url) if markup else None
    text = body.text if body else maybe_text(item, "content_text") or maybe_text(item, "summary")
    links = list(body.links if body else read_html(text.replace("<", "&lt;")).links)
    if external := absolute(maybe_text(item, "external_url"), capture.url):
        links.append(Link(url=external, kind="card"))
    identity = need_id(item)
    title = maybe_text(item, "title")
    modified, published = maybe_time(item, "date_modified"), maybe_time(item, "date_published")
    media = [
        Media(
            url=url,
            kind=_KINDS.get(maybe_text(one, "mime_type").partition("/")[0], "unknown"),
            media_type=maybe_text(one, "mime_type"),
            description=maybe_text(one, "title"),
            duration_s=float(length)
            if (length := maybe_count(one, "duration_in_seconds")) is not None
            else None,
        )
        for one in maybe_objects(item, "attachments")
        if (url := absolute(maybe_text(one, "url"), capture.url))
    ]
    media += [
        Media(url=url, kind="image")
        for name in ("image", "banner_image")
        if (url := absolute(maybe_text(item, name), capture.url))
    ]
    media += body.media if body else ()
    drift = name_drift("json_item", ITEM, {k: v for k, v in item.items() if not k.startswith("_")})
    return Post(
        platform=watched.platform,
        id=f"{watched.key}#{identity}",
        account=watched.key,
        url=absolute(maybe_text(item, "url"), capture.url) or identity,
        text=text or title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="article",
        title=title,
        author=_authors(item),
        posted_at=published or modified,
        posted_at_text=maybe_text(item, "date_published") or maybe_text(item, "date_modified"),
        edited_at=modified if modified and published and modified > published else None,
        language=maybe_text(item, "language"),
        hashtags=tuple(tag for tag in maybe_array(item, "tags") if isinstance(tag, str)),
        media=tuple({one.url: one for one in media}.values()),
        links=tuple(dict.fromkeys(links)),
        route=capture.route,
        uri=identity,
        attributes={ATTRIBUTE: drift} if drift else {},
    )


def _authors(fields: Object) -> str:
    people = [*maybe_objects(fields, "authors"), *maybe_objects({"author": [fields.get("author")]}, "author")]
    return ", ".join(dict.fromkeys(name for one in people if (name := maybe_text(one, "name"))))
