"""Ghost: sites on ghost.io and one of several authors, with pages, feeds and the Content API.

Sources: docs.ghost.org/content-api, the scripts that Ghost's ``ghost_head`` puts into pages, its writer of
feeds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json, answer_page, redirect
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import answer_conditionally, find_change, make_entry, make_markup, show_piece
from sandbox.platforms.feed_documents import Channel, write_rss2
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

PRESS = "press-room.example"
FEED = 15
VERSION = "Ghost 6.10"
Json = dict[str, Any]


def spell_handle(handle: str) -> str:
    """A slug."""
    return handle.replace("_", "-").lower()


def address_account(account: Account) -> Account:
    """A site with a host of its own, or an author of a site."""
    number = _digest(f"ghost/{account.handle}")[:12].hex()
    if account.flavour == "author":
        url = f"ghost:https://{account.host}/author/{account.handle}/"
        return replace(account, number=number, key=f"{account.host}#{account.handle}", url=url)
    host = f"{account.handle}.ghost.io"
    return replace(account, host=host, number=number, key=host, url=f"https://{host}/")


def address_post(post: Post, account: Account, number: int) -> Post:
    """Ids are 24 hexadecimal digits."""
    id = _digest(post.ref)[:12].hex()
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in post.title).lower().split()
    slug = "-".join((*letters[:6], id[:6]))
    return replace(post, id=f"{account.host}/{id}", url=f"https://{account.host}/{slug}/")


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A site's pages, feed and API."""
    phase = situation.phase
    members = [one for one in world.by_host.get(asked.host, ()) if one.software == "ghost"]
    live = [one for one in members if one.state(phase) == "live"]
    if not live:
        if any(one.state(phase) == "private" for one in members):
            return _ask_password(asked)
        return answer_page("Site not found", "<h1>404</h1>", 404)
    match asked.parts:
        case ("ghost", "api", "content", *rest):
            return _answer_api(asked, tuple(rest), live, phase, world)
        case ("rss",):
            return _answer_feed(asked, live[0], world.timeline(live[0], phase), phase)
        case ("author", slug, "rss"):
            author = next((one for one in live if one.handle == slug), None)
            return _answer_feed(asked, author, world.timeline(author, phase), phase) if author else None
        case ():
            return _show_home(live[0])
    for account in live:
        for post in world.timeline(account, phase):
            if post.url.endswith(asked.path):
                return show_piece(post, account, phase)
    return answer_page("404", "<h1>Page not found</h1>", 404)


def _show_home(account: Account) -> Answer:
    """The page of a site; one of them hides the key, as some themes of other builders do."""
    base = f"https://{account.host}"
    script = (
        '<script defer src="https://cdn.jsdelivr.net/ghost/portal@~2.56/umd/portal.min.js" data-i18n="true" '
        f'data-ghost="{base}/" data-key="{_make_key(account.host)}" data-api="{base}/ghost/api/content/" '
        'data-locale="en" crossorigin="anonymous"></script>\n'
    )
    head = f'<meta name="generator" content="{VERSION}">\n' + ("" if _hides_key(account) else script)
    return answer_page(account.display_name, "<main>Home</main>", head=head)


def _ask_password(asked: Asked) -> Answer:
    if asked.parts == ("private",):
        form = '<form class="gh-signin" method="post"><input type="password" name="password"></form>'
        return answer_page("This site is private", form)
    return redirect("/private/?r=%2F")


def _answer_api(
    asked: Asked, parts: tuple[str, ...], accounts: list[Account], phase: int, world: World
) -> Answer:
    if asked.query.get("key") != _make_key(asked.host):
        error = {"message": "Unknown Content API Key", "type": "UnauthorizedError"}
        return answer_json({"errors": [{**error, "code": "UNKNOWN_CONTENT_API_KEY"}]}, 401)
    match parts:
        case ("settings",):
            return answer_json({"settings": _tell_settings(accounts[0]), "meta": {}})
        case ("authors", "slug", slug):
            author = next((one for one in accounts if one.handle == slug), None)
            if author is None:
                error = {"message": "Resource not found error, cannot read author.", "type": "NotFoundError"}
                return answer_json({"errors": [{**error, "code": None}]}, 404)
            told = {**_tell_author(author), "count": {"posts": len(world.timeline(author, phase))}}
            return answer_json({"authors": [told]})
        case ("posts",):
            return _list_posts(asked, accounts, phase, world)
    return answer_json({"errors": [{"message": "Resource not found", "type": "NotFoundError"}]}, 404)


def _list_posts(asked: Asked, accounts: list[Account], phase: int, world: World) -> Answer:
    wanted = asked.query.get("filter", "")
    author = re.search(r"authors?:([a-z0-9-]+)", wanted)
    since = re.search(r"updated_at:>'([^']+)'", wanted)
    ids = re.search(r"id:\[([^\]]*)\]", wanted)
    found = [
        (post, account)
        for account in accounts
        if author is None or account.handle == author[1]
        for post in world.timeline(account, phase)
    ]
    if since:
        moment = datetime.fromisoformat(f"{since[1]}+00:00")
        found = [(one, by) for one, by in found if (one.edited_by(phase) or one.posted_at) > moment]
    if ids:
        found = [(one, by) for one, by in found if one.id.rpartition("/")[2] in ids[1].split(",")]
    found.sort(key=lambda pair: pair[0].posted_at, reverse=True)
    limit, page = asked.number("limit", 15, 100), asked.number("page", 1, 1000)
    shown = found[(page - 1) * limit : page * limit]
    more = page * limit < len(found)
    pagination = {
        "page": page,
        "limit": limit,
        "pages": max(1, -(-len(found) // limit)),
        "total": len(found),
        "next": page + 1 if more else None,
        "prev": page - 1 if page > 1 else None,
    }
    posts = [_tell_post(one, by, phase) for one, by in shown]
    return answer_json({"posts": posts, "meta": {"pagination": pagination}})


def _tell_post(post: Post, account: Account, phase: int) -> Json:
    changed = post.edited_by(phase) or post.posted_at
    author = _tell_author(account)
    return {
        "id": post.id.rpartition("/")[2],
        "uuid": "0e1a2b3c-0000-4000-8000-" + post.id[-12:],
        "title": post.title,
        "slug": post.url.rstrip("/").rpartition("/")[2],
        "html": make_markup(post, phase),
        "comment_id": post.id.rpartition("/")[2],
        "feature_image": next(iter(post.media), None),
        "featured": False,
        "visibility": "public",
        "access": True,
        "created_at": _write_time(post.posted_at),
        "updated_at": _write_time(changed),
        "published_at": _write_time(post.posted_at),
        "custom_excerpt": None,
        "excerpt": post.text_in(phase)[:100],
        "reading_time": 0,
        "url": post.url,
        "tags": [],
        "authors": [author],
        "primary_author": author,
        "primary_tag": None,
    }


def _tell_author(account: Account) -> Json:
    return {
        "id": account.number,
        "name": account.display_name,
        "slug": account.handle,
        "profile_image": avatar_url(account),
        "cover_image": None,
        "bio": account.bio,
        "website": None,
        "location": None,
        "url": f"https://{account.host}/author/{account.handle}/",
    }


def _tell_settings(account: Account) -> Json:
    return {
        "title": account.display_name,
        "description": account.bio,
        "logo": None,
        "icon": avatar_url(account),
        "cover_image": None,
        "lang": account.language,
        "timezone": "Etc/UTC",
        "url": f"https://{account.host}/",
        "members_signup_access": "all",
    }


def _answer_feed(asked: Asked, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    shown = posts[:FEED]
    changed = find_change(shown, phase, account)
    channel = Channel(
        title=account.display_name,
        description=account.bio,
        home=f"https://{account.host}/",
        url=asked.url,
        language=account.language,
        author=account.display_name,
        updated_at=changed,
        generator=VERSION,
    )
    entries = [make_entry(one, account, one.id.rpartition("/")[2], phase) for one in shown]
    return answer_conditionally(asked, write_rss2(channel, entries).encode(), "application/rss+xml", changed)


def _hides_key(account: Account) -> bool:
    return account.flavour == "keyless"


def _make_key(host: str) -> str:
    return _digest(f"key/{host}")[:13].hex()


def _write_time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


played = Played(
    name="ghost",
    places=(
        Place(
            platform="ghost",
            host="ghost.io",
            operation="en zh-Hant",
            special=(("closed_doors", "private"), ("never_was", "missing")),
        ),
        Place(platform="ghost", host="ghost.io", operation="", ordinary="en", flavour="keyless"),
        Place(platform="ghost", host=PRESS, operation="en", ordinary="en", flavour="author"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=spell_handle,
)
