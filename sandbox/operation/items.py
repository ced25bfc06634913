"""The played world as plain values: accounts, posts, pictures, and what becomes of them by phase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Software = str
"""The name of what runs a site: one of those in ``sandbox.platforms``, or a file of ``sandbox.software``."""
Language = Literal["zh-Hans", "zh-Hant", "en"]
Role = Literal["poster", "amplifier", "publisher", "ordinary", "special"]
State = Literal["live", "suspended", "deleted", "private", "moved", "missing", "walled"]
Kind = Literal["post", "reply", "repost", "quote", "article", "page"]
BLOGS: tuple[Software, ...] = ("wordpress", "feed", "blogspot", "medium", "livejournal", "wechat")
"""Where posts are articles with a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account. ``name`` is the sandbox's own (``op-07``); ``platform`` the collector's key of the
    platform; ``number`` the platform's immutable id; ``states`` its state in phase 1 and in phase 2;
    ``articles`` that its software, of the long tail, gives posts a title."""

    name: str
    platform: str
    software: Software
    host: str
    handle: str
    display_name: str
    bio: str
    language: Language
    operation: bool
    role: Role
    created_at: datetime
    followers: int
    following: int
    states: tuple[State, State] = ("live", "live")
    moved_to: str = ""
    flavour: str = ""
    articles: bool = False
    number: str = ""
    key: str = ""
    url: str = ""

    @property
    def writes_articles(self) -> bool:
        """Whether what is posted there has a title."""
        return self.articles or self.software in BLOGS

    def state(self, phase: int) -> State:
        """How the account stands in ``phase`` (1 or 2)."""
        return self.states[phase - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture in a post: which base picture, in which variant, and what the author says of it."""

    picture: str
    variant: str = "original"
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. ``text`` is all that the author wrote, links and hashtags included; ``text_after`` what
    stands there once it was edited in phase ``edited_in``. ``deleted_in`` 0 is never. ``reply_to``,
    ``repost_of`` and ``quote_of`` are ``ref``s of other posts."""

    ref: str
    account: str
    kind: Kind
    posted_at: datetime
    text: str
    language: Language
    title: str = ""
    pictures: tuple[Shown, ...] = ()
    links: tuple[str, ...] = ()
    reply_to: str = ""
    repost_of: str = ""
    quote_of: str = ""
    pinned: bool = False
    appears_in: int = 1
    deleted_in: int = 0
    edited_in: int = 0
    edited_at: datetime | None = None
    text_after: str = ""
    theme: str = ""
    id: str = ""
    url: str = ""
    media: tuple[str, ...] = ()

    def seen_in(self, phase: int) -> bool:
        """Whether the post stands in ``phase``, as far as its account does."""
        return self.appears_in <= phase and not (self.deleted_in and phase >= self.deleted_in)

    def text_in(self, phase: int) -> str:
        """The words as they stand in ``phase``."""
        return self.text_after if self.edited_in and phase >= self.edited_in else self.text

    def edited_by(self, phase: int) -> datetime | None:
        """When it was last edited, as known in ``phase``."""
        return self.edited_at if self.edited_in and phase >= self.edited_in else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """That a post carries the words of a cluster, and by which edits it differs from the list's text."""

    cluster: str
    ref: str
    edits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """That a post was copied off a numbered list with its number left standing."""

    series: str
    ref: str
    number: int
    spelling: str
