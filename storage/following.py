"""The step of a detector over the index: what is new, what it finds, how far it came: one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from storage.cursors import move_cursor, read_position
from storage.desk_tables import cursors, flag_members, flags
from storage.detector_tables import DERIVED
from storage.history import Changes, History
from storage.items import Flag
from storage.keys import key_parts
from storage.leases import holds
from storage.pictures import Pictures
from storage.site_history import SiteHistory
from storage.texts import Texts
from storage.writing.flags import write_flags

if TYPE_CHECKING:
    from storage.index import Index


class LostLease(Exception):
    """Another process took the detector over; what this one did was undone."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The lease under which a detector follows its cursor, and its fencing token."""

    lease: str
    token: int
    cursor: str


class Page:
    """What is new since the cursor; leaving the block stores flags and cursor together."""

    def __init__(self, connection: Connection, changes: Changes, position: int) -> None:
        self._connection = connection
        self.changes = changes
        self.position = position
        self.history = History(connection)
        self.texts = Texts(connection)
        self.sites = SiteHistory(connection)
        self.pictures = Pictures(connection)
        self.changed = 0

    @property
    def is_empty(self) -> bool:
        """Whether the cursor stands at the end."""
        return self.changes.end <= self.position

    def write(self, found: Sequence[Flag]) -> None:
        """Store findings, each in place of what it was."""
        self.changed += write_flags(self._connection, found)

    def withdraw(self, detector: str, keys: Collection[str]) -> None:
        """Delete flags that hold no more."""
        for key in keys:
            number = self._connection.scalar(
                select(flags.c.id).where(flags.c.flag_key == key_parts(detector, key))
            )
            if number is not None:
                _delete_flags(self._connection, [number])
                self.changed += 1

    def forget_cursors(self, prefix: str, kept: str) -> None:
        """Let all versions of a detector but the one ``kept`` begin anew, should they be used again."""
        others = cursors.c.name.startswith(prefix, autoescape=True) & (cursors.c.name != kept)
        self._connection.execute(delete(cursors).where(others))

    def withdraw_outdated(self, detector: str, version: str) -> None:
        """Delete what former versions of a detector found and this one did not find again."""
        query = select(flags.c.id).where(flags.c.detector == detector, flags.c.version != version)
        _delete_flags(self._connection, list(self._connection.scalars(query)))


@contextmanager
def follow_page(index: Index, hold: Hold, limit: int) -> Iterator[Page]:
    """A page of changes in a write transaction that moves the cursor at its end.

    Raises ``LostLease`` where the lease went to someone else; nothing is stored then.
    """
    with index.writing() as connection:
        if not holds(connection, hold.lease, hold.token):
            raise LostLease(hold.lease)
        position = read_position(connection, hold.cursor)
        page = Page(connection, History(connection).changes_after(position, limit), position)
        yield page
        if not page.is_empty and not move_cursor(connection, hold.cursor, page.changes.end, hold.token):
            raise LostLease(hold.lease)


def is_behind(index: Index, cursor: str, target: int) -> bool:
    """Whether a detector has yet to come to ``target``."""
    with index.reading() as connection:
        return read_position(connection, cursor) < target


def read_newest(index: Index) -> int:
    """The last number of the change counter."""
    with index.reading() as connection:
        return History(connection).newest()


def forget_findings(index: Index, cursor_prefix: str) -> None:
    """Empty all that detectors remember and set them to the beginning, as after the index was made anew."""
    with index.writing() as connection:
        for table in reversed(DERIVED):
            connection.execute(delete(table))
        connection.execute(delete(cursors).where(cursors.c.name.startswith(cursor_prefix, autoescape=True)))


def _delete_flags(connection: Connection, numbers: Sequence[int]) -> None:
    if numbers:
        connection.execute(delete(flag_members).where(flag_members.c.flag_id.in_(numbers)))
        connection.execute(delete(flags).where(flags.c.id.in_(numbers)))


@contextmanager
def reading_texts(index: Index) -> Iterator[tuple[Texts, History]]:
    """Texts and history for a question, in one state of the index."""
    with index.reading() as connection:
        yield Texts(connection), History(connection)


@contextmanager
def reading_pictures(index: Index) -> Iterator[tuple[Pictures, History]]:
    """Pictures and history for a question, in one state of the index."""
    with index.reading() as connection:
        yield Pictures(connection), History(connection)
