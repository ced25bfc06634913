"""The lists in which a member's posts are found: the forum's search, the profile's own list, a feed.

They tell where posts stand; the posts themselves are read on their threads' pages, since lists cut them
short.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from crawlers.families.feed_parsing import MOST_ENTRIES, looks_like_feed, parse_feed
from crawlers.families.forum_engine import Engine
from crawlers.families.forum_members import ask_list
from crawlers.families.forum_pages import Page, explain, find, open_page, read_pager, says_nothing_found
from crawlers.families.forum_places import Place, fill, find_thread, place_of
from crawlers.families.forum_rows import is_known, read_rows
from crawlers.families.forum_threads import ask, ask_wanted
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, report
from storage.items import Capture, Problem, Watched

KEPT = ("newest", "newest_at", "handle", "count")
_ANY_NUMBER = re.compile(r"(?:[?&;]p(?:id)?=|#p(?:ost|id|ost-)?-?|\bmsg=?|/posts?[/-])(\d{1,19})\b")


def read_list(engine: Engine, capture: Capture, watched: Watched) -> Iterator[Reading]:
    """A page of the list of a member's posts: where the new ones stand, and the page after it.

    A list that is refused is told, and the next one of the engine's is asked.
    """
    place = place_of(engine, watched)
    page = open_page(engine, capture, watched, place)
    if isinstance(page, Fetch):
        yield page
        return
    context = capture.context
    rows = find(page.root, engine.item.row) if isinstance(page, Page) else []
    if not rows:
        problem = _explain_no_rows(page, watched) if isinstance(page, Page) else page
        further = _ask_further(engine, capture, place, "some" in context)
        if problem is not None and not (problem.kind == "empty_proven" and (further or "some" in context)):
            yield problem
            if problem.kind != "empty_proven" and not further:
                yield from _ask_elsewhere(engine, capture, place)
        yield from further
        return
    assert isinstance(page, Page)
    listed = read_rows(page, rows)
    wanted = [one.token for one in listed]
    fresh = [one.token for one in listed if not is_known(one, context)]
    yield from ask_wanted(engine, place, fresh, {"handle": context.get("handle", "")}, capture.route)
    if not wanted:
        yield explain(page, watched, "a list of posts")
        return
    target = read_pager(page).next
    if target and len(fresh) == len(wanted):
        counted = count_page(context, mark_page(wanted))
        if counted is not None:
            said_on = {name: value for name, value in context.items() if name != "moves"}
            yield ask(target, "posts", {**said_on, **counted}, capture.route)
            return
    yield from _ask_further(engine, capture, place, True)


def _explain_no_rows(page: Page, watched: Watched) -> Problem | None:
    """Why a page lists no posts; ``None`` after the last page of a list."""
    capture, count = page.capture, page.capture.context.get("count", "")
    said = says_nothing_found(page)
    if not said:
        return explain(page, watched, "a list of posts")
    if "pages" in capture.context:
        return None
    if count in ("", "0"):
        return report("empty_proven", capture, watched, said)
    reason = f"the profile counts {count} posts, and guests are shown none: {said}"
    return report("login_wall", capture, watched, reason)


def _ask_elsewhere(engine: Engine, capture: Capture, place: Place) -> Iterator[Fetch]:
    """The next list of the member's posts, and after the last one the forum's feed."""
    context = capture.context
    kept = {name: value for name, value in context.items() if name in KEPT}
    named = Place(kind="member", base=place.base, id=place.id, name=context.get("handle", "") or place.name)
    further = list(ask_list(engine, named, kept, _spot_of(context) + 1))
    yield from further or list(ask_feeds(engine, named, kept))


def _ask_further(engine: Engine, capture: Capture, place: Place, some: bool) -> list[Fetch]:
    """The next list, where each is a part of the whole; ``some`` says whether posts were listed so far."""
    if not engine.all_lists:
        return []
    kept = {name: value for name, value in capture.context.items() if name in KEPT}
    return list(ask_list(engine, place, {**kept, "some": "1" if some else ""}, _spot_of(capture.context) + 1))


def read_feed(engine: Engine, capture: Capture, watched: Watched) -> Iterator[Reading]:
    """A feed of a board or of the whole forum: where the watched member's posts in it stand.

    Entries name their author in ways of their own: by a link in the text, or by name. Where an entry names
    none its page is looked at.
    """
    place = place_of(engine, watched)
    if capture.status == 304:
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if moved := follow_move(capture, "feed"):
        yield moved
        return
    if not looks_like_feed(capture.body):
        yield from _explain_no_feed(engine, capture, watched, place)
        return
    entries = parse_feed(capture).entries[:MOST_ENTRIES]
    newest = capture.context.get("newest", "")
    wanted = []
    for entry in entries:
        named = _read_entry(engine, entry, capture, place)
        number = named.partition("@")[0]
        is_known = newest.isdigit() and len(newest) < 20 and bool(number) and int(number) <= int(newest)
        if named and not is_known and (place.kind != "member" or _may_be_by(engine, entry, place, watched)):
            wanted.append(named)
    yield from ask_wanted(engine, place, wanted, {}, "feed")
    if not entries:
        yield report("empty_proven", capture, watched, "a whole feed without entries")


def find_thread_id(engine: Engine, href: str, page: str, place: Place) -> str:
    """The thread that a post's address names, if it does."""
    found = find_thread(engine, href, page, place)
    return found.id if found else ""


def _read_entry(engine: Engine, entry: Any, capture: Capture, place: Place) -> str:
    for href in (entry.get("link"), entry.get("id")):
        if isinstance(href, str) and (found := _ANY_NUMBER.search(href[:2000])):
            thread = find_thread_id(engine, href, capture.url, place)
            return f"{found[1]}@{thread}" if thread else found[1]
        if isinstance(href, str) and (thread := find_thread_id(engine, href, capture.url, place)):
            return f"@{thread}>"
    return ""


def _may_be_by(engine: Engine, entry: Any, place: Place, watched: Watched) -> bool:
    """Whether an entry may be the member's: by the profile that it links to, else by the name it gives."""
    text = " ".join(str(one.get("value", "")) for one in entry.get("content", ()) if isinstance(one, dict))
    text = f"{text} {entry.get('summary', '')}"[-3000:]
    text = html.unescape(text)
    profile = engine.urls["member"].partition("{base}")[2].partition("{id}")[0]
    if place.id and profile and profile in text:
        return re.search(rf"{re.escape(profile)}{place.id}\b", text) is not None
    name = str(entry.get("author", "")).strip().casefold()
    handles = {one.casefold() for one in (place.name, watched.handle) if one}
    return not name or not handles or name in handles


def _explain_no_feed(engine: Engine, capture: Capture, watched: Watched, place: Place) -> Iterator[Reading]:
    """The next feed that the engine may have, or what came in place of the last."""
    further = list(ask_feeds(engine, place, capture.context, _spot_of(capture.context) + 1))
    missing = capture.status in (403, 404, 410)
    if further and (missing or is_page(capture)):
        yield from further
    elif missing:
        yield report("not_found", capture, watched, f"no feed: status {capture.status}")
    elif is_page(capture):
        yield read_page_instead(capture, watched, "a feed")
    else:
        yield report("changed_format", capture, watched, f"no feed, status {capture.status}")


def ask_feeds(engine: Engine, place: Place, context: Mapping[str, str], number: int = 0) -> Iterator[Fetch]:
    """The ``number``th feed in which the place's posts stand, or the next one that can be asked."""
    feeds = engine.feeds if place.kind == "member" else engine.board_feeds
    for spot, template in enumerate(feeds[number:], number):
        if place.id or "{id}" not in template:
            kept = {name: value for name, value in context.items() if name in ("newest", "handle")}
            url = fill(template, place)
            yield ask(url, "feed", {**kept, "list": str(spot)}, "feed")
            return


def _spot_of(context: Mapping[str, str]) -> int:
    """Which of several addresses was asked."""
    return int(context["list"]) if re.fullmatch(r"[0-9]", context.get("list", "")) else 0
