"""Topics of NodeBB: lists of them (a board, a whole site) and the posts of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from crawlers.families.forum_json_places import Place, place_of
from crawlers.families.nodebb_posts import (
    Thread,
    is_deleted,
    read_moment_of,
    read_post,
    read_thread,
)
from crawlers.families.nodebb_refusals import follow_redirect, read_nodebb_refusal
from crawlers.families.nodebb_urls import ENGINE, ask
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
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Reading
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Account, Capture, Watched

_TRUE = (True, 1, "1", "true")


def read_topics(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of topics, the last moved first: those with news, and the page after it while all have some."""
    place, context = place_of(ENGINE, watched), capture.context
    if moved := follow_redirect(capture, place):
        yield moved
        return
    page = maybe_count(context, "page") or 1
    if problem := read_nodebb_refusal(capture, watched):
        if problem.kind != "not_found" or page == 1:
            yield problem
        return
    body = as_object(parse_json(capture))
    topics = [as_object(one, "topics") for one in as_array(need(body, "topics"), "topics")]
    if page == 1:
        yield _describe_list(body, topics, capture, watched, place)
        if not topics:
            yield report("empty_proven", capture, watched, "a whole list without topics")
    since, reached = parse_time(context.get("after_at", "")), False
    for topic in topics:
        at = parse_time(read_moment_of(topic, "lastposttime"))
        if since is not None and at is not None and at <= since:
            reached = reached or topic.get("pinned") not in _TRUE
        elif topic.get("deleted") not in _TRUE:
            said = {"after_at": context.get("after_at", "")}
            yield ask(place, f"/topic/{quote(_spell(topic), safe='/')}", "topic", said)
    counted = count_page(context, mark_page(need_id(topic, "tid") for topic in topics))
    more = page < (maybe_count(maybe_object(body, "pagination"), "pageCount") or 0)
    if topics and not reached and more and counted is not None and place.kind in ("board", "site"):
        slug = maybe_text(body, "slug")
        named = quote(slug, safe="/") if slug.startswith(f"{place.id}/") else place.id
        path = f"/category/{named}" if place.kind == "board" else "/recent"
        kept = {**context, **counted, "page": str(page + 1), "moves": ""}
        yield ask(place, path, "topics", kept, page=str(page + 1))


def read_topic(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of a topic. What is not known of it follows: all its pages, or those from the end back."""
    place, context = place_of(ENGINE, watched), capture.context
    if moved := follow_redirect(capture, place):
        yield moved
        return
    if problem := read_nodebb_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    thread, slug = read_thread(body, place), _spell(body)
    shown = [as_object(one, "posts") for one in as_array(need(body, "posts"), "posts")]
    news = []
    for spot, fields in enumerate(shown):
        if is_deleted(fields) or not _is_news(fields, capture):
            continue
        news.append(read_post(fields, capture, watched, thread, f"/posts/{spot}"))
    pagination = maybe_object(body, "pagination")
    last, page = maybe_count(pagination, "pageCount") or 1, maybe_count(context, "page") or 1
    knows = bool(context.get("after") or context.get("after_at"))
    is_end = page == last or (knows and "way" in context)
    if place.kind == "thread" and is_end and "back" not in context:
        yield _describe_thread(body, thread, shown, capture, watched)
    yield from news
    counted = count_page(context, mark_page(need_id(one, "pid") for one in shown))
    if counted is None or capture.route == "import":
        return
    kept = {**context, **counted, "moves": ""}
    if not knows and page < last:
        yield ask(
            place,
            f"/topic/{quote(slug, safe='/')}",
            "topic",
            {**kept, "page": str(page + 1)},
            page=str(page + 1),
        )
    elif knows and "way" not in context and last > 1:
        said = {**kept, "way": "1", "page": str(last)}
        yield ask(place, f"/topic/{quote(slug, safe='/')}", "topic", said, page=str(last))
    elif "way" in context and len(news) == len(shown) and page > 2:
        said = {**kept, "back": "1", "page": str(page - 1)}
        yield ask(place, f"/topic/{quote(slug, safe='/')}", "topic", said, page=str(page - 1))


def _is_news(fields: Object, capture: Capture) -> bool:
    after, since = capture.context.get("after", ""), parse_time(capture.context.get("after_at", ""))
    number, at = maybe_text(fields, "pid"), parse_time(read_moment_of(fields, "timestamp"))
    if after.isdigit() and number.isdigit():
        return int(number) > int(after)
    return since is None or at is None or at > since


def _spell(topic: Object) -> str:
    """The path of a topic: its number alone would be answered with a redirection."""
    number, slug = need_id(topic, "tid"), maybe_text(topic, "slug")
    return slug if slug.startswith(f"{number}/") else number


def _describe_list(
    body: Object, topics: Sequence[Object], capture: Capture, watched: Watched, place: Place
) -> Account:
    """A board or a site as an account; ``newest_at`` in its attributes is where the next crawl stops."""
    times = [at for one in topics if (at := parse_time(read_moment_of(one, "lastposttime")))]
    told = {"kind": place.kind, "newest_at": max(times).isoformat() if times else ""}
    is_board = place.kind == "board"
    return Account(
        platform=watched.platform,
        key=place.key,
        handle=place.id or place.site,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=watched.url,
        host=watched.host,
        display_name=maybe_text(body, "name") if is_board else "",
        bio=read_html(maybe_text(body, "description")).text if is_board else "",
        posts=maybe_count(body, "post_count") if is_board else None,
        attributes={name: value for name, value in told.items() if value},
    )


def _describe_thread(
    body: Object, thread: Thread, shown: Sequence[Object], capture: Capture, watched: Watched
) -> Account:
    """A watched thread as an account; ``newest_post`` in its attributes is where the next crawl goes on."""
    newest = max((maybe_count(one, "pid") or 0 for one in shown), default=0)
    told = {
        "kind": "thread",
        "newest_post": str(newest) if newest else "",
        "board": thread.board,
        "tags": " ".join(thread.tags),
        "views": maybe_text(body, "viewcount"),
        "locked": "1" if body.get("locked") in _TRUE else "",
    }
    return Account(
        platform=watched.platform,
        key=thread.place.key,
        handle=thread.place.id,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=watched.url,
        host=watched.host,
        display_name=thread.title,
        posts=maybe_count(body, "postcount"),
        attributes={name: value for name, value in told.items() if value},
    )
