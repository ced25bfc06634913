"""The rows of the list of a member's posts: which post or thread each names, and whether it is known already.

A row is written as a token, which travels in a ``Fetch``'s context: ``NUMBER@THREAD`` or ``NUMBER``,
``@THREAD`` where only the thread is named (its opening post is meant; with ``>`` behind it, its last page),
``NUMBER@/path`` where an engine's posts have no address by number and the row says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from lxml import etree

from crawlers.families.forum_dating import Clock, Moment, read_clock, read_moment
from crawlers.families.forum_engine import Engine
from crawlers.families.forum_pages import Page, find_date, pick
from crawlers.families.forum_places import Place, clean_url, fill, find_thread, write_post_url, write_url
from crawlers.times import parse_time

NUMBER = re.compile(r"(?:[A-Za-z]{1,20}_)?\d{1,19}", re.ASCII)
"""The number of a post; where a forum numbers opening posts apart, with their kind before it."""
_MARGINS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row's token and the time that it tells."""

    token: str
    when: Moment = Moment()


def read_rows(page: Page, rows: Iterable[etree._Element]) -> list[Row]:
    """The rows that name a post or a thread."""
    clock = read_clock(page)
    return [one for row in rows if (one := _read_row(page, row, clock)).token]


def is_known(row: Row, context: Mapping[str, str]) -> bool:
    """Whether a row is not newer than the newest known post: by numbers, else by the time that it tells."""
    newest, number = context.get("newest", ""), row.token.partition("@")[0]
    if _is_number(newest) and _is_number(number):
        return int(number) <= int(newest)
    moment = parse_time(context.get("newest_at", ""))
    return moment is not None and row.when.at is not None and row.when.at + _margin(row.when) <= moment


def find_address(engine: Engine, place: Place, token: str) -> tuple[str, str]:
    """Where the post of a token stands, and its thread if the token names one."""
    number, _, where = token.partition("@")
    if where.startswith("/"):
        return clean_url(where, place.base), ""
    if where.endswith(">") and "last" in engine.urls:
        there = Place(kind="thread", base=place.base, id=where.rstrip(">"))
        return fill(engine.urls["last"], there), there.id
    where = where.rstrip(">")
    if not number:
        digits = where.isascii() and where.isdigit()
        thread = Place(
            kind="thread", base=place.base, id=where if digits else "", name="" if digits else where
        )
        return clean_url(write_url(engine, thread), place.base), where
    return clean_url(write_post_url(engine, place, number, where), place.base), where


def name_address(number: str, url: str) -> str:
    """The token of a post that stands at ``url``."""
    parts = urlsplit(url)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return f"{number}@{path.replace(' ', '%20')}"


def count_number(post: str) -> int:
    """The number in a post's id, 0 where opening posts are numbered apart."""
    number = post.rpartition("/")[2]
    return int(number) if _is_number(number) else 0


def _read_row(page: Page, row: etree._Element, clock: Clock) -> Row:
    marks, place = page.engine.item, page.place
    when = read_moment(next((text for one in marks.date if (text := find_date(row, (one,)))), ""), clock)
    number = pick(row, marks.post)
    href = pick(row, marks.link) if marks.link else ""
    found = find_thread(page.engine, href, page.base, place)
    thread = (found.id or found.name) if found else ""
    number = number if NUMBER.fullmatch(number) else ""
    if not number and not marks.threads:
        return Row("", when)
    if page.engine.post.link:
        url = clean_url(href, page.base)
        return Row(name_address(number, url) if url else "", when)
    if not number:
        return Row(f"@{thread}" if thread else "", when)
    return Row(f"{number}@{thread}" if thread else number, when)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


def _margin(when: Moment) -> timedelta:
    """How much later than it says a time may be."""
    unit = re.search(r"to the (\w+)", when.doubt)
    return _MARGINS.get(unit[1], timedelta()) if unit else timedelta()
