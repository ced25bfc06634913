"""Facebook accounts by URL: profiles, pages and groups in every spelling, and posts that name them.

Sources: medialab/ural's ``facebook.py``; recorded pages; Meta's published indicator files. Dots and case in
a handle do not count (facebook.com/help/329992603752372). ``pfbid…`` ids differ per viewer and are never a
key. A ``/share/`` link names nothing until it was followed.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from crawlers.address import Address, split_address
from crawlers.words import words
from storage.items import Watched

PLATFORM = "facebook"
HOME = "https://www.facebook.com"
HOSTS = ("www.facebook.com", "facebook.com", "m.facebook.com", "mbasic.facebook.com", "fb.com", "www.fb.com")
RESERVED = words(
    """
    about ads adsmanager api auth badges bookmarks business campaign careers checkpoint composer confirmemail
    cookies creators developers dialog directory donate dyi editor events facebook.php favorites feed
    find-friends flx friends fundraisers games gaming groups hashtag help home instantgames intl jobs l legal
    live local location login logout marketplace me media memories messages mobile my nearby notes
    notifications oauth offers page pages pay payments people pg photo photos places plugins podcasts policies
    policy posts privacy profile public r recover reel reels register reg requests saved search security
    settings share sharer shops sitemap stories story support tags terms tr translations ufi
    unsupportedbrowser v2 v3 video videos wap watch weather whatsapp z_m_ explore i p
    """
)
"""First parts of a path that are Facebook's own; those of accounts among them are read by shape below."""

_HANDLE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.]{0,78}[A-Za-z0-9])?")
_ID = re.compile(r"[1-9]\d{0,19}")
_ENDS_WITH_ID = re.compile(r".*-(\d{6,20})", re.DOTALL)
_FILE = re.compile(r"\.(php|txt|ico|xml|html?|js|css|png|json)$", re.IGNORECASE)
_SLUG = re.compile(r"[\w.\-]{2,80}")
_OWN_HOST = re.compile(r"(?:[a-z0-9-]+\.)*(?:facebook|fb)\.com")
_NOT_ACCOUNTS = re.compile(
    r"(?:l|lm|graph|developers|about|z-m-graph|static|pixel|external|connect|apps)\.(?:facebook|fb)\.com"
)


def recognise_account(url: str) -> Watched | None:
    """The account or group that ``url`` names, by itself or through one of its posts; else ``None``."""
    address = split_address(url)
    if address is None:
        return None
    if address.host in ("m.me", "www.m.me"):
        return _name(address.segments[0]) if address.segments else None
    if not _OWN_HOST.fullmatch(address.host) or _NOT_ACCOUNTS.search(address.host):
        return None
    if address.segments[:1] == ("plugins",):
        inner = address.asked("href")
        return recognise_account(inner) if inner and "/plugins/" not in inner else None
    return _read_path(address) if address.segments else None


def watch_id(number: str) -> Watched:
    """The account of that id."""
    return Watched(
        platform=PLATFORM, key=number, url=f"{HOME}/profile.php?id={number}", host="www.facebook.com"
    )


def fold_handle(handle: str) -> str:
    """A handle as Facebook compares it: without dots, in lower case."""
    return handle.replace(".", "").lower()


def path_of(watched: Watched) -> str:
    """How the account is written into a URL: its handle, or its id."""
    return watched.handle if watched.handle and not watched.key.startswith("groups/") else watched.key


def is_group(watched: Watched) -> bool:
    """Whether a group is watched."""
    return "/groups/" in watched.url


def _read_path(address: Address) -> Watched | None:
    parts = address.segments
    first = parts[0].lower()
    if first in ("profile.php", "permalink.php", "story.php", "photo.php", "video.php"):
        return _number(address.asked("id"))
    if first == "photo" and address.asked("id"):
        return _number(address.asked("id"))
    if first == "ads" and parts[1:2] == ("library",):
        return _number(address.asked("view_all_page_id"))
    if first == "groups":
        return _read_group(parts)
    if first in ("people", "pages") and len(parts) > 2:
        named = _ENDS_WITH_ID.fullmatch(parts[-1])
        return _number(parts[2]) or (_number(named[1]) if named else None)
    if first in ("p", "pages") and len(parts) > 1:
        named = _ENDS_WITH_ID.fullmatch(parts[1])
        return _number(named[1]) if named else None
    if first in ("pg", "watch", "stories", "profile") and len(parts) > 1:
        return _name(parts[1])
    if first == "events" and len(parts) > 1:
        return None
    if first.startswith("@"):
        return _name(parts[0][1:])
    return None if first in RESERVED else _name(parts[0])


def _read_group(parts: tuple[str, ...]) -> Watched | None:
    if len(parts) > 3 and parts[2].lower() == "user":
        return _number(parts[3])
    if len(parts) < 2 or parts[1].lower() in RESERVED or not _SLUG.fullmatch(parts[1]):
        return None
    name = parts[1]
    key = name if _ID.fullmatch(name) else f"groups/{fold_handle(name)}"
    url = f"{HOME}/groups/{quote(name)}/"
    return Watched(
        platform=PLATFORM, key=key, url=url, handle="" if key == name else name, host="www.facebook.com"
    )


def _number(text: str) -> Watched | None:
    return watch_id(text) if _ID.fullmatch(text) else None


def _name(text: str) -> Watched | None:
    """A handle, an id, or a page's old name with its id at the end."""
    if number := _number(text):
        return number
    if named := _ENDS_WITH_ID.fullmatch(text):
        return _number(named[1])
    if not _HANDLE.fullmatch(text) or _FILE.search(text) or text.lower() in RESERVED or len(text) < 2:
        return None
    url = f"{HOME}/{text}"
    return Watched(platform=PLATFORM, key=fold_handle(text), url=url, handle=text, host="www.facebook.com")
