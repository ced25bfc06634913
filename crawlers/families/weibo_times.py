"""Weibo's times: the full one of a post's own page, and the short ones of lists; an id holds one too.

Lists say "刚刚", "5分钟前", "3小时前", "昨天 12:00", "06-14" or "2018-06-14", in China's time. The upper
part of a post's id counts seconds since 2 May 1986: so it is in recorded posts whose full time is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
ID_EPOCH_S, ID_SHIFT = 515_483_463, 22
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})")
_AGO = re.compile(r"(\d{1,3})\s*(秒|分钟|小时|天)前")
_DAY = re.compile(r"(今天|昨天|前天)\s*(\d{1,2}):(\d{2})")
_DATE = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})(?:\s+(\d{1,2}):(\d{2}))?")
_UNITS = {"秒": "seconds", "分钟": "minutes", "小时": "hours", "天": "days"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A time in UTC, and how far from it the true one may lie (``doubt``; none for a full time)."""

    at: datetime
    doubt: timedelta = timedelta()


def resolve_time(text: str, shown_at: datetime, id: str = "") -> Resolved | None:
    """The time that ``text`` meant when it was shown at ``shown_at``; ``None`` where it is in no known form.

    Where it leaves a doubt, the time in the id of the post is taken if it agrees within that doubt.
    """
    try:
        found = _read_full(text) or _read_short(text, shown_at.astimezone(CHINA))
    except (ValueError, OverflowError):
        return None
    if found is None or not found.doubt:
        return found
    told = read_id_time(id)
    return Resolved(told) if told and abs(told - found.at) <= found.doubt else found


def read_id_time(id: str) -> datetime | None:
    """The time in a post's id, ``None`` for ids that hold none."""
    if not (id.isascii() and id.isdigit() and 15 <= len(id) <= 17):
        return None
    return datetime.fromtimestamp((int(id) >> ID_SHIFT) + ID_EPOCH_S, UTC)


def _read_full(text: str) -> Resolved | None:
    found = _FULL.fullmatch(text.strip())
    if found is None or found[1] not in _MONTHS:
        return None
    offset = timedelta(hours=int(found[7]), minutes=int(found[8])) * (1 if found[6] == "+" else -1)
    clock = (int(found[3]), int(found[4]), int(found[5]))
    day = (int(found[9]), _MONTHS.index(found[1]) + 1, int(found[2]))
    return Resolved(datetime(*day, *clock, tzinfo=timezone(offset)).astimezone(UTC))


def _read_short(text: str, shown_at: datetime) -> Resolved | None:
    text = text.strip()
    if text == "刚刚":
        return Resolved(shown_at.astimezone(UTC), timedelta(minutes=1))
    if found := _AGO.fullmatch(text):
        unit = timedelta(**{_UNITS[found[2]]: 1})
        return Resolved((shown_at - int(found[1]) * unit).astimezone(UTC), unit)
    if found := _DAY.fullmatch(text):
        day = shown_at - timedelta(days=("今天", "昨天", "前天").index(found[1]))
        at = day.replace(hour=int(found[2]), minute=int(found[3]), second=0, microsecond=0)
        return Resolved(at.astimezone(UTC), timedelta(minutes=1))
    if found := _DATE.fullmatch(text):
        return _read_date(found, shown_at)
    return None


def _read_date(found: re.Match[str], shown_at: datetime) -> Resolved:
    """A date alone is its noon, half a day either way; without a year the last such one."""
    clock = (int(found[4]), int(found[5])) if found[4] else (12, 0)
    doubt = timedelta(minutes=1) if found[4] else timedelta(hours=12)
    year = int(found[1]) if found[1] else shown_at.year
    at = datetime(year, int(found[2]), int(found[3]), *clock, tzinfo=CHINA)
    if not found[1] and at - doubt > shown_at:
        at = at.replace(year=year - 1)
    return Resolved(at.astimezone(UTC), doubt)
