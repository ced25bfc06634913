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

from crawlers.platform import Browse, Fetch, Pace, Platform, Reading, Route
from crawlers.redirect_reading import Move, Page, find_move, read_page, wants_browser
from crawlers.redirect_rendered import read_rendered
from crawlers.redirect_steps import MOST_HOPS, Step, ask_next, make_hop, make_landing, read_step
from crawlers.refusals import find_challenge
from storage.items import Capture, Hop, HopKind, Known, Watched
from storage.urls import parse_url, registered_domain

BROWSE = Browse(scrolls=0, screenshot=True)


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """Ask for the link, or for what its shims name. ``known.attributes["chain"]`` names the following."""
    chain = known.attributes.get("chain") or hashlib.sha256(watched.url.encode()).hexdigest()[:12]
    try:
        url = parse_url(watched.url).href
    except (ValueError, UnicodeError):
        return
    yield ask_next(Step(link=watched.url, chain=chain, position=0, url=url), url)


def read_hop(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The hop that an answer or a failure is, and the question that follows from it."""
    step = read_step(capture, watched)
    yield from _read_shims(capture, step)
    if capture.record_type == "metadata":
        yield from _read_failure(capture, step)
        return
    page = read_page(capture, step.url)
    move = find_move(capture, step.url, page)
    if move is not None:
        yield from _go_on(capture, step, move)
    elif capture.status >= 400 or capture.status < 200:
        reason = find_challenge(capture) or f"status {capture.status}"
        yield make_hop(capture, step, "dead_end", reason=reason)
    else:
        yield from _arrive(capture, step, page, watched)


def _read_shims(capture: Capture, step: Step) -> Iterator[Hop]:
    """Shims that were unwrapped on the way to this capture's address."""
    urls = (*step.shims, step.url)
    first = step.position - len(step.shims)
    for number, url in enumerate(step.shims):
        hop = make_hop(capture, replace(step, position=first + number, url=url), "shim", urls[number + 1])
        where = "read from the address alone; the record is the next capture's"
        yield replace(hop, status=0, where=where, ip_address="", certificate="", server="")


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


def _go_on(capture: Capture, step: Step, move: Move) -> Iterator[Reading]:
    if not move.target:
        yield replace(make_hop(capture, step, "dead_end", reason=move.note), where=move.where)
        return
    kind: HopKind = move.kind
    reason = move.note
    visited = (*step.visited, step.url)
    if _without_fragment(move.target) in set(map(_without_fragment, visited)):
        kind, reason = "loop", "the chain was there before"
    yield replace(make_hop(capture, step, kind, move.target, reason), where=move.where)
    if kind == "loop":
        return
    onward = replace(step, position=step.position + 1, visited=visited, shims=())
    fetch = ask_next(onward, move.target)
    position = int(fetch.context["position"])
    if position >= MOST_HOPS:
        last = replace(onward, url=move.target)
        reason = f"not followed: the chain has more than {MOST_HOPS} hops"
        yield replace(make_hop(capture, last, "dead_end", reason=reason), status=0, where="none")
        return
    yield fetch


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]


def _arrive(capture: Capture, step: Step, page: Page, watched: Watched) -> Iterator[Reading]:
    """The page at the end; the browser looks too where script might move on or show more.

    ``watched.wants`` may ask for it whatever the page (``browser``), or forbid it (``no_browser``).
    """
    away = page.canonical and registered_domain(page.canonical) != registered_domain(step.url)
    reason = f"canonical {page.canonical}" if away else ""
    yield make_hop(capture, step, "landing", reason=reason)
    yield make_landing(capture, step, page)
    if "no_browser" in watched.wants:
        return
    if wants_browser(page) or "browser" in watched.wants:
        yield replace(
            ask_next(replace(step, shims=()), step.url),
            reader="read_rendered",
            route="browser",
            browse=BROWSE,
        )


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
    readers={"read_hop": read_hop, "read_rendered": read_rendered},
    any_host=True,
    order=1000,
    pace=Pace(seconds=0.5, concurrency=4, source="our own courtesy towards unknown hosts"),
    expects="nothing",
    expects_posts=0,
)
