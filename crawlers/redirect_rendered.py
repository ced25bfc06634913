"""What the browser met when it loaded a link: its page information read as hops and a landing page.

The record is a WARC ``resource`` of JSON, see ``page_records``. ``navigations`` lists the documents that the
tab asked for in turn; an entry's ``kind`` tells by what means that document moved on, at the last one how it
ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import orjson

from crawlers.landing_facts import read_facts
from crawlers.platform import Reading
from crawlers.redirect_moves import Move
from crawlers.redirect_pages import Page, find_stage, parse_page
from crawlers.redirect_steps import (
    MOST_HOPS,
    Step,
    ask_next,
    make_hop,
    make_landing,
    make_shim_hops,
    read_step,
)
from storage.items import Capture, Hop, HopKind, Watched
from storage.shims import unwrap_shim
from storage.urls import join_url, parse_url, registered_domain

_KINDS: dict[str, HopKind] = {
    "http": "http",
    "refresh_header": "refresh_header",
    "meta_refresh": "meta_refresh",
}
"""Everything else that moves a tab on (timers, forms, history, clicks of the page itself) is script."""

_ENDS: dict[str, HopKind] = {"loop": "loop", "refused": "refused", "dead_end": "dead_end"}


@dataclass(frozen=True, slots=True)
class Navigation:
    """One document that the tab asked for; ``where`` is its place in the page information."""

    url: str
    status: int
    kind: str
    record_id: str
    reason: str
    where: str


def read_rendered(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """Hops and landing page of a load in the browser, and where to go on from there by plain questions;
    nothing if it failed, so that plain reading stands.

    Raises ``ValueError`` where the record is not page information.
    """
    if capture.record_type == "metadata":
        yield from _read_lack(capture, read_step(capture, watched))
        return
    facts = orjson.loads(capture.body)
    if not isinstance(facts, dict):
        raise ValueError("page information is not an object")
    step = read_step(capture, watched)
    passed = _list_navigations(facts, step)
    if step.vantage:  # nobody asked for these before: whatever came of it is told
        yield from make_shim_hops(capture, step)
        passed = passed or [Navigation(step.url, 0, "dead_end", "", "", "/url")]
    elif not passed or _has_failed(facts, passed) or (step.cookie and passed[-1].kind == "loop"):
        return
    for number, now in enumerate(passed[:-1]):
        here = replace(step, position=step.position + number, url=now.url)
        if here.position + 1 >= MOST_HOPS:
            yield _show(
                capture, make_hop(capture, here, "dead_end", reason=f"more than {MOST_HOPS} hops"), now
            )
            return
        onward = passed[number + 1].url
        yield _show(capture, make_hop(capture, here, _KINDS.get(now.kind, "script"), onward), now)
    before = tuple(each.url for each in passed[:-1])
    last = replace(
        step,
        position=step.position + len(before),
        url=passed[-1].url,
        visited=(*step.visited, *before),
        shims=(),
        note="" if before else step.note,
    )
    yield from _end(capture, facts, last, passed[-1])


def _read_lack(capture: Capture, step: Step) -> Iterator[Hop]:
    """There was no load at all: of a vantage that is all that can be told, else plain reading stands."""
    if not step.vantage:
        return
    yield from make_shim_hops(capture, step)
    facts = orjson.loads(capture.body)
    reason = str(facts.get("reason", "")) if isinstance(facts, dict) else ""
    yield make_hop(capture, step, "dead_end", reason=reason or "the browser did not load it")


def _has_failed(facts: dict[str, object], passed: list[Navigation]) -> bool:
    """Whether the browser neither moved on nor showed anything: plain reading saw more than that."""
    shown = facts.get("outcome", "ok") == "ok" or facts.get("text_record_id")
    return len(passed) == 1 and not shown and passed[0].kind != "loop"


def _end(capture: Capture, facts: dict[str, object], step: Step, last: Navigation) -> Iterator[Reading]:
    outcome = _text(facts, "outcome") or "ok"
    fault = "" if outcome == "ok" else last.reason or _text(facts, "reason") or outcome
    status = f"status {last.status}" if last.status >= 400 else ""
    kind = _ENDS.get(last.kind)
    if kind is None and (status or (not last.status and fault)):
        kind = "dead_end"
    if kind != "loop" and (inner := unwrap_shim(step.url)) and inner not in step.visited:
        yield from _go_on(capture, step, Move("shim", inner, "the address alone"), last)
        return
    if kind is not None:
        yield _show(capture, make_hop(capture, step, kind, reason=status or fault or "no page"), last)
        return
    shown = parse_page(_text(facts, "html"), step.url)
    text = _text(facts, "text")
    stage = find_stage(replace(shown, text=text, scripts=""), step.url) if not status else None
    if stage is not None and stage.target not in step.visited and step.position + 1 < MOST_HOPS:
        yield from _go_on(capture, step, stage, last)
        return
    reason = "; ".join(filter(None, (fault, step.note or _tell_canonical(facts, step.url))))
    yield _show(capture, make_hop(capture, step, "landing", reason=reason), last)
    page = Page(title=_text(facts, "title")[:500], language=_text(facts, "lang")[:35], text=text)
    screenshot = _text(facts, "screenshot_record_id")
    yield replace(
        make_landing(capture, step, page),
        status=last.status,
        screenshot_record_id=screenshot,
        facts=read_facts(_text(facts, "html"), step.url, "browser"),
    )


def _go_on(capture: Capture, step: Step, move: Move, last: Navigation) -> Iterator[Reading]:
    """From where the browser stopped, by what no script had to say."""
    yield _show(capture, make_hop(capture, step, move.kind, move.target, move.note), last)
    visited = (*step.visited, step.url)
    onward = replace(step, position=step.position + 1, visited=visited, note="", cookie=False)
    yield ask_next(onward, move.target)


def _tell_canonical(facts: dict[str, object], url: str) -> str:
    canonical = join_url(url, _text(facts, "canonical"))
    away = canonical and registered_domain(canonical) != registered_domain(url)
    return f"canonical {canonical}" if away else ""


def _show(capture: Capture, hop: Hop, now: Navigation) -> Hop:
    """The hop with the record of its own document where the browser named one; ``where`` then names the
    record of the page information too."""
    return replace(
        hop,
        record_id=now.record_id or capture.record_id,
        status=now.status,
        vantage=hop.vantage if hop.vantage != "plain" else "browser",
        where=f"{capture.record_id}#{now.where}" if now.record_id else now.where,
        ip_address="",
        certificate="",
        server="",
    )


def _list_navigations(facts: dict[str, object], step: Step) -> list[Navigation]:
    """The documents in turn, beginning with the address asked for; reloads of one address count once, as
    the last of them, which is the one that moved on."""
    listed = facts.get("navigations")
    passed: list[Navigation] = []
    for number, entry in enumerate(listed if isinstance(listed, list) else []):
        if not isinstance(entry, dict) or not (url := _as_http(entry.get("url"))):
            continue
        now = Navigation(
            url=url,
            status=_number(entry, "status"),
            kind=_text(entry, "kind"),
            record_id=_text(entry, "record_id"),
            reason=_text(entry, "reason"),
            where=f"/navigations/{number}",
        )
        if passed and passed[-1].url.partition("#")[0] == url.partition("#")[0]:
            before = passed.pop()
            now = replace(now, url=before.url, record_id=now.record_id or before.record_id)
        passed.append(now)
    final = _as_http(facts.get("final_url"))
    if not passed and final:
        status = _number(facts, "status")
        if final.partition("#")[0] != step.url.partition("#")[0]:
            passed.append(Navigation(step.url, status, "script", "", "", "/url"))
        passed.append(Navigation(final, status, "landing", "", "", "/final_url"))
    return passed


def _as_http(value: object) -> str:
    try:
        return parse_url(str(value or "")).href
    except (ValueError, UnicodeError):
        return ""


def _number(facts: dict[str, object], name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0


def _text(facts: dict[str, object], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""
