"""The dates of forum pages, in any order and in the languages of their themes, as UTC with the doubt left.

A forum writes its dates in its own zone and language, often relative to the moment of reading. The moment
here is that of the capture, so a page read years later gives the same date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from crawlers.forum_calendars import Day, of_buddhist, place_in_year, plain_digits, take_day
from crawlers.forum_clocks import Clock, read_page_zone, take_clock
from crawlers.forum_words import Elapsed, Named, OnWeekday, read_words

__all__ = ("ForumDate", "read_forum_date", "read_page_zone")

LONGEST = 120
"""Characters of a text that can be a date; the words around a date in the engines' themes included."""
ZONE = "zone unknown"
RELATIVE = "relative to the capture"
NO_YEAR = "year not shown"
LATER = "after the capture"

_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\xad]")
_SPACES = re.compile(r"[\s\xa0\u202f\u3000]+")
_LEADING = "|".join(
    (
        r"[»«#,;:|·•\-–—]|posted|written|sent|joined|registered|(?:last )?edited|on|at|am|dne|datum|date",
        "le|el|em|fecha|posté|publié|inscrit|geschrieben|verfasst|publicado|enviado|mensaje|inviato|postato",
        "scritto|отправлено|добавлено|написано|опубликовано|сообщение|дата|发表于|發表於|发布于|發佈於|回复于",
        "回覆於|于|於|注册时间|gönderilme|tarih|ارسال شده در|نوشته شده در|تاریخ|كتب|بتاريخ|dikirim",
        "diposting|đã gửi|投稿日時?|投稿|작성일?",
    )
)
_TRAILING = (
    "at|à|a las|a la|às|as|alle|ore|um|uhr|в|о|lúc|saat|pukul|jam|kl|om|na|ve|el|ساعت|في|الساعة|utc|gmt"
)
_LEAD = re.compile(rf"^(?:{_LEADING})(?=[\s,:：\d»]|$)\s?[:：,]?\s?", re.IGNORECASE)
_TRAIL = re.compile(rf"(?:[\s,;|·•\-–—@«»]|(?<!\w)(?:{_TRAILING}))$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|ème|º|ª)(?=[\s,.]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ForumDate:
    """A date in UTC. ``doubt`` says in short words, separated by commas, what is not certain of it; empty if
    nothing is."""

    at: datetime
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A moment in the forum's own time, and the doubts so far; ``exact`` if zones do not matter."""

    at: datetime
    doubts: tuple[str, ...] = ()
    elapsed: bool = False


def read_forum_date(
    text: str, *, seen_at: datetime, zone: timezone | None = None, language: str = ""
) -> ForumDate | None:
    """The moment that ``text`` names, as seen at ``seen_at`` (timezone-aware); ``None`` if it names none.

    ``zone`` is the forum's (``read_page_zone``); without it times are taken for UTC, with that doubt.
    ``language`` is the page's language tag, which decides where languages and orders differ.
    """
    if len(text) > 4 * LONGEST:
        return None
    text = _SPACES.sub(" ", plain_digits(_UNSEEN.sub("", text))).strip()
    if not text or len(text) > LONGEST:
        return None
    try:
        clock, rest = take_clock(text)
        own = zone if clock is None or clock.zone is None else clock.zone
        local = seen_at.astimezone(own or UTC).replace(tzinfo=None)
        found = _find_day(_trim(rest), clock, local, language)
        if found is None:
            return None
        at = seen_at - (local - found.at) if found.elapsed else found.at.replace(tzinfo=own or UTC)
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    doubts = [*found.doubts]
    if own is None and not found.elapsed:
        doubts.insert(0, ZONE)
    if at > seen_at + timedelta(days=1):
        doubts.append(LATER)
    return ForumDate(at, ", ".join(doubts))


def _find_day(rest: str, clock: Clock | None, local: datetime, language: str) -> _Found | None:
    fine = "to the day" if clock is None else "" if clock.to_second else "to the minute"
    first = language.partition("-")[0].lower()
    half_days = clock is not None and clock.half_days
    day, left = take_day(rest, seen=local.date(), half_days=half_days, language=first)
    if day is not None:
        return _put_together(day, clock, local, fine) if not _has_more(left) else None
    match read_words(_ORDINAL.sub("", rest), language):
        case Named(year, month, 0):
            return _Found(datetime(year, month, 1), ("to the month",))
        case Named(year, month, number):
            return _put_together(Day(of_buddhist(year), month, number), clock, local, fine)
        case OnWeekday(weekday):
            back = (local.weekday() - weekday - 1) % 7 + 1
            return _Found(_join((local - timedelta(days=back)).date(), clock), _doubts(fine, RELATIVE))
        case Elapsed() as elapsed:
            return _go_back(elapsed, clock, local, fine)
    return None


def _go_back(elapsed: Elapsed, clock: Clock | None, local: datetime, fine: str) -> _Found:
    if elapsed.unit == "day" and (clock is not None or elapsed.by_calendar):
        return _Found(_join((local - elapsed.time).date(), clock), _doubts(fine, RELATIVE))
    if elapsed.months:
        month = local.year * 12 + local.month - 1 - elapsed.months
        local = local.replace(year=month // 12, month=month % 12 + 1, day=min(local.day, 28))
    return _Found(
        local - elapsed.time,
        _doubts("" if elapsed.unit == "second" else f"to the {elapsed.unit}", RELATIVE),
        True,
    )


def _put_together(day: Day, clock: Clock | None, local: datetime, fine: str) -> _Found:
    placed = (
        date(day.year, day.month, day.day) if day.year else place_in_year(day.month, day.day, local.date())
    )
    return _Found(_join(placed, clock), _doubts(fine, day.doubt, "" if day.year else NO_YEAR))


def _join(day: date, clock: Clock | None) -> datetime:
    return datetime.combine(day, clock.at if clock else time())


def _doubts(*words: str) -> tuple[str, ...]:
    return tuple(word for word in words if word)


def _trim(text: str) -> str:
    """``text`` without the words that themes put before and after a date."""
    for pattern in (_LEAD, _TRAIL):
        for _ in range(6):
            shorter = pattern.sub("", text.strip(), count=1)
            if shorter == text:
                break
            text = shorter
    return text.strip()


def _has_more(left: str) -> bool:
    """Whether more stands beside the figures of a day than a weekday's name."""
    return len(re.sub(r"[\W_]", "", left)) > 14 or bool(re.search(r"\d", left))
