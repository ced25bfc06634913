"""The exact measure by which a candidate pair of texts is taken for copies, or not, and of what kind."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from pipelines.text_kernels import LONGEST, WIDE_SHINGLE, shingle_length

LEAST_WEIGHT = 6.0
"""Words that a text needs to be flagged: thirty Latin letters, twelve Chinese characters. Greetings, thanks
and slogans of fewer words are everybody's."""
LIGHT = 3.0
"""Words that a text needs to be compared at all: a post cut to half may have no more."""
LEAST_SHARED = 4
"""Distinct shingles that two texts must share: laughter and repeated words make few distinct ones."""
LEAST_CONTAINMENT = 0.4
MOST_IN_PASSAGE = 16
"""Texts that one passage leads to; a passage that more texts have is a common phrase."""
MOST_CANDIDATES = 32
"""Candidates of one text that are verified, those with most bands and passages in common first."""
ALONE = 0.8
"""By what ``cover`` is multiplied if one run is most of it: one remark behind two headlines is no copy."""
ALIGNED = 2000
"""Characters of each text that are aligned for ``cover``."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How alike two forms are.

    ``ratio``: edit ratio (Indel, 0 to 100). ``containment``: the share of the distinct shingles of the one
    with fewer that the other has (0 to 1); ``shared``: how many these are. ``cover``: the share of the
    longer one (0 to 1) that runs of at least four letters (two CJK characters) make up which both have in
    this order. ``begins``: whether the longer one begins with the shorter. ``length``: the shorter one's
    length to the longer one's (0 to 1).
    """

    ratio: float
    containment: float
    shared: int
    cover: float
    begins: bool
    length: float


def measure(one: str, other: str, shared: int, fewest: int) -> Measure:
    """Measure two forms of which ``shared`` distinct shingles are known (see ``sketches.compare_many``); the
    same whichever comes first."""
    containment = shared / max(1, fewest)
    short, long = sorted((one[:LONGEST], other[:LONGEST]), key=lambda form: (len(form), form))
    length = len(short) / max(1, len(long))
    begins = long.startswith(short)
    if shared < LEAST_SHARED or containment < LEAST_CONTAINMENT:
        return Measure(0.0, containment, shared, 0.0, begins, length)
    ratio = fuzz.ratio(short, long)
    cover = _cover(short, long) if ratio >= 50 and containment < 0.9 else 0.0
    return Measure(ratio, containment, shared, cover, begins, length)


def same(form: str) -> Measure:
    """The measure of a form and itself."""
    return Measure(100.0, 1.0, len(form), 1.0, True, 1.0)


def is_copy(found: Measure, weights: tuple[float, float]) -> bool:
    """Whether texts so alike, of those weights in words, are copies.

    Tuned on posts with planted edits (benchmarks.reuse_score): topical likeness of unrelated posts has
    ratios of 55 to 70 with a containment below 0.6 and little cover; the weather, traffic and earthquake
    reports of one agency come nearest.
    """
    light = min(weights)
    if light < LIGHT or found.shared < LEAST_SHARED or found.containment < LEAST_CONTAINMENT:
        return False
    if light < LEAST_WEIGHT:
        begun = found.begins and found.length >= (0.38 if light >= 4 else 0.45)
        return begun or (light >= 4 and found.ratio >= 85 and found.containment >= 0.7)
    if found.containment >= 0.8:
        return (
            found.ratio >= 66
            or (found.containment >= 0.9 and (found.begins or found.shared >= 12))
            or found.shared >= 20
        )
    if found.cover >= (0.55 if light >= 8 else 0.6):
        return True
    return (found.containment >= 0.7 and found.ratio >= 72) or (
        found.containment >= 0.6 and found.ratio >= 70 and found.cover >= 0.5
    )


def name_kind(found: Measure) -> str:
    """``exact``, ``contained`` (one is little more than a part of the other), ``template`` (one frame with
    other names or numbers in it) or ``near``."""
    if found.ratio >= 100:
        return "exact"
    if found.containment >= 0.8 and found.length < 0.6:
        return "contained"
    if found.containment < 0.8 and found.length >= 0.75:
        return "template"
    return "near"


def rate_likeness(found: Measure) -> float:
    """One figure, 0 to 1: the edit ratio, or the containment where one text is a part of the other."""
    if found.containment >= 0.8:
        return round(max(found.ratio / 100, found.containment * 0.95), 4)
    return round(max(found.ratio / 100, found.cover), 4)


def _cover(short: str, long: str) -> float:
    short, long = short[:ALIGNED], long[:ALIGNED]
    blocks = LCSseq.editops(short, long).as_matching_blocks()
    held = longest = 0
    for block in blocks:
        if block.size >= 4 or (
            block.size >= 2 and shingle_length(min(ord(short[block.a]), 0xD840)) == WIDE_SHINGLE
        ):
            held += block.size
            longest = max(longest, block.size)
    share = held / max(1, len(long))
    return share * ALONE if longest > 0.75 * held else share
