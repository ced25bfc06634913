"""One load of a page as the proxy sees it: for whom, within what bounds, and what was asked."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from crawlers.network.asking import Answer
from crawlers.network.requests import Request
from storage.items import Capture
from storage.warc import Provenance

_KEPT = frozenset({"document", "iframe", "frame"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What one load may ask for: requests, and bytes of bodies as on the wire."""

    requests: int = 1500
    bytes: int = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of the page. ``kind`` is the browser's word for what it is for (Sec-Fetch-Dest, sent
    to secure origins only); ``refusal`` is why it has no answer. ``status`` is 0 then."""

    url: str
    method: str
    kind: str = ""
    status: int = 0
    record_id: str = ""
    refusal: str = ""
    refused: bool = False
    location: str = ""
    refresh: str = ""


@dataclass(slots=True, kw_only=True)
class Visit:
    """What the proxy needs to know of a load, and what it finds out.

    ``reads`` pairs regular expressions on URLs with the readers of those answers. ``referrer`` is the one
    Referer that may go out, see ``Ask``. ``name`` and ``token``
    are how the browser proves that a request belongs here. ``over`` stops everything: what is asked
    from then on gets nothing and is not recorded, because no request was made. ``dropped`` counts what
    was asked after a bound was reached: only the first is recorded, or a page could fill the disk.
    """

    provenance: Provenance
    referrer: str = ""
    reads: Sequence[tuple[str, str]] = ()
    budget: Budget = Budget()
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    asked: list[Asked] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    over: bool = False
    dropped: int = 0
    spent: int = 0
    last_change: float = field(default_factory=monotonic)
    under_way: dict[asyncio.Task[None], Request] = field(default_factory=dict)

    def provenance_of(self, url: str) -> Provenance:
        """The provenance of an answer: the load's, with the reader that reads such answers, if any."""
        reader = next((reader for pattern, reader in self.reads if re.search(pattern, url)), "")
        return replace(self.provenance, reader=reader)

    def name_excess(self) -> str:
        """Which bound is reached, empty if none."""
        if len(self.asked) + len(self.under_way) >= self.budget.requests:
            return f"the page asked for more than {self.budget.requests} things"
        if self.spent >= self.budget.bytes:
            return f"the page took more than {self.budget.bytes} bytes"
        return ""

    def begin(self, task: asyncio.Task[None], request: Request) -> None:
        """Note that an answer is under way."""
        self.under_way[task] = request
        self.last_change = monotonic()

    def end(self, task: asyncio.Task[None]) -> None:
        """Note that it is not any more."""
        self.under_way.pop(task, None)
        self.last_change = monotonic()

    def take(self, asked: Asked, answer: Answer) -> None:
        """Keep what came. Bodies nobody will read are in the archive alone, so that pictures and films
        of a page don't pile up in memory."""
        capture = answer.capture
        read = capture.reader or asked.kind in _KEPT or capture.media_type == "text/html"
        self.captures += answer.earlier
        self.captures.append(capture if read else replace(capture, body=b""))
        self.spent += len(answer.raw_body)
        self.note(asked)

    def note(self, asked: Asked) -> None:
        """Keep what was asked."""
        self.asked.append(asked)

    def is_quiet(self, quiet_s: float) -> bool:
        """Whether nothing was under way for ``quiet_s`` seconds."""
        return not self.under_way and monotonic() - self.last_change >= quiet_s
