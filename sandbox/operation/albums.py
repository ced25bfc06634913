"""Ids and URLs where posts stand in albums and on boards: WeChat's official accounts, Pinterest."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from sandbox.operation.items import Account, Post, Shown

ALBUMS = ("wechat", "pinterest")
WECHAT, PINTEREST = "mp.weixin.qq.com", "www.pinterest.com"
FIRST_MESSAGE = 2_247_480_000
"""Where the numbers of an account's messages begin."""
LONGEST_TITLE = 40


def address_collector(account: Account) -> Account:
    """``account`` with the platform's id, the key under which it is collected, and its URL."""
    if account.software == "wechat":
        number = base64.b64encode(f"3{_digits(f'wechat/{account.handle}', 9)}".encode()).decode()
        url = f"https://{WECHAT}/mp/appmsgalbum?__biz={number}&action=getalbum&album_id={album_of(account)}"
        return replace(account, number=number, key=number, url=url)
    number = _digits(f"pinterest/{account.handle}", 18)
    key = number if account.states[0] == "live" else account.handle.lower()
    return replace(account, number=number, key=key, url=f"https://{PINTEREST}/{account.handle}/")


def address_collected(post: Post, account: Account, number: int) -> Post:
    """``post``, the ``number``th of its account (from 1, oldest first), with id and URL; a pin has a picture
    and a title."""
    if account.software == "wechat":
        code = base64.urlsafe_b64encode(_digest(f"article {post.ref}"))[:22].decode()
        id = f"{account.number}_{FIRST_MESSAGE + number * 7}_1"
        return replace(post, id=id, url=f"https://{WECHAT}/s/{code}")
    id = str(int(post.posted_at.timestamp() * 1000) * 100_000 + int.from_bytes(_digest(post.ref)[:2]))
    pictures = post.pictures[:1] or (Shown(picture=f"still-{id}", description="A picture"),)
    title = " ".join(one for one in post.text.split() if "://" not in one)[:LONGEST_TITLE].strip()
    return replace(
        post,
        id=id,
        url=f"https://{PINTEREST}/pin/{id}/",
        pictures=pictures,
        title=title,
        links=post.links[:1],
    )


def spell_collected_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture of a post lies."""
    name = _digest(f"{post.ref}/{spot}").hex()
    if account.software == "wechat":
        end = "png" if post.pictures[spot].variant == "png" else "jpeg"
        return f"https://mmbiz.qpic.cn/mmbiz_{'png' if end == 'png' else 'jpg'}/{name[:40]}/0?wx_fmt={end}"
    end = "png" if post.pictures[spot].variant == "png" else "jpg"
    return f"https://i.pinimg.com/originals/{name[:2]}/{name[2:4]}/{name[4:6]}/{name[:32]}.{end}"


def album_of(account: Account) -> str:
    """The album that all articles of a WeChat account stand in."""
    return _digits(f"album/{account.handle}", 19)


def _digits(text: str, length: int) -> str:
    """A number of ``length`` digits that does not begin with a nought."""
    least: int = 10 ** (length - 1)
    return str(least + int.from_bytes(_digest(text)[:16]) % (9 * least))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
