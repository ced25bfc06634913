"""Values cut out of a page, by the selectors that a platform's table of facts names.

What is not there reads as nothing. Selectors are compiled once; values, rows and elements are counted, so
that a page made to be large costs no more than its bytes.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

import orjson
from lxml import etree
from parsel import css2xpath
from w3lib.encoding import html_to_unicode

from crawlers.families.html_facts import Cut, Sheet
from crawlers.forum_dates import read_forum_date
from crawlers.html_text import absolute, parse_html, read_element, select
from crawlers.refusals import header
from crawlers.times import parse_time
from storage.items import Capture, Watched

MOST_FOUND, LONGEST, LONGEST_TEXT = 1000, 300_000, 2000
ADDRESSES = ("href", "src", "data-src", "data-original", "poster")
"""Attributes that hold addresses: relative ones are made whole, and what is no web address is nothing."""

_STEP = re.compile(r"/([\w-]+)(?:\[(\d+)\])?")
_CLOCK = re.compile(r"\d{1,2}:\d\d(:\d\d)?\s?([ap]m)?", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"[,\s\xa0’']")


@dataclass(frozen=True, slots=True)
class Cutting:
    """A page cut up: its answer, and where each row stood in it."""

    answer: dict[str, Any]
    places: tuple[str, ...] = ()
    has_due: bool = True


@dataclass(frozen=True, slots=True)
class _Desk:
    """What each cut needs to know of the page: its address, when it was seen, in which zone it writes."""

    base: str
    seen_at: datetime
    zone: timezone | None


def cut_page(capture: Capture, sheet: Sheet, watched: Watched) -> Cutting:
    """The answer that a page is, see ``html_facts``."""
    markup = html_to_unicode(
        header(capture, "content-type") or None, capture.body, default_encoding=sheet.encoding
    )[1]
    root = parse_html(markup)
    root.set("address", capture.url)
    hours = sheet.utc_offset_h
    zone = None if hours is None else timezone(timedelta(hours=hours))
    desk = _Desk(capture.url, capture.captured_at, zone)
    due = _find(root, sheet.due) if sheet.due else [root]
    page = {
        "address": capture.url,
        "key": watched.key,
        "handle": watched.handle or watched.key,
        "profile": watched.url,
        "due": "1" if due else "",
        "title": _first_text(root, "title"),
        "text": read_element(root).text[:LONGEST_TEXT],
        **_cut_all(root, sheet.page, desk),
    }
    rows = _find(root, sheet.rows) if sheet.rows else []
    marked = {name: set(_find(root, css)) for name, css in sheet.marks}
    items = [
        {**_cut_all(row, sheet.row, desk), **{name: "1" for name, those in marked.items() if row in those}}
        for row in rows
    ]
    answer = {
        **{"page": page, "rows": items, "status": str(capture.status)},
        "location": header(capture, "location"),
    }
    return Cutting(answer, tuple(_write_place(row) for row in rows), bool(due))


def _cut_all(element: etree._Element, cuts: Iterable[Cut], desk: _Desk) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for cut in cuts:
        found = list(_read(element, cut, desk))
        if not found:
            continue
        value = found if cut.every else found[0]
        if cut.reads == "date":
            told |= _read_date(str(found[0]), cut.name, desk)
        else:
            told[cut.name] = value
    return told


def _read(element: etree._Element, cut: Cut, desk: _Desk) -> Iterator[Any]:
    """The values of a cut, in page order; only the first where one is wanted."""
    for spec in cut.css.split(" | "):
        css, _, attribute = spec.partition("@")
        found = _look(element, css.strip())
        if cut.reads == "count":
            yield str(len(found))
            return
        values = [value for one in found if (value := _take(one, attribute.strip(), cut, desk))]
        if values:
            yield from values if cut.every else values[:1]
            return


def _look(element: etree._Element, css: str) -> list[etree._Element]:
    if css.startswith("+ "):
        after = element.getnext()
        return [] if after is None else _find(after, css[2:])
    return _find(element, css) if css else [element]


def _take(element: etree._Element, attribute: str, cut: Cut, desk: _Desk) -> Any:
    if attribute:
        text = (element.get(attribute) or "").strip()
        if attribute in ADDRESSES:
            text = absolute(text, desk.base)
    elif cut.reads in ("markup", "lines"):
        text = _write_markup(element, cut)
    elif cut.reads == "json":
        text = (element.text or "").strip()
    else:
        text = read_element(element).text or (element.text or "").strip()
    text = text.replace("\x00", "")[:LONGEST]
    if cut.match:
        matched = re.search(cut.match, text)
        text = (matched[1] or "") if matched else ""
    if cut.reads == "json":
        return _parse(text)
    if cut.reads == "lines":
        return f"<pre>{text}</pre>" if text else ""
    return _NOT_DIGITS.sub("", text) if cut.reads == "number" else text


def _write_markup(element: etree._Element, cut: Cut) -> str:
    """What stands in an element, as markup, without what is to be dropped."""
    if cut.drop:
        element = copy.deepcopy(element)
        for one in _find(element, cut.drop):
            _drop(one)
    inner = "".join(etree.tostring(one, encoding="unicode", method="html") for one in element)
    return (element.text or "").replace("&", "&amp;").replace("<", "&lt;") + inner


def _drop(element: etree._Element) -> None:
    """Take an element out of its tree and leave the text after it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _read_date(text: str, name: str, desk: _Desk) -> dict[str, str]:
    """A date as ISO 8601 in UTC, with its words and what is in doubt of it. A time of day alone is
    today's."""
    words = " ".join(text.split())[:200]
    if words[:4].isdigit() and "T" in words and (at := parse_time(words)):
        return {name: at.isoformat(), f"{name}_text": words}
    found = read_forum_date(words, seen_at=desk.seen_at, zone=desk.zone)
    if found is None and _CLOCK.fullmatch(words):
        found = read_forum_date(f"today {words}", seen_at=desk.seen_at, zone=desk.zone)
    if found is None:
        return {f"{name}_text": words}
    told = {name: found.at.isoformat(), f"{name}_text": words}
    return {**told, f"{name}_doubt": found.doubt} if found.doubt else told


def _parse(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _find(element: etree._Element, css: str) -> list[etree._Element]:
    return select(element, _compile(css))[:MOST_FOUND]


@lru_cache(maxsize=1024)
def _compile(css: str) -> str:
    return css2xpath(css)


def _first_text(root: etree._Element, css: str) -> str:
    found = _find(root, css)
    return " ".join((found[0].text or "").split())[:500] if found else ""


def _write_place(element: etree._Element) -> str:
    """The CSS path of an element."""
    path = element.getroottree().getpath(element)
    steps = [f"{tag}:nth-of-type({number})" if number else tag for tag, number in _STEP.findall(path)]
    return " > ".join(steps)
