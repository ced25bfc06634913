"""Numbers that were left standing when a text was copied off a numbered list."""

from __future__ import annotations

import re

MOST = 999

_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_LATIN = re.compile(
    r"""
    \s*(?:
        [(\[【]\s*(?P<bracketed>\d{1,3})\s*[)\]】]
      | (?:\#|no\.?\s?|nr\.?\s?|№\s?)(?P<named>\d{1,3})(?=[\s.:、)])[.:、)]?
      | (?P<pointed>\d{1,3})\s?[.、):．](?![\d/])
    )\s*(?=\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HAN = re.compile(
    r"\s*(?:\((?P<bracketed>[〇零一二两三四五六七八九十百]{1,6})\)|(?P<pointed>[〇零一二两三四五六七八九十百]{1,6})[、.])\s*(?=\S)"
)
_NEXT = re.compile(r"(?:^|\n)\s*[(\[]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[.、)\]]")


def split_number(text: str) -> tuple[int, str, str]:
    """The list number before ``text`` (in NFKC), how it is written, and the text behind it; 0 if none.

    A text that goes on with further numbers is a list itself: its first number stays in it.
    """
    found = _LATIN.match(text) or _HAN.match(text)
    if found is None:
        return 0, "", text
    rest = text[found.end() :]
    written = next(value for value in found.groupdict().values() if value)
    number = int(written) if written.isdecimal() else read_han_number(written)
    if not 0 < number <= MOST:
        return 0, "", text
    if _NEXT.search(rest):
        return 0, "", text
    return number, found[0].strip(), rest


def read_han_number(written: str) -> int:
    """A number up to 999 in Chinese numerals, also digit by digit (``一二``); 0 where it makes no sense."""
    if not set(written) & {"十", "百"}:
        return int("".join(str(_DIGITS[digit]) for digit in written))
    total, digit = 0, 0
    for mark in written:
        if mark in _DIGITS:
            digit = _DIGITS[mark]
        elif mark == "百":
            total, digit = total + (digit or 1) * 100, 0
        else:
            total, digit = total + (digit or 1) * 10, 0
    return total + digit
