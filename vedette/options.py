"""Options that several commands share, declared once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from dateutil import parser

from storage.errors import Misuse, VedetteError
from storage.index import Index
from storage.keys import clean_text
from storage.watchlist import each_case

AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
Case = Annotated[str, typer.Option("--case", help="Only this case.")]
PlatformKey = Annotated[
    str, typer.Option("--platform", help="Only this platform (a key of `vedette platforms`).")
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="At most so many.")]

Raw = Annotated[bool, typer.Option("--raw", help="URLs as they are, not defanged (hxxps://evil[.]example).")]
Name = Annotated[str, typer.Argument(metavar="ID", help="As printed anywhere: an id, a URL or a handle.")]


def check_case(index: Index, name: str) -> str:
    """``name`` if there is such a case, or if it is empty (all cases).

    Raises:
        VedetteError: there is none.
    """
    if name and clean_text(name) not in (known := tuple(each_case(index))):
        told = (
            f"there are: {', '.join(known)}" if known else "none was opened yet (`vedette watch add --case`)"
        )
        raise VedetteError(f"there is no case {name[:60]!r}; {told}")
    return clean_text(name)


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


def size(count: int) -> str:
    """Bytes for people."""
    amount = float(count)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if amount < 1024 or unit == "GiB":
            break
        amount /= 1024
    return f"{count} bytes" if unit == "bytes" else f"{amount:.1f} {unit}"


def local(moment: datetime | None) -> str:
    """A time for people: UTC, to the minute."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if moment else ""
