"""Tumblr: the feeds and pages of blogs, and API v2 for who has a consumer key.

Sources: tumblr/docs api.md and npf-spec.md (envelope, ``_links``, errors), feeds as Tumblr writes them.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import UTC
from html import escape
from typing import Any

from sandbox.exchange import TOO_MANY, Answer, Asked, answer_json, answer_page, make_token, redirect
from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.tumblr_pages import TITLE, answer_feed, make_markup
from sandbox.world import World

API = "api.tumblr.com"
PAGE = 20
HOURLY = 1000
Json = dict[str, Any]


def spell_handle(handle: str) -> str:
    """A blog's name: small letters, digits, hyphens."""
    return handle.replace("_", "-").lower()


def make_uuid(account: Account) -> str:
    """The id of a blog that survives its renaming."""
    digest = hashlib.sha256(f"tumblr/{account.handle}".encode()).digest()[:16]
    return f"t:{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def address_account(account: Account) -> Account:
    """A blog has a host of its own; without a key it is collected under its name."""
    host = f"{account.handle}.tumblr.com"
    return replace(account, host=host, number=make_uuid(account), key=account.handle, url=f"https://{host}/")


def address_post(post: Post, account: Account, number: int) -> Post:
    """Ids grow with time and are longer than a float is exact."""
    digest = hashlib.sha256(post.ref.encode()).digest()
    id = str(
        700_000_000_000_000_000 + int(post.posted_at.timestamp()) * 10_000_000 + digest[0] * 256 + number
    )
    return replace(post, id=id, url=f"https://{account.host}/post/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture of a post lies."""
    name = hashlib.sha256(f"{post.ref}/{spot}".encode()).hexdigest()[:32]
    end = "png" if post.pictures[spot].variant == "png" else "jpg"
    return f"https://64.media.tumblr.com/{name}/{name[:16]}-c0/s1280x1920/{name[:40]}.{end}"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A blog's feed or post, or the API."""
    if asked.host == API:
        return _answer_api(asked, situation, world)
    account = next(iter(world.by_host.get(asked.host, ())), None)
    phase = situation.phase
    if account is None or account.state(phase) in ("missing", "suspended", "deleted"):
        return answer_page("Not found.", "<h1>There's nothing here.</h1>", 404)
    if account.state(phase) == "private":
        return redirect(f"https://www.tumblr.com/login_required/{account.handle}")
    posts = world.timeline(account, phase)
    match asked.parts:
        case ("rss",):
            return answer_feed(asked, account, posts[:PAGE], phase)
        case ("post", id, *_):
            found = next((one for one in posts if one.id == id), None)
            if found is None:
                return answer_page("Not found.", "<h1>There's nothing here.</h1>", 404)
            return answer_page(account.display_name, make_markup(found, phase))
        case ():
            return answer_page(account.display_name, "".join(make_markup(one, phase) for one in posts))
    return None


def _answer_api(asked: Asked, situation: Situation, world: World) -> Answer:
    if asked.query.get("api_key") != make_token("tumblr"):
        return _fail(401, "Unauthorized", 1016, "Unable to authorize")
    if situation.used(API) >= HOURLY:
        limits = (("X-Ratelimit-Perhour-Remaining", "0"), ("X-Ratelimit-Perhour-Reset", "1800"))
        return replace(TOO_MANY, headers=limits)
    match asked.parts:
        case ("v2", "blog", name, "posts"):
            blogs = [one for one in world.accounts if one.software == "tumblr"]
            account = next((one for one in blogs if name in (one.host, one.handle, one.number)), None)
            return _list_posts(asked, account, situation.phase, world)
    return _fail(404, "Not Found", 0, "That's a wrong address.")


def _list_posts(asked: Asked, account: Account | None, phase: int, world: World) -> Answer:
    if account is None or account.state(phase) in ("missing", "suspended", "deleted"):
        return _fail(404, "Not Found", 0, "The requested resource could not be found.")
    if account.state(phase) == "private":
        said = "This Tumblr is only viewable within the Tumblr dashboard."
        return _fail(404, "Not Found", 4012, said)
    posts = world.timeline(account, phase)
    offset, limit = asked.number("offset", 1, 100_000), asked.number("limit", PAGE, PAGE)
    offset = offset if "offset" in asked.query else 0
    shown = posts[offset : offset + limit]
    links: Json = {}
    if wanted := asked.query.get("id"):
        shown = tuple(one for one in posts if one.id == wanted)
        if not shown:
            return _fail(404, "Not Found", 0, "The requested post could not be found.")
    elif offset + limit < len(posts):
        query = {"npf": "true", "reblog_info": "true", "limit": str(limit), "offset": str(offset + limit)}
        href = f"{asked.path}?" + "&".join(f"{name}={value}" for name, value in query.items())
        links = {"_links": {"next": {"href": href, "method": "GET", "query_params": query}}}
    blog = _tell_blog(account, len(posts))
    told = [_tell_post(one, account, phase) for one in shown]
    response = {"blog": blog, "posts": told, "total_posts": len(posts), **links}
    return answer_json({"meta": {"status": 200, "msg": "OK"}, "response": response})


def _tell_blog(account: Account, posts: int) -> Json:
    return {
        "ask": False,
        "avatar": [{"width": 512, "height": 512, "url": avatar_url(account)}],
        "can_subscribe": False,
        "description": f"<p>{escape(account.bio)}</p>",
        "is_nsfw": False,
        "name": account.handle,
        "posts": posts,
        "share_likes": False,
        "theme": {"header_image": "", "show_avatar": True},
        "title": account.display_name,
        "total_posts": posts,
        "updated": 1_780_000_000,
        "url": account.url,
        "uuid": account.number,
    }


def _tell_post(post: Post, account: Account, phase: int) -> Json:
    return {
        "type": "blocks",
        "is_blocks_post_format": True,
        "blog_name": account.handle,
        "blog": {"name": account.handle, "url": account.url, "uuid": account.number},
        "id": int(post.id),
        "id_string": post.id,
        "is_blazed": False,
        "post_url": post.url,
        "slug": "",
        "date": post.posted_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S GMT"),
        "timestamp": int(post.posted_at.timestamp()),
        "state": "published",
        "reblog_key": post.id[-8:],
        "tags": find_tags(post.text_in(phase)),
        "short_url": f"https://tmblr.co/Z{post.id[-12:]}",
        "summary": post.text_in(phase)[:TITLE],
        "should_open_in_legacy": False,
        "note_count": int(post.id) % 40,
        "content": [*_make_blocks(post, phase)],
        "layout": [],
        "trail": [],
        "can_like": True,
        "can_reblog": True,
        "can_reply": True,
        "display_avatar": True,
    }


def _make_blocks(post: Post, phase: int) -> list[Json]:
    text = post.text_in(phase)
    blocks: list[Json] = []
    for paragraph in text.split("\n\n"):
        marks = [
            {
                "type": "link",
                "url": url,
                "start": paragraph.index(url),
                "end": paragraph.index(url) + len(url),
            }
            for url in post.links
            if url in paragraph
        ]
        blocks.append({"type": "text", "text": paragraph, **({"formatting": marks} if marks else {})})
    for shown, url in zip(post.pictures, post.media, strict=True):
        width, height = measure(shown.variant)
        form = {"type": "image/jpeg", "url": url, "width": width, "height": height}
        small = {"type": "image/jpeg", "url": f"{url}?s=75", "width": 75, "height": 75, "cropped": True}
        media = [{**form, "has_original_dimensions": True}, small]
        blocks.append({"type": "image", "media": media, "alt_text": shown.description})
    return blocks


def _fail(status: int, title: str, code: int, detail: str) -> Answer:
    errors = [{"title": title, "code": code, "detail": detail}]
    return answer_json({"meta": {"status": status, "msg": title}, "response": [], "errors": errors}, status)


played = Played(
    name="tumblr",
    places=(
        Place(
            platform="tumblr",
            host="www.tumblr.com",
            operation="en zh-Hant",
            ordinary="en en",
            special=(
                ("tmb_taken_down", "suspended"),
                ("tmb_members_only", "private"),
                ("tmb_never_was", "missing"),
            ),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API, "www.tumblr.com"),
    in_demo=True,
    spell_handle=spell_handle,
    spell_media=spell_media,
)
