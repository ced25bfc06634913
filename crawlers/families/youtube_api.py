"""The YouTube Data API v3: a channel, its list of uploads, the videos in it, and its activities.

Source: developers.google.com/youtube/v3/docs. Each of these calls costs one unit of the 10,000 that a key has
a day. An upload list shows what is newest first; a video that was deleted or made private lacks from the
answer of ``videos.list``. What became of a channel that the API does not know, the channel's page tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from crawlers.families.youtube_refusals import read_api_refusal
from crawlers.families.youtube_resources import (
    list_pictures,
    read_account,
    read_listed,
    read_snippet,
    read_video,
)
from crawlers.families.youtube_urls import CHANNEL, uploads_list
from crawlers.families.youtube_videos import list_sizes, write_post
from crawlers.json_reading import (
    as_array,
    as_object,
    maybe_array,
    maybe_object,
    maybe_text,
    need,
    need_id,
    need_text,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import report
from storage.items import Capture, Observation, Watched

API = "https://www.googleapis.com/youtube/v3"
CREDENTIAL = "query:key:youtube"
PAGE = 50
CHANNEL_PARTS = "snippet,statistics,contentDetails,brandingSettings,status,topicDetails"
VIDEO_PARTS = "snippet,statistics,contentDetails,status,liveStreamingDetails,topicDetails"
REMOVED = ("Deleted video", "Private video")


def ask_channel(watched: Watched, key: str, context: Mapping[str, str]) -> Fetch:
    """The channel by its id, else by its handle or its old user name."""
    if CHANNEL.fullmatch(key):
        query = {"id": key}
    elif key.startswith("user/"):
        query = {"forUsername": watched.handle or key.removeprefix("user/")}
    else:
        query = {"forHandle": f"@{watched.handle or key.lstrip('@')}"}
    return _ask("channels", {"part": CHANNEL_PARTS, **query}, "channels", context)


def read_channels(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The channel, then its newest uploads and the known videos; where there is none, its page says why."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    need(body, "kind")
    items = maybe_array(body, "items")
    if not items:
        if maybe_object(body, "pageInfo").get("totalResults") not in (0, None):
            raise Unreadable("items: lacks, though pageInfo counts some")
        yield Fetch(
            url=watched.url, reader="channel_page", route=capture.route or "api",  # type: ignore[arg-type]
            headers=(("Accept-Language", "en"),), context={"explain": "the API knows no such channel"},
        )  # fmt: skip
        return
    account = read_account(as_object(items[0], "/items/0"), capture, watched)
    yield account
    context = dict(capture.context)
    counted = {"count": str(account.posts)} if account.posts is not None else {}
    uploads = account.attributes.get("uploads", "") or uploads_list(account.key)
    window = {"newest": context.get("newest", ""), **counted, "channel": account.key}
    yield _ask_uploads(uploads, "", {name: value for name, value in window.items() if value})
    known = context.get("recheck", "").split()
    for start in range(0, len(known), PAGE):
        yield _ask_videos(known[start : start + PAGE], "known", {"channel": account.key})


def read_uploads(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of uploads, what else is to be known of the new ones, and the page after it."""
    context = capture.context
    if problem := read_api_refusal(capture, watched):
        if problem.kind == "not_found" and context.get("count") == "0":
            yield report("empty_proven", capture, watched, "no list of uploads, and the channel counts none")
        else:
            yield problem
        return
    body = as_object(parse_json(capture))
    items = as_array(need(body, "items"), "items")
    ids: list[str] = []
    for number, fields in enumerate(items):
        where = f"/items/{number}"
        video = read_listed(as_object(fields, where), where)
        ids.append(video.id)
        if video.title in REMOVED and not video.text:
            yield _tell_gone(video.id, where, video.title, capture, watched)
        else:
            yield write_post(video, capture, watched)
    if not items and "pageToken=" not in capture.url:
        total = maybe_object(body, "pageInfo").get("totalResults")
        if total != 0:
            raise Unreadable("items: empty, though pageInfo does not say 0")
        yield report("empty_proven", capture, watched, "pageInfo.totalResults is 0")
    if "channel" not in context:
        return
    newest = context.get("newest", "")
    new = ids[: ids.index(newest)] if newest in ids else ids
    if new:
        yield _ask_videos(new, "videos", {"channel": context["channel"]})
    token = maybe_text(body, "nextPageToken")
    if token and newest not in ids and (counted := count_page(context, mark_page(ids, token))) is not None:
        uploads = uploads_list(context["channel"])
        yield _ask_uploads(uploads, token, {**context, **counted})


def read_videos(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Videos in full."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    items = as_array(need(as_object(parse_json(capture)), "items"), "items")
    for number, fields in enumerate(items):
        where = f"/items/{number}"
        yield write_post(read_video(as_object(fields, where), where), capture, watched)


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known videos looked at again: as they are now; those that lack are deleted or private."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    items = as_array(need(as_object(parse_json(capture)), "items"), "items")
    seen = {need_id(as_object(fields)) for fields in items}
    yield from read_videos(capture, watched)
    for video in capture.context["ids"].split():
        if video not in seen:
            yield _tell_gone(video, "/items", "not in the answer of videos.list", capture, watched)


def read_activities(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The uploads in a list of activities, as imports hold them; what else was done is about other videos."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    items = as_array(need(as_object(parse_json(capture)), "items"), "items")
    for number, fields in enumerate(items):
        entry, where = as_object(fields, f"/items/{number}"), f"/items/{number}"
        snippet = as_object(need(entry, "snippet"), f"{where}/snippet")
        if need_text(snippet, "type") != "upload":
            continue
        pictures = maybe_object(snippet, "thumbnails")
        upload = maybe_object(maybe_object(entry, "contentDetails"), "upload")
        shown = re.search(r"/vi/([\w-]{11})/", list_sizes(list_pictures(pictures)))
        video = maybe_text(upload, "videoId") or (shown[1] if shown else "")
        if not video:
            raise Unreadable(f"{where}: neither contentDetails.upload.videoId nor a thumbnail that names it")
        yield write_post(read_snippet(snippet, video, where, need_id(entry)), capture, watched)


def _tell_gone(video: str, where: str, reason: str, capture: Capture, watched: Watched) -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=video,
        kind="gone",
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        reason=reason,
    )


def _ask_uploads(uploads: str, token: str, context: Mapping[str, str]) -> Fetch:
    query = {"part": "snippet,contentDetails,status", "playlistId": uploads, "maxResults": str(PAGE)}
    return _ask("playlistItems", {**query, **({"pageToken": token} if token else {})}, "uploads", context)


def _ask_videos(ids: Sequence[str], reader: str, context: Mapping[str, str]) -> Fetch:
    query = {"part": VIDEO_PARTS, "id": ",".join(ids)}
    return _ask("videos", query, reader, {**context, "ids": " ".join(ids)})


def _ask(method: str, query: Mapping[str, str], reader: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(url=f"{API}/{method}?{urlencode(query, safe=',@')}", reader=reader, credential=CREDENTIAL,
                 headers=(("Accept", "application/json"),), context=context)  # fmt: skip
