"""Checking the archive again: every header, digest, offset and ledger, in bounded memory.

Stricter than the public checkers, which let a truncated last member, a missing or repeated record id
or a file cut between records pass.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storage.block_digests import BlockDigests
from storage.captured import unbracket
from storage.errors import ArchiveFault
from storage.foreign import iterate_foreign
from storage.id_register import IdRegister
from storage.ledger import (
    LEDGER_SUFFIX,
    OPEN_SUFFIX,
    TORN,
    WARC_SUFFIX,
    Entry,
    Ledger,
    ledger_path,
    read_ledger,
)
from storage.record_checks import check_header
from storage.warc import format_digest
from storage.warc_stream import STEP, Damage, Fault, StreamedRecord, open_warc, walk_records

Progress = Callable[[str, int, int], None]
"""Called with a file, the bytes of it that are done, and its size."""

_NOTES = frozenset(
    {
        "copied_record",
        "date_precision",
        "digest_convention",
        "digest_unknown",
        "record_end",
        "torn_tail",
        "unresolved_revisit",
        "unsealed",
    }
)
_ARC_SUFFIXES = (".arc", ".arc.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is not as it should be, and where: ``offset`` in bytes, -1 for a file as a whole.

    A ``note`` is worth knowing and damages nothing; a ``fault`` means that the file cannot be relied on.
    """

    file: str
    offset: int
    kind: str
    reason: str

    @property
    def severity(self) -> Literal["fault", "note"]:
        """``note`` or ``fault``, by kind."""
        return "note" if self.kind in _NOTES else "fault"


def verify_archive(folder: Path, progress: Progress | None = None) -> Iterator[Difference]:
    """Everything in ``folder`` that differs: in each WARC, its ledger, and between the files.

    A file that is being written is checked as far as its ledger goes. Raises ``ArchiveFault`` if the
    folder cannot be read.
    """
    if not folder.is_dir():
        raise ArchiveFault(f"no archive there: {folder}")
    register = IdRegister()
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    for name in names:
        if name.endswith((WARC_SUFFIX, WARC_SUFFIX + OPEN_SUFFIX, ".warc", *_ARC_SUFFIXES)):
            yield from _verify_listed(folder / name, register, progress)
        elif name.endswith(LEDGER_SUFFIX):
            yield from _find_missing(folder / name)
    yield from _compare_ids(register)


def verify_file(path: Path, progress: Progress | None = None) -> Iterator[Difference]:
    """One WARC or ARC file by itself, against its ledger if one stands beside it."""
    register = IdRegister()
    ledger = ledger_path(path)
    if ledger.exists():
        yield from _verify_listed(path, register, progress)
    else:
        yield from _FileCheck(path, register, progress).run()
    yield from _compare_ids(register)


def _verify_listed(path: Path, register: IdRegister, progress: Progress | None) -> Iterator[Difference]:
    ledger = ledger_path(path)
    is_open = path.name.endswith(OPEN_SUFFIX)
    name = path.name.removesuffix(OPEN_SUFFIX)
    check = _FileCheck(path, register, progress)
    try:
        listed = read_ledger(ledger)
    except FileNotFoundError:
        yield Difference(file=name, offset=-1, kind="no_ledger", reason="no ledger lists this file")
        yield from check.run()
        return
    except OSError as error:
        reason = error.strerror or str(error)
        raise ArchiveFault(f"the archive cannot be read: {ledger}: {reason}; look at the disk") from error
    check.listed = listed
    yield from check.run()
    yield from _judge_ledger(ledger.name, name, listed, is_open)
    found = (check.size, check.whole.hexdigest())
    if (seal := listed.seal) and (seal.size, seal.sha256) != found:
        reason = f"sealed as {seal.size} bytes, sha256 {seal.sha256}; it is {found[0]}, {found[1]}"
        yield Difference(file=name, offset=-1, kind="seal", reason=reason)


def _judge_ledger(ledger: str, name: str, listed: Ledger, is_open: bool) -> Iterator[Difference]:
    if listed.fault and not (is_open and listed.fault.startswith(TORN)):
        yield Difference(file=ledger, offset=listed.sound, kind="ledger", reason=listed.fault)
    if listed.file and listed.file != name:
        yield Difference(file=ledger, offset=0, kind="ledger", reason=f"is that of {listed.file}")
    if listed.seal and listed.seal.records != len(listed.entries):
        reason = f"sealed with {listed.seal.records} records, lists {len(listed.entries)}"
        yield Difference(file=ledger, offset=-1, kind="ledger", reason=reason)
    if not listed.seal and not is_open:
        yield Difference(file=ledger, offset=-1, kind="ledger", reason="a closed file without seal")
    elif not listed.seal:
        reason = "is still being written, or needs recovery"
        yield Difference(file=name, offset=-1, kind="unsealed", reason=reason)


def _find_missing(ledger: Path) -> Iterator[Difference]:
    name = ledger.name.removesuffix(LEDGER_SUFFIX) + WARC_SUFFIX
    warc = ledger.with_name(name)
    if not warc.exists() and not warc.with_name(name + OPEN_SUFFIX).exists() and not warc.exists():
        reason = f"a ledger of {len(read_ledger(ledger).entries)} records, and no such file"
        yield Difference(file=name, offset=-1, kind="missing_file", reason=reason)


def _compare_ids(register: IdRegister) -> Iterator[Difference]:
    for doubled in register.find_doubled():
        kind = "copied_record" if doubled.is_copy else "duplicate_id"
        reason = f"has the id of the record in {doubled.earlier.file} at {doubled.earlier.offset}"
        yield Difference(file=doubled.place.file, offset=doubled.place.offset, kind=kind, reason=reason)
    for place, by_id in register.find_dangling():
        kind = "dangling_revisit" if by_id else "unresolved_revisit"
        reason = "refers to a record that is not there"
        yield Difference(file=place.file, offset=place.offset, kind=kind, reason=reason)


class _FileCheck:
    """One file from begin to end: records, and the ledger's entries along with them."""

    def __init__(self, path: Path, register: IdRegister, progress: Progress | None) -> None:
        self.listed: Ledger | None = None
        self.whole = hashlib.sha256()
        self.size = 0
        self._path = path
        self._name = path.name.removesuffix(OPEN_SUFFIX)
        self._is_open = path.name.endswith(OPEN_SUFFIX)
        self._register = register
        self._progress = progress or (lambda file, done, size: None)
        self._met = 0

    def run(self) -> Iterator[Difference]:
        try:
            with open_warc(self._path) as file:
                self.size = os.fstat(file.fileno()).st_size
            if self._path.name.endswith(_ARC_SUFFIXES):
                yield from self._check_arc()
            else:
                yield from self._check_records()
            if self.listed is not None:
                yield from self._check_rest()
                self._hash()
        except OSError as error:
            reason = f"cannot be read: {error.strerror or error}"
            yield Difference(file=self._name, offset=-1, kind="unreadable", reason=reason)

    def _check_records(self) -> Iterator[Difference]:
        if self.size == 0:
            yield self._tell(0, Fault("not_warc", "an empty file"))
        for found in walk_records(self._path):
            if isinstance(found, tuple):
                offset, fault = found
                if self._is_torn_tail(offset):
                    fault = Fault("torn_tail", "not whole yet, or torn: recovery will tell")
                yield self._tell(offset, fault)
                continue
            for fault in self._check_record(found):
                yield self._tell(found.offset, fault)
            self._progress(self._name, found.offset + found.length, self.size)

    def _check_record(self, record: StreamedRecord) -> Iterator[Fault]:
        yield from check_header(record)
        digests = BlockDigests(record)
        try:
            for piece in record.chunks():
                digests.update(piece)
            record.finish()
        except Damage as damage:
            record.damage = damage  # told by the walk, with its place
            return
        yield from record.faults
        yield from digests.compare()
        self._register.add(self._name, record, digests.digest())
        yield from self._compare_entry(record, digests.digest())

    def _compare_entry(self, record: StreamedRecord, block: bytes) -> Iterator[Fault]:
        if self.listed is None:
            return
        entry = self._next_entry()
        if entry is None:
            if not self._is_open:
                yield Fault("unlisted_record", "the ledger does not list this record")
            return
        found = Entry(
            offset=record.offset,
            length=record.length,
            type=record.field("WARC-Type"),
            record_id=unbracket(record.field("WARC-Record-ID")),
            digest=format_digest(block),
        )
        if found != entry:
            yield Fault("ledger", f"the ledger lists {_name(entry)} here, the file has {_name(found)}")

    def _next_entry(self) -> Entry | None:
        assert self.listed
        entry = self.listed.entries[self._met] if self._met < len(self.listed.entries) else None
        self._met += 1
        return entry

    def _check_rest(self) -> Iterator[Difference]:
        """Records that the ledger lists after the last one that could be read."""
        assert self.listed
        missing = self.listed.entries[self._met :]
        if missing:
            reason = f"{len(missing)} records that the ledger lists from here on are not in the file"
            yield self._tell(missing[0].offset, Fault("missing_record", reason))

    def _is_torn_tail(self, offset: int) -> bool:
        """Whether this is beyond what the ledger of an open file lists."""
        if not self._is_open or self.listed is None:
            return False
        last = self.listed.entries[-1] if self.listed.entries else None
        return last is None or offset >= last.offset + last.length

    def _check_arc(self) -> Iterator[Difference]:
        for found in iterate_foreign(self._path, 0):
            if isinstance(found, tuple):
                yield self._tell(*found)
            else:
                self._progress(self._name, found.offset, self.size)

    def _hash(self) -> None:
        self.size = 0
        with open_warc(self._path) as file:
            while piece := file.read(STEP * 4):
                self.whole.update(piece)
                self.size += len(piece)

    def _tell(self, offset: int, fault: Fault) -> Difference:
        return Difference(file=self._name, offset=offset, kind=fault.kind, reason=fault.reason)


def _name(entry: Entry) -> str:
    return f"{entry.type} {entry.record_id} at {entry.offset}, {entry.length} bytes, {entry.digest[:16]}…"
