"""Posts and people of VKontakte as its API sends them.

Source: github.com/VKCOM/vk-api-schema (``wall_wallpost_full``, ``users_user_full``, ``groups_group_full``).
A repost carries what it passes on in ``copy_history``, the nearest first; it is named, and its words shown
where the reposter added none, but it stays its author's.
"""

from __future__ import annotations

from collections.abc import Mapping

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.vk_attachments import read_attachments
from crawlers.families.vk_urls import wall_url
from crawlers.families.vk_words import read_words
from crawlers.json_reading import (
    Object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.words import words
from storage.items import Account, Capture, Link, Post, PostKind, Watched

_AVATARS = ("photo_max_orig", "photo_max", "photo_200", "photo_100")
_POST_FIELDS = words(
    """
    id owner_id from_id to_id date edited text attachments copy_history post_type type post_source
    comments likes reposts views marked_as_ads is_pinned signer_id created_by reply_owner_id
    reply_post_id friends_only geo can_pin can_delete can_edit is_favorite donut short_text_rate
    hash inner_type carousel_offset is_archived compact_attachments_before_cut zoom_text header
    reactions reaction_set_id track_code push_subscription rating copyright postponed_id final_post
    can_archive can_view_stats can_ignore can_copy_link ad_moderation_checksum activity post_id
    parents_stack thread suggest_subscribe copy_owner_id copy_post_id attachment is_deleted
    deleted_reason deleted_details best_friends_only copy_text copy_post_date copy_post_type
    trending zoom
    """
)


def read_post(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A post on a wall. Raises ``Unreadable``."""
    owner, number = _read_owner(fields), need_id(fields)
    author = maybe_text(fields, "from_id") or owner
    copies = maybe_objects(fields, "copy_history")
    own, attached = (
        read_words(need_text(fields, "text")),
        read_attachments(maybe_array(fields, "attachments")),
    )
    passes_on = bool(copies) and not own.text and not attached.media and not attached.links
    original = copies[0] if copies else {}
    origin = f"{_read_owner(original)}_{need_id(original)}" if copies else ""
    shown, hung = own, attached
    if passes_on:
        shown = read_words(maybe_text(original, "text"))
        hung = read_attachments(maybe_array(original, "attachments"))
        author = maybe_text(original, "from_id") or _read_owner(original)
    posted, edited = need_text(fields, "date"), maybe_text(fields, "edited")
    kind = maybe_text(fields, "post_type")
    replied = maybe_text(fields, "reply_post_id") or (maybe_text(fields, "post_id") if kind != "post" else "")
    source, geo = maybe_object(fields, "post_source"), maybe_object(fields, "geo")
    attributes = {
        **hung.facts,
        "from_id": maybe_text(fields, "from_id"),
        "signer_id": maybe_text(fields, "signer_id"),
        "post_type": kind,
        "ad": "1" if fields.get("marked_as_ads") in (1, True) else "",
        "source": " ".join(filter(None, (maybe_text(source, "type"), maybe_text(source, "platform")))),
        "geo": maybe_text(geo, "coordinates"),
        "copyright": maybe_text(maybe_object(fields, "copyright"), "link"),
        "copy_chain": " ".join(f"{_read_owner(one)}_{maybe_text(one, 'id')}" for one in copies),
        "edited": edited,
        ATTRIBUTE: name_drift("post", _POST_FIELDS, fields),
    }
    post_kind: PostKind = "repost" if passes_on else "quote" if copies else "reply" if replied else "post"
    return Post(
        platform=watched.platform,
        id=f"{owner}_{number}",
        account=owner,
        url=f"https://vk.com/wall{owner}_{number}",
        text=shown.text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind=post_kind,
        author=author if author != owner else "",
        posted_at=maybe_time(fields, "date"),
        posted_at_text=posted,
        edited_at=maybe_time(fields, "edited"),
        pinned=fields.get("is_pinned") in (1, True),
        reply_to=f"{maybe_text(fields, 'reply_owner_id') or owner}_{replied}" if replied else "",
        repost_of=origin if passes_on else "",
        quote_of=origin if copies and not passes_on else "",
        hashtags=shown.hashtags,
        mentions=shown.mentions,
        media=hung.media,
        links=tuple(dict.fromkeys((*shown.links, *hung.links))),
        replies=maybe_count(maybe_object(fields, "comments"), "count"),
        reposts=maybe_count(maybe_object(fields, "reposts"), "count"),
        likes=maybe_count(maybe_object(fields, "likes"), "count"),
        views=maybe_count(maybe_object(fields, "views"), "count"),
        route=capture.route,
        uri=f"wall{owner}_{number}",
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_group(fields: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """A community. Raises ``Unreadable``."""
    closed = {"0": "", "1": "closed", "2": "by invitation"}.get(maybe_text(fields, "is_closed"), "")
    facts = {
        "kind": maybe_text(fields, "type"),
        "closed": closed,
        "status": maybe_text(fields, "status"),
        "activity": maybe_text(fields, "activity"),
        "contacts": " ".join(maybe_text(one, "user_id") for one in maybe_objects(fields, "contacts")).strip(),
        "named_links": "\n".join(maybe_text(one, "url") for one in maybe_objects(fields, "links"))[:4000],
    }
    sites = [maybe_text(fields, "site"), *(maybe_text(one, "url") for one in maybe_objects(fields, "links"))]
    name = need_text(fields, "name")
    return _write_account(
        f"-{need_id(fields).lstrip('-')}", name, fields, (capture, watched, where), (facts, sites)
    )


def read_user(fields: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """A person. Raises ``Unreadable``."""
    name = f"{need_text(fields, 'first_name')} {maybe_text(fields, 'last_name')}".strip()
    facts = {
        "kind": "user",
        "closed": "closed" if fields.get("is_closed") in (1, True) else "",
        "status": maybe_text(fields, "status"),
        "born": maybe_text(fields, "bdate"),
    }
    return _write_account(
        need_id(fields), name, fields, (capture, watched, where), (facts, [maybe_text(fields, "site")])
    )


def _write_account(
    key: str,
    name: str,
    fields: Object,
    read: tuple[Capture, Watched, str],
    more: tuple[Mapping[str, str], list[str]],
) -> Account:
    capture, watched, where = read
    facts, sites = more
    ended = maybe_text(fields, "deactivated")
    about = read_words(
        maybe_text(fields, "description") or maybe_text(fields, "about") or facts.get("status", "")
    )
    city, country = maybe_object(fields, "city"), maybe_object(fields, "country")
    counters = maybe_object(fields, "counters")
    handle = maybe_text(fields, "screen_name") or maybe_text(fields, "domain") or watched.handle
    attributes = {
        **facts,
        "verified": "1" if fields.get("verified") in (1, True) else "",
        "location": ", ".join(filter(None, (maybe_text(city, "title"), maybe_text(country, "title")))),
        "deactivated": ended,
    }
    followers = maybe_count(fields, "members_count")
    closed = bool(facts.get("closed")) and facts.get("kind") == "user"
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=f"https://vk.com/{handle}" if handle else wall_url(key),
        host="vk.com",
        display_name=name,
        bio=about.text,
        followers=maybe_count(fields, "followers_count") if followers is None else followers,
        following=maybe_count(counters, "subscriptions"),
        state="suspended" if ended == "banned" else "deleted" if ended else "private" if closed else "live",
        avatar_url=next(
            filter(None, (maybe_text(fields, one) for one in _AVATARS)),
            "",
        ),
        links=tuple(
            dict.fromkeys(
                (*(Link(url=one.url, kind="bio") for one in about.links),
                 *(Link(url=one, kind="profile") for one in sites if one.startswith(("http://", "https://"))))
            )
        ),
        aliases=tuple(
            one for one in dict.fromkeys((watched.key, handle.lower())) if one and one != key
        ),
        attributes={name: value for name, value in attributes.items() if value},
    )  # fmt: skip


def _read_owner(fields: Object) -> str:
    """Whose wall: ``owner_id``; versions before 5.7 say ``to_id``."""
    owner = maybe_text(fields, "owner_id") or maybe_text(fields, "to_id") or maybe_text(fields, "source_id")
    if not owner.lstrip("-").isdigit():
        raise Unreadable("owner_id: lacks")
    return owner
