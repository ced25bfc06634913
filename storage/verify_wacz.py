"""Checking a WACZ again, whoever wrote it: the zip, its lists of hashes, every record, index and pages.

Everything is read as a stream from inside the zip: nothing is unpacked to disk, and no entry may grow
beyond what it takes in the file. WACZ 1.1.1, and the older spelling of its hashes (1.0.0).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from storage.block_digests import BlockDigests
from storage.id_register import IdRegister
from storage.record_checks import check_header
from storage.verify import Difference, Progress
from storage.wacz_index import IndexLines, read_index_lines
from storage.wacz_package import Package, read_package
from storage.wacz_pages import check_pages
from storage.warc_stream import Damage, Fault, GzipBytes, PlainBytes, StreamedRecord
from storage.zip_reading import READ_ERRORS, EntryReader, judge_entries

_FATAL = frozenset({"bomb", "zip_slip", "duplicate_name"})
_WARC_SUFFIXES = (".warc", ".warc.gz")
_GZIP = b"\x1f\x8b"


def verify_wacz(path: Path, progress: Progress | None = None) -> Iterator[Difference]:
    """Everything in the WACZ file ``path`` that differs; ``file`` is the entry, or the file itself.

    A file with entries that could harm whoever unpacks it is refused: only they are told. Raises
    ``OSError`` if the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _verify(path, archive, progress or (lambda file, done, size: None))
    except zipfile.BadZipFile as error:
        yield _tell(path.name, -1, Fault("zip", f"not a whole zip file: {error}"))


def _verify(path: Path, archive: zipfile.ZipFile, progress: Progress) -> Iterator[Difference]:
    refused = False
    for name, fault in judge_entries(path, archive):
        refused = refused or fault.kind in _FATAL
        yield _tell(name, -1, fault)
    if refused:
        return
    package, faults = read_package(archive)
    yield from (_tell(name, -1, fault) for name, fault in faults)
    index, found = read_index_lines(archive)
    yield from (_tell(name, -1, fault) for name, fault in found)
    register = IdRegister()
    size = sum(entry.file_size for entry in archive.infolist())
    done = 0
    for entry in archive.infolist():
        if not entry.is_dir():
            yield from _EntryCheck(archive, entry.filename, package, index).run(register)
        done += entry.file_size
        progress(path.name, done, size)
    yield from (_tell(name, offset, fault) for name, offset, fault in index.find_unmet())
    yield from (_tell(name, -1, fault) for name, fault in check_pages(archive, index))
    yield from _compare_ids(register)


class _EntryCheck:
    """One entry from begin to end: its hash and size as listed; of a WARC, every record."""

    def __init__(self, archive: zipfile.ZipFile, name: str, package: Package, index: IndexLines) -> None:
        self._archive = archive
        self._name = name
        self._package = package
        self._index = index

    def run(self, register: IdRegister) -> Iterator[Difference]:
        try:
            algorithm = self._package.algorithm(self._name)
            reader = EntryReader(self._archive, self._name, algorithm)
            try:
                if self._name.startswith("archive/") and self._name.endswith(_WARC_SUFFIXES):
                    yield from self._check_records(reader, register)
                digest = reader.finish()
            finally:
                reader.close()
        except READ_ERRORS as error:
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            yield _tell(self._name, -1, Fault("zip", f"cannot be unpacked: {reason}"))
            return
        for fault in self._package.compare(self._name, digest, reader.size):
            yield _tell(self._name, -1, fault)

    def _check_records(self, reader: EntryReader, register: IdRegister) -> Iterator[Difference]:
        """After damage the rest of the WARC is left: there is no going back in a packed stream."""
        source = _open_source(reader)
        compressed = isinstance(source, GzipBytes)
        met = 0
        try:
            while source.begin():
                record = StreamedRecord(source, compressed)
                met += 1
                for fault in self._check_record(record, register):
                    yield _tell(self._name, record.offset, fault)
        except Damage as damage:
            yield _tell(self._name, source.start, damage.fault)
            self._index.give_up(self._name, source.start)
        else:
            if not met:
                yield _tell(self._name, 0, Fault("not_warc", "an empty file"))

    def _check_record(self, record: StreamedRecord, register: IdRegister) -> Iterator[Fault]:
        yield from check_header(record)
        digests = BlockDigests(record)
        for piece in record.chunks():
            digests.update(piece)
        record.finish()
        yield from record.faults
        yield from digests.compare()
        register.add(self._name, record, digests.digest())
        yield from self._index.meet(self._name, record)


class _GzipEntry(GzipBytes):
    """Gzip members that are read from an entry."""

    def __init__(self, reader: EntryReader, first: bytes) -> None:
        super().__init__(-1, 0)
        self._reader = reader
        self._first = first

    def _read(self) -> bytes:
        piece, self._first = self._first or self._reader.more(), b""
        self._next += len(piece)
        return piece


class _PlainEntry(PlainBytes):
    """Records that are not compressed, read from an entry."""

    def __init__(self, reader: EntryReader, first: bytes) -> None:
        super().__init__(-1, 0)
        self._reader = reader
        self._first = first

    def more(self) -> bytes:
        """See ``Bytes``."""
        if rest := self._rest:
            self._rest = b""
            return rest
        piece, self._first = self._first or self._reader.more(), b""
        self._next += len(piece)
        return piece


def _open_source(reader: EntryReader) -> _GzipEntry | _PlainEntry:
    first = reader.more()
    return _GzipEntry(reader, first) if first.startswith(_GZIP) else _PlainEntry(reader, first)


def _compare_ids(register: IdRegister) -> Iterator[Difference]:
    for doubled in register.find_doubled():
        if not doubled.is_copy:
            reason = f"has the id of the record in {doubled.earlier.file} at {doubled.earlier.offset}"
            yield _tell(doubled.place.file, doubled.place.offset, Fault("duplicate_id", reason))
    for place, by_id in register.find_dangling():
        kind = "dangling_revisit" if by_id else "unresolved_revisit"
        yield _tell(place.file, place.offset, Fault(kind, "refers to a record that is not there"))


def _tell(file: str, offset: int, fault: Fault) -> Difference:
    return Difference(file=file, offset=offset, kind=fault.kind, reason=fault.reason)
