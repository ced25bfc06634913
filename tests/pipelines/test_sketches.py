"""Sketches: shingles by position, bands that near-copies share."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise import normalise
from pipelines.sketches import BANDS, band_many, shingle_many

FORMS = st.lists(st.text(st.characters(categories=("Ll", "Lo", "Nd")), max_size=80), min_size=1, max_size=8)


@given(FORMS)
def test_a_form_sketches_alike_alone_and_among_others(forms: list[str]) -> None:
    together = band_many(forms)
    assert together.shape == (len(forms), BANDS)
    for row, form in zip(together, forms, strict=True):
        assert np.array_equal(row, band_many([form])[0])
    for found, form in zip(shingle_many(forms), forms, strict=True):
        assert np.array_equal(found, shingle_many([form])[0])


def test_shingles_are_three_characters_in_cjk_and_five_elsewhere() -> None:
    assert len(shingle_many(["abcdefgh"])[0]) == 4
    assert len(shingle_many(["林教授拿着海外基"])[0]) == 6
    assert len(shingle_many(["ab"])[0]) == 1


def test_a_prefix_in_another_script_keeps_the_shingles_of_the_rest() -> None:
    text = normalise("The ferry line carried its millionth passenger last month without a brass band").form
    plain, prefixed = shingle_many([text, "转发朋友们看看" + text])
    assert len(np.intersect1d(plain, prefixed)) == len(plain)
    assert (band_many([text])[0] == band_many(["转发" + text])[0]).sum() >= BANDS // 2


def test_unrelated_texts_share_no_band() -> None:
    one, other = band_many(
        ["theferrylinecarrieditsmillionthpassenger", "somebodyatworkbroughthomemadedumplings"]
    )
    assert not (one == other).any()
