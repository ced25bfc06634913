"""The account and the posts in an answer to the page's own calls, wherever they lie in it.

Two shapes of list are known: ``{"edges": [{"node": POST}]}`` under a name that says whose they are (GraphQL),
and ``{"items": [POST or {"media": POST}]}`` (the app's API). What stands where a post is due is read as one,
or told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from crawlers.families.instagram_media import is_item, is_node, is_of, read_media
from crawlers.families.instagram_profile import is_profile, read_account
from crawlers.families.relay import Place, steps_of, walk
from crawlers.json_reading import Object, maybe_count, maybe_text
from crawlers.platform import Unreadable
from crawlers.refusals import report
from storage.items import Account, Capture, Post, Problem, Watched

Found = Account | Post | Problem
OWN = frozenset(
    {"edge_owner_to_timeline_media", "user_timeline", "xdt_api__v1__feed__user_timeline_graphql_connection",
     "xdt_api__v1__clips__user__connection_v2"}
)  # fmt: skip
"""Lists of an account's own posts."""
LISTS = OWN | {"edge_user_to_photos_of_you", "edge_felix_video_timeline", "edge_hashtag_to_media"}

_POST = frozenset({"taken_at", "taken_at_timestamp", "carousel_media", "image_versions2"})
"""A post has one of these; what lies inside it (comments, carousel, originals) is no post of its own."""
_MUST_LIST = re.compile(r"/api/v1/(?:feed/user|clips/user|usertags)/")
_MUST_NAME = re.compile(r"/api/v1/users/(?:web_profile_info|\d+/info)")


def read_lists(roots: list[tuple[str, Any]], capture: Capture, watched: Watched) -> Iterator[Found]:
    """The account that the body is about and its posts, each once; of a capture that a person made all posts,
    those of others under their own authors. What is no post where one is due is a problem."""
    kept, seen = watched, set[str]()
    imported = capture.route == "import"
    for place in walk(roots, _POST):
        fields = place.fields
        if is_profile(fields) and "account" not in seen and (imported or _is_watched(fields, watched)):
            seen.add("account")
            account = read_account(fields, place.where, capture, watched)
            if _is_watched(fields, watched):
                kept = replace(watched, key=account.key, handle=account.handle)
            yield account
        elif _is_post(place) and (imported or is_of(fields, kept)):
            yield from _read_once(place, seen, capture, kept)
        yield from _find_faults(place, capture, watched)


def explain_lack(
    roots: list[tuple[str, Any]], given: list[Found], capture: Capture, watched: Watched
) -> Iterator[Problem]:
    """Why an answer without posts and problems has none; ``Unreadable`` where it must have had some."""
    accounts = [one for one in given if isinstance(one, Account)]
    lists = [one for place in walk(roots, _POST) for one in _lists_of(place.fields)]
    counts = [maybe_count(one, "count") for one in lists] + [one.posts for one in accounts]
    edges = [one.get("edges") for one in lists]
    if any(one.state == "private" for one in accounts):
        yield report("private", capture, watched, "is_private is true")
    elif 0 in counts:
        yield report("empty_proven", capture, watched, "no posts, and the account's count is 0")
    elif any(edges) and not any(_is_post(place) for place in walk(roots, _POST)):
        raise Unreadable("a list has edges, but no post in them is known")
    elif _MUST_LIST.search(capture.url) and not _is_end(roots):
        raise Unreadable("a call that lists posts has neither posts nor an empty list")
    elif _MUST_NAME.search(capture.url) and not accounts:
        raise Unreadable("a call that names an account names none")
    elif capture.route == "import" and not given and not any(_holds(value) for _, value in roots):
        raise Unreadable("neither data nor items in the answer")


def _read_once(place: Place, seen: set[str], capture: Capture, watched: Watched) -> Iterator[Found]:
    fields = place.fields
    code = maybe_text(fields, "code") or maybe_text(fields, "shortcode") or maybe_text(fields, "id")
    if code and code in seen:
        return
    seen.add(code)
    try:
        yield read_media(fields, place.where, capture, watched)
    except Unreadable as error:
        yield replace(report("changed_format", capture, watched, str(error)), where=place.where)


def _is_post(place: Place) -> bool:
    """Whether an object is a post by its fields, or by where it stands."""
    if is_item(place.fields) or is_node(place.fields):
        return True
    steps = list(islice(steps_of(place.trail), 4))
    match steps:
        case ["node", _, "edges", name] if name in LISTS:
            return True
        case ["media", _, "items", *_]:
            return True
        case [int(), "items", *_]:
            return "media" not in place.fields
    return False


def _find_faults(place: Place, capture: Capture, watched: Watched) -> Iterator[Problem]:
    """A problem for each thing that stands where a list or a post is due and is none."""
    faults = []
    for name, value in place.fields.items():
        if name in LISTS and value is not None and not isinstance(value, dict):
            faults.append(f"{name}: no list but {type(value).__name__}")
        elif name in LISTS and isinstance(value, dict):
            faults += _find_bad_edges(name, value)
        elif name == "items" and isinstance(value, list):
            bad = [
                one
                for one in value
                if not isinstance(one, dict) or not isinstance(one.get("media", {}), dict)
            ]
            faults += [f"items: no post but {type(one).__name__}" for one in bad]
        elif name == "items" and _MUST_LIST.search(capture.url):
            faults.append("items: no array")
    for fault in faults[:20]:
        yield replace(report("changed_format", capture, watched, fault), where=place.where)


def _find_bad_edges(name: str, value: Object) -> list[str]:
    edges = value.get("edges")
    if not isinstance(edges, list):
        return [f"{name}.edges: no array"] if maybe_count(value, "count") != 0 else []
    bad = [one for one in edges if not isinstance(one, dict) or not isinstance(one.get("node"), dict)]
    return [f"{name}.edges: an entry without node"] * len(bad)


def _is_watched(fields: Object, watched: Watched) -> bool:
    named = (maybe_text(fields, "pk"), maybe_text(fields, "id"), maybe_text(fields, "username").lower())
    return bool(set(filter(None, named)) & {watched.key, watched.handle.lower()}) or not watched.handle


def _lists_of(fields: Object) -> list[Mapping[str, Any]]:
    return [value for name, value in fields.items() if name in OWN and isinstance(value, dict)]


def _is_end(roots: list[tuple[str, Any]]) -> bool:
    """Whether the first object is an empty page, which ends a list."""
    first = roots[0][1]
    return isinstance(first, dict) and first.get("items") == []


def _holds(value: object) -> bool:
    """Whether there is anything in the answer beside its status."""
    parts = [("", one) for name, one in value.items() if name != "status"] if isinstance(value, dict) else []
    return any(
        inner is not None and not isinstance(inner, dict | list)
        for place in walk(parts)
        for inner in place.fields.values()
    )
