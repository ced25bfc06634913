"""The exact measure by which a candidate pair of texts is taken for copies, or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from pipelines.sketches import LONGEST, Hashes

LEAST_WEIGHT = 6.0
"""Words that a text needs to be compared at all: thirty Latin letters, twelve Chinese characters. Greetings,
thanks and slogans of fewer words are everybody's."""
SHORT = 8.0
"""Below that many words a near-copy must be nearer, as for few words chance is likelier."""
LEAST_SHARED = 6
"""Distinct shingles that two texts must share: laughter and repeated words make few distinct ones."""
CONTAINED_SHARED = 20


@dataclass(frozen=True, slots=True)
class Measure:
    """How alike two forms are: edit ratio (Indel, 0 to 100), the share of the shorter one's distinct shingles
    that the other has (0 to 1), and how many these are."""

    ratio: float
    containment: float
    shared: int


SAME = Measure(100.0, 1.0, 0)


def measure(one: str, other: str, shingles: tuple[Hashes, Hashes]) -> Measure:
    """Measure two forms whose distinct shingles are given; the same whichever comes first."""
    first, second = shingles
    shared = len(np.intersect1d(first, second, assume_unique=True))
    containment = shared / max(1, min(len(first), len(second)))
    if shared < LEAST_SHARED or containment < 0.5:
        return Measure(0.0, containment, shared)
    return Measure(fuzz.ratio(one[:LONGEST], other[:LONGEST]), containment, shared)


def is_copy(found: Measure, weight: float) -> bool:
    """Whether texts so alike, the shorter one of that weight, are copies.

    Measured on posts with planted edits: topical likeness of unrelated posts has ratios of 55 to 70 with
    a containment below 0.6; the weather and traffic reports of one agency come nearest.
    """
    if weight < LEAST_WEIGHT or found.shared < LEAST_SHARED:
        return False
    if found.containment >= 0.8 and found.shared >= CONTAINED_SHARED:
        return True
    if weight < SHORT and found.containment < 0.9:
        return found.containment >= 0.5 and found.ratio >= 80
    return (found.containment >= 0.6 and found.ratio >= 65) or (
        found.containment >= 0.5 and found.ratio >= 76
    )
