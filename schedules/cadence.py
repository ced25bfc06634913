"""How long until an account is asked again: a pure function of what the last visit gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Priority = Literal["high", "normal", "low"]

BASE: dict[str, timedelta] = {
    "high": timedelta(minutes=30),
    "normal": timedelta(hours=3),
    "low": timedelta(hours=12),
}
LEAST = timedelta(minutes=15)
MOST = timedelta(days=1)
MOST_AFTER_FAILURES = timedelta(days=7)
QUIET_AFTER = timedelta(days=7)
JITTER = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit gave: new posts, when the newest was posted, failures in a row, the state.

    ``retry_at`` is the platform's own wish (``Retry-After``); ``gone`` that the account was found
    suspended, deleted or missing: such accounts come back, so they are asked on, once a day.
    """

    new_posts: int = 0
    newest_at: datetime | None = None
    failures: int = 0
    retry_at: datetime | None = None
    gone: bool = False


def next_due(now: datetime, visit: Visit, priority: str = "normal", spread: float = 0.5) -> datetime:
    """When to ask next, in UTC.

    New posts halve the interval, a week of silence quadruples it, each failure in a row doubles it.
    ``spread`` (0 to 1) places the account within ten per cent either side, so that accounts added
    together are not asked together for ever.
    """
    interval = BASE.get(priority, BASE["normal"])
    if visit.new_posts:
        interval /= 2
    elif visit.newest_at is not None and now - visit.newest_at > QUIET_AFTER:
        interval *= 4
    interval = min(max(interval, LEAST), MOST)
    if visit.failures:
        interval = min(interval * 2 ** min(visit.failures, 10), MOST_AFTER_FAILURES)
    if visit.gone:
        interval = max(interval, MOST)
    due = now + interval * (1 + JITTER * (2 * spread - 1))
    return max(due, visit.retry_at) if visit.retry_at else due
