"""Where in the archive a row of the index was read from: the way back to the bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.history import chunks
from storage.keys import key_text
from storage.tables import captures


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRef:
    """Where in the archive a record lies, and by which route it was asked for.

    File and offset are empty if the record is not indexed.
    """

    record_id: str
    warc_file: str
    offset: int
    length: int
    payload_digest: str
    captured_at: datetime | None
    url: str
    route: str


def read_capture_refs(connection: Connection, records: Iterable[str]) -> tuple[CaptureRef, ...]:
    """Where records lie, in the order given, each once."""
    names = [name for name in dict.fromkeys(records) if name]
    rows: dict[str, Row[Any]] = {}
    for part in chunks(names):
        query = select(captures).where(captures.c.record_key.in_([key_text(name) for name in part]))
        rows |= {row.record_id: row for row in connection.execute(query)}
    return tuple(_read_ref(name, rows.get(name)) for name in names)


def _read_ref(record: str, row: Row[Any] | None) -> CaptureRef:
    if row is None:
        return CaptureRef(
            record_id=record,
            warc_file="",
            offset=-1,
            length=0,
            payload_digest="",
            captured_at=None,
            url="",
            route="",
        )
    return CaptureRef(
        record_id=record,
        warc_file=row.warc_file,
        offset=row.offset,
        length=row.length,
        payload_digest=row.payload_digest,
        captured_at=row.captured_at,
        url=row.url,
        route=row.route,
    )
