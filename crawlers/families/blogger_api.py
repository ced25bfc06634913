"""The Blogger API v3: a blog by its URL, its posts page by page, one post again.

Source: developers.google.com/blogger/docs/3.0/reference (``blogs/byurl``, ``posts`` with ``orderBy``,
``fetchImages``, ``pageToken``; errors as ``error.errors[].reason``). It is asked with an API key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from urllib.parse import urlencode

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.blogger_feed import locate_feed
from crawlers.families.feed_sites import ACCEPT, observe_gone
from crawlers.html_text import absolute, read_html
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need_id,
    need_text,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Link, Media, Post, Problem, ProblemKind, Watched
from storage.shims import unwrap_shim

HOST = "www.googleapis.com"
CREDENTIAL = "query:key:blogger"
PAGE = 100

BLOG = words(
    "kind id name description published updated url selfLink posts pages locale status customMetaData"
)
POST = words(
    """
    kind id blog published updated url selfLink title titleLink content images customMetaData author replies
    labels location status etag readerComments trashed
    """
)
_REASONS: Mapping[str, ProblemKind] = {
    "notFound": "not_found",
    "forbidden": "private",
    "insufficientPermissions": "private",
    "authError": "unauthorised",
    "required": "unauthorised",
    "keyInvalid": "unauthorised",
    "keyExpired": "unauthorised",
    "badRequest": "unauthorised",
    "accessNotConfigured": "unauthorised",
    "ipRefererBlocked": "unauthorised",
    "rateLimitExceeded": "rate_limited",
    "userRateLimitExceeded": "rate_limited",
    "quotaExceeded": "rate_limited",
    "dailyLimitExceeded": "rate_limited",
    "backendError": "unreachable",
}
_BY_DAY = ("quotaExceeded", "dailyLimitExceeded")


def ask_blog(blog: str, url: str, context: Mapping[str, str]) -> Fetch:
    """A blog by its number where that is known, else by its address."""
    path = f"{blog}?view=READER" if blog else f"byurl?{urlencode({'url': url, 'view': 'READER'})}"
    return _ask(path, "blog", context)


def ask_posts(blog: str, context: Mapping[str, str], token: str = "") -> Fetch:
    """A page of a blog's posts, last changed first."""
    query = {"maxResults": str(PAGE), "orderBy": "UPDATED", "fetchImages": "true", "view": "READER"}
    return _ask(
        f"{blog}/posts?{urlencode({**query, **({'pageToken': token} if token else {})})}", "posts", context
    )


def ask_post(blog: str, post: str) -> Fetch:
    """One known post."""
    query = urlencode({"fetchImages": "true", "view": "READER"})
    return _ask(f"{blog}/posts/{post}?{query}", "post", {"post": f"{blog}/{post}"})


def read_blog(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The blog as account, and its posts."""
    if problem := read_api_refusal(capture, watched):
        yield _ask_page(watched) if problem.kind == "not_found" else problem
        return
    fields = as_object(parse_json(capture))
    number = need_id(fields)
    bio = read_html(maybe_text(fields, "description"))
    locale = maybe_object(fields, "locale")
    facts = {
        "language": maybe_text(locale, "language"),
        "country": maybe_text(locale, "country"),
        "updated": maybe_text(fields, "updated"),
        ATTRIBUTE: name_drift("blog", BLOG, fields),
    }
    yield Account(
        platform=watched.platform,
        key=number,
        handle=watched.handle or number,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=absolute(maybe_text(fields, "url")) or watched.url,
        host=watched.host,
        display_name=need_text(fields, "name"),
        bio=bio.text,
        created_at=maybe_time(fields, "published"),
        created_at_text=maybe_text(fields, "published"),
        created_at_precision="second" if maybe_time(fields, "published") else "",
        posts=maybe_count(maybe_object(fields, "posts"), "totalItems"),
        links=tuple(Link(url=one.url, text=one.text, kind="bio") for one in bio.links),
        aliases=(watched.key,) if watched.key != number else (),
        attributes={name: value for name, value in facts.items() if value},
    )
    yield ask_posts(number, {name: capture.context[name] for name in ("since",) if name in capture.context})


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of posts and the next, until what last changed before the newest known post."""
    if problem := read_api_refusal(capture, watched):
        yield _ask_page(watched) if problem.kind == "not_found" else problem
        return
    fields = as_object(parse_json(capture))
    if "items" not in fields and maybe_text(fields, "kind") != "blogger#postList":
        raise Unreadable("items: lacks")
    items = as_array(fields.get("items", []), "items")
    posts = []
    for number, item in enumerate(items):
        posts.append(read_post_entity(as_object(item), capture, watched, f"/items/{number}"))
        yield posts[-1]
    if not posts and "pages" not in capture.context and "since" not in capture.context:
        yield report("empty_proven", capture, watched, "a post list of Blogger's without items")
    token = maybe_text(fields, "nextPageToken")
    since = parse_time(capture.context.get("since", ""))
    changes = [when for one in posts if (when := one.edited_at or one.posted_at)]
    if not token or not posts or (since and changes and min(changes) < since):
        return
    counted = count_page(capture.context, mark_page((post.id for post in posts), token))
    if counted is not None:
        yield ask_posts(posts[0].account, {**capture.context, **counted}, token)


def read_one_post(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known post as it is now, or gone."""
    problem = read_api_refusal(capture, watched)
    if problem is not None and problem.kind == "not_found":
        yield observe_gone(capture, watched, problem.reason)
    elif problem is not None:
        yield problem
    else:
        yield read_post_entity(as_object(parse_json(capture)), capture, watched, "")


def read_post_entity(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A post. Raises ``Unreadable`` where its id or its blog's lacks."""
    blog, number = need_id(as_object(fields.get("blog"), "blog")), need_id(fields)
    link = absolute(need_text(fields, "url"), capture.url)
    body = read_html(maybe_text(fields, "content"), link)
    title = read_html(maybe_text(fields, "title").replace("<", "&lt;")).text
    posted, edited = maybe_time(fields, "published"), maybe_time(fields, "updated")
    author = maybe_object(fields, "author")
    place = maybe_object(fields, "location")
    pictures = [Media(url=url, kind="image") for one in maybe_objects(fields, "images") if (url := _url(one))]
    media = {one.url: one for one in [*body.media, *pictures]}
    facts = {
        "author_id": maybe_text(author, "id"),
        "author_url": absolute(maybe_text(author, "url")),
        "location": maybe_text(place, "name"),
        "title_link": absolute(maybe_text(fields, "titleLink")),
        ATTRIBUTE: name_drift("post", POST, fields),
    }
    return Post(
        platform=watched.platform,
        id=f"{blog}/{number}",
        account=blog,
        url=link,
        text=body.text or title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="article",
        title=title,
        author=maybe_text(author, "displayName"),
        posted_at=posted,
        posted_at_text=maybe_text(fields, "published"),
        edited_at=edited if edited and posted and edited > posted else None,
        hashtags=tuple(
            one for one in maybe_array(fields, "labels") if isinstance(one, str) and "\x00" not in one
        ),
        media=tuple(media.values()),
        links=tuple(
            Link(url=one.url, text=one.text, expanded=unwrap_shim(one.url) or "") for one in body.links
        ),
        replies=maybe_count(maybe_object(fields, "replies"), "totalItems"),
        route=capture.route,
        uri=f"tag:blogger.com,1999:blog-{blog}.post-{number}",
        attributes={name: value for name, value in facts.items() if value},
    )


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The error that a body tells; a limit by the day ends at midnight Pacific time."""
    if is_page(capture):
        return read_refusal(capture, watched) or read_page_instead(capture, watched, "the API's answer")
    if capture.status < 400:
        return None
    try:
        error = maybe_object(as_object(parse_json(capture)), "error")
    except Unreadable:
        error = {}
    reasons = [maybe_text(one, "reason") for one in maybe_objects(error, "errors")]
    reason = next((one for one in reasons if one in _REASONS), "")
    said = f"{reason}: {maybe_text(error, 'message')}".strip(": ")
    if reason and _REASONS[reason] == "rate_limited":
        midnight = capture.captured_at.replace(hour=8, minute=0, second=0, microsecond=0)
        later = midnight + timedelta(days=int(midnight <= capture.captured_at))
        minute = capture.captured_at + timedelta(seconds=100)
        retry = read_retry_at(capture) or (later if reason in _BY_DAY else minute)
        return report("rate_limited", capture, watched, said, retry)
    if reason:
        return report(_REASONS[reason], capture, watched, said)
    if problem := read_refusal(capture, watched):
        return problem
    kind: ProblemKind = "unauthorised" if capture.status in (400, 401, 403) else "not_found"
    return report(kind, capture, watched, said or f"status {capture.status}")


def _ask_page(watched: Watched) -> Fetch:
    """The feed of a blog that the API does not know: it tells removed, locked and unheard-of blogs apart."""
    return Fetch(url=locate_feed(watched), reader="feed", route="feed", headers=(ACCEPT,))


def _url(fields: Object) -> str:
    return absolute(re.sub(r"^//", "https://", maybe_text(fields, "url")))


def _ask(path: str, reader: str, context: Mapping[str, str]) -> Fetch:
    url = f"https://{HOST}/blogger/v3/blogs/{path}"
    return Fetch(url=url, reader=reader, route="api", credential=CREDENTIAL, context=dict(context))
