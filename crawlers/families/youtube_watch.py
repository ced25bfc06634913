"""The page of one YouTube video: description, exact time, caption tracks, or why it is not shown.

Source: recorded pages; ``ytInitialPlayerResponse`` is what ``youtubei/v1/player`` answers too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from crawlers.families.youtube_listing import find_data
from crawlers.families.youtube_refusals import classify, read_api_refusal, read_words
from crawlers.families.youtube_videos import Video, list_sizes, watch_url, write_post
from crawlers.json_reading import (
    Object,
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
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import header, read_page_instead, read_refusal, report
from storage.items import Capture, Observation, Watched

_SHOWN = ("OK", "LIVE_STREAM_OFFLINE", "UNPLAYABLE", "CONTENT_CHECK_REQUIRED")
_ASKS_AGE = ("LOGIN_REQUIRED", "AGE_VERIFICATION_REQUIRED")
_ROBOT = re.compile(r"(?i)not a bot|unusual traffic")
_AGE = re.compile(r"(?i)\bage\b|inappropriate for some users")
_CHANNEL_ENDED = re.compile(r"(?i)account (associated with this video )?has been (terminated|closed)")


def ask_watch(video: str, context: Mapping[str, str]) -> Fetch:
    """The page of a video. ``context`` holds ``post`` where the video is known already."""
    return Fetch(url=watch_url(quote(video, safe="")), reader="watch", route="feed",
                 headers=(("Accept-Language", "en"),), context=context)  # fmt: skip


def read_watch(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A video's page."""
    if 300 < capture.status < 400:
        target = header(capture, "location")
        yield report("challenge", capture, watched, f"sent on to {target[:120]} in place of the video")
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    data = find_data(capture.body, "ytInitialPlayerResponse")
    if data is None:
        yield read_page_instead(capture, watched, "a video's page")
        return
    yield from _read_player(data, capture, watched)


def read_player(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The player's data by itself, as the page asks for it."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    yield from _read_player(as_object(parse_json(capture)), capture, watched)


def read_oembed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """oEmbed's answer, as imports hold it: it names a video's title and channel, and nothing else of it."""
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if capture.status in (401, 403):
        yield report(
            "private", capture, watched, f"oEmbed answers {capture.status}: private, or not to be embedded"
        )
        return
    if capture.status in (400, 404):
        yield report("not_found", capture, watched, f"oEmbed answers {capture.status}")
        return
    need_text(as_object(parse_json(capture)), "title")


def _read_player(data: Object, capture: Capture, watched: Watched) -> Iterable[Reading]:
    state = as_object(need(data, "playabilityStatus"), "playabilityStatus")
    status, said = need_text(state, "status"), _read_reason(state)
    details = maybe_object(data, "videoDetails")
    aged = status in _ASKS_AGE and _AGE.search(said)
    if details and (status in _SHOWN or aged):
        yield write_post(_read_video(data, details, status, said), capture, watched)
    elif _ROBOT.search(said):
        yield report("challenge", capture, watched, said)
    elif _CHANNEL_ENDED.search(said):
        yield report("deleted" if "closed" in said else "suspended", capture, watched, said)
    elif status == "ERROR" or "private" in said.lower() or "removed" in said.lower():
        if post := capture.context.get("post", ""):
            yield Observation(
                platform=watched.platform,
                post_id=post,
                kind="gone",
                record_id=capture.record_id,
                where="/playabilityStatus",
                captured_at=capture.captured_at,
                reason=f"{status}: {said}"[:300],
            )
        else:
            yield report(
                "private" if "private" in said.lower() else "not_found", capture, watched, said or status
            )
    elif status == "LOGIN_REQUIRED":
        yield report("login_wall", capture, watched, said or status)
    elif status == "UNPLAYABLE":
        yield report(classify(said), capture, watched, said or status)
    else:
        raise Unreadable(f"playabilityStatus.status {status[:40]} without videoDetails")


def _read_video(data: Object, details: Object, status: str, said: str) -> Video:
    micro = maybe_object(maybe_object(data, "microformat"), "playerMicroformatRenderer")
    tracks = maybe_object(maybe_object(data, "captions"), "playerCaptionsTracklistRenderer")
    captions = [
        " ".join(
            (maybe_text(one, "languageCode"), maybe_text(one, "kind") or "made", read_words(one, "name"))
        )
        for one in maybe_objects(tracks, "captionTracks")
    ]
    live = maybe_object(micro, "liveBroadcastDetails")
    attributes = {
        "duration_s": maybe_text(details, "lengthSeconds"),
        "category": maybe_text(micro, "category"),
        "caption_tracks": "\n".join(captions)[:2000],
        "captions": "1" if captions else "",
        "thumbnails": list_sizes(maybe_objects(maybe_object(details, "thumbnail"), "thumbnails")),
        "unlisted": "1" if micro.get("isUnlisted") is True else "",
        "live_started": maybe_text(live, "startTimestamp"),
        "not_played": said if status != "OK" else "",
    }
    return Video(
        id=need_id(details, "videoId"),
        title=need_text(details, "title"),
        text=maybe_text(details, "shortDescription"),
        channel=need_id(details, "channelId"),
        where="/videoDetails",
        posted=maybe_text(micro, "publishDate") or maybe_text(micro, "uploadDate"),
        sensitive=bool(_AGE.search(said)) and status != "OK",
        views=maybe_count(details, "viewCount"),
        likes=maybe_count(micro, "likeCount"),
        uri=need_id(details, "videoId"),
        attributes=attributes,
    )


def _read_reason(state: Object) -> str:
    screen = maybe_object(maybe_object(state, "errorScreen"), "playerErrorMessageRenderer")
    more = read_words(screen, "subreason")
    said = maybe_text(state, "reason")
    return f"{said} {more}".strip() if more and more not in said else said
