"""PeerTube: accounts with a channel each, their videos, and the page that loads the client.

Sources: recorded answers; PeerTube ``packages/models/src``; docs.joinpeertube.org/api-rest-reference. Lists
cut descriptions; nothing tells when a description was changed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post, Shown
from sandbox.operation.networks import make_title
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

LONGEST = 250
"""Characters of a description in a list, its three dots included."""
USUAL, MOST = 15, 100
THROTTLED = "kolektiva.media"
"""The host that says once, at the first list, that it is asked too often."""


def address_account(account: Account) -> Account:
    """The account with its number, key and the address of its videos."""
    number = str(10 + int.from_bytes(_digest(account.name)[:2]))
    key, url = f"{account.handle}@{account.host}".lower(), f"https://{account.host}/a/{account.handle}/videos"
    return replace(account, number=number, key=key, url=url)


def address_post(post: Post, account: Account, number: int) -> Post:
    """The video with id, title and, where there is none, a still."""
    id = str(uuid.UUID(bytes=_digest(post.ref)[:16], version=4))
    pictures = post.pictures[:1] or (Shown(picture=f"still-{id[:8]}"),)
    url = f"https://{account.host}/videos/watch/{id}"
    return replace(post, id=f"{account.host}/{id}", url=url, title=make_title(post.text), pictures=pictures)


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where the still of a video lies."""
    return f"https://{account.host}/lazy-static/previews/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A method of the API, NodeInfo, or the page that loads the client."""
    here = [one for one in world.by_host.get(asked.host, ()) if one.software == "peertube"]
    if not here:
        return None
    phase = situation.phase
    match asked.parts:
        case ("api", "v1", "config"):
            return answer_json({"serverVersion": "7.3.0", "instance": {"name": asked.host}})
        case ("api", "v1", ("accounts" | "video-channels") as kind, name, *rest):
            if rest and asked.host == THROTTLED and situation.first_time(f"{asked.host}: too many requests"):
                words = b"Too many requests, please try again later."
                return Answer(
                    status=429, body=words, headers=(("Retry-After", "10"),), content_type="text/plain"
                )
            account = _find(here, kind, name, phase)
            if account is None:
                return _deny("Account not found" if kind == "accounts" else "Video channel not found")
            if rest == ["videos"]:
                return _list(asked, account, world, phase)
            return answer_json(_show_channel(account) if kind == "video-channels" else _show(account))
        case ("api", "v1", "videos", id):
            post = world.by_id.get(("peertube", f"{asked.host}/{id}"))
            if post is None or not world.shows(post, phase):
                return _deny("Video not found")
            more = {"support": None, "tags": ["harbour"], "commentsEnabled": True, "downloadEnabled": True}
            return answer_json(_make_video(post, world.account[post.account], phase) | more)
        case ("api", *_):
            return _deny("Not found")
        case (".well-known", "nodeinfo"):
            href, rel = (
                f"https://{asked.host}/nodeinfo/2.0.json",
                "http://nodeinfo.diaspora.software/ns/schema/2.0",
            )
            return answer_json({"links": [{"rel": rel, "href": href}]})
        case ("nodeinfo", _):
            return answer_json({"version": "2.0", "software": {"name": "peertube", "version": "7.3.0"}})
    head = '<meta property="og:platform" content="PeerTube">\n'
    return answer_page(escape(asked.host), "<my-app></my-app>", head=head)


def _list(asked: Asked, account: Account, world: World, phase: int) -> Answer:
    posts = world.timeline(account, phase)
    start, count = int(asked.query.get("start", "0")), asked.number("count", USUAL, MOST)
    videos = [_make_video(one, account, phase) for one in posts[start : start + count]]
    for video in videos:
        whole = video["description"]
        video["description"] = whole if len(whole) <= LONGEST else whole[: LONGEST - 3] + "..."
        video["truncatedDescription"] = video["description"]
    return answer_json({"total": len(posts), "data": videos})


def _make_video(post: Post, account: Account, phase: int) -> dict[str, Any]:
    text = post.text_in(phase)
    still = f"/{post.media[0].split('/', 3)[3]}"
    return {
        "id": int.from_bytes(_digest(post.ref)[:3]), "uuid": post.id.partition("/")[2],
        "shortUUID": make_name(post.ref, "short"), "url": post.url, "name": post.title,
        "category": {"id": 11, "label": "News & Politics"}, "licence": {"id": None, "label": "Unknown"},
        "language": {"id": post.language[:2], "label": post.language},
        "privacy": {"id": 1, "label": "Public"},
        "nsfw": False, "nsfwFlags": 0, "nsfwSummary": None, "truncatedDescription": text, "description": text,
        "isLocal": True, "duration": 61, "aspectRatio": 1.7778, "views": len(text), "viewers": 0,
        "likes": len(text) % 7, "dislikes": 0, "thumbnailPath": still, "previewPath": still,
        "embedPath": f"/videos/embed/{post.id.partition('/')[2]}", "createdAt": _write_time(post.posted_at),
        "updatedAt": _write_time(post.posted_at), "publishedAt": _write_time(post.posted_at),
        "originallyPublishedAt": None, "isLive": False, "account": _summarise(account, "accounts"),
        "channel": _summarise(account, "video-channels"), "comments": 0,
    }  # fmt: skip


def _summarise(account: Account, kind: str) -> dict[str, Any]:
    name = account.handle if kind == "accounts" else channel_of(account)
    picture = {
        "width": 120,
        "path": f"/{avatar_url(account).split('/', 3)[3]}",
        "fileUrl": avatar_url(account),
    }
    return {
        "id": int(account.number), "name": name, "displayName": account.display_name,
        "url": f"https://{account.host}/{kind}/{name}", "host": account.host, "avatars": [picture],
    }  # fmt: skip


def _show(account: Account) -> dict[str, Any]:
    return _summarise(account, "accounts") | {
        "url": account.url, "hostRedundancyAllowed": False, "followingCount": account.following,
        "followersCount": account.followers, "createdAt": _write_time(account.created_at),
        "description": account.bio, "updatedAt": _write_time(account.created_at), "userId": 2,
    }  # fmt: skip


def _show_channel(account: Account) -> dict[str, Any]:
    shown = _show(account) | _summarise(account, "video-channels")
    return shown | {"support": None, "isLocal": True, "banners": [], "ownerAccount": _show(account)}


def channel_of(account: Account) -> str:
    """The name of the account's one channel."""
    return f"{account.handle}_channel"


def _find(here: Sequence[Account], kind: str, name: str, phase: int) -> Account | None:
    name = name.lower().partition("@")[0]
    for one in here:
        if (one.handle if kind == "accounts" else channel_of(one)).lower() == name:
            return one if one.state(phase) in ("live", "moved") else None
    return None


def _deny(words: str) -> Answer:
    content = {"type": "about:blank", "title": "Not Found", "detail": words, "status": 404, "error": words}
    return replace(answer_json(content, 404), content_type="application/problem+json")


def _digest(text: str) -> bytes:
    return sha256(f"peertube {text}".encode()).digest()


def _write_time(at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


played = Played(
    name="peertube",
    places=(
        Place(
            platform="peertube",
            host="framatube.org",
            operation="en zh-Hans",
            ordinary="en",
            special=(("nobody_here", "missing"), ("blocked_one", "suspended")),
        ),
        Place(platform="peertube", host="kolektiva.media", operation="zh-Hant", ordinary="en"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    spell_media=spell_media,
)
