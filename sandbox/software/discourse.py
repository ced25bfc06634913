"""Discourse: profiles, lists of actions, topics, boards and the list of all posts, as JSON.

Sources: recorded answers of ``/t/ID.json``, ``/posts.json`` and ``/latest.json``; docs.discourse.org;
``app/serializers`` and ``app/models/user_action.rb`` of discourse/discourse. A member's every third post
answers in a long thread among those of others; the rest open topics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.operation.addresses import make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.discourse_objects import (
    CHAT,
    Json,
    Topic,
    list_topics,
    number_post,
    write_time,
    write_user,
)
from sandbox.world import World

ACTIONS, CHUNK, LISTED = 4, 20, 6
"""Actions a page (the real thing: 30), posts of a topic at once, topics a page of a board."""
WINDOW = 50
BOARD = {"id": 5, "name": "General", "slug": "general", "read_restricted": False, "topic_count": 9}
NOT_FOUND = {"errors": ["The requested URL or resource could not be found."], "error_type": "not_found"}


def address_account(account: Account) -> Account:
    """The account with its number, key and profile."""
    host, number = account.host, str(100 + int(account.name.rpartition("-")[2]))
    key = f"{host}#{number}"
    if account.states[0] in ("missing", "deleted"):
        key = f"{host}/member/{account.handle.lower()}"
    return replace(account, number=number, key=key, url=f"https://{host}/u/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """The post in a topic of its own, with a title, or in the long thread."""
    id = number_post(post, account)
    if number % 3 == 0:
        topic, spot, kind, title = CHAT + int(account.number), 40 + number, "reply", ""
    else:
        title = " ".join(post.text.split()[:6]) if account.language == "en" else post.text[:14]
        topic, spot, kind, title = int(id) // 10, 1, "post", title.strip(" .,，。")
    url = f"https://{account.host}/t/{topic}/{spot}"
    return replace(post, id=f"{account.host}/{id}", url=url, kind=kind, title=title)  # type: ignore[arg-type]


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where an upload lies."""
    return f"https://{account.host}/uploads/default/original/2X/a/{make_name(post.ref, spot)}.jpeg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A JSON document of the forum, or the page that loads the client."""
    here = [one for one in world.by_host.get(asked.host, ()) if one.software == "discourse"]
    if not here:
        return None
    phase = situation.phase
    topics = list_topics(here, world, phase)
    parts = tuple(part.removesuffix(".json") for part in asked.parts)
    if not asked.path.endswith(".json"):
        head = '<meta name="generator" content="Discourse 3.5.0 - https://github.com/discourse/discourse">\n'
        return answer_page("Forum", '<div id="data-discourse-setup"></div>', head=head)
    match parts:
        case ("u", name):
            return _show_user(_find(here, name, phase), phase)
        case ("u", name, "summary"):
            account = _find(here, name, phase)
            count = len(world.timeline(account, phase)) if account else 0
            return answer_json({"user_summary": {"topic_count": count, "post_count": 0}, "badges": []})
        case ("user_actions",):
            return _list_actions(asked, _find(here, asked.query.get("username", ""), phase), world, phase)
        case ("t", topic, "posts"):
            return _show_some(asked, topics.get(_number(topic)))
        case ("t", topic):
            return _show_topic(topics.get(_number(topic)), 1)
        case ("t", topic, near):
            return _show_topic(topics.get(_number(topic)), _number(near))
        case ("c", "5", "show"):
            return answer_json({"category": {**BOARD, "post_count": 99, "description": "All and sundry"}})
        case ("c", "general", "5"):
            return _list_topics(asked, list(topics.values()))
        case ("posts",):
            return _list_latest(asked, list(topics.values()))
        case ("about",):
            stats = {"posts_count": sum(len(one.posts) for one in topics.values())}
            about = {"title": "The forum", "description": "of all", "version": "3.5.0", "stats": stats}
            return answer_json({"about": about})
        case ("site",):
            return answer_json({"default_archetype": "regular", "categories": [BOARD]})
    return answer_json(NOT_FOUND, 404)


def _find(here: Sequence[Account], name: str, phase: int) -> Account | None:
    found = next((one for one in here if one.handle.lower() == name.lower()), None)
    return found if found and found.state(phase) not in ("missing", "deleted") else None


def _show_user(account: Account | None, phase: int) -> Answer:
    if account is None:
        return answer_json(NOT_FOUND, 404)
    return answer_json({"user_badges": [], "user": write_user(account, phase)})


def _list_actions(asked: Asked, account: Account | None, world: World, phase: int) -> Answer:
    if account is None or account.state(phase) == "private":
        return answer_json(NOT_FOUND, 404)
    if asked.query.get("filter") != "4,5":
        return answer_json({"user_actions": []})
    posts = world.timeline(account, phase)
    offset = int(asked.query.get("offset", "0"))
    actions = [_write_action(post, account) for post in posts[offset : offset + ACTIONS]]
    return answer_json({"user_actions": actions, "no_results_help": ""})


def _write_action(post: Post, account: Account) -> Json:
    topic, number = post.url.rsplit("/", 2)[1:]
    return {
        "excerpt": post.text[:40], "action_type": 4 if number == "1" else 5,
        "created_at": write_time(post.posted_at), "avatar_template": "/letter/a/{size}.png",
        "slug": "topic", "topic_id": int(topic), "target_user_id": int(account.number),
        "post_number": int(number), "post_id": None if number == "1" else int(post.id.rpartition("/")[2]),
        "reply_to_post_number": None, "username": account.handle, "user_id": int(account.number),
        "acting_username": account.handle, "title": post.title or "Open thread", "deleted": False,
        "hidden": None, "post_type": 1, "edit_reason": None, "category_id": 5, "closed": False,
    }  # fmt: skip


def _show_topic(topic: Topic | None, near: int) -> Answer:
    """A topic with the posts around a number."""
    if topic is None:
        return answer_json(NOT_FOUND, 404)
    posts = topic.posts
    spot = next((spot for spot, one in enumerate(posts) if one["post_number"] >= near), len(posts) - 1)
    start = 0 if near <= 1 else max(0, spot - CHUNK // 2)
    body = {
        "post_stream": {"posts": posts[start : start + CHUNK], "stream": [one["id"] for one in posts]},
        "id": topic.id, "title": topic.title, "fancy_title": topic.title, "slug": "topic",
        "posts_count": len(posts), "views": 7, "category_id": 5, "closed": False, "archived": False,
        "tags": [], "highest_post_number": posts[-1]["post_number"], "chunk_size": CHUNK,
    }  # fmt: skip
    return answer_json(body)


def _show_some(asked: Asked, topic: Topic | None) -> Answer:
    """Posts of a topic by ``post_ids[]``."""
    if topic is None:
        return answer_json(NOT_FOUND, 404)
    query = asked.target.partition("?")[2].replace("%5B%5D", "[]").split("&")
    wanted = {part.partition("=")[2] for part in query if part.startswith("post_ids[]=")}
    posts = [one for one in topic.posts if str(one["id"]) in wanted]
    return answer_json({"post_stream": {"posts": posts}, "id": topic.id})


def _list_topics(asked: Asked, topics: list[Topic]) -> Answer:
    topics.sort(key=lambda one: str(one.posts[-1]["created_at"]), reverse=True)
    page = int(asked.query.get("page", "0"))
    here = topics[page * LISTED : (page + 1) * LISTED]
    rows = [
        {
            "id": one.id, "title": one.title, "slug": "topic", "posts_count": len(one.posts),
            "highest_post_number": one.posts[-1]["post_number"], "created_at": one.posts[0]["created_at"],
            "last_posted_at": one.posts[-1]["created_at"], "bumped_at": one.posts[-1]["created_at"],
            "pinned": False, "visible": True, "category_id": 5,
        }
        for one in here
    ]  # fmt: skip
    listed: Json = {"per_page": LISTED, "topics": rows}
    if topics[(page + 1) * LISTED :]:
        listed["more_topics_url"] = f"/c/general/5?page={page + 1}"
    return answer_json({"users": [], "topic_list": listed})


def _list_latest(asked: Asked, topics: list[Topic]) -> Answer:
    """The newest posts of all, those with a number up to ``before`` in a window of numbers."""
    posts = [{**post, "topic_title": one.title} for one in topics for post in one.posts]
    posts.sort(key=lambda one: int(one["id"]), reverse=True)
    before = int(asked.query.get("before", "0"))
    posts = [one for one in posts if not before or one["id"] <= before]
    return answer_json({"latest_posts": posts[:WINDOW]})


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


played = Played(
    name="discourse",
    places=(
        Place(
            platform="discourse",
            host="meta.discourse.org",
            operation="en zh-Hans",
            ordinary="en",
            special=(("gone_quiet", "suspended"), ("never_was", "missing"), ("behind_glass", "private")),
        ),
        Place(platform="discourse", host="linux.do", operation="zh-Hans", ordinary="zh-Hans"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    in_demo=True,
    spell_media=spell_media,
)
