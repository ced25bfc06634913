"""Sketches: shingles by position, bands that near-copies share."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise import normalise
from pipelines.sketches import BANDS, band_many, compare_many, pass_many

LETTERS = st.one_of(
    st.characters(codec="ascii", categories=("Ll", "Nd")),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
)
FORMS = st.lists(st.text(LETTERS, max_size=80), min_size=1, max_size=8)


@given(FORMS)
def test_a_form_sketches_alike_alone_and_among_others(forms: list[str]) -> None:
    together = band_many(forms)
    assert together.shape == (len(forms), BANDS)
    for row, form in zip(together, forms, strict=True):
        assert np.array_equal(row, band_many([form])[0])
    assert pass_many(forms) == [pass_many([form])[0] for form in forms]


@given(FORMS)
def test_what_forms_share_is_what_they_have_in_common(forms: list[str]) -> None:
    pairs = [(one, other) for one in range(len(forms)) for other in range(len(forms))]
    sets = [slice_shingles(form) for form in forms]
    for (one, other), (shared, fewest) in zip(pairs, compare_many(forms, pairs).tolist(), strict=True):
        assert shared == len(sets[one] & sets[other])
        assert fewest == min(len(sets[one]), len(sets[other]))


def slice_shingles(form: str) -> set[str]:
    """Shingles as the module describes them, the slow way."""
    lengths = [3 if unit >= "\u3040" and not "\ua000" <= unit <= "\uabff" else 5 for unit in form]
    found = {form[at : at + size] for at, size in enumerate(lengths) if at + size <= len(form)}
    return found or ({form} if form else set())


def test_a_passage_is_known_again_in_a_longer_text() -> None:
    passage = normalise("The ferry line carried its millionth passenger last month").form
    inside = normalise(
        "My aunt says what everybody says: The ferry line carried its millionth passenger "
        "last month, and nobody thanked the crew that mops the deck at night."
    ).form
    short, long = pass_many([passage, inside])
    assert short and set(short) <= set(long)


def test_shingles_are_three_characters_in_cjk_and_five_elsewhere() -> None:
    for form, count in (("abcdefgh", 4), ("林教授拿着海外基", 6), ("ab", 1)):
        assert compare_many([form], [(0, 0)]).tolist() == [[count, count]]


def test_a_prefix_in_another_script_keeps_the_shingles_of_the_rest() -> None:
    text = normalise("The ferry line carried its millionth passenger last month without a brass band").form
    ((shared, fewest),) = compare_many([text, "转发朋友们看看" + text], [(0, 1)]).tolist()
    assert shared == fewest
    assert (band_many([text])[0] == band_many(["转发" + text])[0]).sum() >= BANDS // 2


def test_unrelated_texts_share_no_band() -> None:
    one, other = band_many(
        ["theferrylinecarrieditsmillionthpassenger", "somebodyatworkbroughthomemadedumplings"]
    )
    assert not (one == other).any()
