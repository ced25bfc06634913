"""The Blogger API v3 as it is documented: blogs by URL, lists of posts, single posts, errors with reasons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sandbox.exchange import Answer, Asked, answer_json, make_token
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import make_markup
from sandbox.situation import Situation
from sandbox.world import World

SPENT = "sandbox-blogger-spent"
"""A key whose quota of the day is used up."""
DEFAULT_PAGE, LARGEST_PAGE = 10, 500

Json = dict[str, Any]


def answer_api(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/blogger/v3/blogs/…``; ``None`` for another of Google's APIs."""
    if asked.parts[:3] != ("blogger", "v3", "blogs"):
        return None
    key = asked.query.get("key", "")
    if key == SPENT:
        return _refuse(403, "dailyLimitExceeded", "Daily Limit Exceeded")
    if not key:
        return _refuse(
            403, "forbidden" if "access_token" in asked.query else "accessNotConfigured", "No key."
        )
    if key != make_token("blogger"):
        return _refuse(400, "keyInvalid", "API key not valid. Please pass a valid API key.")
    blogs = [one for one in world.accounts if one.software == "blogspot"]
    parts, phase = asked.parts[3:], situation.phase
    if parts == ("byurl",):
        host = urlsplit(asked.query.get("url", "")).hostname
        account = next((one for one in blogs if one.host == host), None)
    else:
        account = next((one for one in blogs if one.number in parts[:1]), None)
    if account is None or account.state(phase) in ("missing", "deleted", "suspended"):
        return _refuse(404, "notFound", "Not Found")
    if account.state(phase) == "private":
        return _refuse(403, "forbidden", "We're sorry, but the requested resource is for invited readers.")
    posts = world.timeline(account, phase)
    if len(parts) == 1:
        return answer_json(_write_blog(account, len(posts)))
    if parts[1:] == ("posts",):
        return _list_posts(asked, account, list(posts), phase)
    found = next((one for one in posts if parts[1:2] == ("posts",) and one.id.endswith(f"/{parts[2]}")), None)
    return answer_json(_write_post(found, account, phase)) if found else _refuse(404, "notFound", "Not Found")


def _list_posts(asked: Asked, account: Account, posts: list[Post], phase: int) -> Answer:
    if asked.query.get("orderBy") == "UPDATED":
        posts.sort(key=lambda one: (one.edited_by(phase) or one.posted_at, one.posted_at), reverse=True)
    size = asked.number("maxResults", DEFAULT_PAGE, LARGEST_PAGE)
    token = asked.query.get("pageToken", "")
    start = int(token.removeprefix("CgkI")) if token.startswith("CgkI") else 0
    items = [_write_post(one, account, phase) for one in posts[start : start + size]]
    page: Json = {"kind": "blogger#postList", **({"items": items} if items else {}), "etag": '"x"'}
    if start + size < len(posts):
        page["nextPageToken"] = f"CgkI{start + size}"
    return answer_json(page)


def _write_blog(account: Account, posts: int) -> Json:
    own = f"https://www.googleapis.com/blogger/v3/blogs/{account.number}"
    return {
        "kind": "blogger#blog",
        "id": account.number,
        "name": account.display_name,
        "description": account.bio,
        "published": _write_time(account.created_at),
        "updated": _write_time(account.created_at),
        "url": account.url.replace("https://", "http://"),
        "selfLink": own,
        "posts": {"totalItems": posts, "selfLink": f"{own}/posts"},
        "pages": {"totalItems": 0, "selfLink": f"{own}/pages"},
        "locale": {"language": account.language[:2], "country": "", "variant": ""},
    }


def _write_post(post: Post, account: Account, phase: int) -> Json:
    number = post.id.partition("/")[2]
    own = f"https://www.googleapis.com/blogger/v3/blogs/{account.number}/posts/{number}"
    return {
        "kind": "blogger#post",
        "id": number,
        "blog": {"id": account.number},
        "published": _write_time(post.posted_at),
        "updated": _write_time(post.edited_by(phase) or post.posted_at),
        "url": post.url,
        "selfLink": own,
        "title": post.title,
        "content": make_markup(post, phase),
        "author": {
            "id": account.number[:17],
            "displayName": account.display_name,
            "url": f"https://www.blogger.com/profile/{account.number[:17]}",
            "image": {"url": "//www.blogger.com/img/b36-rounded.png"},
        },
        "replies": {"totalItems": "0", "selfLink": f"{own}/comments"},
        "etag": '"x"',
    }


def _refuse(status: int, reason: str, message: str) -> Answer:
    error = {"message": message, "domain": "global", "reason": reason}
    return answer_json({"error": {"code": status, "message": message, "errors": [error]}}, status)


def _write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
