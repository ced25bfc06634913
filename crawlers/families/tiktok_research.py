"""TikTok's Research API: an account, its videos window by window of thirty days, known videos again.

Source: developers.tiktok.com/doc/research-api-specs-query-user-info, /doc/research-api-specs-query-videos. It
knows accounts by name alone, so the account's number comes from its embedded list. Videos of grown-ups that
everybody may see are in it, some two days late. A day has a thousand questions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from crawlers.families.tiktok_pages import ask_profile
from crawlers.families.tiktok_refusals import read_api_refusal
from crawlers.families.tiktok_urls import HOME, VIDEO, profile_url, read_moment
from crawlers.families.tiktok_videos import Video, read_links, write_post
from crawlers.html_text import absolute, tidy
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_array,
    maybe_count,
    maybe_objects,
    maybe_text,
    need,
    need_id,
    need_text,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import report
from storage.items import Account, Capture, Watched

API = "https://open.tiktokapis.com/v2/research"
CREDENTIAL = "tiktok"
PAGE = 100
WINDOW = timedelta(days=30)
LATE = timedelta(days=3)
"""How far before the newest known video is asked: the API has videos some two days late."""
FIRST = datetime(2016, 9, 1, tzinfo=UTC)
"""When the service began."""
USER_FIELDS = (
    "display_name,bio_description,avatar_url,is_verified,follower_count,following_count,likes_count,"
    "video_count"
)
VIDEO_FIELDS = (
    "id,video_description,create_time,region_code,share_count,view_count,like_count,comment_count,music_id,"
    "hashtag_names,username,effect_ids,playlist_id,voice_to_text,is_stem_verified,video_duration,"
    "hashtag_info_list,video_mention_list,video_label"
)


def ask_user(handle: str, context: Mapping[str, str]) -> Fetch:
    """The account by its name. ``context`` may hold ``key``, ``newest`` and ``recheck``."""
    return _ask("user/info", USER_FIELDS, {"username": handle}, "user_info", {**context, "handle": handle})


def read_user_info(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account, then its newest videos and the known ones; of one that is not known, its page says why."""
    context, handle = capture.context, capture.context.get("handle", watched.handle)
    if problem := read_api_refusal(capture, watched):
        if problem.kind == "changed_format" and handle and problem.reason.startswith("invalid_params"):
            yield _ask_why(handle, context)
        else:
            yield problem
        return
    data = as_object(need(as_object(parse_json(capture)), "data"), "data")
    account = _read_account(data, handle, capture, watched)
    yield account
    if not handle:
        return
    yield from _ask_known(context.get("recheck", "").split(), handle, context.get("key", ""))
    if account.posts == 0:
        yield report("empty_proven", capture, watched, "video_count is 0")
        return
    oldest = FIRST
    if VIDEO.fullmatch(context.get("newest", "")):
        oldest = (read_moment(context["newest"]) or FIRST + LATE) - LATE
    elif VIDEO.fullmatch(context.get("key", "")):
        oldest = read_moment(context["key"]) or FIRST
    kept = {name: context[name] for name in ("newest", "key") if context.get(name)}
    total = {"total": str(account.posts)} if account.posts is not None else {}
    yield _ask_window(capture.captured_at, {**kept, **total, "handle": handle, "oldest": _day(oldest)})


def read_videos(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of videos, and the page or the window of thirty days before it."""
    context = capture.context
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    data = as_object(need(as_object(parse_json(capture)), "data"), "data")
    entries = as_array(need(data, "videos"), "videos")
    more = need(data, "has_more")
    if not isinstance(more, bool):
        raise Unreadable("has_more: true or false was due")
    ids = []
    for number, entry in enumerate(entries):
        video = _read_video(as_object(entry, f"/data/videos/{number}"), f"/data/videos/{number}", capture)
        ids.append(video.id)
        yield write_post(video, capture, watched)
    if "start" not in context:
        return
    seen = _number(context, "seen") + len(ids)
    place = {"cursor": maybe_text(data, "cursor"), "search_id": maybe_text(data, "search_id")}
    counted = count_page(context, mark_page(ids, context["start"] + place["cursor"]))
    if counted is None:
        return
    context = {**context, **counted, "seen": str(seen)}
    if more:
        yield _ask_page({**context, **place})
    elif context["start"] > context["oldest"] and not _is_complete(context, seen):
        before = _moment(context["start"]) - timedelta(days=1)
        yield _ask_window(
            before, {name: context[name] for name in context if name not in ("cursor", "search_id")}
        )
    elif not seen and "newest" not in context and context.get("total"):
        said = f"the API counts {context['total']} videos and shows none"
        yield report("changed_format", capture, watched, said)


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known videos looked at again; what the API leaves out is looked up by its own page, which says why."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    data = as_object(need(as_object(parse_json(capture)), "data"), "data")
    shown = {need_id(as_object(one)) for one in as_array(need(data, "videos"), "videos")}
    yield from read_videos(capture, watched)
    for video in capture.context["ids"].split():
        if video not in shown and VIDEO.fullmatch(video):
            yield Fetch(
                url=f"{HOME}/embed/v2/{video}", reader="embed_video",
                context={"post": video, "handle": capture.context.get("handle", "")},
            )  # fmt: skip


def _read_account(data: Object, handle: str, capture: Capture, watched: Watched) -> Account:
    bio, key = tidy(maybe_text(data, "bio_description")), capture.context.get("key") or watched.key
    made = read_moment(key)
    attributes = {
        "sec_uid": capture.context.get("sec_uid", ""),
        "verified": "1" if data.get("is_verified") is True else "",
        "likes_received": maybe_text(data, "likes_count"),
        "time_from": "id" if made else "",
    }
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle,
        record_id=capture.record_id,
        where="/data",
        captured_at=capture.captured_at,
        url=profile_url(handle) if handle else watched.url,
        host="www.tiktok.com",
        display_name=need_text(data, "display_name"),
        bio=bio,
        created_at=made,
        created_at_precision="second" if made else "",
        followers=maybe_count(data, "follower_count"),
        following=maybe_count(data, "following_count"),
        posts=maybe_count(data, "video_count"),
        avatar_url=absolute(maybe_text(data, "avatar_url")),
        links=read_links(bio, "bio"),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={name: value for name, value in attributes.items() if value},
    )


def _ask_why(handle: str, context: Mapping[str, str]) -> Fetch:
    """The account's page; where its lasting ``secUid`` is known, by that: names are changed."""
    kept = {name: context[name] for name in ("newest",) if name in context}
    lasting = context.get("sec_uid", "")
    if lasting:
        kept |= {name: context[name] for name in ("sec_uid", "handle", "recheck") if name in context}
        kept["resolve"] = "1"
    reason = "the Research API knows no such account"
    return ask_profile(profile_url(lasting or handle), "api", {"explain": reason, **kept})


def _read_video(fields: Object, where: str, capture: Capture) -> Video:
    tags = [one for one in maybe_array(fields, "hashtag_names") if isinstance(one, str)]
    tags += [maybe_text(one, "hashtag_name") for one in maybe_objects(fields, "hashtag_info_list")]
    named = [one.lstrip("@") for one in maybe_array(fields, "video_mention_list") if isinstance(one, str)]
    label, handle = fields.get("video_label"), need_text(fields, "username")
    attributes = {
        "handle": handle,
        "region": maybe_text(fields, "region_code"),
        "music_id": maybe_text(fields, "music_id"),
        "duration_s": maybe_text(fields, "video_duration"),
        "speech": maybe_text(fields, "voice_to_text"),
        "effects": " ".join(str(one) for one in maybe_array(fields, "effect_ids")).replace("\x00", ""),
        "playlist": maybe_text(fields, "playlist_id"),
        "saves": maybe_text(fields, "favorites_count") or maybe_text(fields, "favourites_count"),
        "label": maybe_text(label, "content") if isinstance(label, dict) else "",
        "partial": "no pictures",
    }
    mine = handle.lower() == capture.context.get("handle", handle).lower()
    return Video(
        id=need_id(fields),
        author=capture.context.get("key", "") if mine else f"@{handle.lower()}",
        handle=handle,
        text=need_text(fields, "video_description"),
        where=where,
        posted=need_id(fields, "create_time"),
        hashtags=tuple(dict.fromkeys(one.replace("\x00", "") for one in tags if one)),
        mentions=tuple(dict.fromkeys(one.replace("\x00", "") for one in named if one)),
        views=maybe_count(fields, "view_count"),
        likes=maybe_count(fields, "like_count"),
        comments=maybe_count(fields, "comment_count"),
        shares=maybe_count(fields, "share_count"),
        attributes=attributes,
    )


def _ask_window(end: datetime, context: Mapping[str, str]) -> Fetch:
    """The first page of the thirty days up to ``end``, or of those since the oldest day that is due."""
    start = max(end - WINDOW, _moment(context["oldest"]))
    return _ask_page({**context, "start": _day(start), "end": _day(max(start, end))})


def _ask_page(context: Mapping[str, str]) -> Fetch:
    condition = {"operation": "EQ", "field_name": "username", "field_values": [context["handle"]]}
    return _ask("video/query", VIDEO_FIELDS, _query([condition], context), "videos", context)


def _ask_known(ids: Iterable[str], handle: str, key: str) -> Iterator[Fetch]:
    """Known videos by id, as many as lie within thirty days in one question."""
    placed = sorted((moment, one) for one in ids if (moment := read_moment(one)))
    while placed:
        first = placed[0][0]
        group = [(moment, one) for moment, one in placed if moment.date() - first.date() <= WINDOW][:PAGE]
        placed = placed[len(group) :]
        named = [one for _, one in group]
        conditions = [
            {"operation": "EQ", "field_name": "username", "field_values": [handle]},
            {"operation": "IN", "field_name": "video_id", "field_values": named},
        ]
        window = {"start": _day(first), "end": _day(group[-1][0])}
        context = {"ids": " ".join(named), "handle": handle, **({"key": key} if key else {})}
        yield _ask("video/query", VIDEO_FIELDS, _query(conditions, window), "known", context)


def _query(conditions: Sequence[Mapping[str, object]], place: Mapping[str, str]) -> dict[str, object]:
    cursor, search = place.get("cursor", ""), place.get("search_id", "")
    return {
        "query": {"and": list(conditions)},
        "start_date": place["start"],
        "end_date": place["end"],
        "max_count": PAGE,
        **({"cursor": int(cursor)} if cursor.isascii() and cursor.isdigit() else {}),
        **({"search_id": search} if search else {}),
    }


def _ask(method: str, fields: str, body: object, reader: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(
        url=f"{API}/{method}/?fields={fields}",
        reader=reader,
        method="POST",
        headers=(("Content-Type", "application/json"), ("Accept", "application/json")),
        body=json.dumps(body, separators=(",", ":")).encode(),
        credential=CREDENTIAL,
        context={name: value for name, value in context.items() if value},
    )


def _is_complete(context: Mapping[str, str], seen: int) -> bool:
    """Whether as many videos were seen as the account counts; with a known one the oldest day bounds it."""
    return "newest" not in context and "total" in context and seen >= _number(context, "total")


def _number(context: Mapping[str, str], name: str) -> int:
    value = context.get(name, "0")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%d}"


def _moment(day: str) -> datetime:
    return datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC)
