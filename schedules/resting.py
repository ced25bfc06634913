"""Platforms whose crawls fail as a whole rest for a while, so that a fault is not repeated at every tick."""

from __future__ import annotations

from dataclasses import dataclass, field

FIRST_S = 30.0
LONGEST_S = 1800.0
FAILED = frozenset({"failed", "crashed"})


@dataclass(slots=True)
class Resting:
    """By platform, how many crawls failed in a row and until when (monotonic seconds) it rests."""

    _failures: dict[str, int] = field(default_factory=dict)
    _until: dict[str, float] = field(default_factory=dict)

    def note(self, platform: str, outcome: str, now: float) -> None:
        """Take note of how a crawl ended. Each failure in a row doubles the rest; another process's crawl of
        the platform (``busy``) is looked at again after the first rest."""
        if outcome in FAILED:
            failures = self._failures[platform] = self._failures.get(platform, 0) + 1
            self._until[platform] = now + min(FIRST_S * 2.0 ** min(failures - 1, 10), LONGEST_S)
        elif outcome == "busy":
            self._until[platform] = now + FIRST_S
        else:
            self._failures.pop(platform, None)
            self._until.pop(platform, None)

    def names(self, now: float) -> frozenset[str]:
        """The platforms that rest at ``now``."""
        return frozenset(platform for platform, until in tuple(self._until.items()) if until > now)
