"""Whether the archive still has every record that the index names: a file gone whole leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.archive_reader import ArchiveReader
from storage.errors import ArchiveFault
from storage.ledger import ledger_path, read_ledger
from storage.tables import captures
from storage.verify import Difference

if TYPE_CHECKING:
    from storage.index import Index


def verify_indexed(index: Index, archive: Path) -> Iterator[Difference]:
    """Records of the index that stand nowhere in the archive, file by file, by the ledgers.

    What the ledger says of a file is ``verify_archive``'s to check; a file without one is only looked for.
    """
    counted = select(captures.c.warc_file, func.count().label("records")).group_by(captures.c.warc_file)
    with index.reading() as connection:
        files = {row.warc_file: row.records for row in connection.execute(counted)}
    reader = ArchiveReader(archive)
    for name, records in sorted(files.items()):
        try:
            path = reader.find_path(name)
        except ArchiveFault:
            reason = f"the file is gone; the index names {records} records of it"
            yield Difference(file=name, offset=-1, kind="missing_file", reason=reason)
        else:
            if ledger_path(path).is_file():
                yield from _compare(index, name, path)


def _compare(index: Index, name: str, path: Path) -> Iterator[Difference]:
    written = {entry.offset: entry.record_id for entry in read_ledger(ledger_path(path)).entries}
    query = select(captures.c.offset, captures.c.record_id).where(captures.c.warc_file == name)
    with index.reading() as connection:
        for row in connection.execute(query.order_by(captures.c.offset)):
            if written.get(row.offset) != row.record_id:
                reason = f"the index names {row.record_id} here, the archive does not have it"
                yield Difference(file=name, offset=row.offset, kind="missing_record", reason=reason)
