"""Posts and accounts of X as its several faces write them: API v1.1's shape, and API v2's.

Sources: recorded bodies (API v1.1; the web's GraphQL, 2023 to 2026; API v2); the data dictionary at
docs.x.com. ``&``, ``<`` and ``>`` are escaped in texts, links stand as ``t.co``, a picture adds one more.
"""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from typing import Any

from sandbox.markup import find_links
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.operation.networks import make_post_id, shorten
from sandbox.operation.pictures import measure
from sandbox.world import World

Json = dict[str, Any]
SHOWN = 30

_TAG = re.compile(r"#(\w+)")


def number_of(post: Post, phase: int) -> str:
    """The id of the version that stands in ``phase``: an edit gives a post a new one."""
    return versions_of(post, phase)[-1]


def versions_of(post: Post, phase: int) -> tuple[str, ...]:
    """The ids of all versions, the first one first."""
    edited = post.edited_by(phase)
    if edited is None or post.text_after == post.text:
        return (post.id,)
    return post.id, make_post_id(edited, f"{post.ref}/edited")


def write_old_time(moment: datetime) -> str:
    """``Sat Jul 13 05:33:14 +0000 2019``."""
    return moment.strftime("%a %b %d %H:%M:%S +0000 %Y")


def write_time(moment: datetime) -> str:
    """``2019-07-13T05:33:14.000Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def write_text(post: Post, account: Account, text: str, world: World) -> str:
    """The text as X keeps it."""
    for url in sorted(set(find_links(text)), key=len, reverse=True):
        text = text.replace(url, shorten(url, account))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if post.pictures:
        text = f"{text} {media_link(post)}".strip()
    if post.quote_of:
        quoted = world.post[post.quote_of]
        text = f"{text} {shorten(quoted.url, account)}"
    return text


def media_link(post: Post) -> str:
    """The ``t.co`` address that stands for the pictures."""
    return f"https://t.co/{make_name(post.ref, 'media')[:10]}"


def write_legacy(post: Post, account: Account, version: str, phase: int, world: World) -> Json:
    """A post in the shape of API v1.1, without its author and what it repeats."""
    plain = post.text_in(phase) if version == number_of(post, phase) else post.text
    text = write_text(post, account, plain, world)
    history = versions_of(post, phase)
    at = post.posted_at if version == post.id else post.edited_by(phase) or post.posted_at
    fields: Json = {
        "bookmark_count": 0,
        "conversation_id_str": post.id,
        "created_at": write_old_time(at),
        "display_text_range": [0, len(text)],
        "entities": write_entities(post, account, plain, text, world),
        "favorite_count": count_likes(post),
        "full_text": text,
        "id_str": version,
        "is_quote_status": bool(post.quote_of),
        "lang": "zh" if post.language.startswith("zh") else "en",
        "quote_count": _count(post, "quote_of", phase, world),
        "reply_count": _count(post, "reply_to", phase, world),
        "retweet_count": _count(post, "repost_of", phase, world),
        "user_id_str": account.number,
        "edit_control": {
            "edit_tweet_ids": list(history),
            "editable_until_msecs": str(int(post.posted_at.timestamp() * 1000) + 3_600_000),
            "is_edit_eligible": not post.reply_to,
            "edits_remaining": str(5 - len(history) + 1),
        },
    }
    if post.pictures:
        fields["extended_entities"] = {"media": _write_media(post, account)}
        fields["possibly_sensitive"] = False
    if post.reply_to:
        answered = world.post[post.reply_to]
        author = world.account[answered.account]
        fields |= {
            "in_reply_to_status_id_str": answered.id,
            "in_reply_to_user_id_str": author.number,
            "in_reply_to_screen_name": author.handle,
        }
    if post.quote_of:
        fields["quoted_status_id_str"] = world.post[post.quote_of].id
    return fields


def write_legacy_user(account: Account, phase: int, world: World) -> Json:
    """An account in the shape of API v1.1."""
    return {
        "id_str": account.number,
        "name": account.display_name,
        "screen_name": account.handle,
        "created_at": write_old_time(account.created_at),
        "description": account.bio,
        "entities": {"description": {"urls": []}},
        "followers_count": account.followers,
        "friends_count": account.following,
        "statuses_count": len(world.timeline(account, phase)),
        "favourites_count": 3,
        "listed_count": 0,
        "media_count": sum(bool(post.pictures) for post in world.timeline(account, phase)),
        "location": "",
        "protected": account.state(phase) == "private",
        "verified": False,
        "is_blue_verified": account.operation,
        "profile_image_url_https": avatar_url(account),
    }


def write_entities(post: Post, account: Account, plain: str, text: str, world: World) -> Json:
    """Links, hashtags and pictures by their place in ``text``."""
    urls = [_write_url(url, account, text) for url in find_links(plain)]
    if post.quote_of:
        urls.append(_write_url(world.post[post.quote_of].url, account, text))
    bare = re.sub(r"https?://\S+", lambda found: " " * len(found[0]), text)
    tags = [{"text": tag[1], "indices": [tag.start(), tag.end()]} for tag in _TAG.finditer(bare)]
    entities: Json = {"hashtags": tags, "symbols": [], "urls": urls, "user_mentions": []}
    if post.pictures:
        entities["media"] = _write_media(post, account)
    return entities


def write_api_post(post: Post, account: Account, version: str, phase: int, world: World) -> Json:
    """A post of API v2 with all its fields."""
    if post.repost_of:
        return _write_retweet(post, account, phase, world)
    legacy = write_legacy(post, account, version, phase, world)
    entities = legacy["entities"]
    at = post.posted_at if version == post.id else post.edited_by(phase) or post.posted_at
    fields: Json = {
        "id": version,
        "text": legacy["full_text"],
        "edit_history_tweet_ids": list(versions_of(post, phase)),
        "author_id": account.number,
        "conversation_id": post.id,
        "created_at": write_time(at),
        "lang": legacy["lang"],
        "possibly_sensitive": False,
        "reply_settings": "everyone",
        "public_metrics": {
            "retweet_count": legacy["retweet_count"],
            "reply_count": legacy["reply_count"],
            "like_count": legacy["favorite_count"],
            "quote_count": legacy["quote_count"],
            "bookmark_count": 0,
            "impression_count": legacy["favorite_count"] * 40,
        },
        "edit_controls": {
            "edits_remaining": 5,
            "is_edit_eligible": not post.reply_to,
            "editable_until": write_time(post.posted_at),
        },
    }
    found: Json = {}
    if entities["urls"]:
        found["urls"] = [_rename(one) for one in entities["urls"]]
    if entities["hashtags"]:
        found["hashtags"] = [
            {"start": one["indices"][0], "end": one["indices"][1], "tag": one["text"]}
            for one in entities["hashtags"]
        ]
    if post.pictures:
        link = legacy["entities"]["media"][0]
        found["urls"] = [
            *found.get("urls", []),
            {**_rename(link), "media_key": media_key(post, 0), "url": link["url"]},
        ]
        fields["attachments"] = {"media_keys": [media_key(post, spot) for spot in range(len(post.pictures))]}
    if found:
        fields["entities"] = found
    references = []
    if post.reply_to:
        answered = world.post[post.reply_to]
        references.append({"type": "replied_to", "id": answered.id})
        fields["in_reply_to_user_id"] = world.account[answered.account].number
    if post.quote_of:
        references.append({"type": "quoted", "id": world.post[post.quote_of].id})
    if references:
        fields["referenced_tweets"] = references
    return fields


def write_api_user(account: Account, phase: int, world: World) -> Json:
    """An account of API v2 with all its fields."""
    return {
        "id": account.number,
        "name": account.display_name,
        "username": account.handle,
        "created_at": write_time(account.created_at),
        "description": account.bio,
        "location": "",
        "protected": account.state(phase) == "private",
        "verified": False,
        "verified_type": "none",
        "profile_image_url": avatar_url(account),
        "url": "",
        "public_metrics": {
            "followers_count": account.followers,
            "following_count": account.following,
            "tweet_count": len(world.timeline(account, phase)),
            "listed_count": 0,
            "like_count": 3,
            "media_count": 0,
        },
    }


def write_api_media(post: Post) -> list[Json]:
    """The pictures of a post as they stand in ``includes``."""
    made = []
    for spot, (url, shown) in enumerate(zip(post.media, post.pictures, strict=True)):
        width, height = measure(shown.variant)
        media: Json = {
            "media_key": media_key(post, spot),
            "type": "photo",
            "url": url,
            "width": width,
            "height": height,
        }
        made.append({**media, "alt_text": shown.description} if shown.description else media)
    return made


def media_key(post: Post, spot: int) -> str:
    """The key by which a post names a picture in ``includes``."""
    return f"3_{int(post.id) + spot}"


def count_likes(post: Post) -> int:
    """An invented count, the same in every run."""
    return sha256(post.id.encode()).digest()[0] % SHOWN


def _write_retweet(post: Post, account: Account, phase: int, world: World) -> Json:
    original = world.post[post.repost_of]
    author = world.account[original.account]
    text = f"RT @{author.handle}: {write_text(original, author, original.text_in(phase), world)}"
    return {
        "id": post.id,
        "text": text[:139] + "…" if len(text) > 140 else text,
        "edit_history_tweet_ids": [post.id],
        "author_id": account.number,
        "conversation_id": post.id,
        "created_at": write_time(post.posted_at),
        "lang": "zh" if original.language.startswith("zh") else "en",
        "possibly_sensitive": False,
        "reply_settings": "everyone",
        "public_metrics": {"retweet_count": 1, "reply_count": 0, "like_count": 0, "quote_count": 0},
        "referenced_tweets": [{"type": "retweeted", "id": number_of(original, phase)}],
    }


def _write_url(url: str, account: Account, text: str) -> Json:
    short = shorten(url, account)
    start = text.find(short)
    bare = url.partition("://")[2]
    return {
        "display_url": bare if len(bare) <= SHOWN else bare[:SHOWN] + "…",
        "expanded_url": url,
        "url": short,
        "indices": [start, start + len(short)],
    }


def _rename(entity: Json) -> Json:
    start, end = entity["indices"]
    return {
        "start": start,
        "end": end,
        **{name: entity[name] for name in ("url", "expanded_url", "display_url")},
    }


def _write_media(post: Post, account: Account) -> list[Json]:
    made = []
    for spot, (url, shown) in enumerate(zip(post.media, post.pictures, strict=True)):
        width, height = measure(shown.variant)
        media: Json = {
            "display_url": f"pic.x.com/{media_link(post)[-10:]}",
            "expanded_url": f"{post.url}/photo/{spot + 1}",
            "id_str": str(int(post.id) + spot),
            "indices": [0, 23],
            "media_key": media_key(post, spot),
            "media_url_https": url,
            "type": "photo",
            "url": media_link(post),
            "sizes": {"large": {"h": height, "w": width, "resize": "fit"}},
            "original_info": {"height": height, "width": width},
        }
        made.append({**media, "ext_alt_text": shown.description} if shown.description else media)
    return made


def _count(post: Post, by: str, phase: int, world: World) -> int:
    responses = world.responses.get(post.ref, ())
    return sum(getattr(one, by) == post.ref and world.shows(one, phase) for one in responses)
