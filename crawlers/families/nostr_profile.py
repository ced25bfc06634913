"""The account that kind 0 (profile), kind 10002 (relays) and kind 62 (vanishing) make of a key.

Sources: NIP-01 and NIP-24 (fields of the profile), NIP-05 (its name), NIP-65 (``r`` tags), NIP-62
(``relay`` tags, ``ALL_RELAYS``). Nothing tells when a key was made.
"""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from crawlers.drift import ATTRIBUTE as DRIFT
from crawlers.drift import name_drift
from crawlers.families.markdown_links import read_marked
from crawlers.families.nostr_events import PROFILE, RELAYS, VANISH, Event
from crawlers.families.nostr_names import clean_relays, write_npub
from crawlers.html_text import absolute
from crawlers.json_reading import Object, maybe_text
from crawlers.words import words
from storage.items import Account, Capture, Link, Watched
from storage.shims import unwrap_shim

MOST_RELAYS = 4
"""Relays of the author's own that are asked beside the usual ones."""
SEEN, PLACES = "profile_at", "relays"
"""Names of attributes: the time of the profile that was read (seconds), and where its author writes."""

_KNOWN = words(
    """
    name display_name displayName username about picture banner website nip05 nip05valid lud06 lud16 bot
    birthday pronouns created_at id pubkey npub
    """
)


def newest(events: Sequence[Event], kind: int) -> Event | None:
    """The event of that kind that counts: the newest, of two at once the one with the lower id."""
    found = [event for event in events if event.kind == kind]
    return min(found, key=lambda event: (-event.created_at, event.id)) if found else None


def read_account(events: Sequence[Event], capture: Capture, watched: Watched) -> Account:
    """The account as one answer shows it; without a profile, the key alone. ``events`` hold at least one."""
    profile = newest(events, PROFILE)
    fields = _read_fields(profile) if profile is not None else {}
    key = events[0].pubkey
    name = maybe_text(fields, "name") or maybe_text(fields, "username")
    npub = write_npub(key)
    bio = maybe_text(fields, "about")
    website = _spell_site(maybe_text(fields, "website"))
    homes = tuple(Link(url=website, kind="profile", expanded=unwrap_shim(website) or "") for _ in website[:1])
    attributes = {
        "npub": npub,
        "nip05": maybe_text(fields, "nip05")[:300],
        "lud16": maybe_text(fields, "lud16")[:300],
        "bot": "true" if fields.get("bot") is True else "",
        SEEN: str(profile.created_at) if profile is not None else "",
        PLACES: " ".join(find_relays(events)),
        DRIFT: name_drift("profile", _KNOWN, fields),
    }
    return Account(
        platform=watched.platform,
        key=key,
        handle=(name or npub)[:300],
        record_id=capture.record_id,
        where=f"line {(profile or events[0]).line}",
        captured_at=capture.captured_at,
        url=watched.url,
        host=watched.host,
        display_name=(maybe_text(fields, "display_name") or maybe_text(fields, "displayName"))[:500],
        bio=bio,
        state="deleted" if find_vanishing(events) is not None else "live",
        avatar_url=absolute(maybe_text(fields, "picture")),
        banner_url=absolute(maybe_text(fields, "banner")),
        links=(*homes, *read_marked(bio, "bio").links),
        aliases=() if watched.key == key else (watched.key,),
        attributes={name: value for name, value in attributes.items() if value},
    )


def name_account(key: str, capture: Capture, watched: Watched) -> Account:
    """The account of ``key`` as the domain of its name vouches for it, before any relay was asked."""
    return Account(
        platform=watched.platform,
        key=key,
        handle=watched.key,
        record_id=capture.record_id,
        where="/names",
        captured_at=capture.captured_at,
        url=watched.url,
        host=watched.host,
        aliases=(watched.key,),
        attributes={"npub": write_npub(key), "nip05": watched.key},
    )


def find_relays(events: Sequence[Event]) -> tuple[str, ...]:
    """Where the author writes, by the newest list; what is marked ``read`` is for reading alone."""
    listed = newest(events, RELAYS)
    if listed is None:
        return ()
    return clean_relays((tag[1] for tag in listed.tagged("r") if "read" not in tag[2:]), MOST_RELAYS)


def find_vanishing(events: Sequence[Event]) -> Event | None:
    """The author's request to be forgotten by all relays, if there is one that nothing newer follows."""
    asked = newest(events, VANISH)
    if asked is None or not any(tag[1] == "ALL_RELAYS" for tag in asked.tagged("relay")):
        return None
    return asked if all(event.created_at <= asked.created_at for event in events) else None


def _read_fields(profile: Event) -> Object:
    """What the profile's content says; people write anything into it, and no more is known then."""
    try:
        fields = orjson.loads(profile.content)
    except orjson.JSONDecodeError:
        return {}
    return fields if isinstance(fields, dict) else {}


def _spell_site(text: str) -> str:
    return absolute(text if "://" in text else f"https://{text}") if text and " " not in text else ""
