"""Dcard's JSON: the newest posts of a board with their beginnings, and one whole post.

Source: recorded answers of ``/_api/forums/ALIAS/posts`` of 2016 (leVirve/dcard-spider), RSSHub's
lib/routes/dcard for where they are asked for now. A board stands for the account: authors are anonymous.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, cut_page, find_account, find_post, make_number, write_utc
from sandbox.world import World

EXCERPT = 40
"""Characters of a post that a list shows."""


def address_account(account: Account) -> Account:
    """The board, whose short name is its key."""
    alias = account.handle.lower()
    return replace(account, number=alias, key=alias, url=f"https://www.dcard.tw/f/{alias}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A post with its number; later ones have greater numbers. Pictures stand as addresses in the words."""
    id = str(250_000_000 + 1000 * number + int(make_number(account.handle, 3)))
    return replace(
        post, kind="post", pictures=(), id=id, url=f"https://www.dcard.tw/f/{account.handle.lower()}/p/{id}"
    )


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/service/api/v2/forums/ALIAS/posts`` and ``/service/api/v2/posts/ID``."""
    phase, parts = situation.phase, asked.parts
    if parts[:3] != ("service", "api", "v2") or len(parts) < 5:
        return None
    if parts[3] == "posts":
        post = find_post(world, "dcard", parts[4], phase)
        if post is None:
            return answer_json({"error": 404, "reason": "not found"}, 404)
        return answer_json(_write_post(post, world, phase, whole=True))
    account = find_account(world, "dcard", parts[4])
    if account is None or account.state(phase) == "missing":
        return answer_json({"error": 404, "reason": "not found"}, 404)
    if account.state(phase) == "private":
        script = "<script>window._cf_chl_opt={cvId:'3'}</script>"
        return replace(answer_page("Just a moment...", script, 403), headers=(("cf-mitigated", "challenge"),))
    posts = list(world.timeline(account, phase))
    if before := asked.query.get("before"):
        ids = [post.id for post in posts]
        posts = posts[ids.index(before) + 1 :] if before in ids else []
    here, _ = cut_page(posts, 0, asked.number("limit", 30, 100))
    return answer_json([_write_post(one, world, phase, whole=False) for one in here])


def _write_post(post: Post, world: World, phase: int, whole: bool) -> Json:
    account, text = world.account[post.account], post.text_in(phase)
    changed = post.edited_by(phase) or post.posted_at
    told: Json = {
        "id": int(post.id),
        "title": post.title,
        "excerpt": text[:EXCERPT],
        "anonymousSchool": False,
        "anonymousDepartment": True,
        "pinned": False,
        "forumId": str(UUID(int=int(post.id[:6]))),
        "replyId": None,
        "createdAt": write_utc(post.posted_at),
        "updatedAt": write_utc(changed),
        "commentCount": 0,
        "likeCount": 1,
        "tags": [],
        "topics": [],
        "forumName": account.display_name,
        "forumAlias": account.key,
        "gender": "F",
        "school": "匿名",
        "replyTitle": None,
    }
    return {**told, "content": text} if whole else told


played = Played(
    name="dcard",
    places=(
        Place(
            platform="dcard",
            host="www.dcard.tw",
            operation="zh-Hant",
            ordinary="zh-Hant",
            special=(("nosuchboard", "missing"), ("walledboard", "private")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=lambda handle: "".join(c if c.isalnum() else "_" for c in handle.lower()),
)
