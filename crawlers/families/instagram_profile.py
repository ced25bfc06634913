"""Who an account of Instagram is, in the shapes that its site sends, and what these say when it is nobody.

Sources: a recorded ``web_profile_info``; gallery-dl's ``instagram.py``; instaloader's ``structures.py``.
"""

from __future__ import annotations

import re

from crawlers.families.instagram_urls import HOME
from crawlers.html_text import absolute, find_links
from crawlers.json_reading import (
    Object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need_id,
)
from storage.items import Account, Capture, Link, Watched
from storage.shims import unwrap_shim

_ID = re.compile(r"\d{1,20}")


def read_account(fields: Object, where: str, capture: Capture, watched: Watched) -> Account:
    """The account. Raises ``Unreadable`` without id."""
    key = need_id(fields, "pk" if "pk" in fields else "id")
    handle = maybe_text(fields, "username") or watched.handle
    bio = maybe_text(fields, "biography")
    graph_id = maybe_text(fields, "fbid") or maybe_text(fields, "fbid_v2")
    private = fields.get("is_private") is True
    attributes = {
        "account_id": key,
        "graph_id": graph_id,
        "verified": "1" if fields.get("is_verified") is True else "",
        "category": maybe_text(fields, "category_name") or maybe_text(fields, "category"),
        "professional": "1"
        if fields.get("is_business_account") or fields.get("is_professional_account")
        else "",
        "pronouns": " ".join(one for one in maybe_array(fields, "pronouns") if isinstance(one, str)),
        "state_controlled_media": maybe_text(fields, "state_controlled_media_country"),
        "label": maybe_text(fields, "transparency_label"),
    }
    picture = maybe_text(fields, "profile_pic_url_hd") or maybe_text(fields, "profile_pic_url")
    aliases = {handle.lower(), graph_id}
    if capture.route != "import" or watched.key in aliases:
        aliases.add(watched.key)  # a capture that somebody else made may be of another account
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=f"{HOME}/{handle}/" if handle else watched.url,
        host="www.instagram.com",
        display_name=maybe_text(fields, "full_name"),
        bio=bio,
        followers=_count(fields, "edge_followed_by", "follower_count", "followers_count"),
        following=_count(fields, "edge_follow", "following_count"),
        posts=_count(fields, "edge_owner_to_timeline_media", "media_count", "posts_count"),
        state="private" if private else "live",
        avatar_url=absolute(picture),
        links=_read_links(fields, bio),
        aliases=tuple(sorted(aliases - {key, ""})),
        attributes={name: value for name, value in attributes.items() if value},
    )


def is_profile(fields: Object) -> bool:
    """Whether an object is an account with more than its name: one that a page is about."""
    has_id = _ID.fullmatch(maybe_text(fields, "pk") or maybe_text(fields, "id"))
    return bool(has_id and maybe_text(fields, "username")) and "biography" in fields


def _count(fields: Object, edge: str, *names: str) -> int | None:
    count = maybe_count(maybe_object(fields, edge), "count")
    for name in names:
        count = maybe_count(fields, name) if count is None else count
    return count


def _read_links(fields: Object, bio: str) -> tuple[Link, ...]:
    """The links of the profile, the platform's leaving page beside what it leads to."""
    found = {link.url: Link(url=link.url, kind="bio") for link in find_links(bio)}
    shown = [(maybe_text(fields, "external_url"), maybe_text(fields, "external_url_linkshimmed"), "")]
    shown += [
        (maybe_text(one, "url"), maybe_text(one, "lynx_url"), maybe_text(one, "title"))
        for one in maybe_objects(fields, "bio_links")
    ]
    for plain, shim, title in shown:
        url = absolute(plain) or absolute(shim)
        if url:
            link = Link(url=url, text=title[:500], kind="profile", expanded=unwrap_shim(url) or "")
            found.setdefault(url, link)
    return tuple(found.values())
