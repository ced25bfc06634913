"""Telegram's web preview: channels at ``t.me/s/NAME``, single messages, and the pages of names.

A name without preview, be it private, gone or never given, is sent on from ``/s/NAME`` to ``/NAME``.
Source: recorded pages; core.telegram.org/api/links.
"""

from __future__ import annotations

from sandbox.exchange import Answer, Asked, redirect
from sandbox.operation.items import Account, Post
from sandbox.platforms.telegram_page import (
    number_of,
    write_channel,
    write_closed,
    write_lost,
    write_name,
    write_nobody,
    write_single,
)
from sandbox.situation import Situation
from sandbox.world import World

HOST = "t.me"
PAGE = 20


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The preview of a channel, one message, or the page of a name."""
    match asked.parts:
        case ("s", name):
            return _answer_channel(name, asked, situation.phase, world)
        case (name, number) if number.isdigit():
            return _answer_message(name, number, situation.phase, world)
        case (name,) if name != "s":
            return _answer_name(name, situation.phase, world)
    return None


def _answer_channel(name: str, asked: Asked, phase: int, world: World) -> Answer:
    account = _find(name, world)
    if account is None or account.state(phase) != "live":
        return redirect(f"https://{HOST}/{name}", server="nginx/1.18.0")
    posts = world.timeline(account, phase)[::-1]
    oldest = number_of(posts[0]) if posts else 0
    before, after = asked.query.get("before", ""), asked.query.get("after", "")
    if before.isdigit():
        posts = tuple(post for post in posts if number_of(post) < int(before))
    if after.isdigit():
        posts = tuple(post for post in posts if number_of(post) > int(after))[:PAGE]
    if word := asked.query.get("q", "").lower():
        posts = tuple(post for post in posts if word in post.text_in(phase).lower())
    return _show(write_channel(account, posts[-PAGE:], oldest, phase))


def _answer_message(name: str, number: str, phase: int, world: World) -> Answer:
    account = _find(name, world)
    if account is None or account.state(phase) in ("missing", "deleted"):
        return _show(write_lost(f"Channel with username @{name} not found"))
    if account.state(phase) == "private":
        return _show(write_lost("This channel is private"))
    post = _find_post(account, number, phase, world)
    return _show(write_single(post, account, phase) if post else write_lost("Post not found"))


def _answer_name(name: str, phase: int, world: World) -> Answer:
    account = _find(name, world)
    if account is None or account.state(phase) in ("missing", "deleted"):
        return _show(write_nobody(name))
    return _show(write_closed(account) if account.state(phase) == "private" else write_name(account))


def _find(name: str, world: World) -> Account | None:
    return next((one for one in world.by_host.get(HOST, ()) if one.handle.lower() == name.lower()), None)


def _find_post(account: Account, number: str, phase: int, world: World) -> Post | None:
    post = world.by_id.get(("telegram", f"{account.handle}/{int(number)}"))
    return post if post and world.shows(post, phase) else None


def _show(page: str) -> Answer:
    safe = (("Cache-Control", "no-store"), ("X-Frame-Options", "SAMEORIGIN"))
    return Answer(body=page.encode(), headers=safe, server="nginx/1.18.0")
