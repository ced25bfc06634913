"""Letters of other scripts put among Latin ones so that a word looks the same to people only."""

from __future__ import annotations

import re

_LOOK = "аеорсухіјѕһԁԛԝѵӏгпкмтвнɡαερονικτυχ"
_LATIN = "aeopcyxijshdqwvlrnkmtbhgaepovikτυχ"
_FOLD = str.maketrans(_LOOK, _LATIN.replace("τ", "t").replace("υ", "u").replace("χ", "x"))
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[ɡͰ-ϿЀ-ԯ]")
_PLAIN = re.compile(r"[a-z]")


def fold_lookalikes(text: str) -> str:
    """Case-folded ``text`` with Cyrillic and Greek letters made Latin in words that mix them.

    Compare Unicode Technical Standard 39, confusables: only the pairs that operators use. Words of one
    script stay, so Russian and Greek compare as they are.
    """
    if not (_FOREIGN.search(text) and _PLAIN.search(text)):
        return text
    return _WORD.sub(_fold_word, text)


def _fold_word(found: re.Match[str]) -> str:
    word = found[0]
    if _FOREIGN.search(word) and _PLAIN.search(word):
        return word.translate(_FOLD)
    return word
