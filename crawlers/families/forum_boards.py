"""A board's list of threads: which have something new, and where to begin in them.

Rows stand in the order of their last posts, pinned ones above. A first crawl reads every thread from its
opening post; later ones go to the last page of a thread with news and back to what is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree

from crawlers.families.forum_dating import Clock, read_clock, read_moment
from crawlers.families.forum_engine import Engine
from crawlers.families.forum_pages import (
    Page,
    explain,
    find,
    find_date,
    open_page,
    pick,
    read_pager,
    read_software,
    says_nothing_found,
)
from crawlers.families.forum_places import Place, clean_url, find_thread, place_of, write_url
from crawlers.families.forum_threads import ask
from crawlers.paging import count_page, mark_page
from crawlers.platform import Reading
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Account, Capture, Watched


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of a board: the thread, and what the row tells of its last post."""

    place: Place
    url: str
    last_post: int = 0
    last_url: str = ""
    last_at: datetime | None = None
    sticky: bool = False

    @property
    def id(self) -> str:
        """What tells the thread from the others."""
        return self.place.id or self.place.name


def read_topics(page: Page) -> list[Topic]:
    """The rows of a board in page order, each thread once."""
    clock = read_clock(page)
    stickies = set(find(page.root, page.engine.topic.sticky))
    topics: dict[str, Topic] = {}
    for row in find(page.root, page.engine.topic.row):
        topic = _read_topic(page, row, clock)
        pinned = any(one in stickies for one in (row, *row.iterancestors(), *row.iterdescendants()))
        if topic is not None:
            topics.setdefault(topic.id, replace(topic, sticky=pinned))
    return list(topics.values())


def read_board(engine: Engine, capture: Capture, watched: Watched) -> Iterator[Reading]:
    """A page of a board: its threads with news, and the page after it unless all further ones are known."""
    place = place_of(engine, watched)
    page = open_page(engine, capture, watched, place)
    if not isinstance(page, Page):
        yield page
        return
    context = capture.context
    topics = read_topics(page)
    if not topics:
        if "pages" in context:
            return
        said = says_nothing_found(page)
        yield report("empty_proven", capture, watched, said) if said else explain(page, watched, "threads")
        return
    if "pages" not in context:
        yield describe_board(page, topics, watched)
    news = [one for one in topics if _has_news(one, context)]
    for topic in news:
        yield _ask_topic(topic, context, capture)
    known = [one for one in topics if one not in news and not one.sticky]
    target = read_pager(page).next
    if target and not known:
        counted = count_page(context, mark_page(one.id for one in topics))
        if counted is not None:
            kept = {name: value for name, value in context.items() if name != "moves"}
            yield ask(target, "board", {**kept, **counted}, capture.route)


def describe_board(page: Page, topics: list[Topic], watched: Watched) -> Account:
    """A board as an account; its attributes tell the newest post, where the next crawl stops."""
    place = page.place
    newest = max((one.last_post for one in topics), default=0)
    dates = [one.last_at for one in topics if one.last_at]
    told = {
        **read_software(page),
        "kind": "board",
        "newest_post": str(newest) if newest else "",
        "newest_at": max(dates).isoformat() if dates else "",
    }
    return Account(
        platform=watched.platform,
        key=place.key,
        handle=place.id or place.name,
        record_id=page.capture.record_id,
        where="",
        captured_at=page.capture.captured_at,
        url=write_url(page.engine, place),
        host=watched.host,
        display_name=pick(page.root, page.engine.titles)[:500],
        attributes={name: value for name, value in told.items() if value},
    )


def _read_topic(page: Page, row: etree._Element, clock: Clock) -> Topic | None:
    marks = page.engine.topic
    href = pick(row, marks.link)
    place = find_thread(page.engine, href, page.base, page.place)
    id, url = pick(row, marks.id), clean_url(href, page.base)
    if id.isascii() and id.isdigit():
        place = Place(kind="thread", base=page.place.base, id=id)
    if place is None or not url:
        return None
    number = pick(row, marks.last_post)
    moment = next(
        (at for one in marks.last_date if (at := read_moment(find_date(row, (one,)), clock).at)), None
    )
    return Topic(
        place=place,
        url=write_url(page.engine, place) if place.id else url.partition("?")[0],
        last_post=int(number) if number.isascii() and number.isdigit() and len(number) < 20 else 0,
        last_url=clean_url(pick(row, marks.last_link), page.base) if marks.last_link else "",
        last_at=moment,
    )


def _has_news(topic: Topic, context: Mapping[str, str]) -> bool:
    after, moment = context.get("after", ""), parse_time(context.get("after_at", ""))
    if after.isdigit() and topic.last_post:
        return topic.last_post > int(after[:19])
    if moment and topic.last_at:
        return topic.last_at > moment
    return True


def _ask_topic(topic: Topic, context: Mapping[str, str], capture: Capture) -> Reading:
    """A thread from its opening post; where there is something known, from its last page backwards."""
    known = {name: value for name, value in context.items() if name in ("after", "after_at")}
    if not known:
        return ask(topic.url, "thread", {"thread": topic.place.id}, capture.route)
    way = {"way": "back"} if topic.last_url else {"jump": "last"}
    return ask(
        topic.last_url or topic.url, "thread", {**known, **way, "thread": topic.place.id}, capture.route
    )
