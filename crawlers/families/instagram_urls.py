"""Instagram accounts by URL: profiles in every spelling, and posts and stories that name them.

Sources: medialab/ural's ``instagram.py``; recorded pages; Meta's published indicator files. A post's own URL
(``/p/CODE``) names no account. Handles do not know case.
"""

from __future__ import annotations

import base64
import binascii
import re

from crawlers.address import split_address, strip_www
from crawlers.words import words
from storage.items import Known, Watched

PLATFORM = "instagram"
HOME = "https://www.instagram.com"
HOSTS = ("www.instagram.com", "instagram.com", "m.instagram.com", "instagr.am")
RESERVED = words(
    """
    _n _u about accounts ads api ar archive auth blog business challenge coming_soon data developer
    developers direct directory download emails explore favicon.ico fxcal graphql guides help hashtag igtv
    jobs landing legal lite locations login logging logout messages nametag notifications oauth p policies
    press privacy publicapi push qr reel reels robots.txt safety saved search session settings share shopping
    sitemap.xml static stories support terms topics tv ufi users web your_activity
    """
)

_HANDLE = re.compile(r"(?!.*\.\.)[A-Za-z0-9_](?:[A-Za-z0-9._]{0,28}[A-Za-z0-9_])?")
_CODE = re.compile(r"[A-Za-z0-9_-]{5,}")


def recognise_account(url: str) -> Watched | None:
    """The account that ``url`` names, by itself or through one of its posts; else ``None``."""
    address = split_address(url)
    if address is None or not address.segments:
        return None
    host, parts = strip_www(address.host), address.segments
    if host == "ig.me" and parts[0] == "m" and len(parts) > 1:
        return _watch(parts[1])
    if host not in ("instagram.com", "instagr.am"):
        return None
    first = parts[0].lower()
    if first in ("_u", "_n", "stories") and len(parts) > 1:
        return _watch(parts[1]) if parts[1].lower() != "highlights" else None
    if first == "explore" and parts[1:2] == ("users",) and len(parts) > 2:
        return _watch(parts[2])
    return _watch(parts[0].removeprefix("@"))


def read_number(code: str) -> str:
    """The numeric id that a post's short code stands for; empty where it is none.

    The code is the id in base64 with ``-`` and ``_``; of private posts more letters follow.
    """
    if not _CODE.fullmatch(code):
        return ""
    try:
        packed = base64.b64decode(code[:11].rjust(12, "A"), b"-_", validate=True)
    except binascii.Error:
        return ""
    return str(int.from_bytes(packed, "big"))


def list_rechecked(known: Known, most: int) -> str:
    """The ids of known posts that are to be looked at again. A story has no page to be looked for."""
    return " ".join([post.id for post in known.recheck if "/stories/" not in post.url][:most])


def code_of(url: str) -> str:
    """The short code in a post's URL; empty where there is none."""
    address = split_address(url)
    parts = address.segments if address else ()
    for place, part in enumerate(parts[:-1]):
        if part in ("p", "reel", "reels", "tv"):
            return parts[place + 1] if _CODE.fullmatch(parts[place + 1]) else ""
    return ""


def write_code(number: str) -> str:
    """The short code of a numeric id: ``read_number`` the other way round; empty where it is none."""
    if not number.isascii() or not number.isdigit() or len(number) > 20:
        return ""
    packed = base64.b64encode(int(number).to_bytes(9, "big"), b"-_").decode()
    return packed.lstrip("A")


def _watch(handle: str) -> Watched | None:
    handle = handle.lower()
    if not _HANDLE.fullmatch(handle) or handle in RESERVED:
        return None
    url = f"{HOME}/{handle}/"
    return Watched(platform=PLATFORM, key=handle, url=url, handle=handle, host="www.instagram.com")
