"""Hacker News by its own API: a user, and the items that the user submitted, one by one.

Sources: github.com/HackerNews/API and its recorded items. Mandatory of a user are ``id``, ``created`` and
``karma``; ``submitted`` holds item numbers, newest first. Mandatory of an item are ``id``, ``type``, ``by``
and ``time``; of a deleted one little but ``deleted`` stands there, and what never was is ``null``, with
status 200. Names are case-sensitive and never change, so they are the keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from crawlers.address import split_address
from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.html_text import absolute, read_html
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_array,
    maybe_count,
    maybe_text,
    need_id,
    need_text,
    parse_json,
)
from crawlers.platform import Fetch, Pace, Platform, Reading, Route, Unreadable
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Known, Link, Observation, Post, Problem, ProblemKind, Watched
from storage.shims import unwrap_shim

API, SITE = "https://hacker-news.firebaseio.com/v0", "https://news.ycombinator.com"
MOST_ITEMS, MOST_RECHECKS = 2000, 100
ITEM = words("by descendants id kids parent parts poll score text time title type url dead deleted")
USER = words("about created id karma submitted delay")
ANSWERS: Mapping[str, str] = {"comment": "parent", "pollopt": "poll"}
"""The kinds of item that answer another, and where it is named."""

_NAME = re.compile(r"[A-Za-z0-9_-]{2,32}")
_PLACES = words("user threads submitted favorites")


def hackernews(key: str, title: str, *, example: str) -> Platform:
    """The platform."""
    return Platform(
        key=key,
        title=title,
        homepage=f"{SITE}/",
        family="hackernews",
        example=example,
        recognise=lambda url: recognise_user(url, key),
        routes=(Route(name="api", sees="all stories and comments with scores; deletions; no edit times"),),
        start=start_user,
        readers={"user": read_user, "item": read_item},
        hosts=("news.ycombinator.com",),
        credential_hosts=("hacker-news.firebaseio.com",),
        pace=Pace(
            seconds=0.2, concurrency=4, source="github.com/HackerNews/API: there is currently no rate limit"
        ),
        imports=(
            (r"hacker-news\.firebaseio\.com/v0/user/[^/]+\.json", "user"),
            (r"hacker-news\.firebaseio\.com/v0/item/\d+\.json", "item"),
        ),
        post_urls=(r"news\.ycombinator\.com/item\?id=(\d+)",),
        expects="the user, and an item where submitted is not empty",
        evidence="recorded body",
        notes=f"each item is a request of its own; of more than {MOST_ITEMS} new ones the newest are read",
    )


def recognise_user(url: str, platform: str) -> Watched | None:
    """The user that an address names: ``user?id=``, ``threads?id=``, ``submitted?id=``."""
    address = split_address(url.strip())
    if address is None:
        return None
    name = address.asked("id") if len(address.segments) == 1 and address.segments[0] in _PLACES else ""
    if address.host == "hacker-news.firebaseio.com" and address.segments[:2] == ("v0", "user"):
        name = address.segments[-1].removesuffix(".json")
    elif address.host != "news.ycombinator.com":
        return None
    if not _NAME.fullmatch(name):
        return None
    place = f"{SITE}/user?id={name}"
    return Watched(platform=platform, key=name, url=place, handle=name, host="news.ycombinator.com")


def start_user(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The user first, and the known items once more."""
    newest = "" if known.full else known.newest_id
    context = {"newest": newest} if newest.isdigit() else {}
    yield _ask(f"user/{watched.key}", "user", context)
    for post in known.recheck[:MOST_RECHECKS]:
        if post.id.isascii() and post.id.isdigit():
            yield _ask(f"item/{post.id}", "item", {"post": post.id})


def read_user(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The user, then the items that are newer than what is known."""
    body, problem = _open(capture, watched)
    if problem is not None:
        yield problem
        return
    if body is None:
        yield report("not_found", capture, watched, "the API answers null: there is no such user")
        return
    fields = as_object(body)
    account = _read_account(fields, capture, watched)
    yield account
    submitted = [one for one in maybe_array(fields, "submitted") if isinstance(one, int) and one > 0]
    newest = maybe_count(capture.context, "newest") or 0
    wanted = [one for one in dict.fromkeys(submitted) if one > newest]
    if not submitted:
        yield report("empty_proven", capture, watched, "submitted is empty")
    if len(wanted) > MOST_ITEMS:
        said = f"{len(wanted)} new items, of which the newest {MOST_ITEMS} are asked for"
        yield report("truncated", capture, watched, said)
    if capture.route != "import":
        for number in wanted[:MOST_ITEMS]:
            yield _ask(f"item/{number}", "item", {"post": str(number)})


def read_item(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A story, comment, job or poll; or that it was deleted."""
    body, problem = _open(capture, watched)
    if problem is not None:
        yield problem
        return
    if body is None or (isinstance(body, dict) and body.get("deleted") is True):
        number = capture.context.get("post", "") or (need_id(body) if isinstance(body, dict) else "")
        if not number:
            raise Unreadable("null, and nothing says which item was asked for")
        yield Observation(
            platform=watched.platform,
            post_id=number,
            kind="gone",
            record_id=capture.record_id,
            where="/deleted" if body else "",
            captured_at=capture.captured_at,
            reason="deleted is true" if body else "the API answers null",
        )
        return
    yield _read_post(as_object(body), capture, watched)


def _open(capture: Capture, watched: Watched) -> tuple[Any, Problem | None]:
    if problem := read_refusal(capture, watched):
        return None, problem
    if is_page(capture):
        return None, read_page_instead(capture, watched, "JSON")
    if capture.status >= 300:
        kind: ProblemKind = "unauthorised" if capture.status in (401, 403) else "changed_format"
        return None, report(kind, capture, watched, f"status {capture.status}")
    return parse_json(capture), None


def _read_account(fields: Object, capture: Capture, watched: Watched) -> Account:
    name = need_id(fields)
    about = read_html(maybe_text(fields, "about"), f"{SITE}/")
    created = need_text(fields, "created")
    told = {"karma": need_text(fields, "karma"), ATTRIBUTE: name_drift("user", USER, fields)}
    return Account(
        platform=watched.platform,
        key=name,
        handle=name,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=f"{SITE}/user?id={name}",
        host="news.ycombinator.com",
        bio=about.text,
        created_at=parse_time(created),
        created_at_text=created,
        created_at_precision="second" if parse_time(created) else "",
        posts=len(maybe_array(fields, "submitted")),
        links=tuple(
            Link(url=one.url, kind="bio", expanded=unwrap_shim(one.url) or "") for one in about.links
        ),
        aliases=(watched.key,) if watched.key != name else (),
        attributes={label: value for label, value in told.items() if value},
    )


def _read_post(fields: Object, capture: Capture, watched: Watched) -> Post:
    number, kind = need_id(fields), need_text(fields, "type")
    posted_text = need_text(fields, "time")
    posted_at = parse_time(posted_text)
    if posted_at is None:
        raise Unreadable(f"time: no time: {posted_text[:40]}")
    answered = need_id(fields, ANSWERS[kind]) if kind in ANSWERS else ""
    shown = read_html(maybe_text(fields, "text"), f"{SITE}/")
    own, quoted = part_quotes(shown.text)
    target = absolute(maybe_text(fields, "url"))
    links = [Link(url=one.url, text=one.text, expanded=unwrap_shim(one.url) or "") for one in shown.links]
    if target:
        links.append(Link(url=target, kind="card", expanded=unwrap_shim(target) or ""))
    title = "" if kind in ANSWERS else read_html(need_text(fields, "title")).text
    told = {
        "type": kind,
        "dead": "1" if fields.get("dead") is True else "",
        "quoted": quoted,
        ATTRIBUTE: name_drift("item", ITEM, fields),
    }
    return Post(
        platform=watched.platform,
        id=number,
        account=need_id(fields, "by"),
        url=f"{SITE}/item?id={number}",
        text=own or title,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        kind="reply" if answered else "post",
        title=title,
        posted_at=posted_at,
        posted_at_text=posted_text,
        reply_to=answered,
        links=tuple(dict.fromkeys(links)),
        replies=maybe_count(fields, "descendants") if not answered else len(maybe_array(fields, "kids")),
        likes=maybe_count(fields, "score"),
        route=capture.route,
        uri=f"{API}/item/{number}.json",
        attributes={label: value for label, value in told.items() if value},
    )


def part_quotes(text: str) -> tuple[str, str]:
    """The author's own lines, and those that quote somebody, which ``>`` marks there by custom."""
    lines = text.split("\n")
    own = [line for line in lines if not line.startswith(">")]
    quoted = [line.lstrip("> ") for line in lines if line.startswith(">")]
    if not "".join(own).strip():
        return text, ""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip(), "\n".join(quoted)[:2000]


def _ask(path: str, reader: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(url=f"{API}/{path}.json", reader=reader, context=dict(context))
