"""Feeds of platforms that have accounts and post ids of their own: Blogger, Medium, LiveJournal, Vimeo.

What such a platform's feed holds is read as any feed is (``feed_entries``); its ``Shape`` says what its own
refusals look like and which ids its accounts and posts have. A post that is no longer in a feed of the newest
entries says nothing: known posts are asked for one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from crawlers.families.feed_entries import read_entry, read_feed_account
from crawlers.families.feed_parsing import MOST_ENTRIES, looks_like_feed, parse_feed
from crawlers.html_text import absolute
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, report
from crawlers.times import parse_time
from storage.items import (
    Account,
    Capture,
    Known,
    Observation,
    Post,
    Problem,
    ProblemKind,
    Validators,
    Watched,
)

ACCEPT = ("Accept", "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5")
MOST_RECHECKS = 100
MISSING: Mapping[int, ProblemKind] = {401: "private", 403: "unauthorised", 404: "not_found", 410: "deleted"}
"""What a status says where the body says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How one platform's feed differs: its refusals, and its own ids and facts of account and entries."""

    explain: Callable[[Capture, Watched], Problem | None]
    describe: Callable[[Account, Any, Watched], Account]
    identify: Callable[[Post, Any, str], Post]
    """From the post as any feed has it, the entry, and the account's key."""


def ask_feed(url: str, known: Known, context: Mapping[str, str] | None = None) -> Fetch:
    """A feed, conditionally; ``since`` in its context ends paging at what is known."""
    validators = Validators() if known.full else known.validators.get(url, Validators())
    since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
    return Fetch(
        url=url,
        reader="feed",
        route="feed",
        headers=(ACCEPT,),
        context={**({"since": since} if since else {}), **(context or {})},
        etag=validators.etag,
        last_modified=validators.last_modified,
    )


def ask_known(known: Known, locate: Callable[[str, str], str], **context: str) -> Iterable[Fetch]:
    """The known posts one by one; ``locate`` makes of a post's id and URL what is to be asked, or nothing."""
    for post in known.recheck[:MOST_RECHECKS]:
        if url := locate(post.id, post.url):
            said = {"post": post.id, **context}
            yield Fetch(url=url, reader="known", route="feed", headers=(ACCEPT,), context=said)


def read_site_feed(capture: Capture, watched: Watched, shape: Shape) -> Iterable[Reading]:
    """Account and entries of a page of a feed, and the next older page where the feed names one.

    Raises ``Unreadable`` where what came is neither a feed nor a refusal.
    """
    if capture.status == 304:
        return
    if (problem := shape.explain(capture, watched)) or (problem := read_no_feed(capture, watched)):
        if "page" not in capture.context or problem.kind != "not_found":
            yield problem
        return
    if moved := follow_move(capture, "feed"):
        yield replace(moved, headers=(ACCEPT,))
        return
    found = read_xml(capture)
    account = shape.describe(read_feed_account(found, capture, watched), found, watched)
    if not {"page", "described"} & capture.context.keys():
        yield account
    posts = []
    for entry in found.entries[:MOST_ENTRIES]:
        posts.append(shape.identify(read_entry(entry, found, capture, watched), entry, account.key))
        yield posts[-1]
    if posts:
        yield from _turn(found, capture, posts)
    elif found.bozo or capture.truncated:
        yield report("changed_format", capture, watched, "the feed breaks off before its first entry")
    elif "page" not in capture.context:
        yield report("empty_proven", capture, watched, "a whole feed without entries")


def read_known_entry(capture: Capture, watched: Watched, shape: Shape) -> Iterable[Reading]:
    """A known post by its own feed: as it is now, or gone."""
    problem = shape.explain(capture, watched)
    if problem is None and capture.status in (404, 410):
        yield observe_gone(capture, watched)
        return
    if problem := problem or read_no_feed(capture, watched):
        yield problem
        return
    if moved := follow_move(capture, "feed"):
        yield replace(moved, headers=(ACCEPT,))
        return
    found = read_xml(capture)
    key = capture.context.get("key", watched.key)
    for entry in found.entries[:1]:
        yield shape.identify(read_entry(entry, found, capture, watched), entry, key)
    if not found.entries:
        raise Unreadable("a feed of one entry, without it")


def observe_gone(capture: Capture, watched: Watched, reason: str = "") -> Observation:
    """That the post which was asked for is no longer there."""
    return Observation(
        platform=watched.platform,
        post_id=capture.context["post"],
        kind="gone",
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        reason=reason or f"status {capture.status}",
    )


def read_no_feed(capture: Capture, watched: Watched) -> Problem | None:
    """Why there is no feed in an answer, ``None`` where there may be one or a move to one."""
    if problem := read_refusal(capture, watched):
        return problem
    if kind := MISSING.get(capture.status):
        return report(kind, capture, watched, f"status {capture.status}")
    if capture.status >= 400:
        return report("changed_format", capture, watched, f"no feed, status {capture.status}")
    if is_page(capture) and not 300 < capture.status < 400:
        return read_page_instead(capture, watched, "a feed")
    return None


def read_xml(capture: Capture) -> Any:
    """feedparser's result. Raises ``Unreadable`` where the body is no feed, nor an entry of one."""
    if looks_like_feed(capture.body):
        return parse_feed(capture)
    raise Unreadable("neither a feed nor a page")


def say(fields: Any, name: str) -> str:
    """A text of feedparser's, empty where it is missing or none."""
    value = fields[name] if name in fields else ""  # noqa: SIM401 - feedparser gives stand-ins by ``get``
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""


def _turn(found: Any, capture: Capture, posts: list[Post]) -> Iterable[Fetch]:
    """The page that ``rel=next`` names, unless all further ones last changed before ``since``."""
    links = [link for link in found.feed.get("links") or () if isinstance(link, dict)]
    target = next((str(link.get("href", "")) for link in links if link.get("rel") == "next"), "")
    target = absolute(target, capture.url)
    if not target or target == capture.url or _is_known(posts, capture.context.get("since", "")):
        return
    counted = count_page(capture.context, mark_page(post.id for post in posts))
    if counted is not None:
        kept = {name: value for name, value in capture.context.items() if name != "moves"}
        page = {**kept, **counted, "page": "1"}
        yield Fetch(url=target, reader="feed", route="feed", headers=(ACCEPT,), context=page)


def _is_known(posts: list[Post], since: str) -> bool:
    """Whether a page reaches back to what is known; feeds give whole seconds, so one is spared."""
    moment = parse_time(since)
    changes: list[datetime] = [when for one in posts if (when := one.edited_at or one.posted_at)]
    return moment is not None and bool(changes) and min(changes) < moment - timedelta(seconds=1)
