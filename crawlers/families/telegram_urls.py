"""Public channels of Telegram by URL: ``t.me/s/x``, ``t.me/x``, ``t.me/x/123``, ``telegram.me``, ``x.t.me``.

Sources: core.telegram.org/api/links (public username links and the link types that are none).
"""

from __future__ import annotations

import re

from crawlers.address import split_address, strip_www
from crawlers.words import words
from storage.items import Watched

HOSTS = ("t.me", "telegram.me", "telegram.dog")
RESERVED = words(
    """
    joinchat addstickers addemoji addtheme addlist share proxy socks c s iv login confirmphone setlanguage bg
    msg invoice boost contact giftcode m nft stars oauth passport premium privacy faq tos apps blog dl a k z
    web share.php username folder socks5 auction call addstyle
    """
)

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


def recognise_channel(url: str, platform: str) -> Watched | None:
    """The channel that ``url`` names; invitations, private channels and links that do something are none.

    The key is the name in lower case until a message shows the numeric id.
    """
    written = url.strip()
    if written.lower().startswith("tg://resolve?domain="):
        return _watch(written.split("domain=", 1)[1].split("&")[0], platform)
    address = split_address(written)
    if address is None:
        return None
    host, parts = strip_www(address.host), list(address.segments)
    for base in HOSTS:
        if host.endswith(f".{base}"):
            return _watch(host.removesuffix(f".{base}"), platform)
    if host not in HOSTS or not parts:
        return None
    if parts[0] == "s" and len(parts) > 1:
        parts = parts[1:]
    return _watch(parts[0], platform)


def _watch(name: str, platform: str) -> Watched | None:
    name = name.removeprefix("@")
    if not _NAME.fullmatch(name) or name.lower() in RESERVED:
        return None
    return Watched(
        platform=platform, key=name.lower(), url=f"https://t.me/s/{name}", handle=name, host="t.me"
    )
