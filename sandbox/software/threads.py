"""Threads: a profile's page with the data that it embeds.

Source: RSS-Bridge ThreadsBridge.php; public readers of the same objects (``thread_items``, ``caption``,
``text_post_app_info``). A private profile has no posts in its data; a walled one asks for a login.
"""

from __future__ import annotations

import json
from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_page
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, find_account, make_id, make_number
from sandbox.world import World

HOST = "www.threads.com"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def address_account(account: Account) -> Account:
    """The person with the number."""
    number = make_number(account.handle, 11)
    return replace(account, number=number, key=number, url=f"https://{HOST}/@{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A post with its code of eleven letters."""
    code = f"D{make_id(post.ref, 10, LETTERS)}"
    return replace(post, id=code, url=f"https://{HOST}/@{account.handle}/post/{code}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://scontent.cdninstagram.com/v/t51/{make_name(post.ref, spot)}_n.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The page at ``/@NAME``."""
    phase = situation.phase
    if asked.host != HOST or not asked.path.startswith("/@"):
        return None
    account = find_account(world, "threads", asked.path[2:].strip("/"))
    state = account.state(phase) if account else "missing"
    if account is None or state == "missing":
        return answer_page("Threads", "<p>Sorry, this page isn't available.</p>", 404)
    if state == "suspended":
        return answer_page("Threads • Log in", "<p>Say more with Threads</p>")
    threads = [
        {"node": {"thread_items": [{"post": _write_post(one, account, phase), "line_type": "none"}]}}
        for one in world.timeline(account, phase)
    ]
    data = {"data": {"mediaData": {"edges": threads}}}
    user = {"data": {"user": _write_user(account, state == "private")}}
    blobs = "".join(
        f'<script type="application/json" data-content-len="9" data-sjs>{_embed({"require": [["X", one]]})}</script>'
        for one in (user, data)
    )
    return answer_page(f"{account.display_name} (@{account.handle}) • Threads", f"<div></div>{blobs}")


def _embed(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def _write_user(account: Account, private: bool) -> Json:
    return {
        "pk": account.number,
        "username": account.handle,
        "full_name": account.display_name,
        "biography": account.bio,
        "follower_count": account.followers,
        "profile_pic_url": avatar_url(account),
        "is_private": private,
        "text_post_app_is_private": private,
        "bio_links": [],
    }


def _write_post(post: Post, account: Account, phase: int) -> Json:
    info: Json = {
        "direct_reply_count": 0,
        "repost_count": 0,
        "share_info": {"quoted_post": None, "reposted_post": None},
    }
    if post.links:
        info["link_preview_attachment"] = {"url": post.links[0], "title": "A page"}
    return {
        "pk": make_number(post.ref, 19),
        "code": post.id,
        "user": {"pk": account.number, "username": account.handle, "profile_pic_url": avatar_url(account)},
        "caption": {"text": post.text_in(phase)},
        "caption_is_edited": post.edited_by(phase) is not None,
        "taken_at": int(post.posted_at.timestamp()),
        "like_count": 1,
        "carousel_media": None,
        "image_versions2": {"candidates": [{"url": url, "height": 600, "width": 800} for url in post.media]},
        "video_versions": None,
        "text_post_app_info": info,
    }


played = Played(
    name="threads",
    places=(
        Place(
            platform="threads",
            host=HOST,
            operation="en zh-Hans",
            ordinary="en",
            special=(("nobody.there", "missing"), ("closed.door", "private"), ("behind.wall", "suspended")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    spell_media=spell_media,
)
