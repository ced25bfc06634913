"""Ids and URLs at platforms that host blogs and videos: Blogger, Medium, LiveJournal, Vimeo."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from sandbox.operation.items import Account, Post, Shown

HOSTED = ("blogspot", "medium", "livejournal", "vimeo")
MEDIA = {
    "blogspot": "https://blogger.googleusercontent.com/img/b/R29vZ2xl/{name}/s1600/{name}.{end}",
    "medium": "https://cdn-images-1.medium.com/max/1024/1*{name}.{end}",
    "livejournal": "https://ic.pics.livejournal.com/{handle}/{name}.{end}",
    "vimeo": "https://i.vimeocdn.com/video/{name}-d",
}
"""Where each keeps its pictures; a video's is its thumbnail."""
LONGEST_TITLE = 40


def spell_hosted(handle: str, platform: str, host: str) -> str:
    """The handle that an account has at the platform: a blog's or journal's is in its host."""
    if platform not in ("blogspot", "livejournal"):
        return handle
    return host.partition(".")[0].replace("-", "_" if platform == "livejournal" else "-")


def address_hosted(account: Account) -> Account:
    """``account`` with the platform's id, the key under which it is collected, and its URL."""
    host, handle, shown = account.host, account.handle, account.states[0] == "live"
    match account.software:
        case "blogspot":
            number = _digits(host, 19)
            return replace(account, number=number, key=number if shown else host, url=f"https://{host}/")
        case "medium":
            number = _digest(f"medium/{handle}")[:6].hex()
            key = number if shown else f"@{handle.lower()}"
            return replace(account, number=number, key=key, url=f"https://medium.com/@{handle}")
        case "livejournal":
            return replace(account, number=_digits(host, 8), key=handle, url=f"https://{host}/")
    number = _digits(f"vimeo/{handle}", 9)
    return replace(account, number=number, key=number, url=f"https://vimeo.com/user{number}")


def address_hosted_post(post: Post, account: Account, number: int) -> Post:
    """``post``, the ``number``th of its account (from 1, oldest first), with id and URL; videos get a title
    and a thumbnail."""
    match account.software:
        case "blogspot":
            id, url = (
                _digits(post.ref, 19),
                f"https://{account.host}/{post.posted_at:%Y/%m}/{_slug(post)}.html",
            )
            return replace(post, id=f"{account.number}/{id}", url=url)
        case "medium":
            id = _digest(f"medium/{post.ref}")[:6].hex()
            return replace(post, id=id, url=f"https://medium.com/@{account.handle}/{_slug(post)}-{id}")
        case "livejournal":
            id = str(number * 256 + _digest(post.ref)[0])
            return replace(post, id=f"{account.key}/{id}", url=f"https://{account.host}/{id}.html")
    id = str(900_000_000 + int.from_bytes(_digest(post.ref)[:4]) % 90_000_000)
    title = " ".join(post.text.split())[:LONGEST_TITLE].strip()
    pictures = post.pictures[:1] or (Shown(picture=f"still-{id}"),)
    return replace(post, id=id, url=f"https://vimeo.com/{id}", title=title, pictures=pictures)


def spell_hosted_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture of a post is."""
    name = _digest(f"{post.ref}/{spot}")[:8].hex()
    end = "png" if post.pictures[spot].variant == "png" else "jpg"
    return MEDIA[account.software].format(name=name, end=end, handle=account.handle)


def _slug(post: Post) -> str:
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in post.title).lower().split()
    return "-".join((*letters[:6], _digest(post.ref)[:2].hex()))


def _digits(text: str, length: int) -> str:
    """A number of ``length`` digits that does not begin with a nought."""
    least: int = 10 ** (length - 1)
    return str(least + int.from_bytes(_digest(text)[:16]) % (9 * least))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
