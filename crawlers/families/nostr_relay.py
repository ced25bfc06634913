"""Nostr: signed events of a key, asked of several relays, none of which has everything or is believed.

Sources: NIP-01 (``REQ``, ``EOSE``, filters), NIP-65 (where an author writes), NIP-05 (names, whose lookup
follows no redirect), NIP-09 (deletion), NIP-62 (vanishing).

One WebSocket exchange is one question: ``REQ`` until ``EOSE``. The directory is asked for the profile and the
author's own relays; those and the usual ones are asked for the posts, newest first, backwards by ``until``.
A relay cuts its answers where it likes, and some, against NIP-01, leave out the second of ``until`` itself:
a page begins one second above the oldest event before, and what was seen is known by its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from urllib.parse import quote, urlsplit

from crawlers.families.nostr_asking import ABOUT, WANTED, ask_all, ask_events, ask_page, carry
from crawlers.families.nostr_events import (
    ARTICLE,
    DELETION,
    LATEST,
    PROFILE,
    VANISH,
    Event,
    Received,
    judge_answer,
    read_answer,
)
from crawlers.families.nostr_names import CLIENTS, clean_relays, find_actor, is_hex, recognise_actor
from crawlers.families.nostr_posts import POSTS, name_post, read_deletions, read_post
from crawlers.families.nostr_profile import (
    PLACES,
    SEEN,
    find_relays,
    find_vanishing,
    name_account,
    newest,
    read_account,
)
from crawlers.json_reading import as_object, maybe_array, maybe_object, maybe_text, need, parse_json
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Pace, Platform, Reading, Route
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from storage.items import Capture, Known, Observation, Post, Problem, ProblemKind, Watched

OVERLAP = timedelta(days=1)
"""How far before the newest known post is asked again: a post reaches some relays late."""
MOST_RECHECKS = 1000
SMALLEST_PAGE = 10
"""Events: no relay cuts its answers to fewer, so that a shorter one is the last."""
MOST_EDGE = 200


def nostr_relay(key: str, title: str, example: str, relays: tuple[str, ...], directory: str) -> Platform:
    """The platform of all keys on ``relays``; ``directory`` is a relay that keeps everybody's profile."""
    return Platform(
        key=key,
        title=title,
        homepage="https://nostr.com/",
        family="nostr_relay",
        example=example,
        recognise=partial(recognise_actor, platform=key),
        routes=(
            Route(
                name="api",
                sees="notes, replies, reposts, pictures, articles and deletions as far as the relays that "
                "were asked keep them; each with its author's signature, which was verified",
            ),
        ),
        start=partial(start_account, relays=relays, directory=directory),
        readers={
            "name": partial(read_name, relays=relays, directory=directory),
            "directory": read_directory,
            "events": read_events,
            "known": read_known,
        },
        hosts=CLIENTS,
        evidence="real server",
        pace=Pace(seconds=1.0, concurrency=2),
        expects="a profile, and a post on one of the relays",
        notes="npub…, nprofile…, hex keys, nostr: URIs, clients' addresses, and NIP-05 names as "
        "`nostr:name@domain`. Counts and the time when a key was made are not to be had; times are the "
        "author's word. A relay that lacks a post proves nothing: only the author's own deletion does.",
    )


def start_account(
    watched: Watched, known: Known, *, relays: tuple[str, ...], directory: str
) -> Iterable[Fetch]:
    """The directory and the relays for a key; for a name the lookup at its domain."""
    key = next((one for one in (watched.key, known.key) if is_hex(one)), "")
    since = "" if known.full or known.newest_at is None else str(int((known.newest_at - OVERLAP).timestamp()))
    recheck = [
        post.id for post in known.recheck if is_hex(post.id) or post.id.startswith(f"{ARTICLE}:{key}:")
    ]
    context = {
        "since": since if known.newest_id and not since.startswith("-") else "",
        "newest": known.newest_id if since and is_hex(known.newest_id) else "",
        "recheck": " ".join(quote(id, safe=":") for id in recheck[:MOST_RECHECKS]),
        SEEN: known.attributes.get(SEEN, ""),
    }
    context = {name: value for name, value in context.items() if value}
    actor = find_actor(watched.url)
    hints = (*(actor.relays if actor else ()), *known.attributes.get(PLACES, "").split())
    if key:
        yield from ask_all(key, (*hints, *relays), directory, context)
        return
    name, _, domain = watched.key.partition("@")
    url = f"https://{domain}/.well-known/nostr.json?name={quote(name)}"
    context.pop("recheck", None)  # whatever is known was known under the key
    yield Fetch(url=url, reader="name", context=context)


def read_name(
    capture: Capture, watched: Watched, *, relays: tuple[str, ...], directory: str
) -> Iterable[Reading]:
    """The key of a NIP-05 name, from its domain; then the relays."""
    if problem := read_refusal(capture, watched):
        yield problem
    elif 300 <= capture.status < 400:
        yield report("changed_format", capture, watched, "a redirect, which NIP-05 forbids to follow")
    elif is_page(capture) and capture.status == 200:
        yield read_page_instead(capture, watched, "nostr.json")
    elif capture.status != 200:
        kind: ProblemKind = "not_found" if capture.status in (404, 410) else "unauthorised"
        yield report(kind, capture, watched, f"status {capture.status}: no names are kept at this domain")
    else:
        fields = as_object(parse_json(capture))
        names = as_object(need(fields, "names"), "names")
        wanted = watched.key.partition("@")[0]
        written = next((name for name in names if name.lower() == wanted), "")
        key = maybe_text(names, written).strip().lower()
        if not is_hex(key):
            yield report("not_found", capture, watched, f"no key for {wanted!r} in nostr.json")
            return
        yield name_account(key, capture, watched)
        hints = clean_relays(maybe_array(maybe_object(fields, "relays"), key), 3)
        yield from ask_all(key, (*hints, *relays), directory, capture.context)


def read_directory(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The profile, and the author's own relays, which are asked too unless they are already."""
    if problem := _read_refused(capture, watched):
        yield problem
        return
    key = capture.context.get("key", watched.key)
    received = read_answer(capture, key, ABOUT)
    yield from judge_answer(received, capture, watched)
    if _shows_account(received.events, capture.context):
        yield read_account(received.events, capture, watched)
    asked = capture.context.get("asked", "").split()
    for url in find_relays(received.events):
        if url not in asked:
            yield ask_events(url, key, carry(capture.context))


def read_events(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of events, newest first, and the next one, down to what is known."""
    if problem := _read_refused(capture, watched):
        yield problem
        return
    context = capture.context
    key = context.get("key", watched.key)
    received = read_answer(capture, key, (*ABOUT, *WANTED))
    yield from judge_answer(received, capture, watched)
    is_first = "until" not in context
    if is_first and _shows_account(received.events, context):
        yield read_account(received.events, capture, watched)
    if is_first and (vanishing := find_vanishing(received.events)):
        reason = f"its author asked all relays to forget it (kind {VANISH}): {vanishing.content}"
        yield report("deleted", capture, watched, reason)
    edge = frozenset(context.get("edge", "").split())
    fresh = [one for one in received.events if one.kind in WANTED and one.id not in edge]
    yield from _read_all(fresh, (), capture, watched)
    is_empty = not (received.events or received.false or received.strange) and received.ended == "EOSE"
    if is_first and is_empty and "since" not in context:
        yield report("empty_proven", capture, watched, f"{_host(context)} holds nothing of this account")
    if next_page := _ask_older(capture, key, fresh, received):
        yield next_page


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known posts as they are now, and which of them their author has asked to delete."""
    if problem := _read_refused(capture, watched):
        yield problem
        return
    key = capture.context.get("key", watched.key)
    received = read_answer(capture, key, (*POSTS, DELETION))
    yield from judge_answer(received, capture, watched)
    yield from _read_all(received.events, capture.context.get("ids", "").split(), capture, watched)


def _read_all(
    events: Sequence[Event], known: Iterable[str], capture: Capture, watched: Watched
) -> Iterable[Post | Observation]:
    """Posts first, then what was deleted of them and of the ``known`` ones; of an article the newest form."""
    posts: dict[str, Event] = {}
    for event in events:
        if event.kind in POSTS:
            name = name_post(event)
            if name not in posts or newest((posts[name], event), event.kind) is event:
                posts[name] = event
    for event in posts.values():
        yield read_post(event, capture, watched)
    mine = {*known, *posts}
    for event in events:
        if event.kind == DELETION:
            for gone in read_deletions(event, mine, capture, watched):
                again = posts.get(gone.post_id)
                if again is None or again.created_at <= event.created_at:
                    yield gone


def _ask_older(capture: Capture, key: str, fresh: Sequence[Event], received: Received) -> Fetch | None:
    """The page below; none where nothing new came, the newest known post did, or the pages go in a circle."""
    context = capture.context
    relay = context.get("relay", "")
    before = int(context.get("until") or LATEST)
    shown = [one for one in received.events if one.kind in WANTED and one.created_at <= before]
    if len(shown) < SMALLEST_PAGE or not relay or received.ended in ("CLOSED", "NOTICE"):
        return None
    if context.get("newest") in {event.id for event in fresh}:
        return None
    oldest = min(event.created_at for event in shown)
    # A page full of one second: what else it holds is not to be had, what is below it is.
    until = oldest + 1 if fresh else before - 1
    edge = {event.id for event in shown if event.created_at <= until}
    counted = count_page(context, mark_page((event.id for event in fresh), str(until)))
    if counted is None or oldest < int(context.get("since") or 0):
        return None
    context = {**carry(context), **counted, "until": str(until), "edge": " ".join(sorted(edge)[:MOST_EDGE])}
    return ask_page(relay, key, context)


def _host(context: Mapping[str, str]) -> str:
    return urlsplit(context.get("relay", "")).hostname or "the relay"


def _shows_account(events: Sequence[Event], context: Mapping[str, str]) -> bool:
    """Whether an answer tells who this is: a profile no older than the known one, or a wish to be forgotten.

    Some relays keep an old profile for ever, some answers have none: neither takes the place of a newer one.
    """
    profile, known = newest(events, PROFILE), context.get(SEEN, "")
    if profile is None:
        return find_vanishing(events) is not None
    return not (known.isascii() and known.isdigit()) or profile.created_at >= int(known)


def _read_refused(capture: Capture, watched: Watched) -> Problem | None:
    """An HTTP answer in place of a conversation."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "a relay")
    if capture.status in (0, 200):
        return None
    kind: ProblemKind = "unauthorised" if capture.status in (401, 402, 403) else "unreachable"
    return report(kind, capture, watched, f"status {capture.status} in place of a WebSocket")
