"""Douban's mobile JSON: a person's newest statuses, and one status.

Source: RSSHub lib/routes/douban/people/status.ts. Times are China's, without a zone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, find_account, find_post, is_there, make_number
from sandbox.world import World

HOST, PAGE = "m.douban.com", 20
CHINA = timezone(timedelta(hours=8))


def address_account(account: Account) -> Account:
    """The person with the number."""
    number = make_number(account.handle, 9)
    return replace(account, number=number, key=number, url=f"https://www.douban.com/people/{number}/")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A status with its number."""
    id = make_number(post.ref, 10)
    return replace(post, id=id, url=f"https://www.douban.com/people/{account.number}/status/{id}/")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://img1.doubanio.com/view/status/l/public/{make_name(post.ref, spot)}.webp"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``user_timeline/ID`` and a status by its number."""
    phase, parts = situation.phase, asked.parts
    if asked.host != HOST or parts[:4] != ("rexxar", "api", "v2", "status") or len(parts) < 5:
        return None
    if parts[4] != "user_timeline":
        post = find_post(world, "douban", parts[4], phase)
        return answer_json(_write_status(post, world, phase)) if post else _refuse()
    account = find_account(world, "douban", parts[-1])
    if account is None or not is_there(account, phase):
        return _refuse()
    posts = world.timeline(account, phase)[:PAGE]
    rows = [{"comments": [], "deleted": False, "status": _write_status(one, world, phase)} for one in posts]
    return answer_json({"items": rows, "count": len(rows)})


def _write_status(post: Post, world: World, phase: int) -> Json:
    account = world.account[post.account]
    return {
        "id": post.id,
        "text": post.text_in(phase),
        "create_time": f"{post.posted_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
        "activity": "说",
        "author": {
            **{"id": account.number, "uid": account.number, "name": account.display_name},
            **{"avatar": avatar_url(account), "url": account.url, "loc": {"name": "北京"}},
        },
        "images": [{"large": {"url": url, "width": 800, "height": 600}} for url in post.media],
        "entities": [],
        "sharing_url": f"{post.url}?_i=1",
        "uri": f"douban://douban.com/status/{post.id}",
        "like_count": 1,
        "comments_count": 0,
        "reshares_count": 0,
        "liked": False,
    }


def _refuse() -> Answer:
    return answer_json(
        {"msg": "status_not_found", "code": 1001, "request": "GET", "localized_message": ""}, 404
    )


played = Played(
    name="douban",
    places=(
        Place(
            platform="douban",
            host="www.douban.com",
            operation="zh-Hans",
            ordinary="zh-Hans",
            special=(("meizheren", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(HOST,),
    spell_media=spell_media,
)
