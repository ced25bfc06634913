"""Bilibili's JSON: the card of a user, the space's dynamics by offset, one dynamic.

Source: RSSHub lib/routes/bilibili (api-interface.d.ts), gallery-dl and yt-dlp bilibili.py. Risk control
(-352) answers for a user that is private in the world.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, cut_page, find_account, find_post, make_number
from sandbox.world import World

API = "api.bilibili.com"
PAGE = 12


def address_account(account: Account) -> Account:
    """The user with the number."""
    number = make_number(account.handle, 9)
    return replace(account, number=number, key=number, url=f"https://space.bilibili.com/{number}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A dynamic with its number."""
    id = make_number(post.ref, 18)
    return replace(post, id=id, url=f"https://t.bilibili.com/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://i0.hdslb.com/bfs/new_dyn/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``card``, ``feed/space`` and ``detail``."""
    if asked.host != API:
        return None
    phase = situation.phase
    if asked.path == "/x/polymer/web-dynamic/v1/detail":
        post = find_post(world, "bilibili", asked.query.get("id", ""), phase)
        if post is None:
            return _refuse(4101147, "动态不见了")
        return _say({"item": _write_item(post, world, phase)})
    account = find_account(world, "bilibili", asked.query.get("mid") or asked.query.get("host_mid") or "")
    if account is None or account.state(phase) == "missing":
        return _refuse(-404, "啥都木有")
    if account.state(phase) == "private":
        return _refuse(-352, "-352")
    posts = world.timeline(account, phase)
    if asked.path == "/x/web-interface/card":
        return _say({"card": _write_card(account), "following": False, "follower": account.followers})
    if asked.path != "/x/polymer/web-dynamic/v1/feed/space":
        return None
    ids = [post.id for post in posts]
    offset = asked.query.get("offset", "")
    here, more = cut_page(posts, ids.index(offset) + 1 if offset in ids else 0, PAGE)
    told = {"has_more": more, "items": [_write_item(one, world, phase) for one in here]}
    return _say({**told, "offset": here[-1].id if here else "", "update_baseline": "", "update_num": 0})


def _write_card(account: Account) -> Json:
    return {
        "mid": account.number,
        "name": account.display_name,
        "sex": "保密",
        "face": avatar_url(account),
        "sign": account.bio,
        "fans": account.followers,
        "attention": account.following,
        "level_info": {"current_level": 4},
        "Official": {"role": 0, "title": "", "desc": "", "type": -1},
        "vip": {"type": 0, "status": 0},
    }


def _write_item(post: Post, world: World, phase: int) -> Json:
    account, text = world.account[post.account], post.text_in(phase)
    author = {
        "mid": int(account.number),
        "name": account.display_name,
        "face": avatar_url(account),
        "pub_time": f"{post.posted_at:%m月%d日}",
        "pub_ts": int(post.posted_at.timestamp()),
        "pub_location_text": "IP属地：广东",
        "type": "AUTHOR_TYPE_NORMAL",
    }
    nodes = [{"type": "RICH_TEXT_NODE_TYPE_TEXT", "text": text, "orig_text": text}]
    nodes += [
        {
            "type": "RICH_TEXT_NODE_TYPE_TOPIC",
            "text": f"#{tag}#",
            "jump_url": f"//search.bilibili.com/all?keyword={tag}",
        }
        for tag in find_tags(text)
    ]
    words = {"text": text, "rich_text_nodes": nodes}
    pictures = [{"url": url, "width": 800, "height": 600, "size": 90.5} for url in post.media]
    major = {
        "type": "MAJOR_TYPE_OPUS",
        "opus": {"summary": words, "pics": pictures, "title": None, "jump_url": ""},
    }
    return {
        "id_str": post.id,
        "type": "DYNAMIC_TYPE_DRAW" if post.media else "DYNAMIC_TYPE_WORD",
        "visible": True,
        "basic": {"comment_id_str": post.id, "comment_type": 17, "rid_str": post.id},
        "modules": {
            "module_author": author,
            "module_dynamic": {"additional": None, "desc": None, "major": major, "topic": None},
            "module_more": {"three_point_items": []},
            "module_stat": {
                **{name: {"count": 1, "forbidden": False} for name in ("comment", "forward", "like")},
            },
        },
    }


def _say(data: Json) -> Answer:
    return answer_json({"code": 0, "message": "0", "ttl": 1, "data": data})


def _refuse(code: int, message: str) -> Answer:
    return answer_json({"code": code, "message": message, "ttl": 1})


played = Played(
    name="bilibili",
    places=(
        Place(
            platform="bilibili",
            host="space.bilibili.com",
            operation="zh-Hans zh-Hans",
            ordinary="zh-Hans",
            special=(("zhongshaole", "missing"), ("fengkong", "private")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API,),
    spell_media=spell_media,
)
