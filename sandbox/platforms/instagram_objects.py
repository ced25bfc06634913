"""Instagram's accounts and posts as it sends them: business discovery, GraphQL, the app's API.

Sources: developers.facebook.com/docs/instagram-platform (business discovery); recorded bodies of the site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.meta import shorten
from sandbox.operation.pictures import measure
from sandbox.platforms.facebook_objects import pick, write_time
from sandbox.world import World

Json = dict[str, Any]
HOST = "www.instagram.com"
MOST = 50

_ASKED = re.compile(r"business_discovery\.username\(([\w.]+)\)")
_PAGE = re.compile(r"media\.limit\((\d+)\)(?:\.after\((\w+)\))?")


def find_account(name: str, world: World) -> Account | None:
    """The account of that handle or id."""
    name = name.lower()
    return next(
        (one for one in world.by_host.get(HOST, ()) if name in (one.handle.lower(), one.number)), None
    )


def graph_number(account: Account) -> str:
    """The id under which the API knows an account, which is another than the site's."""
    return "17841" + account.number.rjust(12, "4")


def make_discovery(asked: Asked, phase: int, world: World) -> Answer | None:
    """An account and a page of its posts; ``None`` for what is no professional account."""
    fields = asked.query.get("fields", "")
    name, page = _ASKED.search(fields), _PAGE.search(fields)
    account = find_account(name[1], world) if name else None
    if account is None or account.state(phase) != "live":
        return None
    posts = world.timeline(account, phase)
    limit = min(int(page[1]), MOST) if page else 25
    start = int((page[2] or "MA0").removeprefix("MA")) if page else 0
    shown = posts[start : start + limit]
    cursors = {"before": f"MA{start}"} | (
        {"after": f"MA{start + limit}"} if start + limit < len(posts) else {}
    )
    media = {"data": [_make_media(post, phase) for post in shown], "paging": {"cursors": cursors}}
    found = {
        "id": graph_number(account),
        "username": account.handle,
        "name": account.display_name,
        "biography": account.bio,
        "followers_count": account.followers,
        "follows_count": account.following,
        "media_count": len(posts),
        "profile_picture_url": avatar_url(account),
        "media": media,
    }
    return answer_json({"business_discovery": found, "id": "17841400000000001"}, server="")


def make_user(account: Account, posts: Sequence[Post], phase: int) -> Json:
    """An account as the site's own call gives it, with its first posts."""
    private = account.state(phase) == "private"
    edges = [{"node": make_node(post, account, phase)} for post in ([] if private else posts[:12])]
    return {
        "id": account.number,
        "fbid": graph_number(account),
        "username": account.handle,
        "full_name": account.display_name,
        "biography": account.bio,
        "external_url": None,
        "bio_links": [],
        "is_private": private,
        "is_verified": False,
        "is_business_account": True,
        "edge_followed_by": {"count": account.followers},
        "edge_follow": {"count": account.following},
        "profile_pic_url_hd": avatar_url(account),
        "edge_owner_to_timeline_media": {
            "count": len(posts),
            "page_info": {"has_next_page": len(posts) > 12, "end_cursor": "QVFB"},
            "edges": edges,
        },
    }


def make_node(post: Post, account: Account, phase: int) -> Json:
    """A post as GraphQL gives it, in lists and embedded pages."""
    text = post.text_in(phase)
    caption = [{"node": {"text": text}}] if text else []
    node: Json = {
        "__typename": "GraphSidecar" if len(post.media) > 1 else "GraphImage",
        "id": post.id,
        "shortcode": shorten(post.id),
        "taken_at_timestamp": int(post.posted_at.timestamp()),
        "edge_media_to_caption": {"edges": caption},
        "edge_liked_by": {"count": pick(post.id, 60)},
        "edge_media_to_comment": {"count": pick(f"c{post.id}", 9)},
        "owner": {"id": account.number, "username": account.handle},
        "is_video": False,
        **_make_picture(post, 0),
    }
    if len(post.media) > 1:
        children = [{"node": _make_picture(post, spot)} for spot in range(len(post.media))]
        node["edge_sidecar_to_children"] = {"edges": children}
    return node


def make_item(post: Post, account: Account, phase: int) -> Json:
    """A post as the app's API gives it, in the list that the page scrolls through."""
    text = post.text_in(phase)
    item: Json = {
        "pk": post.id,
        "id": f"{post.id}_{account.number}",
        "code": shorten(post.id),
        "taken_at": int(post.posted_at.timestamp()),
        "media_type": 8 if len(post.media) > 1 else 1,
        "caption": {"text": text} if text else None,
        "caption_is_edited": post.edited_by(phase) is not None,
        "like_count": pick(post.id, 60),
        "comment_count": pick(f"c{post.id}", 9),
        "user": {"pk": account.number, "username": account.handle, "full_name": account.display_name},
    }
    pictures = [_make_candidates(post, spot) for spot in range(len(post.media))]
    return item | ({"carousel_media": pictures} if len(pictures) > 1 else pictures[0])


def _make_media(post: Post, phase: int) -> Json:
    made: Json = {
        "id": str(17_900_000_000_000_000 + pick(f"g{post.id}", 10**14)),
        "caption": post.text_in(phase),
        "media_type": "CAROUSEL_ALBUM" if len(post.media) > 1 else "IMAGE",
        "media_product_type": "FEED",
        "media_url": post.media[0],
        "permalink": f"https://{HOST}/p/{shorten(post.id)}/",
        "timestamp": write_time(post.posted_at),
        "like_count": pick(post.id, 60),
        "comments_count": pick(f"c{post.id}", 9),
    }
    if len(post.media) > 1:
        made["children"] = {"data": [{"media_url": url, "media_type": "IMAGE"} for url in post.media]}
    return made


def _make_picture(post: Post, spot: int) -> Json:
    width, height = measure(post.pictures[spot].variant)
    return {
        "display_url": post.media[spot],
        "dimensions": {"width": width, "height": height},
        "accessibility_caption": post.pictures[spot].description or None,
    }


def _make_candidates(post: Post, spot: int) -> Json:
    width, height = measure(post.pictures[spot].variant)
    sizes = [
        {"width": width, "height": height, "url": post.media[spot]},
        {"width": width // 2, "height": height // 2, "url": f"{post.media[spot]}?stp=dst-jpg_p150x150"},
    ]
    return {
        "image_versions2": {"candidates": sizes},
        "accessibility_caption": post.pictures[spot].description or None,
    }
