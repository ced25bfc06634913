"""WeChat's official accounts by URL: whatever names a ``__biz`` names the account.

An article is ``/s?__biz=&mid=&idx=&sn=`` or ``/s/`` and a code, which does not tell whose it is; an album is
``/mp/appmsgalbum?__biz=&album_id=``. ``__biz`` is a number in base64, padded with ``=``, which people cut off
or send as ``%3D``.
"""

from __future__ import annotations

import base64
import binascii
import re
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

from crawlers.address import Address, split_address
from storage.items import Watched

HOST = "mp.weixin.qq.com"
HOME = f"https://{HOST}"
SHORT = re.compile(r"[A-Za-z0-9_-]{22}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_SN = re.compile(r"[0-9a-f]{32}")
_POST = re.compile(r"([A-Za-z0-9+/]{4,40}={0,2})_([0-9]{1,20})_([0-9]{1,3})")


def recognise_account(url: str, platform: str) -> Watched | None:
    """The account that ``url`` names. The key is its ``__biz``; of an article's short address a provisional
    one until the article tells whose it is."""
    address = split_address(unescape(url))
    if address is None or address.host != HOST:
        return None
    if len(address.segments) == 2 and address.segments[0] == "s" and SHORT.fullmatch(address.segments[1]):
        code = address.segments[1]
        return Watched(platform=platform, key=f"s/{code}", url=f"{HOME}/s/{code}", host=HOST)
    biz = read_biz(address.asked("__biz"))
    if not biz:
        return None
    return Watched(platform=platform, key=biz, url=_spell(address, biz), host=HOST)


def read_biz(text: str) -> str:
    """A ``__biz`` in its full spelling, empty if ``text`` is none."""
    bare = text.strip().rstrip("=")
    if not 4 <= len(bare) <= 40:
        return ""
    try:
        number = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (ValueError, binascii.Error):
        return ""
    return base64.b64encode(number).decode() if number.isdigit() else ""


def article_url(biz: str, mid: str, idx: str, sn: str = "") -> str:
    """An article's long address."""
    return f"{HOME}/s?__biz={biz}&mid={mid}&idx={idx}" + (f"&sn={sn}" if sn else "")


def album_url(biz: str, album: str) -> str:
    """An album's address."""
    return f"{HOME}/mp/appmsgalbum?__biz={biz}&action=getalbum&album_id={album}"


def profile_url(biz: str) -> str:
    """The address of an account's profile, which WeChat itself opens only."""
    return f"{HOME}/mp/profile_ext?action=home&__biz={biz}"


def is_article(url: str) -> bool:
    """Whether ``url`` is that of an article."""
    parts = urlsplit(url)
    return parts.hostname == HOST and (parts.path == "/s" or parts.path.startswith("/s/"))


def find_album(url: str) -> tuple[str, str]:
    """Account and album that ``url`` names, empty if it is no album's."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    album = asked.get("album_id", [""])[0]
    if not parts.path.startswith("/mp/appmsgalbum") or not _NUMBER.fullmatch(album):
        return "", ""
    return read_biz(asked.get("__biz", [""])[0]), album


def find_post(url: str) -> str:
    """The id of the post that an article's long address names, empty if it does not tell."""
    asked = parse_qs(urlsplit(unescape(url)).query) if "?" in url else {}
    biz = read_biz(asked.get("__biz", [""])[0])
    mid = (asked.get("mid") or asked.get("appmsgid") or [""])[0]
    idx = (asked.get("idx") or asked.get("itemidx") or ["1"])[0]
    made = f"{biz}_{mid}_{idx}"
    return made if _POST.fullmatch(made) else ""


def split_post(post: str) -> tuple[str, int, int]:
    """Account, number of the message and place in it; an empty account where ``post`` is no id of a post."""
    found = _POST.fullmatch(post)
    return (found[1], int(found[2]), int(found[3])) if found else ("", 0, 0)


def _spell(address: Address, biz: str) -> str:
    """The address that is asked: the article's or the album's where ``address`` names one."""
    album, sn = address.asked("album_id"), address.asked("sn").lower()
    mid = address.asked("mid") or address.asked("appmsgid")
    idx = address.asked("idx") or address.asked("itemidx") or "1"
    if _NUMBER.fullmatch(album) and "album" in address.path:
        return album_url(biz, album)
    if _NUMBER.fullmatch(mid) and _NUMBER.fullmatch(idx) and not address.path.startswith("/mp/profile"):
        return article_url(biz, mid, idx, quote(sn) if _SN.fullmatch(sn) else "")
    return profile_url(biz)
