"""When things happen. All dates hang on fixed days, so that every run plays the same calendar.

Phase 1 is told up to ``PHASE_TWO`` (1 June 2026), phase 2 goes on to ``END``. The operation keeps office
hours in UTC+8, with a lunch and a dinner break and free weekends; ordinary people post when they are awake.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

OFFICE = timezone(timedelta(hours=8))
START = datetime(2026, 3, 2, tzinfo=OFFICE)
PHASE_TWO = datetime(2026, 6, 1, tzinfo=OFFICE)
END = datetime(2026, 6, 13, tzinfo=OFFICE)
BATCH = datetime(2026, 2, 9, tzinfo=OFFICE)

EARLY = ((9 * 60, 12 * 60), (13 * 60 + 30, 17 * 60 + 30))
LATE = ((13 * 60 + 30, 18 * 60), (19 * 60 + 30, 22 * 60 + 30))


def pick_office_time(draw: random.Random, shift: int, day: datetime) -> datetime:
    """A moment in shift 0 (early) or 1 (late) of the working day at or after ``day``, in UTC."""
    while day.astimezone(OFFICE).weekday() > 4:
        day += timedelta(days=1)
    begin, end = draw.choice((EARLY, LATE)[shift])
    return _at(day.astimezone(OFFICE), draw.randrange(begin, end), draw)


def pick_working_day(draw: random.Random, phase: int) -> datetime:
    """A day within a phase; the last working days of phase 1 are left free for what follows a post."""
    begin, days = (START, 84) if phase == 1 else (PHASE_TWO, 9)
    return begin + timedelta(days=draw.randrange(days))


def pick_free_time(draw: random.Random, zone_hours: int, phase: int) -> datetime:
    """A moment of an ordinary person's day (7 to 24 o'clock at ``zone_hours`` east of Greenwich), in UTC."""
    begin, days = (START, 88) if phase == 1 else (PHASE_TWO + timedelta(days=1), 10)
    zone = timezone(timedelta(hours=zone_hours))
    day = (begin + timedelta(days=draw.randrange(days))).astimezone(zone)
    return _at(day, draw.randrange(7 * 60, 24 * 60), draw)


def pick_creation(draw: random.Random, batch: bool) -> datetime:
    """When an account was made: the batch within four working days of February 2026, others years apart."""
    if batch:
        return pick_office_time(draw, draw.randrange(2), BATCH + timedelta(days=draw.randrange(4)))
    return datetime(2018, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=draw.randrange(60 * 24 * 365 * 8))


def _at(day: datetime, minute: int, draw: random.Random) -> datetime:
    begin = day.replace(hour=0, minute=0, second=0, microsecond=0)
    moment = begin + timedelta(minutes=minute, seconds=draw.randrange(60), milliseconds=draw.randrange(1000))
    return moment.astimezone(UTC)
