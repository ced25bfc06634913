"""Hive and Steem by their public nodes: ``bridge.get_profile``, ``get_account_posts``, ``get_post``.

Source: hivemind's bridge API; the entries that Ecency keeps as samples. A page begins after the post that is
named as its start.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url, make_name, make_slug
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import (
    Json,
    find_account,
    find_post,
    is_there,
    make_number,
    read_json,
    write_utc,
)
from sandbox.world import World

NODES = {"api.hive.blog": "hive", "api.steemit.com": "steemit"}
LARGEST_PAGE = 100


def address_account(account: Account) -> Account:
    """The account, whose name is its key."""
    return replace(
        account, number=account.handle, key=account.handle, url=f"https://{account.host}/@{account.handle}"
    )


def address_post(post: Post, account: Account, number: int) -> Post:
    """A post by its author and permlink."""
    permlink = make_slug(post)
    return replace(
        post, id=f"{account.handle}/{permlink}", url=f"https://{account.host}/@{account.handle}/{permlink}"
    )


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://images.{account.host}/{make_name(post.ref, spot)}.png"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The three methods, each by POST to the node."""
    platform = NODES.get(asked.host)
    if platform is None:
        return None
    call, phase = read_json(asked), situation.phase
    parameters: Json = call.get("params") or {}
    name = str(parameters.get("account") or parameters.get("author") or "")
    account = find_account(world, platform, name)
    if account is None or not is_there(account, phase):
        return _refuse(f"Account {name} does not exist")
    match call.get("method"):
        case "bridge.get_profile":
            return _say(_write_profile(account, len(world.timeline(account, phase))))
        case "bridge.get_post":
            id = f"{name}/{parameters.get('permlink')}"
            post = find_post(world, platform, id, phase)
            return _say(_write_entry(post, account, phase)) if post else _refuse(f"Post {id} does not exist")
        case "bridge.get_account_posts":
            return _say(
                [_write_entry(one, account, phase) for one in _list(parameters, account, world, phase)]
            )
    return _refuse("Method not found")


def _list(parameters: Json, account: Account, world: World, phase: int) -> list[Post]:
    posts = list(world.timeline(account, phase))
    if start := parameters.get("start_permlink"):
        ids = [post.id for post in posts]
        after = f"{parameters.get('start_author')}/{start}"
        posts = posts[ids.index(after) + 1 :] if after in ids else []
    return posts[: min(int(parameters.get("limit", 20)), LARGEST_PAGE)]


def _write_profile(account: Account, posts: int) -> Json:
    profile = {"name": account.display_name, "about": account.bio, "profile_image": avatar_url(account)}
    return {
        "id": int(make_number(account.handle, 6)),
        "name": account.handle,
        "created": write_utc(account.created_at, end=""),
        "active": write_utc(account.created_at, end=""),
        "post_count": posts + 3,
        "reputation": 41.5,
        "blacklists": [],
        "stats": {"rank": 0, "following": account.following, "followers": account.followers},
        "metadata": {"profile": profile},
    }


def _write_entry(post: Post, account: Account, phase: int) -> Json:
    text = post.text_in(phase)
    metadata: Json = {"tags": find_tags(text) or ["life"], "app": "peakd/2026.3.1", "format": "markdown"}
    if post.media:
        metadata["image"] = list(post.media)
    return {
        "post_id": int(make_number(post.ref, 9)),
        "author": account.handle,
        "permlink": post.id.partition("/")[2],
        "category": "life",
        "title": post.title,
        "body": text,
        "json_metadata": metadata,
        "created": write_utc(post.posted_at, end=""),
        "updated": write_utc(post.edited_by(phase) or post.posted_at, end=""),
        "depth": 0,
        "children": 0,
        "net_rshares": 0,
        "is_paidout": False,
        "payout": 0,
        "replies": [],
        "author_reputation": 41.5,
        "stats": {"hide": False, "gray": False, "total_votes": 1, "flag_weight": 0},
        "url": f"/life/@{post.id}",
        "beneficiaries": [],
        "active_votes": [],
        "blacklists": [],
    }


def _say(result: Any) -> Answer:
    return answer_json({"jsonrpc": "2.0", "result": result, "id": 1})


def _refuse(message: str) -> Answer:
    return answer_json({"jsonrpc": "2.0", "error": {"code": -32602, "message": message}, "id": 1})


played = Played(
    name="hive",
    places=(
        Place(
            platform="hive",
            host="hive.blog",
            operation="en",
            ordinary="en",
            special=(("nobody-here", "missing"),),
        ),
        Place(platform="steemit", host="steemit.com", operation="en zh-Hans", ordinary="en"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=tuple(NODES),
    articles=True,
    spell_handle=lambda handle: "".join(c if c.isalnum() else "-" for c in handle.lower())[:16].strip("-"),
    spell_media=spell_media,
)
