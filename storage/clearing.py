"""Emptying the index of all that the archive can give again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, or_, select, update

from storage.compare import OWNED
from storage.desk_tables import cursors, flag_members, flags
from storage.detector_tables import DERIVED
from storage.search_upkeep import renew_search
from storage.tables import links, media, metadata

if TYPE_CHECKING:
    from storage.index import Index

EVIDENCE = tuple(table for table in reversed(metadata.sorted_tables) if table in dict(OWNED))
"""Every table of what was read from the archive, children first."""

FINDINGS = (flag_members, flags, *reversed(DERIVED))
"""What detectors found and remember, children first."""

_DERIVED_CURSORS = ("detector:", "adopted:")


@dataclass(frozen=True, slots=True)
class Schedules:
    """When links and media are due next, by the keys of their URLs: no archive tells that."""

    links: tuple[tuple[bytes, datetime | None, int], ...]
    media: tuple[tuple[bytes, datetime | None, int], ...]


def clear_evidence(index: Index) -> Schedules:
    """Delete what was read from the archive and found in it, in one transaction; full text in another.

    Kept: watchlist, cases, users, runs, leases, custody and audit. Detectors and adoption begin again.
    The change counter goes on where it stood, so that no reader of changes ever sees a number twice.
    What is returned is for ``restore_schedules``, or else every link is followed once more.
    """
    with index.writing() as connection:
        kept = [
            tuple(
                (bytes(row.url_key), row.next_due_at, row.failures)
                for row in connection.execute(select(table.c.url_key, table.c.next_due_at, table.c.failures))
            )
            for table in (links, media)
        ]
        for table in (*FINDINGS, *EVIDENCE):
            connection.execute(delete(table))
        derived = or_(*(cursors.c.name.startswith(prefix, autoescape=True) for prefix in _DERIVED_CURSORS))
        connection.execute(delete(cursors).where(derived))
    renew_search(index)
    return Schedules(*kept)


def restore_schedules(index: Index, schedules: Schedules) -> None:
    """Give links and media that are there again the times that they had before."""
    with index.writing() as connection:
        for table, kept in ((links, schedules.links), (media, schedules.media)):
            change = update(table).where(table.c.url_key == bindparam("key"))
            change = change.values(next_due_at=bindparam("due"), failures=bindparam("failed"))
            rows = [{"key": key, "due": due, "failed": failures} for key, due, failures in kept]
            if rows:
                connection.execute(change, rows)
