"""When things on a forum's page were: machine times where there are any, else words, in the page's zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone

from crawlers.families.forum_pages import Page, pick
from crawlers.forum_dates import read_forum_date, read_page_zone
from crawlers.html_text import read_element
from crawlers.times import parse_time

_MACHINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)|1\d{9}")
FOOT = 3000
"""How many characters at a page's end are searched for its zone, where nothing picks the line."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a page told it: in UTC if it could be read, the words, and what is in doubt."""

    at: datetime | None = None
    text: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """How the dates of one page are to be read: ``zone`` is ``None`` where the page does not tell it."""

    seen_at: datetime
    zone: timezone | None
    language: str


def read_clock(page: Page) -> Clock:
    """The zone and language of a page's dates."""
    told = (pick(page.root, (one,)) for one in page.engine.zone)
    zone = next((zone for text in told if text and (zone := read_page_zone(text))), None)
    if zone is None:
        zone = read_page_zone(read_element(page.root).text[-FOOT:])
    return Clock(page.capture.captured_at, zone, pick(page.root, page.engine.language)[:20])


def read_moment(text: str, clock: Clock) -> Moment:
    """The time that words of a page tell."""
    text = " ".join(text.split())[:200]
    if not text:
        return Moment()
    if _MACHINE.fullmatch(text) and (at := parse_time(text)):
        return Moment(at, text)
    found = read_forum_date(text, seen_at=clock.seen_at, zone=clock.zone, language=clock.language)
    return Moment(text=text, doubt="not read") if found is None else Moment(found.at, text, found.doubt)
