"""A YouTube channel's Atom feed: the newest fifteen videos, without paging.

Source: recorded feeds. The feed's own ``yt:channelId`` lacks the ``UC`` that its links have. The feed of a
terminated channel is a 404, like that of a name that nobody has: which of the two it is, the channel's page
says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from crawlers.families.feed_parsing import looks_like_feed, parse_feed
from crawlers.families.youtube_urls import CHANNEL, HOME
from crawlers.families.youtube_videos import Video, read_duration, write_post
from crawlers.families.youtube_watch import ask_watch
from crawlers.html_text import absolute
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, report
from crawlers.times import parse_time
from storage.items import Account, Capture, Validators, Watched

LENGTH = 15
_NOTHING = Validators()


def ask_feed(watched: Watched, key: str, context: Mapping[str, str], known: Validators = _NOTHING) -> Fetch:
    """The feed, by the channel's id or its old user name."""
    name = f"channel_id={key}" if CHANNEL.fullmatch(key) else f"user={quote(watched.handle or key, safe='')}"
    return Fetch(
        url=f"{HOME}/feeds/videos.xml?{name}",
        reader="feed",
        route="feed",
        headers=(("Accept", "application/atom+xml, application/xml;q=0.9, */*;q=0.5"),),
        context=context,
        etag=known.etag,
        last_modified=known.last_modified,
    )


def read_feed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The channel and its newest videos; then known ones that lack there, and older ones that are new."""
    context = capture.context
    if capture.status == 304:
        for post in context.get("recheck", "").split():
            yield ask_watch(post, {"post": post})
        return
    if moved := follow_move(capture, "feed"):
        yield moved
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if capture.status == 404:
        yield Fetch(
            url=watched.url,
            reader="channel_page",
            route="feed",
            headers=(("Accept-Language", "en"),),
            context={"explain": "the feed answers 404"},
        )
        return
    if is_page(capture) or capture.status >= 400:
        yield read_page_instead(capture, watched, "a feed")
        return
    if not looks_like_feed(capture.body):
        raise Unreadable("no feed")
    found = parse_feed(capture)
    account = _read_account(found, capture, watched)
    yield account
    videos = [_read_entry(entry, account.key) for entry in found.entries]
    for video in videos:
        yield write_post(video, capture, watched)
    if not videos:
        broken = bool(found.bozo) or bool(capture.truncated)
        kind = "changed_format" if broken else "empty_proven"
        said = "the feed breaks off" if broken else "a whole feed without entries"
        yield report(kind, capture, watched, said)  # type: ignore[arg-type]
        return
    ids = [video.id for video in videos]
    for post in context.get("recheck", "").split():
        if post not in ids:
            yield ask_watch(post, {"post": post})
    if len(ids) >= LENGTH and context.get("newest", "") not in ids:
        yield Fetch(
            url=f"{HOME}/channel/{account.key}/videos",
            reader="older",
            route="feed",
            headers=(("Accept-Language", "en"),),
            context={"seen": " ".join(ids), "newest": context.get("newest", "")},
        )


def _read_account(found: Any, capture: Capture, watched: Watched) -> Account:
    feed = found.feed
    links = [absolute(_text(feed, "link")), absolute(_text(feed.get("author_detail") or {}, "href"))]
    named = [link.rpartition("/channel/")[2] for link in links] + [
        f"UC{_text(feed, 'yt_channelid')}",
        watched.key,
    ]
    key = next((one for one in named if CHANNEL.fullmatch(one)), "")
    if not key:
        raise Unreadable("the feed does not say whose it is: neither link, author nor yt:channelId")
    created = _text(feed, "published")
    return Account(
        platform=watched.platform,
        key=key,
        handle=watched.handle,
        record_id=capture.record_id,
        where="feed",
        captured_at=capture.captured_at,
        url=f"{HOME}/channel/{key}",
        host="www.youtube.com",
        display_name=_text(feed, "title"),
        created_at=parse_time(created),
        created_at_text=created,
        created_at_precision="second" if created else "",
        aliases=(watched.key,) if watched.key != key else (),
    )


def _read_entry(entry: Any, channel: str) -> Video:
    video, uri = _text(entry, "yt_videoid"), _text(entry, "id")
    video = video or uri.rpartition(":")[2]
    if not video or not _text(entry, "published"):
        raise Unreadable(f"entry {uri[:60]}: yt:videoId or published lacks")
    statistics, rating = entry.get("media_statistics") or {}, entry.get("media_starrating") or {}
    owner = f"UC{_text(entry, 'yt_channelid').removeprefix('UC')}"
    link = _text(entry, "link")
    thumbnails = [_text(one, "url") for one in entry.get("media_thumbnail") or () if isinstance(one, dict)]
    return Video(
        id=video,
        title=_text(entry, "title"),
        text=_text(entry, "summary"),
        channel=owner if CHANNEL.fullmatch(owner) else channel,
        where=f"entry {uri}"[:200],
        posted=_text(entry, "published"),
        updated=_text(entry, "updated"),
        views=_count(_text(statistics, "views")),
        likes=_count(_text(rating, "count")),
        uri=uri,
        attributes={
            "short": "1" if "/shorts/" in link else "",
            "feed_updated": _text(entry, "updated"),
            "thumbnails": "\n".join(thumbnails),
            "duration_s": read_duration(_text(entry, "itunes_duration")),
        },
    )


def _text(fields: Any, name: str) -> str:
    # Asked for what is not there, feedparser gives "published" in place of "updated"; so look first.
    value = fields[name] if name in fields else ""  # noqa: SIM401
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
