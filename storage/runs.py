"""The ledger of runs: when, what for, how it ended, what it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, insert, select, update

from storage.desk_tables import runs
from storage.keys import clean_text

if TYPE_CHECKING:
    from storage.index import Index

Outcome = Literal["running", "finished", "failed", "stopped", "lost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCounts:
    """What a run brought."""

    accounts: int = 0
    captures: int = 0
    posts_new: int = 0
    posts_changed: int = 0
    problems: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """How a run ended, and why if not well."""

    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl. ``lost`` is a run whose process ended without a word (found at the next start)."""

    id: str
    platform: str
    started_at: datetime
    finished_at: datetime | None
    outcome: Outcome
    reason: str
    holder: str
    counts: RunCounts


def start_run(index: Index, run: str, platform: str, now: datetime, holder: str = "") -> None:
    """Write down that a run begins."""
    with index.writing() as connection:
        connection.execute(
            insert(runs).values(id=run, platform=platform, started_at=now, holder=holder, outcome="running")
        )


def finish_run(index: Index, run: str, end: RunEnd, counts: RunCounts, now: datetime) -> None:
    """Write down how a run ended."""
    values = {"outcome": end.outcome, "finished_at": now, "reason": clean_text(end.reason)}
    numbers = {name: getattr(counts, name) for name in RunCounts.__dataclass_fields__}
    with index.writing() as connection:
        connection.execute(update(runs).where(runs.c.id == run).values(**values, **numbers))


def running_runs(index: Index) -> tuple[Run, ...]:
    """Runs that have not ended, oldest first; after a crash the caller tells which are lost."""
    return tuple(reversed(list_runs(index, outcome="running", limit=1000)))


def last_successes(index: Index) -> dict[str, datetime]:
    """When each platform last had a crawl that came to its end and brought posts."""
    ended = func.max(runs.c.finished_at, type_=runs.c.finished_at.type).label("ended")
    query = (
        select(runs.c.platform, ended)
        .where(runs.c.outcome == "finished", runs.c.posts_new > 0)
        .group_by(runs.c.platform)
    )
    with index.reading() as connection:
        return {row.platform: row.ended for row in connection.execute(query)}


def list_runs(index: Index, *, platform: str = "", outcome: str = "", limit: int = 20) -> tuple[Run, ...]:
    """The newest runs first."""
    query = select(runs).order_by(runs.c.started_at.desc(), runs.c.id).limit(limit)
    if platform:
        query = query.where(runs.c.platform == platform)
    if outcome:
        query = query.where(runs.c.outcome == outcome)
    with index.reading() as connection:
        return tuple(
            Run(
                id=row.id,
                platform=row.platform,
                started_at=row.started_at,
                finished_at=row.finished_at,
                outcome=row.outcome,
                reason=row.reason,
                holder=row.holder,
                counts=RunCounts(
                    accounts=row.accounts,
                    captures=row.captures,
                    posts_new=row.posts_new,
                    posts_changed=row.posts_changed,
                    problems=row.problems,
                ),
            )
            for row in connection.execute(query)
        )
