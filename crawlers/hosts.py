"""Finding out what an unknown host runs: a crawl under the key ``hosts`` in place of a platform's.

First the page that a person pasted, whose marks nearly always tell; then the home page, NodeInfo, and the
self-descriptions of the interfaces that are still possible. It ends as soon as one finding is sure. No
question carries a credential, and there are never more than ``MOST_QUESTIONS`` of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from urllib.parse import urljoin, urlsplit

import orjson

from crawlers.families.engine_judging import Finding, judge_instance, judge_nodeinfo, judge_page
from crawlers.families.feed_discovery import find_feeds
from crawlers.json_reading import Object, as_object, maybe_objects, maybe_text, parse_json
from crawlers.platform import UNREADABLE, Fetch, Pace, Platform, Reading, Route
from crawlers.refusals import is_page, read_refusal, report
from storage.items import Capture, Host, Known, Watched

MOST_QUESTIONS = 10
ENOUGH = 0.9
"""How sure is sure: one decisive mark, or two strong ones."""
SELF_TESTS: tuple[tuple[str, str], ...] = (
    ("/api/v1/instance", "instance"),
    ("/api/v3/site", "lemmy"),
    ("/api/v1/config", "peertube"),
    ("/site.json", "discourse"),
    ("/wp-json/", "wordpress"),
    ("/api/alpha/site", "piefed"),
)
"""Paths at which an interface says what it is, the commonest first."""
_MARKS: Mapping[str, tuple[str, ...]] = {
    "lemmy": ("site_view", "version"),
    "piefed": ("site", "version"),
    "peertube": ("serverVersion",),
    "discourse": ("default_archetype",),
    "wordpress": ("namespaces", "routes"),
}
"""The fields that such a document has."""


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The page that was pasted."""
    yield _ask(watched.url, "page", {"step": "page", "asked": "1"})


def read_page(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The marks of a page; where they are not enough, what is to be asked next."""
    context = dict(capture.context)
    if 300 <= capture.status < 400:
        target = _move(capture)
        if target and int(context["asked"]) < MOST_QUESTIONS:
            yield _ask(target, "page", {**context, "asked": _more(context)})
        else:
            yield from _go_on(context, capture, watched)
        return
    if problem := read_refusal(capture, watched):
        yield problem
    else:
        best = next(iter(judge_page(capture)), None)
        context = _weigh(context, best, capture)
        if is_page(capture) and (feeds := find_feeds(capture)):
            context.setdefault("feed", feeds[0])
    yield from _go_on(context, capture, watched)


def read_nodeinfo(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The well-known document, which names the real one, or that one."""
    context = dict(capture.context)
    fields = _read(capture)
    links = maybe_objects(fields, "links")
    href = next(
        (maybe_text(one, "href") for one in reversed(links) if "nodeinfo" in maybe_text(one, "rel")), ""
    )
    if href and urlsplit(href).hostname == urlsplit(capture.url).hostname and "named" not in context:
        yield _ask(href, "nodeinfo", {**context, "named": "1", "asked": _more(context)})
        return
    yield from _go_on(_weigh(context, judge_nodeinfo(fields), capture), capture, watched)


def read_self_test(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """What an interface says of itself."""
    context = dict(capture.context)
    name, fields = context["test"], _read(capture)
    found: Finding | None = None
    if name == "instance":
        try:
            found = judge_instance(fields)
        except UNREADABLE:
            found = None
    elif capture.status < 300 and all(one in fields for one in _MARKS[name]):
        version = maybe_text(fields, "version") or maybe_text(fields, "serverVersion")
        found = Finding(name, 0.97, version[:40], "", (f"answers at {urlsplit(capture.url).path}",))
    yield from _go_on(_weigh(context, found, capture), capture, watched)


def _go_on(context: dict[str, str], capture: Capture, watched: Watched) -> Iterator[Reading]:
    """Ask what is left to ask, or say what was found."""
    best = _best(context)
    if best and best.certainty >= ENOUGH or int(context["asked"]) >= MOST_QUESTIONS:
        yield _conclude(best, context, capture, watched)
        return
    step, root = context["step"], urljoin(watched.url, "/")
    onward = {**context, "asked": _more(context)}
    if step == "page" and watched.url.rstrip("/") != root.rstrip("/"):
        yield _ask(root, "page", {**onward, "step": "home"})
    elif step in ("page", "home"):
        yield _ask(urljoin(root, "/.well-known/nodeinfo"), "nodeinfo", {**onward, "step": "nodeinfo"})
    else:
        number = int(context.get("number", "-1")) + 1
        if number < len(SELF_TESTS):
            path, name = SELF_TESTS[number]
            said = {**onward, "step": "test", "number": str(number), "test": name}
            yield _ask(urljoin(root, path), "self_test", said)
        else:
            yield _conclude(best, context, capture, watched)


def _conclude(
    best: Finding | None, context: Mapping[str, str], capture: Capture, watched: Watched
) -> Reading:
    if best is None and not context.get("feed"):
        reason = f"nothing tells what {watched.key} runs, after {context['asked']} questions"
        return report("changed_format", capture, watched, reason)
    found = best or Finding("feed", 0.6, "", "", (f"names a feed: {context['feed'][:200]}",))
    return Host(
        host=watched.key,
        engine=found.engine,
        certainty=found.certainty,
        record_id=context.get("record") or capture.record_id,
        captured_at=capture.captured_at,
        version=found.version,
        theme=found.theme,
        feed_url=context.get("feed", ""),
        marks=found.marks[:12],
    )


def _weigh(context: dict[str, str], found: Finding | None, capture: Capture) -> dict[str, str]:
    """``context`` with the surer of what was found before and now."""
    best = _best(context)
    if found is None or best is not None and best.certainty >= found.certainty:
        return context
    return {**context, "best": orjson.dumps(asdict(found)).decode(), "record": capture.record_id}


def _best(context: Mapping[str, str]) -> Finding | None:
    if "best" not in context:
        return None
    fields = orjson.loads(context["best"])
    return replace(Finding(**fields), marks=tuple(fields["marks"]))


def _read(capture: Capture) -> Object:
    """The JSON object of an answer, empty where there is none."""
    if capture.status >= 400:
        return {}
    try:
        return as_object(parse_json(capture))
    except UNREADABLE:
        return {}


def _move(capture: Capture) -> str:
    target = next((value for name, value in capture.headers if name.lower() == "location"), "")
    whole = urljoin(capture.url, target)
    here, there = urlsplit(capture.url).hostname or "", urlsplit(whole).hostname or ""
    near = here.removeprefix("www.") == there.removeprefix("www.")
    return whole if target and near and whole != capture.url else ""


def _more(context: Mapping[str, str]) -> str:
    return str(int(context["asked"]) + 1)


def _ask(url: str, reader: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(url=url, reader=reader, route="page", context=context)


def _recognise(_: str) -> Watched | None:
    """Hosts are not watched: they are asked about when an account of theirs is put on the list."""
    return None


platform = Platform(
    key="hosts",
    title="Unknown hosts",
    homepage="",
    family="hosts",
    example="",
    recognise=_recognise,
    routes=(Route(name="page", sees="what software a site runs"),),
    start=start,
    readers={"page": read_page, "nodeinfo": read_nodeinfo, "self_test": read_self_test},
    any_host=True,
    order=1000,
    pace=Pace(seconds=1.0, concurrency=1, source="our own courtesy towards unknown hosts"),
    expects="nothing",
    expects_posts=0,
)
