"""VKontakte: its API at ``api.vk.com`` and the mobile site's pages.

Sources: dev.vk.com/method, github.com/VKCOM/vk-api-schema (objects, errors: status 200 and an ``error``); the
markup that public programs read from ``m.vk.com``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json, make_token, redirect
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.platforms.vk_pages import write_closed, write_ended, write_lost, write_nobody, write_wall
from sandbox.situation import Situation
from sandbox.world import World

HOST, MOBILE, API_HOST = "vk.com", "m.vk.com", "api.vk.com"
TOKEN = make_token("vk")
SPENT_TOKEN = make_token("vk-spent")
PAGE, MOST = 10, 100
Json = dict[str, Any]


def list_hosts() -> tuple[str, ...]:
    """The hosts that belong to it."""
    return (HOST, MOBILE, API_HOST, "vk.ru", "m.vk.ru")


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """What the asked host says."""
    phase = situation.phase
    if asked.host == API_HOST:
        return _answer_api(asked, phase, world)
    if asked.host != MOBILE:
        return redirect(f"https://{MOBILE}{asked.target}", server="kittenx")
    match asked.parts:
        case (place,) if place.startswith("wall") and "_" in place:
            post = _find_post(place.removeprefix("wall"), phase, world)
            if post is None:
                return write_lost()
            account = world.account[post.account]
            return write_wall(account, (post,), world, phase)
        case (name,):
            return _answer_wall(name, asked, phase, world)
    return None


def _answer_wall(name: str, asked: Asked, phase: int, world: World) -> Answer:
    account = _find(name, world)
    if account is None or account.state(phase) == "missing":
        return write_nobody()
    if account.state(phase) in ("suspended", "deleted"):
        return write_ended(account, deleted=account.state(phase) == "deleted")
    if account.state(phase) == "private":
        return write_closed(account)
    posts = world.timeline(account, phase)
    offset = int(asked.query.get("offset", "0") or 0)
    more = f"/{name}?offset={offset + PAGE}&own=1" if offset + PAGE < len(posts) else ""
    return write_wall(account, posts[offset : offset + PAGE], world, phase, (len(posts), more))


def _find(name: str, world: World) -> Account | None:
    for one in world.by_host.get(HOST, ()):
        spelt = f"{'club' if one.number.startswith('-') else 'id'}{one.number.lstrip('-')}"
        if name.lower() in (one.handle.lower(), spelt):
            return one
    return None


def _find_owner(owner: str, world: World) -> Account | None:
    return next((one for one in world.by_host.get(HOST, ()) if one.number == owner), None)


def _find_post(place: str, phase: int, world: World) -> Post | None:
    post = world.by_id.get(("vk", place))
    return post if post and world.shows(post, phase) else None


def _answer_api(asked: Asked, phase: int, world: World) -> Answer | None:
    query, token = asked.query, asked.query.get("access_token", "")
    if token == SPENT_TOKEN:
        return _refuse(29, "Rate limit reached", query)
    if token != TOKEN:
        said = (
            "User authorization failed: no access_token passed." if not token else "invalid access_token (4)."
        )
        return _refuse(5, said, query)
    if "v" not in query:
        return _refuse(8, "Invalid request: v parameter is required", query)
    match asked.parts:
        case ("method", "utils.resolveScreenName"):
            account = _find(query.get("screen_name", ""), world)
            if account is None or account.state(phase) == "missing":
                return answer_json({"response": []}, server="kittenx")
            kind = "group" if account.number.startswith("-") else "user"
            return _give({"object_id": int(account.number.lstrip("-")), "type": kind})
        case ("method", "groups.getById"):
            account = _find_owner(f"-{query.get('group_id', '')}", world)
            if account is None:
                return _refuse(
                    100,
                    "One of the parameters specified was missing or invalid: group_id is undefined",
                    query,
                )
            return _give({"groups": [_describe_group(account, phase)], "profiles": []})
        case ("method", "users.get"):
            account = _find_owner(query.get("user_ids", ""), world)
            return _give([_describe_user(account, phase)] if account else [])
        case ("method", "wall.get"):
            return _answer_list(asked, phase, world)
        case ("method", "wall.getById"):
            posts = [_find_post(one, phase, world) for one in query.get("posts", "").split(",")[:MOST]]
            items = [_describe_post(one, world, phase) for one in posts if one]
            return _give({"items": items, "profiles": [], "groups": []})
    return _refuse(3, "Unknown method passed", query)


def _answer_list(asked: Asked, phase: int, world: World) -> Answer:
    account = _find_owner(asked.query.get("owner_id", ""), world)
    if account is None:
        return _refuse(100, "One of the parameters specified was missing or invalid: owner_id", asked.query)
    if account.state(phase) in ("suspended", "deleted"):
        return _refuse(18, "User was deleted or banned", asked.query)
    if account.state(phase) == "private":
        return _refuse(15, "Access denied: this wall available only for community members", asked.query)
    posts = world.timeline(account, phase)
    offset, size = int(asked.query.get("offset", "0") or 0), asked.number("count", 20, MOST)
    items = [_describe_post(one, world, phase) for one in posts[offset : offset + size]]
    return _give({"count": len(posts), "items": items, "profiles": [], "groups": []})


def _describe_post(post: Post, world: World, phase: int) -> Json:
    account = world.account[post.account]
    told: Json = {
        "inner_type": "wall_wallpost",
        "id": int(post.id.rpartition("_")[2]),
        "owner_id": int(account.number),
        "from_id": int(account.number),
        "date": int(post.posted_at.timestamp()),
        "marked_as_ads": 0,
        "post_type": "post",
        "text": post.text_in(phase),
        "attachments": _attach(post),
        "post_source": {"type": "api", "platform": "android"},
        "comments": {"can_post": 0, "count": 1},
        "likes": {"can_like": 0, "count": 3, "user_likes": 0},
        "reposts": {"count": 0, "user_reposted": 0},
        "views": {"count": 41},
        "hash": "x",
    }
    if edited := post.edited_by(phase):
        told["edited"] = int(edited.timestamp())
    if post.repost_of:
        original = _describe_post(world.post[post.repost_of], world, phase)
        kept = (
            "id",
            "owner_id",
            "from_id",
            "date",
            "post_type",
            "text",
            "attachments",
            "post_source",
            "inner_type",
        )
        told["copy_history"] = [{name: original[name] for name in kept}]
    return told


def _attach(post: Post) -> Sequence[Json]:
    found = []
    for spot, (url, shown) in enumerate(zip(post.media, post.pictures, strict=True)):
        width, height = measure(shown.variant)
        sizes = [
            {"type": "s", "url": f"{url}?size=75x56", "width": 75, "height": 56},
            {"type": "x", "url": url, "width": width, "height": height},
        ]
        photo = {
            "id": 457_239_000 + spot,
            "album_id": -7,
            "owner_id": 1,
            "date": 1,
            "text": "",
            "sizes": sizes,
        }
        found.append({"type": "photo", "photo": photo})
    return found


def _describe_group(account: Account, phase: int) -> Json:
    told: Json = {
        "id": int(account.number.lstrip("-")),
        "name": account.display_name,
        "screen_name": account.handle,
        "is_closed": 1 if account.state(phase) == "private" else 0,
        "type": "group",
        "description": account.bio,
        "members_count": account.followers,
        "photo_200": avatar_url(account),
    }
    ended = {"suspended": "banned", "deleted": "deleted"}.get(account.state(phase), "")
    return {**told, **({"deactivated": ended} if ended else {})}


def _describe_user(account: Account, phase: int) -> Json:
    first, _, last = account.display_name.partition(" ")
    told: Json = {
        "id": int(account.number),
        "first_name": first,
        "last_name": last,
        "screen_name": account.handle,
        "is_closed": account.state(phase) == "private",
        "can_access_closed": account.state(phase) != "private",
        "followers_count": account.followers,
        "about": account.bio,
        "photo_max_orig": avatar_url(account),
    }
    ended = {"suspended": "banned", "deleted": "deleted"}.get(account.state(phase), "")
    return {**told, **({"deactivated": ended} if ended else {})}


def _give(content: object) -> Answer:
    return answer_json({"response": content}, server="kittenx")


def _refuse(code: int, said: str, query: Any) -> Answer:
    asked = [{"key": name, "value": value} for name, value in query.items() if name != "access_token"]
    error = {"error_code": code, "error_msg": said, "request_params": asked}
    return answer_json({"error": error}, server="kittenx")
