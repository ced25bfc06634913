"""MinHash sketches of forms, many at a time: shingles by position, signatures, bands.

Broder 1997 (resemblance), Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.text_kernels import (
    BANDS,
    MULTIPLIERS,
    OFFSETS,
    ROWS,
    SALTS,
    Places,
    Units,
    band_forms,
    count_shared,
    passage_keys,
)

__all__ = ["BANDS", "ROWS", "TABLES", "band_many", "compare_many", "pack", "pass_many"]

TABLES = (MULTIPLIERS, OFFSETS, SALTS)
"""The numbers that sketches are drawn with: changing one makes all stored bands void."""


def pack(forms: Sequence[str]) -> tuple[Units, Places]:
    """Forms one behind the other as UTF-16 units, and where each ends."""
    units = np.frombuffer("".join(forms).encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    lengths = [len(form) for form in forms]
    if len(units) != sum(lengths):
        lengths = [len(form.encode("utf-16-le", "surrogatepass")) // 2 for form in forms]
    return units, np.cumsum(np.array(lengths, dtype=np.int64))


def band_many(forms: Sequence[str]) -> NDArray[np.int64]:
    """The band keys of each form (a row of ``BANDS`` signed 64-bit numbers each)."""
    return band_forms(*pack(forms), TABLES)


def pass_many(forms: Sequence[str]) -> list[list[int]]:
    """A sample of each form's passages: texts with a passage in common have some of these in common."""
    keys, stops = passage_keys(*pack(forms))
    return [part.tolist() for part in np.split(keys, stops[:-1])] if forms else []


def compare_many(forms: Sequence[str], pairs: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """For each pair of places in ``forms``: distinct shingles that both have, and that the one with fewer
    has."""
    units, ends = pack(forms)
    places = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return count_shared(units, ends, np.ascontiguousarray(places[:, 0]), np.ascontiguousarray(places[:, 1]))
