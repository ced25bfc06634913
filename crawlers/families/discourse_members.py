"""A member of Discourse: the profile, and the list of what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crawlers.families.discourse_posts import read_user
from crawlers.families.discourse_refusals import read_discourse_refusal
from crawlers.families.discourse_urls import ENGINE, ask, ask_posts
from crawlers.families.forum_json_places import Place, place_of
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_count,
    maybe_object,
    maybe_text,
    need,
    need_id,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading
from crawlers.refusals import follow_move, report
from crawlers.times import parse_time
from storage.items import Capture, Watched

WRITTEN = "4,5"
"""The kinds of action: a new topic, and a reply."""


def read_member(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The profile, then the list of the member's actions. One who hides the profile hides that list too."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_discourse_refusal(capture, watched):
        yield problem
        return
    place = place_of(ENGINE, watched)
    fields = as_object(need(as_object(parse_json(capture)), "user"), "user")
    account = read_user(fields, capture, watched, place)
    yield account
    if account.state == "private":
        yield report("private", capture, watched, "profile_hidden is true")
        return
    if account.state == "suspended":  # what was posted before stays for all to see
        said = f"suspended until {account.attributes['suspended_till']}"
        yield report("suspended", capture, watched, said)
    if capture.route == "import":
        return
    context = {
        "since": capture.context.get("since", ""),
        "name": account.handle,
        "member": need_id(fields),
        "suspended": "1" if account.state == "suspended" else "",
    }
    yield _ask_actions(place, context, 0)


def read_actions(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of actions: the topics in which their posts stand, and the page after it."""
    if problem := read_discourse_refusal(capture, watched):
        yield problem
        return
    context, place = capture.context, place_of(ENGINE, watched)
    page = as_array(need(as_object(parse_json(capture)), "user_actions"), "user_actions")
    since = parse_time(context.get("since", ""))
    topics: dict[str, list[Object]] = {}
    reached, shown = False, []
    for spot, one in enumerate(page):
        action = as_object(one, f"user_actions/{spot}")
        topic, at = need_id(action, "topic_id"), parse_time(maybe_text(action, "created_at"))
        shown.append(f"{topic}/{maybe_text(action, 'post_number')}")
        if since is not None and at is not None and at <= since:
            reached = True
        elif action.get("deleted") is not True and action.get("hidden") is not True:
            topics.setdefault(topic, []).append(action)
    for topic, actions in topics.items():
        yield from _ask_words(place, topic, actions, context.get("member", ""))
    offset = maybe_count(context, "offset") or 0
    if not page and not offset and not since and not context.get("suspended"):
        yield ask(place, f"/u/{context.get('name', place.name)}/summary.json", "summary", {})
    counted = count_page(context, mark_page(shown))
    if page and not reached and counted is not None:
        yield _ask_actions(place, {**context, **counted}, offset + len(page))


def read_summary(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Whether a member without actions has posted nothing, by the forum's own count."""
    if problem := read_discourse_refusal(capture, watched):
        yield problem
        return
    summary = maybe_object(as_object(parse_json(capture)), "user_summary")
    counts = [maybe_count(summary, name) for name in ("topic_count", "post_count")]
    if counts == [0, 0]:
        yield report("empty_proven", capture, watched, "no actions, and post_count and topic_count are 0")
    else:
        said = ", ".join("not shown" if one is None else str(one) for one in counts)
        yield report("changed_format", capture, watched, f"no actions, but topic_count, post_count: {said}")


def _ask_words(place: Place, topic: str, actions: list[Object], member: str) -> Iterator[Fetch]:
    """The posts of one topic: by their numbers; a new topic's first one with the topic."""
    numbers = [number for one in actions if (number := maybe_text(one, "post_id")).isdigit()]
    known: dict[str, Any] = {
        "member": member,
        "title": maybe_text(actions[0], "title"),
        "board": maybe_text(actions[0], "category_id"),
    }
    if len(numbers) < len(actions):
        yield ask(place, f"/t/{topic}.json", "topic", {"ids": " ".join(numbers), "member": member})
    else:
        yield from ask_posts(place, topic, numbers, known)


def _ask_actions(place: Place, context: dict[str, str], offset: int) -> Fetch:
    kept = {**context, "offset": str(offset) if offset else ""}
    query = {"offset": str(offset), "username": context.get("name") or place.name, "filter": WRITTEN}
    return ask(place, "/user_actions.json", "actions", kept, **query)
