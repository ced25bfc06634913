"""pixiv's JSON: an artist, the newest works keyed by number, one work.

Source: public readers of ``/ajax/user/ID``, ``/ajax/user/ID/profile/top`` and ``/ajax/illust/ID``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.markup import find_tags, link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, find_account, find_post, is_there, make_number, write_utc
from sandbox.world import World

HOST, NEWEST = "www.pixiv.net", 24


def address_account(account: Account) -> Account:
    """The artist with the number."""
    number = make_number(account.handle, 8)
    return replace(account, number=number, key=number, url=f"https://{HOST}/en/users/{number}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A work with its number."""
    id = make_number(post.ref, 9)
    return replace(post, kind="post", id=id, url=f"https://{HOST}/en/artworks/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://i.pximg.net/img-master/img/2026/{make_name(post.ref, spot)}_p0_master1200.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The three answers, each in the same envelope."""
    phase, parts = situation.phase, asked.parts
    if asked.host != HOST or parts[:1] != ("ajax",) or len(parts) < 3:
        return None
    if parts[1] == "illust":
        post = find_post(world, "pixiv", parts[2], phase)
        return _say(_write_work(post, world, phase, whole=True)) if post else _refuse()
    account = find_account(world, "pixiv", parts[2])
    if account is None or not is_there(account, phase):
        return _refuse()
    if parts[3:] != ("profile", "top"):
        return _say(_write_artist(account))
    posts = world.timeline(account, phase)[:NEWEST]
    works = {post.id: _write_work(post, world, phase, whole=False) for post in posts}
    return _say({"illusts": works, "manga": [], "novels": []})


def _write_artist(account: Account) -> Json:
    told = {"userId": account.number, "name": account.display_name, "image": avatar_url(account)}
    return {**told, "imageBig": avatar_url(account), "comment": account.bio, "following": account.following}


def _write_work(post: Post, world: World, phase: int, whole: bool) -> Json:
    account, text = world.account[post.account], post.text_in(phase)
    told: Json = {
        **{"id": post.id, "title": post.title, "userId": account.number, "xRestrict": 0, "pageCount": 1},
        **{"createDate": write_utc(post.posted_at, "+00:00"), "description": ""},
        "url": post.media[0] if post.media else None,
    }
    if not whole:
        return {**told, "tags": find_tags(text)}
    told |= {"illustId": post.id, "tags": {"tags": [{"tag": tag} for tag in find_tags(text)]}}
    told |= {
        "description": make_paragraphs(text, link_plainly, write_plainly),
        "likeCount": 1,
        "viewCount": 9,
    }
    changed = post.edited_by(phase) or post.posted_at
    return {**told, "uploadDate": write_utc(changed, "+00:00"), "urls": {"regular": told["url"]}}


def _say(body: Any) -> Answer:
    return answer_json({"error": False, "message": "", "body": body})


def _refuse() -> Answer:
    return answer_json(
        {"error": True, "message": "該当作品は削除されたか、存在しない作品IDです。", "body": []}, 404
    )


played = Played(
    name="pixiv",
    places=(
        Place(
            platform="pixiv", host=HOST, operation="en", ordinary="en", special=(("erased_art", "missing"),)
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_media=spell_media,
)
