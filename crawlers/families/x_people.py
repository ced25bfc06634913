"""Accounts of X: in the shape of API v1.1, and as the web's GraphQL shows them since 2025.

The web moved an account's facts one after another out of ``legacy`` into ``core``, ``avatar``,
``profile_bio``, ``relationship_counts`` and others; bodies with both, with the one and with the other alone
are about. ``read_user`` asks the new place first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.x_shapes import USER, WEB_USER
from crawlers.families.x_urls import list_aliases, profile_url
from crawlers.families.x_words import expand_bio
from crawlers.html_text import absolute
from crawlers.json_reading import (
    Object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_text,
    need_id,
)
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Account, Capture, Link, Watched


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a post; the handle is empty where the body does not tell it."""

    id: str
    handle: str


def read_author(outer: Object, fields: Object, where: str) -> Author:
    """The author of a post: ``core.user_results`` on the web, ``user`` elsewhere, else ``user_id_str``."""
    result = find_user(outer)
    if result:
        legacy = maybe_object(result, "legacy")
        handle = maybe_text(maybe_object(result, "core"), "screen_name") or maybe_text(legacy, "screen_name")
        number = maybe_text(result, "rest_id")
    else:
        user = maybe_object(fields, "user")
        number, handle = maybe_text(user, "id_str") or maybe_text(user, "id"), maybe_text(user, "screen_name")
    number = number or maybe_text(fields, "user_id_str")
    if not number:
        raise Unreadable(f"{where}: no author")
    return Author(number, handle)


def find_user(outer: Object) -> Object:
    """The author's account within a post of the web; empty where it holds none."""
    core = maybe_object(outer, "core")
    for name in ("user_results", "user_result"):
        if result := maybe_object(maybe_object(core, name), "result"):
            return result
    return {}


def read_user(result: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """An account of the web or of API v1.1. Raises ``Unreadable`` without id or handle."""
    legacy = maybe_object(result, "legacy") or (result if "screen_name" in result else {})
    core, profile = maybe_object(result, "core"), maybe_object(result, "profile_bio")
    relations, counts = maybe_object(result, "relationship_counts"), maybe_object(result, "tweet_counts")
    number = maybe_text(result, "rest_id") or need_id(legacy, "id_str" if "id_str" in legacy else "id")
    handle = maybe_text(core, "screen_name") or need_id(legacy, "screen_name")
    entities = maybe_object(profile, "entities") or maybe_object(legacy, "entities")
    described = maybe_text(profile, "description") or maybe_text(legacy, "description")
    bio, links = expand_bio(described, entities)
    website = absolute(maybe_text(maybe_object(result, "website"), "url") or maybe_text(legacy, "url"))
    if website and all(link.url != website for link in links):
        links = (*links, Link(url=website, kind="profile"))
    created = maybe_text(core, "created_at") or maybe_text(legacy, "created_at")
    protected = legacy.get("protected") is True or maybe_object(result, "privacy").get("protected") is True
    return Account(
        platform=watched.platform,
        key=number,
        handle=handle,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=profile_url(handle),
        host="x.com",
        display_name=maybe_text(core, "name") or maybe_text(legacy, "name"),
        bio=bio,
        created_at=parse_time(created),
        created_at_text=created,
        created_at_precision="second" if created else "",
        followers=_first(maybe_count(relations, "followers"), maybe_count(legacy, "followers_count")),
        following=_first(maybe_count(relations, "following"), maybe_count(legacy, "friends_count")),
        posts=_first(maybe_count(counts, "tweets"), maybe_count(legacy, "statuses_count")),
        state=_name_state(protected),
        avatar_url=absolute(
            maybe_text(maybe_object(result, "avatar"), "image_url")
            or maybe_text(legacy, "profile_image_url_https")
        ),
        banner_url=absolute(
            maybe_text(maybe_object(result, "banner"), "image_url")
            or maybe_text(legacy, "profile_banner_url")
        ),
        links=links,
        aliases=list_aliases(watched, handle),
        attributes=_read_attributes(result, legacy),
    )


def _name_state(protected: bool) -> Literal["live", "private"]:
    return "private" if protected else "live"


def _first(*counts: int | None) -> int | None:
    return next((count for count in counts if count is not None), None)


def _read_attributes(result: Object, legacy: Object) -> dict[str, str]:
    verification = maybe_object(result, "verification")
    label = maybe_object(maybe_object(result, "affiliates_highlighted_label"), "label")
    pinned = maybe_array(maybe_object(result, "pinned_items"), "tweet_ids_str") or maybe_array(
        legacy, "pinned_tweet_ids_str"
    )
    withheld = [one for one in maybe_array(legacy, "withheld_in_countries") if isinstance(one, str)]
    paid = result.get("is_blue_verified") is True or legacy.get("is_blue_verified") is True
    checked = verification.get("verified") is True or legacy.get("verified") is True
    found = {
        "location": maybe_text(maybe_object(result, "location"), "location")
        or maybe_text(legacy, "location"),
        "verified": "1" if checked else "",
        "verified_by_payment": "1" if paid else "",
        "verified_type": maybe_text(verification, "verified_type") or maybe_text(legacy, "verified_type"),
        "affiliation": maybe_text(label, "description"),
        "pinned": " ".join(one for one in pinned if isinstance(one, str)),
        "likes": maybe_text(maybe_object(result, "action_counts"), "favorites_count")
        or maybe_text(legacy, "favourites_count"),
        "lists": maybe_text(legacy, "listed_count"),
        "media": maybe_text(maybe_object(result, "tweet_counts"), "media_tweets")
        or maybe_text(legacy, "media_count"),
        "withheld_in": " ".join(withheld),
        ATTRIBUTE: _name_drift(result, legacy),
    }
    return {name: value for name, value in found.items() if value}


def _name_drift(result: Object, legacy: Object) -> str:
    if legacy is result:
        return name_drift("user", USER, legacy)
    return " ".join(
        filter(None, (name_drift("user_result", WEB_USER, result), name_drift("user", USER, legacy)))
    )
