"""PDQ: the 256-bit picture hash that platforms and trust-and-safety teams exchange.

Ours follows the reference of facebook/ThreatExchange (two passes of a box filter, 64 × 64 samples, the 16 ×
16 lowest cosine terms without the constant ones, each against their median) and gives its bits, so hashes can
be compared with shared lists. It is our own for two reasons: the binding on PyPI comes without wheels and
would need a C++ compiler at every installation, and views of one picture share what is decoded once.

A hash is an array of 16 ``uint16`` words (``words``), the first holding the lowest cosine terms.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]
"""Luminance, 0 to 255."""
Words = NDArray[np.uint16]

SIDE = 64
TERMS = 16
BITS = TERMS * TERMS
TURNS = (
    "as is",
    "flipped left to right",
    "flipped upside down",
    "turned by 180 degrees",
    "flipped along the diagonal",
    "turned by 90 degrees",
    "turned by 270 degrees",
    "flipped along the other diagonal",
)
"""What each of the eight ways of ``hash_turned`` undoes; turns go against the clock."""


def sample(grey: Grey) -> Grey:
    """64 × 64 samples of the smoothed picture."""
    height, width = grey.shape
    smooth = grey
    for _ in range(2):
        smooth = _smooth(smooth, (_window(width), _window(height)))
    rows = ((np.arange(SIDE) + 0.5) * height / SIDE).astype(np.intp)
    columns = ((np.arange(SIDE) + 0.5) * width / SIDE).astype(np.intp)
    return smooth[np.ix_(rows, columns)]


def measure_quality(samples: Grey) -> int:
    """How much there is to tell pictures apart by, 0 (flat) to 100; the reference advises at least 50."""
    scaled = samples * (100 / 255)
    steps = np.abs(np.diff(scaled, axis=0)).astype(np.int64).sum()
    steps += np.abs(np.diff(scaled, axis=1)).astype(np.int64).sum()
    return min(100, int(steps) // 90)


def transform(samples: Grey) -> NDArray[np.float64]:
    """The 16 × 16 lowest cosine terms."""
    matrix = _cosines()
    return matrix @ samples.astype(np.float64) @ matrix.T


def hash_terms(terms: NDArray[np.float64]) -> Words:
    """The bits: which terms are above the median."""
    flat = np.sort(terms, axis=None)
    bits = (terms > flat[BITS // 2 - 1]).reshape(-1)
    return np.packbits(bits, bitorder="little").view("<u2").astype(np.uint16)


def hash_grey(grey: Grey) -> Words:
    """The hash of a picture."""
    return hash_terms(transform(sample(grey)))


def hash_turned(terms: NDArray[np.float64]) -> NDArray[np.uint16]:
    """The hashes of a picture laid down in the eight ways of ``TURNS``, from its terms alone: 8 × 16
    words."""
    sign = np.where(np.arange(TERMS) % 2 == 0, -1.0, 1.0)  # term 0 is the first odd one
    across, down = terms * sign, terms * sign[:, None]
    both = across * sign[:, None]
    laid = (terms, across, down, both, terms.T, down.T, across.T, both.T)
    return np.stack([hash_terms(np.ascontiguousarray(each)) for each in laid])


def count_flips(one: NDArray[np.uint16], other: NDArray[np.uint16]) -> NDArray[np.int64]:
    """In how many of the 256 bits hashes differ; arrays broadcast over all but the last axis."""
    return np.asarray(np.bitwise_count(one ^ other).sum(axis=-1, dtype=np.int64))


def write_hex(words: Words) -> str:
    """A hash as shared lists write it: 64 hex digits, the highest word first."""
    return "".join(f"{int(word):04x}" for word in words[::-1])


def read_hex(text: str) -> Words:
    """A hash from 64 hex digits. Raises ``ValueError`` where it is none."""
    if len(text) != BITS // 4:
        raise ValueError(f"a PDQ hash has {BITS // 4} hex digits, this has {len(text)}")
    return np.array([int(text[start : start + 4], 16) for start in range(0, len(text), 4)][::-1], np.uint16)


def _window(size: int) -> int:
    return (size + 2 * SIDE - 1) // (2 * SIDE)


def _smooth(grey: Grey, windows: tuple[int, int]) -> Grey:
    """Mean over a window that is cut off at the edges; of an even one the longer half lies ahead."""
    across, down = windows
    if across == down == 1:
        return grey
    anchor = (across - 1 - across // 2, down - 1 - down // 2)
    sums: Any = cv2.boxFilter(
        grey, cv2.CV_32F, windows, anchor=anchor, normalize=False, borderType=cv2.BORDER_CONSTANT
    )
    height, width = grey.shape
    shares = _count(height, down)[:, None] * _count(width, across)[None, :]
    return np.asarray(sums / shares, dtype=np.float32)


@cache
def _count(size: int, window: int) -> Grey:
    place = np.arange(size)
    ahead = window // 2
    first = np.maximum(place - (window - 1 - ahead), 0)
    last = np.minimum(place + ahead, size - 1)
    return (last - first + 1).astype(np.float32)


@cache
def _cosines() -> NDArray[np.float64]:
    row, column = np.arange(1, TERMS + 1)[:, None], np.arange(SIDE)[None, :]
    return np.asarray(math.sqrt(2 / SIDE) * np.cos(math.pi / (2 * SIDE) * row * (2 * column + 1)))
