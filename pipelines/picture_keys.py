"""Keys under which copies of a picture meet: words of its hashes, and of its corners.

Two hashes that differ in at most 31 of 256 bits have, among their 16 words of 16 bits, one that differs in at
most one: so asking for each word as it is and with each of its bits changed misses none. For the seven other
ways to lay a picture down words are asked for as they are, which misses none up to 15 bits; beyond that
corners find it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines import pdq
from pipelines.picture_features import key_features
from pipelines.pictures import MOST_FLIPS, Picture, View, read_views

LEAST_VOTES = 3
MOST_CANDIDATES = 32
"""Pictures with the most corners in common that are compared."""
_WORD = 1 << 40
_PLACES = (np.arange(pdq.TERMS, dtype=np.int64) << 16) | _WORD
_CHANGES = np.array([0, *(1 << bit for bit in range(16))], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Asked:
    """The keys to look under: ``words`` of hashes, ``corners`` of the picture, ``mirrored`` of its mirror
    image."""

    words: frozenset[int]
    corners: frozenset[int]
    mirrored: frozenset[int]

    @property
    def keys(self) -> frozenset[int]:
        """All of them."""
        return self.words | self.corners | self.mirrored


def ask(picture: Picture) -> Asked:
    """Where copies of a picture are to be looked for."""
    words: set[int] = set()
    for view in picture.views:
        words.update(_words(view.hashes[1:]).reshape(-1).tolist())
        near = view.hashes[0].astype(np.int64)[:, None] ^ _CHANGES
        words.update((near | _PLACES[:, None]).reshape(-1).tolist())
    return Asked(
        words=frozenset(words),
        corners=frozenset(key_features(picture.upright).tolist()),
        mirrored=frozenset(key_features(picture.mirrored).tolist()),
    )


def list_words(picture: Picture) -> list[int]:
    """The keys under which a picture's hashes are kept."""
    return sorted({int(key) for view in picture.views for key in _words(view.hashes[:1])[0]})


def choose_by_corners(asked: Asked, found: Mapping[int, Sequence[int]]) -> list[int]:
    """The pictures that have most corners in common, of those under the keys."""
    best: Counter[int] = Counter()
    for keys in (asked.corners, asked.mirrored):
        votes = Counter(number for key in keys for number in found.get(key, ()))
        for number, count in votes.items():
            best[number] = max(best[number], count)
    ranked = sorted(best.items(), key=lambda vote: (-vote[1], vote[0]))
    return [number for number, count in ranked[:MOST_CANDIDATES] if count >= LEAST_VOTES]


def choose_by_hash(picture: Picture, others: Iterable[tuple[int, bytes]]) -> list[int]:
    """Those whose packed views have a hash near enough, the nearest first."""
    near: list[tuple[int, int]] = []
    for number, packed in others:
        distance = min(_distance(mine, theirs) for mine in picture.views for theirs in read_views(packed))
        if distance <= MOST_FLIPS:
            near.append((distance, number))
    return [number for _, number in sorted(near)]


def _distance(one: View, other: View) -> int:
    return int(pdq.count_flips(one.hashes[0], other.hashes).min())


def _words(hashes: NDArray[np.uint16]) -> NDArray[np.int64]:
    return hashes.astype(np.int64) | _PLACES
