"""Classic forums by their pages: members, boards and threads of any engine that an ``Engine`` describes.

How an engine is added, in ``forum_NAME.py``:

1. ``shapes``: its addresses, as regular expressions on ``/path?query``. What is the engine's alone is
   ``sure``; the rest (rewritten addresses) is taken after ``KEY:`` and on the platform's own hosts.
2. ``urls``: the lasting addresses to be asked, ``lists`` those of a member's posts, ``feeds`` if it has any.
3. Selectors: ``PostMarks``, ``ItemMarks`` (rows of the list of a member's posts), ``TopicMarks`` (rows of a
   board), ``MemberMarks``, ``PagerMarks``: several a role, tried in order, those of structure first.
4. What it says in place of a page: ``messages`` finds it, ``outcomes`` read what ``forum_messages`` cannot.
5. ``crawlers/platforms/NAME.py``: ``platform = forum_html(NAME, example=…)``.

What is watched is a member (profile, list of posts, the pages of threads on which they stand), a board (all
threads) or a thread. Posts belong to their authors: who watches a board gets posts of many accounts,
``site#NUMBER`` each, and the board itself as an account without posts, whose attributes tell how far it was
read. So edits and deletions are looked for where members are watched, or with a full crawl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from crawlers.address import split_address
from crawlers.families.forum_boards import read_board
from crawlers.families.forum_engine import (
    Engine,
    ItemMarks,
    MemberMarks,
    PagerMarks,
    Pick,
    PostMarks,
    Shape,
    TopicMarks,
)
from crawlers.families.forum_lists import ask_feeds, find_thread_id, read_feed, read_list
from crawlers.families.forum_members import ask_list, read_member
from crawlers.families.forum_places import (
    Place,
    clean_url,
    list_imports,
    locate,
    place_of,
    recognise_place,
    write_post_url,
    write_url,
)
from crawlers.families.forum_rows import NUMBER, name_address
from crawlers.families.forum_threads import ask, ask_wanted, read_found, read_watched_thread
from crawlers.platform import Evidence, Fetch, Pace, Platform, Reader, Reading, Route
from storage.items import Capture, Known, KnownPost, Validators, Watched

__all__ = [
    "Engine",
    "ItemMarks",
    "MemberMarks",
    "PagerMarks",
    "Pick",
    "PostMarks",
    "Shape",
    "TopicMarks",
    "forum_html",
]

MOST_RECHECKS = 60
NOTES = (
    "forum pages without login; a search that guests may not use is told as login_wall, the feed is asked."
    " Boards and threads are watched as a whole: write the engine's key before an address that does not tell "
    "the engine"
)


def forum_html(
    engine: Engine,
    example: str,
    hosts: tuple[str, ...] = (),
    evidence: Evidence = "simulated",
    notes: str = "",
) -> Platform:
    """The platform of all forums that run ``engine``. On ``hosts`` rewritten addresses are its own."""
    routes = [
        Route(name="page", sees="profile, posts in their threads with edits and quotes, boards, threads")
    ]
    if engine.feeds:
        routes.append(
            Route(name="feed", sees="which posts are new, by the forum's feed; the posts on their pages")
        )
    routes.append(Route(name="import", sees="profiles, threads and boards in a capture that a person made"))
    readers: dict[str, Reader] = {
        "member": partial(_read_as, read_member, engine),
        "posts": partial(_read_as, read_list, engine),
        "found": partial(_read_as, read_found, engine),
        "thread": partial(_read_as, read_watched_thread, engine),
        "board": partial(_read_as, read_board, engine),
    }
    if engine.feeds:
        readers["feed"] = partial(_read_as, read_feed, engine)
    return Platform(
        key=engine.key,
        title=engine.title,
        homepage=engine.homepage,
        family="forum_html",
        example=example,
        recognise=lambda url: next(
            (found for one in (engine, *engine.older) if (found := recognise_place(one, url, hosts))), None
        ),
        routes=tuple(routes),
        start=partial(start_forum, engine),
        readers=readers,
        hosts=hosts,
        imports=list_imports(engine),
        any_host=True,
        order=62,
        pace=Pace(seconds=2.0, concurrency=1, source="our own courtesy: forums are small servers"),
        expects="the member's profile and at least one post, or a board or thread with posts",
        evidence=evidence,
        notes=f"{NOTES}. {notes}".rstrip(". "),
    )


def choose_generation(engine: Engine, watched: Watched) -> Engine:
    """The generation of ``engine`` whose address the watched one is."""
    address = split_address(watched.url)
    return next((one for one in (engine, *engine.older) if address and locate(one, address)), engine)


def _read_as(
    read: Callable[[Engine, Capture, Watched], Iterable[Reading]],
    engine: Engine,
    capture: Capture,
    watched: Watched,
) -> Iterable[Reading]:
    return read(choose_generation(engine, watched), capture, watched)


def start_forum(engine: Engine, watched: Watched, known: Known) -> Iterable[Fetch]:
    """The profile, the board or the thread first; a member's known posts one page after the other."""
    engine = choose_generation(engine, watched)
    place = place_of(engine, watched)
    for route in known.routes or ("page",):
        if route == "page":
            yield from _ask_page(engine, place, known)
        elif route == "feed":
            yield from _ask_feed(engine, place, known)
        else:
            continue
        if place.kind == "member":
            wanted = _list_known(engine, place, known.recheck)
            yield from ask_wanted(engine, place, wanted, {"again": "1"}, route)
        return


def _ask_page(engine: Engine, place: Place, known: Known) -> Iterator[Fetch]:
    told = {} if known.full else known.attributes
    after, after_at = told.get("newest_post", ""), told.get("newest_at", "")
    if place.kind == "member":
        newest = "" if known.full else known.newest_id.rpartition("/")[2]
        moment = "" if known.full or not known.newest_at else known.newest_at.isoformat()
        yield ask(write_url(engine, place), "member", {"newest": newest, "newest_at": moment})
    elif place.kind == "board":
        yield ask(write_url(engine, place), "board", {"after": after, "after_at": after_at})
    elif after.isdigit():
        url = clean_url(write_post_url(engine, place, after, place.id), place.base)
        yield ask(url, "thread", {"after": after, "jumped": "1"})
    else:
        yield ask(write_url(engine, place), "thread", {})


def _ask_feed(engine: Engine, place: Place, known: Known) -> Iterator[Fetch]:
    newest = (
        "" if known.full else known.newest_id.rpartition("/")[2] or known.attributes.get("newest_post", "")
    )
    feeds = list(ask_feeds(engine, place, {"newest": newest})) if place.kind != "thread" else []
    for fetch in feeds:
        seen = Validators() if known.full else known.validators.get(fetch.url, Validators())
        yield replace(fetch, etag=seen.etag, last_modified=seen.last_modified)
    if feeds:
        return
    if place.kind == "member":
        yield from ask_list(engine, place, {"newest": newest})
    else:
        yield from _ask_page(engine, place, known)


def _list_known(engine: Engine, place: Place, posts: tuple[KnownPost, ...]) -> Iterator[str]:
    """The known posts of this forum as ``forum_rows`` writes them."""
    for post in posts[:MOST_RECHECKS]:
        site, _, number = post.id.rpartition("/")
        if site == place.site and NUMBER.fullmatch(number) and engine.post.link:
            yield name_address(number, post.url)
        elif site == place.site and NUMBER.fullmatch(number):
            thread = find_thread_id(engine, post.url, place.base, place)
            yield f"{number}@{thread}" if thread else number
