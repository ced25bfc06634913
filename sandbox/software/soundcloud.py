"""SoundCloud: pages with their state, and the feeds of accounts.

Sources: feeds as SoundCloud writes them (``itunes`` elements, ``rel=next``), the state in its pages
(``window.__sc_hydration``) with users and tracks as recorded answers have them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from email.utils import format_datetime
from html import escape
from typing import Any

from sandbox.exchange import TOO_MANY, Answer, Asked, answer_page
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import answer_conditionally, find_change
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

SITE, FEEDS = "soundcloud.com", "feeds.soundcloud.com"
PAGE = 4
"""Tracks on a page of a feed; the real one has more."""
BUSY_AFTER = 300
Json = dict[str, Any]


def spell_handle(handle: str) -> str:
    """A permalink."""
    return handle.replace("_", "-").lower()


def address_account(account: Account) -> Account:
    """An account has a number and a permalink."""
    number = str(200_000_000 + int.from_bytes(_digest(f"soundcloud/{account.handle}")[:4]) % 90_000_000)
    key = number if account.states[0] == "live" else account.handle
    return replace(account, number=number, key=key, url=f"https://{SITE}/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A track; what the author wrote is its description."""
    id = str(1_800_000_000 + number * 1_000_000 + int.from_bytes(_digest(post.ref)[:2]))
    title = f"Voice note {number}"
    url = f"https://{SITE}/{account.handle}/voice-note-{number}"
    return replace(post, id=id, url=url, title=title, pictures=())


def find_audio(post: Post, account: Account) -> str:
    """Where the sound of a track lies."""
    return f"https://{FEEDS}/stream/{post.id}-{account.handle}-{post.url.rpartition('/')[2]}.mp3"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A feed, an account's page or a track's."""
    if situation.used(asked.host) % BUSY_AFTER == BUSY_AFTER - 1:
        return TOO_MANY
    phase = situation.phase
    people = [one for one in world.accounts if one.software == "soundcloud" and one.state(phase) == "live"]
    not_found = answer_page("SoundCloud", "<p>We can't find that user.</p>", 404)
    if asked.host == FEEDS:
        named = asked.path.removeprefix("/users/soundcloud:users:").removesuffix("/sounds.rss")
        person = next((one for one in people if one.number == named), None)
        return _answer_feed(asked, person, world.timeline(person, phase), phase) if person else not_found
    match asked.parts:
        case ("users", number):
            person = next((one for one in people if one.number == number), None)
            return _show(_tell_user(person), None) if person else not_found
        case (name,):
            person = next((one for one in people if one.handle == name), None)
            return _show(_tell_user(person), None) if person else not_found
        case (name, _):
            person = next((one for one in people if one.handle == name), None)
            tracks = world.timeline(person, phase) if person else ()
            found = next((one for one in tracks if one.url.endswith(asked.path)), None)
            if person is None or found is None:
                return not_found
            return _show(_tell_user(person), _tell_track(found, person, phase))
    return None


def _show(user: Json, track: Json | None) -> Answer:
    parts: list[Json] = [{"hydratable": "anonymousId", "data": "1"}, {"hydratable": "user", "data": user}]
    if track is not None:
        parts.append({"hydratable": "sound", "data": track})
    head = f'<meta property="al:ios:url" content="soundcloud://users:{user["id"]}">\n'
    state = json.dumps(parts).replace("</", "<\\/")
    return answer_page("SoundCloud", f"<script>window.__sc_hydration = {state};</script>", head=head)


def _tell_user(account: Account) -> Json:
    return {
        "avatar_url": avatar_url(account),
        "city": None,
        "country_code": None,
        "created_at": account.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "description": account.bio,
        "followers_count": account.followers,
        "followings_count": account.following,
        "full_name": "",
        "id": int(account.number),
        "kind": "user",
        "permalink": account.handle,
        "permalink_url": account.url,
        "track_count": 7,
        "urn": f"soundcloud:users:{account.number}",
        "username": account.display_name,
        "verified": False,
    }


def _tell_track(post: Post, account: Account, phase: int) -> Json:
    return {
        "artwork_url": None,
        "comment_count": 0,
        "created_at": post.posted_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "description": post.text_in(phase),
        "duration": 61_000,
        "genre": "Talk",
        "id": int(post.id),
        "kind": "track",
        "last_modified": (post.edited_by(phase) or post.posted_at).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "likes_count": 1,
        "permalink_url": post.url,
        "playback_count": 9,
        "public": True,
        "sharing": "public",
        "tag_list": "",
        "title": post.title,
        "user_id": int(account.number),
        "user": _tell_user(account),
    }


def _answer_feed(asked: Asked, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    before = asked.query.get("before", "")
    rest = [one for one in posts if not before or int(one.id) < int(before)]
    shown = rest[:PAGE]
    changed = find_change(posts, phase, account)
    feed = f"https://{FEEDS}/users/soundcloud:users:{account.number}/sounds.rss"
    older = (
        f'<atom:link href="{feed}?before={shown[-1].id}" rel="next" type="application/rss+xml"/>'
        if len(rest) > PAGE
        else ""
    )
    items = "".join(
        f'<item><guid isPermaLink="false">tag:soundcloud,2010:tracks/{one.id}</guid>'
        f"<title>{escape(one.title)}</title><pubDate>{format_datetime(one.posted_at)}</pubDate>"
        f"<link>{one.url}</link><itunes:duration>00:01:01</itunes:duration>"
        f"<itunes:author>{escape(account.display_name)}</itunes:author>"
        f"<itunes:summary>{escape(one.text_in(phase))}</itunes:summary>"
        f"<description>{escape(one.text_in(phase))}</description>"
        f'<enclosure type="audio/mpeg" url="{find_audio(one, account)}" length="976000"/></item>'
        for one in shown
    )
    body = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>'
        f'<atom:link href="{feed}" rel="self" type="application/rss+xml"/>{older}'
        f"<title>{escape(account.display_name)}</title><link>{account.url}</link>"
        f"<description>{escape(account.bio)}</description><language>en</language>{items}</channel></rss>"
    )
    return answer_conditionally(asked, body.encode(), "application/rss+xml", changed)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


played = Played(
    name="soundcloud",
    places=(
        Place(
            platform="soundcloud",
            host=SITE,
            operation="en zh-Hans",
            ordinary="en",
            special=(("nobody_sings", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(FEEDS,),
    spell_handle=spell_handle,
)
