"""Reading the archive: in order, at an offset, by record id; what others wrote too.

What a reader (of a platform) sees is a ``Capture``, made by the same steps from a record that was
just written (``captured.view_draft``) as from one read years later.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from storage.captured import Record, unbracket, view_record
from storage.errors import ArchiveFault
from storage.foreign import iterate_foreign
from storage.items import Capture
from storage.ledger import OPEN_SUFFIX, WARC_SUFFIX, ledger_path, read_ledger
from storage.warc import encode_uri
from storage.warc_stream import Damage, Fault, StreamedRecord, open_warc, walk_records

Locate = Callable[[str], tuple[str, int] | None]
_ARC_SUFFIXES = (".arc.gz", ".arc")
_SUFFIXES = (WARC_SUFFIX, ".warc", *_ARC_SUFFIXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiled:
    """A place where the archive cannot be read."""

    file: str
    offset: int
    fault: Fault


class ArchiveReader:
    """Reads the WARC files of ``folder``, those that are still being written included.

    ``locate`` finds a record by its id: file name and offset. Without one the ledgers are asked, and
    files without ledger are read through once. Files are named by their final name.
    """

    def __init__(self, folder: Path, locate: Locate | None = None) -> None:
        self.folder = folder
        self._catalogue = _Catalogue(self)
        self.locate = locate or self._catalogue.locate

    def files(self) -> tuple[str, ...]:
        """The WARC files' names, sorted; an open one by the name it will have."""
        if not self.folder.is_dir():
            return ()
        names = {path.name.removesuffix(OPEN_SUFFIX) for path in self.folder.iterdir() if path.is_file()}
        return tuple(sorted(name for name in names if name.endswith(_SUFFIXES)))

    def find_path(self, warc_file: str) -> Path:
        """Where ``warc_file`` stands now. Raises ``ArchiveFault`` if it does not."""
        if Path(warc_file).name != warc_file:
            raise ArchiveFault(f"not a file of the archive: {warc_file!r}")
        path = self.folder / warc_file
        for place in (path, path.with_name(warc_file + OPEN_SUFFIX), path):  # it may be closed meanwhile
            if place.is_file():
                return place
        raise ArchiveFault(f"the archive has lost a file: {self.folder / warc_file}; run vedette verify")

    def records(
        self, warc_file: str, start: int = 0, on_damage: Callable[[Spoiled], None] | None = None
    ) -> Iterator[Capture]:
        """Every record from offset ``start`` on, requests and warcinfo too, revisits resolved.

        What cannot be read is handed to ``on_damage`` and the walk goes on after it; without one it
        raises ``ArchiveFault``. The torn end of a file that is being written just ends the walk.
        """
        for record in self.raw_records(warc_file, start, on_damage):
            yield view_record(record, self._find_original)

    def raw_records(
        self, warc_file: str, start: int = 0, on_damage: Callable[[Spoiled], None] | None = None
    ) -> Iterator[Record]:
        """Like ``records``, as archived."""
        path = self.find_path(warc_file)
        try:
            for found in _iterate(path, start):
                if isinstance(found, Record):
                    yield replace(found, warc_file=warc_file)
                elif not _is_torn_tail(path, found[1]):
                    _complain(Spoiled(file=warc_file, offset=found[0], fault=found[1]), on_damage)
        except OSError as error:
            raise _explain(path, error) from error

    def read(self, warc_file: str, offset: int) -> Capture:
        """The record at ``offset``. Raises ``ArchiveFault`` if none can be read there."""
        return view_record(self.raw(warc_file, offset), self._find_original)

    def raw(self, warc_file: str, offset: int) -> Record:
        """The record at ``offset`` as archived. Raises ``ArchiveFault`` if none can be read there."""
        path = self.find_path(warc_file)
        try:
            for found in _iterate(path, offset):
                if isinstance(found, Record) and found.offset == offset:
                    return replace(found, warc_file=warc_file)
                reason = "no record begins there" if isinstance(found, Record) else found[1].reason
                raise ArchiveFault(f"{warc_file} at {offset}: {reason}; run vedette verify")
        except OSError as error:
            raise _explain(path, error) from error
        raise ArchiveFault(f"{warc_file} at {offset}: nothing is there; run vedette verify")

    def find(self, record_id: str) -> Capture | None:
        """The record of that id, wherever it stands; None if the archive does not have it."""
        place = self.locate(record_id)
        return self.read(*place) if place else None

    def _find_original(self, revisit: Record) -> Record | None:
        """By its id; many other tools name it by URL and date alone."""
        if record_id := unbracket(revisit.field("WARC-Refers-To")):
            place = self.locate(record_id)
        else:
            uri, date = revisit.field("WARC-Refers-To-Target-URI"), revisit.field("WARC-Refers-To-Date")
            place = self._catalogue.locate(_name_visit(uri, date))
        try:
            return self.raw(*place) if place else None
        except ArchiveFault:
            return None


class _Catalogue:
    """Where each record stands, from the ledgers; a file is looked at again when it has grown.

    Captures that no ledger lists, which are other tools', are found by URL and date too.
    """

    def __init__(self, reader: ArchiveReader) -> None:
        self._reader = reader
        self._places: dict[str, tuple[str, int]] = {}
        self._seen: dict[str, int] = {}

    def locate(self, key: str) -> tuple[str, int] | None:
        if key not in self._places:
            self._refresh()
        return self._places.get(key)

    def _refresh(self) -> None:
        for name in self._reader.files():
            path = self._reader.find_path(name)
            try:
                self._seen[name] = self._look_at(path, name, self._seen.get(name, 0))
            except OSError as error:
                raise _explain(path, error) from error

    def _look_at(self, path: Path, name: str, seen: int) -> int:
        """Note what stands after ``seen``; where the last record ends."""
        with open_warc(path) as file:
            if os.fstat(file.fileno()).st_size == seen:
                return seen
        for key, offset, length in self._list(path, seen):
            self._places.setdefault(key, (name, offset))
            seen = max(seen, offset + length)
        return seen

    def _list(self, path: Path, start: int) -> Iterator[tuple[str, int, int]]:
        """Keys, offsets and lengths: of the ledger first, then of what it does not list (yet)."""
        if ledger_path(path).exists():
            for entry in read_ledger(ledger_path(path)).entries:
                if entry.offset >= start:
                    start = entry.offset + entry.length
                    yield entry.record_id, entry.offset, entry.length
        for found in _iterate(path, start):
            if isinstance(found, Record):
                yield found.record_id, found.offset, found.length
                if found.type in ("response", "resource"):
                    visit = _name_visit(found.target_uri, found.field("WARC-Date"))
                    yield visit, found.offset, found.length


def _name_visit(uri: str, date: str) -> str:
    return f"{date} {encode_uri(unbracket(uri))}"


def _iterate(path: Path, start: int) -> Iterator[Record | tuple[int, Fault]]:
    if path.name.endswith(_ARC_SUFFIXES):
        yield from iterate_foreign(path, start)
        return
    for found in walk_records(path, start):
        if isinstance(found, tuple):
            yield found
            continue
        try:
            yield _load(found)
        except Damage as damage:
            if found.damage is None:  # else the walk tells it
                yield found.offset, damage.fault


def _load(streamed: StreamedRecord) -> Record:
    return Record.of_block(streamed, streamed.read_block())


def _explain(path: Path, error: OSError) -> ArchiveFault:
    return ArchiveFault(f"the archive cannot be read: {path}: {error.strerror}; look at the disk")


def _is_torn_tail(path: Path, fault: Fault) -> bool:
    return path.name.endswith(OPEN_SUFFIX) and fault.kind in ("truncated", "trailing_garbage")


def _complain(spoiled: Spoiled, on_damage: Callable[[Spoiled], None] | None) -> None:
    if on_damage is None:
        raise ArchiveFault(
            f"{spoiled.file} is damaged at {spoiled.offset}: {spoiled.fault.reason}; run vedette verify"
        )
    on_damage(spoiled)
