"""Dailymotion's Data API: a user, the user's videos page by page, one video.

Source: developers.dailymotion.com/v0/reference; only the fields that are asked for are sent.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, cut_page, find_account, find_post, is_there, make_id
from sandbox.world import World

API = "api.dailymotion.com"


def address_account(account: Account) -> Account:
    """The user with its id, which begins with x."""
    number = f"x{make_id(account.handle, 6)}"
    return replace(account, number=number, key=number, url=f"https://www.dailymotion.com/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A video with its id."""
    id = f"x{make_id(post.ref, 6)}"
    return replace(post, kind="post", id=id, url=f"https://www.dailymotion.com/video/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a video's still lies."""
    return f"https://s1.dmcdn.net/v/{make_name(post.ref, spot)}/x720"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/user/NAME``, ``/user/NAME/videos`` and ``/video/ID``."""
    if asked.host != API:
        return None
    phase, parts = situation.phase, asked.parts
    fields = asked.query.get("fields", "id").split(",")
    if parts[:1] == ("video",) and len(parts) == 2:
        post = find_post(world, "dailymotion", parts[1], phase)
        return answer_json(_write_video(post, world, phase, fields)) if post else _refuse("video", parts[1])
    account = find_account(world, "dailymotion", parts[1] if len(parts) > 1 else "")
    if parts[:1] != ("user",) or account is None or not is_there(account, phase):
        return _refuse("user", parts[-1] if parts else "")
    posts = world.timeline(account, phase)
    if len(parts) == 2:
        return answer_json(_write_user(account, len(posts), fields))
    size, page = asked.number("limit", 10, 100), asked.number("page", 1, 100)
    here, more = cut_page(posts, (page - 1) * size, size)
    rows = [_write_video(one, world, phase, fields) for one in here]
    told = {
        "page": page,
        "limit": size,
        "explicit": False,
        "total": len(posts),
        "has_more": more,
        "list": rows,
    }
    return answer_json(told)


def _write_user(account: Account, videos: int, fields: list[str]) -> Json:
    whole = {
        "id": account.number,
        "username": account.handle,
        "screenname": account.display_name,
        "description": account.bio or None,
        "created_time": int(account.created_at.timestamp()),
        "followers_total": account.followers,
        "following_total": account.following,
        "videos_total": videos,
        "url": account.url,
        "avatar_720_url": avatar_url(account),
        "cover_250_url": None,
        "website_url": None,
        "country": "US",
        "verified": False,
    }
    return {name: whole[name] for name in fields if name in whole}


def _write_video(post: Post, world: World, phase: int, fields: list[str]) -> Json:
    account = world.account[post.account]
    whole = {
        "id": post.id,
        "title": post.title,
        "description": post.text_in(phase),
        "created_time": int(post.posted_at.timestamp()),
        "updated_time": int((post.edited_by(phase) or post.posted_at).timestamp()),
        "url": post.url,
        "owner": account.number,
        "tags": find_tags(post.text_in(phase)),
        "language": post.language[:2],
        "duration": 61,
        "thumbnail_720_url": post.media[0] if post.media else None,
        "views_total": 12,
        "likes_total": 1,
        "country": "US",
        "channel": "news",
    }
    return {name: whole[name] for name in fields if name in whole}


def _refuse(what: str, id: str) -> Answer:
    error = {
        "more_info": "https://developer.dailymotion.com/api#error-codes",
        "code": 404,
        "message": f"Can't find object {what} for `id' parameter",
        "type": "not_found",
        "error_data": {"reason": "object_not_found", "object_type": what, "object_id": id, "param": "id"},
    }
    return answer_json({"error": error}, 404)


played = Played(
    name="dailymotion",
    places=(
        Place(
            platform="dailymotion",
            host="www.dailymotion.com",
            operation="en zh-Hans",
            ordinary="en",
            special=(("gone_with_wind", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API,),
    articles=True,
    spell_media=spell_media,
)
