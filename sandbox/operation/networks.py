"""Ids and URLs of X and Reddit, and the short addresses that X puts in place of every link."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from sandbox.operation.items import Account, Post
from sandbox.operation.links import STEPS, Hop, Link

NETWORKS = ("x", "reddit")
X_EPOCH_MS = 1_288_834_974_657
LONGEST_HANDLE = 15
TITLE_WORDS, TITLE_SIGNS = 12, 60
"""A submission's title is its first words, or signs where words are not parted."""
CROSSPOST = "Worth a read"
"""What a crosspost is titled."""
FORUMS = {"en": "AskHarbour", "zh-Hans": "LanwanTalk", "zh-Hant": "gangwan_hk"}

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SHORT = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def spell_short_handle(handle: str) -> str:
    """``handle`` within X's fifteen characters, its number kept."""
    return handle if len(handle) <= LONGEST_HANDLE else handle[: LONGEST_HANDLE - 2] + handle[-2:]


def address_member(account: Account) -> Account:
    """``account`` with the platform's id, the key under which it is collected, and its URL."""
    handle, shown = account.handle, account.states[0] == "live"
    if account.software == "x":
        number = make_post_id(account.created_at, f"user/{handle}")
        key = number if shown else handle.lower()
        return replace(account, number=number, key=key, url=f"https://x.com/{handle}")
    number = "t2_" + _write(int.from_bytes(_digest(f"redditor/{handle}")[:6]), 9)
    key = number if shown else handle.lower()
    return replace(account, number=number, key=key, url=f"https://www.reddit.com/user/{handle}/")


def address_member_post(post: Post, account: Account) -> Post:
    """``post`` with id and URL; a submission gets a title of its first words."""
    handle = account.handle
    if account.software == "x":
        id = make_post_id(post.posted_at, post.ref)
        return replace(post, id=id, url=f"https://x.com/{handle}/status/{id}")
    id = _write(int(post.posted_at.timestamp() * 1000) * 997 + _digest(post.ref)[0], 10)
    if post.reply_to:
        return replace(post, id=f"t1_{id}")
    title = post.title or (CROSSPOST if post.repost_of else make_title(post.text))
    url = f"https://www.reddit.com/r/{forum_of(post)}/comments/{id}/{make_path(title)}/"
    return replace(post, id=f"t3_{id}", url=url, title=title)


def place_comments(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """``posts`` with the addresses of Reddit's comments, which stand below the submission they answer."""
    by_ref = {post.ref: post for post in posts}
    return tuple(
        replace(post, url=f"{by_ref[post.reply_to].url}{post.id[3:]}/") if post.id.startswith("t1_") else post
        for post in posts
    )


def spell_member_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture of a post lies."""
    end = "png" if post.pictures[spot].variant == "png" else "jpg"
    name = _digest(f"{post.ref}/{spot}")
    if account.software == "x":
        return f"https://pbs.twimg.com/media/{shorten_name(name, 15)}.{end}"
    return f"https://i.redd.it/{shorten_name(name, 13).lower()}.{end}"


def make_post_id(at: datetime, salt: str) -> str:
    """An id that holds its time (Snowflake), as X gives them to posts and accounts."""
    ms = int(at.timestamp() * 1000) - X_EPOCH_MS
    return str((ms << 22) | int.from_bytes(_digest(salt)[:3]) % (1 << 22))


def forum_of(post: Post) -> str:
    """The subreddit that a submission stands in."""
    return FORUMS[post.language]


def make_title(text: str) -> str:
    """The first words of a text, without its links."""
    words = [one for one in text.split() if "://" not in one]
    return " ".join(words[:TITLE_WORDS])[:TITLE_SIGNS].strip() or "Untitled"


def make_path(title: str) -> str:
    """The end of a submission's address: the title's letters and digits, ``_`` between."""
    words = "".join(sign if sign.isalnum() else " " for sign in title).lower().split()
    return "_".join(words)[:50]


def shorten(url: str, account: Account) -> str:
    """The ``t.co`` address that X writes in place of a link; one that is such already stays."""
    if url.startswith("https://t.co/"):
        return url
    return f"https://t.co/{shorten_name(_digest(f'{account.name} {url}'), 10)}"


def shorten_name(digest: bytes, length: int) -> str:
    """So many letters and digits of a digest."""
    return "".join(_SHORT[byte % len(_SHORT)] for byte in digest[:length])


def show_links(post: Post, account: Account) -> tuple[str, ...]:
    """The links of a post as its platform shows them."""
    return tuple(shorten(url, account) if account.software == "x" else url for url in post.links)


def wrap_links(
    posts: tuple[Post, ...], by_name: dict[str, Account], links: tuple[Link, ...]
) -> tuple[Link, ...]:
    """The chains of all links that X put an address of its own before."""
    known = {link.url: link for link in links}
    made: dict[str, Link] = {}
    for post in posts:
        account = by_name[post.account]
        for url, shown in zip(post.links, show_links(post, account), strict=True):
            if shown != url and url in known:
                made.setdefault(shown, _put_before(shown, known[url]))
    return tuple(made.values())


def _put_before(shown: str, link: Link) -> Link:
    step = STEPS["tco"]
    first = Hop(url=shown, kind=step.kind, status=step.status, next_url=link.url, way="tco", also=step.also)
    before, after = link.chains
    chains = ((first, *before), (first, *after))
    return replace(link, url=shown, recipe=f"tco+{link.recipe}", chains=chains)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _write(number: int, length: int) -> str:
    found = ""
    for _ in range(length):
        number, rest = divmod(number, len(_LETTERS))
        found = _LETTERS[rest] + found
    return found.lstrip("0")
