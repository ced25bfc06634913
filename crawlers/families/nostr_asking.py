"""The questions that relays of Nostr are asked, each a ``REQ`` of NIP-01 with its filters.

A question holds the key, the relay and how far to go in its context, so that its answer can be read alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

import orjson

from crawlers.families.nostr_events import ARTICLE, DELETION, END, PROFILE, RELAYS, VANISH
from crawlers.families.nostr_names import clean_relays, is_hex
from crawlers.families.nostr_posts import POSTS
from crawlers.families.nostr_profile import SEEN
from crawlers.platform import Fetch

LIMIT = 500
MOST_PLACES = 10
BATCH, RECHECKED_AT = 50, 2
"""Known posts in one question, and the relays that are asked about them."""
ABOUT, WANTED = (PROFILE, RELAYS), (*POSTS, DELETION, VANISH)


def ask_all(key: str, relays: Iterable[str], directory: str, context: Mapping[str, str]) -> Iterable[Fetch]:
    """The questions for a key: all of its relays at once, none of which has to answer for another's sake."""
    places = clean_relays(relays, MOST_PLACES)
    ids = context.get("recheck", "").split()
    context = {**carry(context), "key": key}
    about = {"authors": [key], "kinds": list(ABOUT)}
    yield _ask(directory, "directory", [about], {**context, "asked": " ".join(places)})
    for url in places:
        yield ask_events(url, key, context)
    for url in places[:RECHECKED_AT]:
        for start in range(0, len(ids), BATCH):
            yield _ask_known(url, key, ids[start : start + BATCH])


def ask_events(url: str, key: str, context: Mapping[str, str]) -> Fetch:
    """The first page of what the author wrote, and who that is."""
    about = {"authors": [key], "kinds": list(ABOUT)}
    return _ask(url, "events", [about, _filter(key, context)], {**context, "key": key, "relay": url})


def _ask_known(url: str, key: str, ids: Sequence[str]) -> Fetch:
    events = [id for id in ids if is_hex(id)]
    articles = [id for id in ids if not is_hex(id)]
    deletion = {"authors": [key], "kinds": [DELETION]}
    filters: list[dict[str, object]] = []
    if events:
        filters += [{"authors": [key], "ids": events}, {**deletion, "#e": events}]
    if articles:
        # Ids of articles are quoted where blanks part them: a ``d`` tag may hold any character.
        names = [unquote(id) for id in articles]
        places = [name.split(":", 2)[2] for name in names]
        filters += [{"authors": [key], "kinds": [ARTICLE], "#d": places}, {**deletion, "#a": names}]
    return _ask(url, "known", filters, {"key": key, "ids": " ".join(ids)})


def ask_page(url: str, key: str, context: Mapping[str, str]) -> Fetch:
    """One page of what the author wrote, from ``until`` in the context downwards."""
    return _ask(url, "events", [_filter(key, context)], {**context, "key": key, "relay": url})


def carry(context: Mapping[str, str]) -> dict[str, str]:
    """What of a context goes on from question to question."""
    return {name: context[name] for name in ("since", "newest", SEEN, "key") if name in context}


def _ask(url: str, reader: str, filters: Sequence[Mapping[str, object]], context: Mapping[str, str]) -> Fetch:
    request = orjson.dumps(["REQ", "v", *filters])
    kept = {name: value for name, value in context.items() if value and name != "recheck"}
    return Fetch(url=url, reader=reader, body=request, until=END, context=kept)


def _filter(key: str, context: Mapping[str, str]) -> dict[str, object]:
    wanted: dict[str, object] = {"authors": [key], "kinds": list(WANTED), "limit": LIMIT}
    for name in ("since", "until"):
        if context.get(name):
            wanted[name] = int(context[name])
    return wanted
