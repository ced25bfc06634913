"""PDQ: the reference's bits, whatever way a picture is laid down."""

from __future__ import annotations

import io

import numpy as np
import pytest

from pipelines import pdq
from pipelines.picture_decoding import decode
from tests.pipelines.pictures_made import draw

REFERENCE = {
    (240, 320, 0): ("f0e360000e0c0000000cffff66cc623291330000013fffffbbb2ffff9b32ffff", 100),
    (333, 517, 1): ("00100381103c381c0000003efffffebeffff2a8abfef3a0a9fe72a2a3fc738aa", 100),
    (64, 64, 2): ("8fc03c0be1fec700187f71c067074c7dd9c0b31f4a7856c3d5ce5558aa93d2a7", 54),
    (130, 70, 3): ("523f2af8527894e0ad8f975da5cf1158354eaa58aab31527aab38527a8b71527", 100),
}
"""Hash and quality that facebook/ThreatExchange's own code (pdqhash 0.2.8) gives for ``draw_pattern``."""


def draw_pattern(height: int, width: int, seed: int) -> pdq.Grey:
    y, x = np.mgrid[0:height, 0:width]
    one = ((x * x // (7 + seed) + y * (3 + seed) + x * y // 97) % 256).astype(np.uint8)
    colour = np.stack([one, 255 - one, one // 2], axis=-1)
    return np.asarray(colour @ np.array([0.299, 0.587, 0.114], np.float32), np.float32)


@pytest.mark.parametrize("shape", REFERENCE)
def test_hash_and_quality_are_those_of_the_reference(shape: tuple[int, int, int]) -> None:
    grey = draw_pattern(*shape)
    expected, quality = REFERENCE[shape]
    assert pdq.write_hex(pdq.hash_grey(grey)) == expected
    assert pdq.measure_quality(pdq.sample(grey)) == quality
    assert pdq.read_hex(expected).tolist() == pdq.hash_grey(grey).tolist()


@pytest.mark.parametrize("turn", range(8), ids=pdq.TURNS)
def test_the_eight_ways_to_lay_a_picture_down(turn: int) -> None:
    file = io.BytesIO()
    draw("scenery-02").save(file, "PNG")
    grey = decode(file.getvalue()).grey
    across, down = grey[:, ::-1], grey[::-1]
    laid = (grey, across, down, down[:, ::-1], grey.T, down.T, across.T, down[:, ::-1].T)[turn]
    turned = pdq.hash_turned(pdq.transform(pdq.sample(grey)))
    distances = pdq.count_flips(turned, pdq.hash_grey(np.ascontiguousarray(laid)))
    assert distances.argmin() == turn and distances[turn] <= 31
    assert sorted(distances)[1] > 60


def test_flat_pictures_have_no_quality() -> None:
    assert pdq.measure_quality(pdq.sample(np.full((100, 100), 77, np.float32))) == 0


@pytest.mark.parametrize("text", ["", "abc", "g" * 64])
def test_what_is_no_hash_is_told(text: str) -> None:
    with pytest.raises(ValueError):
        pdq.read_hex(text)
