"""Account and Status of the Mastodon API as items, the dialects of its forks included.

Source: docs.joinmastodon.org/entities/Account and /Status. Mandatory are ``id`` and ``acct`` (or
``username``) of an account, ``id``, ``created_at``, ``account`` and ``content`` (it may be null on
Pixelfed) of a status; everything else may be missing or null on some fork.
"""

from __future__ import annotations

from typing import Literal, get_args
from urllib.parse import urlsplit

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.mastodon_shapes import ACCOUNT, STATUS
from crawlers.html_text import HtmlText, absolute, read_html
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need,
    need_id,
    need_text,
)
from crawlers.times import parse_time
from storage.items import Account, Capture, Link, Media, MediaKind, Post, PostKind, Watched

MOST_DEEP = 2

_MEDIA_KINDS: dict[str, MediaKind] = {
    "image": "image",
    "gifv": "video",
    "video": "video",
    "tv": "video",
    "audio": "audio",
    "photo": "image",
    "album": "image",
}
_QUOTE_FALLBACK = frozenset({"quote-inline", "quote-inline-hidden"})


def read_key(fields: Object, watched: Watched) -> str:
    """``user@host`` in lower case: ``acct``, completed with the host asked where it is local."""
    name = (maybe_text(fields, "acct") or need_id(fields, "username")).lower().lstrip("@")
    return name if "@" in name else f"{name}@{watched.host}"


def read_account(fields: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """An Account entity. ``created_at`` with no time of day has the precision of a day (Mastodon cuts it)."""
    key = read_key(fields, watched)
    bio = read_html(maybe_text(fields, "note"))
    created = maybe_text(fields, "created_at")
    moved = fields.get("moved")
    return Account(
        platform=watched.platform,
        key=key,
        handle=need_id(fields, "username") if "username" in fields else key.partition("@")[0],
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=maybe_text(fields, "url"),
        host=key.partition("@")[2],
        display_name=maybe_text(fields, "display_name"),
        bio=bio.text,
        created_at=parse_time(created),
        created_at_text=created,
        created_at_precision=""
        if not created
        else "day"
        if "T00:00:00" in created or len(created) == 10
        else "second",
        followers=maybe_count(fields, "followers_count"),
        following=maybe_count(fields, "following_count"),
        posts=maybe_count(fields, "statuses_count"),
        state=_read_state(fields),
        avatar_url=_picture(fields, "avatar"),
        banner_url=_picture(fields, "header"),
        links=_read_profile_links(fields, bio),
        aliases=(watched.key,) if watched.key != key else (),
        attributes=_read_account_attributes(fields, moved if isinstance(moved, dict) else {}),
    )


def read_status(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A Status entity as it stands in the account's timeline: a reblog is a repost by the account."""
    account = as_object(need(fields, "account"), "account")
    key = read_key(account, watched)
    inner = fields.get("reblog")
    shown = as_object(inner, "reblog") if inner else fields
    author = read_key(as_object(need(shown, "account"), "account"), watched)
    content = need(shown, "content")
    body = read_html(content if isinstance(content, str) else "", skip=_QUOTE_FALLBACK)
    quote, quote_state = _read_quote(shown, watched)
    attributes = _read_status_attributes(fields, shown, quote_state)
    return Post(
        platform=watched.platform,
        id=f"{watched.host}/{need_id(fields)}",
        account=key,
        url=maybe_text(fields, "url") or maybe_text(fields, "uri"),
        text=body.text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind=_read_kind(fields, bool(quote or quote_state)),
        title=maybe_text(shown, "spoiler_text"),
        author=author if author != key else "",
        posted_at=maybe_time(fields, "created_at"),
        posted_at_text=need_text(fields, "created_at"),
        edited_at=maybe_time(shown, "edited_at") or maybe_time(shown, "revised_at"),
        language=maybe_text(shown, "language"),
        pinned=fields.get("pinned") is True or _is_pinned_list(capture),
        sensitive=shown.get("sensitive") is True,
        reply_to=_local_id(fields, "in_reply_to_id", watched),
        repost_of=_refer(shown, watched) if inner else "",
        quote_of=quote,
        hashtags=_read_hashtags(shown, body),
        mentions=tuple(_mention(one, watched) for one in maybe_objects(shown, "mentions")) or body.mentions,
        media=tuple(
            media for one in maybe_objects(shown, "media_attachments") if (media := _read_media(one))
        ),
        links=_read_links(shown, body),
        replies=maybe_count(shown, "replies_count"),
        reposts=maybe_count(shown, "reblogs_count"),
        likes=maybe_count(shown, "favourites_count"),
        route=capture.route,
        uri=maybe_text(fields, "uri"),
        attributes=attributes,
    )


def _is_pinned_list(capture: Capture) -> bool:
    """Whether pinned statuses were asked for, by the crawl or by the profile page in the browser."""
    asked = capture.context.get("list") == "pinned"
    return asked or "pinned=true" in urlsplit(capture.url).query.split("&")


def _read_state(fields: Object) -> Literal["live", "suspended", "deleted", "private", "limited", "moved"]:
    pleroma = maybe_object(fields, "pleroma")
    if fields.get("suspended") is True or pleroma.get("deactivated") is True:
        return "suspended"
    if fields.get("moved"):
        return "moved"
    return "limited" if fields.get("limited") is True else "live"


def _picture(fields: Object, name: str) -> str:
    url = maybe_text(fields, name) or maybe_text(fields, f"{name}_static")
    return "" if url.endswith("/missing.png") else absolute(url)


def _read_profile_links(fields: Object, bio: HtmlText) -> tuple[Link, ...]:
    links = [Link(url=link.url, text=link.text, kind="bio") for link in bio.links]
    for field in maybe_objects(fields, "fields"):
        shown = read_html(maybe_text(field, "value"))
        links += [Link(url=link.url, text=maybe_text(field, "name"), kind="profile") for link in shown.links]
    if website := absolute(maybe_text(fields, "website")):
        links.append(Link(url=website, kind="profile"))
    return tuple(dict.fromkeys(links))


def _read_account_attributes(fields: Object, moved: Object) -> dict[str, str]:
    found = {"account_id": need_id(fields)}
    for name in ("last_status_at", "uri", "fqn", "location"):
        found[name] = maybe_text(fields, name)
    for name in ("bot", "locked", "group", "noindex", "memorial", "verified", "is_verified", "is_pro"):
        found[name] = "1" if fields.get(name) is True else ""
    found["moved_to"] = maybe_text(moved, "url") or maybe_text(moved, "acct")
    found["ap_id"] = maybe_text(maybe_object(fields, "pleroma"), "ap_id")
    for number, field in enumerate(maybe_objects(fields, "fields")[:20]):
        value = read_html(maybe_text(field, "value")).text
        found[f"field_{number}"] = f"{read_html(maybe_text(field, 'name')).text}: {value}"
        if verified := maybe_text(field, "verified_at"):
            found[f"field_{number}_verified_at"] = verified
    found[ATTRIBUTE] = name_drift("account", ACCOUNT, fields)
    return {name: value for name, value in found.items() if value}


def _read_kind(fields: Object, quote: bool) -> PostKind:
    """A reply is one still when what it answers is deleted: then only the account's id is left."""
    if fields.get("reblog"):
        return "repost"
    if quote:
        return "quote"
    answers = maybe_text(fields, "in_reply_to_id") or maybe_text(fields, "in_reply_to_account_id")
    return "reply" if answers else "post"


def _refer(status: Object, watched: Watched) -> str:
    """How another status is referred to: by its id on this host, as posts of this host have it."""
    return _local_id(status, "id", watched) or maybe_text(status, "uri") or maybe_text(status, "url")


def _local_id(fields: Object, name: str, watched: Watched) -> str:
    number = maybe_text(fields, name)
    return f"{watched.host}/{number}" if number else ""


def _read_quote(fields: Object, watched: Watched) -> tuple[str, str]:
    """What is quoted and the state of the quote: Mastodon 4.4 ``quote.{state,quoted_status}``, the status
    itself on Fedibird, Truth Social and Gab, ``pleroma.quote*`` on Pleroma and Akkoma."""
    quote = fields.get("quote")
    if isinstance(quote, dict):
        state = maybe_text(quote, "state")
        inner = quote.get("quoted_status")
        if isinstance(inner, dict):
            return _refer(inner, watched), state
        if found := _local_id(quote, "quoted_status_id", watched):
            return found, state
        if "id" in quote:
            return _refer(quote, watched), state
        return "", state or "unknown"
    for name in ("quote_id", "quoted_status_id", "quote_of_id"):
        if found := _local_id(fields, name, watched):
            return found, ""
    for dialect in (maybe_object(fields, "pleroma"), maybe_object(fields, "akkoma"), fields):
        if inner := maybe_object(dialect, "quote"):
            return _refer(inner, watched), ""
        if found := _local_id(dialect, "quote_id", watched) or maybe_text(dialect, "quote_url"):
            return found, ""
    return "", ""


def _read_hashtags(fields: Object, body: HtmlText) -> tuple[str, ...]:
    tags = [maybe_text(tag, "name") for tag in maybe_objects(fields, "tags")]
    tags += [tag for tag in maybe_array(fields, "tags") if isinstance(tag, str)]
    return tuple(dict.fromkeys(tag.lstrip("#") for tag in tags if tag)) or body.hashtags


def _mention(fields: Object, watched: Watched) -> str:
    name = (maybe_text(fields, "acct") or maybe_text(fields, "username")).lower()
    return name if "@" in name or not name else f"{name}@{watched.host}"


def _read_media(fields: Object) -> Media | None:
    url = absolute(maybe_text(fields, "url")) or absolute(maybe_text(fields, "remote_url"))
    url = url or absolute(maybe_text(fields, "preview_url"))
    if not url:
        return None
    meta = maybe_object(fields, "meta")
    original = maybe_object(meta, "original")
    length = original.get("duration") or meta.get("duration")
    pleroma = maybe_object(fields, "pleroma")
    mime = maybe_text(pleroma, "mime_type") or maybe_text(fields, "mime")
    kind = _MEDIA_KINDS.get(maybe_text(fields, "type"), "unknown")
    if kind == "unknown" and mime.partition("/")[0] in get_args(MediaKind):
        kind = mime.partition("/")[0]  # type: ignore[assignment]
    return Media(
        url=url,
        kind=kind,
        media_type=mime,
        description=maybe_text(fields, "description"),
        width=maybe_count(original, "width"),
        height=maybe_count(original, "height"),
        duration_s=float(length) if isinstance(length, int | float) else None,
        preview_url=absolute(maybe_text(fields, "preview_url")),
    )


def _read_links(fields: Object, body: HtmlText) -> tuple[Link, ...]:
    """Outbound links: those of the text, without mentions, and that of the card."""
    people = {maybe_text(one, "url") for one in maybe_objects(fields, "mentions")}
    links = [link for link in body.links if link.url not in people]
    card = maybe_object(fields, "card")
    url = absolute(maybe_text(card, "url"))
    if url and all(link.url != url for link in links):
        links.append(Link(url=url, text=maybe_text(card, "title"), kind="card"))
    return tuple(links)


def _read_status_attributes(fields: Object, shown: Object, quote_state: str) -> dict[str, str]:
    card = maybe_object(shown, "card")
    found = {
        "visibility": maybe_text(fields, "visibility"),
        "application": maybe_text(maybe_object(shown, "application"), "name"),
        "quote_state": quote_state,
        "card_title": maybe_text(card, "title"),
        "card_author": maybe_text(card, "author_name"),
        "poll": _read_poll(maybe_object(shown, "poll")),
        "reply_to_account": maybe_text(fields, "in_reply_to_account_id"),
        "repost_uri": maybe_text(shown, "uri") if shown is not fields else "",
        "repost_url": maybe_text(shown, "url") if shown is not fields else "",
        "originally_posted_at": maybe_text(shown, "created_at") if shown is not fields else "",
        "deleted_media": "1"
        if any(one.get("url") is None for one in maybe_objects(shown, "media_attachments"))
        else "",
        "remote_media": " ".join(
            url
            for one in maybe_objects(shown, "media_attachments")
            if (url := absolute(maybe_text(one, "remote_url")))
        ),
        ATTRIBUTE: name_drift("status", STATUS, fields),
    }
    return {name: value for name, value in found.items() if value}


def _read_poll(poll: Object) -> str:
    """The options of a poll with their votes, ``title=votes`` by line."""
    lines = []
    for option in maybe_objects(poll, "options"):
        votes = maybe_count(option, "votes_count")
        lines.append(f"{maybe_text(option, 'title')}={'' if votes is None else votes}")
    return "\n".join(lines)
