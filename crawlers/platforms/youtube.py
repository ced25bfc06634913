"""YouTube: channels and their videos."""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.families import youtube_api, youtube_feed, youtube_pages, youtube_watch
from crawlers.families.youtube_urls import CHANNEL, HOSTS, recognise_channel
from crawlers.platform import Browse, Fetch, Pace, Platform, Route, RouteName
from storage.items import Known, Validators, Watched

KEY = "youtube"
MOST_BY_API = 200
MOST_BY_PAGE = 15
_PAGE = r"^https://(www\.|m\.)?youtube\.com/(channel/|@|c/|user/)"
_BROWSE = r"/youtubei/v1/browse\b"


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """By the best route that is open: the channel through the API, its feed, or its page in the browser."""
    route: RouteName = known.routes[0] if known.routes else "feed"  # type: ignore[assignment]
    key = known.key if CHANNEL.fullmatch(known.key) else watched.key
    if route == "browser":
        reads = ((_BROWSE, "browse"), (_PAGE, "channel_page"))
        yield Fetch(url=f"{watched.url}/videos", reader="loaded", route="browser", browse=Browse(reads=reads))
        return
    most = MOST_BY_API if route == "api" else MOST_BY_PAGE
    context = {
        "newest": "" if known.full else known.newest_id,
        "recheck": " ".join(post.id for post in known.recheck[:most] if " " not in post.id),
    }
    context = {name: value for name, value in context.items() if value}
    if key.startswith("c/") or (route == "feed" and key.startswith("@")):
        yield Fetch(
            url=watched.url,
            reader="channel_page",
            route=route,
            headers=(("Accept-Language", "en"),),
            context={**context, "resolve": "1"},
        )
    elif route == "feed":
        fetch = youtube_feed.ask_feed(watched, key, context)
        # Asked whole where known videos are to be looked at: those in it need no page of their own.
        whole = known.full or "recheck" in context
        validators = Validators() if whole else known.validators.get(fetch.url, Validators())
        yield youtube_feed.ask_feed(watched, key, context, validators)
    elif route == "api":
        yield youtube_api.ask_channel(watched, key, context)


platform = Platform(
    key=KEY,
    title="YouTube",
    homepage="https://www.youtube.com/",
    family="youtube",
    example="https://www.youtube.com/@YouTube",
    recognise=lambda url: recognise_channel(url, KEY),
    routes=(
        Route(
            name="api",
            sees="the channel with its counts, all its uploads with description, tags, counts and duration",
            credential=youtube_api.CREDENTIAL,
        ),
        Route(
            name="feed",
            sees="the newest fifteen videos, some fifteen older by their pages; no counts",
        ),
        Route(name="browser", sees="the channel's page: titles, rounded counts, ages in words, no more"),
        Route(name="import", sees="what a recorded visit of channel and video pages holds"),
    ),
    start=start,
    post_urls=(
        r"[?&]v=([\w-]{11})",
        r"youtu\.be/([\w-]{11})",
        r"/(?:shorts|live|embed)/([\w-]{11})",
    ),
    readers={
        "channels": youtube_api.read_channels,
        "uploads": youtube_api.read_uploads,
        "videos": youtube_api.read_videos,
        "known": youtube_api.read_known,
        "activities": youtube_api.read_activities,
        "feed": youtube_feed.read_feed,
        "channel_page": youtube_pages.read_channel_page,
        "older": youtube_pages.read_older,
        "browse": youtube_pages.read_browse,
        "resolve": youtube_pages.read_resolved,
        "loaded": youtube_pages.read_loaded,
        "watch": youtube_watch.read_watch,
        "player": youtube_watch.read_player,
        "oembed": youtube_watch.read_oembed,
    },
    hosts=HOSTS,
    credential_hosts=("www.googleapis.com", "youtube.googleapis.com"),
    pace=Pace(
        seconds=1.0,
        concurrency=2,
        daily=10_000,
        day_begins=8,
        source="our own courtesy; developers.google.com/youtube/v3/determine_quota_cost: 10,000 units a day, "
        "one for each call made here",
    ),
    shims=("youtube.com/redirect?q=",),
    imports=(
        (r"googleapis\.com/youtube/v3/channels\?", "channels"),
        (r"googleapis\.com/youtube/v3/playlistItems\?", "uploads"),
        (r"googleapis\.com/youtube/v3/videos\?", "videos"),
        (r"googleapis\.com/youtube/v3/activities\?", "activities"),
        (r"/youtubei/v1/navigation/resolve_url\b", "resolve"),
        (r"/youtubei/v1/player\b", "player"),
        (_BROWSE, "browse"),
        (r"youtube\.com/feeds/videos\.xml\?", "feed"),
        (r"youtube\.com/oembed\?", "oembed"),
        (r"^https://(www\.|m\.)?youtube\.com/(watch\?|shorts/|live/)", "watch"),
        (_PAGE, "channel_page"),
    ),
    expects="the channel, and a video where it counts any",
    evidence="recorded body",
    notes="Credential: in the Google Cloud console make a project, enable the YouTube Data API v3, make an "
    "API key (console.cloud.google.com/apis/credentials); 10,000 units a day are free, and a crawl of a "
    "channel takes one for the channel, two for fifty new videos and one for fifty looked at again. "
    "The list of caption tracks needs the owner's consent in the API (captions.list); pages of videos "
    "name them. The video file itself is not downloaded. A page of consent, which is shown in parts of "
    "Europe, is reported as a challenge and not gone through. Through the browser a video has its title "
    "only, so a change between routes may look like an edit.",
)
