"""Wattpad's public API: a user, the published stories by offset, one story.

Source: Archive-WP/WattpadAPIDocumentation.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import (
    Json,
    cut_page,
    find_account,
    find_post,
    is_there,
    make_number,
    write_utc,
)
from sandbox.world import World

HOST = "www.wattpad.com"


def address_account(account: Account) -> Account:
    """The user, whose name is the key."""
    return replace(
        account, number=account.handle, key=account.handle, url=f"https://{HOST}/user/{account.handle}"
    )


def address_post(post: Post, account: Account, number: int) -> Post:
    """A story with its number."""
    id = make_number(post.ref, 9)
    return replace(post, id=id, url=f"https://{HOST}/story/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a cover lies."""
    return f"https://img.wattpad.com/cover/{make_name(post.ref, spot)}-256.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/api/v3/users/NAME``, ``/v4/users/NAME/stories/published`` and ``/api/v3/stories/ID``."""
    phase, parts = situation.phase, asked.parts
    if parts[:3] == ("api", "v3", "stories") and len(parts) == 4:
        post = find_post(world, "wattpad", parts[3], phase)
        if post is None:
            return _refuse(1017, "Story not found")
        return answer_json(_write_story(post, world, phase))
    is_list = parts[:2] == ("v4", "users") and parts[3:] == ("stories", "published")
    if not is_list and not (parts[:3] == ("api", "v3", "users") and len(parts) == 4):
        return None
    account = find_account(world, "wattpad", parts[2] if is_list else parts[3])
    if account is None or not is_there(account, phase):
        return _refuse(1014, "User not found")
    posts = world.timeline(account, phase)
    if not is_list:
        return answer_json(_write_user(account, len(posts)))
    size = asked.number("limit", 10, 100)
    offset = int(asked.query.get("offset", "0"))
    here, more = cut_page(posts, offset, size)
    told: Json = {"total": len(posts), "stories": [_write_story(one, world, phase) for one in here]}
    if more:
        told["nextUrl"] = f"https://api.wattpad.com{asked.path}?offset={offset + size}&limit={size}"
    return answer_json(told)


def _write_user(account: Account, stories: int) -> Json:
    return {
        "username": account.handle,
        "avatar": avatar_url(account),
        "isPrivate": False,
        "backgroundUrl": "",
        "name": account.display_name,
        "description": account.bio,
        "createDate": write_utc(account.created_at),
        "modifyDate": write_utc(account.created_at),
        "location": "",
        "verified": False,
        "website": "",
        "numStoriesPublished": stories,
        "numFollowing": account.following,
        "numFollowers": account.followers,
    }


def _write_story(post: Post, world: World, phase: int) -> Json:
    account, text = world.account[post.account], post.text_in(phase)
    return {
        "id": post.id,
        "title": post.title,
        "description": text,
        "createDate": write_utc(post.posted_at),
        "modifyDate": write_utc(post.edited_by(phase) or post.posted_at),
        "voteCount": 1,
        "readCount": 9,
        "commentCount": 0,
        "language": {"id": 1, "name": "English" if post.language == "en" else "中文"},
        "user": {"name": account.handle, "avatar": avatar_url(account), "fullname": account.display_name},
        "cover": post.media[0] if post.media else None,
        "completed": False,
        "tags": find_tags(text),
        "mature": False,
        "url": post.url,
        "numParts": 1,
        "deleted": False,
    }


def _refuse(code: int, message: str) -> Answer:
    body = {"result": "ERROR", "code": code, "error_code": code, "error_type": "NotFound", "message": message}
    return answer_json(body, 400)


played = Played(
    name="wattpad",
    places=(
        Place(
            platform="wattpad",
            host=HOST,
            operation="en",
            ordinary="en",
            special=(("nosuchreader", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=lambda handle: handle.replace(".", "_"),
    spell_media=spell_media,
)
