"""The time strings that platforms send, as UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DIGITS = re.compile(r"-?\d{9,17}(\.\d+)?")
_OFFSET_WITHOUT_COLON = re.compile(r"([+-]\d{2})(\d{2})$")


def parse_time(text: str) -> datetime | None:
    """ISO 8601, RFC 822 or an epoch (seconds, or milliseconds) as UTC; ``None`` if it is neither.

    A time without zone is taken for UTC, which is what the APIs read here mean by it.
    """
    text = text.strip()
    if not text:
        return None
    for parse in (_parse_iso, _parse_mail, _parse_epoch):
        try:
            moment = parse(text)
            if moment is not None:
                return _to_utc(moment)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def _parse_iso(text: str) -> datetime | None:
    if len(text) < 8 or not text[:4].isdigit() or _DIGITS.fullmatch(text):
        return None
    text = text.replace(" UTC", "Z").replace(" GMT", "Z")
    if text.count(" ") == 2:
        day, clock, zone = text.split(" ")
        text = f"{day}T{clock}{zone}"
    return datetime.fromisoformat(_OFFSET_WITHOUT_COLON.sub(r"\1:\2", text) if "T" in text else text)


def _parse_mail(text: str) -> datetime | None:
    return None if text[:4].isdigit() else parsedate_to_datetime(text)


def _parse_epoch(text: str) -> datetime | None:
    if not _DIGITS.fullmatch(text):
        return None
    seconds = float(text)
    return datetime.fromtimestamp(seconds / 1000 if abs(seconds) > 1e11 else seconds, UTC)


def _to_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
