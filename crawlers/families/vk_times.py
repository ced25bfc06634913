"""The times that VKontakte's pages write in words, Moscow time: "28 мая в 15:36", "yesterday at 3:36 pm"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

MOSCOW = timezone(timedelta(hours=3))
"""Since 26 October 2014; what was posted before is shown by an hour wrong, which no page can tell."""

_MONTHS = (
    "янв jan", "фев feb", "мар mar", "апр apr", "мая май may", "июн jun",
    "июл jul", "авг aug", "сен sep", "окт oct", "ноя nov", "дек dec",
)  # fmt: skip
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})\s?([ap]m)?", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})\s+([^\W\d]{3,9})\.?(?:\s+(\d{4}))?", re.UNICODE)


def read_time(text: str, taken_at: datetime) -> datetime | None:
    """The moment in UTC, to the minute; ``None`` where only an age ("час назад") or nothing is told.

    ``taken_at`` is when the page was taken: it tells today, yesterday, and the year where none is written.
    """
    text = " ".join(text.lower().replace("\xa0", " ").split())
    here = taken_at.astimezone(MOSCOW)
    clock = _CLOCK.search(text)
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    if clock and clock[3]:
        hour = hour % 12 + (12 if clock[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    if clock and re.search(r"сегодня|today", text):
        day = here
    elif clock and re.search(r"вчера|yesterday", text):
        day = here - timedelta(days=1)
    else:
        found = _DATE.search(text)
        month = _find_month(found[2]) if found else 0
        if not found or not month or not (clock or found[3]):
            return None
        try:
            day = here.replace(year=int(found[3] or here.year), month=month, day=int(found[1]))
            if not found[3] and day.date() > here.date():
                day = day.replace(year=day.year - 1)
        except ValueError:
            return None
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)


def _find_month(word: str) -> int:
    return next((n for n, names in enumerate(_MONTHS, 1) if word[:3] in names.split()), 0)
