"""A load of a page as records: the description (``urn:pageinfo:``), the picture (``urn:view:``), the text
(``urn:text:``), beside the exchanges that the door archived.

The description is JSON::

    url, final_url    as asked and as shown at the end
    status            of the last document; 0 where there was no answer
    outcome, reason   "ok", or what kept the page from being shown whole; see ``page_load.Outcome``
    title, lang, text, html, links [{href, text, rel}], images [{src, alt, width, height}], canonical
    meta {name: content}, json_ld [text of each block], password_fields, cut
    navigations       [{url, method, status, kind, record_id, reason}], the main frame's way; ``kind`` says
                      by what means each step moves on, see ``navigations.Step``
    requests          [{url, method, status, type, record_id, reason, refused}], all that the page asked for
    requests_dropped  how many more it asked for after its bounds were reached
    screenshot_record_id, text_record_id, browser, locale, timezone, user_agent, width, height
    session           whether the page was loaded with the user's own login; else it was as a stranger sees it
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from crawlers.navigations import Step, Trail
from crawlers.network.visit import Asked, Visit
from crawlers.page_load import Shown
from storage.items import Capture
from storage.warc import Draft, make_record_id

JSON_TYPE = "application/json"

_NOTHING: Mapping[str, Any] = {
    "title": "",
    "lang": "",
    "text": "",
    "html": "",
    "links": [],
    "images": [],
    "canonical": "",
    "meta": {},
    "json_ld": [],
    "password_fields": 0,
    "cut": False,
}

Clean = Callable[[str], str]
"""Takes what is secret out of a URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A page as it was loaded. ``page`` is its description, for the reader that the ``Fetch`` names;
    ``captures`` are all other records: every exchange, those that a reader of ``Browse.reads`` is for
    among them, then picture and text. Where no reader is named and nothing is HTML, they come without
    body."""

    page: Capture
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is to be described: the URL asked, what it came to, the main frame's way, and ``setting``,
    the browser's own facts."""

    url: str
    shown: Shown
    steps: tuple[Step, ...]
    setting: Mapping[str, object]


def conclude(shown: Shown, trail: Trail, asked: Sequence[Asked]) -> tuple[Shown, tuple[Step, ...]]:
    """The outcome in the light of what the proxy knows, and the steps of the main frame.

    A page that is our proxy's own refusal is not shown as if it were the site's.
    """
    steps = trail.tell(asked, "landing")
    final = steps[-1] if steps else None
    if final is None:
        return shown, ()
    kind = "landing" if trail.has_landed else "dead_end"
    unanswered = bool(final.record_id) and not final.status
    outcome = shown.outcome
    if outcome == "too_many_navigations":
        kind = "loop"
    elif unanswered:
        was_refused = any(one.refused for one in asked if one.record_id == final.record_id)
        kind = "refused" if was_refused else "dead_end"
        if outcome in ("ok", "failed"):
            outcome = "refused" if was_refused else "unreachable"
            shown = replace(shown, outcome=outcome, reason=final.reason)
    if unanswered and trail.has_landed:
        shown = replace(shown, facts=None, screenshot=b"")
    return shown, (*steps[:-1], replace(final, kind=kind))


def draft_records(report: Report, visit: Visit, clean: Clean) -> tuple[Draft, ...]:
    """The description first, then the text and the picture where there are any."""
    url, shown, steps = report.url, report.shown, report.steps
    now = datetime.now(UTC)
    nameless = replace(visit.provenance, reader="")
    made: list[Draft] = []
    facts = _NOTHING if shown.facts is None else {**_NOTHING, **shown.facts}
    if shown.facts is not None:
        made.append(
            Draft(
                type="resource",
                target_uri=f"urn:text:{url}",
                date=now,
                content_type="text/plain; charset=utf-8",
                payload=str(facts["text"]).encode("utf-8", "replace"),
                provenance=nameless,
                record_id=make_record_id(),
            )
        )
    if shown.screenshot:
        made.append(
            Draft(
                type="resource",
                target_uri=f"urn:view:{url}",
                date=now,
                content_type="image/png",
                payload=shown.screenshot,
                provenance=nameless,
                record_id=make_record_id(),
            )
        )
    ids = {draft.target_uri.split(":")[1]: draft.record_id for draft in made}
    info = {
        **_clean_facts(facts, clean),
        **report.setting,
        "url": clean(url),
        "final_url": clean(str(facts.get("url") or (steps[-1].url if steps else url))),
        "status": steps[-1].status if steps else 0,
        "outcome": shown.outcome,
        "reason": shown.reason,
        "navigations": [{**asdict(step), "url": clean(step.url)} for step in steps],
        "requests": [_describe(one, clean) for one in visit.asked],
        "requests_dropped": visit.dropped,
        "text_record_id": ids.get("text", ""),
        "screenshot_record_id": ids.get("view", ""),
    }
    page = Draft(
        type="resource",
        target_uri=f"urn:pageinfo:{url}",
        date=now,
        content_type=JSON_TYPE,
        payload=json.dumps(info, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"),
        provenance=visit.provenance,
    )
    return (page, *made)


def _clean_facts(facts: Mapping[str, Any], clean: Clean) -> dict[str, object]:
    return {
        **{name: facts[name] for name in _NOTHING},
        "canonical": clean(str(facts["canonical"])),
        "links": _clean_each(facts["links"], "href", clean),
        "images": _clean_each(facts["images"], "src", clean),
    }


def _clean_each(entries: object, name: str, clean: Clean) -> list[dict[str, object]]:
    found = cast("Iterable[dict[str, object]]", entries)
    return [{**one, name: clean(str(one[name]))} for one in found]


def _describe(one: Asked, clean: Clean) -> dict[str, object]:
    return {
        "url": clean(one.url),
        "method": one.method,
        "status": one.status,
        "type": one.kind,
        "record_id": one.record_id,
        "reason": one.refusal,
        "refused": one.refused,
    }
