"""Pictures that say too little to tell by: tiny, flat, or of a few colours as logos and pages of text are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.picture_decoding import Decoded

LEAST_SIDE = 64
LEAST_CORNERS = 16
FEW_COLOURS = 3
FEW_SHARE = 0.9
"""So much of a logo-like picture is made up of its three commonest colours (of 32,768)."""
MOST_TRIMMED = 0.4
_EVEN = 6.0
_STEP = 10.0


def judge_plainness(decoded: Decoded, corners: int) -> str:
    """Why a picture is too plain to tell by, in words; empty where it is not."""
    if min(decoded.width, decoded.height) < LEAST_SIDE:
        return f"smaller than {LEAST_SIDE} pixels"
    if corners < LEAST_CORNERS:
        return "flat"
    coarse = (decoded.colour >> 3).astype(np.uint16)
    colours = coarse[..., 0] << 10 | coarse[..., 1] << 5 | coarse[..., 2]
    counts = np.sort(np.bincount(colours.reshape(-1), minlength=FEW_COLOURS))
    if counts[-FEW_COLOURS:].sum() > FEW_SHARE * colours.size:
        return "a few colours, as a logo or a page of text has"
    return ""


def trim_border(colour: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """What is left (left, top, right, bottom in pixels) when an even border is taken off.

    At most ``MOST_TRIMMED`` of a side goes; a picture that is even all over is left as it is.
    """
    height, width = colour.shape[:2]
    top, bottom = _trim(colour)
    left, right = _trim(colour.transpose(1, 0, 2)[:, top:bottom])
    if (bottom - top) < 16 or (right - left) < 16:
        return 0, 0, width, height
    return left, top, right, bottom


def _trim(colour: NDArray[np.uint8]) -> tuple[int, int]:
    lines = colour.astype(np.float32)
    even = lines.std(axis=1).max(axis=1) < _EVEN
    means = lines.mean(axis=1)
    most = int(MOST_TRIMMED * len(lines))
    first = _count_even(even[:most], means[:most])
    last = _count_even(even[::-1][:most], means[::-1][:most])
    if first >= most or last >= most:
        return 0, len(lines)
    return first, len(lines) - last


def _count_even(even: NDArray[np.bool_], means: NDArray[np.float32]) -> int:
    """Lines from the edge on that are even and of the edge's colour."""
    if not len(even) or not even[0]:
        return 0
    same = even & (np.abs(means - means[0]).max(axis=1) < _STEP)
    return int(len(same) if same.all() else same.argmin())
