"""How collecting goes, platform by platform: what is watched, due, failing and why, what ran last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, case, func, select

from storage.desk_tables import runs as run_table
from storage.desk_tables import watchlist
from storage.items import Problem
from storage.keys import key_text, make_uid
from storage.ledger import OPEN_SUFFIX, WARC_SUFFIX
from storage.runs import Run, list_runs
from storage.tables import account_aliases, accounts, posts, problems

if TYPE_CHECKING:
    from storage.index import Index

RECENT = timedelta(days=7)
"""How far back problems are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveStatus:
    """The archive: WARC files (``open_files`` of them still being written), their bytes on disk, and
    torn tails that recovery kept aside."""

    files: int
    open_files: int
    size: int
    torn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A watched account that failed the last times, with its newest problem."""

    uid: str
    url: str
    failures: int
    next_due_at: datetime | None
    problem: Problem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformStatus:
    """One platform's state. ``next_due_at`` is when its next entry is due; ``problems`` counts, by kind,
    what could not be collected in the last week."""

    platform: str
    watched: int
    due: int
    next_due_at: datetime | None
    accounts: int
    posts: int
    problems: Mapping[str, int]
    failing: tuple[Failing, ...]
    last_runs: tuple[Run, ...]


def read_status(
    index: Index, now: datetime, *, runs: int = 3, failing: int = 20
) -> tuple[PlatformStatus, ...]:
    """Every platform that is watched or has been collected, by name."""
    overdue = func.sum(case((watchlist.c.next_due_at <= now, 1), else_=0))
    watched = select(
        watchlist.c.platform,
        func.count().label("watched"),
        overdue.label("due"),
        func.min(watchlist.c.next_due_at, type_=watchlist.c.next_due_at.type).label("next_due_at"),
    ).group_by(watchlist.c.platform)
    with index.reading() as connection:
        entries = {row.platform: row for row in connection.execute(watched)}
        account_counts = _count_by_platform(connection, accounts.c.platform)
        post_counts = _count_by_platform(connection, posts.c.platform)
        problem_counts = _count_problems(connection, now - RECENT)
        ran = connection.scalars(select(run_table.c.platform).distinct())
        names = sorted({*entries, *account_counts, *problem_counts, *ran})
        failures = {name: _read_failing(connection, name, failing) for name in names if name in entries}
    return tuple(
        PlatformStatus(
            platform=name,
            watched=entries[name].watched if name in entries else 0,
            due=int(entries[name].due or 0) if name in entries else 0,
            next_due_at=entries[name].next_due_at if name in entries else None,
            accounts=account_counts.get(name, 0),
            posts=post_counts.get(name, 0),
            problems=problem_counts.get(name, {}),
            failing=failures.get(name, ()),
            last_runs=list_runs(index, platform=name, limit=runs),
        )
        for name in names
    )


def read_archive_status(archive: Path) -> ArchiveStatus:
    """What stands in the archive's folder; nothing if there is none yet."""
    found = [path for path in archive.iterdir() if path.is_file()] if archive.is_dir() else []
    warcs = [path for path in found if path.name.removesuffix(OPEN_SUFFIX).endswith(WARC_SUFFIX)]
    return ArchiveStatus(
        files=len(warcs),
        open_files=sum(path.name.endswith(OPEN_SUFFIX) for path in warcs),
        size=sum(path.stat().st_size for path in warcs),
        torn=sum(".torn-" in path.name for path in found),
    )


def _count_problems(connection: Connection, since: datetime) -> dict[str, dict[str, int]]:
    query = select(problems.c.platform, problems.c.kind, func.count()).where(problems.c.captured_at >= since)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for platform, kind, count in connection.execute(query.group_by(problems.c.platform, problems.c.kind)):
        found[platform][kind] = count
    return found


def _count_by_platform(connection: Connection, column: object) -> dict[str, int]:
    query = select(column, func.count()).group_by(column)  # type: ignore[call-overload]
    return {row[0]: row[1] for row in connection.execute(query)}


def _read_failing(connection: Connection, platform: str, limit: int) -> tuple[Failing, ...]:
    query = (
        select(watchlist)
        .where(watchlist.c.platform == platform, watchlist.c.failures > 0)
        .order_by(watchlist.c.failures.desc(), watchlist.c.id)
        .limit(limit)
    )
    return tuple(
        Failing(
            uid=make_uid(row.platform, row.key),
            url=row.url,
            failures=row.failures,
            next_due_at=row.next_due_at,
            problem=_read_newest_problem(connection, row.platform, row.key),
        )
        for row in connection.execute(query).all()
    )


def _read_newest_problem(connection: Connection, platform: str, key: str) -> Problem | None:
    aliases = (
        select(account_aliases.c.alias)
        .join(accounts, accounts.c.id == account_aliases.c.account_id)
        .where(accounts.c.uid_key == key_text(make_uid(platform, key)))
    )
    names = [key, *connection.scalars(aliases)]
    query = (
        select(problems)
        .where(and_(problems.c.platform == platform, problems.c.account.in_(names)))
        .order_by(problems.c.captured_at.desc(), problems.c.problem_key)
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else Problem(**{name: row[name] for name in row if name != "problem_key"})
