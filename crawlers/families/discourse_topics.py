"""A topic of Discourse: the posts that the answer holds, and which more there are.

What is wanted of a topic stands in the question's context: the posts of a ``member`` and those named in
``ids``; with ``again`` those alone, and what is no longer there is gone. Without either all posts are, of a
known thread those after ``after`` (a post's number), of a known board those since ``after_at``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from crawlers.families.discourse_posts import Thread, find_removal, is_post, name_post, read_post
from crawlers.families.discourse_refusals import is_gone, read_discourse_refusal
from crawlers.families.discourse_urls import ENGINE, ask, ask_posts, read_numbers
from crawlers.families.forum_json_places import Place, place_of
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_array,
    maybe_count,
    maybe_text,
    need,
    need_id,
    need_text,
    parse_json,
)
from crawlers.platform import Fetch, Reading
from crawlers.refusals import follow_move
from crawlers.times import parse_time
from storage.items import Account, Capture, Observation, Post, Watched

MOST_STREAM = 100_000


def read_topic(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A topic with its first posts (or those around a number), then the other posts that are wanted."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    context, place = capture.context, place_of(ENGINE, watched)
    if problem := read_discourse_refusal(capture, watched):
        if "again" in context and is_gone(problem):
            for number in read_numbers(context.get("ids", "")):
                yield _observe_gone(f"{place.site}/{number}", capture, watched, problem.reason)
        else:
            yield problem
        return
    body = as_object(parse_json(capture))
    topic = need_id(body)
    stream = as_object(need(body, "post_stream"), "post_stream")
    shown = as_array(need(stream, "posts"), "post_stream/posts")
    whole = [str(one) for one in maybe_array(stream, "stream")[:MOST_STREAM] if isinstance(one, int)]
    thread = Thread(
        place=place,
        title=need_text(body, "title"),
        board=maybe_text(body, "category_id"),
        tags=_read_tags(body),
    )
    if place.kind == "thread" and "ids" not in context and "member" not in context:
        yield _describe_thread(body, whole, capture, watched, place)
    posts = list(_read_posts(shown, capture, watched, thread, "/post_stream/posts"))
    yield from posts
    if not whole or capture.route == "import":
        return
    there = {maybe_text(one, "id") for one in shown if isinstance(one, dict)}
    wanted = list(read_numbers(context.get("ids", "")))
    if "again" in context:
        for number in wanted:
            if number not in whole and number not in there:
                yield _observe_gone(f"{place.site}/{number}", capture, watched, "not in the topic's stream")
    if wanted or "member" in context:
        missing = [number for number in wanted if number not in there and number in whole]
    elif "after_at" in context:
        yield from _go_back(posts, shown, capture, place, topic)
        return
    else:
        after = maybe_count(context, "after") or 0
        missing = [number for number in whole if number not in there and int(number) > after]
    kept = {name: value for name, value in context.items() if name in ("member", "again")}
    known = {**kept, "title": thread.title, "board": thread.board}
    yield from ask_posts(place, topic, missing, known)


def read_more(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Posts of a topic that were asked for by number; those wanted ``again`` that are not there are gone."""
    context, place = capture.context, place_of(ENGINE, watched)
    numbers = list(read_numbers(context.get("ids", "")))
    if problem := read_discourse_refusal(capture, watched):
        if "again" in context and is_gone(problem):
            for number in numbers:
                yield _observe_gone(f"{place.site}/{number}", capture, watched, problem.reason)
        else:
            yield problem
        return
    stream = as_object(need(as_object(parse_json(capture)), "post_stream"), "post_stream")
    shown = as_array(need(stream, "posts"), "post_stream/posts")
    thread = Thread(place=place, title=context.get("title", ""), board=context.get("board", ""))
    yield from _read_posts(shown, capture, watched, thread, "/post_stream/posts")
    there = {maybe_text(one, "id") for one in shown if isinstance(one, dict)}
    for number in numbers if "again" in context else ():
        if number not in there:
            yield _observe_gone(
                f"{place.site}/{number}", capture, watched, "left out of the answer to post_ids"
            )


def _read_posts(
    shown: Sequence[object], capture: Capture, watched: Watched, thread: Thread, where: str
) -> Iterator[Post | Observation]:
    for spot, one in enumerate(shown):
        fields = as_object(one, f"{where}/{spot}")
        if not is_post(fields) or not _is_wanted(fields, capture.context):
            continue
        if why := find_removal(fields):
            yield _observe_gone(name_post(fields, thread.place), capture, watched, why, f"{where}/{spot}")
        else:
            yield read_post(fields, capture, watched, thread, f"{where}/{spot}")


def _is_wanted(fields: Object, context: Mapping[str, str]) -> bool:
    number = maybe_text(fields, "id")
    if number in context.get("ids", "").split():
        return True
    if "again" in context:
        return False
    if "member" in context:
        return maybe_text(fields, "user_id") == context["member"]
    after, after_at = maybe_count(context, "after"), parse_time(context.get("after_at", ""))
    if after is not None and number.isdigit():
        return int(number) > after
    at = parse_time(maybe_text(fields, "created_at"))
    return "ids" not in context and (after_at is None or at is None or at > after_at)


def _go_back(
    posts: Sequence[Post | Observation],
    shown: Sequence[Object],
    capture: Capture,
    place: Place,
    topic: str,
) -> Iterator[Fetch]:
    """The posts before those shown, while all that are shown are news."""
    numbers = [maybe_count(one, "post_number") or 0 for one in shown]
    lowest = min(numbers, default=0)
    seen_at: list[datetime | None] = [parse_time(maybe_text(one, "created_at")) for one in shown]
    since = parse_time(capture.context["after_at"])
    if lowest > 1 and posts and since and all(at is not None and at > since for at in seen_at):
        near = max(1, lowest - 9)
        before = maybe_count(capture.context, "near") or lowest + 1
        if near < before:
            context = {"after_at": capture.context["after_at"], "near": str(near)}
            yield ask(place, f"/t/{topic}/{near}.json", "topic", context)


def _describe_thread(
    body: Object, whole: Sequence[str], capture: Capture, watched: Watched, place: Place
) -> Account:
    """A watched thread as an account; ``newest_post`` in its attributes is where the next crawl goes on."""
    newest = max((int(one) for one in whole), default=0)
    told = {
        "kind": "thread",
        "newest_post": str(newest) if newest else "",
        "views": maybe_text(body, "views"),
        "board": maybe_text(body, "category_id"),
        "tags": " ".join(_read_tags(body)),
        "closed": "1" if body.get("closed") is True else "",
    }
    return Account(
        platform=watched.platform,
        key=place.key,
        handle=place.id,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=f"{place.base}/t/{place.id}",
        host=watched.host,
        display_name=need_text(body, "title"),
        posts=maybe_count(body, "posts_count"),
        attributes={name: value for name, value in told.items() if value},
    )


def _read_tags(body: Object) -> tuple[str, ...]:
    """The tags: words, in newer versions objects with a name."""
    found = maybe_array(body, "tags")[:50]
    named = (maybe_text(one, "name") if isinstance(one, dict) else one for one in found)
    return tuple(one for one in named if isinstance(one, str) and one and "\x00" not in one)


def _observe_gone(post: str, capture: Capture, watched: Watched, why: str, where: str = "") -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=post,
        kind="gone",
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        reason=why,
    )
