"""Flarum: members, boards (tags), threads and whole sites by the JSON:API that its own pages ask.

Sources: ``src/Api/Controller/{ListPosts,ListDiscussions,ShowUser}Controller.php`` and ``src/Post/Filter`` in
``framework/core`` of flarum/framework. One list serves all: ``/api/posts``, newest first, of an author, of a
discussion, or without a filter of everybody; it is read down to what is known. Known posts are asked for
again by their ids: what a whole answer leaves out is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from crawlers.families.flarum_posts import is_post, open_answer, read_created, read_post, read_user
from crawlers.families.flarum_refusals import read_flarum_refusal
from crawlers.families.flarum_threads import describe, read_discussion, read_discussions, read_forum
from crawlers.families.flarum_urls import ENGINE, PAGE, ask, ask_posts
from crawlers.families.forum_json_places import Place, place_of, recognise_place
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
from crawlers.platform import Evidence, Fetch, Pace, Platform, Reading, Route
from crawlers.refusals import follow_move, report
from crawlers.times import parse_time
from storage.items import Capture, Known, KnownPost, Observation, Watched

MOST_RECHECKS = 200
NOTES = (
    "no login: what guests may read; what is hidden is not shown to them. Watch a forum that is not listed "
    "as flarum:https://HOST/u/NAME, a board (/t/TAG), a thread (/d/ID) or, by its bare address, all posts of "
    "the site. Versions from 1.0 on"
)


def flarum(title: str, *, hosts: tuple[str, ...], example: str, evidence: Evidence = "simulated") -> Platform:
    """The platform of all forums that run Flarum; on ``hosts`` every shape of its addresses is known."""
    return Platform(
        key=ENGINE.key,
        title=title,
        homepage="https://flarum.org/",
        family="flarum",
        example=example,
        recognise=lambda url: recognise_place(ENGINE, url, hosts),
        routes=(Route(name="api", sees="profile, all public posts with threads, replies, edits"),),
        start=start_forum,
        readers={
            "member": read_member,
            "posts": read_posts,
            "known": read_known,
            "discussion": read_discussion,
            "discussions": read_discussions,
            "forum": read_forum,
        },
        hosts=hosts,
        any_host=True,
        order=63,
        pace=Pace(seconds=1.0, concurrency=1, source="our own courtesy; Flarum documents none"),
        imports=(
            (r"/api/users/[^/?]+(\?|$)", "member"),
            (r"/api/posts(\?|$)", "posts"),
            (r"/api/discussions/\d+", "discussion"),
        ),
        post_urls=(r"/d/(\d+(?:-[^/?#]*)?/\d+)(?:[/?#]|$)",),
        expects="the member's profile and a post, or a board, thread or site with posts",
        evidence=evidence,
        notes=NOTES,
    )


def start_forum(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The profile, the thread or the list first; a member's known posts some at a time."""
    place = place_of(ENGINE, watched)
    told = {} if known.full else known.attributes
    after_at = told.get("newest_at", "")
    if place.kind == "member":
        since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
        yield ask(place, f"/users/{quote(place.name, safe='')}", "member", {"since": since}, bySlug="1")
        yield from _ask_known(place, known.recheck[:MOST_RECHECKS])
    elif place.kind == "thread":
        yield ask(place, f"/discussions/{place.id}", "discussion", {"since": after_at})
    elif place.kind == "board":
        query = {"filter[tag]": place.name, "sort": "-lastPostedAt", "page[limit]": str(PAGE)}
        yield ask(place, "/discussions", "discussions", {"since": after_at}, **query)
    else:
        yield ask(place, "", "forum", {"since": after_at})


def read_member(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The profile, then the list of posts."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_flarum_refusal(capture, watched):
        yield problem
        return
    place = place_of(ENGINE, watched)
    resource = as_object(need(as_object(parse_json(capture)), "data"), "data")
    account = read_user(resource, capture, watched, place)
    yield account
    if account.state == "suspended":
        said = f"suspendedUntil: {account.attributes['suspended_until']}"
        yield report("suspended", capture, watched, said)
    if capture.route != "import":
        context = {
            "since": capture.context.get("since", ""),
            "count": "" if account.posts is None else str(account.posts),
        }
        yield ask_posts(place, {"author": account.handle}, context)


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of posts, newest first, and the page after it down to what is known."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_flarum_refusal(capture, watched):
        yield problem
        return
    place, context = place_of(ENGINE, watched), capture.context
    body = as_object(parse_json(capture))
    answer, shown = open_answer(body, place), as_array(need(body, "data"), "data")
    since, reached = parse_time(context.get("since", "")), False
    ids = []
    offset = maybe_count(context, "offset") or 0
    if place.kind == "site" and not offset and "title" in context:
        times = [read_created(one) for one in shown if isinstance(one, dict) and is_post(one)]
        facts = {"name": context["title"], "about": context.get("about", "")}
        yield describe(capture, watched, facts, max(filter(None, map(parse_time, times)), default=None))
    for spot, one in enumerate(shown):
        resource = as_object(one, f"data/{spot}")
        ids.append(need_id(resource))
        at = parse_time(read_created(resource)) if is_post(resource) else None
        if since is not None and at is not None and at <= since:
            reached = True
        elif is_post(resource) and not _is_hidden(resource):
            yield read_post(resource, answer, capture, watched, f"/data/{spot}")
    if not shown and not offset and not since:
        count = context.get("count", "")
        if count == "0":
            yield report("empty_proven", capture, watched, "no posts, and commentCount is 0")
        else:
            said = f"no posts that guests may read, and commentCount is {count or 'not shown'}"
            yield report("private", capture, watched, said)
    more = maybe_text(maybe_object(body, "links"), "next")
    counted = count_page(context, mark_page(ids))
    by = {name[3:]: value for name, value in context.items() if name.startswith("by:")}
    if shown and more and not reached and counted is not None and capture.route != "import":
        yield ask_posts(place, by, {**context, **counted}, offset + len(shown))


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known posts as they are now; what a whole answer leaves out, or shows as hidden, is gone."""
    if problem := read_flarum_refusal(capture, watched):
        yield problem
        return
    place = place_of(ENGINE, watched)
    body = as_object(parse_json(capture))
    answer, there = open_answer(body, place), set()
    for spot, one in enumerate(as_array(need(body, "data"), "data")):
        resource = as_object(one, f"data/{spot}")
        if is_post(resource) and not _is_hidden(resource):
            there.add(need_id(resource))
            yield read_post(resource, answer, capture, watched, f"/data/{spot}")
    if maybe_text(maybe_object(body, "links"), "next"):
        yield report("changed_format", capture, watched, "an answer to filter[id] that has further pages")
        return
    for number in capture.context.get("ids", "").split():
        if number not in there:
            yield Observation(
                platform=watched.platform,
                post_id=f"{place.site}/{number}",
                kind="gone",
                record_id=capture.record_id,
                where="/data",
                captured_at=capture.captured_at,
                reason="left out of a whole answer to filter[id]",
            )


def _is_hidden(resource: Object) -> bool:
    return maybe_object(resource, "attributes").get("isHidden") is True


def _ask_known(place: Place, posts: Iterable[KnownPost]) -> Iterable[Fetch]:
    numbers = [post.id.rpartition("/")[2] for post in posts]
    numbers = [number for number in numbers if number.isascii() and number.isdigit()]
    for start in range(0, len(numbers), PAGE):
        batch = numbers[start : start + PAGE]
        query = {"filter[id]": ",".join(batch), "page[limit]": str(PAGE)}
        yield ask(place, "/posts", "known", {"ids": " ".join(batch)}, **query)
