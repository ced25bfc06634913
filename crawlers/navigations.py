"""The way of a page's main frame: the documents it asked for, and by what means it came to the next.

Built from Chromium's events (DevTools protocol, domains Page and Network) while the page loads; status and
record of each step come from what the proxy archived.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from crawlers.network.visit import Asked

Event = Mapping[str, Any]

_MEANS = {"httpHeaderRefresh": "refresh_header", "metaTagRefresh": "meta_refresh"}
"""Page.ClientNavigationReason; every other one needs a script here, because nobody clicks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A document that the main frame asked for.

    ``kind`` tells by what means it moves on to the next: ``http``, ``refresh_header``, ``meta_refresh``,
    ``script``; at the last step it is ``landing``, ``dead_end``, ``refused`` or ``loop``.
    """

    url: str
    method: str
    kind: str
    status: int
    record_id: str
    reason: str


@dataclass(slots=True)
class _Visited:
    url: str
    method: str
    arrived_by: str
    status: int = 0
    shown: bool = False


class Trail:
    """Listens to the events of one page. Times are monotonic seconds."""

    EVENTS = (
        "Page.frameRequestedNavigation",
        "Page.frameScheduledNavigation",
        "Page.frameNavigated",
        "Page.loadEventFired",
        "Network.requestWillBeSent",
        "Network.responseReceived",
        "Network.loadingFailed",
    )

    def __init__(self, frame: str, most: int) -> None:
        self._frame = frame
        self._most = most
        self._visited: list[_Visited] = []
        self._request = ""
        self._means: tuple[str, str] = ("", "")
        self.moved_at = self.loaded_at = monotonic()
        self.scheduled_at = 0.0
        self.under_way = False
        self.loaded = False

    @property
    def is_full(self) -> bool:
        """Whether the page has moved on more often than it may."""
        return len(self._visited) > self._most

    @property
    def has_landed(self) -> bool:
        """Whether the document asked for last is the one that is shown."""
        return bool(self._visited) and self._visited[-1].shown

    @property
    def shows_nothing(self) -> bool:
        """Whether no document was ever shown and none is on its way."""
        return not self.under_way and not any(step.shown for step in self._visited)

    def follow(self, name: str, event: Event) -> None:
        """Take one event."""
        if name == "Page.loadEventFired":
            self.loaded, self.loaded_at = True, monotonic()
        elif name == "Network.loadingFailed":
            if event["requestId"] == self._request:
                self.under_way = False
        elif name == "Page.frameNavigated":
            if event["frame"]["id"] == self._frame:
                self.under_way = self.loaded = False
                self.moved_at = self.loaded_at = monotonic()
                self.scheduled_at = 0.0
                if self._visited:
                    self._visited[-1].shown = True
        elif event.get("frameId") == self._frame:
            self._follow_main(name, event)

    def _follow_main(self, name: str, event: Event) -> None:
        if name == "Page.frameRequestedNavigation":
            if event.get("disposition") == "currentTab":
                self._means = (str(event["reason"]), _drop_fragment(str(event["url"])))
        elif name == "Page.frameScheduledNavigation":
            self.scheduled_at = monotonic() + float(event["delay"])
        elif event.get("type") == "Document":
            if name == "Network.requestWillBeSent":
                self._ask(event)
            elif event["requestId"] == self._request and self._visited:
                self._visited[-1].status = int(event["response"]["status"])

    def _ask(self, event: Event) -> None:
        url, method = str(event["request"]["url"]), str(event["request"]["method"])
        if before := event.get("redirectResponse"):
            means = "http"
            if self._visited:
                self._visited[-1].status = int(before["status"])
        else:
            reason, expected = self._means
            means = _MEANS.get(reason, "script") if expected == _drop_fragment(url) else "script"
            self._means = ("", "")
        self._request = str(event["requestId"])
        self.under_way = True
        self.moved_at = monotonic()
        if len(self._visited) <= self._most:
            self._visited.append(_Visited(url, method, means))

    def tell(self, asked: Iterable[Asked], last: str) -> tuple[Step, ...]:
        """The steps, each with what the proxy archived of it. ``last`` is the kind of the last step."""
        if not self._visited:
            return ()
        archived: dict[tuple[str, str], deque[Asked]] = defaultdict(deque)
        for one in asked:
            if one.kind in ("", "document"):
                archived[one.method, one.url].append(one)
        kinds = [*(step.arrived_by for step in self._visited[1:]), last]
        steps = []
        for step, kind in zip(self._visited, kinds, strict=True):
            found = archived.get((step.method, _drop_fragment(step.url)))
            # What was asked once and shown again came from the browser's memory: the same record.
            record = (found.popleft() if len(found) > 1 else found[0]) if found else None
            steps.append(
                Step(
                    url=step.url,
                    method=step.method,
                    kind=kind,
                    status=record.status if record else step.status,
                    record_id=record.record_id if record else "",
                    reason=record.refusal if record else "",
                )
            )
        return tuple(steps)


def _drop_fragment(url: str) -> str:
    return url.partition("#")[0]
