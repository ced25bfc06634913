"""What hosts and credentials allow, kept from crawl to crawl: pauses they asked for, and a day's requests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.cursors import move_cursor, read_cursor, read_position, set_cursor

if TYPE_CHECKING:
    from storage.index import Index

_PREFIX = "pause:"


class StoredPauses:
    """The pauses behind an index. A lane is ``host:NAME`` or ``credential:NAME``; times are whole seconds."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._kept: dict[str, int] = {}

    def until(self, lane: str) -> datetime | None:
        """Until when ``lane`` is to be left alone, as far as any crawl was told; it may have passed."""
        second = read_cursor(self._index, _PREFIX + lane)
        return datetime.fromtimestamp(second, UTC) if second else None

    def keep(self, lane: str, until: datetime) -> None:
        """Keep a pause for later crawls; written once for the many answers that repeat it."""
        second = int(until.timestamp()) + 1
        if second - self._kept.get(lane, 0) > 1:
            self._kept[lane] = second
            set_cursor(self._index, _PREFIX + lane, second)

    def spend(self, lane: str, day: str) -> int:
        """Count one request of ``lane`` on ``day``; how many there were with it, in all crawls."""
        name = f"spent:{lane}:{day}"
        with self._index.writing() as connection:
            spent = read_position(connection, name) + 1
            move_cursor(connection, name, spent)
        return spent
