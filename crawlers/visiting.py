"""The visit of one account: which routes are open to it, what was asked, when it goes round in circles.

Pure bookkeeping, without I/O: the spider asks it what may be fetched and what to say at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from crawlers.paging import COUNT, MOST_PAGES
from crawlers.platform import Fetch, Platform
from crawlers.reading import Reading
from storage.items import Account, Known, MediaFile, Post, Problem, ProblemKind, Watched

MOST_FETCHES = 5000
"""Questions for one account in one crawl; a hostile list has no end."""
TOO_MUCH = f"more than {MOST_FETCHES} questions for one account in one crawl: the rest is left out"
TOO_LONG = f"a list of more than {MOST_PAGES} pages: the rest is left out"
USED_UP = frozenset({TOO_MUCH, TOO_LONG})
"""What is said where a budget of ours ends a visit; it would end the next one at the same place."""
REPEATS = "the list shows again what it has shown before: its next page is not asked for"
GIVES_WAY = frozenset(
    {"unauthorised", "login_wall", "challenge", "geo_blocked", "changed_format", "unreachable"}
)
"""Problems after which the next route is tried. A platform that wants us slower is not gone around."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with the visit itself, to be archived as a finding: about which fetch, and why."""

    fetch: Fetch
    kind: ProblemKind
    reason: str


@dataclass(slots=True, eq=False)
class Errand:
    """A fetch on its way, and the posts that the pages of its list before it have shown."""

    visit: Visit
    fetch: Fetch
    seen: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Visit:
    """One account's visit in one crawl. ``routes`` are those that are still open, the best first."""

    platform: Platform
    watched: Watched
    known: Known
    routes: tuple[str, ...]
    pending: int = 0
    fetches: int = 0
    posts: int = 0
    live: bool = False
    answered: bool = False
    problems: set[str] = field(default_factory=set)
    _asked: set[tuple[str, str, str, bytes]] = field(default_factory=set)
    _refused: dict[str, set[str]] = field(default_factory=dict)
    _last: Fetch | None = None
    _exhausted: bool = False

    def begin(self) -> Iterator[Errand | Complaint]:
        """The first fetches by the routes that are open, or why there are none."""
        nothing = Fetch(url=self.watched.url, reader="none")
        if not self.routes:
            yield self._complain(nothing, "unauthorised", self._explain_closed())
            return
        known = replace(self.known, routes=self.routes)
        taken = 0
        try:
            for fetch in self.platform.start(self.watched, known):
                if self._take(fetch) == "":
                    taken += 1
                    yield Errand(self, fetch)
        except Exception as error:  # one account's trouble must not end the crawl of all others
            reason = f"the first question cannot be made from what is known: {type(error).__name__}: {error}"
            yield self._complain(nothing, "changed_format", reason)
        else:
            if not taken and not self.problems:
                yield self._complain(nothing, "changed_format", "there is nothing to ask for at this address")

    def go_on(self, errand: Errand, reading: Reading, *, unchanged: bool) -> Iterator[Errand | Complaint]:
        """What follows from what was read. ``unchanged``: the server said that nothing is new (304)."""
        self._note(errand.fetch, reading, unchanged)
        ids = {item.id for item in reading.items if isinstance(item, Post)}
        repeats = bool(ids) and ids <= errand.seen
        errand.seen |= ids
        if (
            ids
            and _is_last(errand.fetch)
            and not any(one.reader == errand.fetch.reader for one in reading.fetches)
        ):
            yield self._complain(errand.fetch, "truncated", TOO_LONG)
        if repeats:  # said here, whether or not the reader noticed and stopped
            yield self._complain(errand.fetch, "changed_format", REPEATS)
        for fetch in reading.fetches:
            same_list = fetch.reader == errand.fetch.reader
            if same_list and repeats:
                continue
            if self.fetches >= MOST_FETCHES:
                if not self._exhausted:  # said once: a hostile page asks for thousands more
                    self._exhausted = True
                    yield self._complain(fetch, "truncated", TOO_MUCH)
            elif reason := self._take(fetch):
                yield self._complain(fetch, "changed_format", reason)
            else:
                yield Errand(self, fetch, errand.seen if same_list else set())

    def end(self) -> Iterator[Errand | Complaint]:
        """Called when nothing is under way: the next route where one was refused, or what is missing."""
        refused = {route for route, kinds in self._refused.items() if kinds & GIVES_WAY}
        open_routes = tuple(route for route in self.routes if route not in refused)
        if not self.posts and refused and open_routes and len(open_routes) < len(self.routes):
            self.routes = open_routes
            yield from self.begin()
        elif self._last is not None and (reason := self._find_lack()):
            yield self._complain(self._last, "changed_format", reason)

    def _explain_closed(self) -> str:
        wanted = self.known.routes
        routes = [route for route in self.platform.routes if not wanted or route.name in wanted]
        needed = ", ".join(sorted({route.credential for route in routes if route.credential}))
        which = f"the route {', '.join(wanted)} is not open" if wanted else "no route is open"
        return f"{which}; credentials that would open one: {needed or 'none'}"

    def _complain(self, fetch: Fetch, kind: ProblemKind, reason: str) -> Complaint:
        self.problems.add(kind)
        return Complaint(fetch, kind, reason)

    def _find_lack(self) -> str:
        """Why a silent visit is an alarm: nothing said, or fewer posts than a live account shows."""
        if self.problems or self.answered:
            return ""
        if not self.posts and not self.live:
            return f"{self.fetches} questions, and nothing could be read from the answers"
        first = not self.known.newest_id and self.platform.expects_posts
        if first and self.live and self.posts < self.platform.expects_posts:
            return f"a live account shows {self.platform.expects}; {self.posts} posts were read"
        return ""

    def _take(self, fetch: Fetch) -> str:
        """Take note of a fetch; why it is not asked, if it is not."""
        name = (fetch.route, fetch.reader, fetch.url, fetch.body)
        if name in self._asked:
            return "the same was asked before in this crawl: the list goes in a circle"
        self._asked.add(name)
        self.fetches += 1
        self.pending += 1
        self._last = fetch
        return ""

    def _note(self, fetch: Fetch, reading: Reading, unchanged: bool) -> None:
        self.answered = self.answered or unchanged or not self.platform.expects_posts
        for item in reading.items:
            if isinstance(item, Post):
                self.posts += 1
            elif isinstance(item, Account):
                self.live = self.live or item.state == "live"
            elif isinstance(item, Problem):
                self.problems.add(item.kind)
                self._refused.setdefault(fetch.route, set()).add(item.kind)
            elif isinstance(item, MediaFile):
                self.answered = True


def _is_last(fetch: Fetch) -> bool:
    """Whether the readers ask for no page after this one, see ``paging``."""
    return fetch.context.get(COUNT) == str(MOST_PAGES)


def open_routes(platform: Platform, allowed: Iterable[str], wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The platform's routes among ``allowed``, in its own order; if any are ``wanted``, these alone."""
    allowed = frozenset(allowed)
    if wanted:
        allowed &= frozenset(wanted)
    return tuple(dict.fromkeys(route.name for route in platform.routes if route.name in allowed))
