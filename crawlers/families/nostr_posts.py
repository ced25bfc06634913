"""From true events of Nostr to accounts, posts and deletions.

Sources: NIP-10 and NIP-18 (replies, reposts, quotes), NIP-23 (articles), NIP-36 (``content-warning``),
NIP-48 (``proxy``: where a bridge brought it from), NIP-68 (pictures), NIP-92 (``imeta``), NIP-09
(deletion). Tags are open to whatever an author thinks of: those that no field here has are left to the
archive, while unknown fields of an event are told as drift.

An event cannot be edited: the id of a post is the event's. An article can, under its ``d`` tag: its id is
``30023:AUTHOR:D``. The text is what the author wrote without the addresses of its own pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import orjson

from crawlers.drift import ATTRIBUTE as DRIFT
from crawlers.families.markdown_links import read_marked
from crawlers.families.nostr_events import (
    ARTICLE,
    DELETION,
    GENERIC_REPOST,
    NOTE,
    PICTURE,
    REPOST,
    Event,
    verify_event,
)
from crawlers.families.nostr_media import drop_media, read_media
from crawlers.families.nostr_names import GATEWAY, is_hex, write_address, write_note
from crawlers.html_text import tidy
from storage.items import Capture, Observation, Post, PostKind, Watched

POSTS = (NOTE, REPOST, GENERIC_REPOST, PICTURE, ARTICLE)
PATIENCE = timedelta(hours=1)
"""How far a post's time may lie ahead of when it was received, before nobody believes it."""
LONGEST_INSIDE = 200_000

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_post(event: Event, capture: Capture, watched: Watched) -> Post:
    """The post that an event of ``POSTS`` is."""
    inside = _read_inside(event) if event.kind in (REPOST, GENERIC_REPOST) else None
    shown = inside or event
    is_repost = event.kind in (REPOST, GENERIC_REPOST)
    media = read_media(shown)
    text = "" if is_repost and inside is None else tidy(drop_media(shown.content, media))
    at, edited_at = _read_times(event)
    believed = at <= capture.captured_at + PATIENCE
    links = () if is_repost and inside is None else read_marked(text).links
    reply_to = "" if is_repost else find_parent(event)
    quote_of = next((tag[1] for tag in event.tagged("q")), "")
    warning = event.tag("content-warning") or any(tag[0] == "content-warning" for tag in shown.tags)
    return Post(
        platform=watched.platform,
        id=name_post(event),
        account=event.pubkey,
        url=spell_url(event),
        text=text,
        record_id=capture.record_id,
        where=f"line {event.line}",
        captured_at=capture.captured_at,
        kind=_name_kind(event, reply_to, quote_of),
        title=event.tag("title") if event.kind in (ARTICLE, PICTURE) else "",
        author=_find_author(event, inside) if is_repost else "",
        posted_at=at if believed else None,
        posted_at_text=str(event.created_at),
        edited_at=edited_at,
        language=_find_language(shown),
        sensitive=bool(warning),
        reply_to=reply_to,
        repost_of=_find_original(event, inside) if is_repost else "",
        quote_of=quote_of,
        hashtags=_gather(tag[1].lstrip("#") for tag in shown.tagged("t")),
        mentions=_gather(tag[1] for tag in event.tagged("p") if is_hex(tag[1])),
        media=media,
        links=links,
        route=capture.route,
        uri=f"nostr:{write_note(event.id)}",
        attributes=_tell(event, believed),
    )


def read_deletions(
    event: Event, known: Iterable[str], capture: Capture, watched: Watched
) -> Iterator[Observation]:
    """Which of its author's posts a deletion request (kind 5) names, among the ``known`` ones.

    Anyone may name anything in a request; only what is known for the author's own counts. The place of an
    article holds its author.
    """
    own = f"{ARTICLE}:{event.pubkey}:"
    mine = frozenset(known)
    named = [tag[1] for tag in event.tagged("e") if tag[1] in mine]
    named += [tag[1] for tag in event.tagged("a") if tag[1].startswith(own)]
    for id in dict.fromkeys(named):
        yield Observation(
            platform=watched.platform,
            post_id=id,
            kind="gone",
            record_id=capture.record_id,
            where=f"line {event.line}",
            captured_at=capture.captured_at,
            reason=f"its author asked to delete it (kind {DELETION}): {event.content}".rstrip(": ")[:300],
        )


def name_post(event: Event) -> str:
    """The id of the post that an event is."""
    return f"{ARTICLE}:{event.pubkey}:{event.tag('d')}" if event.kind == ARTICLE else event.id


def spell_url(event: Event) -> str:
    """Where a person can look at it."""
    if event.kind == ARTICLE:
        return f"https://{GATEWAY}/{write_address(event.tag('d'), event.pubkey, ARTICLE)}"
    return f"https://{GATEWAY}/{write_note(event.id)}"


def find_parent(event: Event) -> str:
    """What a note answers (NIP-10): the ``e`` marked ``reply``, else ``root``, else the last unmarked one."""
    tags = [tag for tag in event.tagged("e") if is_hex(tag[1])]
    for marker in ("reply", "root"):
        for tag in tags:
            if len(tag) > 3 and tag[3] == marker:
                return tag[1]
    unmarked = [tag[1] for tag in tags if len(tag) < 4 or tag[3] == ""]
    return unmarked[-1] if unmarked else ""


def _read_times(event: Event) -> tuple[datetime, datetime | None]:
    """When it was posted and, of an article that says when it was first published, when it was edited."""
    at = datetime.fromtimestamp(event.created_at, UTC)
    published = event.tag("published_at") if event.kind == ARTICLE else ""
    if not published.isascii() or not published.isdigit() or len(published) > 12:
        return at, None
    first = int(published)
    return (datetime.fromtimestamp(first, UTC), at) if 0 < first < event.created_at else (at, None)


def _name_kind(event: Event, reply_to: str, quote_of: str) -> PostKind:
    if event.kind in (REPOST, GENERIC_REPOST):
        return "repost"
    if event.kind == ARTICLE:
        return "article"
    return "reply" if reply_to else "quote" if quote_of else "post"


def _read_inside(event: Event) -> Event | None:
    """The reposted event where a repost carries it, and it is true and the one that is named."""
    if not event.content.startswith("{") or len(event.content) > LONGEST_INSIDE:
        return None
    try:
        fields = orjson.loads(event.content)
    except orjson.JSONDecodeError:
        return None
    inside = verify_event(fields, event.line) if isinstance(fields, dict) else ""
    if isinstance(inside, str):
        return None
    named = event.tag("e")
    return inside if named in ("", inside.id) else None


def _find_original(event: Event, inside: Event | None) -> str:
    if inside is not None:
        return name_post(inside)
    address = event.tag("a")
    return address if address.startswith(f"{ARTICLE}:") else event.tag("e") or address


def _find_author(event: Event, inside: Event | None) -> str:
    named = event.tag("p")
    return inside.pubkey if inside is not None else named if is_hex(named) else ""


def _find_language(event: Event) -> str:
    named = (tag[1] for tag in event.tagged("l") if len(tag) > 2 and tag[2].lower().startswith("iso-639"))
    return next((one for one in named if _LANGUAGE.fullmatch(one)), "")


def _tell(event: Event, believed: bool) -> dict[str, str]:
    bridged = next((tag for tag in event.tagged("proxy")), ())
    told = {
        "event": event.id if event.kind == ARTICLE else "",
        "event_kind": str(event.kind),
        "client": event.tag("client")[:200],
        "subject": event.tag("subject")[:500],
        "summary": event.tag("summary")[:2000],
        "published_at": event.tag("published_at")[:20],
        "expires_at": event.tag("expiration")[:20],
        "bridged_from": " ".join(bridged[1:3])[:500],
        "doubt": "" if believed else "its time lies ahead of when it was received",
        DRIFT: " ".join(f"event.{name[:64]}" for name in event.drift[:20]),
    }
    return {name: value for name, value in told.items() if value}


def _gather(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in found if one))[:1000]
