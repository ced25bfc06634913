"""GETTR's own JSON: a person, the person's activities with the posts beside them, one post.

Source: stanfordio/gogettr, RSS-Bridge GettrBridge.php, RSSHub lib/routes/gettr.
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
    make_id,
    write_ms,
)
from sandbox.world import World

API, MEDIA = "api.gettr.com", "https://media.gettr.com/"
MOST = 200
"""Lists end there, whatever the offset."""


def address_account(account: Account) -> Account:
    """The person, whose name in lower case is the id."""
    key = account.handle.lower()
    return replace(account, number=key, key=key, url=f"https://gettr.com/user/{key}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A post with its id, which begins with p."""
    id = f"p{make_id(post.ref, 9)}"
    return replace(post, id=id, url=f"https://gettr.com/post/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"{MEDIA}group1/getter/2026/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/s/uinf/NAME``, ``/u/user/NAME/posts`` and ``/u/post/ID``."""
    phase, parts = situation.phase, asked.parts
    if asked.host != API or len(parts) < 3:
        return None
    if parts[:2] == ("u", "post"):
        post = find_post(world, "gettr", parts[2], phase)
        if post is None:
            return _refuse("E_POST_NOTFOUND", "post not found")
        aux = {"s_pst": {post.id: _write_figures()}, "uinf": {}}
        return _say({"data": _write_post(post, world, phase), "aux": aux, "serial": "post"})
    account = find_account(world, "gettr", parts[2])
    if account is None or not is_there(account, phase):
        return _refuse("E_USER_NOTFOUND", "user not found")
    if parts[:2] == ("s", "uinf"):
        return _say({"data": _write_person(account), "serial": "userinfo"})
    offset = int(asked.query.get("offset", "0"))
    posts = world.timeline(account, phase)[:MOST]
    here, _ = cut_page(posts, offset, asked.number("max", 20, 20))
    return _say(
        {
            "data": {"_t": "list", "list": [_write_activity(one, account) for one in here]},
            "aux": {
                "cursor": str(offset + len(here)),
                "removed": 0,
                "post": {one.id: _write_post(one, world, phase) for one in here},
                "s_pst": {one.id: _write_figures() for one in here},
                "uinf": {account.key: _write_person(account)},
            },
            "serial": "user_timeline",
        }
    )


def _write_activity(post: Post, account: Account) -> Json:
    at = write_ms(post.posted_at)
    act = {"_id": f"{account.key}_a{post.id[1:]}", "_t": "feed", "cdate": at, "udate": at}
    inner = {
        **{"cdate": at, "init_id": account.key, "init_lvl": 0, "src_type": "u", "src_id": account.key},
        **{"action": "pub_pst", "tgt_type": "pst", "tgt_id": post.id, "tgt_oid": account.key},
        **{"pstid": post.id, "uid": account.key, "media": bool(post.media)},
    }
    return {**act, "activity": inner, "action": "pub_pst", "rcvr_id": account.key}


def _write_post(post: Post, world: World, phase: int) -> Json:
    text, at = post.text_in(phase), write_ms(post.posted_at)
    told: Json = {"_id": post.id, "_t": "post", "uid": world.account[post.account].key, "cdate": at}
    told |= {
        "udate": write_ms(post.edited_by(phase) or post.posted_at),
        "vis": "p",
        "acl": {"_t": "acl", "pub": 4},
    }
    told |= {"txt": text, "txt_lang": post.language[:2], "htgs": find_tags(text)}
    if post.media:
        told["imgs"] = [one.removeprefix(MEDIA) for one in post.media]
    if post.links:
        told |= {"prevsrc": post.links[0], "ttl": "", "dsc": "A page"}
    return told


def _write_person(account: Account) -> Json:
    return {
        "_t": "uinf",
        "_id": account.key,
        "username": account.key,
        "ousername": account.handle,
        "nickname": account.display_name,
        "dsc": account.bio,
        "cdate": str(write_ms(account.created_at)),
        "udate": str(write_ms(account.created_at)),
        "ico": avatar_url(account).removeprefix("https://"),
        "flg": str(account.followers),
        "flw": str(account.following),
        "lang": account.language[:2],
        "status": "a",
        "infl": 0,
    }


def _write_figures() -> Json:
    return {"lkbpst": 1, "cm": 0, "shbpst": 0}


def _say(result: Json) -> Answer:
    return answer_json({"_t": "xresp", "rc": "OK", "result": result})


def _refuse(code: str, words: str) -> Answer:
    return answer_json(
        {"_t": "xresp", "rc": "ERR", "error": {"_t": "xerr", "code": code, "emsg": words}}, 400
    )


played = Played(
    name="gettr",
    places=(
        Place(
            platform="gettr",
            host="gettr.com",
            operation="en en",
            ordinary="en",
            special=(("lostvoice", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API,),
    spell_handle=lambda handle: handle.replace(".", "_").replace("-", "_"),
    spell_media=spell_media,
)
