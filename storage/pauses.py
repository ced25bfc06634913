"""Until when hosts and credentials asked to be left alone: kept, so that the next crawl keeps to it too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.cursors import read_cursor, set_cursor

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
