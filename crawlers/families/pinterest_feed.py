"""Pinterest's RSS feeds of a person and of a board: the newest pins, up to some twenty-five, without paging.

A feed has a pin's words and a small picture, and neither what the pin links to nor the whole picture: each
new pin's own page tells these. Known pins that a feed no longer shows are looked up by their pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from crawlers.families.feed_entries import read_entry, read_feed_account
from crawlers.families.feed_sites import ACCEPT, read_no_feed, read_xml
from crawlers.families.pinterest_urls import HOME, find_board, find_pin, person_url, pin_url
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, report
from storage.items import Capture, Post, Validators, Watched

MOST_RECHECKED = 30


def feed_urls(watched: Watched) -> tuple[str, ...]:
    """The feed of the person, and of the board where one is watched."""
    board = find_board(watched.url)
    person = f"{person_url(watched.handle or watched.key)}feed.rss"
    return (person, f"{HOME}/{board}.rss") if board else (person,)


def ask_feeds(
    watched: Watched, context: Mapping[str, str], validators: Mapping[str, Validators] | None = None
) -> Iterable[Fetch]:
    """The feeds, conditionally where ``validators`` are handed in; known pins are left to the first."""
    handed = {name: value for name, value in context.items() if name not in ("then", "moves")}
    for number, url in enumerate(feed_urls(watched)):
        known = (validators or {}).get(url, Validators())
        yield Fetch(
            url=url,
            reader="feed",
            route="feed",
            headers=(ACCEPT,),
            context={name: value for name, value in handed.items() if not number or name != "recheck"},
            etag=known.etag,
            last_modified=known.last_modified,
        )


def read_feed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The newest pins, the pages of those that are new, and of known ones that are no longer in the feed."""
    if capture.status == 304:
        return
    if problem := read_no_feed(capture, watched):
        yield problem
        return
    if moved := follow_move(capture, "feed"):
        if "/feed.rss" not in moved.url and ".rss" not in moved.url:
            yield report("not_found", capture, watched, f"sent on to {moved.url[:100]}")
        else:
            yield replace(moved, headers=(ACCEPT,))
        return
    found, context = read_xml(capture), capture.context
    key = context.get("key", watched.key)
    if "key" not in context:
        yield replace(
            read_feed_account(found, capture, watched), key=key, handle=watched.handle, attributes={}
        )
    posts = [_read_item(entry, found, key, capture, watched) for entry in found.entries]
    yield from posts
    if not posts:
        broken = bool(found.bozo) or bool(capture.truncated)
        said = "the feed breaks off" if broken else "a whole feed without pins"
        yield report("changed_format" if broken else "empty_proven", capture, watched, said)
    if "asks" in context:
        yield from _ask_pages([post.id for post in posts], context)


def _ask_pages(shown: list[str], context: Mapping[str, str]) -> Iterable[Fetch]:
    newest, known = context.get("newest", ""), context.get("recheck", "").split()
    new = shown[: shown.index(newest)] if newest in shown else shown
    for pin in dict.fromkeys((*(one for one in new if one not in known),
                              *(one for one in known if one not in shown))):  # fmt: skip
        yield Fetch(url=pin_url(pin), reader="pin_page", route="feed", context={"post": pin})


def _read_item(entry: Any, found: Any, key: str, capture: Capture, watched: Watched) -> Post:
    post = read_entry(entry, found, capture, watched)
    pin = find_pin(post.url) or find_pin(post.uri)
    if not pin:
        raise Unreadable(f"entry {post.uri[:80]!r}: its link is no pin's")
    if post.posted_at is None:
        raise Unreadable(f"entry {post.uri[:80]!r}: pubDate lacks")
    return replace(
        post,
        id=pin,
        account=key,
        author="",
        url=pin_url(pin),
        uri=pin_url(pin),
        kind="post",
        language="",
        edited_at=None,
        links=tuple(one for one in post.links if find_pin(one.url) != pin),
        attributes={},
    )
