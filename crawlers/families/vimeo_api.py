"""Vimeo's API: a user, the user's videos last changed first, one video again.

Source: developer.vimeo.com/api/reference (``/users/ID``, ``/users/ID/videos`` with ``sort=modified_time``,
``fields``), /api/guides (``X-RateLimit-Reset``; errors as ``error``, ``developer_message``, ``error_code``).
A token of the app alone, with the scope ``public``, is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode, urljoin

from crawlers.families.feed_sites import observe_gone
from crawlers.families.vimeo_entities import read_user, read_video
from crawlers.families.vimeo_urls import API
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_object,
    maybe_text,
    need,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from crawlers.times import parse_time
from storage.items import Capture, Post, Problem, ProblemKind, Watched

CREDENTIAL = "bearer:vimeo"
ACCEPT = ("Accept", "application/vnd.vimeo.*+json;version=3.4")
PAGE = 100
NO_SUCH_PAGE = "2286"

_USER = (
    *("uri", "name", "link", "bio", "short_bio", "location", "created_time", "websites", "account"),
    *("pictures.base_link", "pictures.sizes"),
    *(f"metadata.connections.{name}.total" for name in ("followers", "following", "videos")),
)
_VIDEO = (
    *("uri", "name", "description", "type", "link", "player_embed_url", "duration", "width", "height"),
    *("language", "created_time", "modified_time", "release_time", "content_rating", "license"),
    *("privacy.view", "privacy.embed", "pictures.base_link", "pictures.sizes", "tags.tag", "tags.name"),
    *("stats.plays", "metadata.connections.comments.total", "metadata.connections.likes.total"),
)
USER_FIELDS = ",".join(_USER)
VIDEO_FIELDS = ",".join([*_VIDEO, *(f"user.{name}" for name in _USER)])
"""What is asked for: Vimeo grants more questions to those who say which fields they need."""


def ask_user(name: str, context: Mapping[str, str]) -> Fetch:
    """A user by name or number."""
    return _ask(f"/users/{name}?{urlencode({'fields': USER_FIELDS})}", "user", context)


def ask_videos(name: str, context: Mapping[str, str]) -> Fetch:
    """The videos of a user, last changed first."""
    query = {"per_page": str(PAGE), "sort": "modified_time", "direction": "desc", "fields": VIDEO_FIELDS}
    return _ask(f"/users/{name}/videos?{urlencode(query)}", "videos", context)


def ask_video(id: str) -> Fetch:
    """One known video."""
    return _ask(f"/videos/{id}?{urlencode({'fields': VIDEO_FIELDS})}", "video", {"post": id})


def read_account(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The user, and the videos."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    account = read_user(_read_body(capture), capture, watched, "")
    yield account
    yield ask_videos(account.key, {**capture.context, "described": "1"})


def read_videos(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of videos with the user beside them, and the next page until what is known."""
    if problem := read_api_refusal(capture, watched):
        if "pages" not in capture.context or NO_SUCH_PAGE not in problem.reason:
            yield problem
        return
    fields = _read_body(capture)
    items = [as_object(one, "data") for one in as_array(need(fields, "data"), "data")]
    if items and "described" not in capture.context:
        yield read_user(as_object(need(items[0], "user"), "user"), capture, watched, "/data/0/user")
    posts = []
    for number, item in enumerate(items):
        posts.append(read_video(item, capture, watched, f"/data/{number}"))
        yield posts[-1]
    if not posts and "pages" not in capture.context and "since" not in capture.context:
        if fields.get("total") != 0:
            raise Unreadable("data: empty, and the total is not 0")
        yield report("empty_proven", capture, watched, "total: 0")
    following = maybe_text(maybe_object(fields, "paging"), "next")
    if following and posts and not _is_known(posts, parse_time(capture.context.get("since", ""))):
        counted = count_page(capture.context, mark_page(post.id for post in posts))
        target = urljoin(f"https://{API}/", following)
        if counted is not None and target.startswith(f"https://{API}/"):
            path = target.removeprefix(f"https://{API}")
            yield _ask(path, "videos", {**capture.context, **counted, "described": "1"})


def read_one_video(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known video as it is now, or gone."""
    problem = read_api_refusal(capture, watched)
    if problem is not None and problem.kind in ("not_found", "deleted"):
        yield observe_gone(capture, watched, problem.reason)
    elif problem is not None:
        yield problem
    else:
        yield read_video(_read_body(capture), capture, watched, "")


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """What the API's error says; bodies with an ``error`` are none whatever their status."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "the API's answer")
    try:
        fields: Object = _read_body(capture)
    except Unreadable:
        if capture.status < 400:
            raise
        fields = {}
    if capture.status < 400 and not maybe_text(fields, "error"):
        return None
    words = f"{maybe_text(fields, 'error')} {maybe_text(fields, 'developer_message')}"
    said = f"{words} ({maybe_text(fields, 'error_code') or capture.status})".strip()
    kinds: Mapping[int, ProblemKind] = {401: "unauthorised", 404: "not_found", 410: "deleted"}
    if capture.status == 403:
        token = "scope" in words.lower() or "token" in words.lower()
        return report("unauthorised" if token else "private", capture, watched, said)
    return report(kinds.get(capture.status, "changed_format"), capture, watched, said)


def _read_body(capture: Capture) -> Object:
    bare = replace(capture, body=capture.body.removeprefix(b"\xef\xbb\xbf"))
    return as_object(parse_json(bare))


def _is_known(posts: list[Post], since: datetime | None) -> bool:
    changes = [when for one in posts if (when := one.edited_at or one.posted_at)]
    return since is not None and bool(changes) and min(changes) < since


def _ask(path: str, reader: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(
        url=f"https://{API}{path}",
        reader=reader,
        route="api",
        headers=(ACCEPT,),
        credential=CREDENTIAL,
        context=dict(context),
    )
