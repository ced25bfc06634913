"""An index of texts in memory: for one pass over many posts, where the store in the database is for good.

The same forms, bands and measures as ``pipelines.text_stream`` has over the database; about 400 bytes a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipelines.sketches import TABLES, pack
from pipelines.text_kernels import BANDS
from pipelines.text_matching import Measure, is_copy, measure
from pipelines.text_shelf import MOST_KEYS, Filled, Shelf, link_digests, link_keys, shelve

GROWTH = 1.1


@dataclass(frozen=True, slots=True)
class Found:
    """Two texts, by number, that are copies; ``later`` was put in after ``earlier``."""

    later: int
    earlier: int
    measure: Measure


class TextMemory:
    """Distinct texts, numbered from 0 in the order in which they came."""

    def __init__(self) -> None:
        self._filled = Filled(0, 0, 0)
        self._shelf = _open_shelf()
        self._weights = np.zeros(1024, dtype=np.float32)

    def __len__(self) -> int:
        return self._filled.texts

    def read(self, number: int) -> str:
        """A text by its number."""
        ends = self._shelf.ends
        units = self._shelf.units[ends[number - 1] if number else 0 : ends[number]]
        return units.tobytes().decode("utf-16-le", "surrogatepass")

    def place(self, forms: Sequence[str], weights: Sequence[float]) -> tuple[list[int], list[Found]]:
        """The number of each form, and the copies among what was there before that new ones have."""
        units, ends = pack(forms)
        self._make_room(len(forms), len(units))
        before = self._filled.texts
        numbers, hits, self._filled = shelve(self._shelf, self._filled, units, ends, TABLES)
        placed = numbers.tolist()
        for number, weight in zip(placed, weights, strict=True):
            if number >= before:
                self._weights[number] = weight
        by_number = dict(zip(placed, forms, strict=True))
        found: list[Found] = []
        for number, other, shared, fewest in hits.tolist():
            likeness = measure(by_number[number], by_number.get(other) or self.read(other), shared, fewest)
            if is_copy(likeness, (float(self._weights[number]), float(self._weights[other]))):
                found.append(Found(number, other, likeness))
        return placed, found

    def _make_room(self, texts: int, units: int) -> None:
        filled, shelf = self._filled, self._shelf
        texts, units = filled.texts + texts, filled.units + units
        keys = filled.keys + MOST_KEYS * (texts - filled.texts)
        changed: dict[str, Any] = {}
        if texts > len(shelf.ends):
            size = int(texts * GROWTH)
            for name in ("ends", "distinct", "digests", "same_next", "marks", "tallies"):
                changed[name] = _enlarge(getattr(shelf, name), size)
            changed["bits"] = _enlarge(shelf.bits, 8 * size)
            changed["marks"][filled.texts :] = -1
            self._weights = _enlarge(self._weights, size)
        if units > len(shelf.units):
            changed["units"] = _enlarge(shelf.units, int(units * GROWTH))
        if 3 * keys > len(shelf.entries):
            size = int(filled.keys * GROWTH) + MOST_KEYS * (texts - filled.texts)
            changed["entries"] = _enlarge(shelf.entries, 3 * size)
        shelf = shelf._replace(**changed)
        if filled.keys > 2 * len(shelf.buckets):
            shelf = shelf._replace(buckets=np.empty(2 * len(shelf.buckets), dtype=np.int32))
            link_keys(shelf.entries, filled.keys, shelf.buckets)
        if filled.texts > len(shelf.same):
            shelf = shelf._replace(same=np.empty(2 * len(shelf.same), dtype=np.int32))
            link_digests(shelf.digests, filled.texts, shelf.same_next, shelf.same)
        self._shelf = shelf


def _open_shelf() -> Shelf:
    texts = 1024
    return Shelf(
        units=np.empty(64 * texts, dtype=np.uint16),
        ends=np.empty(texts, dtype=np.int64),
        distinct=np.empty(texts, dtype=np.int32),
        digests=np.empty(texts, dtype=np.uint64),
        same=np.full(texts, -1, dtype=np.int32),
        same_next=np.empty(texts, dtype=np.int32),
        bits=np.empty(8 * texts, dtype=np.uint64),
        entries=np.empty(3 * BANDS * texts, dtype=np.int32),
        buckets=np.full(BANDS * texts, -1, dtype=np.int32),
        marks=np.full(texts, -1, dtype=np.int32),
        tallies=np.zeros(texts, dtype=np.uint8),
    )


def _enlarge(array: Any, size: int) -> Any:
    """The same array with more room: in place, since a copy beside it would be the peak of the memory."""
    array.resize(size, refcheck=False)
    return array
