"""Records of the AT Protocol as a repository holds them, with their content ids.

Sources: lexicons app.bsky.feed.post, .repost, app.bsky.actor.profile, app.bsky.richtext.facet,
app.bsky.embed.images, .external, .record; atproto.com/specs/data-model (CIDs, blobs).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from sandbox.operation.items import Account, Post, Shown
from sandbox.operation.pictures import draw_avatar, draw_picture, measure
from sandbox.operation.sites import find_site
from sandbox.world import World

RAW, RECORD = 0x55, 0x71
Json = dict[str, Any]

_TOKEN = re.compile(r"(?P<link>https?://[^\s<>\"，。！？]+)|#(?P<tag>\w+)")


def write_time(moment: datetime) -> str:
    """ISO 8601 with milliseconds and ``Z``, as the network writes times."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def make_cid(content: bytes, codec: int = RECORD) -> str:
    """A CIDv1 (base32, sha2-256) of ``content``."""
    raw = bytes((0x01, codec, 0x12, 0x20)) + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


def record_cid(record: Json) -> str:
    """The content id of a record; over its JSON, where the network takes DAG-CBOR."""
    return make_cid(json.dumps(record, ensure_ascii=False, sort_keys=True).encode())


def write_blob(content: bytes, media_type: str) -> Json:
    """A reference to a blob."""
    link = make_cid(content, RAW)
    return {"$type": "blob", "ref": {"$link": link}, "mimeType": media_type, "size": len(content)}


@lru_cache(maxsize=4096)
def measure_picture(picture: str, variant: str) -> tuple[str, str, int]:
    """Content id, media type and size in bytes of a picture."""
    content, media_type = draw_picture(picture, variant)
    return make_cid(content, RAW), media_type, len(content)


def write_record(post: Post, phase: int, world: World) -> Json:
    """The record of a post or a repost."""
    if post.repost_of:
        subject = refer_to(world.post[post.repost_of], phase, world)
        return {
            "$type": "app.bsky.feed.repost",
            "subject": subject,
            "createdAt": write_time(post.posted_at),
        }
    text = post.text_in(phase)
    record: Json = {
        "$type": "app.bsky.feed.post",
        "text": text,
        "langs": [post.language[:2]],
        "createdAt": write_time(post.posted_at),
    }
    if facets := list(_write_facets(text)):
        record["facets"] = facets
    if embed := _write_embed(post, phase, world):
        record["embed"] = embed
    if post.reply_to:
        parent = refer_to(world.post[post.reply_to], phase, world)
        record["reply"] = {"root": parent, "parent": parent}
    return record


def refer_to(post: Post, phase: int, world: World) -> Json:
    """A strong reference: address and content id."""
    return {"uri": post.id, "cid": record_cid(write_record(post, phase, world))}


def write_profile_record(account: Account, phase: int, world: World) -> Json:
    """The profile as its owner wrote it."""
    record: Json = {
        "$type": "app.bsky.actor.profile",
        "avatar": write_blob(draw_avatar(account.name), "image/png"),
        "displayName": account.display_name,
        "description": account.bio,
        "createdAt": write_time(account.created_at),
    }
    if pinned := find_pinned(account, phase, world):
        record["pinnedPost"] = refer_to(pinned, phase, world)
    return record


def find_pinned(account: Account, phase: int, world: World) -> Post | None:
    """The pinned post, if the account has one."""
    return next((post for post in world.timeline(account, phase) if post.pinned), None)


def find_blob(account: Account, cid: str, phase: int, world: World) -> tuple[bytes, str] | None:
    """The blob of that content id in an account's repository, with its media type."""
    avatar = draw_avatar(account.name)
    if make_cid(avatar, RAW) == cid:
        return avatar, "image/png"
    shown = (picture for post in world.timeline(account, phase) for picture in post.pictures)
    found = next((one for one in shown if measure_picture(one.picture, one.variant)[0] == cid), None)
    return draw_picture(found.picture, found.variant) if found else None


def card_of(post: Post) -> Json | None:
    """The card that a program makes of the first link to a site, if no picture stands in its place."""
    url = next((one for one in post.links if find_site(one)), "")
    site = find_site(url)
    if not site or post.pictures:
        return None
    return {"uri": url, "title": site.name, "description": ""}


def _write_facets(text: str) -> Iterator[Json]:
    """Links and hashtags by their place in the UTF-8 bytes of ``text``."""
    for found in _TOKEN.finditer(text):
        start = len(text[: found.start()].encode())
        feature: Json = (
            {"$type": "app.bsky.richtext.facet#link", "uri": found["link"]}
            if found["link"]
            else {"$type": "app.bsky.richtext.facet#tag", "tag": found["tag"]}
        )
        index = {"byteStart": start, "byteEnd": start + len(found[0].encode())}
        yield {"index": index, "features": [feature]}


def _write_embed(post: Post, phase: int, world: World) -> Json | None:
    if post.quote_of:
        record = refer_to(world.post[post.quote_of], phase, world)
        return {"$type": "app.bsky.embed.record", "record": record}
    if post.pictures:
        images = [_write_image(shown) for shown in post.pictures]
        return {"$type": "app.bsky.embed.images", "images": images}
    card = card_of(post)
    return {"$type": "app.bsky.embed.external", "external": card} if card else None


def _write_image(shown: Shown) -> Json:
    cid, media_type, size = measure_picture(shown.picture, shown.variant)
    width, height = measure(shown.variant)
    return {
        "alt": shown.description,
        "aspectRatio": {"width": width, "height": height},
        "image": {"$type": "blob", "ref": {"$link": cid}, "mimeType": media_type, "size": size},
    }
