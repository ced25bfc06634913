"""Disqus: a user's comments on all sites, by API 3.0 with the researcher's own key.

Sources: disqus.com/api/docs (``users/details``, ``users/listPosts``, ``posts/details``; cursors; /errors),
and the types of public clients (pierods/gisqus). Mandatory of a user are ``id`` and ``username``, of a
comment ``id``, ``createdAt`` (UTC, without saying so), ``message`` (HTML) and ``author``. With
``related=thread`` the thread comes along: the page that was commented on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from crawlers.address import split_address
from crawlers.families.disqus_refusals import read_disqus_refusal
from crawlers.families.forum_json_words import find_blockquotes, read_body
from crawlers.html_text import absolute, find_links
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    need_id,
    need_text,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Pace, Platform, Reading, Route, Unreadable
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Account, Capture, Known, Link, Media, Observation, Post, ProblemKind, Watched
from storage.shims import unwrap_shim

SITE, API = "https://disqus.com", "https://disqus.com/api/3.0"
CREDENTIAL = "query:api_key:disqus"
PAGE, MOST_RECHECKS = 100, 60
NOTES = (
    "api: register an application at disqus.com/api/applications and give its public key as "
    "VEDETTE_CREDENTIAL_DISQUS; 1,000 requests an hour. Users who hide their activity show a profile alone. "
    "Disqus tells that a comment was edited, not when"
)

_NAME = re.compile(r"[A-Za-z0-9_.@+-]{2,60}")


def disqus(key: str, title: str, *, example: str) -> Platform:
    """The platform."""
    return Platform(
        key=key,
        title=title,
        homepage=f"{SITE}/",
        family="disqus",
        example=example,
        recognise=lambda url: recognise_user(url, key),
        routes=(
            Route(
                name="api",
                sees="all public comments on all sites, with the pages commented on; deletions",
                credential=CREDENTIAL,
            ),
            Route(name="import", sees="answers of the API in a capture that a person made"),
        ),
        start=start_user,
        readers={"user": read_user, "posts": read_posts, "post": read_known},
        hosts=("disqus.com", "www.disqus.com"),
        pace=Pace(seconds=3.6, concurrency=1, source="disqus.com/api/docs: 1,000 requests per hour"),
        shims=("disq.us",),
        imports=(
            (r"disqus\.com/api/3\.0/users/details", "user"),
            (r"disqus\.com/api/3\.0/(users|threads|posts|forums)/list(Posts)?(\.json|$|\?)", "posts"),
            (r"disqus\.com/api/3\.0/posts/details", "post"),
        ),
        post_urls=(r"#comment-(\d+)",),
        expects="the user, and a comment where numPosts is not 0",
        notes=NOTES,
    )


def recognise_user(url: str, platform: str) -> Watched | None:
    """The user that ``/by/NAME/`` names."""
    address = split_address(url.strip())
    if address is None or address.host not in ("disqus.com", "www.disqus.com"):
        return None
    if len(address.segments) < 2 or address.segments[0] != "by" or not _NAME.fullmatch(address.segments[1]):
        return None
    name = address.segments[1]
    place = f"{SITE}/by/{name}/"
    return Watched(platform=platform, key=name.lower(), url=place, handle=name, host="disqus.com")


def start_user(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The user first; known comments one by one."""
    if "api" not in (known.routes or ("api",)):
        return
    since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
    user = watched.key if watched.key.isdigit() and watched.key != watched.handle else ""
    yield _ask("users/details", {"user": user or f"username:{watched.handle}"}, "user", {"since": since})
    for post in known.recheck[:MOST_RECHECKS]:
        if post.id.isascii() and post.id.isdigit():
            yield _ask("posts/details", {"post": post.id, "related": "thread"}, "post", {"post": post.id})


def read_user(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The user, then the comments."""
    if problem := read_disqus_refusal(capture, watched):
        yield problem
        return
    fields = as_object(need(as_object(parse_json(capture)), "response"), "response")
    account = _read_account(fields, capture, watched)
    yield account
    if account.state == "private":
        yield report("private", capture, watched, "isPrivate is true")
    elif capture.route != "import":
        count = "" if account.posts is None else str(account.posts)
        context = {"user": account.key, "since": capture.context.get("since", ""), "count": count}
        yield _ask_posts(context)


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of comments, newest first, and the page that its cursor names."""
    if problem := read_disqus_refusal(capture, watched):
        yield problem
        return
    context = capture.context
    body = as_object(parse_json(capture))
    shown = as_array(need(body, "response"), "response")
    since, reached = parse_time(context.get("since", "")), False
    ids = []
    for spot, one in enumerate(shown):
        fields = as_object(one, f"response/{spot}")
        ids.append(need_id(fields))
        at = parse_time(maybe_text(fields, "createdAt"))
        if since is not None and at is not None and at <= since:
            reached = True
        elif not _find_removal(fields):
            yield read_comment(fields, capture, watched, f"/response/{spot}")
    if not shown and not since and "cursor" not in context:
        count = context.get("count", "")
        kind: ProblemKind = "empty_proven" if count == "0" else "private"
        said = f"no comments, and numPosts is {count or 'not shown'}"
        yield report(kind, capture, watched, said)
    cursor = maybe_object(body, "cursor")
    following = maybe_text(cursor, "next")
    counted = count_page(context, mark_page(ids, following))
    more = cursor.get("hasNext") is True and bool(following) and following != context.get("cursor")
    if more and not reached and counted is not None and "user" in context:
        yield _ask_posts({**context, **counted, "cursor": following})


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known comment as it is now, or gone."""
    number = capture.context.get("post", "")
    if problem := read_disqus_refusal(capture, watched):
        if problem.kind == "not_found" and number:
            yield _observe_gone(number, capture, watched, problem.reason)
        else:
            yield problem
        return
    fields = as_object(need(as_object(parse_json(capture)), "response"), "response")
    if why := _find_removal(fields):
        yield _observe_gone(need_id(fields), capture, watched, why)
    else:
        yield read_comment(fields, capture, watched, "/response")


def read_comment(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A comment, its author's own; the page that it stands on is its thread.

    Raises ``Unreadable`` where what every comment has lacks.
    """
    id, posted_text = need_id(fields), need_text(fields, "createdAt")
    posted_at = parse_time(posted_text)
    if posted_at is None:
        raise Unreadable(f"createdAt: no time: {posted_text[:40]}")
    author = as_object(need(fields, "author"), "author")
    thread, parent = maybe_object(fields, "thread"), maybe_text(fields, "parent")
    body = read_body(need_text(fields, "message"), f"{SITE}/", find_blockquotes)
    page = absolute(maybe_text(thread, "link"))
    own = f"{page.partition('#')[0]}#comment-{id}" if page else ""
    told = {
        "thread": maybe_text(thread, "id") or maybe_text(fields, "thread"),
        "thread_title": maybe_text(thread, "clean_title") or maybe_text(thread, "title"),
        "thread_url": page,
        "forum": maybe_text(fields, "forum") or maybe_text(maybe_object(fields, "forum"), "id"),
        "author_name": maybe_text(author, "name"),
        "dislikes": maybe_text(fields, "dislikes"),
        "edited": "1" if fields.get("isEdited") is True else "",
        **body.tell(),
    }
    name = maybe_text(author, "username")
    return Post(
        platform=watched.platform,
        id=id,
        account=maybe_text(author, "id") or f"guest/{maybe_text(author, 'name').lower()}",
        url=own or absolute(maybe_text(fields, "url")) or f"{SITE}/by/{name or 'guest'}/#comment-{id}",
        text=body.text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="reply",
        author=name or maybe_text(author, "name"),
        posted_at=posted_at,
        posted_at_text=posted_text,
        reply_to=parent,
        mentions=body.mentions,
        media=(*body.media, *_read_media(fields)),
        links=body.links,
        likes=maybe_count(fields, "likes"),
        route=capture.route,
        attributes={label: value for label, value in told.items() if value},
    )


def _read_account(fields: Object, capture: Capture, watched: Watched) -> Account:
    key, name = need_id(fields), need_id(fields, "username")
    about, joined = maybe_text(fields, "about").strip(), maybe_text(fields, "joinedAt")
    site = absolute(maybe_text(fields, "url"))
    told = {
        "location": maybe_text(fields, "location"),
        "reputation": maybe_text(fields, "rep"),
        "reputation_label": maybe_text(fields, "reputationLabel"),
        "likes_received": maybe_text(fields, "numLikesReceived"),
    }
    return Account(
        platform=watched.platform,
        key=key,
        handle=name,
        record_id=capture.record_id,
        where="/response",
        captured_at=capture.captured_at,
        url=f"{SITE}/by/{name}/",
        host="disqus.com",
        display_name=maybe_text(fields, "name"),
        bio=about,
        created_at=parse_time(joined),
        created_at_text=joined,
        created_at_precision="second" if parse_time(joined) else "",
        followers=maybe_count(fields, "numFollowers"),
        following=maybe_count(fields, "numFollowing"),
        posts=maybe_count(fields, "numPosts"),
        state="private" if fields.get("isPrivate") is True else "live",
        avatar_url=absolute(maybe_text(maybe_object(fields, "avatar"), "permalink"), f"{SITE}/"),
        links=(
            *((Link(url=site, kind="profile"),) if site else ()),
            *(
                Link(url=one.url, kind="bio", expanded=unwrap_shim(one.url) or "")
                for one in find_links(about)
            ),
        ),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={label: value for label, value in told.items() if value},
    )


def _find_removal(fields: Object) -> str:
    """Why a comment is no longer shown, empty where it is."""
    if fields.get("isDeleted") is True:
        return "isDeleted is true"
    return "isSpam is true" if fields.get("isSpam") is True else ""


def _read_media(fields: Object) -> Iterable[Media]:
    for one in maybe_objects(fields, "media"):
        if url := absolute(maybe_text(one, "url"), f"{SITE}/"):
            is_image = maybe_text(one, "mediaType") in ("1", "2", "")
            yield Media(url=url, kind="image" if is_image else "unknown")


def _observe_gone(number: str, capture: Capture, watched: Watched, why: str) -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=number,
        kind="gone",
        record_id=capture.record_id,
        where="/response",
        captured_at=capture.captured_at,
        reason=why,
    )


def _ask_posts(context: Mapping[str, str]) -> Fetch:
    query = {"user": context["user"], "limit": str(PAGE), "order": "desc", "related": "thread"}
    if cursor := context.get("cursor"):
        query["cursor"] = cursor
    return _ask("users/listPosts", query, "posts", context)


def _ask(method: str, query: Mapping[str, str], reader: str, context: Mapping[str, str]) -> Fetch:
    kept = {name: value for name, value in context.items() if value}
    url = f"{API}/{method}.json?{urlencode(query)}"
    return Fetch(url=url, reader=reader, credential=CREDENTIAL, context=kept)
