"""What one host of the Mastodon API shows in one phase, and how things in it are found and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from sandbox.operation.items import Account, Post
from sandbox.platforms.mastodon_dialects import DIALECTS, Dialect
from sandbox.world import World

WITHOUT_POSTS = ("missing", "deleted", "suspended")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A host of the world in a phase."""

    world: World
    phase: int
    host: str
    platform: str

    @property
    def dialect(self) -> Dialect:
        """The program that the host runs."""
        return DIALECTS.get(self.platform, DIALECTS["mastodon"])


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each post (by reference) was answered, passed on and quoted."""

    replies: Mapping[str, int]
    reposts: Mapping[str, int]
    quotes: Mapping[str, int]


def find_account(view: View, name: str) -> Account | None:
    """The account called ``user``, ``@user`` or ``user@host``, in any case; other hosts' are unknown."""
    user, _, host = name.removeprefix("acct:").lstrip("@").lower().partition("@")
    if host and host != view.host:
        return None
    return next((one for one in view.world.by_host[view.host] if one.handle.lower() == user), None)


def find_number(view: View, number: str) -> Account | None:
    """The account with that id."""
    return next((one for one in view.world.by_host[view.host] if one.number == number), None)


def find_post(view: View, number: str) -> Post | None:
    """The post with that id, as long as it can be seen."""
    post = view.world.by_id.get((view.platform, f"{view.host}/{number}"))
    return post if post and view.world.shows(post, view.phase) else None


def find_page(view: View, path: str) -> Post | None:
    """The post whose public page is at ``path``, as long as it can be seen."""
    post = _pages(view.world).get(f"https://{view.host}{path}")
    return post if post and view.world.shows(post, view.phase) else None


def number_of(post: Post) -> str:
    """The id of a post on its own host."""
    return post.id.rpartition("/")[2]


def sort_key(post: Post) -> tuple[int, str]:
    """Ids in the order of their host: longer is later, then as text."""
    number = number_of(post)
    return len(number), number


@lru_cache(maxsize=8)
def count_answers(world: World, phase: int) -> Counts:
    """What stands in ``phase`` of replies, reposts and quotes, by the post that they are about."""
    shown = [post for post in world.posts if world.shows(post, phase)]
    return Counts(
        replies=Counter(post.reply_to for post in shown if post.reply_to),
        reposts=Counter(post.repost_of for post in shown if post.repost_of),
        quotes=Counter(post.quote_of for post in shown if post.quote_of),
    )


@lru_cache(maxsize=4)
def landings(world: World) -> frozenset[str]:
    """Posted links that are the page itself: only for these a host shows a card."""
    return frozenset(
        link.url for link in world.links if all(chain[0].kind == "landing" for chain in link.chains)
    )


def pick_number(salt: str, below: int) -> int:
    """A number from 0 up to ``below`` that is always the same for ``salt``."""
    return int.from_bytes(sha256(salt.encode()).digest()[:6]) % below


def write_time(at: datetime, exact: bool = True) -> str:
    """ISO 8601 with milliseconds in UTC; without ``exact`` they are zero."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000 if exact else 0:03}Z"


WINDOW_S = 2
"""The window of the rate limit. Mastodon's is 300 seconds; the played world lets days pass in a minute."""


def write_reset(now: datetime) -> str:
    """The end of the running rate limit window, as Mastodon writes it: ISO 8601 with microseconds."""
    begin = now.replace(second=now.second - now.second % WINDOW_S, microsecond=0)
    return f"{begin + timedelta(seconds=WINDOW_S):%Y-%m-%dT%H:%M:%S.%f}Z"


@lru_cache(maxsize=4)
def _pages(world: World) -> Mapping[str, Post]:
    return {post.url: post for post in world.posts if world.account[post.account].software == "mastodon"}
