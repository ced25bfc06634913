"""SoundCloud: the feed of an account's public tracks, the page for the account's number, tracks from
captures.

Sources: feeds as SoundCloud writes them (guid ``tag:soundcloud,2010:tracks/ID``, ``rel=next``), the state
that its pages hold (``window.__sc_hydration``) and answers of ``api-v2`` and ``api-widget`` recorded by
NewPipe's tests. The pages' calls carry a key of SoundCloud's own: none is taken from them, their answers are
read where the browser or a person recorded them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import orjson

from crawlers.families.feed_sites import MISSING, MOST_RECHECKS, Shape, ask_feed, observe_gone
from crawlers.families.page_problems import find_problem
from crawlers.families.soundcloud_objects import read_track, read_user
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_object,
    maybe_text,
    need,
    need_text,
    parse_json,
)
from crawlers.platform import Browse, Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, report
from storage.items import Account, Capture, Known, Observation, Post, Problem, ProblemKind, Watched

CALLS = (
    (r"api-(v2|widget)\.soundcloud\.com/users/[^/?]+/(tracks|toptracks)", "tracks"),
    (r"api-v2\.soundcloud\.com/stream/users/", "tracks"),
    (r"api-(v2|widget)\.soundcloud\.com/(resolve|users/[^/?]+)(\?|$)", "user"),
)
_STATE = re.compile(r"window\.__sc_hydration\s*=\s*")
_NUMBER = re.compile(r"soundcloud://users:([0-9]{1,15})\b")
_FEED_NUMBER = re.compile(r"soundcloud(?::|%3A)users(?::|%3A)([0-9]{1,15})/sounds\.rss", re.IGNORECASE)
_TRACK = re.compile(r"tracks/([0-9]{1,15})$")
LONGEST_STATE = 4 * 1024 * 1024


def start_account(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The feed by number, after the page where only the name is known; or the page in the browser."""
    if (known.routes or ("feed",))[0] == "browser":
        browse = Browse(reads=CALLS, scrolls=5)
        yield Fetch(url=f"{watched.url}/tracks", reader="shown", route="browser", browse=browse)
        return
    number = next((key for key in (watched.key, known.key) if key.isdigit()), "")
    if number and not known.recheck:
        yield ask_feed(locate_feed(number), known)
    else:
        since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
        context = {"since": since} if since else {}
        yield Fetch(url=watched.url, reader="page", route="feed", context=context)
    for post in known.recheck[:MOST_RECHECKS]:
        if post.url.startswith("https://soundcloud.com/"):
            yield Fetch(url=post.url, reader="track", route="feed", context={"post": post.id})


def locate_feed(number: str) -> str:
    """The feed of the account of that number."""
    return f"https://feeds.soundcloud.com/users/soundcloud:users:{number}/sounds.rss"


def read_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account as its page tells it, and so its feed."""
    if moved := follow_move(capture, "feed"):
        yield moved
        return
    if problem := _read_refused_page(capture, watched):
        yield problem
        return
    text = capture.body.decode("utf-8", "replace")
    user = next((one for kind, one in read_state(text) if kind == "user"), None)
    if user is not None:
        account = read_user(user, capture, watched, "__sc_hydration")
        yield account
        number = account.key
    elif found := _NUMBER.search(text):
        number = found[1]
    else:
        yield read_page_instead(capture, watched, "the page of an account")
        return
    yield ask_feed(locate_feed(number), Known(), {**capture.context, "described": "1" if user else ""})


def read_track_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known track as its page tells it, or gone."""
    if capture.status in (404, 410):
        yield observe_gone(capture, watched)
        return
    if moved := follow_move(capture, "feed"):
        yield moved
        return
    if problem := _read_refused_page(capture, watched):
        yield problem
        return
    state = read_state(capture.body.decode("utf-8", "replace"))
    sound = next((one for kind, one in state if kind == "sound"), None)
    if sound is not None:
        yield read_track(sound, capture, watched, "__sc_hydration")
    else:
        yield Observation(
            platform=watched.platform,
            post_id=capture.context["post"],
            kind="seen",
            record_id=capture.record_id,
            where="",
            captured_at=capture.captured_at,
        )


def read_shown(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What the browser showed: the account in the page's state; tracks are in the calls that were
    recorded."""
    info = as_object(parse_json(capture))
    if problem := find_problem(info, capture, watched):
        yield problem
        return
    for kind, one in read_state(need_text(info, "html")):
        if kind == "user":
            yield read_user(one, capture, watched, "/html")


def read_user_answer(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account, of a recorded call."""
    if problem := read_call_refusal(capture, watched):
        yield problem
        return
    yield read_user(as_object(parse_json(capture)), capture, watched, "")


def read_tracks(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of tracks of a recorded call. A page may be empty and yet not the last one."""
    if problem := read_call_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    tracks = as_array(need(fields, "collection"), "collection")
    for number, one in enumerate(tracks):
        item = as_object(one, f"collection/{number}")
        track = maybe_object(item, "track") or item
        if maybe_text(track, "kind") == "track" and not maybe_text(item, "type").endswith("repost"):
            yield read_track(track, capture, watched, f"/collection/{number}")
    if not tracks and not fields.get("next_href") and "offset=" not in urlsplit(capture.url).query:
        yield report("empty_proven", capture, watched, "no tracks, and no further page")


def read_call_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer of a call is, ``None`` where it may be read."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "JSON")
    kinds: dict[int, ProblemKind] = {**MISSING, 401: "unauthorised"}
    if capture.status >= 400:
        kind = kinds.get(capture.status, "changed_format")
        return report(kind, capture, watched, f"status {capture.status}")
    return None


def read_state(text: str) -> list[tuple[str, Object]]:
    """The parts of the state in a page: what kind each is, and its data. Empty where there is none."""
    found = _STATE.search(text)
    if not found:
        return []
    end = text.find("];", found.end(), found.end() + LONGEST_STATE)
    while end != -1:
        try:
            parts: Any = orjson.loads(text[found.end() : end + 1])
        except orjson.JSONDecodeError:
            closing = text.find("</script>", found.end(), found.end() + LONGEST_STATE)
            last = text.rfind("];", found.end(), closing) if closing != -1 else -1
            if last in (-1, end):
                return []
            end = last
            continue
        every = parts if isinstance(parts, list) else []
        return [
            (maybe_text(one, "hydratable"), maybe_object(one, "data"))
            for one in every
            if isinstance(one, dict)
        ]
    return []


def explain(capture: Capture, watched: Watched) -> Problem | None:
    """The feed's server says nothing of its own."""
    return None


def describe(account: Account, found: Any, watched: Watched) -> Account:
    """The account under the number in its feed's address. Raises ``Unreadable`` without one."""
    number = _FEED_NUMBER.search(account.attributes.get("feed_url", ""))
    if number is None:
        raise Unreadable("the feed's address names no account")
    handle = urlsplit(account.url).path.strip("/") or watched.handle
    aliases = {watched.key, handle.lower()} - {number[1], ""}
    return replace(account, key=number[1], handle=handle, aliases=tuple(sorted(aliases)))


def identify(post: Post, entry: Any, key: str) -> Post:
    """The track under its number. Raises ``Unreadable`` where the guid names none."""
    number = _TRACK.search(post.uri)
    if number is None:
        raise Unreadable("the guid names no track")
    links = tuple(one for one in post.links if one.kind != "card")
    return replace(post, id=number[1], account=key, kind="post", author="", links=links)


SHAPE = Shape(explain=explain, describe=describe, identify=identify)


def _read_refused_page(capture: Capture, watched: Watched) -> Problem | None:
    if problem := read_refusal(capture, watched):
        return problem
    if kind := MISSING.get(capture.status):
        return report(kind, capture, watched, f"status {capture.status}")
    if not is_page(capture):
        raise Unreadable("no page")
    return None
