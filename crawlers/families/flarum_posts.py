"""Posts, users and discussions of Flarum's JSON:API as items.

Source: ``framework/core/src/Api/Serializer/{Post,BasicPost,User,BasicUser,Discussion}Serializer.php`` of
flarum/framework. Mandatory of a post are ``id``, ``createdAt`` and ``contentHtml``; its author and discussion
stand in ``included``. ``contentType`` other than ``comment`` is a note of the forum's own. What is hidden is
not shown to guests. A mention of a post (``a.PostMention``) is what a reply answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.forum_json_places import Place
from crawlers.families.forum_json_words import Body, Quote, find_blockquotes, read_body
from crawlers.html_text import absolute, find_class, find_links, read_element
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
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Link, Post, Watched
from storage.shims import unwrap_shim

POST = words(
    """
    number createdAt time contentType content contentHtml renderFailed editedAt editTime isHidden hiddenAt
    hideTime ipAddress canEdit canDelete canHide canLike canFlag canApprove isApproved mentionedByCount
    likesCount canUploadFiles canReact canSelectAsBestAnswer votes downvotes
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A JSON:API document: its own resources, and those that stand beside them by type and id."""

    place: Place
    included: Mapping[tuple[str, str], Object] = field(default_factory=dict)

    def find(self, resource: Object, name: str) -> tuple[str, Object]:
        """The id and the attributes of what a resource is related to; empty where it says nothing."""
        linked = maybe_object(maybe_object(maybe_object(resource, "relationships"), name), "data")
        id, kind = maybe_text(linked, "id"), maybe_text(linked, "type")
        return id, maybe_object(self.included.get((kind, id), {}), "attributes")


def open_answer(body: Object, place: Place) -> Answer:
    """The document with what is included."""
    beside = maybe_objects(body, "included")
    return Answer(
        place=place, included={(maybe_text(one, "type"), maybe_text(one, "id")): one for one in beside}
    )


def is_post(resource: Object) -> bool:
    """Whether it is somebody's words, and not a note of the forum's own."""
    return maybe_text(maybe_object(resource, "attributes"), "contentType") in ("comment", "")


def read_created(resource: Object) -> str:
    """When it was written, as it stood (before version 0.1 beta 8 under another name)."""
    fields = as_object(need(resource, "attributes"), "attributes")
    return maybe_text(fields, "createdAt") or need_text(fields, "time")


def read_post(resource: Object, answer: Answer, capture: Capture, watched: Watched, where: str) -> Post:
    """A post, its author's own. Raises ``Unreadable`` where what every post has lacks."""
    place, fields = answer.place, as_object(need(resource, "attributes"), "attributes")
    posted_text = read_created(resource)
    posted_at = parse_time(posted_text)
    if posted_at is None:
        raise Unreadable(f"createdAt: no time: {posted_text[:40]}")
    id, number = need_id(resource), maybe_text(fields, "number")
    thread, about = answer.find(resource, "discussion")
    writer, user = answer.find(resource, "user")
    answered: list[tuple[str, str]] = []
    body = read_body(
        need_text(fields, "contentHtml"),
        f"{place.base}/",
        _find_quotes,
        lambda root: _take_mentions(root, answered),
    )
    title = maybe_text(about, "title")
    mentioned = (name for _, name in answered)
    return Post(
        platform=watched.platform,
        id=f"{place.site}/{id}",
        account=f"{place.site}#{writer}" if writer else f"{place.site}/guest/",
        url=f"{place.base}/d/{thread}/{number}",
        text=body.text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="post" if number == "1" else "reply",
        title=title if number == "1" else "",
        author=maybe_text(user, "username"),
        posted_at=posted_at,
        posted_at_text=posted_text,
        edited_at=maybe_time(fields, "editedAt") or maybe_time(fields, "editTime"),
        reply_to=next((f"{place.site}/{id}" for id, _ in answered if id.isdigit()), ""),
        hashtags=body.hashtags,
        mentions=tuple(dict.fromkeys((*body.mentions, *mentioned))),
        media=body.media,
        links=body.links,
        replies=maybe_count(fields, "mentionedByCount"),
        likes=_count_likes(resource, fields),
        route=capture.route,
        attributes=_tell(fields, (thread, title, writer, maybe_text(user, "displayName")), body),
    )


def read_user(resource: Object, capture: Capture, watched: Watched, place: Place) -> Account:
    """A member as the API shows it."""
    fields = as_object(need(resource, "attributes"), "attributes")
    number, name = need_id(resource), need_id(fields, "username")
    slug = maybe_text(fields, "slug") or name
    bio = maybe_text(fields, "bio").strip()
    key = Place(kind="member", base=place.base, id=number).key
    suspended = maybe_text(fields, "suspendedUntil")
    joined = maybe_text(fields, "joinTime")
    told = {
        "kind": "member",
        "discussions": maybe_text(fields, "discussionCount") or maybe_text(fields, "discussionsCount"),
        "last_seen_at": maybe_text(fields, "lastSeenAt") or maybe_text(fields, "lastSeenTime"),
        "suspended_until": suspended,
    }
    posts = maybe_count(fields, "commentCount")
    return Account(
        platform=watched.platform,
        key=key,
        handle=name,
        record_id=capture.record_id,
        where="/data",
        captured_at=capture.captured_at,
        url=f"{place.base}/u/{slug}",
        host=watched.host,
        display_name=maybe_text(fields, "displayName"),
        bio=bio,
        created_at=parse_time(joined),
        created_at_text=joined,
        created_at_precision="second" if parse_time(joined) else "",
        posts=posts if posts is not None else maybe_count(fields, "commentsCount"),
        state="suspended" if suspended else "live",
        avatar_url=absolute(maybe_text(fields, "avatarUrl"), f"{place.base}/"),
        links=tuple(
            Link(url=one.url, kind="bio", expanded=unwrap_shim(one.url) or "") for one in find_links(bio)
        ),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={label: value for label, value in told.items() if value},
    )


def _find_quotes(root: etree._Element) -> Iterator[Quote]:
    """Quotations; one that begins with a mention of a post is that author's."""
    for quoted in find_blockquotes(root):
        author, post = quoted.element.get("data-author") or "", quoted.element.get("data-post") or ""
        yield Quote(quoted.element, author, post)


def _take_mentions(root: etree._Element, answered: list[tuple[str, str]]) -> None:
    """Take the mentions of posts out of the words; a quotation keeps whose words it has."""
    for link in find_class(root, "PostMention"):
        id, name = link.get("data-id") or "", read_element(link).text.lstrip("@")
        answered.append((id, name))
        above = next((one for one in link.iterancestors("blockquote")), None)
        if above is not None and not above.get("data-author"):
            above.set("data-author", name or "?")
            above.set("data-post", id)
        parent = link.getparent()
        if parent is not None:
            gap = etree.Element("span")
            gap.tail = link.tail
            parent.replace(link, gap)


def _count_likes(resource: Object, fields: Object) -> int | None:
    if (counted := maybe_count(fields, "likesCount")) is not None:
        return counted
    likes = maybe_object(maybe_object(resource, "relationships"), "likes")
    return len(maybe_array(likes, "data")) if "data" in likes else None


def _tell(fields: Object, about: tuple[str, str, str, str], body: Body) -> dict[str, str]:
    thread, title, writer, name = about
    told = {
        "thread": thread,
        "thread_title": title,
        "author_id": writer,
        "author_name": name,
        **body.tell(),
        ATTRIBUTE: name_drift("post", POST, fields),
    }
    return {label: value for label, value in told.items() if value}
