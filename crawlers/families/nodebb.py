"""NodeBB: members, boards, threads and whole sites by the JSON behind its pages.

Sources: ``public/openapi`` and ``src/controllers/accounts/posts.js`` of NodeBB/NodeBB. A member's posts are
listed newest first, page by page until an empty one. A known post is looked at again by version 3 of the
API: ``/api/v3/posts/PID`` tells that it was deleted or edited, ``/summary`` how it reads now. Boards and
whole sites (``/api/recent``) are lists of topics, the last moved first; of topics that moved the last page is
read, and back to what is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from crawlers.families.forum_json_places import Place, place_of, recognise_place
from crawlers.families.nodebb_posts import is_deleted, read_moment_of, read_post, read_thread, read_user
from crawlers.families.nodebb_refusals import follow_redirect, read_nodebb_refusal, says_no_post
from crawlers.families.nodebb_topics import read_topic, read_topics
from crawlers.families.nodebb_urls import ENGINE, ask
from crawlers.json_reading import (
    as_array,
    as_object,
    maybe_count,
    maybe_object,
    need,
    need_id,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Evidence, Fetch, Pace, Platform, Reading, Route
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Capture, Known, Observation, ObservationKind, ProblemKind, Watched

MOST_RECHECKS = 100
NOTES = (
    "no login: what guests may read. Watch a forum that is not listed as nodebb:https://HOST/user/NAME, a "
    "board (/category/ID/SLUG), a thread (/topic/ID/SLUG) or, by its bare address, all topics of the site. "
    "Edits are told where posts are looked at again, and on pages of threads"
)


def nodebb(title: str, *, hosts: tuple[str, ...], example: str, evidence: Evidence = "simulated") -> Platform:
    """The platform of all forums that run NodeBB; on ``hosts`` every shape of its addresses is known."""
    return Platform(
        key=ENGINE.key,
        title=title,
        homepage="https://nodebb.org/",
        family="nodebb",
        example=example,
        recognise=lambda url: recognise_place(ENGINE, url, hosts),
        routes=(Route(name="api", sees="profile, all public posts with threads, replies, votes, edits"),),
        start=start_forum,
        readers={
            "member": read_member,
            "posts": read_posts,
            "known": read_known,
            "summary": read_summary,
            "topics": read_topics,
            "topic": read_topic,
        },
        hosts=hosts,
        any_host=True,
        order=61,
        pace=Pace(seconds=1.0, concurrency=1, source="our own courtesy; NodeBB documents none"),
        imports=(
            (r"/api/user/[^/?]+/posts", "posts"),
            (r"/api/user/[^/?]+(\?|$)", "member"),
            (r"/api/topic/\d+", "topic"),
            (r"/api/v3/posts/\d+/summary", "summary"),
        ),
        post_urls=(r"/post/(\d+)(?:[/?#]|$)", r"/topic/(\d+/[^/?#]+/\d+)(?:[/?#]|$)"),
        expects="the member's profile and a post, or a board, thread or site with posts",
        evidence=evidence,
        notes=NOTES,
    )


def start_forum(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The profile, the topic or the list of topics first; a member's known posts one by one."""
    place = place_of(ENGINE, watched)
    told = {} if known.full else known.attributes
    after, after_at = told.get("newest_post", ""), told.get("newest_at", "")
    if place.kind == "member":
        since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
        path = f"/user/{quote(place.name, safe='')}" if place.name else f"/user/uid/{place.id}"
        yield ask(place, path, "member", {"since": since})
        for post in known.recheck[:MOST_RECHECKS]:
            number = post.id.removeprefix(f"{place.site}/")
            if number.isascii() and number.isdigit():
                yield ask(place, f"/v3/posts/{number}", "known", {"post": number})
    elif place.kind == "thread":
        yield ask(place, f"/topic/{place.id}", "topic", {"after": after})
    else:
        path = f"/category/{place.id}" if place.kind == "board" else "/recent"
        yield ask(place, path, "topics", {"after_at": after_at})


def read_member(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The profile, then the list of posts. A banned member's posts stay."""
    place = place_of(ENGINE, watched)
    if moved := follow_redirect(capture, place):
        yield moved
        return
    if problem := read_nodebb_refusal(capture, watched):
        yield problem
        return
    account = read_user(as_object(parse_json(capture)), capture, watched, place)
    yield account
    if account.state == "suspended":
        until = account.attributes.get("banned_until", "not told")
        yield report("suspended", capture, watched, f"banned is true, until: {until}")
    if capture.route != "import":
        context = {
            "since": capture.context.get("since", ""),
            "slug": account.url.rpartition("/")[2],
            "count": "" if account.posts is None else str(account.posts),
        }
        yield ask(place, f"/user/{context['slug']}/posts", "posts", context)


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of a member's posts, newest first, and the page after it."""
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
    shown = [as_object(one, "posts") for one in as_array(need(body, "posts"), "posts")]
    since = parse_time(context.get("since", ""))
    ids, reached = [], False
    for spot, fields in enumerate(shown):
        at = parse_time(read_moment_of(fields, "timestamp"))
        ids.append(need_id(fields, "pid"))
        if since is not None and at is not None and at <= since:
            reached = True
        elif not is_deleted(fields):
            thread = read_thread(maybe_object(fields, "topic"), place)
            yield read_post(fields, capture, watched, thread, f"/posts/{spot}")
    if not shown and page == 1 and not since:
        count = context.get("count", "")
        kind: ProblemKind = "empty_proven" if count == "0" else "private"
        said = f"no posts that guests may read, and postcount is {count or 'not shown'}"
        yield report(kind, capture, watched, said)
    counted = count_page(context, mark_page(ids))
    if shown and not reached and "slug" in context and counted is not None:
        said_on = {**context, **counted, "page": str(page + 1), "moves": ""}
        yield ask(place, f"/user/{context['slug']}/posts", "posts", said_on, page=str(page + 1))


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What became of a known post: gone, edited (then its words are asked for), or as it was."""
    place = place_of(ENGINE, watched)
    number = capture.context.get("post", "")
    if says_no_post(capture):
        yield _observe("gone", capture, watched, place, number)
        return
    if problem := read_nodebb_refusal(capture, watched):
        yield problem
        return
    fields = as_object(need(as_object(parse_json(capture)), "response"), "response")
    need(fields, "pid")
    if is_deleted(fields):
        yield _observe("gone", capture, watched, place, number)
    elif fields.get("edited"):
        context = {"post": number, "edited": read_moment_of(fields, "edited")}
        yield ask(place, f"/v3/posts/{number}/summary", "summary", context)
    else:
        yield _observe("seen", capture, watched, place, number)


def read_summary(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known post that was edited, as it reads now."""
    place, context = place_of(ENGINE, watched), capture.context
    if says_no_post(capture):
        yield _observe("gone", capture, watched, place, context.get("post", ""))
        return
    if problem := read_nodebb_refusal(capture, watched):
        yield problem
        return
    fields = as_object(need(as_object(parse_json(capture)), "response"), "response")
    thread = read_thread(maybe_object(fields, "topic"), place)
    edited = {**fields, "edited": context.get("edited")}
    yield read_post(edited, capture, watched, thread, "/response")


def _observe(
    kind: ObservationKind, capture: Capture, watched: Watched, place: Place, number: str
) -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=f"{place.site}/{number}",
        kind=kind,
        record_id=capture.record_id,
        where="/response",
        captured_at=capture.captured_at,
        reason=f"status {capture.status}" if kind == "gone" else "",
    )
