"""Boards of Discourse by their lists of topics, and a whole site by the list of its newest posts.

A first crawl of a board reads every topic; later ones go to the end of the topics that moved since, and back
to what is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import quote

from crawlers.families.discourse_posts import Thread, find_removal, is_post, read_post
from crawlers.families.discourse_refusals import read_discourse_refusal
from crawlers.families.discourse_urls import ENGINE, ask
from crawlers.families.forum_json_places import place_of
from crawlers.html_text import read_html
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_count,
    maybe_object,
    maybe_text,
    need,
    need_id,
    need_text,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Reading
from crawlers.refusals import follow_move, report
from crawlers.times import parse_time
from storage.items import Account, Capture, Watched

WINDOW = 50
"""How many numbers ``/posts.json`` looks through at once."""
MOST_EMPTY = 4
"""Empty answers in a row after which that list is at its end."""


def read_category(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What a board is called, then its list of topics."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_discourse_refusal(capture, watched):
        yield problem
        return
    place = place_of(ENGINE, watched)
    fields = as_object(need(as_object(parse_json(capture)), "category"), "category")
    context = {
        "after_at": capture.context.get("after_at", ""),
        "title": need_text(fields, "name"),
        "slug": need_text(fields, "slug") or "-",
        "about": read_html(maybe_text(fields, "description")).text[:2000],
        "count": maybe_text(fields, "post_count"),
    }
    yield ask(place, f"/c/{quote(context['slug'], safe='')}/{place.id}.json", "topics", context)


def read_topics(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of topics, the last moved first: those with news, and the page after it while all have some."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_discourse_refusal(capture, watched):
        yield problem
        return
    context, place = capture.context, place_of(ENGINE, watched)
    listed = as_object(need(as_object(parse_json(capture)), "topic_list"), "topic_list")
    topics = [as_object(one, "topics") for one in as_array(need(listed, "topics"), "topics")]
    page = maybe_count(context, "page") or 0
    if not page:
        yield _describe(capture, watched, context, "board", newest_at=_find_newest(topics))
        if not topics:
            yield report("empty_proven", capture, watched, "a whole list without topics")
    since = parse_time(context.get("after_at", ""))
    reached = False
    for topic in topics:
        at = _moved_at(topic)
        if since is not None and at is not None and at <= since:
            reached = reached or topic.get("pinned") is not True
            continue
        number, last = need_id(topic), maybe_count(topic, "highest_post_number") or 1
        near = f"/{last}" if since is not None and last > 1 else ""
        yield ask(place, f"/t/{number}{near}.json", "topic", {"after_at": context.get("after_at", "")})
    counted = count_page(context, mark_page(need_id(topic) for topic in topics))
    if topics and not reached and counted is not None and maybe_text(listed, "more_topics_url"):
        said = {**context, **counted, "page": str(page + 1)}
        slug = quote(context.get("slug", "-"), safe="")
        yield ask(place, f"/c/{slug}/{place.id}.json", "topics", said, page=str(page + 1))


def read_about(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What a site is called, then its newest posts."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_discourse_refusal(capture, watched):
        yield problem
        return
    fields = as_object(need(as_object(parse_json(capture)), "about"), "about")
    context = {
        "after": capture.context.get("after", ""),
        "title": need_text(fields, "title"),
        "about": maybe_text(fields, "description")[:2000],
        "count": maybe_text(maybe_object(fields, "stats"), "posts_count"),
        "version": maybe_text(fields, "version"),
    }
    yield ask(place_of(ENGINE, watched), "/posts.json", "latest", context)


def read_latest(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of a site's newest posts, and the page of those before them."""
    if problem := read_discourse_refusal(capture, watched):
        yield problem
        return
    context, place = capture.context, place_of(ENGINE, watched)
    body = as_object(parse_json(capture))
    posts = as_array(need(body, "latest_posts"), "latest_posts")
    after, before = maybe_count(context, "after") or 0, maybe_count(context, "before") or 0
    numbers = [maybe_count(as_object(one, "latest_posts"), "id") or 0 for one in posts]
    if not before and place.kind == "site":
        yield _describe(capture, watched, context, "site", newest_post=str(max(numbers, default=after)))
    for spot, fields in enumerate(posts):
        where = f"/latest_posts/{spot}"
        if numbers[spot] > after and is_post(fields) and not find_removal(fields):
            yield read_post(fields, capture, watched, Thread(place=place), where)
    # Old versions look through a window of numbers: an empty answer need not be the end of the list.
    empty = 0 if numbers else (maybe_count(context, "empty") or 0) + 1
    low = min(numbers, default=before - WINDOW)
    if before in numbers:
        low -= 1  # ``before`` takes in the number itself
    counted = count_page(context, mark_page(map(str, numbers), str(before)))
    if capture.route != "import" and low > max(after, 0) and empty < MOST_EMPTY and counted is not None:
        said = {**context, **counted, "before": str(low), "empty": str(empty or "")}
        yield ask(place, "/posts.json", "latest", said, before=str(low))


def _describe(
    capture: Capture, watched: Watched, context: Mapping[str, str], kind: str, **more: str
) -> Account:
    """A board or a site as an account; its attributes tell how far it was read."""
    place = place_of(ENGINE, watched)
    told = {"kind": kind, "version": context.get("version", ""), **more}
    return Account(
        platform=watched.platform,
        key=place.key,
        handle=context.get("slug", "") or place.id or place.site,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=watched.url,
        host=watched.host,
        display_name=context.get("title", ""),
        bio=context.get("about", ""),
        posts=maybe_count(context, "count"),
        attributes={name: value for name, value in told.items() if value},
    )


def _moved_at(topic: Object) -> datetime | None:
    return parse_time(maybe_text(topic, "bumped_at") or maybe_text(topic, "last_posted_at"))


def _find_newest(topics: Iterable[Object]) -> str:
    times = [at for one in topics if (at := _moved_at(one))]
    return max(times).isoformat() if times else ""
