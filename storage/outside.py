"""Captures that somebody else made: WARC, WACZ and HAR files, response by response."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from storage.archive_reader import ArchiveReader, Spoiled
from storage.captured import Record
from storage.errors import VedetteError
from storage.har import Outside, read_har

MOST_UNPACKED = 4 << 30

Complain = Callable[[str], None]


def read_outside(path: Path, complain: Complain) -> Iterator[Outside]:
    """Every HTTP response of a file; what cannot be read is told to ``complain`` and left out.

    Raises ``VedetteError`` where the file is none of these.
    """
    name = path.name.lower()
    if not path.is_file():
        raise VedetteError(f"there is no file {path}")
    if name.endswith(".har"):
        yield from read_har(path)
    elif name.endswith((".warc", ".warc.gz", ".arc", ".arc.gz")):
        yield from _read_warc(path, complain)
    elif name.endswith(".wacz"):
        yield from _read_wacz(path, complain)
    else:
        raise VedetteError(f"{path} is no capture; give a .warc, .warc.gz, .wacz or .har file")


def _read_warc(path: Path, complain: Complain) -> Iterator[Outside]:
    def damaged(spoiled: Spoiled) -> None:
        complain(f"{path.name} at {spoiled.offset}: {spoiled.fault.reason}")

    reader = ArchiveReader(path.parent)
    for record in reader.raw_records(path.name, on_damage=damaged):
        if record.type == "response" and record.head:
            yield _view(record, path.name)


def _view(record: Record, name: str) -> Outside:
    return Outside(
        url=record.target_uri,
        date=record.date,
        head=record.head,
        payload=record.payload,
        source=f"{name} {record.record_id}",
    )


def _read_wacz(path: Path, complain: Complain) -> Iterator[Outside]:
    """The WARC files of a WACZ, unpacked aside one after another under names of our own."""
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            for number, entry in enumerate(archive.infolist()):
                if not entry.filename.startswith("archive/") or entry.is_dir():
                    continue
                if entry.file_size > MOST_UNPACKED:
                    complain(f"{path.name}: {entry.filename} is larger than {MOST_UNPACKED >> 30} GiB")
                    continue
                end = ".warc.gz" if entry.filename.endswith(".gz") else ".warc"
                aside = Path(folder) / f"{number}{end}"
                with archive.open(entry) as packed, aside.open("wb") as file:
                    shutil.copyfileobj(packed, file)
                yield from _read_warc(aside, complain)
                aside.unlink()
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise VedetteError(f"{path} cannot be read as WACZ: {error}") from None
