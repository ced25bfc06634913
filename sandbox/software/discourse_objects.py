"""Users, posts and topics as Discourse's serializers write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlsplit

from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.world import World

Json = dict[str, Any]
CHAT = 1000
"""The number of a member's long thread is this and the member's own."""
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
STARTER = "Tell us what you did this week."
OTHERS = ("bench_sitter", "tea_cosy", "third_floor")


@dataclass(slots=True)
class Topic:
    """A topic: its posts in the order of their numbers."""

    id: int
    title: str
    posts: list[Json] = field(default_factory=list)


def number_post(post: Post, account: Account) -> str:
    """A post's number: it grows with time, and no two members share one."""
    return str(int((post.posted_at - EPOCH).total_seconds() + 50_000_000) * 10 + int(account.number) % 10)


def list_topics(here: Sequence[Account], world: World, phase: int) -> dict[int, Topic]:
    """All topics of a forum: those that its members opened, and the long threads they answer in."""
    topics: dict[int, Topic] = {}
    for account in here:
        shown = world.timeline(account, phase)
        if not shown:
            continue
        chat = CHAT + int(account.number)
        topics[chat] = Topic(chat, "Open thread", [_write_other(chat, spot) for spot in range(1, 41)])
        for post in reversed(shown):
            number = int(post.url.rsplit("/", 2)[1])
            topic = topics.setdefault(number, Topic(number, post.title))
            topic.posts.append(write_post(post, account, phase))
    return topics


def write_post(post: Post, account: Account, phase: int) -> Json:
    """``PostSerializer``."""
    topic, number = (int(part) for part in post.url.rsplit("/", 2)[1:])
    edited = post.edited_by(phase)
    return {
        **_write_frame(int(post.id.rpartition("/")[2]), topic, number, post.posted_at),
        "name": account.display_name,
        "username": account.handle,
        "user_id": int(account.number),
        "cooked": _cook(post, phase),
        "updated_at": write_time(edited or post.posted_at),
        "version": 2 if edited else 1,
    }


def write_user(account: Account, phase: int) -> Json:
    """``UserSerializer``; of a hidden profile little but the name."""
    state = account.state(phase)
    shown: Json = {
        "id": int(account.number),
        "username": account.handle,
        "name": account.display_name,
        "avatar_template": urlsplit(avatar_url(account)).path,
    }
    if state == "private":
        return {**shown, "profile_hidden": True}
    shown |= {
        "last_posted_at": None,
        "last_seen_at": None,
        "created_at": write_time(account.created_at),
        "can_send_private_messages": False,
        "trust_level": 1,
        "moderator": False,
        "admin": False,
        "title": None,
        "badge_count": 2,
        "bio_excerpt": escape(account.bio),
        "bio_cooked": make_paragraphs(account.bio, link_plainly, write_plainly),
        "profile_view_count": 3,
        "user_fields": {},
        "featured_user_badge_ids": [],
        "timezone": None,
    }
    if state == "suspended":
        shown |= {"suspended_till": "3026-01-01T00:00:00.000Z", "suspend_reason": "Coordinated posting"}
    return shown


def write_time(at: datetime) -> str:
    """A time with milliseconds, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _cook(post: Post, phase: int) -> str:
    """The HTML of a post; one that answers quotes what it answers first."""
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    quote = (
        f'<aside class="quote no-group" data-username="{OTHERS[0]}" data-post="1" data-topic="7">\n'
        f'<div class="title">\n<div class="quote-controls"></div>\n{OTHERS[0]}:</div>\n'
        f'<blockquote>\n<p>{STARTER} <a href="https://elsewhere.example/quoted">see</a></p>\n</blockquote>\n'
        "</aside>\n"
        if post.kind == "reply"
        else ""
    )
    pictures = "".join(
        f'<p><div class="lightbox-wrapper"><a class="lightbox" href="{escape(url)}" title="photo">'
        f'<img src="{escape(url.replace("original", "optimized"))}" alt="photo" width="320" height="240">'
        '<div class="meta"><svg class="fa"></svg><span class="filename">photo</span>'
        '<span class="informations">320×240 20 KB</span></div></a></div></p>'
        for url in post.media
    )
    return f"{quote}{words}{pictures}"


def _write_other(topic: int, number: int) -> Json:
    """What somebody who is no account of the played world said in a long thread; every tenth is a note of
    the forum's own."""
    at = EPOCH + timedelta(days=number, hours=topic % 24)
    name = OTHERS[number % 3] if number > 1 else OTHERS[0]
    note = number % 10 == 0
    return {
        **_write_frame(topic * 100 + number, topic, number, at),
        "name": name.title(),
        "username": name,
        "user_id": 10 + number % 3,
        "post_type": 3 if note else 1,
        "cooked": "" if note else f"<p>{STARTER if number == 1 else f'I watered plant {number}.'}</p>",
        "updated_at": write_time(at),
        "version": 1,
        "reply_to_post_number": number - 1 if number % 4 == 0 else None,
    }


def _write_frame(id: int, topic: int, number: int, at: datetime) -> Json:
    return {
        "id": id, "avatar_template": "/letter_avatar_proxy/v4/letter/a/aaaaaa/{size}.png",
        "created_at": write_time(at), "post_number": number, "post_type": 1, "posts_count": 1,
        "reply_count": 0, "reply_to_post_number": None, "quote_count": 0, "incoming_link_count": 0,
        "reads": 4, "readers_count": 3, "score": 0.8, "yours": False, "topic_id": topic,
        "topic_slug": "topic", "primary_group_name": None, "flair_name": None, "can_edit": False,
        "can_delete": False, "can_recover": False, "can_wiki": False, "user_title": None,
        "actions_summary": [{"id": 2, "count": 3}], "moderator": False, "admin": False, "staff": False,
        "hidden": False, "trust_level": 1, "deleted_at": None, "user_deleted": False, "edit_reason": None,
        "can_view_edit_history": True, "wiki": False,
    }  # fmt: skip
