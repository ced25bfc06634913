"""Reading the archive: in order, at an offset, by record id; what others wrote too.

What a reader (of a platform) sees is a ``Capture``, made by the same steps from a record that was
just written (``captured.view_draft``) as from one read years later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from storage.captured import Record, view_record
from storage.errors import ArchiveFault
from storage.foreign import iterate_foreign
from storage.items import Capture
from storage.ledger import OPEN_SUFFIX, WARC_SUFFIX, ledger_path, read_ledger
from storage.warc_stream import Damage, Fault, StreamedRecord, walk_records

Locate = Callable[[str], tuple[str, int] | None]
_MOST_BYTES = 1 << 30
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
        self.locate = locate or _Catalogue(self).locate

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

    def _find_original(self, record_id: str) -> Record | None:
        place = self.locate(record_id)
        try:
            return self.raw(*place) if place else None
        except ArchiveFault:
            return None


class _Catalogue:
    """Where each record stands, from the ledgers; a file is looked at again when it has grown."""

    def __init__(self, reader: ArchiveReader) -> None:
        self._reader = reader
        self._places: dict[str, tuple[str, int]] = {}
        self._seen: dict[str, int] = {}

    def locate(self, record_id: str) -> tuple[str, int] | None:
        if record_id not in self._places:
            self._refresh()
        return self._places.get(record_id)

    def _refresh(self) -> None:
        for name in self._reader.files():
            path = self._reader.find_path(name)
            size = path.stat().st_size
            seen = self._seen.get(name, 0)
            if size == seen:
                continue
            end = seen
            for entry_id, offset, length in self._list(path, seen):
                self._places.setdefault(entry_id, (name, offset))
                end = max(end, offset + length)
            self._seen[name] = end

    def _list(self, path: Path, start: int) -> Iterator[tuple[str, int, int]]:
        """Ids, offsets and lengths: of the ledger first, then of what it does not list (yet)."""
        if ledger_path(path).exists():
            for entry in read_ledger(ledger_path(path)).entries:
                if entry.offset >= start:
                    start = entry.offset + entry.length
                    yield entry.record_id, entry.offset, entry.length
        for found in _iterate(path, start):
            if isinstance(found, Record):
                yield found.record_id, found.offset, found.length


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
    if streamed.size > _MOST_BYTES:
        raise Damage("too_large", f"a record of {streamed.size} bytes is more than is read at once")
    block = streamed.read_block()
    return Record.of_block(streamed, block)


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
