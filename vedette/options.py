"""Options that several commands share, declared once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from dateutil import parser

from storage.errors import Misuse

AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
Case = Annotated[str, typer.Option("--case", help="Only this case.")]
PlatformKey = Annotated[
    str, typer.Option("--platform", help="Only this platform (a key of `vedette platforms`).")
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="At most so many.")]


def read_time(text: str, option: str) -> datetime | None:
    """A point in time from ISO 8601 or a plain date, UTC where it names no zone; ``None`` if empty.

    Raises:
        Misuse: it is no date.
    """
    if not text:
        return None
    try:
        moment = parser.isoparse(text.strip())
    except (ValueError, OverflowError):
        raise Misuse(
            f"{option} takes a date such as 2026-11-24 or 2026-11-24T08:00Z, not {text[:40]!r}"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def local(moment: datetime | None) -> str:
    """A time for people: UTC, to the minute."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if moment else ""
