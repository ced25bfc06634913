"""What the readers of classic forums have to know of one engine: its addresses and its markup, as data.

Every role has several CSS selectors, tried in order: structural ones (ids, data attributes, microdata) come
first, those of a single theme last. ``forum_html`` says how an engine is added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from storage.items import ProblemKind

Kind = Literal["member", "board", "thread", "post"]
Css = tuple[str, ...]
"""Selectors tried in order: the first that finds anything holds. An empty one is the element itself."""


class Pick(NamedTuple):
    """A value: of the first element that ``css`` finds (empty: the element itself) its ``attribute`` or, if
    that is empty, its text (``own``: what stands before any child; ``tail``: what follows the element). With
    ``pattern`` it is the first group of that in it, where it is found."""

    css: str
    attribute: str = ""
    pattern: str = ""


Picks = tuple[Pick, ...]
"""Tried in order: the first that gives anything holds."""


class Shape(NamedTuple):
    """A form of address: ``pattern`` is searched in ``path?query`` (``;`` between parameters is ``&`` there)
    and begins with a slash; what stands before is where the forum lies on its host. Its groups are ``id``
    (digits) or ``name``. ``sure`` says that no other engine has such addresses."""

    kind: Kind
    pattern: str
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMarks:
    """A post on a thread's page. All but ``block`` is looked for inside the block.

    ``author`` finds the name, ``profile`` links to the author's page (read by the engine's ``shapes``),
    ``author_name`` and ``author_id`` pick what stands elsewhere. ``quotes`` and ``left_out`` are not the
    author's words; ``edited`` is the note that tells when, ``attached`` the links to files.
    """

    block: Css
    id: Picks
    author: Css
    date: Picks
    body: Css
    profile: Css = ()
    author_name: Picks = ()
    author_id: Picks = ()
    quotes: Css = ()
    quoted_post: Picks = ()
    quoted_author: Picks = ()
    left_out: Css = ()
    edited: Picks = ()
    attached: Css = ()
    opening: Picks = ()
    """The number of the post in its thread, where the page tells it: 1 is the opening post."""
    link: Picks = ()
    """The address that the page gives the post, for engines in which none can be made of its number."""
    heading: Css = ()
    """What stands right before the block and belongs to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMarks:
    """A row of the list of a member's posts: the post's id, the address at which it stands, and its time.

    ``threads`` says that a row may name but a thread, whose opening post is meant.
    """

    row: Css
    post: Picks
    link: Picks = ()
    date: Picks = ()
    threads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMarks:
    """A row of a board. ``link`` is the thread's address; of its last post there may be told the id
    (``last_post``), an address (``last_link``) and the time (``last_date``)."""

    row: Css
    link: Picks
    id: Picks = ()
    last_post: Picks = ()
    last_link: Picks = ()
    last_date: Picks = ()
    sticky: Css = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMarks:
    """A member's page: ``landmark`` tells that it is one. ``labels`` are the elements that name a fact, whose
    value follows them; ``banned`` picks the words that say so."""

    landmark: Css
    name: Picks
    id: Picks = ()
    rank: Picks = ()
    avatar: Picks = ()
    bio: Css = ()
    labels: Css = ("dl dt",)
    joined: Picks = ()
    banned: Picks = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PagerMarks:
    """Where a page tells of its neighbours: ``area`` holds the numbered links, ``current`` the number of this
    page, ``next`` and ``prev`` the links with a role of their own."""

    area: Css
    current: Css
    next: Css = ("link[rel=next]", "a[rel=next]")
    prev: Css = ("link[rel=prev]", "a[rel=prev]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One forum engine.

    ``urls`` are templates with ``{base}``, ``{id}``, ``{name}`` (``{slug}``: the same with a point behind,
    if there is one) and, of posts, ``{thread}``; its keys are the kinds, and ``member_name``,
    ``thread_name``, ``board_name`` where an address may have a name alone, ``last`` for the last page of a
    thread. ``lists`` are the addresses of a member's posts, the best first; ``feeds`` feeds in which they
    stand; ``board_feeds`` those of a board. ``titles`` pick the title of a thread or board. ``messages``
    find what the forum says in place of a page, ``login`` the form to log in by there; ``outcomes`` are
    regular expressions on what was said, tried before those that ``forum_messages`` has for all; ``nothing``
    is what an empty list says. ``zone`` picks the line that tells in which time zone dates are. With
    ``all_lists`` each of the ``lists`` is a part of the whole, and all are asked. ``older`` are earlier
    generations of the engine, with other addresses.
    """

    key: str
    title: str
    homepage: str
    shapes: tuple[Shape, ...]
    urls: Mapping[str, str]
    lists: tuple[str, ...]
    post: PostMarks
    item: ItemMarks
    topic: TopicMarks
    member: MemberMarks
    pager: PagerMarks
    titles: Picks
    feeds: tuple[str, ...] = ()
    board_feeds: tuple[str, ...] = ()
    messages: Css = ()
    login: Css = ("input[type=password]",)
    outcomes: tuple[tuple[ProblemKind, str], ...] = ()
    nothing: str = ""
    zone: Picks = ()
    language: Picks = (Pick("html", "lang"), Pick("html", "xml:lang"))
    all_lists: bool = False
    older: tuple[Engine, ...] = ()
