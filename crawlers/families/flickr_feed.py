"""Flickr's public feeds, which need no key: a person's newest 20 photos, and whose an alias is by their page.

Source: flickr.com/services/feeds/docs/photos_public (``id``, ``format``); entries as the Atom feeds have
them: an id ``tag:flickr.com,2005:/photo/ID``, "NAME posted a photo:" before the description, the photo as
enclosure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawlers.families.feed_sites import MISSING, Shape, ask_feed, observe_gone
from crawlers.families.flickr_api import ask_person
from crawlers.families.flickr_urls import find_number, name_of
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, report
from storage.items import Account, Capture, Known, Observation, Post, Problem, Watched

FEED = "https://www.flickr.com/services/feeds/photos_public.gne"
_PHOTO = re.compile(r"/photo/([0-9]{1,20})$")
_PREAMBLE = re.compile(r"^[^\n]{1,200} posted (?:a photo|a video|photos?):\s*")
_NSID = re.compile(
    rb'photos_public\.gne\?id=([0-9]{3,12}(?:@|%40)N[0-9]{2})|"nsid":"([0-9]{3,12}@N[0-9]{2})"'
)
_SAID = ((b"This member is no longer active on Flickr", "deleted"),)


def start_person(watched: Watched, known: Known) -> Iterable[Fetch]:
    """By the API where its key is there, else by the feed."""
    by_api = (known.routes or ("feed",))[0] == "api"
    yield from ask_person(watched, known) if by_api else ask_public(watched, known)


def ask_public(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The feed by number; the page first where an alias is all that is known. Pages of known photos."""
    if number := find_number(watched.key, known.key):
        yield ask_feed(_feed_of(number), known)
    else:
        since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
        context = {"since": since} if since else {}
        yield Fetch(url=watched.url, reader="page", route="feed", context=context)
    for post in known.recheck[:100]:
        if post.id.isdigit():
            url = f"https://www.flickr.com/photos/{name_of(watched)}/{post.id}/"
            yield Fetch(url=url, reader="known_page", route="feed", context={"post": post.id})


def read_person_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The number of the person whose page it is, and so the feed."""
    if moved := follow_move(capture, "feed"):
        yield moved
        return
    if problem := explain(capture, watched) or read_refusal(capture, watched):
        yield problem
        return
    found = _NSID.search(capture.body) if capture.status < 400 else None
    if found:
        number = (found[1] or found[2]).decode().replace("%40", "@")
        yield ask_feed(_feed_of(number), Known(), {**capture.context})
    elif kind := MISSING.get(capture.status):
        yield report(kind, capture, watched, f"status {capture.status}")
    else:
        yield read_page_instead(capture, watched, "the page of a person")


def read_known_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Whether a known photo is still there."""
    problem = read_refusal(capture, watched)
    if problem:
        yield problem
    elif capture.status in (404, 410):
        yield observe_gone(capture, watched)
    elif moved := follow_move(capture, "feed"):
        yield moved
    elif 200 <= capture.status < 300:
        yield Observation(
            platform=watched.platform,
            post_id=capture.context["post"],
            kind="seen",
            record_id=capture.record_id,
            where="",
            captured_at=capture.captured_at,
        )
    else:
        yield report("unauthorised", capture, watched, f"status {capture.status}")


def explain(capture: Capture, watched: Watched) -> Problem | None:
    """What Flickr's pages say of a person who is gone."""
    if is_page(capture):
        for words, kind in _SAID:
            if words in capture.body[:262_144]:
                return report(kind, capture, watched, words.decode())  # type: ignore[arg-type]
    return None


def describe(account: Account, found: Any, watched: Watched) -> Account:
    """The person under the number that the feed was asked by. Raises ``Unreadable`` without one."""
    number = find_number(
        dict(parse_qsl(urlsplit(account.attributes.get("feed_url", "")).query)).get("id", "")
    )
    if not number:
        raise Unreadable("the feed's address names no person")
    alias = urlsplit(account.url).path.strip("/").rpartition("/")[2]
    handle = alias if alias and alias != number else watched.handle or number
    name = account.display_name.removeprefix("Uploads from ")
    return replace(
        account,
        key=number,
        handle=handle,
        display_name=name,
        bio="",
        aliases=tuple(sorted({watched.key, handle.lower()} - {number, number.lower(), ""})),
    )


def identify(post: Post, entry: Any, key: str) -> Post:
    """The photo under its number. Raises ``Unreadable`` where the entry's id names none."""
    number = _PHOTO.search(post.uri)
    if number is None:
        raise Unreadable("the entry's id names no photo")
    text = _PREAMBLE.sub("", post.text).strip()
    enclosed = tuple(one for one in post.media if one.media_type)
    links = tuple(one for one in post.links if not (urlsplit(one.url).hostname or "").endswith("flickr.com"))
    return replace(
        post,
        id=number[1],
        account=key,
        kind="post",
        text=text or post.title,
        author="",
        media=enclosed or post.media,
        links=links,
    )


SHAPE = Shape(explain=explain, describe=describe, identify=identify)


def _feed_of(number: str) -> str:
    return f"{FEED}?id={number}&format=atom"
