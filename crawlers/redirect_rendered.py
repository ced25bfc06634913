"""What the browser met when it loaded a link: its page information read as hops and a landing page.

The record is a WARC ``resource`` of JSON. ``navigations`` lists the documents that the tab showed in
turn; an entry's ``kind`` is the means by which that document was come by, so it tells how the hop
*before* it moved on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import orjson

from crawlers.platform import Reading
from crawlers.redirect_reading import Page
from crawlers.redirect_steps import MOST_HOPS, Step, make_hop, make_landing, read_step
from storage.items import Capture, Hop, HopKind, Watched
from storage.urls import parse_url

_KINDS: dict[str, HopKind] = {
    "http": "http",
    "redirect": "http",
    "refresh_header": "refresh_header",
    "meta_refresh": "meta_refresh",
}
"""Everything else that moves a tab on (timers, forms, history, clicks of the page itself) is script."""


@dataclass(frozen=True, slots=True)
class Navigation:
    """One document that the tab showed."""

    url: str
    status: int
    kind: str
    record_id: str


def read_rendered(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """Hops and landing page of a load in the browser; nothing if it failed, so that plain reading stands.

    Raises ``ValueError`` where the record is not page information.
    """
    if capture.record_type == "metadata":
        return
    facts = orjson.loads(capture.body)
    if not isinstance(facts, dict):
        raise ValueError("page information is not an object")
    step = read_step(capture, watched)
    passed = _list_navigations(facts, step)
    if not passed:
        return
    for number, now in enumerate(passed[:-1]):
        onward = passed[number + 1]
        if number + 1 + step.position >= MOST_HOPS:
            here = replace(step, position=step.position + number, url=now.url)
            yield _show(
                capture, make_hop(capture, here, "dead_end", reason=f"more than {MOST_HOPS} hops"), now
            )
            return
        here = replace(step, position=step.position + number, url=now.url)
        yield _show(capture, make_hop(capture, here, _KINDS.get(onward.kind, "script"), onward.url), now)
    yield from _end(capture, facts, replace(step, position=step.position + len(passed) - 1), passed)


def _end(
    capture: Capture, facts: dict[str, object], step: Step, passed: list[Navigation]
) -> Iterator[Reading]:
    last = passed[-1]
    step = replace(step, url=last.url)
    outcome = str(facts.get("outcome") or "ok")
    if len({each.url.partition("#")[0] for each in passed}) < len(passed) and outcome != "ok":
        yield _show(capture, make_hop(capture, step, "loop", reason=outcome), last)
    elif last.status >= 400 or (not last.status and outcome != "ok"):
        reason = f"status {last.status}" if last.status else outcome
        yield _show(capture, make_hop(capture, step, "dead_end", reason=reason), last)
    else:
        yield _show(
            capture, make_hop(capture, step, "landing", reason="" if outcome == "ok" else outcome), last
        )
        page = Page(
            title=_text(facts, "title")[:500], language=_text(facts, "lang")[:35], text=_text(facts, "text")
        )
        landing = make_landing(capture, step, page)
        screenshot = _text(facts, "screenshot_record_id")
        yield replace(landing, status=last.status, screenshot_record_id=screenshot)


def _show(capture: Capture, hop: Hop, now: Navigation) -> Hop:
    """The hop with the record of its own document where the browser named one."""
    return replace(
        hop,
        record_id=now.record_id or capture.record_id,
        status=now.status,
        vantage="browser",
        where="/navigations",
        ip_address="",
        certificate="",
        server="",
    )


def _list_navigations(facts: dict[str, object], step: Step) -> list[Navigation]:
    """The documents in turn, beginning with the address asked for; reloads of one address count once."""
    listed = facts.get("navigations")
    passed: list[Navigation] = []
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, dict):
            continue
        url = _as_http(entry.get("url"))
        if not url or (passed and passed[-1].url.partition("#")[0] == url.partition("#")[0]):
            continue
        status = entry.get("status")
        passed.append(
            Navigation(
                url=url,
                status=status if isinstance(status, int) else 0,
                kind=str(entry.get("kind") or ""),
                record_id=str(entry.get("record_id") or ""),
            )
        )
    final = _as_http(facts.get("final_url"))
    if not passed and final:
        status = facts.get("status")
        number = status if isinstance(status, int) else 0
        if final.partition("#")[0] != step.url.partition("#")[0]:
            passed.append(Navigation(url=step.url, status=number, kind="", record_id=""))
        passed.append(Navigation(url=final, status=number, kind="script", record_id=""))
    return passed


def _as_http(value: object) -> str:
    try:
        return parse_url(str(value or "")).href
    except (ValueError, UnicodeError):
        return ""


def _text(facts: dict[str, object], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""
