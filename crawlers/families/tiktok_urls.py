"""TikTok accounts by URL: ``/@name`` with whatever follows, ``/embed/@name``, ``/share/user/NUMBER``.

Sources: support.tiktok.com (usernames: letters, digits, ``_`` and ``.``), the spellings met in published
indicator lists and in public programs. Short addresses (``vm.``, ``vt.``, ``/t/``) name nobody. The ids of
videos and of accounts made since 2018 begin with the second of their making: ``id >> 32``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import quote

from crawlers.address import split_address
from crawlers.words import words
from storage.items import Watched

HOME = "https://www.tiktok.com"
HOSTS = ("www.tiktok.com", "tiktok.com", "m.tiktok.com", "vm.tiktok.com", "vt.tiktok.com")
POST_URLS = (
    r"tiktok\.com/(?:embed/)?@[^/?#]*/(?:video|photo)/(\d{5,25})",
    r"tiktok\.com/embed/(?:v\d/)?(\d{5,25})",
    r"tiktok\.com/player/v\d/(\d{5,25})",
    r"tiktok\.com/(?:i18n/|h5/)?(?:share/(?:video|item)|v)/(\d{5,25})",
    r"tiktokv\.com/(?:i18n/)?share/(?:video|item)/(\d{5,25})",
)
NUMBER = re.compile(r"[0-9]{1,20}")
VIDEO = re.compile(r"[0-9]{5,25}")

_HANDLE = re.compile(r"@([\w.\-]{2,64})")
_OTHER_SITES = words(
    "ads analytics api business careers creatormarketplace developers effecthouse library live-backstage"
    " newsroom open partner seller shop support us-newsroom webcast"
)
_SINCE, _UNTIL = 1_388_534_400, 4_102_444_800
"""Epoch seconds of 2014 and 2100: what lies outside is no time."""


def recognise_account(url: str, platform: str) -> Watched | None:
    """The account that ``url`` names. The key is its number where the URL has it, else ``@name`` in lower
    case until a page tells the number."""
    address = split_address(url)
    if address is None or not _is_main_site(address.host):
        return None
    parts = address.segments[1:] if address.segments[:1] == ("embed",) else address.segments
    if parts and (named := _HANDLE.fullmatch(parts[0])):
        return _watch(platform, f"@{named[1].lower()}", named[1])
    parts = parts[1:] if parts[:1] == ("h5",) else parts
    if len(parts) == 2 or len(parts) == 3:
        share, kind, who = parts if len(parts) == 3 else (*parts, "")
        who = who.removesuffix(".html")
        if share == "share" and kind in ("user", "usr"):
            if NUMBER.fullmatch(who):
                return _watch(platform, who, "")
            if named := _HANDLE.fullmatch(who):
                return _watch(platform, f"@{named[1].lower()}", named[1])
    return None


def profile_url(handle: str) -> str:
    """The page of an account."""
    return f"{HOME}/@{quote(handle, safe='.-')}"


def list_url(handle: str) -> str:
    """The page that shows an account's newest videos inside other sites."""
    return f"{HOME}/embed/@{quote(handle, safe='.-')}"


def video_url(handle: str, video: str) -> str:
    """The page of a video or of a set of photos; TikTok sends whoever asks by the wrong word on."""
    return f"{HOME}/@{quote(handle, safe='.-')}/video/{video}"


def read_moment(number: str) -> datetime | None:
    """The second that a video's or an account's id begins with; ``None`` in ids of before 2018."""
    seconds = int(number) >> 32 if VIDEO.fullmatch(number) else 0
    return datetime.fromtimestamp(seconds, UTC) if _SINCE < seconds < _UNTIL else None


def _is_main_site(host: str) -> bool:
    first, _, rest = host.partition(".")
    return host == "tiktok.com" or rest == "tiktok.com" and first not in _OTHER_SITES


def _watch(platform: str, key: str, handle: str) -> Watched:
    url = profile_url(handle) if handle else f"{HOME}/share/user/{key}"
    return Watched(platform=platform, key=key, url=url, handle=handle, host="www.tiktok.com")
