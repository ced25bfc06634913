"""VKontakte's walls by URL: ``/id1``, ``/club1``, ``/public1``, ``/event1``, ``/name``, and what lies on a
wall: ``/wall-1_2``, ``?w=wall-1_2``, photos, videos, topics, articles.

Sources: dev.vk.com (owner ids are signed: people positive, communities negative); spellings met in published
indicator lists.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from crawlers.address import split_address, strip_www
from crawlers.words import words
from storage.items import Watched

HOSTS = ("vk.com", "m.vk.com", "www.vk.com", "vk.ru", "m.vk.ru", "www.vk.ru", "vkontakte.ru", "vkvideo.ru")
RESERVED = words(
    """
    about ads adscreate al_wall.php api app apps audio audios auth away away.php badbrowser.php
    blank.php blog bookmarks bugs cc challenge.html clips coronavirus developers discover docs edit
    event explore fave favicon.ico feed feedback friends games gifts groups help im images install
    jobs join link live login login.php mail market mobile music my my_videos mymail news
    notifications oauth page pages people photos podcasts press privacy privacy.php products pull
    register restore robots.txt rss.php search security settings share.php shorts sitemap.xml
    sticker stickers stories support terms topic trends uslugi utils v video videos vkpay vkvideo
    wall wiki
    """
)

OWNER = re.compile(r"-?[1-9]\d{0,15}")
_NUMBERED = re.compile(r"(id|club|public|event)([1-9]\d{0,15})")
_ON_WALL = re.compile(
    r"(?:wall|photo|video|clip|topic|albums?|photos|videos|page|market|audios|docs?)(-?[1-9]\d{0,15})(?:_\w+)?"
)
_NUMBER_LESS = re.compile(r"(id|club|public|event)\d*", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{1,63}")


def recognise_wall(url: str, platform: str) -> Watched | None:
    """The wall that ``url`` names. The key is the signed owner id, else the name in lower case until the API
    or a page tells the id."""
    address = split_address(url)
    if address is None:
        return None
    host = strip_www(address.host).removeprefix("new.")
    if host not in ("vk.com", "vk.ru", "vkontakte.ru", "vkvideo.ru"):
        return None
    for name in ("w", "z"):
        if found := _ON_WALL.match(address.asked(name)):
            return watch_owner(found[1], platform)
    if not address.segments:
        return None
    first = address.segments[0]
    if found := _NUMBERED.fullmatch(first.lower()):
        return watch_owner(("" if found[1] == "id" else "-") + found[2], platform)
    if found := _ON_WALL.fullmatch(first):
        return watch_owner(found[1], platform)
    if first.startswith("@"):
        first = first[1:].partition("-")[0]
    if first.lower() in RESERVED or not _NAME.fullmatch(first) or _NUMBER_LESS.fullmatch(first):
        return None
    return Watched(
        platform=platform, key=first.lower(), url=f"https://vk.com/{first}", handle=first, host="vk.com"
    )


def watch_owner(owner: str, platform: str) -> Watched:
    """The wall of a signed owner id."""
    return Watched(platform=platform, key=owner, url=wall_url(owner), host="vk.com")


def wall_url(owner: str) -> str:
    """The address of an owner's page."""
    kind = "club" if owner.startswith("-") else "id"
    return f"https://vk.com/{kind}{quote(owner.lstrip('-'), safe='')}"
