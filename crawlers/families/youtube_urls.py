"""YouTube channels by URL: ``/channel/UC…``, ``/@handle``, ``/user/x``, ``/c/x``, ``/x``, feeds, lists.

Sources: support.google.com/youtube/answer/6180214 (channel URLs), the spellings met in published indicator
lists. An upload list has the channel's id with ``UU`` before it. URLs of videos name no channel.
"""

from __future__ import annotations

import re

from crawlers.address import Address, split_address
from crawlers.words import words
from storage.items import Watched

HOME = "https://www.youtube.com"
HOSTS = (
    "www.youtube.com",
    "youtube.com",
    "m.youtube.com",
    "music.youtube.com",
    "gaming.youtube.com",
    "www.youtube-nocookie.com",
    "youtube-nocookie.com",
    "youtu.be",
)
RESERVED = words(
    """
    about account account_advanced ads api artist attribution_link auth browse c captions_video
    channel channels clip comment_servlet community contact creatoracademy creators dashboard dev
    download embed error explore favicon.ico feed feeds gaming get_video_info gift google_lets
    handle hashtag help howyoutubeworks html5 i18n iframe_api img intl_en jobs kids learning legal
    live live_chat live_dashboard login logout manifest.json membership movies music my_videos news
    oauth oembed originals paid_memberships playables playlist playlists podcasts post premium
    privacy profile purchases red redirect results robots.txt s search settings share shop short
    shorts show shows signin signup sitemaps sponsor sports static storefront studio
    supported_browsers t tags terms testtube timedtext trending trends tv upload user v verify vi
    videos view_play_list w watch watch_popup watch_queue watch_videos youtubei yt yts
    """
)

CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
_HANDLE = re.compile(r"@[\w.\-·]{1,100}")
_NAME = re.compile(r"[\w.\-]{1,100}")


def recognise_channel(url: str, platform: str) -> Watched | None:
    """The channel that ``url`` names. The key is the channel's id, else ``@handle``, ``user/x`` or ``c/x`` in
    lower case until a page or the API tells the id."""
    address = split_address(url)
    if address is None or address.host not in HOSTS or address.host == "youtu.be":
        return None
    parts = address.segments
    if not parts:
        return None
    first, second = parts[0], parts[1] if len(parts) > 1 else ""
    if channel := _find_id(address, first, second):
        return _watch(platform, channel, f"{HOME}/channel/{channel}", "")
    if first.startswith("@"):
        if not _HANDLE.fullmatch(first):
            return None
        return _watch(platform, first.lower(), f"{HOME}/{first}", first[1:])
    if first == "feeds" and second == "videos.xml" and _NAME.fullmatch(address.asked("user")):
        first, second = "user", address.asked("user")
    if first in ("user", "c"):
        return _watch(platform, f"{first}/{second.lower()}", f"{HOME}/{first}/{second}", second) if (
            _NAME.fullmatch(second)
        ) else None  # fmt: skip
    if len(parts) > 1 and second not in ("videos", "shorts", "streams", "about", "featured", "playlists",
                                         "community", "posts", "live", "feed", "discussion"):  # fmt: skip
        return None
    if first.lower() in RESERVED or not _NAME.fullmatch(first) or first.isascii() and len(first) < 3:
        return None
    return _watch(platform, f"c/{first.lower()}", f"{HOME}/c/{first}", first)


def uploads_list(channel: str) -> str:
    """The id of the list of all that a channel uploaded."""
    return f"UU{channel[2:]}"


def _find_id(address: Address, first: str, second: str) -> str:
    """A channel's id in any of the places where URLs have it."""
    if first == "channel" and CHANNEL.fullmatch(second):
        return second
    if first == "feeds" and second == "videos.xml":
        if CHANNEL.fullmatch(address.asked("channel_id")):
            return address.asked("channel_id")
        return _of_list(address.asked("playlist_id"))
    return _of_list(address.asked("list")) if first == "playlist" else ""


def _of_list(playlist: str) -> str:
    channel = f"UC{playlist[2:]}" if playlist.startswith("UU") else ""
    return channel if CHANNEL.fullmatch(channel) else ""


def _watch(platform: str, key: str, url: str, handle: str) -> Watched:
    return Watched(platform=platform, key=key, url=url, handle=handle, host="www.youtube.com")
