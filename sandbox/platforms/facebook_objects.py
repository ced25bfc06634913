"""Objects of the Graph API: a page, a post, an ad of the Ad Library.

Sources: developers.facebook.com/docs/graph-api/reference/page, /post, /post/attachments;
facebook.com/ads/library/api.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.operation.sites import find_site
from sandbox.world import World

Json = dict[str, Any]


def make_page(account: Account) -> Json:
    """A page with the fields that were asked for, which here are always all."""
    return {
        "id": account.number,
        "name": account.display_name,
        "username": account.handle,
        "about": account.bio,
        "category": "Community",
        "link": account.url,
        "fan_count": account.followers,
        "followers_count": account.followers,
        "verification_status": "not_verified",
        "is_published": True,
        "picture": {"data": {"url": avatar_url(account)}},
    }


def make_post(post: Post, world: World, phase: int) -> Json:
    """A post; of a share the original stands in ``parent_id`` and in the attachment."""
    account = world.account[post.account]
    original = world.post.get(post.repost_of)
    text = post.text_in(phase)
    edited = post.edited_by(phase)
    made: Json = {
        "id": f"{account.number}_{post.id}",
        "created_time": write_time(post.posted_at),
        "updated_time": write_time((edited or post.posted_at) + timedelta(minutes=3)),
        "permalink_url": f"https://www.facebook.com/{account.number}/posts/{post.id}",
        "status_type": "shared_story"
        if original
        else "added_photos"
        if post.media
        else "mobile_status_update",
        "from": {"name": account.display_name, "id": account.number},
        "reactions": {"data": [], "summary": {"total_count": pick(post.id, 40), "viewer_reaction": "NONE"}},
        "comments": {
            "data": [],
            "summary": {"order": "chronological", "total_count": pick(f"c{post.id}", 9)},
        },
    }
    if text:
        made["message"] = text
    if shares := pick(f"s{post.id}", 5):
        made["shares"] = {"count": shares}
    if original is not None:
        author = world.account[original.account]
        made["parent_id"] = f"{author.number}_{original.id}"
        made["story"] = f"{account.display_name} shared a post."
        made["attachments"] = {"data": [_attach_share(original, author, phase)]}
    elif attachment := _attach(post):
        made["attachments"] = {"data": [attachment]}
    return made


def make_ad(post: Post, world: World, phase: int) -> Json:
    """An ad of the Ad Library that says what a post says."""
    account = world.account[post.account]
    number = str(9 * 10**14 + pick(f"ad{post.id}", 10**14))
    least = 100 * (1 + pick(f"spend{post.id}", 9))
    return {
        "id": number,
        "ad_creation_time": f"{post.posted_at:%Y-%m-%d}",
        "ad_delivery_start_time": f"{post.posted_at:%Y-%m-%d}",
        "ad_delivery_stop_time": f"{post.posted_at + timedelta(days=9):%Y-%m-%d}",
        "ad_creative_bodies": [post.text_in(phase)],
        "ad_creative_link_titles": [account.display_name],
        "ad_snapshot_url": f"https://www.facebook.com/ads/archive/render_ad/?id={number}&access_token=sandbox",
        "bylines": "Azure Bay Friends Ltd",
        "currency": "USD",
        "impressions": {"lower_bound": str(least * 10), "upper_bound": str(least * 10 + 999)},
        "spend": {"lower_bound": str(least), "upper_bound": str(least + 99)},
        "languages": [post.language[:2]],
        "page_id": account.number,
        "page_name": account.display_name,
        "publisher_platforms": ["facebook", "instagram"],
        "demographic_distribution": [{"percentage": "1", "age": "25-34", "gender": "unknown"}],
    }


def shim(url: str) -> str:
    """``url`` behind Facebook's leaving page."""
    check = sha256(url.encode()).hexdigest()[:24]
    return f"https://l.facebook.com/l.php?u={quote(url, safe='')}&h=AT0{check}&s=1"


def write_time(at: datetime) -> str:
    """ISO 8601 with an offset that has no colon."""
    return f"{at:%Y-%m-%dT%H:%M:%S}+0000"


def pick(salt: str, below: int) -> int:
    """A number from 0 up to ``below`` that is always the same for ``salt``."""
    return int.from_bytes(sha256(salt.encode()).digest()[:6]) % below


def _attach(post: Post) -> Json:
    pictures = [_picture(post, spot) for spot in range(len(post.media))]
    if len(pictures) > 1:
        return {"media_type": "album", "type": "album", "subattachments": {"data": pictures}}
    if pictures:
        return pictures[0]
    url = next((link for link in post.links if find_site(link)), "")
    site = find_site(url)
    if not site:
        return {}
    return {
        "media_type": "link", "type": "share", "title": site.name, "url": shim(url), "unshimmed_url": url,
        "target": {"url": shim(url)},
    }  # fmt: skip


def _attach_share(original: Post, author: Account, phase: int) -> Json:
    inner = _attach(original) if original.media else {}
    return {
        **{name: value for name, value in inner.items() if name in ("media", "media_type", "subattachments")},
        "type": "share",
        "title": author.display_name,
        "description": original.text_in(phase),
        "url": f"https://www.facebook.com/{author.number}/posts/{original.id}",
        "target": {"id": original.id, "url": f"https://www.facebook.com/{author.number}/posts/{original.id}"},
    }


def _picture(post: Post, spot: int) -> Json:
    width, height = measure(post.pictures[spot].variant)
    page = f"https://www.facebook.com/photo.php?fbid={int(post.id) + spot + 1}"
    return {
        "media_type": "photo", "type": "photo", "description": post.pictures[spot].description, "url": page,
        "media": {"image": {"src": post.media[spot], "width": width, "height": height}},
        "target": {"url": page},
    }  # fmt: skip
