"""Substack: a publication's archive and articles, a person's notes, by the JSON that its own pages ask for.

The archive lists articles without their words, newest first; each new one is asked for by its slug. An empty
archive proves nothing: the feed is asked whether the publication has no articles. Known articles and notes
are asked for again one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import orjson

from crawlers.address import is_public_name
from crawlers.families.feed_sites import MOST_RECHECKS, ask_feed, observe_gone
from crawlers.families.substack_posts import (
    need_publication,
    read_article,
    read_note,
    read_person,
    read_publication,
)
from crawlers.families.substack_urls import SITE, is_person, name_post
from crawlers.json_reading import (
    as_array,
    as_object,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need,
    need_id,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, report
from crawlers.times import parse_time
from storage.items import Capture, Known, Problem, ProblemKind, Watched

PAGE = 12
_SAID: tuple[tuple[bytes, ProblemKind], ...] = (
    (b"Publication Not Available", "not_found"),
    (b"This publication is private", "private"),
)
_KINDS: Mapping[int, ProblemKind] = {
    401: "unauthorised",
    403: "unauthorised",
    404: "not_found",
    410: "deleted",
}


def start_account(watched: Watched, known: Known) -> Iterable[Fetch]:
    """A publication's archive, or its feed where that is closed; a person's profile and notes."""
    since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
    context = {"since": since} if since else {}
    if is_person(watched):
        yield from _start_person(watched, known, context)
        return
    if (known.routes or ("page",))[0] == "feed":
        yield ask_feed(f"https://{watched.host}/feed", known)
    else:
        query = {"sort": "new", "search": "", "offset": "0", "limit": str(PAGE)}
        described = {} if not since or known.recheck else {"described": "1"}
        url = f"https://{watched.host}/api/v1/archive?{urlencode(query)}"
        yield _ask(url, "archive", {**context, **described})
    for post in known.recheck[:MOST_RECHECKS]:
        host, _, slug = post.id.partition("/")
        if slug and is_public_name(host):
            yield ask_article(host, slug, "known", post=post.id, key=known.key or watched.key)


def ask_article(host: str, slug: str, reader: str, **context: str) -> Fetch:
    """An article by its slug."""
    return _ask(f"https://{host}/api/v1/posts/{quote(slug, safe='%')}", reader, context)


def read_archive(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of the archive: what is new of it, one by one, and the next page."""
    if moved := follow_move(capture, "page"):
        yield moved
        return
    if problem := read_json_refusal(capture, watched):
        yield problem
        return
    context = capture.context
    items = [as_object(one, f"/{place}") for place, one in enumerate(as_array(parse_json(capture)))]
    if not items:
        if "pages" not in context and "since" not in context:
            yield Fetch(url=f"https://{watched.host}/feed", reader="feed", route="feed")
        return
    key = need_publication(items[0])
    if "pages" not in context and "described" not in context:
        number = key.removeprefix("pub-")
        yield _ask(f"{SITE}/api/v1/publication/public/{number}", "publication", {})
    since, reached, ids = parse_time(context.get("since", "")), False, []
    for item in items:
        url, posted_at = maybe_text(item, "canonical_url"), maybe_time(item, "post_date")
        if since and posted_at and posted_at <= since:
            reached = True
            continue
        host, _, slug = name_post(url).partition("/")
        slug = slug or need_id(item, "slug")
        ids.append(need_id(item, "id"))
        yield ask_article(host or watched.host, slug, "article", key=key)
    counted = count_page(context, mark_page(ids)) if ids and not reached else None
    if counted is not None:
        yield _turn(capture, len(items), counted)


def read_one_article(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A new article with its words."""
    if problem := read_json_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    key = need_publication(fields) if "publication_id" in fields else capture.context.get("key", watched.key)
    yield read_article(fields, key, capture, watched)


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known article or note as it is now, or gone."""
    problem = read_json_refusal(capture, watched)
    if problem and problem.kind in ("not_found", "deleted"):
        yield observe_gone(capture, watched)
        return
    if problem:
        yield problem
        return
    fields = as_object(parse_json(capture))
    key = capture.context.get("key", watched.key)
    if "item" in fields:
        comment = maybe_object(maybe_object(fields, "item"), "comment")
        yield read_note(comment, key, capture, watched)
    else:
        key = need_publication(fields) if "publication_id" in fields else key
        yield read_article(fields, key, capture, watched)


def read_public_publication(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The facts of a publication."""
    if problem := read_json_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    pub = as_object(need(fields, "pub"), "pub")
    yield read_publication({"id": urlsplit(capture.url).path.rpartition("/")[2], **pub}, capture, watched)


def read_profile(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A person, and the first page of their notes."""
    if problem := read_json_refusal(capture, watched):
        yield problem
        return
    person = read_person(as_object(parse_json(capture)), capture, watched)
    yield person
    yield _ask_notes(person.key, person.handle, capture.context)


def read_notes(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of what a person did: notes, comments, and what they passed on; articles are the
    publication's."""
    if problem := read_json_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    items = as_array(need(fields, "items"), "items")
    key = capture.context.get("key", watched.key)
    since, reached, ids = parse_time(capture.context.get("since", "")), False, []
    for number, one in enumerate(items):
        item = as_object(one, f"items/{number}")
        comment = maybe_object(item, "comment")
        if maybe_text(item, "type") != "comment" or not comment:
            continue
        post = read_note(comment, key, capture, watched)
        reached |= bool(since and post.posted_at and post.posted_at <= since and post.kind != "repost")
        ids.append(post.id)
        yield post
    cursor = maybe_text(fields, "nextCursor")
    if not items and "pages" not in capture.context and "since" not in capture.context:
        kind: ProblemKind = "changed_format" if cursor else "empty_proven"
        yield report(kind, capture, watched, "a profile without notes, and no further page")
    counted = count_page(capture.context, mark_page(ids, cursor)) if cursor and not reached else None
    if counted is not None:
        parts = urlsplit(capture.url)
        query = urlencode({**dict(parse_qsl(parts.query)), "cursor": cursor})
        yield _ask(urlunsplit(parts._replace(query=query)), "notes", {**capture.context, **counted})


def read_json_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer is, ``None`` where it may be read."""
    if problem := read_refusal(capture, watched):
        return problem
    kind = _KINDS.get(capture.status)
    if is_page(capture):
        said = next(((words, meant) for words, meant in _SAID if words in capture.body[:262_144]), None)
        if said:
            return report(said[1], capture, watched, said[0].decode())
        if kind:
            return report(kind, capture, watched, f"status {capture.status}, a page")
        return read_page_instead(capture, watched, "JSON")
    if capture.status < 300:
        return None
    reason = f"status {capture.status}: {_read_error(capture)}".rstrip(": ")
    return report(kind or "changed_format", capture, watched, reason)


def _read_error(capture: Capture) -> str:
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return ""
    if not isinstance(fields, dict):
        return ""
    first = next(iter(maybe_objects(fields, "errors")), {})
    return maybe_text(fields, "error") or maybe_text(first, "msg")


def _start_person(watched: Watched, known: Known, context: Mapping[str, str]) -> Iterable[Fetch]:
    key = next((one for one in (watched.key, known.key) if one.startswith("user-")), "")
    handle = watched.handle or known.handle
    if handle and not (key and context and not known.recheck):
        yield _ask(f"{SITE}/api/v1/user/{quote(handle, safe='')}/public_profile", "profile", context)
    elif key:
        yield _ask_notes(key, handle, context)
    for post in known.recheck[:MOST_RECHECKS]:
        number = post.id.removeprefix("c-")
        if number.isdigit() and number != post.id:
            about = {"post": post.id, "key": key or watched.key}
            yield _ask(f"{SITE}/api/v1/reader/comment/{number}", "known", about)


def _ask_notes(key: str, handle: str, context: Mapping[str, str]) -> Fetch:
    url = f"{SITE}/api/v1/reader/feed/profile/{key.removeprefix('user-')}?types=note"
    return _ask(url, "notes", {**context, "key": key, "handle": handle})


def _turn(capture: Capture, shown: int, counted: Mapping[str, str]) -> Fetch:
    parts = urlsplit(capture.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    offset = query.get("offset", "0")
    query["offset"] = str(
        (int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 9 else 0) + shown
    )
    kept = {name: value for name, value in capture.context.items() if name != "moves"}
    return _ask(urlunsplit(parts._replace(query=urlencode(query))), "archive", {**kept, **counted})


def _ask(url: str, reader: str, context: Mapping[str, str]) -> Fetch:
    kept = {name: value for name, value in context.items() if value}
    return Fetch(
        url=url, reader=reader, route="page", headers=(("Accept", "application/json"),), context=kept
    )
