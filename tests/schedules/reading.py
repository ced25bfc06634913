"""What an index holds, in the few words that tests of crawls ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from storage.archive_reader import ArchiveReader
from storage.captures import locate
from storage.index import Index
from storage.items import Capture, Problem


@contextmanager
def opened(data: Path, database: str = "") -> Iterator[Index]:
    """The index of a data folder, closed at the end."""
    index = Index.open(data, database)
    try:
        yield index
    finally:
        index.close()


def read_rows(data: Path, table: Table) -> list[dict[str, Any]]:
    """Every row of a table."""
    with opened(data) as index, index.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table))]


def read_problems(data: Path) -> list[Problem]:
    """Every problem, oldest first."""
    with opened(data) as index:
        return list(index.problems())


def read_record(data: Path, record_id: str) -> Capture:
    """A record, found by the index and read from the archive."""
    with opened(data) as index:
        place = locate(index, record_id)
    assert place is not None, "the record is not indexed"
    capture = ArchiveReader(data / "archive").read(*place)
    assert capture.record_id == record_id
    return capture


def read_facts(data: Path, record_id: str) -> dict[str, Any]:
    """What a metadata record of the door says."""
    capture = read_record(data, record_id)
    assert capture.record_type == "metadata"
    facts: dict[str, Any] = json.loads(capture.body)
    return facts
