"""MinHash sketches of forms, many at a time: shingles by position, signatures, bands.

Broder 1997 (resemblance), Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3.
A shingle is three characters where it begins with a CJK character and five elsewhere, so that a prefix in
another script changes only the shingles that it touches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

BANDS = 16
ROWS = 2
WIDE_SHINGLE = 3
NARROW_SHINGLE = 5
LONGEST = 10_000
"""Characters of a form that are sketched."""
CHUNK = 200_000
"""Characters that are worked on at a time: it bounds the memory."""

Hashes = NDArray[np.uint64]

_PAD = WIDE_SHINGLE + NARROW_SHINGLE
_WIDE = np.array(
    [
        (0x2E80, 0x2EFF),
        (0x3040, 0x312F),
        (0x31A0, 0x31FF),
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xAC00, 0xD7AF),
        (0xF900, 0xFAFF),
        (0x20000, 0x3FFFF),
    ],
    dtype=np.uint32,
)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)


def _draw(count: int, seed: int) -> Hashes:
    """Odd 64-bit multipliers that never change (splitmix64, Steele et al. 2014)."""
    state = np.arange(1, count + 1, dtype=np.uint64) * _ODD + np.uint64(seed)
    state = (state ^ (state >> np.uint64(30))) * _MIX
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (state ^ (state >> _SHIFT)) | np.uint64(1)


_MULTIPLIERS = _draw(BANDS * ROWS, 1)
_POWERS = _draw(NARROW_SHINGLE, 2)
_SALTS = _draw(BANDS, 3)


def shingle_many(forms: Sequence[str]) -> list[Hashes]:
    """The distinct shingle hashes of each form, sorted; a form shorter than a shingle is one shingle."""
    found: list[Hashes] = []
    for part in _chunk(forms):
        hashes, starts = _hash_positions(part)
        found += [np.unique(piece) for piece in np.split(hashes, starts[1:])]
    return found


def band_many(forms: Sequence[str]) -> NDArray[np.int64]:
    """The band keys of each form (a row of ``BANDS`` signed 64-bit numbers each)."""
    rows = [_band_chunk(part) for part in _chunk(forms)]
    return np.concatenate(rows) if rows else np.empty((0, BANDS), dtype=np.int64)


def _band_chunk(forms: Sequence[str]) -> NDArray[np.int64]:
    hashes, starts = _hash_positions(forms)
    keys = np.empty((len(forms), BANDS), dtype=np.uint64)
    for band in range(BANDS):
        key = np.full(len(forms), _SALTS[band])
        for row in range(ROWS):
            mixed = hashes * _MULTIPLIERS[band * ROWS + row]
            mixed ^= mixed >> np.uint64(29)
            least = np.minimum.reduceat(mixed, starts)
            key = (key ^ least) * _ODD
            key ^= key >> _SHIFT
        keys[:, band] = key
    return keys.view(np.int64)


def _chunk(forms: Sequence[str]) -> Iterator[Sequence[str]]:
    part: list[str] = []
    size = 0
    for form in forms:
        part.append(form[:LONGEST])
        size += len(part[-1]) + _PAD
        if size >= CHUNK:
            yield part
            part, size = [], 0
    if part:
        yield part


def _hash_positions(forms: Sequence[str]) -> tuple[Hashes, NDArray[np.intp]]:
    """The shingle hash at each position of all forms in a row, and where each form's begin.

    Positions too near to a form's end for a whole shingle are left out, except a form's first.
    """
    lengths = np.fromiter((len(form) for form in forms), dtype=np.intp, count=len(forms))
    joined = ("\x00" * _PAD).join(forms) + "\x00" * _PAD
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    begins = np.cumsum(lengths + _PAD) - (lengths + _PAD)
    count = len(codes) - NARROW_SHINGLE + 1
    hashes = codes[:count] * _POWERS[0]
    for place in range(1, WIDE_SHINGLE):
        hashes += codes[place : place + count] * _POWERS[place]
    narrow = hashes.copy()
    for place in range(WIDE_SHINGLE, NARROW_SHINGLE):
        narrow += codes[place : place + count] * _POWERS[place]
    wide = _is_wide(codes[:count])
    hashes = np.where(wide, hashes, narrow)
    hashes ^= hashes >> _SHIFT
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(27)
    last = np.where(wide, WIDE_SHINGLE, NARROW_SHINGLE) - 1
    ends = codes[np.arange(count) + last] != 0
    kept = ends & (codes[:count] != 0)
    kept[begins] = True
    numbers = np.cumsum(kept) - 1
    return hashes[kept], numbers[begins].astype(np.intp)


def _is_wide(codes: Hashes) -> NDArray[np.bool_]:
    if not len(codes) or int(codes.max()) < int(_WIDE[0, 0]):
        return np.zeros(len(codes), dtype=np.bool_)
    place = np.searchsorted(_WIDE[:, 0], codes, side="right") - 1
    found: NDArray[np.bool_] = (place >= 0) & (codes <= _WIDE[np.maximum(place, 0), 1])
    return found
