"""Ids and URLs of TikTok's accounts and videos: both begin with the second of their making."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from sandbox.operation.items import Account, Post, Shown

CLIPS = ("tiktok",)
STILL = "still-"
"""How the picture of a video is called that was made for it; other pictures are photos."""
_SIGNED = "x-expires=1790000000&x-signature=Xo2d0Q"


def address_clip(account: Account) -> Account:
    """``account`` with its number, the key under which it is watched, and its URL."""
    handle = account.handle
    number = _make_number(account.created_at, f"user/{handle}")
    key = number if account.states[0] in ("live", "private") else f"@{handle}"
    return replace(account, number=number, key=key, url=f"https://www.tiktok.com/@{handle}")


def address_clip_post(post: Post, account: Account) -> Post:
    """``post`` with id and URL: a set of photos where it has pictures, else a video with its cover."""
    id = _make_number(post.posted_at, post.ref)
    pictures = tuple(_no_png(one) for one in post.pictures) or (Shown(picture=f"{STILL}{post.ref}"),)
    url = f"https://www.tiktok.com/@{account.handle}/video/{id}"
    return replace(post, id=id, url=url, pictures=pictures, title="")


def spell_clip_media(post: Post, spot: int) -> str:
    """Where a cover or a photo lies."""
    name = hashlib.sha256(f"{post.ref}/{spot}".encode()).hexdigest()[:32]
    kind = "dmt-logom" if is_video(post) else "photomode-image"
    return f"https://p16-sign-va.tiktokcdn.com/tos-maliva-p-0068/{name}~tplv-{kind}.jpeg?{_SIGNED}"


def is_video(post: Post) -> bool:
    """Whether it is a video; else a set of photos."""
    return post.pictures[0].picture.startswith(STILL)


def _make_number(at: datetime, salt: str) -> str:
    return str(int(at.timestamp()) << 32 | int.from_bytes(hashlib.sha256(salt.encode()).digest()[:4]))


def _no_png(shown: Shown) -> Shown:
    """Uploads are kept as JPEG, without their author's words on them."""
    return replace(shown, variant="original" if shown.variant == "png" else shown.variant, description="")
