"""Vimeo: a user's videos, by the API with a token, else by feed and oEmbed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from crawlers.families.feed_sites import MOST_RECHECKS, ask_feed, read_site_feed
from crawlers.families.vimeo_api import (
    CREDENTIAL,
    ask_user,
    ask_video,
    ask_videos,
    read_account,
    read_one_video,
    read_videos,
)
from crawlers.families.vimeo_feed import SHAPE, ask_shown, read_oembed
from crawlers.families.vimeo_urls import API, recognise_user
from crawlers.platform import Fetch, Pace, Platform, Route
from storage.items import Known, Watched


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """What last changed, by one list; known videos one by one."""
    if (known.routes or ("feed",))[0] != "api":
        yield ask_feed(f"{watched.url}/videos/rss", known)
        yield from ask_shown(watched, known)
        return
    name = next((key for key in (watched.key, known.key) if key.isdigit()), watched.handle or watched.key)
    since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
    yield ask_videos(name, {"since": since}) if since else ask_user(name, {})
    yield from (ask_video(post.id) for post in known.recheck[:MOST_RECHECKS] if post.id.isdigit())


platform = Platform(
    key="vimeo",
    title="Vimeo",
    homepage="https://vimeo.com/",
    family="vimeo",
    example="https://vimeo.com/staff",
    recognise=partial(recognise_user, platform="vimeo"),
    routes=(
        Route(
            name="api",
            sees="all public videos with edits, tags, plays, likes, comment counts; the user with counts",
            credential=CREDENTIAL,
        ),
        Route(
            name="feed", sees="the newest 25 videos; known ones again by oEmbed: title, description, still"
        ),
    ),
    start=start,
    post_urls=(r"vimeo\.com/(?:video/|channels/[^/]+/|groups/[^/]+/videos/)?(\d{5,})",),
    readers={
        "feed": partial(read_site_feed, shape=SHAPE),
        "oembed": read_oembed,
        "user": read_account,
        "videos": read_videos,
        "video": read_one_video,
    },
    hosts=("vimeo.com", "www.vimeo.com"),
    credential_hosts=(API,),
    order=40,
    pace=Pace(
        seconds=1.0, concurrency=1, source="our own courtesy; the API tells its limit in X-RateLimit headers"
    ),
    imports=(
        (r"api\.vimeo\.com/users/[^/?]+(\?|$)", "user"),
        (
            r"api\.vimeo\.com/(users/[^/?]+|channels/[^/?]+|albums/\d+|users/\d+/albums/\d+)/videos(\?|$)",
            "videos",
        ),
        (r"api\.vimeo\.com/videos/\d+(:\w+)?(\?|$)", "video"),
        (r"vimeo\.com/api/oembed\.json", "oembed"),
        (r"^https?://(www\.)?vimeo\.com/[^/]+/videos/rss", "feed"),
    ),
    expects="at least one video",
    evidence="recorded body",
    notes=(
        "credential `vimeo`: create an app at developer.vimeo.com/apps and generate an unauthenticated token "
        "with the scope public; the feed tells no edits and, for accounts watched by name, not their number; "
        "channels, groups and showcases are no accounts: watch the users whose videos they show"
    ),
)
