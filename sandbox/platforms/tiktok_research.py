"""TikTok's Research API: accounts, and videos by account, by id and by day.

Source: developers.tiktok.com/doc/research-api-specs-query-user-info, /doc/research-api-specs-query-videos,
/doc/tiktok-api-v2-error-handling.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json, is_bearer, make_token
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account
from sandbox.platforms.tiktok_objects import describe_research_video
from sandbox.world import World

HOST = "open.tiktokapis.com"
SITE = "www.tiktok.com"
CREDENTIAL = "tiktok"
SPENT_TOKEN = make_token("tiktok-spent")
MOST = 100


def answer(asked: Asked, phase: int, world: World) -> Answer | None:
    """What the API says."""
    if asked.headers.get("authorization", "") == f"Bearer {SPENT_TOKEN}":
        return _refuse(429, "daily_quota_limit_exceeded", "Daily quota limit exceeded.")
    if not is_bearer(asked, CREDENTIAL):
        said = "The access token is invalid or not found in the request."
        return _refuse(401, "access_token_invalid", said)
    try:
        body = json.loads(asked.body)
        match asked.parts:
            case ("v2", "research", "user", "info"):
                return _answer_user(body, phase, world)
            case ("v2", "research", "video", "query"):
                return _answer_videos(body, phase, world)
    except (ValueError, KeyError, TypeError) as error:
        return _refuse(400, "invalid_params", f"The request is invalid: {error}")
    return None


def _answer_user(body: dict[str, Any], phase: int, world: World) -> Answer:
    account = _find(body["username"], world)
    if account is None or account.state(phase) != "live":
        return _refuse(400, "invalid_params", "cannot find the user")
    return _answer(
        {
            "display_name": account.display_name,
            "bio_description": account.bio,
            "avatar_url": avatar_url(account),
            "is_verified": False,
            "follower_count": account.followers,
            "following_count": account.following,
            "likes_count": 41,
            "video_count": len(world.timeline(account, phase)),
        }
    )


def _answer_videos(body: dict[str, Any], phase: int, world: World) -> Answer:
    start, end = _read_day(body["start_date"]), _read_day(body["end_date"])
    if not start <= end <= start + timedelta(days=30):
        return _refuse(
            400, "invalid_params", "The end_date must be no more than 30 days after the start_date"
        )
    conditions = {one["field_name"]: one["field_values"] for one in body["query"]["and"]}
    account = _find(conditions["username"][0], world)
    posts = world.timeline(account, phase) if account else ()
    found = [
        post for post in posts
        if start <= post.posted_at < end + timedelta(days=1)
        and post.id in conditions.get("video_id", [post.id])
    ]  # fmt: skip
    cursor, size = int(body.get("cursor", 0)), min(int(body.get("max_count", 20)), MOST)
    shown = found[cursor : cursor + size]
    return _answer(
        {
            "videos": [describe_research_video(post, account, phase) for post in shown if account],
            "cursor": cursor + len(shown),
            "search_id": "7201388525814961198",
            "has_more": cursor + size < len(found),
        }
    )


def _find(name: str, world: World) -> Account | None:
    return next((one for one in world.by_host.get(SITE, ()) if one.handle.lower() == name.lower()), None)


def _read_day(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC)


def _answer(data: object) -> Answer:
    return answer_json({"data": data, "error": {"code": "ok", "message": "", "log_id": "2026"}})


def _refuse(status: int, code: str, message: str) -> Answer:
    return answer_json({"data": {}, "error": {"code": code, "message": message, "log_id": "2026"}}, status)
