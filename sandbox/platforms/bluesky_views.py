"""Profiles, posts and feed items as an AppView shows them to visitors without login.

Sources: lexicons app.bsky.actor.defs, app.bsky.feed.defs, app.bsky.embed.record, and recorded answers of
app.bsky.feed.getAuthorFeed.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.platforms.bluesky_records import (
    Json,
    card_of,
    find_pinned,
    record_cid,
    refer_to,
    write_record,
    write_time,
)
from sandbox.world import World

INDEXING = timedelta(seconds=1)
"""How long after it was written a record is in the AppView's index."""


def view_profile(account: Account, phase: int, world: World) -> Json:
    """``profileViewDetailed``."""
    posts = [post for post in world.timeline(account, phase) if post.kind != "repost"]
    view: Json = {
        **view_author(account),
        "associated": {
            "lists": 0,
            "feedgens": 0,
            "starterPacks": 0,
            "labeler": False,
            "activitySubscription": {"allowSubscriptions": "followers"},
        },
        "description": account.bio,
        "indexedAt": write_time(account.created_at + INDEXING),
        "followersCount": account.followers,
        "followsCount": account.following,
        "postsCount": len(posts),
    }
    if pinned := find_pinned(account, phase, world):
        view["pinnedPost"] = refer_to(pinned, phase, world)
    return view


def view_author(account: Account) -> Json:
    """``profileViewBasic``."""
    return {
        "did": account.number,
        "handle": account.handle,
        "displayName": account.display_name,
        "avatar": avatar_url(account),
        "labels": [],
        "createdAt": write_time(account.created_at),
    }


def view_post(post: Post, phase: int, world: World) -> Json:
    """``postView``."""
    record = write_record(post, phase, world)
    responses = [one for one in world.responses.get(post.ref, ()) if world.shows(one, phase)]
    view: Json = {
        "uri": post.id,
        "cid": record_cid(record),
        "author": view_author(world.account[post.account]),
        "record": record,
        "bookmarkCount": 0,
        "replyCount": sum(one.reply_to == post.ref for one in responses),
        "repostCount": sum(one.repost_of == post.ref for one in responses),
        "likeCount": sha256(post.id.encode()).digest()[0] % 30,
        "quoteCount": sum(one.quote_of == post.ref for one in responses),
        "indexedAt": write_time(post.posted_at + INDEXING),
        "labels": [],
    }
    if embed := _view_embed(post, phase, world):
        view["embed"] = embed
    return view


def view_item(post: Post, phase: int, world: World) -> Json:
    """``feedViewPost``: a post, a post with what it answers, or another's post with the reason "repost"."""
    if post.repost_of:
        reason = {
            "$type": "app.bsky.feed.defs#reasonRepost",
            "by": view_author(world.account[post.account]),
            "uri": post.id,
            "cid": record_cid(write_record(post, phase, world)),
            "indexedAt": write_time(post.posted_at),
        }
        return {"post": view_post(world.post[post.repost_of], phase, world), "reason": reason}
    item: Json = {"post": view_post(post, phase, world)}
    if post.reply_to:
        parent = _view_answered(world.post[post.reply_to], phase, world)
        item["reply"] = {"root": parent, "parent": parent}
    return item


def _view_answered(post: Post, phase: int, world: World) -> Json:
    if not world.shows(post, phase):
        return {"$type": "app.bsky.feed.defs#notFoundPost", "uri": post.id, "notFound": True}
    return {"$type": "app.bsky.feed.defs#postView", **view_post(post, phase, world)}


def _view_embed(post: Post, phase: int, world: World) -> Json | None:
    if post.quote_of:
        quoted = _view_quoted(world.post[post.quote_of], phase, world)
        return {"$type": "app.bsky.embed.record#view", "record": quoted}
    if post.pictures:
        images = []
        for url, shown in zip(post.media, post.pictures, strict=True):
            width, height = measure(shown.variant)
            images.append(
                {
                    "thumb": url.replace("/feed_fullsize/", "/feed_thumbnail/"),
                    "fullsize": url,
                    "alt": shown.description,
                    "aspectRatio": {"width": width, "height": height},
                }
            )
        return {"$type": "app.bsky.embed.images#view", "images": images}
    card = card_of(post)
    return {"$type": "app.bsky.embed.external#view", "external": card} if card else None


def _view_quoted(post: Post, phase: int, world: World) -> Json:
    if not world.shows(post, phase):
        return {"$type": "app.bsky.embed.record#viewNotFound", "uri": post.id, "notFound": True}
    view = view_post(post, phase, world)
    quoted: Json = {"$type": "app.bsky.embed.record#viewRecord", "value": view.pop("record")}
    inner = view.pop("embed", None)
    return {**quoted, **view, "embeds": [inner] if inner else []}
