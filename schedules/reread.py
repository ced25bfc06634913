"""The index from the archive: the same readers on the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from crawlers.reading import reread_capture
from storage import captures
from storage.archive_reader import ArchiveReader, Spoiled
from storage.captured import Record
from storage.cursors import read_cursor, set_cursor
from storage.index import Index
from storage.items import Capture, Harvest

BATCH = 200
INDEXED_TYPES = frozenset({"response", "revisit", "resource", "metadata"})

Progress = Callable[[int], None]


def adopt(index: Index, archive: Path) -> int:
    """Index the archived records that a crash kept from the index; how many there were.

    A file that was looked through once is not looked through again; one that is still being written
    is its writer's business.
    """
    reader = ArchiveReader(archive)
    adopted = 0
    for name in reader.files():
        mark = f"adopted:{name}"
        if reader.find_path(name).name != name or read_cursor(index, mark):
            continue
        ids = [record.record_id for record in _indexed(reader, name)]
        missing = frozenset(captures.find_missing(index, ids))
        if missing:
            adopted += reread(
                index,
                (found for found in reader.records(name, on_damage=_ignore) if found.record_id in missing),
            )
        set_cursor(index, mark, 1)
    return adopted


def rebuild(index: Index, archive: Path, told: Progress = lambda _: None) -> int:
    """Read every record of the archive into ``index``, in the order of their capture; how many."""
    return reread(index, _in_order(ArchiveReader(archive)), told)


def reread(index: Index, found: Iterable[Capture], told: Progress = lambda _: None) -> int:
    """Hand captures to the readers that their provenance names and index what they read."""
    done = 0
    batch: list[Harvest] = []
    for capture in found:
        batch.append(reread_capture(capture))
        if len(batch) >= BATCH:
            index.write(batch)
            done += len(batch)
            told(done)
            batch = []
    index.write(batch)
    told(done + len(batch))
    return done + len(batch)


def _indexed(reader: ArchiveReader, name: str) -> Iterator[Record]:
    for record in reader.raw_records(name, on_damage=_ignore):
        if record.type in INDEXED_TYPES:
            yield record


def _in_order(reader: ArchiveReader) -> Iterator[Capture]:
    """By time of capture over all files, as the crawls saw them; bodies are read one at a time."""
    places = sorted(
        (record.date, name, record.offset) for name in reader.files() for record in _indexed(reader, name)
    )
    for _, name, offset in places:
        yield reader.read(name, offset)


def _ignore(spoiled: Spoiled) -> None:
    """Damage is told by ``vedette verify``; what can be read is read."""
