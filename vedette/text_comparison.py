"""Two texts side by side, what differs marked: by colour, and by signs where there is none."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein
from rich.text import Text

from vedette.output import clean

_LATIN = re.compile(r"[^\W\d_]+|\d+|\s+|.", re.DOTALL)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
LONGEST = 2000


def compare_texts(first: str, second: str) -> tuple[Text, Text]:
    """Both texts with what only one of them has as ``[-…-]`` (first) and ``{+…+}`` (second).

    Compared word by word, in scripts without spaces sign by sign; cut at 2000 characters.
    """
    one, other = _split(first[:LONGEST]), _split(second[:LONGEST])
    left, right = Text(), Text()
    for step in Levenshtein.opcodes(one, other):
        gone = "".join(one[step.src_start : step.src_end])
        come = "".join(other[step.dest_start : step.dest_end])
        if step.tag == "equal":
            left.append(clean(gone))
            right.append(clean(come))
            continue
        if gone:
            left.append(f"[-{clean(gone)}-]", style="red")
        if come:
            right.append("{+" + clean(come) + "+}", style="green")
    return left, right


def _split(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _LATIN.findall(text):
        pieces += list(piece) if _WIDE.search(piece) else [piece]
    return pieces
