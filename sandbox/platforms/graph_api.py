"""The Graph API at graph.facebook.com: pages of Facebook, and Instagram by business discovery.

Sources: developers.facebook.com/docs/graph-api (reference, error handling, rate limiting, cursor paging),
/docs/instagram-platform/instagram-api-with-facebook-login/business-discovery; facebook.com/ads/library/api.
"""

from __future__ import annotations

import base64
import json

from sandbox.exchange import Answer, Asked, answer_json, make_token
from sandbox.operation.items import Account
from sandbox.platforms.facebook_objects import make_ad, make_page, make_post
from sandbox.platforms.instagram_objects import make_discovery
from sandbox.situation import Situation
from sandbox.world import World

HOST = "graph.facebook.com"
TOKENS = (make_token("facebook"), make_token("instagram"))
VERSIONS = ("v24.0", "v25.0", "v26.0")
OWN_ACCOUNT = "17841400000000001"
"""The professional account of Instagram that belongs to the token's owner."""
QUOTA = 200
"""Calls before the application is asked to wait."""
MOST = 100
WAIT_MIN = 17


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """An object, an edge, or the error that the API gives instead."""
    token = asked.headers.get("authorization", "").removeprefix("Bearer ") or asked.query.get(
        "access_token", ""
    )
    if not token:
        return _deny(104, "An access token is required to request this resource.")
    if token not in TOKENS:
        return _deny(190, "Invalid OAuth access token - Cannot parse access token", 401)
    if situation.used(HOST) >= QUOTA and situation.first_time("graph: quota"):
        return _limit()
    parts = asked.parts[1:] if asked.parts[:1] and asked.parts[0] in VERSIONS else asked.parts
    found = _answer_path(parts, asked, situation.phase, world)
    used = min(100, situation.used(HOST) * 100 // QUOTA)
    usage = json.dumps({"call_count": used, "total_cputime": 2, "total_time": 3})
    return Answer(
        status=found.status, body=found.body, content_type=found.content_type, server="",
        headers=(("X-App-Usage", usage), ("facebook-api-version", "v26.0"), ("X-FB-Trace-ID", "Sandbox0001")),
    )  # fmt: skip


def _answer_path(parts: tuple[str, ...], asked: Asked, phase: int, world: World) -> Answer:
    match parts:
        case ("me", "accounts"):
            own = {
                "instagram_business_account": {"id": OWN_ACCOUNT, "username": "a_research_desk"},
                "id": "1001",
            }
            return answer_json({"data": [own], "paging": {"cursors": {"before": "MAZ", "after": "MAZ"}}})
        case ("ads_archive",):
            return _list_ads(asked, phase, world)
        case (number,) if number == OWN_ACCOUNT:
            return make_discovery(asked, phase, world) or _deny(
                110, "Invalid user id", error_subcode=2207013, error_user_title="Cannot find User"
            )
        case (name, "posts" | "feed" | "published_posts"):
            return _list_posts(name, asked, phase, world)
        case (name,):
            return _show(name, asked, phase, world)
    return _deny(2500, f"Unknown path components: /{'/'.join(parts)}")


def _show(name: str, asked: Asked, phase: int, world: World) -> Answer:
    owner, _, number = name.partition("_")
    if number:
        post = world.by_id.get(("facebook", number))
        if post is None or world.account[post.account].number != owner or not world.shows(post, phase):
            return _no_object(name)
        return answer_json(make_post(post, world, phase))
    account = next((one for one in _pages(world) if name in (one.number, one.handle)), None)
    if account is None or account.state(phase) == "missing":
        return _deny(803, f"(#803) Some of the aliases you requested do not exist: {name}", 404)
    if account.state(phase) != "live":
        return _no_object(name)
    return answer_json(make_page(account))


def _list_posts(name: str, asked: Asked, phase: int, world: World) -> Answer:
    account = next((one for one in _pages(world) if name in (one.number, one.handle)), None)
    if account is None or account.state(phase) != "live":
        return _no_object(name)
    posts = world.timeline(account, phase)
    if since := asked.query.get("since", ""):
        posts = tuple(post for post in posts if post.posted_at.timestamp() >= int(since))
    start, limit = _read_cursor(asked), asked.number("limit", 25, MOST)
    page = posts[start : start + limit]
    content: dict[str, object] = {"data": [make_post(post, world, phase) for post in page]}
    if page:
        content["paging"] = _page(asked, start, start + len(page), len(posts))
    return answer_json(content)


def _list_ads(asked: Asked, phase: int, world: World) -> Answer:
    if not asked.query.get("ad_reached_countries"):
        return _deny(100, "(#100) The parameter ad_reached_countries is required")
    wanted = asked.query.get("search_page_ids", "").strip("[]").replace('"', "").split(",")
    account = next((one for one in _pages(world) if one.number in wanted), None)
    posts = world.timeline(account, phase) if account else ()
    ads = [post for post in posts if post.links and post.kind == "post"]
    start, limit = _read_cursor(asked), asked.number("limit", 25, MOST)
    page = ads[start : start + limit]
    content: dict[str, object] = {"data": [make_ad(post, world, phase) for post in page]}
    if page:
        content["paging"] = _page(asked, start, start + len(page), len(ads))
    return answer_json(content)


def _pages(world: World) -> tuple[Account, ...]:
    return world.by_host.get("www.facebook.com", ())


def _read_cursor(asked: Asked) -> int:
    try:
        return int(base64.b64decode(asked.query.get("after", "")).decode() or 0)
    except ValueError:
        return 0


def _page(asked: Asked, before: int, after: int, whole: int) -> dict[str, object]:
    """Cursors, and ``next`` with the token in it as the API gives it, where there is more."""
    cursors = {"before": _cursor(before), "after": _cursor(after)}
    link = f"https://{HOST}{asked.path}?access_token={TOKENS[0]}&limit=25&after={cursors['after']}"
    return {"cursors": cursors} | ({"next": link} if after < whole else {})


def _cursor(place: int) -> str:
    return base64.b64encode(str(place).encode()).decode()


def _no_object(name: str) -> Answer:
    message = (
        f"Unsupported get request. Object with ID '{name}' does not exist, cannot be loaded due to missing"
        " permissions, or does not support this operation. Please read the Graph API documentation at"
        " https://developers.facebook.com/docs/graph-api"
    )
    return _deny(100, message, error_subcode=33, type="GraphMethodException")


def _limit() -> Answer:
    denied = _deny(4, "(#4) Application request limit reached", 403, is_transient=True)
    use = {"type": "pages", "call_count": 100, "total_cputime": 40, "total_time": 41}
    usage = {"1001": [{**use, "estimated_time_to_regain_access": WAIT_MIN}]}
    headers = (("X-Business-Use-Case-Usage", json.dumps(usage)),)
    return Answer(status=denied.status, body=denied.body, content_type=denied.content_type, headers=headers)


def _deny(code: int, message: str, status: int = 400, **more: object) -> Answer:
    """The error object; ``more`` are its further fields."""
    error = {"message": message, "type": "OAuthException", "code": code, **more, "fbtrace_id": "Sandbox0001"}
    return answer_json({"error": error}, status)
