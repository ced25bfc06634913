"""Making the archive whole after a crash: what was torn is cut off, kept aside and told.

A file whose writer lives is held by its lock and is left alone. Every step may be interrupted and
done again: a torn tail is copied and on disk before it is cut, the ledger agrees with the file before
``.open`` goes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.archive_writer import sync_folder
from storage.captured import unbracket
from storage.errors import ArchiveFault
from storage.ledger import (
    OPEN_SUFFIX,
    TORN,
    WARC_SUFFIX,
    Entry,
    Ledger,
    LedgerWriter,
    Seal,
    ledger_path,
    read_ledger,
    write_whole,
)
from storage.warc import format_digest
from storage.warc_stream import STEP, Damage, StreamedRecord, walk_records


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What was done to one file.

    ``records`` whole records are in it now. ``torn_bytes`` were cut off and stand in ``torn_file``;
    ``adopted`` records were whole but not yet in the ledger. ``lost`` records were in the ledger,
    so they had been acknowledged, and are not in the file: the disk did not keep them. ``removed``
    files held no whole record.
    """

    file: str
    records: int
    torn_bytes: int = 0
    torn_file: str = ""
    adopted: int = 0
    lost: int = 0
    removed: bool = False

    def __str__(self) -> str:
        said = [f"{self.file}: {self.records} records"]
        if self.torn_bytes:
            said.append(f"{self.torn_bytes} torn bytes kept in {self.torn_file}")
        if self.adopted:
            said.append(f"{self.adopted} records noted in the ledger afterwards")
        if self.lost:
            said.append(f"{self.lost} RECORDS LOST that the ledger has")
        if self.removed:
            said.append("empty, removed")
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is whole in a file: its records, where they end, and the sha256 up to there."""

    entries: tuple[Entry, ...]
    end: int
    sha256: str


def recover(folder: Path) -> tuple[Recovered, ...]:
    """Finish every ``.open`` file in ``folder`` whose writer is gone; nothing to do is an empty tuple.

    Raises ``ArchiveFault`` when the disk does not let it.
    """
    found = sorted(folder.glob(f"*{WARC_SUFFIX}{OPEN_SUFFIX}")) if folder.is_dir() else []
    done = []
    for path in found:
        try:
            with _hold(path) as file:
                if file is not None:
                    done.append(_finish(path, file))
        except OSError as error:
            reason = error.strerror or str(error)
            raise ArchiveFault(f"cannot be recovered: {path}: {reason}; look at the disk") from error
    return tuple(done)


@contextmanager
def _hold(path: Path) -> Iterator[int | None]:
    """The file under our lock; None if its writer lives or another recovery has finished it."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        yield None
        return
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours = path.exists() and os.fstat(file).st_ino == path.stat().st_ino
        except (BlockingIOError, FileNotFoundError):
            ours = False
        yield file if ours else None
    finally:
        os.close(file)


def _finish(path: Path, file: int) -> Recovered:
    final = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
    whole = _measure(path)
    torn = os.fstat(file).st_size - whole.end
    torn_file = _set_aside(path, file, whole.end) if torn else ""
    if torn:
        os.ftruncate(file, whole.end)
    os.fsync(file)
    if final.exists():
        raise FileExistsError(f"{final.name} stands there already")
    adopted, lost = _settle_ledger(path, final.name, whole)
    if whole.entries:
        path.rename(final)
    else:
        path.unlink()
    sync_folder(path.parent)
    return Recovered(
        file=final.name,
        records=len(whole.entries),
        torn_bytes=torn,
        torn_file=torn_file,
        adopted=adopted,
        lost=lost,
        removed=not whole.entries,
    )


def _measure(path: Path) -> _Whole:
    """The whole records from the file's begin on; the first damage ends them."""
    entries: list[Entry] = []
    end = 0
    for found in walk_records(path):
        if isinstance(found, tuple) or found.offset != end:
            break
        try:
            entry = _read_entry(found)
        except Damage:
            break
        if found.faults:
            break
        entries.append(entry)
        end += found.length
    return _Whole(tuple(entries), end, _hash_file(path, end))


def _read_entry(record: StreamedRecord) -> Entry:
    block = hashlib.sha256()
    for piece in record.chunks():
        block.update(piece)
    record.finish()
    return Entry(
        offset=record.offset,
        length=record.length,
        type=record.field("WARC-Type"),
        record_id=unbracket(record.field("WARC-Record-ID")),
        digest=format_digest(block.digest()),
    )


def _hash_file(path: Path, end: int) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while end and (piece := file.read(min(STEP, end))):
            whole.update(piece)
            end -= len(piece)
    return whole.hexdigest()


def _set_aside(path: Path, file: int, start: int) -> str:
    """Copy what is torn to ``NAME.torn-N``; again over the same one if that was interrupted."""
    tail = _read_tail(file, start)
    stem = path.name.removesuffix(OPEN_SUFFIX)
    number = 1
    while (place := path.with_name(f"{stem}.torn-{number}")).exists():
        kept = place.read_bytes()
        if tail.startswith(kept):
            break
        number += 1
    copy = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        write_whole(copy, tail, 0)
        os.fsync(copy)
    finally:
        os.close(copy)
    sync_folder(path.parent)
    return place.name


def _read_tail(file: int, start: int) -> bytes:
    pieces = []
    while piece := os.pread(file, STEP, start):
        pieces.append(piece)
        start += len(piece)
    return b"".join(pieces)


def _settle_ledger(path: Path, warc_file: str, whole: _Whole) -> tuple[int, int]:
    """Make the ledger agree with the whole records, and seal it; how many were adopted and lost.

    A ledger that names other records than the file has, or that more happened to than a crash does, is
    kept aside and written anew; a file without records gets none.
    """
    place = ledger_path(path)
    ledger = read_ledger(place) if place.exists() else None
    if ledger and not ledger.fault and (ledger.entries, ledger.seal) == (whole.entries, _make_seal(whole)):
        return 0, 0
    known = len(ledger.entries) if ledger else 0
    if ledger and known and _may_go_on(ledger) and ledger.entries == whole.entries[:known]:
        writer = LedgerWriter.resume(place, ledger)
        adopted, lost = len(whole.entries) - known, 0
    else:
        lost = len(set(ledger.entries) - set(whole.entries)) if ledger else 0
        adopted = len(set(whole.entries) - set(ledger.entries)) if ledger else len(whole.entries)
        if ledger and ledger.entries:
            _keep_ledger(place)
        elif ledger:
            place.unlink()
        if not whole.entries:
            return 0, lost
        known = 0
        writer = LedgerWriter(place, warc_file)
    try:
        for entry in whole.entries[known:]:
            writer.add(entry)
        writer.seal(whole.end, whole.sha256)
        writer.flush()
    finally:
        writer.close()
    return adopted, lost


def _may_go_on(ledger: Ledger) -> bool:
    return not ledger.seal and (not ledger.fault or ledger.fault.startswith(TORN))


def _make_seal(whole: _Whole) -> Seal:
    return Seal(records=len(whole.entries), size=whole.end, sha256=whole.sha256)


def _keep_ledger(place: Path) -> None:
    number = 1
    while (aside := place.with_name(f"{place.name}.torn-{number}")).exists():
        number += 1
    place.rename(aside)
