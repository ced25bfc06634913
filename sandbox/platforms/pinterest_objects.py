"""Pinterest's objects as its site has them: users, pins, the answers of resources, the state of pages.

Source: recorded answers (``BaseSearchResource``), cut down to what public programs read.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.exchange import Answer
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.world import World

Json = dict[str, Any]
BOARD = "finds"
END = "-end-"


def describe_user(account: Account, total: int) -> Json:
    """A user."""
    return {
        "id": account.number,
        "type": "user",
        "username": account.handle,
        "full_name": account.display_name,
        "about": account.bio,
        "follower_count": account.followers,
        "following_count": account.following,
        "pin_count": total,
        "board_count": 1,
        "website_url": None,
        "domain_verified": False,
        "is_private_profile": account.states[0] == "private",
        "image_xlarge_url": avatar_url(account),
    }


def describe_pin(post: Post, world: World, phase: int) -> Json:
    """A pin."""
    account = world.account[post.account]
    width, height = measure(post.pictures[0].variant)
    text = post.text_in(phase)
    return {
        "id": post.id,
        "node_id": base64.b64encode(f"Pin:{post.id}".encode()).decode(),
        "type": "pin",
        "created_at": f"{post.posted_at:%a, %d %b %Y %H:%M:%S} +0000",
        "title": post.title,
        "grid_title": post.title,
        "description": text,
        "alt_text": post.pictures[0].description or None,
        "link": post.links[0] if post.links else None,
        "domain": post.links[0].split("/")[2] if post.links else "Uploaded by user",
        "images": {
            "236x": {"width": 236, "height": 236 * height // width, "url": shrink(post.media[0])},
            "orig": {"width": width, "height": height, "url": post.media[0]},
        },
        "image_signature": post.media[0].rpartition("/")[2].partition(".")[0],
        "videos": None,
        "story_pin_data": None,
        "carousel_data": None,
        "pinner": {"id": account.number, "username": account.handle, "full_name": account.display_name},
        "native_creator": None,
        "board": {"id": board_id(account), "name": "Finds", "url": f"/{account.handle}/{BOARD}/"},
        "reaction_counts": {"1": 3},
        "repin_count": 2,
        "comment_count": 0,
        "is_promoted": False,
    }


def board_id(account: Account) -> str:
    """The id of an account's one board."""
    return str(int(account.number) // 3)


def shrink(url: str) -> str:
    """Where the small size of a picture lies."""
    return url.replace("/originals/", "/236x/")


def answer_resource(name: str, options: Mapping[str, Any], data: Any, bookmark: str = "") -> Answer:
    """A resource's answer; ``bookmark`` names the next page."""
    told: Json = {"status": "success", "code": 0, "message": "ok", "data": data, "http_status": 200}
    options = {**options, **({"bookmarks": [bookmark]} if bookmark else {})}
    return _answer({"resource_response": told, "resource": {"name": name, "options": options}}, 200)


def refuse_resource(name: str, options: Mapping[str, Any], code: int, said: str, status: int) -> Answer:
    """What a resource answers where there is nothing to show."""
    error = {"status": "failure", "http_status": status, "code": code, "message": said}
    told = {"status": "failure", "code": code, "message": said, "data": None, "error": error,
            "http_status": status}  # fmt: skip
    return _answer({"resource_response": told, "resource": {"name": name, "options": dict(options)}}, status)


def write_page(title: str, state: Json, script: str = "") -> Answer:
    """A page with the state that it begins with, and what it does after that."""
    written = json.dumps({"initialReduxState": state}, ensure_ascii=False).replace("</", "<\\/")
    page = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        '<div id="__PWS_ROOT__"></div>'
        f'<script id="__PWS_INITIAL_PROPS__" type="application/json">{written}</script>{script}</body></html>'
    )
    return Answer(body=page.encode(), headers=(("Pinterest-Version", "0e8c2de"),))


def make_state(accounts: Sequence[Json], pins: Sequence[Json]) -> Json:
    """The state of a page with these users and pins."""
    return {
        "users": {one["id"]: one for one in accounts},
        "pins": {one["id"]: one for one in pins},
        "boards": {},
        "resources": {},
    }


def _answer(content: Json, status: int) -> Answer:
    body = json.dumps({**content, "request_identifier": "1"}, ensure_ascii=False).encode()
    return Answer(status=status, body=body, content_type="application/json; charset=utf-8")
