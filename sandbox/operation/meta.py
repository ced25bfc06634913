"""Ids and URLs at Facebook and Instagram."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from sandbox.operation.items import Account, Post, Shown

META = ("facebook", "instagram")
MEDIA = {
    "facebook": "https://scontent.xx.fbcdn.net/v/t39.30808-6/{name}_n.{end}",
    "instagram": "https://scontent.cdninstagram.com/v/t51.29350-15/{name}_n.{end}",
}
_EPOCH_MS = 1_314_220_021_721
"""Where Instagram's ids begin to count (instagram-engineering.com, "Sharding & IDs at Instagram")."""


def spell_meta(handle: str, platform: str) -> str:
    """The handle as the platform allows it: Facebook knows dots and no underscores."""
    return handle.replace("_", ".") if platform == "facebook" else handle


def address_meta(account: Account) -> Account:
    """``account`` with the platform's id, the key under which it is collected, and its URL."""
    handle, shown = account.handle, account.states[0] == "live"
    if account.software == "facebook":
        number = "10" + _digits(f"facebook/{handle}", 13)
        key = number if shown else handle.replace(".", "").lower()
        return replace(account, number=number, key=key, url=f"https://www.facebook.com/{handle}")
    number = _digits(f"instagram/{handle}", 11)
    key = number if shown else handle.lower()
    return replace(account, number=number, key=key, url=f"https://www.instagram.com/{handle}/")


def profile_number(account: Account) -> str:
    """The id of the profile that Facebook keeps in front of a page, which is another than the page's."""
    return "615" + _digits(f"profile/{account.handle}", 11)


def address_meta_post(post: Post, account: Account) -> Post:
    """``post`` with id and URL; on Instagram with a picture, without which there is no post."""
    tail = int.from_bytes(hashlib.sha256(post.ref.encode()).digest()[:4])
    ms = int(post.posted_at.timestamp() * 1000)
    if account.software == "facebook":
        id = str(ms * 1000 + tail % 1000)
        return replace(post, id=id, url=f"https://www.facebook.com/{id}")
    id = str(((ms - _EPOCH_MS) << 23) | tail % (1 << 23))
    pictures = post.pictures or (Shown(picture=f"still-{id}", description="A picture"),)
    return replace(post, id=id, url=f"https://www.instagram.com/p/{shorten(id)}/", pictures=pictures)


def spell_meta_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture of a post is."""
    name = hashlib.sha256(f"{post.ref}/{spot}".encode()).hexdigest()[:16]
    end = "png" if post.pictures[spot].variant == "png" else "jpg"
    return MEDIA[account.software].format(name=name, end=end)


def shorten(number: str) -> str:
    """An Instagram id as it stands in URLs: base64 with ``-`` and ``_``."""
    packed = base64.b64encode(int(number).to_bytes(9, "big"), b"-_").decode()
    return packed.lstrip("A")


def _digits(text: str, length: int) -> str:
    least: int = 10 ** (length - 1)
    return str(least + int.from_bytes(hashlib.sha256(text.encode()).digest()[:16]) % (9 * least))
