"""Vimeo: the API for those who carry a token, the feed and oEmbed for all others.

Sources: developer.vimeo.com/api/reference (``/users/ID``, ``/users/ID/videos``, ``/videos/ID``), recorded
bodies, /api/oembed/videos, recorded feeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.exchange import Answer, Asked, answer_json, answer_page, is_bearer
from sandbox.markup import find_tags, link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import answer_conditionally, find_change
from sandbox.situation import Situation
from sandbox.world import World

HOST, API = "vimeo.com", "api.vimeo.com"
FEED_LENGTH, DEFAULT_PAGE, LARGEST_PAGE = 25, 25, 100
LIMIT = 50
"""Questions that the API answers before it says 429 once."""
NEW_YORK = timezone(timedelta(hours=-4))
MISSING = answer_page("VimeUhOh", "<h1>Sorry, we couldn’t find that page</h1>", 404)

Json = dict[str, Any]


def list_hosts() -> tuple[str, ...]:
    """The site and its API."""
    return (HOST, API)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A resource of the API, a feed, oEmbed, or a page."""
    phase = situation.phase
    if asked.host == API:
        return _answer_api(asked, situation, world)
    match asked.parts:
        case ("api", "oembed.json"):
            path = urlsplit(asked.query.get("url", "")).path.strip("/")
            post = _find_video(path, world, phase)
            return answer_json(_write_oembed(post, world, phase)) if post else answer_json(None, 404)
        case (name, "videos", "rss"):
            account = _find_user(name, world, phase)
            if account is None:
                return MISSING
            return _answer_feed(asked, account, world.timeline(account, phase)[:FEED_LENGTH], phase)
        case (name,):
            if account := _find_user(name, world, phase):
                return answer_page(escape(account.display_name), f"<h1>{escape(account.display_name)}</h1>")
            if post := _find_video(name, world, phase):
                return answer_page(escape(post.title), f"<h1>{escape(post.title)}</h1>")
    return MISSING


def _answer_api(asked: Asked, situation: Situation, world: World) -> Answer:
    if not is_bearer(asked, "vimeo"):
        words = "You must provide a valid authenticated access token."
        return _refuse(401, 8003, "The app didn't receive the user's credentials.", words)
    left = LIMIT - 1 - situation.used(API) % LIMIT
    reset = situation.now() + timedelta(minutes=1)
    limits = (
        ("X-RateLimit-Limit", str(LIMIT)),
        ("X-RateLimit-Remaining", str(left)),
        ("X-RateLimit-Reset", reset.isoformat(timespec="seconds")),
    )
    if left == 0:
        return _refuse(429, 9000, "Too many API requests. Wait an hour or so, then try again.", "", limits)
    phase, parts = situation.phase, asked.parts
    if parts[:1] == ("videos",) and len(parts) == 2:
        post = _find_video(parts[1], world, phase)
        if post is None:
            return _refuse(
                404, 5460, "Sorry, we couldn't find that video.", "The video doesn't exist.", limits
            )
        return answer_json(_write_video(post, world, phase), headers=limits)
    account = _find_user(parts[1] if parts[1:] else "", world, phase, numbers=True)
    if account is None or parts[0] != "users":
        return _refuse(404, 5000, "The requested user couldn't be found.", "", limits)
    if len(parts) == 2:
        return answer_json(_write_user(account, world, phase), headers=limits)
    return _list_videos(asked, account, world, phase, limits)


def _list_videos(
    asked: Asked, account: Account, world: World, phase: int, limits: tuple[tuple[str, str], ...]
) -> Answer:
    posts = list(world.timeline(account, phase))
    if asked.query.get("sort") == "modified_time":
        posts.sort(key=lambda one: (one.edited_by(phase) or one.posted_at, one.posted_at), reverse=True)
    size, page = asked.number("per_page", DEFAULT_PAGE, LARGEST_PAGE), asked.number("page", 1, 10_000)
    here = posts[(page - 1) * size : page * size]
    if not here and page > 1:
        words = "There isn't enough content to display the page you requested."
        return _refuse(400, 2286, "Something strange occurred. Please try again.", words, limits)
    last = max(1, -(-len(posts) // size))

    def spell(number: int) -> str | None:
        kept = {name: value for name, value in asked.query.items() if name != "page"}
        return f"{asked.path}?{urlencode({**kept, 'page': number})}" if 1 <= number <= last else None

    paging = {"next": spell(page + 1), "previous": spell(page - 1), "first": spell(1), "last": spell(last)}
    data = [_write_video(one, world, phase) for one in here]
    body = {"total": len(posts), "page": page, "per_page": size, "paging": paging, "data": data}
    return answer_json(body, headers=limits)


def _write_video(post: Post, world: World, phase: int) -> Json:
    account = world.account[post.account]
    text = post.text_in(phase)
    still = post.media[0]
    return {
        "uri": f"/videos/{post.id}",
        "name": post.title,
        "description": text,
        "type": "video",
        "link": post.url,
        "player_embed_url": f"https://player.vimeo.com/video/{post.id}",
        "duration": 61,
        "width": 1280,
        "height": 720,
        "language": None,
        "created_time": _write_time(post.posted_at),
        "modified_time": _write_time(post.edited_by(phase) or post.posted_at),
        "release_time": _write_time(post.posted_at),
        "content_rating": ["unrated"],
        "license": None,
        "privacy": {"view": "anybody", "embed": "public"},
        "pictures": {"base_link": still, "sizes": [_size(still, w) for w in (100, 640, 1280)]},
        "tags": [{"tag": one, "name": one} for one in find_tags(text)],
        "stats": {"plays": None},
        "metadata": {"connections": {"comments": {"total": 0}, "likes": {"total": 1}}},
        "user": _write_user(account, world, phase),
    }


def _write_user(account: Account, world: World, phase: int) -> Json:
    totals = {
        "followers": account.followers,
        "following": account.following,
        "videos": len(world.timeline(account, phase)),
    }
    return {
        "uri": f"/users/{account.number}",
        "name": account.display_name,
        "link": account.url,
        "location": "",
        "bio": account.bio or None,
        "short_bio": None,
        "created_time": _write_time(account.created_at),
        "pictures": {"base_link": avatar_url(account), "sizes": []},
        "websites": [],
        "account": "free",
        "metadata": {"connections": {name: {"total": count} for name, count in totals.items()}},
    }


def _write_oembed(post: Post, world: World, phase: int) -> Json:
    account = world.account[post.account]
    return {
        "type": "video",
        "version": "1.0",
        "provider_name": "Vimeo",
        "provider_url": "https://vimeo.com/",
        "title": post.title,
        "author_name": account.display_name,
        "author_url": account.url,
        "is_plus": "0",
        "account_type": "free",
        "html": f'<iframe src="https://player.vimeo.com/video/{post.id}?app_id=122963"></iframe>',
        "width": 426,
        "height": 240,
        "duration": 61,
        "description": post.text_in(phase),
        "thumbnail_url": f"{post.media[0]}_295x166?region=us",
        "thumbnail_width": 295,
        "thumbnail_height": 166,
        "upload_date": f"{post.posted_at.astimezone(NEW_YORK):%Y-%m-%d %H:%M:%S}",
        "video_id": int(post.id),
        "uri": f"/videos/{post.id}",
    }


def _answer_feed(asked: Asked, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    name = escape(account.display_name)
    changed = find_change(posts, phase, account)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">\n<channel>\n'
        f"<title>Vimeo / {name}’s videos</title>\n<link>{account.url}/videos</link>\n"
        f"<description>Videos uploaded by {name} on Vimeo.</description>\n"
        f"<pubDate>{format_datetime(changed)}</pubDate>\n<generator>Vimeo</generator>\n"
        f'<atom:link rel="self" href="{account.url}/videos/rss"/>\n'
        + "".join(_write_item(one, account, phase) for one in posts)
        + "</channel>\n</rss>\n"
    )
    return answer_conditionally(asked, body.encode(), "text/xml", changed)


def _write_item(post: Post, account: Account, phase: int) -> str:
    title, name = escape(post.title), escape(account.display_name)
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    markup = (
        f'<p><a href="{post.url}" title="{title}">'
        f'<img src="{post.media[0]}_295x166?r=pad" alt="{title}" /></a></p>'
        f'<div class="first">{words}</div><p><strong>Cast:</strong> <a href="{account.url}">{name}</a></p>'
    )
    return (
        f"<item>\n<title>{title}</title>\n<pubDate>{format_datetime(post.posted_at)}</pubDate>\n"
        f"<link>{post.url}</link>\n<description>{escape(markup)}</description>\n"
        f'<guid isPermaLink="false">tag:vimeo,{post.posted_at:%Y-%m-%d}:clip{post.id}</guid>\n'
        f'<enclosure url="https://vimeo.com/moogaloop.swf?clip_id={post.id}" length="1" '
        'type="application/x-shockwave-flash"/>\n<media:content medium="video" duration="61">\n'
        f'<media:player url="https://player.vimeo.com/video/{post.id}"/>\n'
        f'<media:credit role="author" scheme="{account.url}">{name}</media:credit>\n'
        f'<media:thumbnail height="166" width="295" url="{post.media[0]}_295x166?r=pad"/>\n'
        f"<media:title>{title}</media:title>\n</media:content>\n</item>\n"
    )


def _find_user(name: str, world: World, phase: int, numbers: bool = False) -> Account | None:
    for one in world.accounts:
        named = name.lower() in (f"user{one.number}", one.handle.lower()) or (numbers and name == one.number)
        if one.software == "vimeo" and one.state(phase) == "live" and named:
            return one
    return None


def _find_video(id: str, world: World, phase: int) -> Post | None:
    post = world.by_id.get(("vimeo", id))
    return post if post and world.shows(post, phase) else None


def _refuse(
    status: int, code: int, error: str, developer: str, headers: tuple[tuple[str, str], ...] = ()
) -> Answer:
    body = {"error": error, "link": None, "developer_message": developer, "error_code": code}
    return answer_json(body, status, headers)


def _size(still: str, width: int) -> Json:
    height = width * 9 // 16
    return {"width": width, "height": height, "link": f"{still}_{width}x{height}?r=pad"}


def _write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
