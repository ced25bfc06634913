"""What each character becomes when a text is put into its form: tables by code point, made once."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

from pipelines.lookalikes import LOOKALIKES

Codes = NDArray[np.uint32]

SIZE = 0x110000
SEPARATOR = 0x1E
"""Between texts that are worked on together: a space to patterns, and no text keeps one of its own."""
ELLIPSIS = 0x2026
SEVERAL = 0xFFFFFFFF
"""This character becomes several, or melts into its neighbour: the text is read the slow way."""

_SAME = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xA000, 0xA4D0), (0xAC00, 0xD7A4), (0x20000, 0x2F800))
"""Blocks without case or compatibility forms: left out when tables are made."""
_LAST = 0x20000
_END = 0x32400
"""Behind the last block of CJK characters there are no letters."""
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff"
)
"""Characters that nobody sees, as a character class: zero width, turning about, variants, fillers, halves."""


@cache
def cleaning_table() -> Codes:
    """Small letters in compatibility form (NFKC), look-alikes Latin, emoji and unseen characters gone (0),
    all spaces alike."""
    table = np.arange(SIZE, dtype=np.uint32)
    for code in _list_codes():
        table[code] = _clean(chr(code))
    spans = iter(UNSEEN)
    previous = ""
    for mark in spans:
        if mark == "-":
            table[ord(previous) : ord(next(spans)) + 1] = 0
        else:
            table[ord(mark)] = 0
            previous = mark
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        table[code] = _clean(chr(code))
    table[SEPARATOR] = SEPARATOR
    return table


@cache
def folding_table() -> Codes:
    """Letters and digits only: simplified Chinese, look-alikes Latin; everything else gone (0).

    Of Chinese, OpenCC's dictionary of single characters: what a character becomes does not hang on its
    neighbours, so that a part of a text has a part of its form.
    """
    table = np.arange(SIZE, dtype=np.uint32)
    for code in range(_LAST):
        if not chr(code).isalnum():
            table[code] = 0
    table[_END:] = 0
    _simplify(table)
    for code, latin in LOOKALIKES.items():
        table[code] = latin
    for _ in range(3):
        table = table[table]
    table[SEPARATOR] = SEPARATOR
    return table


@cache
def wide_table() -> NDArray[np.bool_]:
    """Scripts in which one character says about as much as two or three Latin letters."""
    table = np.zeros(SIZE, dtype=np.bool_)
    for first, last in WIDE:
        table[first : last + 1] = True
    return table


WIDE = (
    (0x2E80, 0x2EFF),
    (0x3040, 0x312F),
    (0x31A0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
CJK = "".join(f"{chr(first)}-{chr(last)}" for first, last in WIDE)
"""The same scripts as a character class of patterns."""


def _list_codes() -> list[int]:
    inside = np.ones(_LAST, dtype=np.bool_)
    for first, last in _SAME:
        inside[first : min(last, _LAST)] = False
    return [int(code) for code in np.flatnonzero(inside) if unicodedata.category(chr(int(code))) != "Cn"]


def _clean(character: str) -> int:
    if character == "\n" or ord(character) in (ELLIPSIS, 0x20E3):
        return ord(character)
    category = unicodedata.category(character)
    if character.isspace() or category == "Cc":
        return ord(" ")
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
    if category == "So" or (category == "Sk" and ord(character) > 0xFFFF):
        return 0 if small == character else SEVERAL
    if category[0] == "M" or 0x1100 <= ord(character) < 0x1200:
        return SEVERAL
    return LOOKALIKES.get(ord(small), ord(small)) if len(small) == 1 else SEVERAL


def _simplify(table: Codes) -> None:
    converter = OpenCC("t2s")
    for first, last in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2A6E0)):
        characters = [chr(code) for code in range(first, last)]
        found = converter.convert("\n".join(characters)).split("\n")
        for character, simple in zip(characters, found, strict=True):
            if len(simple) == 1 and simple != character:
                table[ord(character)] = ord(simple)
    for code, simple in ((0x4E7E, "干"), (0x8457, "着"), (0x77AD, "了"), (0x85C9, "借"), (0x5F8C, "后")):
        table[code] = ord(simple)
