"""A forum's page: its markup parsed, values picked out of it, its neighbours, and what it says instead.

Encodings as browsers find them (w3lib: header, ``meta``, guess). All searches are bounded; selectors are
compiled once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

from lxml import etree
from parsel import css2xpath
from w3lib.encoding import html_to_unicode

from crawlers.families.engine_marks import MARKS, THEMES, VERSIONS
from crawlers.families.forum_engine import Css, Engine, Pick, Picks
from crawlers.families.forum_messages import EMPTY, OUTCOMES
from crawlers.families.forum_places import Place, clean_url, is_same_host
from crawlers.html_text import parse_html, read_element
from crawlers.platform import Fetch, RouteName, Unreadable
from crawlers.refusals import MOST_MOVES, follow_move, header, read_refusal, report
from storage.items import Capture, Problem, ProblemKind, Watched

LONGEST_VALUE, LONGEST_MESSAGE, MOST_FOUND = 2000, 1500, 500
_REFRESH = re.compile(r"^\s*\d{1,4}\s*[;,]\s*url\s*=\s*['\"]?([^'\"]{1,2000})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page of ``engine``, where it was, and which forum it should be of."""

    engine: Engine
    root: etree._Element
    capture: Capture
    place: Place
    base: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of the pages around this one, empty where there is none. ``current`` counts from 1."""

    current: int = 1
    next: str = ""
    prev: str = ""
    last: str = ""


def open_page(engine: Engine, capture: Capture, watched: Watched, place: Place) -> Page | Problem | Fetch:
    """The page of an answer; where it is a refusal or a move, the problem or the fetch that follows."""
    if problem := read_refusal(capture, watched):
        return problem
    route: RouteName = "feed" if capture.route == "feed" else "page"
    if moved := follow_move(capture, route):
        if not is_same_host(moved.url, place.base):
            return report("not_found", capture, watched, f"moved to another site: {moved.url[:200]}")
        return moved
    root = parse_html(read_markup(capture))
    base = next((one.get("href") or "" for one in find(root, ("head base[href]",))), "")
    page = Page(engine, root, capture, place, urljoin(capture.url, base) if base else capture.url)
    if target := _read_refresh(page):
        moves = capture.context.get("moves", "0")
        if moves.isdigit() and int(moves) < MOST_MOVES:
            context = {**capture.context, "moves": str(int(moves) + 1)}
            return Fetch(url=target, reader=capture.reader, route=route, context=context)
    return page


def read_markup(capture: Capture) -> str:
    """The body as text."""
    return html_to_unicode(header(capture, "content-type") or None, capture.body)[1]


def explain(page: Page, watched: Watched, due: str) -> Problem:
    """Why ``due`` is not on a page. Raises ``Unreadable`` where nothing tells."""
    capture, engine = page.capture, page.engine
    said = read_message(page)
    for kind, pattern in (*engine.outcomes, *OUTCOMES):
        if said and re.search(pattern, said, re.IGNORECASE):
            return report(kind, capture, watched, said)
    if find(page.root, engine.login):
        return report("login_wall", capture, watched, said or f"a login page in place of {due}")
    statuses: dict[int, ProblemKind] = {
        401: "login_wall",
        403: "unauthorised",
        404: "not_found",
        410: "deleted",
    }
    if kind_of := statuses.get(capture.status):
        return report(kind_of, capture, watched, f"status {capture.status}: {said}".rstrip(": "))
    if is_of_engine(page):
        raise Unreadable(f"a page of {engine.title} without {due}: {said[:200]}".rstrip(": "))
    raise Unreadable(f"no page of {engine.title}")


def says_nothing_found(page: Page) -> str:
    """What the page says where it has found nothing; empty if it says no such thing."""
    said = read_message(page) or _text_of(page.root)
    words = f"{page.engine.nothing}|{EMPTY}" if page.engine.nothing else EMPTY
    return said[:300] if re.search(words, said, re.IGNORECASE) else ""


def read_message(page: Page) -> str:
    """What the forum says in place of a page, in one line."""
    found = find(page.root, page.engine.messages)
    return " ".join(" ".join(read_element(one).text for one in found[:5]).split())[:LONGEST_MESSAGE]


def is_of_engine(page: Page) -> bool:
    """Whether a page has any of the marks of its engine."""
    text = page.capture.body.decode("latin-1")
    return any(
        mark.engine == page.engine.key
        and mark.place == "body"
        and re.search(mark.pattern, text, re.IGNORECASE)
        for mark in MARKS
    )


def read_software(page: Page) -> dict[str, str]:
    """Engine, version and theme as the page tells them."""
    text, key = page.capture.body.decode("latin-1"), page.engine.key
    version = re.search(VERSIONS[key], text) if key in VERSIONS else None
    theme = re.search(THEMES[key], text) if key in THEMES else None
    named = next((one for one in theme.groups() if one), "") if theme else ""
    told = {"engine": key, "version": version[1] if version else "", "theme": named}
    return {name: value for name, value in told.items() if value}


def read_pager(page: Page) -> Pager:
    """The pages around this one: by links with a role, else by the numbers beside the current one."""
    marks = page.engine.pager
    next_one, prev_one = (_first_url(page, find(page.root, css)) for css in (marks.next, marks.prev))
    numbers: dict[int, str] = {}
    current = 0
    for area in find(page.root, marks.area)[:4]:
        for link in find(area, ("a[href]",)):
            text = text_in(link).replace(",", "")
            if text.isascii() and text.isdigit() and len(text) < 9:
                numbers.setdefault(int(text), clean_url(link.get("href") or "", page.base))
        for one in find(area, marks.current):
            if not current and (shown := _NUMBER.fullmatch(text_in(one).strip(" [](){}"))):
                current = int(shown.group())
    here = current or 1
    last = max(numbers, default=0)
    return Pager(
        current=here,
        next=next_one or numbers.get(here + 1, ""),
        prev=prev_one or (numbers.get(here - 1, "") if here > 1 else ""),
        last=numbers[last] if last > here else "",
    )


def find(root: etree._Element, css: Css) -> list[etree._Element]:
    """The elements of the first selector that finds any, in page order; an empty selector is ``root``."""
    for one in css:
        if not one:
            return [root]
        found = _select(one)(root)
        if isinstance(found, list) and found:
            return [element for element in found if isinstance(element, etree._Element)][:MOST_FOUND]
    return []


def pick(root: etree._Element, picks: Picks) -> str:
    """The first value that a pick finds, in one line."""
    return next((value for one in picks if (value := _pick_one(root, one))), "")


def text_in(element: etree._Element) -> str:
    """The text of an element as it stands there, in one line."""
    return " ".join("".join(str(one) for one in element.itertext()).split())


def find_date(root: etree._Element, picks: Picks) -> str:
    """A date's words as they stand: in one line, without what surrounds them."""
    return pick(root, picks).strip(" \u200e\u200f«»·•|,-–—")


def _pick_one(root: etree._Element, one: Pick) -> str:
    for element in find(root, (one.css,))[:50]:
        value = _read_value(element, one.attribute)
        value = " ".join(value.replace("\x00", "").split())[:LONGEST_VALUE]
        if not one.pattern:
            if value:
                return value
        elif found := re.search(one.pattern, value):
            return found[1].strip()
    return ""


def _read_value(element: etree._Element, name: str) -> str:
    if name == "tail":
        return element.tail or ""
    if name in ("", "own"):
        return (element.text or "") if name else read_element(element).text
    return element.get(name) or (
        element.get("{http://www.w3.org/XML/1998/namespace}lang") or "" if name == "xml:lang" else ""
    )


def _first_url(page: Page, found: Iterable[etree._Element]) -> str:
    return next((url for one in found if (url := clean_url(one.get("href") or "", page.base))), "")


def _read_refresh(page: Page) -> str:
    """Where a page that only sends on leads ("you will be redirected"), on the same site."""
    for one in find(
        page.root, ("meta[http-equiv=refresh]", "meta[http-equiv=Refresh]", "meta[http-equiv=REFRESH]")
    )[:1]:
        if found := _REFRESH.match(one.get("content") or ""):
            target = clean_url(found[1].strip(), page.base)
            return "" if target in ("", page.capture.url) else target
    return ""


def _text_of(root: etree._Element) -> str:
    return " ".join(read_element(root).text.split())[: LONGEST_MESSAGE * 4]


@lru_cache(maxsize=2048)
def _select(css: str) -> etree.XPath:
    return etree.XPath(css2xpath(css))
