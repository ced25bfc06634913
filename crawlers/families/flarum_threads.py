"""Discussions of Flarum, lists of them (a tag's), and the forum itself: what is watched as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from crawlers.families.flarum_refusals import read_flarum_refusal
from crawlers.families.flarum_urls import ENGINE, PAGE, ask, ask_posts
from crawlers.families.forum_json_places import place_of
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


def read_discussion(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A watched thread, then its posts from the newest down to what is known."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_flarum_refusal(capture, watched):
        yield problem
        return
    place = place_of(ENGINE, watched)
    resource = as_object(need(as_object(parse_json(capture)), "data"), "data")
    fields = as_object(need(resource, "attributes"), "attributes")
    number = need_id(resource)
    facts = {
        "name": need_text(fields, "title"),
        "count": maybe_text(fields, "commentCount"),
        "locked": "1" if fields.get("isLocked") is True else "",
    }
    yield describe(capture, watched, facts, _moved_at(resource))
    if capture.route != "import":
        yield ask_posts(place, {"discussion": number}, {"since": capture.context.get("since", "")})


def read_discussions(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of a tag's discussions, the last moved first: the posts of those with news."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_flarum_refusal(capture, watched):
        yield problem
        return
    place, context = place_of(ENGINE, watched), capture.context
    body = as_object(parse_json(capture))
    listed = [as_object(one, "data") for one in as_array(need(body, "data"), "data")]
    offset = maybe_count(context, "offset") or 0
    if not offset:
        times = [at for one in listed if (at := _moved_at(one))]
        yield describe(capture, watched, {"name": place.name}, max(times, default=None))
        if not listed:
            yield report("empty_proven", capture, watched, "a whole list without discussions")
    since, reached = parse_time(context.get("since", "")), False
    for one in listed:
        at = _moved_at(one)
        if since is not None and at is not None and at <= since:
            sticky = maybe_object(one, "attributes").get("isSticky") is True
            reached = reached or not sticky
        else:
            yield ask_posts(place, {"discussion": need_id(one)}, {"since": context.get("since", "")})
    counted = count_page(context, mark_page(need_id(one) for one in listed))
    more = maybe_text(maybe_object(body, "links"), "next")
    if listed and more and not reached and counted is not None:
        page = str(offset + len(listed))
        query = {"filter[tag]": place.name, "sort": "-lastPostedAt", "page[limit]": str(PAGE)}
        kept = {**context, **counted, "offset": page}
        yield ask(place, "/discussions", "discussions", kept, **query, **{"page[offset]": page})


def read_forum(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What a forum is called, then the posts of all."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_flarum_refusal(capture, watched):
        yield problem
        return
    fields = as_object(
        need(as_object(need(as_object(parse_json(capture)), "data"), "data"), "attributes"), "attributes"
    )
    context = {
        "since": capture.context.get("since", ""),
        "title": need_text(fields, "title"),
        "about": maybe_text(fields, "description")[:2000],
    }
    yield ask_posts(place_of(ENGINE, watched), {}, context)


def describe(capture: Capture, watched: Watched, facts: dict[str, str], newest: datetime | None) -> Account:
    """What is watched as an account; ``newest_at`` in its attributes is where the next crawl stops."""
    place = place_of(ENGINE, watched)
    told = {
        "kind": place.kind,
        "locked": facts.get("locked", ""),
        "newest_at": newest.isoformat() if newest else capture.context.get("since", ""),
    }
    return Account(
        platform=watched.platform,
        key=place.key,
        handle=place.id or place.name or place.site,
        record_id=capture.record_id,
        where="/data",
        captured_at=capture.captured_at,
        url=watched.url,
        host=watched.host,
        display_name=facts.get("name", ""),
        bio=facts.get("about", ""),
        posts=maybe_count(facts, "count"),
        attributes={name: value for name, value in told.items() if value},
    )


def _moved_at(resource: Object) -> datetime | None:
    return parse_time(maybe_text(maybe_object(resource, "attributes"), "lastPostedAt"))
