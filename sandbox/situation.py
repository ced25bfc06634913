"""What changes while the sandbox runs: the phase, what was asked of whom, and what is answered only once."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

LAST_PHASE = 2
KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it was counted: ``at`` in seconds since the start, on a clock that never goes back."""

    at: float
    host: str
    method: str
    target: str
    status: int
    agent: str


@dataclass(slots=True)
class Situation:
    """The state of one running sandbox. Only the control host and the rate limits write to it."""

    phase: int = 1
    requests: deque[Request] = field(default_factory=lambda: deque(maxlen=KEPT))
    _started: float = field(default_factory=time.monotonic)
    _counts: dict[str, Counter[str]] = field(default_factory=dict)
    _done: set[str] = field(default_factory=set)

    def advance(self, phase: int) -> None:
        """Move on to ``phase``; never back.

        Raises ``ValueError`` for a phase that is past or does not exist.
        """
        if not self.phase <= phase <= LAST_PHASE:
            raise ValueError(f"the phase is {self.phase} and goes up to {LAST_PHASE}")
        self.phase = phase

    def first_time(self, name: str) -> bool:
        """Whether ``name`` is asked about for the first time: for answers that are given once."""
        if name in self._done:
            return False
        self._done.add(name)
        return True

    def count(self, host: str, method: str, target: str, status: int, agent: str) -> None:
        """Note one request under its host and the first two segments of its path."""
        path = target.partition("?")[0]
        prefix = "/" + "/".join(path.strip("/").split("/")[:2])
        self._counts.setdefault(host, Counter())[prefix] += 1
        at = time.monotonic() - self._started
        self.requests.append(Request(at, host, method, target, status, agent))

    def used(self, host: str) -> int:
        """How many requests ``host`` has had."""
        return self._counts[host].total() if host in self._counts else 0

    def counts(self) -> dict[str, dict[str, int]]:
        """Requests by host and path prefix."""
        return {host: dict(sorted(counter.items())) for host, counter in sorted(self._counts.items())}

    @staticmethod
    def now() -> datetime:
        """The wall clock, which only rate limit headers use: the played world has its own fixed dates."""
        return datetime.now(UTC)
