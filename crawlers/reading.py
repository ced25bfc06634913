"""From an archived record to what was read of it: the one way, in a crawl and years later alike.

Who was watched goes into the record with the question (``describe``), so that the same reader gets the same
``Watched`` again whatever became of the watchlist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import orjson

from crawlers import hosts, media, redirects
from crawlers.platform import UNREADABLE, Fetch, Platform, platforms
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Capture, Harvest, Item, Problem, ProblemKind, Watched
from storage.warc import Provenance

_INSIDE = {one.key: one for one in (redirects.platform, media.platform, hosts.platform)}

WATCHED = "watched"
"""The name in a record's context that holds who was watched; readers never see it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a record gave, and what is to be asked next."""

    items: tuple[Item, ...] = ()
    fetches: tuple[Fetch, ...] = ()


def find_platform(key: str) -> Platform | None:
    """A platform, or one of those inside the program: ``links``, ``media`` and ``hosts``."""
    return _INSIDE.get(key) or platforms().get(key)


def describe(watched: Watched, fetch: Fetch, run: str) -> Provenance:
    """What a record says of its question."""
    facts = {
        name: value
        for name, value in (("url", watched.url), ("handle", watched.handle), ("host", watched.host))
        if value and value != watched.key
    }
    if watched.wants:
        facts["wants"] = " ".join(watched.wants)
    context = {**fetch.context, WATCHED: orjson.dumps(facts).decode()} if facts else fetch.context
    return Provenance(
        platform=watched.platform,
        reader=fetch.reader,
        account=watched.key,
        route=fetch.route,
        run=run,
        context=context,
    )


def read_capture(capture: Capture) -> Reading:
    """Hand a record to the reader that its provenance names. Never raises on what a record holds.

    A record that names no reader (a certificate, a try that was repeated) gives nothing.
    """
    platform = find_platform(capture.platform) if capture.reader else None
    reader = platform.readers.get(capture.reader) if platform else None
    watched = _watched_of(capture)
    if not capture.reader:
        return Reading()
    follows = capture.platform == redirects.platform.key and reader is not None
    if capture.record_type == "metadata" and not follows:
        problem = _read_failure(capture, watched)
        return Reading((problem,)) if problem else Reading()
    if reader is None:
        reason = f"no reader {capture.reader!r} of platform {capture.platform!r} in this version"
        return Reading((report("changed_format", capture, watched, reason),))
    items: list[Item] = []
    fetches: list[Fetch] = []
    shown = replace(capture, context=_without_watched(capture.context))
    try:
        for one in reader(shown, watched):
            fetches.append(one) if isinstance(one, Fetch) else items.append(one)
    except Exception as error:  # a reader's own fault too: else one record stops every crawl and rebuild
        is_plain = isinstance(error, UNREADABLE) and not isinstance(error, KeyError)
        lack = str(error) if is_plain else f"{type(error).__name__}: {error}"
        kind: ProblemKind = "truncated" if capture.truncated else "changed_format"
        items.append(report(kind, capture, watched, lack))
    else:
        if capture.truncated:
            items.append(report("truncated", capture, watched, f"the body was cut: {capture.truncated}"))
    return Reading(tuple(items), tuple(fetches))


def reread_capture(capture: Capture) -> Harvest:
    """The harvest of one archived record, without asking for anything further."""
    return Harvest(captures=(capture,), items=read_capture(capture).items)


def _watched_of(capture: Capture) -> Watched:
    try:
        facts = orjson.loads(capture.context.get(WATCHED, "{}"))
    except orjson.JSONDecodeError:
        facts = {}
    known = {name: str(value) for name, value in facts.items()} if isinstance(facts, dict) else {}
    return Watched(
        platform=capture.platform,
        key=capture.account,
        url=known.get("url", capture.account),
        handle=known.get("handle", ""),
        host=known.get("host", ""),
        wants=tuple(known.get("wants", "").split()),
    )


def _without_watched(context: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in context.items() if name != WATCHED}


def _read_failure(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that a ``metadata`` record of the door tells; a try that was repeated tells none."""
    try:
        facts = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(facts, dict) or facts.get("retried") or not facts.get("problem"):
        return None
    retry_at = parse_time(str(facts.get("retry_at") or ""))
    return report(facts["problem"], capture, watched, str(facts.get("reason", "")), retry_at)
