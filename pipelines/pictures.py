"""Facts of a picture by which copies are known, and whether one picture is a copy of another.

Copies are found in two ways. By PDQ, whole and without its border, in all eight ways to lay it down; and by
corners (``pipelines.picture_features``), which survive crops, captions, screenshots and any angle. Either way
the pixels are compared before it counts.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines import pdq
from pipelines.picture_decoding import Decoded, Unread, decode
from pipelines.picture_features import Features, Overlay, compare_blocks, find_features, lay_over
from pipelines.picture_plainness import judge_plainness, trim_border
from storage.pictures import StoredPicture

READER = "1"
"""Version of what is read of a picture: a new one reads all pictures again."""
MOST_FLIPS = 31
"""Bits of 256 in which hashes of copies differ at most; what ThreatExchange advises."""
LEAST_QUALITY = 50
LEAST_ALIKE = 0.5
MOST_FLIPS_CHANGED = 80
LEAST_ALIKE_IN_PART = 0.7
LEAST_CORNERS_IN_PART = 20
WHOLE = 0.97
_UNDOING = {5: 6, 6: 5}
"""Which of ``pdq.TURNS`` undoes which, where it is not itself."""
UNCHANGED = 0.98
TURNED = 2.0
_VIEW = np.dtype([("box", "<f4", (4,)), ("hashes", "<u2", (8, 16))])
_CORNER = np.dtype([("mirrored", "u1"), ("point", "<f4", (2,)), ("descriptor", "u1", (32,))])
Box = tuple[float, float, float, float]
"""Left, top, right, bottom as parts of width and height."""


@dataclass(frozen=True, slots=True)
class View:
    """The hashes of a part of a picture, in the eight ways of ``pdq.TURNS``."""

    box: Box
    hashes: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Picture:
    """What is compared; ``mirrored`` are the corners of the mirror image."""

    sha256: str
    quality: int
    views: tuple[View, ...]
    upright: Features
    mirrored: Features


@dataclass(frozen=True, slots=True)
class Likeness:
    """How the second of two pictures shows the first: ``how`` in words, ``distance`` of the nearest hashes
    (bits of 256), ``corners`` that agree (0: not asked), ``share`` of what both show that is alike (0 to
    1)."""

    how: str
    distance: int
    corners: int
    share: float
    is_whole: bool


def read_picture(data: bytes, record_id: str = "") -> StoredPicture:
    """The facts of a file; what cannot be read as a picture has a ``problem``. Never raises on bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        decoded = decode(data)
        return _describe(decoded, sha256, record_id)
    except Unread as unread:
        return StoredPicture(sha256=sha256, record_id=record_id, reader=READER, problem=str(unread))
    except (cv2.error, ValueError) as error:
        reason = f"cannot be measured: {' '.join(str(error).split())[:100]}"
        return StoredPicture(sha256=sha256, record_id=record_id, reader=READER, problem=reason)


def unpack(stored: StoredPicture) -> Picture:
    """The facts as arrays."""
    corners = np.frombuffer(stored.corners, _CORNER)
    rows = int.from_bytes(stored.thumb[:2], "little")
    grey = np.frombuffer(stored.thumb, np.uint8, offset=2).reshape(rows, -1)
    sets = [corners[corners["mirrored"] == mirrored] for mirrored in (0, 1)]
    upright, mirrored = (
        Features(np.ascontiguousarray(each["point"]), np.ascontiguousarray(each["descriptor"]), laid)
        for each, laid in zip(sets, (grey, np.ascontiguousarray(grey[:, ::-1])), strict=True)
    )
    return Picture(
        sha256=stored.sha256,
        quality=stored.quality,
        views=read_views(stored.views),
        upright=upright,
        mirrored=mirrored,
    )


def read_views(packed: bytes) -> tuple[View, ...]:
    """The hashes of a picture and of what is within its border."""
    return tuple(
        View(tuple(float(edge) for edge in each["box"]), each["hashes"])  # type: ignore[arg-type]
        for each in np.frombuffer(packed, _VIEW)
    )


def are_copies(one: Picture, other: Picture) -> bool:
    """Whether two pictures show the same."""
    return compare(one, other) is not None


def compare(one: Picture, other: Picture) -> Likeness | None:
    """How ``other`` shows ``one``; ``None`` where it does not, or nothing can be told.

    Whether they are alike does not depend on which comes first: always the same one is laid on the other.
    """
    if one.sha256 == other.sha256:
        return Likeness("the same file", 0, 0, 1.0, is_whole=True)
    is_reversed = one.sha256 > other.sha256
    low, high = (other, one) if is_reversed else (one, other)
    distance, found = _compare_hashes(low, high, is_reversed=is_reversed)
    if found is not None:
        return found
    for corners, is_mirrored in ((high.upright, False), (high.mirrored, True)):
        laid = lay_over(low.upright, corners)
        if laid is not None and _is_certain(laid, distance):
            if is_reversed:
                laid = _reverse(laid, is_mirrored=is_mirrored)
            return replace(_tell_overlay(laid, is_mirrored=is_mirrored), distance=distance)
    return None


def _is_certain(laid: Overlay, distance: int) -> bool:
    """Whether corners and pixels that agree are enough, for how much of the pictures lies on each other.

    The whole picture with something changed is not far by hash either; where each shows but a part of the
    other, rows of like things (windows, tiles, letters) agree too easily.
    """
    if min(laid.covered, laid.used) >= WHOLE:
        return distance <= MOST_FLIPS_CHANGED
    if laid.share < LEAST_ALIKE_IN_PART:
        return False
    return max(laid.covered, laid.used) >= WHOLE or laid.inliers >= LEAST_CORNERS_IN_PART


def _reverse(laid: Overlay, *, is_mirrored: bool) -> Overlay:
    """How the first lies on the second; undoing a turn of a mirror image is the same turn."""
    angle = laid.angle if is_mirrored else -laid.angle
    return replace(laid, covered=laid.used, used=laid.covered, angle=angle)


def _compare_hashes(one: Picture, other: Picture, *, is_reversed: bool) -> tuple[int, Likeness | None]:
    nearest = pdq.BITS
    for mine in one.views:
        for theirs in other.views:
            flips = pdq.count_flips(mine.hashes[0], theirs.hashes)
            turn = int(flips.argmin())
            distance = int(flips[turn])
            nearest = min(nearest, distance)
            if distance > MOST_FLIPS or min(one.quality, other.quality) < LEAST_QUALITY:
                continue
            shares = _compare_parts((one, mine), (other, theirs), turn)
            if shares is None or shares[0] >= LEAST_ALIKE:
                how = pdq.TURNS[_UNDOING.get(turn, turn) if is_reversed else turn]
                if mine.box != theirs.box:
                    how += ", border apart"
                alike = shares[1] if shares is not None else round(1 - distance / pdq.BITS, 4)
                return distance, Likeness(how, distance, 0, alike, is_whole=True)
    return nearest, None


def _compare_parts(
    one: tuple[Picture, View], other: tuple[Picture, View], turn: int
) -> tuple[float, float] | None:
    mine = _cut_out(one[0].upright.thumb, one[1].box)
    theirs = _lay_down(_cut_out(other[0].upright.thumb, other[1].box), turn)
    size = (max(8, mine.shape[1]), max(8, mine.shape[0]))
    resized: Any = cv2.resize(np.ascontiguousarray(theirs), size, interpolation=cv2.INTER_AREA)
    mine = np.asarray(cv2.resize(np.ascontiguousarray(mine), size), np.uint8)
    return compare_blocks(mine, resized, np.eye(2, 3))


def _lay_down(thumb: NDArray[np.uint8], turn: int) -> NDArray[np.uint8]:
    """A picture laid down in one of the eight ways of ``pdq.TURNS``."""
    across, down = thumb[:, ::-1], thumb[::-1]
    ways = (thumb, across, down, down[:, ::-1], thumb.T, down.T, across.T, down[:, ::-1].T)
    return ways[turn]


def _cut_out(thumb: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    height, width = thumb.shape
    left, top, right, bottom = box
    return thumb[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]


def _tell_overlay(laid: Overlay, *, is_mirrored: bool) -> Likeness:
    """In words what lies where."""
    words = ["flipped"] if is_mirrored else []
    if abs(laid.angle) > TURNED:
        words.append(f"turned by {round(laid.angle) % 360} degrees")
    is_whole = min(laid.covered, laid.used) >= WHOLE
    if is_whole and laid.share < UNCHANGED:
        words.append("with something changed")
    elif not is_whole and laid.used >= WHOLE:
        words.append("cropped")
    elif not is_whole:
        words.append("with something around it" if laid.covered >= WHOLE else "in part")
    return Likeness(", ".join(words) or "as is", 0, laid.inliers, laid.share, is_whole=is_whole)


def _describe(decoded: Decoded, sha256: str, record_id: str) -> StoredPicture:
    grey = decoded.grey
    height, width = grey.shape
    samples = pdq.sample(grey)
    views = [((0.0, 0.0, 1.0, 1.0), pdq.hash_turned(pdq.transform(samples)))]
    left, top, right, bottom = trim_border(decoded.colour)
    if (left, top, right, bottom) != (0, 0, width, height):
        box = (left / width, top / height, right / width, bottom / height)
        inner = np.ascontiguousarray(grey[top:bottom, left:right])
        views.append((box, pdq.hash_turned(pdq.transform(pdq.sample(inner)))))
    packed = np.zeros(len(views), _VIEW)
    for place, (box, hashes) in enumerate(views):
        packed[place] = (box, hashes)
    upright = find_features(grey)
    mirrored = find_features(np.ascontiguousarray(grey[:, ::-1]))
    return StoredPicture(
        sha256=sha256,
        record_id=record_id,
        reader=READER,
        form=decoded.form,
        width=decoded.width,
        height=decoded.height,
        quality=pdq.measure_quality(samples),
        is_animated=decoded.is_animated,
        plain=judge_plainness(decoded, len(upright.points)),
        views=packed.tobytes(),
        corners=_pack_corners(upright, 0) + _pack_corners(mirrored, 1),
        thumb=len(upright.thumb).to_bytes(2, "little") + upright.thumb.tobytes(),
    )


def _pack_corners(features: Features, mirrored: int) -> bytes:
    packed = np.zeros(len(features.points), _CORNER)
    packed["mirrored"], packed["point"] = mirrored, features.points
    packed["descriptor"] = features.descriptors
    return packed.tobytes()
