"""Reddit's accounts by URL: redditors (``/user/NAME``, ``/u/NAME``, ``/r/u_NAME``), subreddits (``/r/NAME``).

A submission's or a comment's address names its subreddit; one under ``/user/NAME/comments/`` its author. The
key is the name in lower case (``r/name`` of a subreddit) until the account was read and shows its id.
"""

from __future__ import annotations

import re

from crawlers.address import split_address
from crawlers.words import words
from storage.items import Watched

HOSTS = ("www.reddit.com", "reddit.com", "old.reddit.com", "new.reddit.com", "np.reddit.com")
ALSO = words(
    "i.reddit.com m.reddit.com amp.reddit.com sh.reddit.com pay.reddit.com ssl.reddit.com oauth.reddit.com"
)
NO_FORUMS = words("all popular friends mod random randnsfw home")
"""Subreddits that are views of others."""

_REDDITOR = re.compile(r"[A-Za-z0-9_-]{2,20}")
_FORUM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{1,20}")
_LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2})?\.reddit\.com")


def recognise_account(url: str, platform: str) -> Watched | None:
    """The redditor or subreddit that ``url`` names; short links (``redd.it``, ``/s/…``) name none."""
    address = split_address(url)
    if address is None or not (
        address.host in HOSTS or address.host in ALSO or _LANGUAGE.fullmatch(address.host)
    ):
        return None
    parts = list(address.segments)
    if len(parts) < 2:
        return None
    kind, name = parts[0].lower(), parts[1].removesuffix(".json").removesuffix(".rss")
    if kind in ("user", "u"):
        return watch_redditor(name, platform)
    if kind != "r":
        return None
    if name.lower().startswith("u_"):
        return watch_redditor(name[2:], platform)
    if not _FORUM.fullmatch(name) or name.lower() in NO_FORUMS:
        return None
    place = f"https://www.reddit.com/r/{name}/"
    return Watched(
        platform=platform, key=f"r/{name.lower()}", url=place, handle=f"r/{name}", host="www.reddit.com"
    )


def watch_redditor(name: str, platform: str) -> Watched | None:
    """A redditor under the provisional key."""
    if not _REDDITOR.fullmatch(name) or name.lower() == "me":
        return None
    place = f"https://www.reddit.com/user/{name}/"
    return Watched(platform=platform, key=name.lower(), url=place, handle=name, host="www.reddit.com")


def is_forum(watched: Watched) -> bool:
    """Whether a subreddit is watched, not a redditor."""
    return watched.handle.startswith("r/") or watched.key.startswith(("r/", "t5_"))


def place_of(watched: Watched, handle: str = "") -> str:
    """The path under which everything of an account stands: ``/user/NAME`` or ``/r/NAME``."""
    name = handle or watched.handle or watched.key
    return f"/{name}" if name.startswith("r/") else f"/user/{name}"
