"""Reading archived pictures for comparing: outside any write lock, each content once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.pictures import READER, read_picture
from storage.archive_reader import ArchiveReader
from storage.captures import locate
from storage.errors import ArchiveFault
from storage.pictures import StoredPicture, find_unread, write_pictures

if TYPE_CHECKING:
    from storage.index import Index

A_STEP = 50


def read_pictures(index: Index, archive: Path) -> int:
    """Look at every archived picture that this version has not looked at; how many there were.

    What is no picture, or cannot be read safely, is written down with the reason and not tried again.
    """
    reader = ArchiveReader(archive, lambda record: locate(index, record))
    done = 0
    while True:
        with index.reading() as connection:
            unread = find_unread(connection, READER, A_STEP)
        if not unread:
            return done
        found = [_read(reader, sha256, record_id) for sha256, record_id in unread]
        with index.writing() as connection:
            write_pictures(connection, found)
        done += len(found)


def _read(reader: ArchiveReader, sha256: str, record_id: str) -> StoredPicture:
    try:
        capture = reader.find(record_id)
        reason = "" if capture else "the archive does not have its record"
    except ArchiveFault as fault:
        capture, reason = None, str(fault)
    if capture is None:
        return StoredPicture(sha256=sha256, record_id=record_id, reader=READER, problem=reason)
    found = read_picture(capture.body, record_id)
    if found.sha256 != sha256:
        reason = "its record holds other bytes than were indexed"
        return StoredPicture(sha256=sha256, record_id=record_id, reader=READER, problem=reason)
    return found
