"""Many texts put into their forms at a time: tables for characters, patterns for links and the like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.list_numbers import split_number
from pipelines.text_alphabet import (
    CJK,
    SEPARATOR,
    SEVERAL,
    UNSEEN,
    Codes,
    cleaning_table,
    folding_table,
    wide_table,
)

LONGEST = 40_000
"""Characters of a text that are compared; what comes behind them hardly tells a copy from a copy."""

_MARK = chr(SEPARATOR)
_UNSEEN = re.compile(f"[{UNSEEN}]")
_LEFT_OUT = re.compile(
    rf"""
      https?://t[^\w\x1e]{{1,3}}co/\w+                               # t.co with its dot disguised
    | https?(?:://[^\s<>"{CJK}\u3000-\u303f\uff00-\uffef]*|:?/{{0,2}}…)       # links, also cut off
    | www\.[^\s<>"{CJK}\u3000-\u303f\uff00-\uffef]+
    | h(?<=\sh)t{{0,2}}p?…
    | @[^\s:,.!?()\[\]@\#/]{{1,60}}(?:@[\w.-]+|\.[a-z0-9.-]+)?      # handles
    | \#[^\s\#]{{1,60}}\#                                           # Weibo: #topic#
    | \#[^\s\#,.!?:;()]+                                            # hashtags
    | \[[^\[\]\s]{{1,8}}(?:\]|…)                                    # emoticons by name, also cut off
    """,
    re.VERBOSE,
)
_BARE_LINK = re.compile(r"\b(?:t\.co|bit\.ly|t\.cn|t\.me|youtu\.be)/\S+")
_BARE_LINKS = ("t.co/", "bit.ly/", "t.cn/", "t.me/", "youtu.be/")
_IN_REPLY = re.compile(r"(?:回复|回覆|reply to) *@[^\s:,@]{1,40} *[:,]?")
_KEYCAP = re.compile("[0-9#*]\u20e3")
_REPOSTED = re.compile(r"\s*rt\s+@[^\s:]{1,60}:?")
_PASSED_ON = re.compile(r"//\s*@")
_NUMBER_STARTS = frozenset("0123456789([【#№n〇零一二两三四五六七八九十百")
_APART = re.compile(r"(?<!\S)\S(?: \S(?!\S)){3,}")
_SPACED = 0.28
"""A text with that share of spaces has its letters set apart; English has 0.17."""


@dataclass(frozen=True, slots=True)
class Folds:
    """Texts in their forms: letters and digits only, nothing between them.

    ``numbers`` and ``spellings`` are what stood before each as on a list (0 and empty if nothing did),
    ``weights`` about how many words there are, ``reposted`` whether its author passes on the words of someone
    whom the text names, ``cut`` whether it breaks off with an ellipsis.
    """

    forms: list[str]
    numbers: list[int]
    spellings: list[str]
    weights: NDArray[np.float64]
    reposted: list[bool]
    cut: list[bool]


def fold_many(texts: Sequence[str]) -> Folds:
    """The forms of texts, each the same as if it were alone."""
    if not texts:
        return Folds([], [], [], np.empty(0), [], [])
    cleaned = _set_together(_clean_many([text[:LONGEST] for text in texts]))
    numbers, spellings = [0] * len(texts), [""] * len(texts)
    reposted, cut = [False] * len(texts), [False] * len(texts)
    for place, text in enumerate(cleaned):
        if "@" in text:
            text, reposted[place] = _leave_reposted(text)
        if "…" in text or "..." in text:
            cut[place] = text.rstrip().endswith(("…", "..."))
        if text.lstrip()[:1] in _NUMBER_STARTS:
            numbers[place], spellings[place], text = split_number(text)
        cleaned[place] = text
    forms, weights = _fold_letters(_leave_out(_MARK.join(cleaned)))
    return Folds(forms, numbers, spellings, weights, reposted, cut)


def fold_words(text: str) -> str:
    """The letters and digits of a text as forms have them, nothing left out."""
    return _fold_letters(_clean_many([text[:LONGEST]])[0])[0][0]


def _clean_many(texts: list[str]) -> list[str]:
    joined = _MARK.join(texts)
    if joined.count(_MARK) != len(texts) - 1:
        joined = _MARK.join(text.replace(_MARK, " ") for text in texts)
    table = cleaning_table()
    codes = _read_codes(joined)
    cleaned = table[codes]
    odd = np.flatnonzero(cleaned == SEVERAL)
    if len(odd):
        ends = np.flatnonzero(codes == SEPARATOR)
        for place in np.unique(np.searchsorted(ends, odd)).tolist():
            texts[place] = _clean_slowly(texts[place])
        codes = _read_codes(_MARK.join(text.replace(_MARK, " ") for text in texts))
        cleaned = table[codes]
        cleaned = np.where(cleaned == SEVERAL, codes, cleaned)
    return _write_text(cleaned[cleaned != 0]).split(_MARK)


def _clean_slowly(text: str) -> str:
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text).replace("…", "\x00"))
    return unicodedata.normalize("NFKC", text.casefold()).replace("\x00", "…")


def _set_together(texts: list[str]) -> list[str]:
    """Close up letters that were set apart by spaces."""
    for place, text in enumerate(texts):
        spaces = text.count(" ")
        if spaces > 8 and spaces > _SPACED * len(text):
            texts[place] = _APART.sub(lambda found: found[0].replace(" ", ""), text)
    return texts


def _leave_reposted(text: str) -> tuple[str, bool]:
    """``text`` without what others said before in a chain of reposts; whether nothing is its author's own."""
    if _REPOSTED.match(text):
        return text, True
    passed = _PASSED_ON.search(text)
    if passed is None:
        return text, False
    own = text[: passed.start()]
    return (own, False) if own.strip() else (text, True)


def _leave_out(text: str) -> str:
    if "\u20e3" in text:
        text = _KEYCAP.sub(" ", text)
    if "回复" in text or "回覆" in text or "reply to" in text:
        text = _IN_REPLY.sub(" ", text)
    text = _LEFT_OUT.sub(" ", text)
    if any(link in text for link in _BARE_LINKS):
        text = _BARE_LINK.sub(" ", text)
    return text


def _fold_letters(text: str) -> tuple[list[str], NDArray[np.float64]]:
    codes = folding_table()[_read_codes(text)]
    codes = codes[codes != 0]
    ends = np.append(np.flatnonzero(codes == SEPARATOR), len(codes))
    lengths = np.diff(ends, prepend=-1) - 1
    wide = np.concatenate(([0], np.cumsum(wide_table()[codes])))
    many = np.diff(wide[ends], prepend=0)
    return _write_text(codes).split(_MARK), many / 2 + (lengths - many) / 5


def _read_codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _write_text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")
