"""Bluesky: its public AppView, and which of its hosts answers what.

Sources: lexicons com.atproto.identity.resolveHandle, app.bsky.actor.getProfile, app.bsky.feed.getAuthorFeed,
.getPosts; docs.bsky.app/docs/advanced-guides/rate-limits (the headers).
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import draw_picture
from sandbox.platforms.bluesky_records import find_pinned, record_cid, write_record
from sandbox.platforms.bluesky_server import answer_directory, answer_own_host, answer_server, refuse
from sandbox.platforms.bluesky_views import view_item, view_post, view_profile
from sandbox.situation import Situation
from sandbox.world import World

APPVIEW = ("public.api.bsky.app", "api.bsky.app")
ENTRYWAY, DIRECTORY, PICTURES = "bsky.social", "plc.directory", "cdn.bsky.app"
LIMIT, WINDOW_S = 3000, 300
DEFAULT_PAGE, LARGEST_PAGE, MOST_URIS = 50, 100, 25


def list_hosts(world: World) -> frozenset[str]:
    """Every host that this module answers for: the network's own, the servers, and the handles."""
    members = [account for account in world.accounts if account.software == "bluesky"]
    servers, handles = {one.host for one in members}, {one.handle for one in members}
    return frozenset((*APPVIEW, ENTRYWAY, DIRECTORY, PICTURES, *servers, *handles))


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The answer of whichever of the network's hosts was asked."""
    phase = situation.phase
    if asked.host == DIRECTORY:
        return answer_directory(asked, phase, world)
    if asked.host == PICTURES:
        return _show_picture(asked, world)
    if not asked.path.startswith("/xrpc/"):
        return answer_own_host(asked, phase, world)
    if asked.host in APPVIEW or asked.path == "/xrpc/com.atproto.identity.resolveHandle":
        found = _answer_appview(asked, phase, world)
    else:
        found = answer_server(asked, phase, world)
    return _limit(found, asked.host, situation)


def _answer_appview(asked: Asked, phase: int, world: World) -> Answer:
    match asked.path.removeprefix("/xrpc/"):
        case "com.atproto.identity.resolveHandle":
            return _resolve(asked, phase, world)
        case "app.bsky.actor.getProfile":
            account = _find_actor(asked.query.get("actor", ""), phase, world)
            return _refuse_actor(account, phase) or answer_json(view_profile(_there(account), phase, world))
        case "app.bsky.feed.getAuthorFeed":
            return _list_feed(asked, phase, world)
        case "app.bsky.feed.getPosts":
            return _list_posts(asked, phase, world)
    return refuse("MethodNotImplemented", "Method Not Implemented", 501)


def _resolve(asked: Asked, phase: int, world: World) -> Answer:
    handle = asked.query.get("handle", "").lower()
    account = _find_actor(handle, phase, world)
    if account is None or account.handle != handle:
        return refuse("InvalidRequest", "Unable to resolve handle")
    return answer_json({"did": account.number})


def _list_feed(asked: Asked, phase: int, world: World) -> Answer:
    """A page of an author's feed, newest first; the pinned post heads the first page, if asked for."""
    account = _find_actor(asked.query.get("actor", ""), phase, world)
    if account is None or account.state(phase) != "live":
        return refuse("InvalidRequest", "Profile not found")
    posts = [one for one in world.timeline(account, phase) if _passes(one, asked.query.get("filter", ""))]
    places = {_make_cursor(post, phase, world): number for number, post in enumerate(posts)}
    cursor = asked.query.get("cursor", "")
    if cursor and cursor not in places:
        return refuse("InvalidRequest", "Malformed cursor")
    start = places[cursor] + 1 if cursor else 0
    page = posts[start : start + asked.number("limit", DEFAULT_PAGE, LARGEST_PAGE)]
    items = [view_item(post, phase, world) for post in page]
    pinned = find_pinned(account, phase, world)
    if pinned and not cursor and asked.query.get("includePins") == "true":
        reason = {"$type": "app.bsky.feed.defs#reasonPin"}
        others = [item for item in items if item["post"]["uri"] != pinned.id or "reason" in item]
        items = [{**view_item(pinned, phase, world), "reason": reason}, *others]
    answered: dict[str, object] = {"feed": items}
    if page and start + len(page) < len(posts):
        answered["cursor"] = _make_cursor(page[-1], phase, world)
    return answer_json(answered)


def _list_posts(asked: Asked, phase: int, world: World) -> Answer:
    """Single posts; those that cannot be seen are left out without a word."""
    uris = [value for name, value in parse_qsl(urlsplit(asked.target).query) if name in ("uris", "uris[]")]
    if not uris or len(uris) > MOST_URIS:
        return refuse("InvalidRequest", f"Error: uris must have between 1 and {MOST_URIS} elements")
    posts = (world.by_id.get(("bluesky", uri)) for uri in uris)
    shown = [post for post in posts if post and not post.repost_of and world.shows(post, phase)]
    return answer_json({"posts": [view_post(post, phase, world) for post in shown]})


def _passes(post: Post, choice: str) -> bool:
    if choice == "posts_no_replies":
        return not post.reply_to
    if choice == "posts_with_media":
        return bool(post.pictures)
    return True


def _make_cursor(post: Post, phase: int, world: World) -> str:
    """Time in milliseconds and content id of the last item of a page."""
    cid = record_cid(write_record(post, phase, world))
    return f"{int(post.posted_at.timestamp() * 1000)}::{cid}"


def _find_actor(actor: str, phase: int, world: World) -> Account | None:
    members = (account for account in world.accounts if account.software == "bluesky")
    found = next((one for one in members if actor.lower() in (one.handle, one.number)), None)
    return None if found is None or found.state(phase) == "missing" else found


def _refuse_actor(account: Account | None, phase: int) -> Answer | None:
    if account is None:
        return refuse("InvalidRequest", "Profile not found")
    match account.state(phase):
        case "suspended":
            return refuse("AccountTakedown", "Account has been suspended")
        case "deleted":
            return refuse("AccountDeactivated", "Account is deactivated")
    return None


def _there(account: Account | None) -> Account:
    assert account is not None
    return account


def _show_picture(asked: Asked, world: World) -> Answer | None:
    """A picture in the smaller size of a feed; the full size is found by its own URL."""
    shown = world.media.get(asked.url.replace("/feed_thumbnail/", "/feed_fullsize/"))
    if shown is None:
        return None
    content, media_type = draw_picture(shown.picture, shown.variant)
    return Answer(body=content, content_type=media_type)


def _limit(found: Answer, host: str, situation: Situation) -> Answer:
    """With the rate limit's state in its headers: so many requests in five minutes from one address."""
    now = int(situation.now().timestamp())
    headers = (
        ("ratelimit-limit", str(LIMIT)),
        ("ratelimit-remaining", str(max(0, LIMIT - 1 - situation.used(host) % LIMIT))),
        ("ratelimit-reset", str(now - now % WINDOW_S + WINDOW_S)),
        ("ratelimit-policy", f"{LIMIT};w={WINDOW_S}"),
    )
    return replace(found, headers=(*found.headers, *headers))
