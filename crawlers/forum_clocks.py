"""The time of day in a forum's date, and the zone that a forum says its times are in.

Sources of the footers: the language packs of phpBB 3, vBulletin 3 and 4, Discuz! X, Invision 3 and FluxBB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta, timezone

_MORNING = r"a\.?m\.?|上午|凌晨|早上|午前|오전|sa|öö|ق\.?\s?ظ\.?|صباحا[ًَ]?|ص"
_EVENING = r"p\.?m\.?|下午|晚上|中午|傍晚|午後|오후|ch|ös|ب\.?\s?ظ\.?|مساء[ًَ]?|م"
_CLOCK = re.compile(
    rf"(?:(?<!\w)(?P<before>{_MORNING}|{_EVENING})\s?)?"
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:\s?(?:[:٫]|h(?!\w)|[時时點点시])\s?(?=\d)|\s?h\s?(?=\d))"
    r"(?P<minute>\d{2})\s?(?:[分분])?(?::?\s?(?P<second>\d{2})(?!\d)\s?[秒초]?(?:\.\d{1,9})?)?(?![\d:])"
    rf"(?:\s?(?P<after>{_MORNING}|{_EVENING})(?!\w))?"
    r"(?:\s?(?:(?P<zulu>z|utc|gmt)(?!\w))?\s?(?P<offset>[+\-\u2212]\s?\d{1,2}(?::?\d{2})?)?(?![\d:]))?",
    re.IGNORECASE,
)
_HOUR_ALONE = re.compile(r"(?<![\d:./-])(?P<hour>\d{1,2})\s?(?P<after>[ap]m)(?!\w)", re.IGNORECASE)
_DOTTED = re.compile(r"(?<=\d{4}[\s,])\s?(?P<hour>\d{1,2})\.(?P<minute>\d{2})$")
_IS_EVENING = re.compile(_EVENING, re.IGNORECASE)

_FOOTER = re.compile(
    r"(?P<cue>times|time\s?zone|zeiten|zeitzone|zeitangaben|heures|fuseau|horas|horarios|horários|zona|fuso|orari|ora|пояс"
    r"|времени|время|zamanlar|saat|dilimi|waktu|giờ|múi|時間|时间|時區|时区|時刻|시간|زمان|ساعت|وقت|التوقيت"
    r"|توقيت|tijden|czas|strefa)"
    r"(?P<between>[^<>+\d\n]{0,60}?)\b(?:gmt|utc|wez)\b(?P<offset>\s{0,2}[+\-\u2212]\s{0,2}\d{1,2}(?:[:.]?\d{1,2})?)?"
    r"(?P<rest>[^<>\n]{0,40})",
    re.IGNORECASE,
)
_DISCUZ = re.compile(
    r"\bGMT(?P<offset>[+\-]\d{1,2}(?:\.\d{1,2})?|),\s{0,3}\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}", re.IGNORECASE
)
_SUMMER = re.compile(
    r"\[\s?(?:dst|sommerzeit|heure d.été|летнее время|horario de verano|horário de verão|ora legale|"
    r"夏令[时時][间間]?|yaz saati|zomertijd)",
    re.IGNORECASE,
)
LOOKED_AT = 2_000_000


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. ``to_second``: seconds were shown; ``half_days``: it is of twelve hours; ``zone`` is one
    written beside it."""

    at: time
    to_second: bool = False
    half_days: bool = False
    zone: timezone | None = None


def take_clock(text: str) -> tuple[Clock | None, str]:
    """The time of day in ``text``, and ``text`` without it.

    Raises ``ValueError`` where what looks like a time is none (25:00).
    """
    found = _CLOCK.search(text) or _HOUR_ALONE.search(text) or _DOTTED.search(text)
    if found is None:
        return None, text
    parts = found.groupdict()
    half = parts.get("before") or parts.get("after") or ""
    hour = int(parts["hour"])
    if half and hour <= 12:
        hour = hour % 12 + 12 * bool(_IS_EVENING.fullmatch(half))
    at = time(hour % 24 if hour == 24 else hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    zone = read_offset(parts.get("offset") or "") if parts.get("offset") else None
    if parts.get("zulu") and zone is None:
        zone = timezone(timedelta())
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return Clock(at, parts.get("second") is not None, bool(half), zone), rest


def read_offset(text: str) -> timezone | None:
    """An offset (``+3``, ``-0330``, ``+05:30``, ``+5.5``) as a zone; ``None`` if there is no such zone."""
    text = text.replace("\u2212", "-").replace(" ", "").replace("\xa0", "")
    found = re.fullmatch(r"([+-])(\d{1,2})(?:(\.\d{1,2})|:?(\d{2}))?", text)
    if not found:
        return None
    minutes = int(found[2]) * 60 + round(float(found[3] or 0) * 60) + int(found[4] or 0)
    if minutes > 14 * 60 or int(found[4] or 0) > 59:
        return None
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


def read_page_zone(text: str) -> timezone | None:
    """The zone that a page says its times are in ("All times are GMT +3"), from its text; ``None`` if it says
    none.

    The last such sentence counts: it stands in the footer, and posts above may quote another.
    """
    text = text[-LOOKED_AT:].replace("\xa0", " ")
    if found := _last(_DISCUZ, text):
        return read_offset(found["offset"] or "+0")
    if not (found := _last(_FOOTER, text)):
        return None
    zone = read_offset(found["offset"]) if found["offset"] else timezone(timedelta())
    if zone is not None and _SUMMER.search(found["rest"]):
        zone = timezone((zone.utcoffset(None) or timedelta()) + timedelta(hours=1))
    return zone


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for one in pattern.finditer(text):
        found = one
    return found
