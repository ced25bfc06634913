"""The inner loops over texts, compiled when first called (and kept beside the file): shingles and sketches.

A form is worked on as UTF-16 units. A shingle is three units where it begins with a CJK character and five
elsewhere, so that a prefix in another script changes only the shingles that it touches.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])
Units = NDArray[np.uint16]
Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

WIDE_SHINGLE = 3
NARROW_SHINGLE = 5
LONGEST = 10_000
"""Units of a form that are sketched and measured."""
BANDS = 16
ROWS = 2
MOST_PASSAGES = 64
"""Passages of one form that are kept; a long text has hundreds."""

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MULTIPLIER = np.uint64(0x100000001B3)
_S29, _S31, _S32 = np.uint64(29), np.uint64(31), np.uint64(32)
_ONE = np.uint64(1)


def compiled(function: Function) -> Function:
    """``function`` as machine code, kept beside this file until it changes."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function))


def inlined(function: Function) -> Function:
    """``function`` as a part of whatever calls it: kept code is not opened up again by its callers."""
    return cast(Function, numba.njit(inline="always")(function))


def compiled_anew(function: Function) -> Function:
    """``function`` as machine code, made by each process: for functions that use those or constants of other
    files, whose changes the kept code would not follow."""
    return cast(Function, numba.njit(nogil=True)(function))


def _draw(count: int, seed: int) -> Hashes:
    """64-bit numbers that never change (splitmix64, Steele et al. 2014)."""
    state = np.arange(1, count + 1, dtype=np.uint64) * _ODD + np.uint64(seed)
    state = (state ^ (state >> np.uint64(30))) * _MIX
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return cast(Hashes, state ^ (state >> _S31))


MULTIPLIERS = (_draw(BANDS * ROWS, 1) >> _S32).astype(np.uint32) | np.uint32(1)
OFFSETS = (_draw(BANDS * ROWS, 2) >> _S32).astype(np.uint32)
SALTS = _draw(BANDS, 3)


@inlined
def shingle_length(unit: int) -> int:
    """How long a shingle is that begins with this UTF-16 unit."""
    if unit < 0x2E80:
        return NARROW_SHINGLE
    if (
        0x3400 <= unit <= 0x9FFF
        or 0xAC00 <= unit <= 0xD7AF
        or 0x3040 <= unit <= 0x312F
        or 0x31A0 <= unit <= 0x31FF
        or 0xF900 <= unit <= 0xFAFF
        or 0xD840 <= unit <= 0xD8FF
        or unit <= 0x2EFF
    ):
        return WIDE_SHINGLE
    return NARROW_SHINGLE


@compiled
def hash_run(units: Units, start: int, length: int) -> np.uint64:
    """A 64-bit hash of ``length`` units."""
    value = _ODD
    for place in range(start, start + length):
        value = (value ^ np.uint64(units[place])) * _MULTIPLIER
    value ^= value >> _S29
    value *= _MIX
    return value ^ (value >> _S31)


@inlined
def hash_shingle(units: Units, start: int, length: int) -> np.uint64:
    """A 64-bit hash of one shingle: its units side by side, mixed."""
    value = np.uint64(units[start])
    step = np.uint64(16 if length == WIDE_SHINGLE else 12)
    shift = step
    for place in range(start + 1, start + length):
        value ^= np.uint64(units[place]) << shift
        shift += step
    value = (value + np.uint64(length)) * _ODD
    value ^= value >> _S29
    value *= _MIX
    return value ^ (value >> _S32)


@compiled
def list_shingles(units: Units, start: int, end: int, found: Hashes) -> int:
    """Put the shingles of one form into ``found``, in order; how many. A form too short for one is one."""
    count = 0
    for place in range(start, end):
        length = shingle_length(units[place])
        if place + length <= end:
            found[count] = hash_shingle(units, place, length)
            count += 1
    if count == 0 and end > start:
        found[0] = hash_run(units, start, end - start)
        count = 1
    return count


@compiled
def keep_distinct(found: Hashes, count: int, table: Hashes) -> int:
    """Fill ``table`` (zeros, a power of two) with the first ``count`` hashes, distinct ones to the front of
    ``found``; how many these are."""
    mask = np.uint64(len(table) - 1)
    distinct = 0
    for place in range(count):
        value = found[place] | _ONE
        slot = value >> _S32 & mask
        while table[slot] != 0 and table[slot] != value:
            slot = (slot + _ONE) & mask
        if table[slot] == 0:
            table[slot] = value
            found[distinct] = value
            distinct += 1
    return distinct


@compiled
def is_in(value: np.uint64, table: Hashes) -> bool:
    """Whether a hash that ``keep_distinct`` gave is in ``table``."""
    mask = np.uint64(len(table) - 1)
    slot = value >> _S32 & mask
    while table[slot] != 0:
        if table[slot] == value:
            return True
        slot = (slot + _ONE) & mask
    return False


@compiled
def table_size(count: int) -> int:
    """A power of two at least twice ``count``."""
    size = 16
    while size < 2 * count:
        size *= 2
    return size


@compiled
def band_shingles(found: Hashes, count: int, keys: Places, tables: tuple[Any, ...]) -> None:
    """Write the band keys of distinct shingles; ``tables`` are ``MULTIPLIERS``, ``OFFSETS``, ``SALTS``."""
    multipliers, offsets, salts = tables
    least = np.full(BANDS * ROWS, 0xFFFFFFFF, dtype=np.uint32)
    for place in range(count):
        value = np.uint32(found[place] >> _S32)
        for row in range(BANDS * ROWS):
            mixed = np.uint32((value ^ offsets[row]) * multipliers[row])
            mixed ^= mixed >> np.uint32(15)
            if mixed < least[row]:
                least[row] = mixed
    for band in range(BANDS):
        key = salts[band]
        for row in range(ROWS):
            key = (key ^ np.uint64(least[band * ROWS + row])) * _ODD
            key ^= key >> _S31
        keys[band] = np.int64(key)


@compiled
def band_forms(units: Units, ends: Places, tables: tuple[Any, ...]) -> Places:
    """The band keys of forms that stand one behind the other, each up to its place in ``ends``."""
    keys = np.empty((len(ends), BANDS), dtype=np.int64)
    found = np.empty(LONGEST, dtype=np.uint64)
    start = 0
    for number in range(len(ends)):
        count = list_shingles(units, start, min(ends[number], start + LONGEST), found)
        table = np.zeros(table_size(count), dtype=np.uint64)
        count = keep_distinct(found, count, table)
        band_shingles(found, count, keys[number], tables)
        start = ends[number]
    return keys


@compiled
def list_passages(units: Units, start: int, end: int, found: Hashes) -> int:
    """Put a sample of the longer shingles of one form into ``found``; how many.

    Five CJK characters or ten other letters, kept if their hash says so (one in four, one in eight): two
    texts with one passage keep the same of its shingles, however long each text is (Manber 1994).
    """
    count = 0
    for place in range(start, end):
        if count == MOST_PASSAGES:
            break
        wide = shingle_length(units[place]) == WIDE_SHINGLE
        length = 5 if wide else 10
        if place + length <= end:
            value = hash_run(units, place, length)
            if value & np.uint64(3 if wide else 7) == 0:
                found[count] = value
                count += 1
    return count


@compiled
def passage_keys(units: Units, ends: Places) -> tuple[Places, Places]:
    """The sampled passages of forms, one behind the other, and where each form's end."""
    keys = np.empty(len(units) + 1, dtype=np.int64)
    stops = np.empty(len(ends), dtype=np.int64)
    found = np.empty(MOST_PASSAGES, dtype=np.uint64)
    start = total = 0
    for number in range(len(ends)):
        count = list_passages(units, start, min(ends[number], start + LONGEST), found)
        count = keep_distinct(found, count, np.zeros(table_size(count), dtype=np.uint64))
        for place in range(count):
            keys[total] = np.int64(found[place])
            total += 1
        stops[number] = total
        start = ends[number]
    return keys[:total], stops


@compiled
def count_shared(units: Units, ends: Places, firsts: Places, seconds: Places) -> NDArray[np.int64]:
    """Of each pair of forms: distinct shingles that both have, and that the one with fewer has."""
    shared = np.zeros((len(firsts), 2), dtype=np.int64)
    found = np.empty(LONGEST, dtype=np.uint64)
    other = np.empty(LONGEST, dtype=np.uint64)
    table = np.zeros(16, dtype=np.uint64)
    known = -1
    distinct = 0
    for number in range(len(firsts)):
        if firsts[number] != known:
            known = firsts[number]
            start = ends[known - 1] if known else 0
            count = list_shingles(units, start, min(ends[known], start + LONGEST), found)
            table = np.zeros(table_size(count), dtype=np.uint64)
            distinct = keep_distinct(found, count, table)
        second = seconds[number]
        start = ends[second - 1] if second else 0
        count = list_shingles(units, start, min(ends[second], start + LONGEST), other)
        count = keep_distinct(other, count, np.zeros(table_size(count), dtype=np.uint64))
        for place in range(count):
            shared[number, 0] += is_in(other[place], table)
        shared[number, 1] = min(count, distinct)
    return shared
