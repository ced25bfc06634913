"""Following a link, hop by hop: a crawl of it, under the key ``links`` in place of a platform's.

Each hop is one question and one archived answer; the reader says where it leads and asks for the next.
What only the shim's own parameter tells is unwrapped without asking; such a hop has no record of its own
and names that of the next capture. Where script may move on, the browser loads the same address; what it
gives then stands in place of the plain reading of that hop and whatever follows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

import orjson

from crawlers.landing_facts import read_page_facts
from crawlers.platform import Browse, Fetch, Pace, Platform, Reading, Route
from crawlers.redirect_moves import Move
from crawlers.redirect_pages import Page, read_header, read_page
from crawlers.redirect_reading import find_move, note_oddities, wants_browser
from crawlers.redirect_rendered import read_rendered
from crawlers.redirect_steps import (
    MOST_HOPS,
    Step,
    ask_next,
    explain_length,
    make_hop,
    make_landing,
    make_shim_hops,
    read_step,
)
from crawlers.refusals import find_challenge
from crawlers.vantages import BROWSED, ask_from, find_vantage
from storage.items import Capture, Hop, HopKind, Known, Watched
from storage.urls import parse_url

BROWSE = Browse(scrolls=0, screenshot=True)


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """Ask for the link, or for what its shims name. ``known.attributes["chain"]`` names the following."""
    chain = known.attributes.get("chain") or hashlib.sha256(watched.url.encode()).hexdigest()[:12]
    try:
        url = parse_url(watched.url).href
    except (ValueError, UnicodeError):
        return
    vantage = find_vantage(watched.wants)
    if vantage is not None:
        chain = f"{chain} {vantage.label}"
    fetch = ask_next(Step(link=watched.url, chain=chain, position=0, url=url), url)
    yield ask_from(vantage, fetch, BROWSE) if vantage else fetch


def read_hop(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The hop that an answer or a failure is, and the question that follows from it."""
    yield from _ask_as(watched, _read_hop(capture, watched))


def read_loaded(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """What the browser met, see ``redirect_rendered``, and the question that follows from it."""
    yield from _ask_as(watched, read_rendered(capture, watched))


def _ask_as(watched: Watched, found: Iterable[Reading]) -> Iterator[Reading]:
    """The same readings; what is asked next is asked from the vantage that the link is followed from."""
    vantage = find_vantage(watched.wants)
    for each in found:
        if vantage is None or not isinstance(each, Fetch):
            yield each
        elif each.route != "browser" or vantage.device in BROWSED:
            yield ask_from(vantage, each, BROWSE)


def _read_hop(capture: Capture, watched: Watched) -> Iterator[Reading]:
    step = read_step(capture, watched)
    yield from make_shim_hops(capture, step)
    if capture.record_type == "metadata":
        yield from _read_failure(capture, step)
        return
    page = read_page(capture, step.url)
    step = replace(step, cookie=step.cookie or bool(read_header(capture, "set-cookie")))
    if step.vantage:  # who has no script sees what stands there for those without
        page = replace(page, scripts="")
    move = find_move(capture, step.url, page)
    if move is not None and not (move.unsure and _may_browse(watched)):
        yield from _go_on(capture, step, move, watched)
    elif capture.status >= 400 or capture.status < 200:
        reason = find_challenge(capture) or f"status {capture.status}"
        yield make_hop(capture, step, "dead_end", reason=reason)
    elif 300 <= capture.status < 400 and not page.text:
        odd = note_oddities(capture, step.url, page)
        yield make_hop(capture, step, "dead_end", reason=f"status {capture.status} without a page; {odd}")
    else:
        yield from _arrive(capture, replace(step, note=note_oddities(capture, step.url, page)), page, watched)


def _read_failure(capture: Capture, step: Step) -> Iterator[Hop]:
    """A metadata record in place of an answer: the guard's refusal, or a fault on the way."""
    try:
        facts = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        facts = {}
    if not isinstance(facts, dict) or facts.get("retried"):
        return
    problem, reason = str(facts.get("problem", "")), str(facts.get("reason", ""))
    kind: HopKind = "refused" if problem == "refused_by_guard" else "dead_end"
    yield make_hop(capture, step, kind, reason=reason or problem or "no answer")


def _go_on(capture: Capture, step: Step, move: Move, watched: Watched) -> Iterator[Reading]:
    if not move.target:
        yield replace(make_hop(capture, step, "dead_end", reason=move.note), where=move.where)
        return
    kind: HopKind = move.kind
    reason = move.note
    visited = (*step.visited, step.url)
    bare = [_without_fragment(url) for url in visited]
    back = _without_fragment(move.target)
    if back in bare:
        kind, reason = "loop", "the chain was there before"
    yield replace(make_hop(capture, step, kind, move.target, reason), where=move.where)
    if kind == "loop":
        if step.cookie and _may_browse(watched):  # who keeps the cookie may get on
            place = bare.index(back)
            again = replace(step, position=place, url=visited[place], visited=visited[:place])
            yield _ask_browser(again)
        return
    onward = replace(step, position=step.position + 1, visited=visited, shims=())
    fetch = ask_next(onward, move.target)
    position = int(fetch.context["position"])
    if position >= MOST_HOPS:
        end, reason = explain_length(onward, move.target)
        last = replace(onward, url=move.target)
        yield replace(make_hop(capture, last, end, reason=reason), status=0, where="none")
        return
    yield fetch


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]


def _may_browse(watched: Watched) -> bool:
    return "no_browser" not in watched.wants


def _ask_browser(step: Step) -> Fetch:
    fetch = replace(ask_next(replace(step, shims=()), step.url), reader="read_rendered")
    return replace(fetch, route="browser", browse=BROWSE)


def _arrive(capture: Capture, step: Step, page: Page, watched: Watched) -> Iterator[Reading]:
    """The page at the end; the browser looks too where script might move on or show more.

    ``watched.wants`` may ask for it whatever the page (``browser``), or forbid it (``no_browser``).
    """
    yield make_hop(capture, step, "landing", reason=step.note)
    yield replace(make_landing(capture, step, page), facts=read_page_facts(capture, step.url))
    if _may_browse(watched) and (wants_browser(page) or "browser" in watched.wants):
        yield _ask_browser(step)


def _recognise(_: str) -> Watched | None:
    """Links are not watched: they are found in posts."""
    return None


platform = Platform(
    key="links",
    title="Outbound links",
    homepage="",
    family="links",
    example="",
    recognise=_recognise,
    routes=(Route(name="page", sees="every hop of a link and the page it ends at"),),
    start=start,
    readers={"read_hop": read_hop, "read_rendered": read_loaded},
    any_host=True,
    order=1000,
    pace=Pace(seconds=0.5, concurrency=4, source="our own courtesy towards unknown hosts"),
    expects="nothing",
    expects_posts=0,
)
