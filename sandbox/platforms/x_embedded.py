"""What X lets other sites embed: an account's timeline and single posts, without login.

Source: the widgets' pages as public programs read them (``__NEXT_DATA__``; ``tweet-result``). The timeline of
an account that cannot be shown is empty, whatever the reason; a single post says why it is not there.
"""

from __future__ import annotations

import json

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.operation.items import Account, Post
from sandbox.platforms.x_posts import (
    Json,
    number_of,
    versions_of,
    write_legacy,
    write_legacy_user,
    write_text,
    write_time,
)
from sandbox.world import World

MOST = 100
TOMBSTONES = {
    "suspended": "This Post is from a suspended account. Learn more",
    "deleted": "This Post is from an account that no longer exists. Learn more",
    "private": "You’re unable to view this Post because this account owner limits who can view their Posts. "
    "Learn more",
}


def answer_syndication(asked: Asked, phase: int, world: World) -> Answer | None:
    """``/srv/timeline-profile/screen-name/NAME``."""
    match asked.parts:
        case ("srv", "timeline-profile", "screen-name", name):
            account = next((one for one in _members(world) if one.handle.lower() == name.lower()), None)
            return _show_timeline(name, account, asked, phase, world)
    return None


def answer_cdn(asked: Asked, phase: int, world: World) -> Answer | None:
    """``/tweet-result?id=…``: a post, 404, or a tombstone."""
    if asked.path != "/tweet-result" or not asked.query.get("token"):
        return Answer(status=404, body=b"", content_type="text/plain")
    number = asked.query.get("id", "")
    mine = (post for post in world.posts if world.account[post.account].software == "x")
    post = next((one for one in mine if number in versions_of(one, phase)), None)
    state = world.account[post.account].state(phase) if post else ""
    if post is None or not post.seen_in(phase):
        return Answer(status=404, body=b"", content_type="text/plain")
    if state in TOMBSTONES:
        text = {"text": TOMBSTONES[state], "entities": [], "rtl": False}
        return answer_json({"__typename": "TweetTombstone", "tombstone": {"text": text}})
    return answer_json(_write_result(post, number, phase, world))


def _members(world: World) -> list[Account]:
    return [account for account in world.accounts if account.software == "x"]


def _show_timeline(name: str, account: Account | None, asked: Asked, phase: int, world: World) -> Answer:
    posts = world.timeline(account, phase) if account else ()
    replies = asked.query.get("showReplies") == "true"
    shown = [post for post in posts if replies or not post.reply_to][:MOST]
    entries = [
        {
            "type": "tweet",
            "entry_id": f"tweet-{number_of(post, phase)}",
            "sort_index": number_of(post, phase),
            "content": {"tweet": _write_entry(post, phase, world)},
        }
        for post in shown
    ]
    properties: Json = {
        "contextProvider": {"features": {}, "hasResults": bool(entries), "lang": "en", "theme": "light"},
        "lang": "en",
        "showHeader": True,
        "timeline": {"entries": entries},
        "headerProps": {"screenName": account.handle if account else name},
    }
    if entries:
        properties["latest_tweet_id"] = entries[0]["sort_index"]
    data = {
        "props": {"pageProps": properties, "__N_SSP": True},
        "page": "/timeline-profile/screen-name/[screenName]",
    }
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    page = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>X Timeline</title></head>'
        f'<body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{text}</script>'
        "</body></html>"
    )
    return Answer(body=page.encode())


def _write_entry(post: Post, phase: int, world: World) -> Json:
    account = world.account[post.account]
    if post.repost_of:
        original = world.post[post.repost_of]
        inner = _write_entry(original, phase, world)
        fields = write_legacy(post, account, post.id, phase, world)
        fields["full_text"] = f"RT @{inner['user']['screen_name']}: {inner['full_text']}"[:140]
        fields["entities"] = {"hashtags": [], "symbols": [], "urls": [], "user_mentions": []}
        fields["retweeted_status"] = inner
    else:
        fields = write_legacy(post, account, number_of(post, phase), phase, world)
        if post.quote_of and world.shows(world.post[post.quote_of], phase):
            fields["quoted_status"] = _write_entry(world.post[post.quote_of], phase, world)
    fields["permalink"] = f"/{account.handle}/status/{fields['id_str']}"
    fields["text"] = fields["full_text"]
    fields["user"] = write_legacy_user(account, phase, world)
    return fields


def _write_result(post: Post, version: str, phase: int, world: World) -> Json:
    """A post as it is embedded alone: of a repost only its first words."""
    account = world.account[post.account]
    fields = write_legacy(post, account, version, phase, world)
    text = fields.pop("full_text")
    if post.repost_of:
        original = world.post[post.repost_of]
        author = world.account[original.account]
        text = f"RT @{author.handle}: {write_text(original, author, original.text_in(phase), world)}"[:140]
    at = post.posted_at if version == post.id else post.edited_by(phase) or post.posted_at
    user = write_legacy_user(account, phase, world)
    kept = ("id_str", "name", "screen_name", "verified", "is_blue_verified", "profile_image_url_https")
    for name in ("bookmark_count", "quote_count", "retweet_count", "user_id_str", "conversation_id_str"):
        fields.pop(name)
    media = fields.pop("extended_entities", {}).get("media")
    fields |= {
        "__typename": "Tweet",
        "text": text,
        "created_at": write_time(at),
        "user": {name: user[name] for name in kept},
        "conversation_count": fields.pop("reply_count"),
        "news_action_type": "conversation",
        "isEdited": len(versions_of(post, phase)) > 1,
        "isStaleEdit": version != number_of(post, phase),
    }
    if media:
        fields["mediaDetails"] = media
    if post.quote_of and world.shows(world.post[post.quote_of], phase):
        quoted = world.post[post.quote_of]
        fields["quoted_tweet"] = {"id_str": quoted.id, "text": quoted.text, "user": {}}
    return fields
