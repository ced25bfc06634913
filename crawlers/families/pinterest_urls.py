"""Pinterest's people and boards by URL: ``/name/``, ``/name/_created/``, ``/name/board/`` and their feeds, on
``pinterest.com``, its subdomains by country and its sites by country. A pin's address names no account.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from crawlers.address import split_address
from crawlers.words import words
from storage.items import Watched

HOME = "https://www.pinterest.com"
HOSTS = (
    "pinterest.com", "www.pinterest.com", "pinterest.co.uk", "www.pinterest.co.uk", "pinterest.ca",
    "pinterest.de", "pinterest.fr", "pinterest.es", "pinterest.it", "pinterest.jp", "pinterest.se",
    "pinterest.com.au", "pinterest.com.mx", "pin.it",
)  # fmt: skip
"""The usual ones; all of ``_HOST`` are recognised."""
_HOST = re.compile(
    r"(?:(?:www|m|[a-z]{2,3}(?:-[a-z]{2,3})?)\.)?pinterest\.(?:com|[a-z]{2}|info|(?:co|com)\.[a-z]{2})"
)
_NAME = re.compile(r"[A-Za-z0-9_-]{3,30}")
_BOARD = re.compile(r"[^\s/?#]{1,100}")
_TABS = words(
    "_created _saved pins boards followers following tries _profile _shop _pins feed.rss more_ideas"
)
_RESERVED = words(
    """
    pin pins auth ideas search settings about business categories category explore topics today news_hub login
    logout signup password resource oauth discover shopping videos video create homefeed board boards
    notifications help terms privacy careers blog developers developer amp source all popular gifts me
    invited following followers edit verify offsite url_shortener email press engineering policy news
    pin-builder pin-creation-tool convert-business business-access ads analytics api v1 v3 v5 static
    accounts account home index watch share shop store support contact jobs legal security safety newsroom
    everything animals architecture art cars_motorcycles celebrities diy_crafts education film_music_books
    """
)


def recognise_person(url: str, platform: str) -> Watched | None:
    """The person whose page or board ``url`` names. The key is the name in lower case until a page or a
    resource tells the id."""
    address = split_address(url)
    if address is None or not _HOST.fullmatch(address.host) or not 1 <= len(address.segments) <= 3:
        return None
    name, *rest = address.segments
    if name.lower() in _RESERVED or not _NAME.fullmatch(name) or name.startswith("_"):
        return None
    path = f"{quote(name)}/"
    if rest and rest[0].lower() not in _TABS:
        board = rest[0].removesuffix(".rss")
        if not _BOARD.fullmatch(board):
            return None
        path += f"{quote(board, safe='')}/"
    return Watched(
        platform=platform, key=name.lower(), url=f"{HOME}/{path}", handle=name, host="www.pinterest.com"
    )


def find_board(url: str) -> str:
    """The path of the board that a watched URL names (``name/board``), empty if it names the person."""
    path = url.removeprefix(HOME).strip("/")
    return path if "/" in path else ""


def person_url(name: str) -> str:
    """A person's page."""
    return f"{HOME}/{quote(name)}/"


def pin_url(pin: str) -> str:
    """A pin's page."""
    return f"{HOME}/pin/{quote(pin, safe='')}/"


def find_pin(url: str) -> str:
    """The id of the pin that a URL names, empty if none."""
    found = re.search(r"/pin/(?:[^/?#]*--)?([0-9]{5,30})(?:[/?#]|$)", url)
    return found[1] if found else ""
