"""Days written in words, relative or with names of months, in the languages that forums are in.

``dateparser`` knows the words. It is given a fixed moment to count from, so that what it says of a text never
depends on anything else, and short texts only, so that its time is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

LANGUAGES = (
    *("en", "zh", "zh-Hant", "ru", "fr", "de", "es", "pt", "it", "tr", "fa", "ar", "id", "vi", "ja", "ko"),
    *("uk", "pl", "nl", "th"),
)
LONGEST = 48
"""Characters: more than any day in words that was met, without its clock."""

Unit = Literal["second", "minute", "hour", "day", "month", "year"]

_BASE = datetime(2004, 6, 15, 12, 34, 56)
_SETTINGS: Any = {
    "RELATIVE_BASE": _BASE,
    "TIMEZONE": "UTC",
    "DATE_ORDER": "DMY",
    "PREFER_DATES_FROM": "current_period",
    "PREFER_DAY_OF_MONTH": "current",
    "RETURN_AS_TIMEZONE_AWARE": False,
}
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NOW = re.compile(
    r"(just )?now|刚刚|刚才|剛剛|剛才|только что|à l.instant|gerade eben|jetzt|ahora|agora( mesmo)?|adesso"
    r"|şimdi|az önce|الآن|هم.اکنون|لحظاتی پیش|baru saja|vừa xong|たった今|방금( 전)?|a moment ago|moments ago"
    r"|(a )?few seconds ago",
    re.IGNORECASE,
)
_OURS: tuple[tuple[str, timedelta], ...] = (
    (r"l.altro ieri", timedelta(days=2)),
    (r"پریروز", timedelta(days=2)),
    (r"그저께|그제", timedelta(days=2)),
    (r"أول أمس|قبل يومين|منذ يومين|دو روز (?:قبل|پیش)", timedelta(days=2)),
    (r"منذ ساعة|قبل ساعة|یک ساعت (?:قبل|پیش)", timedelta(hours=1)),
    (r"منذ ساعتين|قبل ساعتين|دو ساعت (?:قبل|پیش)", timedelta(hours=2)),
    (r"منذ دقيقة|قبل دقيقة|یک دقیقه (?:قبل|پیش)", timedelta(minutes=1)),
)
"""What dateparser 1.5 does not know or gets wrong."""
_MONTHS_OF_LEVANT = (
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول"),
    *("تشرين الثاني", "كانون الأول"),
)
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Elapsed:
    """So long before the capture. ``unit`` is how fine it was said; ``days`` alone, where ``by_calendar``
    (``Yesterday``), count calendar days."""

    unit: Unit
    time: timedelta = timedelta()
    months: int = 0
    by_calendar: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A day with its month in words; ``year`` or ``day`` are 0 where they are not said."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """The last such weekday before today (0 is Monday)."""

    weekday: int


@lru_cache(maxsize=4096)
def read_words(text: str, language: str = "") -> Elapsed | Named | OnWeekday | None:
    """What ``text`` says, without a clock in it and with ASCII digits; ``None`` if it names no day.

    ``language`` is a language tag, tried first.
    """
    text = " ".join(text.split()).strip(" ,.;:-–—|«»()[]")
    if not text or len(text) > LONGEST or text.isdigit():
        return None
    if _NOW.fullmatch(text):
        return Elapsed("minute")
    for pattern, time in _OURS:
        if re.fullmatch(pattern, text):
            return Elapsed("day" if time.days else "hour" if time.seconds >= 3600 else "minute", time)
    for name, month in zip(_MONTHS_OF_LEVANT, _ENGLISH_MONTHS, strict=True):
        text = text.replace(name, month)
    own = _find_language(language)
    return (_ask((own,), text) if own else None) or _ask(LANGUAGES, text)


def _ask(languages: tuple[str, ...], text: str) -> Elapsed | Named | OnWeekday | None:
    try:
        said = _make_parser(languages).get_date_data(text)
    except (ValueError, OverflowError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return None  # what such a library stumbles over is no date for us either
    if said is None or said.date_obj is None:
        return None
    moment = said.date_obj.replace(tzinfo=None)
    if (moment.minute, moment.second) != (0, 0) or moment.hour:
        return _measure(moment, str(said.period), text)
    numbers = _NUMBER.findall(text)
    if not numbers:
        return OnWeekday(moment.weekday()) if said.period == "day" else None
    year = moment.year if _YEAR.search(text) or len(numbers) > 1 else 0
    if said.period == "day":
        return Named(year, moment.month, moment.day)
    return Named(year, moment.month, 0) if said.period == "month" and year else None


def _measure(moment: datetime, period: str, text: str) -> Elapsed | None:
    time = _BASE - moment
    if time < timedelta():
        return None
    if period in ("month", "year"):
        months = (_BASE.year - moment.year) * 12 + _BASE.month - moment.month
        return Elapsed("year" if period == "year" else "month", months=months) if months else None
    steps: tuple[tuple[Unit, int], ...] = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))
    unit = next(unit for unit, step in steps if time.seconds % step == 0)
    return Elapsed(unit, time, by_calendar=unit == "day" and not _NUMBER.search(text))


@cache
def _make_parser(languages: tuple[str, ...]) -> DateDataParser:
    from dateparser.date import DateDataParser  # here, because it takes 60 ms that few commands need

    return DateDataParser(languages=list(languages), settings=dict(_SETTINGS))


def _find_language(tag: str) -> str:
    tag = tag.strip().replace("_", "-").lower()
    if tag.startswith("zh"):
        return "zh-Hant" if any(part in tag for part in ("hant", "tw", "hk", "mo", "big5")) else "zh"
    first = tag.partition("-")[0]
    return first if first in LANGUAGES else ""
