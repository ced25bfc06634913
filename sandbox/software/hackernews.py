"""Hacker News: its Firebase API. Every third post of a user is a comment on somebody's story.

Source: github.com/HackerNews/API. Numbers are those of all items, in the order of time; ``null`` is what never
was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.markup import link_plainly, mark_up, write_plainly
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

Json = dict[str, Any]
SITE, API = "news.ycombinator.com", "hacker-news.firebaseio.com"
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
STORY = 4_000_000
"""The number of somebody's story, on which all comment."""
NULL = answer_json(None)


def address_account(account: Account) -> Account:
    """The account under its name, which is its key."""
    url = f"https://{SITE}/user?id={account.handle}"
    return replace(account, number=account.handle, key=account.handle, url=url)


def address_post(post: Post, account: Account, number: int) -> Post:
    """The item: a story with a title, or a comment; nothing there bears pictures."""
    id = str(int((post.posted_at - EPOCH).total_seconds()) * 10 + int(account.name[-1]))
    url = f"https://{SITE}/item?id={id}"
    title = "" if number % 3 == 0 else post.text[:50].strip(" .,，。&<>")
    kind = "post" if title else "reply"
    return replace(post, id=id, url=url, kind=kind, title=title, pictures=())  # type: ignore[arg-type]


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A user or an item, or a page for people."""
    if asked.host == SITE:
        return answer_page("Hacker News", "<p>Please use the API.</p>")
    match asked.parts:
        case ("v0", "user", name):
            return _show_user(name.removesuffix(".json"), world, situation.phase)
        case ("v0", "item", number):
            return _show_item(number.removesuffix(".json"), world, situation.phase)
    return answer_json({"error": "Permission denied"}, 401)


def _show_user(name: str, world: World, phase: int) -> Answer:
    found = next((one for one in world.by_host.get(SITE, ()) if one.handle == name), None)
    if found is None or found.state(phase) in ("missing", "deleted"):
        return NULL
    posts = world.timeline(found, phase)
    gone = [one for one in world.posts if one.account == found.name and _is_deleted(one, phase)]
    numbers = sorted((int(one.id) for one in (*posts, *gone)), reverse=True)
    user: Json = {"id": name, "created": int(found.created_at.timestamp()), "karma": 12}
    if found.bio:
        user["about"] = _cook(found.bio)
    if numbers:
        user["submitted"] = numbers
    return answer_json(user)


def _show_item(number: str, world: World, phase: int) -> Answer:
    post = world.by_id.get(("hackernews", number))
    if number == str(STORY):
        told = {
            "by": "somebody",
            "title": "Kettles",
            "type": "story",
            "score": 9,
            "url": "https://k.example/",
        }
        return answer_json({**told, "id": STORY, "time": 1_700_000_000, "descendants": 3})
    if post is None or post.appears_in > phase:
        return NULL
    time = int(post.posted_at.timestamp())
    kind: Mapping[str, Any] = (
        {"type": "story", "title": post.title, "score": 4, "descendants": 0}
        if post.title
        else {"type": "comment", "parent": STORY}
    )
    if _is_deleted(post, phase):
        kept = {name: value for name, value in kind.items() if name in ("type", "parent")}
        return answer_json({**kept, "deleted": True, "id": int(number), "time": time})
    quoted = "" if post.title else "&gt; I like kettles.<p>"
    text = quoted + _cook(post.text_in(phase))
    by = world.account[post.account].handle
    return answer_json({**kind, "by": by, "id": int(number), "time": time, "text": text})


def _is_deleted(post: Post, phase: int) -> bool:
    return post.appears_in <= phase and not post.seen_in(phase)


def _cook(text: str) -> str:
    return mark_up(text, link_plainly, write_plainly).replace("\n\n", "<p>")


played = Played(
    name="hackernews",
    places=(
        Place(
            platform="hackernews",
            host=SITE,
            operation="en en",
            ordinary="en",
            special=(("nohow", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API,),
)
