"""BitChute's JSON, by POST alone: a channel, its videos by offset, one video.

Source: yt-dlp bitchute.py and public readers of ``/api/beta/channel/videos`` (a page holds at most 50).
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.markup import find_tags, link_plainly, make_paragraphs, write_plainly
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
    read_json,
    write_utc,
)
from sandbox.world import World

API = "api.bitchute.com"
MOST = 50


def address_account(account: Account) -> Account:
    """The channel with its id of twelve letters."""
    number = make_id(account.handle, 12)
    return replace(
        account, number=number, key=number, url=f"https://www.bitchute.com/channel/{account.handle}/"
    )


def address_post(post: Post, account: Account, number: int) -> Post:
    """A video with its id."""
    id = make_id(post.ref, 12)
    return replace(post, kind="post", id=id, url=f"https://www.bitchute.com/video/{id}/")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a video's still lies."""
    place = f"live/cover_images/{account.number}/{make_name(post.ref, spot)}"
    return f"https://static-3.bitchute.com/{place}_640x360.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``channel``, ``channel/videos`` and ``video``."""
    if asked.host != API:
        return None
    if asked.method != "POST":
        return _refuse(405, "HTTP", "Method Not Allowed")
    body, phase = read_json(asked), situation.phase
    if asked.path == "/api/beta/video":
        post = find_post(world, "bitchute", str(body.get("video_id")), phase)
        if post is None:
            return _refuse(404, "HTTP", f"Not Found - Unable to locate {body.get('video_id')}")
        return answer_json(_write_video(post, world, phase, whole=True))
    account = find_account(world, "bitchute", str(body.get("channel_id")))
    if account is not None and account.state(phase) == "suspended":
        return _refuse(403, "reason", "This channel is unavailable as its contents have been blocked.")
    if account is not None and account.state(phase) == "private":
        return _refuse(403, "reason", "This channel is not available in your location.")
    if account is None or not is_there(account, phase):
        return _refuse(404, "HTTP", f"Not Found - Unable to locate {body.get('channel_id')}")
    posts = world.timeline(account, phase)
    if asked.path == "/api/beta/channel":
        return answer_json(_write_channel(account, len(posts)))
    here, _ = cut_page(posts, int(body.get("offset", 0)), min(int(body.get("limit", 20)), MOST))
    return answer_json({"videos": [_write_video(one, world, phase, whole=False) for one in here]})


def _write_channel(account: Account, videos: int) -> Json:
    return {
        "channel_id": account.number,
        "channel_name": account.display_name,
        "channel_url": f"/channel/{account.number}/",
        "url_slug": account.handle,
        "description": account.bio,
        "date_created": write_utc(account.created_at),
        "profile_id": make_id(account.name, 12),
        "profile_name": account.display_name,
        "video_count": videos,
        "view_count": 7 * videos,
        "subscriber_count": str(account.followers),
        "thumbnail_url": avatar_url(account),
    }


def _write_video(post: Post, world: World, phase: int, whole: bool) -> Json:
    account, text = world.account[post.account], post.text_in(phase)
    told: Json = {
        "video_id": post.id,
        "video_name": post.title,
        "description": make_paragraphs(text, link_plainly, write_plainly),
        "video_url": f"/video/{post.id}/",
        "date_published": write_utc(post.posted_at),
        "duration": "1:01",
        "view_count": 7,
        "thumbnail_url": post.media[0] if post.media else None,
        "sensitivity_id": "normal",
        "state_id": "published",
        "hashtags": find_tags(text),
    }
    if whole:
        channel = {"channel_id": account.number, "channel_name": account.display_name}
        told |= {"profile_id": make_id(account.name, 12), "channel": channel, "is_liked": False}
    return told


def _refuse(status: int, context: str, message: str) -> Answer:
    return answer_json({"errors": [{"context": context, "message": message}]}, status)


played = Played(
    name="bitchute",
    places=(
        Place(
            platform="bitchute",
            host="www.bitchute.com",
            operation="en en",
            ordinary="en",
            special=(("nosuchtruth", "missing"), ("blockedhere", "suspended"), ("notinyourplace", "private")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API,),
    articles=True,
    spell_handle=lambda handle: handle.replace(".", "-"),
    spell_media=spell_media,
)
