"""Posts and users of NodeBB as items.

Source: ``public/openapi/components/schemas/{PostObject,TopicObject,UserObject}.yaml`` of NodeBB/NodeBB.
Mandatory of a post are ``pid``, ``tid``, ``uid``, ``timestamp`` and ``content``. Lists of a member's posts
bear the topic with each post and say nothing of edits; pages of topics say when a post was edited. ``toPid``
is the post that is answered. Signatures stand apart, with the author. Times are milliseconds since 1970.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from lxml import etree

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.forum_json_places import Place
from crawlers.families.forum_json_words import Body, Quote, cut, find_blockquotes, read_body, read_last_number
from crawlers.html_text import absolute, find_links, read_element, read_html
from crawlers.json_reading import (
    Object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Link, Post, Watched
from storage.shims import unwrap_shim

POST = words(
    """
    pid tid toPid url content sourceContent uid timestamp deleted upvotes downvotes votes timestampISO user
    topic category isMainPost replies edited editedISO editor bookmarks deleterUid index handle bookmarked
    upvoted downvoted selfPost events topicOwnerPost display_edit_tools display_delete_tools
    display_moderator_tools display_move_tools display_post_menu flagId ip attachments uploads announces
    allowDupe ownerPost parent _key relativeTime reactions tools
    """
)
_TRUE = (True, 1, "1", "true")
_SAID = re.compile(r"/(?:post|topic)/\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What is known of the topic that a post stands in. ``first`` is the number of its opening post."""

    place: Place
    title: str = ""
    board: str = ""
    first: str = ""
    tags: tuple[str, ...] = ()


def read_thread(fields: Object, place: Place) -> Thread:
    """The topic as a page of it, or a post in a list, shows it."""
    tags = (maybe_text(one, "value") for one in maybe_objects(fields, "tags")[:50])
    return Thread(
        place=place,
        title=maybe_text(fields, "titleRaw") or unescape(maybe_text(fields, "title")),
        board=maybe_text(fields, "cid"),
        first=maybe_text(fields, "mainPid"),
        tags=tuple(one for one in tags if one),
    )


def is_deleted(fields: Object) -> bool:
    """Whether a post's words are no longer shown."""
    return fields.get("deleted") in _TRUE


def name_post(fields: Object, place: Place) -> str:
    """A post's id; one that came from elsewhere has the address it has there."""
    return f"{place.site}/{need_id(fields, 'pid')}"


def read_moment_of(fields: Object, name: str) -> str:
    """A time as it stood: the one in words, else the milliseconds."""
    return maybe_text(fields, f"{name}ISO") or maybe_text(fields, name)


def read_post(fields: Object, capture: Capture, watched: Watched, thread: Thread, where: str) -> Post:
    """A post, its author's own. Raises ``Unreadable`` where what every post has lacks."""
    place = thread.place
    own = read_thread(maybe_object(fields, "topic"), place) if maybe_object(fields, "topic") else thread
    number = need_id(fields, "pid")
    need(fields, "timestamp")
    posted_text = read_moment_of(fields, "timestamp")
    posted_at = parse_time(posted_text)
    if posted_at is None:
        raise Unreadable(f"timestamp: no time: {posted_text[:40]}")
    body = read_body(need_text(fields, "content"), f"{place.base}/", _find_quotes)
    opens = fields.get("isMainPost") in _TRUE or number == own.first
    answered = maybe_text(fields, "toPid")
    user = maybe_object(fields, "user")
    return Post(
        platform=watched.platform,
        id=name_post(fields, place),
        account=_name_author(fields, place),
        url=number if absolute(number) else f"{place.base}/post/{quote(number, safe='')}",
        text=body.text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="post" if opens else "reply",
        title=own.title if opens else "",
        author=maybe_text(user, "username") or maybe_text(fields, "handle"),
        posted_at=posted_at,
        posted_at_text=posted_text,
        edited_at=parse_time(read_moment_of(fields, "edited")) if fields.get("edited") else None,
        reply_to=f"{place.site}/{answered}" if answered and answered != "0" else "",
        hashtags=tuple(dict.fromkeys((*body.hashtags, *(own.tags if opens else ())))),
        mentions=body.mentions,
        media=body.media,
        links=body.links,
        replies=_count_replies(fields),
        likes=maybe_count(fields, "upvotes"),
        route=capture.route,
        attributes=_tell(fields, own, user, body),
    )


def read_user(fields: Object, capture: Capture, watched: Watched, place: Place) -> Account:
    """A member as the profile shows it."""
    number, name = need_id(fields, "uid"), need_id(fields, "username")
    slug = need_id(fields, "userslug")
    bio = read_html(maybe_text(fields, "aboutmeParsed"), f"{place.base}/").text or maybe_text(
        fields, "aboutme"
    )
    site = absolute(maybe_text(fields, "website"), f"{place.base}/")
    key = Place(kind="member", base=place.base, id=number).key
    banned = fields.get("banned") in _TRUE
    told = {
        "kind": "member",
        "location": maybe_text(fields, "location"),
        "reputation": maybe_text(fields, "reputation"),
        "topics": maybe_text(fields, "topiccount"),
        "profile_views": maybe_text(fields, "profileviews"),
        "signature": maybe_text(fields, "signature")[:1000],
        "banned_until": maybe_text(fields, "banned_until_readable") if banned else "",
        "muted": "1" if fields.get("muted") in _TRUE else "",
        "admin": "1" if fields.get("isAdmin") in _TRUE else "",
        "moderator": "1" if fields.get("isGlobalModerator") in _TRUE else "",
    }
    joined = read_moment_of(fields, "joindate")
    return Account(
        platform=watched.platform,
        key=key,
        handle=name,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=f"{place.base}/user/{quote(slug, safe='')}",
        host=watched.host,
        display_name=maybe_text(fields, "fullname") or maybe_text(fields, "displayname"),
        bio=bio.strip(),
        created_at=parse_time(joined),
        created_at_text=joined,
        created_at_precision="second" if parse_time(joined) else "",
        followers=maybe_count(fields, "followerCount"),
        following=maybe_count(fields, "followingCount"),
        posts=maybe_count(fields, "postcount"),
        state="suspended" if banned else "live",
        avatar_url=absolute(maybe_text(fields, "picture"), f"{place.base}/"),
        banner_url=absolute(maybe_text(fields, "cover:url"), f"{place.base}/"),
        links=(
            *((Link(url=site, kind="profile"),) if site else ()),
            *(Link(url=one.url, kind="bio", expanded=unwrap_shim(one.url) or "") for one in find_links(bio)),
        ),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={label: value for label, value in told.items() if value},
    )


def _find_quotes(root: etree._Element) -> Iterator[Quote]:
    """Quotations; the line "NAME said in TOPIC:" before one tells whose it is, and goes."""
    for quoted in find_blockquotes(root):
        before = quoted.element.getprevious()
        said = (
            before if before is not None and before.tag == "p" and not (before.tail or "").strip() else None
        )
        hrefs = [link.get("href") or "" for link in said.iter("a")] if said is not None else []
        told = next((href for href in hrefs if _SAID.search(href[:2048])), "")
        line = read_element(said).text if said is not None else ""
        if said is not None and told and line.rstrip().endswith((":", "：")):
            cut(said)
            yield Quote(quoted.element, line.split(" ")[0].lstrip("@")[:120], read_last_number(told))
        else:
            yield quoted


def _name_author(fields: Object, place: Place) -> str:
    """The key of who wrote it; a guest's is the name given."""
    number = need_id(fields, "uid")
    if number in ("0", "-1"):
        name = maybe_text(fields, "handle") or maybe_text(maybe_object(fields, "user"), "username")
        return f"{place.site}/guest/{name.lower()}"
    return f"{place.site}#{number}"


def _count_replies(fields: Object) -> int | None:
    counted = maybe_object(fields, "replies")
    return maybe_count(counted, "count") if counted else maybe_count(fields, "replies")


def _tell(fields: Object, thread: Thread, user: Object, body: Body) -> dict[str, str]:
    told = {
        "thread": need_id(fields, "tid"),
        "thread_title": thread.title,
        "board": thread.board,
        "board_title": unescape(maybe_text(maybe_object(fields, "category"), "name")),
        "author_id": maybe_text(fields, "uid"),
        "author_name": maybe_text(user, "displayname"),
        "downvotes": maybe_text(fields, "downvotes"),
        "source": maybe_text(fields, "sourceContent")[:1000],
        **body.tell(),
        ATTRIBUTE: name_drift("post", POST, fields),
    }
    return {label: value for label, value in told.items() if value}
