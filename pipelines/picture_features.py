"""Corners of a picture (ORB) and whether two pictures show the same thing there, part by part.

PDQ sees a picture as a whole, so a crop, a caption or a screenshot makes it another. Corners are looked at
one by one: those of a copy lie as in the original after one affine map, and under that map the picture itself
is there again. Both are asked for: the corners by RANSAC, then the pixels, block by block.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.pdq import Grey

SIDE = 400
"""Pixels of the longer side at which corners are sought, whatever the picture's size."""
MOST_CORNERS = 160
CELLS = 6
"""Corners are spread over so many rows and columns of cells, so that one busy spot does not take them all."""
THUMB = 96
KEY_BITS = 20
KEY_TABLES = 2
FARTHEST = 72
"""Bits of 256 in which descriptors of one corner may differ."""
LEAST_INLIERS = 8
TOLERANCE = 5.0
"""Pixels at ``SIDE`` by which a corner may lie beside its place."""
ENOUGH = ((8, 0.6), (12, 0.5), (24, 0.4))
"""Corners that agree and share of the pixels that do: more of the one makes up for less of the other."""
BLOCK = 8
_LEAST_BLOCKS = 12
_BLOCK_LIKENESS = 0.6
_FLAT = 4.0
_EMPTY = 1.2
_LEVEL = 20.0
LEAST_LEVEL = 0.9
LEAST_COVER = 0.5
"""So much of one of the two pictures must be in the other: less may be a line of the same writing."""
BAR = 0.25
"""Share of the height above or below that a caption laid over a picture may take."""

_picks = np.random.default_rng(20).permutation(256)[: KEY_BITS * KEY_TABLES].reshape(KEY_TABLES, KEY_BITS)


@dataclass(frozen=True, slots=True)
class Features:
    """Corners: ``points`` (n × 2, pixels at ``SIDE``), ``descriptors`` (n × 32 bytes); ``thumb`` is the
    picture with at most ``THUMB`` pixels a side."""

    points: NDArray[np.float32]
    descriptors: NDArray[np.uint8]
    thumb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Overlay:
    """How one picture lies on another: ``inliers`` corners agree, and ``share`` (0 to 1) of what both show is
    alike; ``covered`` is the part of the first that the second shows, ``used`` the part of the second that
    shows it. ``angle`` in degrees."""

    inliers: int
    share: float
    covered: float
    used: float
    angle: float


def find_features(grey: Grey) -> Features:
    """The corners of a picture, the clearest of each cell first."""
    cv2.setNumThreads(1)
    height, width = grey.shape
    scale = SIDE / max(height, width)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    resized: Any = cv2.resize(
        np.asarray(np.clip(grey, 0, 255), np.uint8),
        size,
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
    )
    orb = cv2.ORB.create(nfeatures=900, scaleFactor=1.2, nlevels=8, edgeThreshold=16, fastThreshold=7)
    keypoints, descriptors = orb.detectAndCompute(resized, None)
    thumb_scale = THUMB / SIDE
    thumb: Any = cv2.resize(
        resized,
        (max(8, round(size[0] * thumb_scale)), max(8, round(size[1] * thumb_scale))),
        interpolation=cv2.INTER_AREA,
    )
    if descriptors is None or not keypoints:
        return Features(np.zeros((0, 2), np.float32), np.zeros((0, 32), np.uint8), thumb)
    chosen = _spread(keypoints, size)
    points = np.array([keypoints[number].pt for number in chosen], np.float32)
    return Features(points, np.ascontiguousarray(descriptors[chosen]), thumb)


def key_features(features: Features) -> NDArray[np.int64]:
    """Numbers of which equal corners have some in common: bits of the descriptors, by table."""
    bits = np.unpackbits(features.descriptors, axis=1)
    weights = 1 << np.arange(KEY_BITS, dtype=np.int64)
    keys = [
        (bits[:, table].astype(np.int64) @ weights) | (number << KEY_BITS)
        for number, table in enumerate(_picks)
    ]
    return np.unique(np.concatenate(keys))


def lay_over(one: Features, other: Features) -> Overlay | None:
    """How ``other`` lies on ``one``, or ``None`` where it does not."""
    if len(one.points) < LEAST_INLIERS or len(other.points) < LEAST_INLIERS:
        return None
    pairs = _match(one.descriptors, other.descriptors)
    if len(pairs) < LEAST_INLIERS:
        return None
    to, of = one.points[pairs[:, 0]], other.points[pairs[:, 1]]
    cv2.setRNGSeed(1)
    found: Any = cv2.estimateAffine2D(
        of, to, method=cv2.RANSAC, ransacReprojThreshold=TOLERANCE, maxIters=1000, confidence=0.995
    )
    matrix, inside = found
    if matrix is None or int(inside.sum()) < LEAST_INLIERS:
        return None
    stretch = np.linalg.svd(matrix[:, :2], compute_uv=False)
    if stretch[1] < 0.15 or stretch[0] > 6.5 or stretch[0] / stretch[1] > 1.6:
        return None
    if np.linalg.det(matrix[:, :2]) < 0:
        return None
    back: Any = cv2.invertAffineTransform(matrix)
    shares = (compare_blocks(one.thumb, other.thumb, matrix), compare_blocks(other.thumb, one.thumb, back))
    best = max((each for each in shares if each is not None), default=None)
    agreeing = int(inside.sum())
    if best is None or not any(agreeing >= corners and best[0] >= least for corners, least in ENOUGH):
        return None
    angle = float(np.degrees(np.arctan2(matrix[1, 0] - matrix[0, 1], matrix[0, 0] + matrix[1, 1])))
    covered, used = _measure_cover(one.thumb.shape, other.thumb.shape, matrix)
    if max(covered, used) < LEAST_COVER:
        return None
    return Overlay(agreeing, best[1], covered, used, angle)


def _spread(keypoints: Any, size: tuple[int, int]) -> list[int]:
    order = sorted(range(len(keypoints)), key=lambda number: -keypoints[number].response)
    cells: dict[tuple[int, int], int] = {}
    ranked: list[tuple[int, int, int]] = []
    for number in order:
        x, y = keypoints[number].pt
        cell = (int(x * CELLS / size[0]), int(y * CELLS / size[1]))
        cells[cell] = rank = cells.get(cell, 0) + 1
        ranked.append((rank, len(ranked), number))
    return [number for _, _, number in sorted(ranked)[:MOST_CORNERS]]


def _match(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Corners that are nearest to each other in both directions."""
    left, right = one.view(np.uint64), other.view(np.uint64)
    distances = np.zeros((len(one), len(other)), np.uint16)
    for word in range(left.shape[1]):
        distances += np.bitwise_count(left[:, word, None] ^ right[None, :, word])
    nearest, back = distances.argmin(axis=1), distances.argmin(axis=0)
    rows = np.arange(len(one))
    good = (back[nearest] == rows) & (distances[rows, nearest] <= FARTHEST)
    return np.stack([rows[good], nearest[good]], axis=1)


def compare_blocks(
    one: NDArray[np.uint8], other: NDArray[np.uint8], matrix: NDArray[np.float64]
) -> tuple[float, float] | None:
    """Share of blocks that are alike where the second lies on the first: without a caption above or below,
    which decides, and in all. ``matrix`` maps pixels at ``SIDE``.

    ``None`` where too little is shown, or too little in what is shown, to tell.
    """
    height, width = one.shape
    moved = matrix.copy()
    moved[:, 2] *= THUMB / SIDE
    laid: Any = cv2.warpAffine(other, moved, (width, height), flags=cv2.INTER_LINEAR)
    mask: Any = cv2.warpAffine(np.full_like(other, 255), moved, (width, height), flags=cv2.INTER_NEAREST)
    blur = (3, 3)
    here = _cut(np.asarray(cv2.blur(one, blur), np.float32))
    there = _cut(np.asarray(cv2.blur(laid, blur), np.float32))
    shown = _cut(np.asarray(mask, np.float32)).min(axis=1) > 0
    if shown.sum() < _LEAST_BLOCKS:
        return None
    rows = np.repeat(np.arange(height // BLOCK), width // BLOCK)[shown] / (height // BLOCK)
    here, there = here[shown], there[shown]
    whole = _count_alike(here, there)
    parts = [_count_alike(here[part], there[part]) for part in (rows >= BAR, rows < 1 - BAR)]
    levelled = [pattern if level >= LEAST_LEVEL else 0.0 for pattern, level in filter(None, (whole, *parts))]
    if not levelled:
        return None
    return max(levelled), whole[0] if whole else max(levelled)


def _count_alike(here: Grey, there: Grey) -> tuple[float, float] | None:
    """Shares of the blocks (rows) that say something and are alike: in their pattern, and in their level.

    Level is compared after the brightness and contrast of one are fitted to the other's. Without it two
    screenshots of one application would be alike by their frames, whatever is shown within.
    """
    levels, other_levels = here.mean(axis=1), there.mean(axis=1)
    here, there = here - levels[:, None], there - other_levels[:, None]
    size, other_size = here.std(axis=1), there.std(axis=1)
    likeness = (here * there).mean(axis=1) / np.maximum(size * other_size, 1e-6)
    textured = (size >= _FLAT) | (other_size >= _FLAT)
    alike = (likeness > _BLOCK_LIKENESS) & textured
    if textured.sum() < _LEAST_BLOCKS // 2:
        return None
    if alike.sum() < 2:
        return 0.0, 0.0
    telling = (size >= _EMPTY) | (other_size >= _EMPTY)
    level = max(
        float((np.abs(gain * other_levels + offset - levels) <= _LEVEL)[telling].mean())
        for gain, offset in ((1.0, 0.0), _fit(other_levels[alike], levels[alike]))
    )
    pattern = float(alike.sum() / textured.sum())
    return round(pattern, 4), level


def _fit(of: Grey, to: Grey) -> tuple[float, float]:
    """Gain and offset that turn some levels into the others."""
    spread = float(of.std())
    gain = float(to.std()) / spread if spread > 1 else 1.0
    gain = min(3.0, max(0.33, gain))
    return gain, float(np.median(to - gain * of))


def _measure_cover(
    one: tuple[int, ...], other: tuple[int, ...], matrix: NDArray[np.float64]
) -> tuple[float, float]:
    """The parts of two pictures (sizes of their thumbs) that lie on each other."""
    first, second = (
        np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) * (SIDE / THUMB)
        for height, width in (one, other)
    )
    laid = np.asarray(second @ matrix[:, :2].T + matrix[:, 2], np.float32)
    common = float(cv2.intersectConvexConvex(first, laid)[0])
    areas = (float(cv2.contourArea(first)), float(cv2.contourArea(laid)))
    return (round(common / max(1.0, areas[0]), 4), round(common / max(1.0, areas[1]), 4))


def _cut(grey: Grey) -> Grey:
    height, width = (size // BLOCK * BLOCK for size in grey.shape)
    blocks = grey[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    return np.ascontiguousarray(blocks.transpose(0, 2, 1, 3).reshape(-1, BLOCK * BLOCK))
