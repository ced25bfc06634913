"""What a response says about going on elsewhere, as far as plain reading can see it."""

from __future__ import annotations

from crawlers.html_text import parse_html
from crawlers.redirect_moves import LONGEST_DELAY_S, Move, MoveKind, read_refresh, resolve
from crawlers.redirect_pages import (
    READ_BYTES,
    Page,
    find_stage,
    is_html,
    list_metas,
    read_header,
    read_page,
)
from crawlers.redirect_scripts import find_script_move, list_markup, would_move
from storage.items import Capture
from storage.urls import join_url, registered_domain

__all__ = [
    "LONGEST_DELAY_S",
    "READ_BYTES",
    "Move",
    "MoveKind",
    "Page",
    "find_move",
    "is_html",
    "note_oddities",
    "read_header",
    "read_page",
    "wants_browser",
]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses whose ``Location`` browsers follow (WHATWG Fetch, "redirect status")."""


def find_move(capture: Capture, url: str, page: Page) -> Move | None:
    """How the response sends a visitor of ``url`` on; ``None`` if it does not, as far as can be read.

    In the order in which a browser would act: status and ``Location`` (RFC 9110, 10.2.2), ``Refresh`` as
    header and as meta element (WHATWG HTML, "shared declarative refresh steps"), whatever the status,
    script, what stands there for visitors without script; at last a frame or link that is all the page has.
    """
    location = read_header(capture, "location")
    if capture.status in REDIRECTS and location:
        target, note = resolve(url, location)
        return Move("http", target, "/headers/location", _count_locations(capture) or note)
    refresh = read_header(capture, "refresh")
    if refresh and (move := read_refresh("refresh_header", refresh, url, "/headers/refresh")):
        return move
    for content, is_fallback in page.metas:
        move = read_refresh("meta_refresh", content, url, "meta[http-equiv=refresh]", page.base)
        if move and not is_fallback:
            return move
    if capture.status in REDIRECTS and not page.text:
        return Move("http", "", "/headers/location", f"status {capture.status} without a Location")
    if capture.status >= 400:
        return None
    if page.is_thin and (move := _find_script_move(page, url)) and (move.target or page.is_empty):
        return move
    for content, is_fallback in page.metas:
        move = read_refresh("meta_refresh", content, url, "noscript meta[http-equiv=refresh]", page.base)
        if move and is_fallback:
            return move
    return None if would_move(page.scripts) else find_stage(page, url)


def wants_browser(page: Page) -> bool:
    """Whether script would move a visitor on, or show what plain reading does not see."""
    if not page.is_thin:
        return False
    return would_move(page.scripts) or (page.is_empty and (page.has_script or page.has_frame))


def note_oddities(capture: Capture, url: str, page: Page) -> str:
    """What is to be told of a page where a visitor stays: what it names and nobody is led to."""
    notes = []
    if page.canonical and registered_domain(page.canonical) != registered_domain(url):
        notes.append(f"canonical {page.canonical}")
    location = read_header(capture, "location")
    if location and capture.status not in REDIRECTS:
        target = join_url(url, location) or location
        notes.append(f"names {target} as Location, which nobody follows at status {capture.status}")
    if page.is_thin and (move := _find_script_move(page, url)) and not move.target:
        notes.append(f"script {move.note}")
    return "; ".join(notes)


def _find_script_move(page: Page, url: str) -> Move | None:
    """A move to a literal address; a computed one is left to the browser."""
    move = find_script_move(page.scripts, url, page.base or url)
    if move is not None and move.target:
        return move
    for markup in list_markup(page.scripts):
        for content, _ in list_metas(parse_html(markup)):
            written = read_refresh("meta_refresh", content, url, "script: document.write", page.base)
            if written:
                return written
    return move


def _count_locations(capture: Capture) -> str:
    values = {value.strip() for key, value in capture.headers if key.lower() == "location"}
    return f"{len(values)} different Location headers" if len(values) > 1 else ""
