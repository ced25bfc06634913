"""Who an account is, from the pieces of it that lie about in the data of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from crawlers.families.facebook_urls import recognise_account
from crawlers.families.relay import Place, find_first, follow
from crawlers.families.telegram_messages import read_count
from crawlers.html_text import absolute, find_links
from crawlers.json_reading import maybe_array, maybe_object, maybe_objects, maybe_text
from storage.items import Account, Capture, Link, Watched
from storage.shims import unwrap_shim

_ID = re.compile(r"[1-9]\d{0,19}")
_COUNTED = re.compile(
    r"([\d.,]+\s?[KMB]?)\s+(followers?|following|likes?|members?|people follow this)", re.IGNORECASE
)
_PICTURES = ("profilePicLarge", "profilePic160", "profilePicMedium", "profile_picture", "profilePicture")


@dataclass(frozen=True, slots=True)
class Profile:
    """The owner of a page: ``number`` as its posts name it, ``key`` as the Graph API names it (the id
    of the page behind a profile, where there is one), and the fields of all pieces together."""

    key: str
    number: str
    handle: str
    where: str
    fields: Mapping[str, Any] = field(default_factory=dict)


def read_profile(places: Sequence[Place], watched: Watched) -> Profile | None:
    """The owner of the page among the profiles in its data; ``None`` where there is none with id and name."""
    named = [one for one in places if _ID.fullmatch(maybe_text(one.fields, "id"))]
    listing = [
        one
        for one in named
        if {"timeline_list_feed_units", "group_feed", "profile_social_context"} & one.fields.keys()
    ]
    wanted = [one for one in named if maybe_text(one.fields, "id") == watched.key]
    first = next(iter((*listing, *wanted, *named)), None)
    if first is None:
        return None
    number = maybe_text(first.fields, "id")
    merged: dict[str, Any] = {}
    for one in named:
        if maybe_text(one.fields, "id") == number:
            merged |= {
                name: value for name, value in one.fields.items() if value is not None and name not in merged
            }
    if not maybe_text(merged, "name"):
        return None
    page = maybe_text(maybe_object(merged, "delegate_page"), "id")
    found = recognise_account(maybe_text(merged, "url"))
    handle = found.handle if found else maybe_text(merged, "username")
    return Profile(page if _ID.fullmatch(page) else number, number, handle, first.where, merged)


def read_account(profile: Profile, capture: Capture, watched: Watched) -> Account:
    """The account as the page shows it."""
    fields = profile.fields
    page = maybe_object(fields, "delegate_page")
    counts = _read_counts(fields)
    bio = _find_text(page, "best_description") or _find_text(fields, "best_description")
    bio = (
        bio
        or maybe_text(follow(fields, "profile_intro_card", "bio"), "text")
        or _find_text(fields, "profile_status_text")
    )
    picture = next(
        (url for name in _PICTURES if (url := absolute(maybe_text(maybe_object(fields, name), "uri")))), ""
    )
    verified = fields.get("is_verified") is True or fields.get("show_verified_badge_on_profile") is True
    category = maybe_text(page, "category_name") or maybe_text(fields, "category_name")
    attributes = {
        "account_id": profile.number,
        "page_id": maybe_text(page, "id"),
        "verified": "1" if verified else "",
        "category": category,
        "page_likes": str(counts["like"]) if "like" in counts else "",
        "type": maybe_text(fields, "__typename"),
    }
    aliases = {profile.number, profile.handle.replace(".", "").lower()}
    if capture.route != "import" or watched.key in aliases:
        aliases.add(watched.key)  # a capture that somebody else made may be of another account
    return Account(
        platform=watched.platform,
        key=profile.key,
        handle=profile.handle,
        record_id=capture.record_id,
        where=profile.where,
        captured_at=capture.captured_at,
        url=absolute(maybe_text(fields, "url")) or watched.url,
        host="www.facebook.com",
        display_name=maybe_text(fields, "name"),
        bio=bio,
        followers=counts.get("follower", counts.get("member")),
        following=counts.get("following"),
        avatar_url=picture,
        banner_url=absolute(maybe_text(follow(fields, "cover_photo", "photo", "image"), "uri")),
        links=_read_links(fields, bio),
        aliases=tuple(sorted(aliases - {profile.key, ""})),
        attributes={name: value for name, value in attributes.items() if value},
    )


def _read_counts(fields: Mapping[str, Any]) -> dict[str, int]:
    """The counters in words ("1.2K followers"), by what they count; rounded by Facebook above 1,000."""
    shown = maybe_objects(maybe_object(fields, "profile_social_context"), "content")
    texts = [maybe_text(maybe_object(one, "text"), "text") for one in shown]
    texts.append(maybe_text(maybe_object(fields, "group_member_profiles"), "formatted_count_text"))
    found: dict[str, int] = {}
    for text in texts:
        for number, what in _COUNTED.findall(text[:200]):
            count = read_count(number)
            name = "follower" if what.lower().startswith("people") else what.lower().rstrip("s")
            if count is not None:
                found.setdefault(name, count)
    return found


def _find_text(fields: Mapping[str, Any], name: str) -> str:
    return maybe_text(maybe_object(fields, name), "text")


def _read_links(fields: Mapping[str, Any], bio: str) -> tuple[Link, ...]:
    urls = [one for one in maybe_array(fields, "websites") if isinstance(one, str)]
    found = find_first(fields, "external_url")
    urls += [found] if isinstance(found, str) else []
    links = [Link(url=url, kind="bio") for url in (one.url for one in find_links(bio))]
    for url in urls:
        shown = absolute(url if "://" in url else f"https://{url}")
        if shown and not (urlsplit(shown).hostname or "").endswith("facebook.com") or unwrap_shim(shown):
            links.append(Link(url=shown, kind="profile", expanded=unwrap_shim(shown) or ""))
    return tuple(dict.fromkeys(links))
