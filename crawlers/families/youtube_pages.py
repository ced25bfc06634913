"""YouTube's public pages as readers: a channel's page, what it asks for while scrolled, a video's page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawlers.families.page_problems import find_shown_challenge
from crawlers.families.youtube_api import ask_channel
from crawlers.families.youtube_feed import ask_feed
from crawlers.families.youtube_listing import (
    find_data,
    read_account,
    read_channel_id,
    read_listing,
    read_videos,
)
from crawlers.families.youtube_refusals import read_alert, read_api_refusal
from crawlers.families.youtube_urls import CHANNEL
from crawlers.families.youtube_videos import write_post
from crawlers.families.youtube_watch import ask_watch
from crawlers.json_reading import Object, as_object, maybe_object, need_id, parse_json
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, header, read_page_instead, read_refusal, report
from storage.items import Capture, Problem, Watched

_CONSENT = re.compile(r"^https://(consent|accounts)\.(youtube|google)\.com/")


def read_channel_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A channel's page: who it is, and then what the page was asked for (``context``): its id for the API or
    the feed (``resolve``), what became of it (``explain``), or else its newest videos by title."""
    if capture.route == "browser" and 300 < capture.status < 400:
        return  # the browser went on by itself
    if moved := _follow(capture, watched):
        yield moved
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    data = find_data(capture.body, "ytInitialData")
    if data is None:
        yield _explain_nothing(capture, watched)
        return
    if problem := read_alert(data, capture, watched):
        yield problem
        return
    if not maybe_object(data, "metadata"):
        if capture.status == 404:
            yield report("not_found", capture, watched, "status 404")
            return
        raise Unreadable("ytInitialData: neither metadata nor alerts")
    account = read_account(data, capture, watched)
    yield account
    context = dict(capture.context)
    if reason := context.get("explain"):
        yield report("changed_format", capture, watched, f"{reason}, but its page shows it")
    elif context.pop("resolve", ""):
        context.pop("moves", "")
        ask = ask_feed if capture.route == "feed" else ask_channel
        yield ask(watched, account.key, context)
    else:
        yield from _read_grid(data, account.key, capture, watched)


def read_older(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The list of videos on a channel's page: those that the feed left out are looked up one by one."""
    if moved := _follow(capture, watched):
        yield moved
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    data = find_data(capture.body, "ytInitialData")
    if data is None:
        yield _explain_nothing(capture, watched)
        return
    if problem := read_alert(data, capture, watched):
        yield problem
        return
    listing = read_listing(data)
    if not listing.has_grid:
        raise Unreadable("ytInitialData: no grid of videos in the chosen tab")
    seen = set(capture.context.get("seen", "").split())
    newest = capture.context.get("newest", "")
    for video in read_videos(listing, read_channel_id(data)):
        if video.id == newest:
            return
        if video.id not in seen:
            yield ask_watch(video.id, {})


def read_browse(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What a channel's page asked for itself (``youtubei/v1/browse``): an account, a page of its videos."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    data = as_object(parse_json(capture))
    if problem := read_alert(data, capture, watched):
        yield problem
        return
    if maybe_object(data, "metadata"):
        yield read_account(data, capture, watched)
    channel = read_channel_id(data) or (watched.key if CHANNEL.fullmatch(watched.key) else "")
    yield from _read_grid(data, channel, capture, watched)


def read_resolved(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The site's own answer of what a handle stands for (``navigation/resolve_url``), as imports hold it."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    endpoint = maybe_object(as_object(parse_json(capture)), "endpoint")
    need_id(maybe_object(endpoint, "browseEndpoint"), "browseId")


def read_loaded(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The description of a page that the browser loaded; its answers are read by the readers above."""
    info = as_object(parse_json(capture))
    final = str(info.get("final_url") or "")
    if _CONSENT.match(final):
        yield report(
            "challenge", capture, watched, f"a page of consent or login in place of the channel: {final}"
        )
    elif said := find_shown_challenge(info, capture):
        yield report("challenge", capture, watched, said)
    elif info.get("outcome") not in ("ok", "timeout", None):
        yield report("unreachable", capture, watched, f"{info['outcome']}: {info.get('reason', '')}")


def _read_grid(data: Object, channel: str, capture: Capture, watched: Watched) -> Iterable[Reading]:
    listing = read_listing(data)
    if not listing.has_grid:
        if not maybe_object(data, "metadata"):
            raise Unreadable("neither a channel nor a grid of videos")
        return  # the front tab: who the channel is, and a choice of videos that may be anybody's
    if not channel:
        raise Unreadable("a grid of videos, but not whose: no externalId, channelId or browse_id")
    videos = list(read_videos(listing, channel))
    for video in videos:
        yield write_post(video, capture, watched)
    if not videos and listing.said:
        yield report("empty_proven", capture, watched, listing.said)
    elif not videos and any("continuationItemRenderer" not in one for one in listing.entries):
        raise Unreadable("a grid with entries, but no videos among them")


def _follow(capture: Capture, watched: Watched) -> Reading | None:
    """Where the page has moved to; a page of consent is not gone through."""
    target = header(capture, "location")
    if 300 < capture.status < 400 and _CONSENT.match(target):
        return report(
            "challenge", capture, watched, f"a page of consent in place of the channel: {target[:100]}"
        )
    moved = follow_move(capture, "page")
    if moved is None:
        return None
    return Fetch(url=moved.url, reader=moved.reader, route=capture.route or "feed",  # type: ignore[arg-type]
                 headers=(("Accept-Language", "en"),), context=moved.context)  # fmt: skip


def _explain_nothing(capture: Capture, watched: Watched) -> Problem:
    if capture.status in (404, 410):
        return report("not_found", capture, watched, f"status {capture.status}")
    if b"consent.youtube.com" in capture.body[:200_000]:
        return report("challenge", capture, watched, "a page of consent in place of the channel")
    return read_page_instead(capture, watched, "a channel's page")
