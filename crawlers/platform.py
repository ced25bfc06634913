"""The platform contract: a platform is declared facts plus pure readers.

``start(account, known)`` says what to ask first; a reader turns one archived ``Capture`` into items
and further ``Fetch``es. Neither does I/O, looks at a clock or a setting, or logs: the same reader is
called on the same bytes years later by ``vedette rebuild``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from crawlers.address import split_address
from storage.items import Capture, Item, Known, Watched


class Unreadable(ValueError):
    """A body has not the shape that its reader declares; ``str()`` says what lacks where."""


UNREADABLE = (Unreadable, KeyError, ValueError, TypeError)
"""All that a reader may raise, on any bytes whatever: the spider makes ``changed_format`` of it.

What a reader yielded before it raised stands."""

RouteName = Literal["api", "feed", "page", "browser", "import"]
Evidence = Literal["real server", "recorded body", "simulated"]
"""By what a platform's readers are known to work: the software itself in the tests, bodies recorded from it,
or bodies written in its documented shape alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Browse:
    """How the browser is to load a page: the public page, as a person would see it.

    ``reads`` pairs a regular expression on response URLs with the reader of those responses;
    ``scrolls`` is how many times to scroll to the end; ``wait_for`` a CSS selector to wait for. ``device``
    (``desktop``, ``phone``), ``language`` and ``referrer`` are for links alone: see ``crawlers.vantages``.
    """

    scrolls: int = 3
    wait_for: str = ""
    screenshot: bool = True
    reads: tuple[tuple[str, str], ...] = ()
    device: str = ""
    language: str = ""
    referrer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Something to ask for. It names the credential it needs and never holds it.

    ``reader`` is a key of ``Platform.readers``. ``context`` is handed to the reader with the capture
    (and archived with it): cursors, page numbers, ids. ``landmark`` is free for the reader.
    ``etag``/``last_modified`` make the request conditional. ``download`` asks for the video that the page
    at ``url`` shows; the reader gets the file. On a ``ws`` or ``wss`` URL the lines of ``body`` are the text
    messages to send, and ``until`` is a regular expression on the server's messages: the first that it is
    found in ends the exchange. The reader gets all messages, see ``crawlers.frames``, or the HTTP answer of
    a server that refuses the handshake.
    """

    url: str
    reader: str
    route: RouteName = "api"
    method: Literal["GET", "POST"] = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    until: str = ""
    credential: str = ""
    context: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""
    browse: Browse | None = None
    download: bool = False
    priority: int = 0


Reading = Item | Fetch
Reader = Callable[[Capture, Watched], Iterable[Reading]]
Start = Callable[[Watched, Known], Iterable[Fetch]]
Recognise = Callable[[str], "Watched | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way to an account's posts: the credential it needs (a name, or none) and what it can see."""

    name: RouteName
    sees: str
    credential: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast one host may be asked: seconds between requests, and where that number is from.

    ``daily`` is how many requests a credential has a day (0: no such limit), over all crawls; the day
    begins at ``day_begins``, an hour of UTC.
    """

    seconds: float = 1.0
    concurrency: int = 2
    daily: int = 0
    day_begins: int = 0
    source: str = "our own courtesy; the platform documents none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform's declared facts, its first questions and its readers.

    ``recognise`` takes an account or post URL in any spelling (already refanged) and returns the
    ``Watched`` account or ``None``. ``expects`` says what a live account shows at least, as a
    sentence for the catalogue; ``expects_posts`` is the least number of posts a live account shows.
    ``order`` says who is asked first among platforms that take any host: lower first, ``page``, which
    takes every URL, last of all (100). ``credential_hosts`` are further hosts that a credential may be sent
    to, beside ``hosts`` and the account's own: those of the API. ``imports`` pairs regular expressions on
    response URLs with readers, for captures that a person made; ``post_urls`` are regular expressions on
    addresses of single posts, whose group is the post's id. ``evidence`` is the best there is that it works.
    """

    key: str
    title: str
    homepage: str
    family: str
    example: str
    recognise: Recognise
    routes: tuple[Route, ...]
    start: Start
    readers: Mapping[str, Reader]
    hosts: tuple[str, ...] = ()
    credential_hosts: tuple[str, ...] = ()
    any_host: bool = False
    order: int = 50
    pace: Pace = Pace()
    shims: tuple[str, ...] = ()
    imports: tuple[tuple[str, str], ...] = ()
    post_urls: tuple[str, ...] = ()
    expects: str = "at least one post"
    expects_posts: int = 1
    evidence: Evidence = "simulated"
    broken: str = ""
    notes: str = ""


@cache
def platforms() -> Mapping[str, Platform]:
    """Every platform by key: the folder ``crawlers/platforms`` is the registry."""
    import crawlers.platforms as folder

    found: dict[str, Platform] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(folder.__path__)):
        platform = importlib.import_module(f"{folder.__name__}.{module}").platform
        found[platform.key] = platform
    return found


def recognise(url: str) -> Watched | None:
    """The watchable account that ``url`` names, asked of platforms with own hosts first; of those that take
    any host and stand equal, of the one that names it."""
    address = split_address(url)
    host = address.host if address else ""
    ordered = sorted(
        platforms().values(),
        key=lambda platform: (platform.any_host, platform.order, host not in platform.hosts, platform.key),
    )
    for platform in ordered:
        if watched := platform.recognise(url):
            return watched
    return None
