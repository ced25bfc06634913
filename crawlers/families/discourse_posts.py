"""Posts and users of Discourse as items.

Sources: recorded answers of ``/t/ID.json``, ``/posts.json``; docs.discourse.org (users, posts, topics);
``PostSerializer`` of discourse/discourse. Mandatory of a post are ``id``, ``topic_id``, ``post_number``,
``created_at`` and ``cooked``. ``post_type`` 3 is a note of the forum's own ("closed this topic"), no post;
``version`` over 1 tells that a post was edited, ``updated_at`` when. What a guest is shown of a hidden or
withdrawn post is a sentence of the forum's in place of its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.discourse_shapes import POST, USER
from crawlers.families.forum_json_places import Place
from crawlers.families.forum_json_words import Body, Quote, read_body
from crawlers.html_text import absolute, find_class, read_html, select
from crawlers.json_reading import (
    Object,
    maybe_count,
    maybe_objects,
    maybe_text,
    maybe_time,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Account, Capture, Link, Post, Watched
from storage.shims import unwrap_shim

SMALL_ACTION = "3"
AVATAR = "240"
_NO_WORDS = ("elided", "onebox", "meta", "quote-controls", "cooked-selection-barrier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What is known of the topic that a post stands in, and where the post stands in the answer."""

    place: Place
    title: str = ""
    board: str = ""
    tags: tuple[str, ...] = ()


def is_post(fields: Object) -> bool:
    """Whether it is somebody's words, and not a note of the forum's own."""
    return maybe_text(fields, "post_type") != SMALL_ACTION


def find_removal(fields: Object) -> str:
    """Why the words of a post are no longer shown, empty where they are."""
    if maybe_text(fields, "deleted_at"):
        return f"deleted_at: {maybe_text(fields, 'deleted_at')}"
    if fields.get("user_deleted") is True:
        return "withdrawn by its author (user_deleted)"
    if fields.get("hidden") is True:
        return "hidden by the forum (hidden)"
    return ""


def name_post(fields: Object, place: Place) -> str:
    """A post's id."""
    return f"{place.site}/{need_id(fields)}"


def read_post(fields: Object, capture: Capture, watched: Watched, thread: Thread, where: str) -> Post:
    """A post, its author's own. Raises ``Unreadable`` where what every post has lacks."""
    place = thread.place
    topic, number = need_id(fields, "topic_id"), need_id(fields, "post_number")
    posted_text = need_text(fields, "created_at")
    posted_at = parse_time(posted_text)
    if posted_at is None:
        raise Unreadable(f"created_at: no time: {posted_text[:40]}")
    body = read_body(need_text(fields, "cooked"), f"{place.base}/", find_quotes, prepare)
    title = maybe_text(fields, "topic_title") or thread.title
    answered = maybe_text(fields, "reply_to_post_number")
    return Post(
        platform=watched.platform,
        id=name_post(fields, place),
        account=_name_author(fields, place),
        url=f"{place.base}/t/{topic}/{number}",
        text=body.text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="post" if number == "1" else "reply",
        title=title if number == "1" else "",
        author=maybe_text(fields, "username"),
        posted_at=posted_at,
        posted_at_text=posted_text,
        edited_at=maybe_time(fields, "updated_at") if (maybe_count(fields, "version") or 1) > 1 else None,
        reply_to=f"{place.base}/t/{topic}/{answered}" if answered else "",
        hashtags=tuple(
            dict.fromkeys(one.lstrip("#") for one in (*body.hashtags, *_own_tags(number, thread)))
        ),
        mentions=body.mentions,
        media=body.media,
        links=body.links,
        replies=maybe_count(fields, "reply_count"),
        likes=_count_likes(fields),
        views=maybe_count(fields, "reads"),
        route=capture.route,
        attributes=_tell(fields, thread, title, body),
    )


def read_user(fields: Object, capture: Capture, watched: Watched, place: Place) -> Account:
    """A member as the profile shows it."""
    number, name = need_id(fields), need_id(fields, "username")
    bio = read_html(maybe_text(fields, "bio_cooked"), f"{place.base}/")
    site = absolute(maybe_text(fields, "website"), f"{place.base}/")
    key = Place(kind="member", base=place.base, id=number).key
    suspended = maybe_text(fields, "suspended_till")
    told = {
        "kind": "member",
        "title": maybe_text(fields, "title"),
        "location": maybe_text(fields, "location"),
        "trust_level": maybe_text(fields, "trust_level"),
        "admin": "1" if fields.get("admin") is True else "",
        "moderator": "1" if fields.get("moderator") is True else "",
        "last_posted_at": maybe_text(fields, "last_posted_at"),
        "suspended_till": suspended,
        "suspend_reason": maybe_text(fields, "suspend_reason"),
        "silenced_till": maybe_text(fields, "silenced_till"),
        ATTRIBUTE: name_drift("user", USER, fields),
    }
    return Account(
        platform=watched.platform,
        key=key,
        handle=name,
        record_id=capture.record_id,
        where="/user",
        captured_at=capture.captured_at,
        url=f"{place.base}/u/{name}",
        host=watched.host,
        display_name=maybe_text(fields, "name"),
        bio=bio.text,
        created_at=maybe_time(fields, "created_at"),
        created_at_text=maybe_text(fields, "created_at"),
        created_at_precision="second" if maybe_text(fields, "created_at") else "",
        followers=maybe_count(fields, "total_followers"),
        following=maybe_count(fields, "total_following"),
        state="suspended" if suspended else "private" if fields.get("profile_hidden") is True else "live",
        avatar_url=_picture(fields, "avatar_template", place),
        banner_url=_picture(fields, "profile_background_upload_url", place),
        links=(
            *((Link(url=site, kind="profile"),) if site else ()),
            *(Link(url=one.url, kind="bio", expanded=unwrap_shim(one.url) or "") for one in bio.links),
        ),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={label: value for label, value in told.items() if value},
    )


def find_quotes(root: etree._Element) -> Iterator[Quote]:
    """The outermost quotations: ``aside.quote`` tells whom it quotes, a bare ``blockquote`` does not."""
    inside = "ancestor::blockquote or ancestor::aside[contains(@class, 'quote')]"
    both = f"descendant::*[self::blockquote or self::aside[contains(@class, 'quote')]][not({inside})]"
    for element in select(root, both):
        yield Quote(element, element.get("data-username") or "", element.get("data-post") or "")


def prepare(root: etree._Element) -> None:
    """Cards of links become the address that the author typed, enlargeable pictures the large ones, and what
    the forum or a mail program added goes."""
    for card in find_class(root, "onebox"):
        url = card.get("data-onebox-src") or (card.get("href") or "" if card.tag == "a" else "")
        if url and card.tag == "aside":
            typed = etree.Element("a", href=url)
            typed.text = url
            _replace(card, typed)
    for holder in find_class(root, "lightbox"):
        picture = next(holder.iter("img"), None)
        if holder.tag == "a" and picture is not None:
            picture.set("src", holder.get("href") or picture.get("src") or "")
            holder.tag = "span"
    for name in _NO_WORDS:
        for element in find_class(root, name):
            if element.tag != "a":
                _replace(element, etree.Element("br"))


def _replace(element: etree._Element, other: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        other.tail = element.tail
        parent.replace(element, other)


def _name_author(fields: Object, place: Place) -> str:
    """The key of who wrote it: of a removed member's posts only that, ``site/guest/``, is known."""
    number = maybe_text(fields, "user_id")
    return (
        f"{place.site}#{number}" if number else f"{place.site}/guest/{maybe_text(fields, 'username').lower()}"
    )


def _own_tags(number: str, thread: Thread) -> tuple[str, ...]:
    return thread.tags if number == "1" else ()


def _count_likes(fields: Object) -> int | None:
    """Likes: action 2, left out of the list where nobody may be shown them or there are none."""
    found = [one for one in maybe_objects(fields, "actions_summary") if maybe_text(one, "id") == "2"]
    return maybe_count(found[0], "count") if found else None


def _tell(fields: Object, thread: Thread, title: str, body: Body) -> dict[str, str]:
    clicks = (
        f"{maybe_text(one, 'clicks') or '0'} {maybe_text(one, 'url')}"
        for one in maybe_objects(fields, "link_counts")[:50]
        if one.get("internal") is not True and one.get("reflection") is not True
    )
    told = {
        "thread": maybe_text(fields, "topic_id"),
        "thread_title": title,
        "board": maybe_text(fields, "category_id") or thread.board,
        "author_id": maybe_text(fields, "user_id"),
        "author_name": maybe_text(fields, "name") or maybe_text(fields, "display_username"),
        "author_title": maybe_text(fields, "user_title"),
        "staff": "1" if fields.get("staff") is True else "",
        "edit_reason": maybe_text(fields, "edit_reason"),
        "version": maybe_text(fields, "version"),
        "via_email": "1" if fields.get("via_email") is True else "",
        "link_clicks": "\n".join(clicks)[:4000],
        **body.tell(),
        ATTRIBUTE: name_drift("post", POST, fields),
    }
    return {label: value for label, value in told.items() if value}


def _picture(fields: Object, name: str, place: Place) -> str:
    return absolute(maybe_text(fields, name).replace("{size}", AVATAR), f"{place.base}/")
