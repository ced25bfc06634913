"""Which record ids were met, in 32 bytes a record: millions of them in bounded memory."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from storage.captured import unbracket
from storage.warc_stream import StreamedRecord

_WGET_LOGS = "metadata://gnu.org/software/wget/"
"""wget gives two of its own log records one id; nothing refers to either."""


class Place(NamedTuple):
    """Where a record begins."""

    file: str
    offset: int


class Doubled(NamedTuple):
    """A record whose id an earlier one has; ``is_copy`` if both are the same record."""

    place: Place
    earlier: Place
    is_copy: bool


class Dangling(NamedTuple):
    """A revisit whose original was not met; ``by_id`` if it names the original's record id."""

    place: Place
    by_id: bool


class IdRegister:
    """Notes ids and references; asked after the last one. Ids are kept by 8 bytes of their sha256."""

    def __init__(self) -> None:
        self._files: list[str] = []
        self._ids = array("Q")
        self._contents = array("Q")
        self._places = array("Q")
        self._visits = array("Q")
        self._wanted = array("Q")
        self._wanted_by = array("Q")
        self._wanted_visits = array("Q")
        self._wanted_visits_by = array("Q")

    def add(self, file: str, record: StreamedRecord, block: bytes) -> None:
        """Note a record; ``block`` is the digest of its block."""
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        place = (len(self._files) - 1) << 44 | record.offset
        kind = record.field("WARC-Type").lower()
        uri, date = record.field("WARC-Target-URI"), record.field("WARC-Date")
        if (record_id := record.field("WARC-Record-ID")) and not uri.startswith(_WGET_LOGS):
            self._ids.append(_shorten(record_id))
            self._contents.append(_shorten(f"{kind}\n{date}\n{uri}\n{block.hex()}"))
            self._places.append(place)
        if kind in ("response", "resource"):
            self._visits.append(_shorten(f"{date} {unbracket(uri)}"))
        elif kind == "revisit":
            self._want(record, place)

    def _want(self, record: StreamedRecord, place: int) -> None:
        if wanted := record.field("WARC-Refers-To"):
            self._wanted.append(_shorten(wanted))
            self._wanted_by.append(place)
        elif uri := record.field("WARC-Refers-To-Target-URI"):
            self._wanted_visits.append(_shorten(f"{record.field('WARC-Refers-To-Date')} {unbracket(uri)}"))
            self._wanted_visits_by.append(place)

    def find_doubled(self) -> Iterator[Doubled]:
        """Every record whose id stands on an earlier record too."""
        ids = np.frombuffer(self._ids, dtype=np.uint64)
        order = np.argsort(ids, kind="stable")
        same = np.flatnonzero(ids[order][1:] == ids[order][:-1])
        for at in same.tolist():
            earlier, later = int(order[at]), int(order[at + 1])
            is_copy = self._contents[earlier] == self._contents[later]
            yield Doubled(self._place(self._places[later]), self._place(self._places[earlier]), is_copy)

    def find_dangling(self) -> Iterator[Dangling]:
        """Every revisit that refers to a record that was not met."""
        for at in _find_missing(self._wanted, self._ids):
            yield Dangling(self._place(self._wanted_by[at]), True)
        for at in _find_missing(self._wanted_visits, self._visits):
            yield Dangling(self._place(self._wanted_visits_by[at]), False)

    def _place(self, packed: int) -> Place:
        return Place(self._files[packed >> 44], packed & ((1 << 44) - 1))


def _find_missing(wanted: array[int], met: array[int]) -> list[int]:
    missing = ~np.isin(np.frombuffer(wanted, dtype=np.uint64), np.frombuffer(met, dtype=np.uint64))
    positions: list[int] = np.flatnonzero(missing).tolist()
    return positions


def _shorten(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
