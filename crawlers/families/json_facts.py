"""The table of facts of a platform with a JSON API: what ``json_list`` makes a platform out of.

Values are told by places, templates and conditions (``json_values``). Addresses and bodies of questions are
texts with ``$names`` in them: ``$key`` and ``$handle`` of the account, ``$post`` of a known post, ``$page``,
``$offset`` and ``$size`` of a list, and the names that a ``Cursor`` takes from an answer; in an address they
are percent-encoded, in a body written as JSON. ``$$`` is a dollar sign.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from crawlers.json_reading import Object
from crawlers.platform import Evidence, Pace, Route
from storage.items import Capture, Post, PostKind, ProblemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question: where, and with which body it is posted (none: it is got)."""

    url: str
    body: str = ""
    headers: tuple[tuple[str, str], ...] = (("Accept", "application/json"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How the next page of a list is asked for.

    ``by`` ``page`` and ``offset`` count; ``url`` is the address at ``at``; ``answer`` and ``last`` take
    ``names`` (name and place each) from the answer or from the last item of the page. ``more`` is what an
    answer with further pages holds; without it a page is the last one when it is empty, or shorter than
    ``size`` where ``is_full`` says that pages are filled up. ``most`` is the last page or offset that the
    platform gives out (0: it tells no such limit).
    """

    by: Literal["page", "offset", "url", "answer", "last"]
    at: str = ""
    names: tuple[tuple[str, str], ...] = ()
    more: str = ""
    size: int = 20
    is_full: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What a body or a status says instead of an answer: the first marker of the list that fits counts.

    ``wait`` is how many seconds a platform that says so wants to be left alone.
    """

    kind: ProblemKind
    when: str = ""
    status: int = 0
    says: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """How an account is asked for and read. Without ``ask`` it is read from the first page of its list.

    ``key`` and ``handle`` must be there. ``aside`` are the names of fields that are left out on purpose.
    """

    ask: Ask | None = None
    at: str = ""
    key: str
    handle: str
    url: str
    display_name: str = ""
    bio: str = ""
    created_at: str = ""
    followers: str = ""
    following: str = ""
    posts: str = ""
    avatar_url: str = ""
    banner_url: str = ""
    links: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refers:
    """When an item is a reply, a repost or a quote, and of what (an id or an address).

    ``id``, ``url`` and ``posted_at`` are where such an item has them, where that is not as in other items.
    """

    kind: Literal["reply", "repost", "quote"]
    when: str
    of: str
    author: str = ""
    id: str = ""
    url: str = ""
    posted_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An item as its reader is given it, with the account's key and the item's pointer in the answer."""

    item: Object
    account: str
    where: str
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """How the posts of an account are asked for and read.

    ``items`` are the places of the items, all of them taken; what stands before the first ``*`` must be
    there. Unless they come ``newest_first`` all pages are asked for each time. ``joins`` put a row of a
    table beside each item: its name, the table's pointer, the place of the row's name in the item. ``id``,
    ``url`` and ``posted_at`` must be there in each, and the fields that ``must`` names, be they null. Times
    without a zone are ``utc_offset_h`` hours ahead of UTC. ``markup`` says what ``text`` is written in.
    ``only`` is what an item must hold to be a post at all, ``skip`` what no post holds. ``one`` asks for a
    single known post, which stands at ``one_at``, or is gone where the answer holds ``gone``; ``cut`` tells
    items whose words are cut short in the list and whole in ``one``. ``owner`` is the key of the account
    whose list shows the item. ``aside`` are the names of fields that are left out on purpose, ``*`` all of
    them. ``read`` reads an item in place of the places here.
    """

    ask: Ask
    next: Ask | None = None
    cursor: Cursor
    items: str
    landmark: str = ""
    newest_first: bool = True
    joins: tuple[tuple[str, str, str], ...] = ()
    only: str = ""
    skip: str = ""
    one: Ask | None = None
    one_at: str = ""
    gone: str = ""
    cut: str = ""
    id: str
    url: str
    posted_at: str
    edited_at: str = ""
    utc_offset_h: int = 0
    text: str = ""
    markup: Literal["plain", "html"] = "plain"
    must: tuple[str, ...] = ()
    title: str = ""
    kind: PostKind = "post"
    owner: str = ""
    language: str = ""
    pinned: str = ""
    sensitive: str = ""
    refers: tuple[Refers, ...] = ()
    hashtags: str = ""
    images: str = ""
    videos: str = ""
    links: str = ""
    replies: str = ""
    reposts: str = ""
    likes: str = ""
    views: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    aside: str = ""
    read: Callable[[Shown], Post] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a platform is called and how its accounts are spelled.

    ``spellings`` are regular expressions for the whole of ``host/path`` (host without ``www.`` or ``m.``,
    decoded path without a slash at its end), with the group ``handle`` or ``key``; ``profile`` is the one
    address that is kept, a text with ``$handle`` or ``$key``; ``page`` is what the browser loads, where that
    is another one. ``folds`` says that names are the same in
    upper and lower case.
    """

    key: str
    title: str
    homepage: str
    example: str
    hosts: tuple[str, ...]
    spellings: tuple[str, ...]
    profile: str
    page: str = ""
    reserved: str = ""
    folds: bool = True
    api_hosts: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    pace: Pace = field(default_factory=Pace)
    imports: tuple[tuple[str, str], ...] = ()
    post_urls: tuple[str, ...] = ()
    expects: str = "at least one post"
    evidence: Evidence = "simulated"
    broken: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The answers of a platform: its account, its posts, and what it says instead."""

    accounts: Accounts
    posts: Posts
    markers: tuple[Marker, ...] = ()
