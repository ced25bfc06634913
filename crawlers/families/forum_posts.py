"""The posts on a page of a thread, each its author's own.

A post belongs to who wrote it (``site#NUMBER``; a guest is ``site/guest/NAME``), whoever is watched. The
opening post bears the thread's title; the others answer it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawlers.families.forum_bodies import Body, read_body
from crawlers.families.forum_dating import Clock, Moment, read_clock, read_moment
from crawlers.families.forum_engine import Pick
from crawlers.families.forum_pages import Page, Pager, find, find_date, pick, read_pager, read_software
from crawlers.families.forum_places import Place, find_place, write_post_url
from crawlers.families.forum_rows import NUMBER
from crawlers.html_text import absolute
from crawlers.platform import Unreadable
from storage.items import Post, Watched

MOST_POSTS = 300


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a post: ``id`` is empty where the page does not tell it; ``slug`` is the name in the address
    of a profile that has no number."""

    name: str
    id: str
    slug: str = ""

    def key(self, place: Place) -> str:
        """The account that the post belongs to."""
        if self.id:
            return f"{place.site}#{self.id}"
        if self.slug:
            return f"{place.site}/member/{self.slug.lower()}"
        return f"{place.site}/guest/{self.name.lower()}"

    def is_member(self, place: Place, handle: str) -> bool:
        """Whether this is the member that ``place`` names."""
        if self.id and place.id:
            return self.id == place.id
        if self.slug and place.name:
            return self.slug.casefold() == place.name.casefold()
        names = {one.casefold() for one in (place.name, handle) if one}
        return self.name.casefold() in names


@dataclass(frozen=True, slots=True)
class Thread:
    """What a page of a thread tells beside its posts."""

    id: str
    title: str
    pager: Pager
    clock: Clock
    software: dict[str, str]


def find_blocks(page: Page) -> list[etree._Element]:
    """The blocks of the page's posts, the outermost each."""
    found = find(page.root, page.engine.post.block)[:MOST_POSTS]
    chosen = set(found)
    if page.engine.post.heading:
        _join_headings(page, found)
    return [one for one in found if not any(above in chosen for above in one.iterancestors())]


def _join_headings(page: Page, blocks: list[etree._Element]) -> None:
    """Put what stands before a block and belongs to it inside."""
    headings = set(find(page.root, page.engine.post.heading))
    for block in blocks:
        above = block.getprevious()
        if above is not None and above in headings:
            block.insert(0, above)


def read_thread(page: Page, thread: str = "") -> Thread:
    """The thread of a page; ``thread`` is its id where the question names it."""
    return Thread(
        id=thread or _find_thread(page),
        title=pick(page.root, page.engine.titles)[:500],
        pager=read_pager(page),
        clock=read_clock(page),
        software=read_software(page),
    )


def read_posts(page: Page, thread: Thread, watched: Watched) -> Iterator[tuple[Post, Author]]:
    """The posts of a page in order, with their authors.

    Raises ``Unreadable`` where a block has no id, no author or no body.
    """
    for spot, block in enumerate(find_blocks(page)):
        yield _read_post(page, block, thread, watched, spot == 0)


def read_number(page: Page, block: etree._Element) -> str:
    """A post's number. Raises ``Unreadable`` if the block has none."""
    number = pick(block, page.engine.post.id)
    if not NUMBER.fullmatch(number):
        raise Unreadable(f"a post without number: {number[:60]!r}")
    return number


def _read_post(
    page: Page, block: etree._Element, thread: Thread, watched: Watched, first: bool
) -> tuple[Post, Author]:
    marks, place, capture = page.engine.post, page.place, page.capture
    number = read_number(page, block)
    author = _read_author(page, block)
    when, edited = _read_dates(page, block, thread.clock)
    told = pick(block, marks.opening).strip("# ").replace(",", "")
    opening = (
        first and told == "1"
        if told.isdigit()
        else first and thread.pager.current == 1 and not thread.pager.prev
    )
    body = read_body(page, block, marks)
    if body is None:
        raise Unreadable(f"post {number}: no body")
    return Post(
        platform=watched.platform,
        id=f"{place.site}/{number}",
        account=watched.key if _is_watched(author, place, watched) else author.key(place),
        url=absolute(pick(block, marks.link), page.base)
        or write_post_url(page.engine, place, number, thread.id),
        text=body.text,
        record_id=capture.record_id,
        where=_spot_of(block, number),
        captured_at=capture.captured_at,
        kind="post" if opening else "reply",
        title=thread.title if opening else "",
        author=author.name,
        posted_at=when.at,
        posted_at_text=when.text,
        edited_at=edited.at,
        reply_to=f"{place.site}/{body.quoted_post}" if body.quoted_post else "",
        mentions=body.mentions,
        media=body.media,
        links=body.links,
        route=capture.route,
        attributes=_tell(thread, body, when, edited, author),
    ), author


def _is_watched(author: Author, place: Place, watched: Watched) -> bool:
    return place.kind == "member" and not author.id and author.is_member(place, watched.handle)


def _read_author(page: Page, block: etree._Element) -> Author:
    marks = page.engine.post
    name = pick(block, (*marks.author_name, *(Pick(css) for css in marks.author)))
    number = pick(block, marks.author_id)
    linked = None
    for css in marks.profile:
        for link in find(block, (css,))[:20]:
            there = find_place(page.engine, link.get("href") or "", page.base, page.place)
            if there is not None and there.kind == "member":
                linked = there
                break
        if linked:
            break
    if linked and not name:
        name = linked.name
    if not name:
        raise Unreadable("a post without author")
    number = number if number.isdigit() and number != "0" else linked.id if linked else ""
    return Author(name[:120], number, linked.name if linked and not number else "")


def _read_dates(page: Page, block: etree._Element, clock: Clock) -> tuple[Moment, Moment]:
    marks = page.engine.post
    moments = [read_moment(text, clock) for one in marks.date if (text := find_date(block, (one,)))]
    when = next((one for one in moments if one.at), moments[0] if moments else Moment())
    notes = [read_moment(text, clock) for one in marks.edited if (text := find_date(block, (one,)))]
    return when, next((one for one in notes if one.at), notes[0] if notes else Moment())


def _tell(thread: Thread, body: Body, when: Moment, edited: Moment, author: Author) -> dict[str, str]:
    told = {
        **thread.software,
        "thread": thread.id,
        "thread_title": thread.title,
        "author_id": author.id,
        "quoted": body.quoted,
        "quoted_author": body.quoted_author,
        "date_doubt": when.doubt,
        "edit_note": edited.text,
        "edit_doubt": edited.doubt if edited.at else "",
    }
    return {name: value for name, value in told.items() if value}


def _find_thread(page: Page) -> str:
    """The id of the thread that a page shows: its address, its canonical one, or its links to itself."""
    hrefs = [page.capture.url]
    hrefs += [one.get("href") or "" for one in find(page.root, ("link[rel=canonical]",))]
    hrefs += [
        one.get("href") or ""
        for css in page.engine.pager.area
        for one in find(page.root, (f"{css} a[href]",))
    ]
    hrefs += [one.get("href") or "" for one in find(page.root, ("h1 a[href]", "h2 a[href]", "h3 a[href]"))]
    for href in hrefs[:60]:
        there = find_place(page.engine, href, page.base, page.place)
        if there is not None and there.kind == "thread":
            return there.id or there.name
    return ""


def _spot_of(block: etree._Element, number: str) -> str:
    named = block.get("id") or ""
    return f"#{named}"[:200] if named and " " not in named else f"post {number}"
