"""Days written in figures: in any order, of the Gregorian, the Persian and the Buddhist calendar."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from persiantools.jdatetime import JalaliDate

SWAPPED = "day and month could be swapped"

_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?(?:[-/.年년]\s?)(\d{1,2})\s?(?:[-/.月월]\s?)(\d{1,2})(?!\d)\s?[日일号號]?\.?"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_NO_YEAR = re.compile(r"(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]")
_PERSIAN = re.compile(r"(?<!\d)(\d{1,2})\s?(\w{2,10})(?:\s?ماه)?,?\s+(\d{4})(?!\d)")
_PERSIAN_MONTHS = {
    name: number
    for number, names in enumerate(
        ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد امرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن")
        + ("اسفند",),
        1,
    )
    for name in names.split()
}
_MONTH_FIRST_LANGUAGES = ("en", "fil")


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day as it stood there; ``year`` 0 if it was not written."""

    year: int
    month: int
    day: int
    doubt: str = ""


def take_day(text: str, *, seen: date, half_days: bool, language: str) -> tuple[Day | None, str]:
    """The first day in figures in ``text``, and ``text`` without it.

    Where day and month could be either, dots mean day first, and dashes and slashes month first if the clock
    has twelve hours (``half_days``) or the language is English; a day after ``seen`` is not believed.
    Raises ``ValueError`` for a day that does not exist.
    """
    if found := _YEAR_FIRST.search(text):
        year, month, number = (int(part) for part in found.groups())
        return _without(found, _to_gregorian(year, month, number, seen))
    if found := _YEAR_LAST.search(text):
        first, second, year = int(found[1]), int(found[3]), _whole_year(found[4], seen)
        month_first = found[2] != "." and (half_days or language in _MONTH_FIRST_LANGUAGES)
        day = _pick_order(first, second, year, month_first, seen)
        return _without(found, replace(day, doubt="") if found[2] == "." else day)
    if found := _NO_YEAR.search(text):
        return _without(found, Day(0, int(found[1]), int(found[2])))
    if (found := _PERSIAN.search(text)) and (month := _PERSIAN_MONTHS.get(found[2].replace("ي", "ی"), 0)):
        return _without(found, _to_gregorian(int(found[3]), month, int(found[1]), seen))
    return None, text


def plain_digits(text: str) -> str:
    """``text`` with the digits of every script (Persian, Arabic, Thai, full width) as ASCII ones."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)


def place_in_year(month: int, day: int, seen: date) -> date:
    """The last such day before or at ``seen`` (a day ahead is allowed: forums lie in other zones).

    Raises ``ValueError`` for a day that does not exist in the eight years before.
    """
    for year in range(seen.year + 1, seen.year - 8, -1):
        try:
            placed = date(year, month, day)
        except ValueError:
            continue
        if (placed - seen).days <= 1:
            return placed
    raise ValueError(f"no day {day} in month {month}")


def _without(found: re.Match[str], day: Day) -> tuple[Day, str]:
    return day, f"{found.string[: found.start()]} {found.string[found.end() :]}"


def _to_gregorian(year: int, month: int, day: int, seen: date) -> Day:
    persian_now = seen.year - 621
    if 1300 <= year <= persian_now + 1:
        moment = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
        return Day(moment.year, moment.month, moment.day)
    return Day(of_buddhist(year), month, day)


def of_buddhist(year: int) -> int:
    """A year of the Buddhist era (2558) as one of the common era; any other as it is."""
    return year - 543 if 2400 <= year <= 2699 else year


def _whole_year(text: str, seen: date) -> int:
    if len(text) == 4:
        return int(text)
    year = seen.year - seen.year % 100 + int(text)
    return year - 100 if year > seen.year + 1 else year


def _pick_order(first: int, second: int, year: int, month_first: bool, seen: date) -> Day:
    orders = ((first, second), (second, first)) if month_first else ((second, first), (first, second))
    if 1300 <= year <= seen.year - 620:
        day_first = orders[0] if orders[0][0] <= 12 else orders[1]
        return _to_gregorian(year, *day_first, seen)
    year = of_buddhist(year)
    there: list[date] = []
    for month, day in orders:
        try:
            there.append(date(year, month, day))
        except ValueError:
            continue
    if not there:
        raise ValueError(f"no such day: {first}, {second}, {year}")
    if len(there) == 2 and (there[0] - seen).days > 1 >= (there[1] - seen).days:
        there = there[1:]
    doubt = SWAPPED if len(set(there)) == 2 else ""
    return Day(there[0].year, there[0].month, there[0].day, doubt)
