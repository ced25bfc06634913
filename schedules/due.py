"""Which crawls to start now: a pure function from due accounts and busy platforms to jobs."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from schedules.job import Job
from storage.items import Watched

ACCOUNTS_A_JOB = 200


def plan(due: Iterable[Watched], busy: AbstractSet[str] = frozenset()) -> tuple[Job, ...]:
    """One job a platform, the longest waiting platform first; a busy platform waits for its turn.

    ``due`` comes in the order of ``next_due_at``. A platform is crawled by one process at a time, so
    that its pace is kept in one place; a long list is cut, what is over stays due.
    """
    by_platform: dict[str, list[Watched]] = {}
    for watched in due:
        if watched.platform not in busy:
            by_platform.setdefault(watched.platform, []).append(watched)
    return tuple(
        Job(platform=platform, entries=tuple(entries[:ACCOUNTS_A_JOB]))
        for platform, entries in by_platform.items()
    )
