"""Tumblr's API v2 with the user's consumer key: a blog's posts with their trails.

Source: tumblr/docs api.md (``/posts`` with ``npf``, ``reblog_info``, ``before``, ``offset``, ``id``; an
``id`` that is not there is 404; error bodies; limits) and npf-spec.md (``trail``, ``broken_blog_name``). The
limits' headers (``X-Ratelimit-Perday-Reset`` in seconds) and the words for blogs that only members see are as
gallery-dl reads them. The API tells no time of an edit: known posts are asked for one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import orjson

from crawlers.families.feed_sites import MOST_RECHECKS, observe_gone
from crawlers.families.tumblr_posts import read_blog, read_post
from crawlers.families.tumblr_urls import API, identify_blog
from crawlers.json_reading import (
    as_array,
    as_object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading
from crawlers.refusals import LONGEST_WAIT, header, is_page, read_page_instead, read_refusal, report
from crawlers.times import parse_time
from storage.items import Capture, Known, Post, Problem, ProblemKind, Watched

CREDENTIAL = "query:api_key:tumblr"
PAGE = 20
_MEMBERS_ONLY = "only viewable within the Tumblr dashboard"
_KINDS: Mapping[int, ProblemKind] = {401: "unauthorised", 403: "private", 404: "not_found", 410: "deleted"}


def ask_api(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The newest posts, on to what is known; known posts one by one."""
    since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
    yield _ask(watched, {"limit": str(PAGE)}, "posts", {"since": since} if since else {})
    for post in known.recheck[:MOST_RECHECKS]:
        if post.id.isdigit():
            yield _ask(watched, {"id": post.id}, "known", {"post": post.id})


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The blog and a page of its posts, and the page after it."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    response = as_object(need(as_object(parse_json(capture)), "response"), "response")
    blog = as_object(need(response, "blog"), "response.blog")
    account = read_blog(blog, capture, watched, "/response/blog")
    if "pages" not in capture.context:
        yield account
    posts: list[Post] = []
    for number, fields in enumerate(as_array(need(response, "posts"), "response.posts")):
        place = f"/response/posts/{number}"
        posts.append(read_post(as_object(fields, place), account, capture, place))
        yield posts[-1]
    total = maybe_count(response, "total_posts")
    if not posts and "pages" not in capture.context:
        counted = total if total is not None else maybe_count(blog, "posts")
        kind: ProblemKind = "empty_proven" if counted == 0 else "changed_format"
        yield report(kind, capture, watched, f"no posts, and the blog counts {counted}")
    if posts and not _reaches(posts, parse_time(capture.context.get("since", ""))):
        links = maybe_object(maybe_object(response, "_links"), "next")
        yield from _turn(capture, posts, maybe_text(links, "href"), total)


def read_info(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The blog alone, of ``/info``: from captures of others."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    response = as_object(need(as_object(parse_json(capture)), "response"), "response")
    yield read_blog(as_object(need(response, "blog"), "response.blog"), capture, watched, "/response/blog")


def read_known_post(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known post as it is now, or gone."""
    problem = read_api_refusal(capture, watched)
    if problem and problem.kind in ("not_found", "deleted"):
        yield observe_gone(capture, watched)
    elif problem:
        yield problem
    else:
        response = as_object(need(as_object(parse_json(capture)), "response"), "response")
        account = read_blog(maybe_object(response, "blog"), capture, watched, "/response/blog")
        posts = as_array(need(response, "posts"), "response.posts")
        found = next((one for one in posts if isinstance(one, dict)), None)
        if found is None:
            yield observe_gone(capture, watched, "an empty answer to its id")
        else:
            yield read_post(as_object(found), account, capture, "/response/posts/0")


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer (``{meta, response, errors}``) is, ``None`` where it may be read."""
    if capture.status == 429:
        return report(
            "rate_limited", capture, watched, "the key's or the address's limit", _find_reset(capture)
        )
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "JSON")
    status, said = _read_error(capture)
    status = status or capture.status
    if status < 400:
        return None
    if _MEMBERS_ONLY in said:
        return report("login_wall", capture, watched, said)
    if status == 429:
        return report("rate_limited", capture, watched, said or "status 429", _find_reset(capture))
    kind = _KINDS.get(status, "changed_format")
    return report(kind, capture, watched, f"status {status}: {said}".rstrip(": "))


def _read_error(capture: Capture) -> tuple[int, str]:
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return 0, ""
    if not isinstance(fields, dict):
        return 0, ""
    meta = maybe_object(fields, "meta")
    first = next(iter(maybe_objects(fields, "errors")), {})
    said = maybe_text(first, "detail") or maybe_text(first, "title") or maybe_text(meta, "msg")
    return maybe_count(meta, "status") or 0, said


def _find_reset(capture: Capture) -> datetime | None:
    """When the limit that is used up is lifted; the longest where several are."""
    waits = [
        timedelta(seconds=int(reset[:9]))
        for span in ("perday", "perhour")
        if header(capture, f"x-ratelimit-{span}-remaining").strip() == "0"
        and (reset := header(capture, f"x-ratelimit-{span}-reset").strip()).isascii()
        and reset.isdigit()
    ]
    return capture.captured_at + min(max(waits), LONGEST_WAIT) if waits else None


def _reaches(posts: list[Post], since: datetime | None) -> bool:
    """Whether a page reaches back to what is known; pinned posts stand above newer ones."""
    times = [one.posted_at for one in posts if one.posted_at and not one.pinned]
    return since is not None and bool(times) and min(times) < since


def _turn(capture: Capture, posts: list[Post], href: str, total: int | None) -> Iterable[Fetch]:
    """The next page: the link that the answer names, else by counting up to ``total_posts``."""
    counted = count_page(capture.context, mark_page(post.id for post in posts))
    if counted is None:
        return
    here = urlsplit(capture.url)
    target = urlsplit(urljoin(capture.url, href) if href else capture.url)
    query = {name: value for name, value in parse_qsl(target.query) if name != "api_key"}
    if not href:
        asked = dict(parse_qsl(here.query)).get("offset", "0")
        offset = (int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0) + len(posts)
        if total is None or offset >= total:
            return
        query["offset"] = str(offset)
    if (target.scheme, target.netloc) != (here.scheme, here.netloc):
        return
    url = f"{API}{target.path}?{urlencode(query)}"
    yield Fetch(url=url, reader="posts", credential=CREDENTIAL, context={**capture.context, **counted})


def _ask(watched: Watched, query: Mapping[str, str], reader: str, context: Mapping[str, str]) -> Fetch:
    asked = urlencode({**query, "npf": "true", "reblog_info": "true"})
    url = f"{API}/v2/blog/{identify_blog(watched)}/posts?{asked}"
    return Fetch(url=url, reader=reader, credential=CREDENTIAL, context=context)
