"""Ids and URLs of YouTube's channels and VKontakte's walls."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from sandbox.operation.items import Account, Post, Shown

CHANNELS = ("youtube", "vk")
TITLE = 60
"""Characters: a video's title is the first words of what is said below it."""


def address_channel(account: Account) -> Account:
    """``account`` with the platform's id, the key under which it is watched, and its URL."""
    handle, draw = account.handle, _digest(account.handle)
    known = account.states[0] in ("live", "private", "suspended")
    if account.software == "youtube":
        number = "UC" + base64.urlsafe_b64encode(draw)[:22].decode()
        by_id = account.states[0] == "suspended" or draw[0] % 2 == 0 and account.states[0] == "live"
        url = f"https://www.youtube.com/{f'channel/{number}' if by_id else f'@{handle}'}"
        return replace(account, number=number, key=number if known else f"@{handle}", url=url)
    is_group = draw[0] % 2 == 0
    number = ("-" if is_group else "") + str(100_000_000 + int.from_bytes(draw[1:5]) % 800_000_000)
    named = f"{'club' if is_group else 'id'}{number.lstrip('-')}"
    by_id = draw[5] % 2 == 0 and known
    return replace(
        account,
        number=number,
        key=number if account.states[0] == "live" or by_id else handle,
        url=f"https://vk.com/{named if by_id else handle}",
    )


def address_channel_post(post: Post, account: Account, number: int) -> Post:
    """``post``, the ``number``th of its account, with id and URL; every video has a title and a still."""
    if account.software == "youtube":
        video = base64.urlsafe_b64encode(_digest(f"video {post.ref}"))[:11].decode()
        still = replace(post.pictures[0], variant=_no_png(post.pictures[0])) if post.pictures else Shown(
            picture=f"still-{post.ref}", description=""
        )  # fmt: skip
        return replace(
            post,
            id=video,
            url=f"https://www.youtube.com/watch?v={video}",
            title=_make_title(post),
            pictures=(replace(still, description=""),),
        )
    place = f"{account.number}_{number * 3 + 11}"
    return replace(post, id=place, url=f"https://vk.com/wall{place}")


def spell_channel_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture of a post lies."""
    if account.software == "youtube":
        return f"https://i.ytimg.com/vi/{post.id}/hqdefault.jpg"
    name = _digest(f"{post.ref}/{spot}").hex()
    end = "png" if post.pictures[spot].variant == "png" else "jpg"
    return f"https://sun9-{_digest(name)[0] % 80}.userapi.com/impg/{name[:24]}/{name[24:35]}.{end}"


def _make_title(post: Post) -> str:
    words = [one for one in post.text.split() if "://" not in one]
    return " ".join(words)[:TITLE].strip() or "Video"


def _no_png(shown: Shown) -> str:
    return "original" if shown.variant == "png" else shown.variant


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
