"""WACZ 1.1.1: chosen captures in one file that replays in any browser.

The records are the archived bytes, unchanged, with what belongs to them: the warcinfo of their file,
their concurrent records, the originals that revisits refer to.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from storage.archive_reader import ArchiveReader
from storage.archive_writer import sync_folder
from storage.captured import unbracket
from storage.cdxj import LISTED, format_line
from storage.items import Capture
from storage.warc import compress_record

_STEP = 1 << 20
_BOUND = ("warc-concurrent-to", "warc-refers-to", "warc-warcinfo-id")

Place = tuple[str, int]
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that a person would open first."""

    url: str
    date: datetime
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the file says of itself."""

    title: str
    description: str = ""
    software: str = "Vedette"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What the file is to hold: captures with all that belongs to them, and the pages listed first."""

    captures: Iterable[Capture]
    pages: Sequence[Page]
    labels: Labels


def write_wacz(
    path: Path, reader: ArchiveReader, contents: Contents, told: Told = lambda done, total: None
) -> int:
    """Write ``contents`` from the archive of ``reader`` to ``path``; how many records it holds.

    The file appears under its name when it is whole. ``told`` hears how many records are written, of
    how many. Raises ``ArchiveFault`` if a record is missing, ``OSError`` if the file cannot be written.
    """
    chosen = _choose(contents.captures, reader)
    total = sum(len(offsets) for offsets in chosen.values())
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
            package = _Package(archive)
            lines: list[bytes] = []
            done = 0
            for name, (warc_file, offsets) in zip(_name_files(chosen), chosen.items(), strict=True):
                with package.entry(f"archive/{name}") as write:
                    for member, line in _copy_records(reader, warc_file, offsets, name):
                        write(member)
                        lines += line
                        done += 1
                        told(done, total)
            package.add("indexes/index.cdx.gz", gzip.compress(b"".join(sorted(lines)), mtime=0))
            package.add("pages/pages.jsonl", _format_pages(contents.pages))
            package.finish(contents.pages, contents.labels)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return total


def _choose(captures: Iterable[Capture], reader: ArchiveReader) -> dict[str, list[int]]:
    """Where the captures and all that belongs to them stand: offsets by file, both in order."""
    places: set[Place] = set()
    open_places = [(capture.warc_file, capture.offset) for capture in captures]
    while open_places:
        place = open_places.pop()
        if place in places:
            continue
        places.add(place)
        record = reader.raw(*place)
        bound = (value for name, value in record.fields if name.lower() in _BOUND)
        found = (reader.locate(unbracket(value)) for value in bound)
        open_places.extend(other for other in found if other is not None)
    chosen: dict[str, list[int]] = {}
    for warc_file, offset in sorted(places):
        chosen.setdefault(warc_file, []).append(offset)
    return chosen


def _copy_records(
    reader: ArchiveReader, warc_file: str, offsets: list[int], name: str
) -> Iterator[tuple[bytes, list[bytes]]]:
    """Each record as a gzip member for the package's WARC ``name``, and its CDXJ line if it is listed."""
    offset = 0
    with reader.find_path(warc_file).open("rb") as file:
        for place in offsets:
            record = reader.raw(warc_file, place)
            member = os.pread(file.fileno(), record.length, place)
            if not member.startswith(b"\x1f\x8b"):
                member = compress_record(member)
            moved = replace(record, warc_file=name, offset=offset, length=len(member))
            offset += len(member)
            yield member, [format_line(moved)] if record.type in LISTED else []


def _name_files(warc_files: Iterable[str]) -> Iterator[str]:
    """A name in the package for each file of the archive, no two of them the same."""
    taken: set[str] = set()
    for warc_file in warc_files:
        name = simple = _simplify(warc_file)
        while name in taken:
            name = f"{len(taken)}-{simple}"
        taken.add(name)
        yield name


class _Package:
    """The zip and what it holds so far."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._resources: list[dict[str, object]] = []

    @contextmanager
    def entry(self, path: str) -> Iterator[Callable[[bytes], None]]:
        """A file to be written piece by piece; hashed and listed."""
        found = hashlib.sha256()
        size = 0
        with self._archive.open(_describe(path), "w", force_zip64=True) as out:

            def write(data: bytes) -> None:
                nonlocal size
                found.update(data)
                size += len(data)
                out.write(data)

            yield write
        self._resources.append(
            {
                "name": path.rpartition("/")[2],
                "path": path,
                "hash": f"sha256:{found.hexdigest()}",
                "bytes": size,
            }
        )

    def add(self, path: str, data: bytes) -> None:
        with self.entry(path) as write:
            write(data)

    def finish(self, pages: Sequence[Page], labels: Labels) -> None:
        """The list of all files, and the hash of that list."""
        moment = _format_moment(datetime.now(UTC))
        package: dict[str, object] = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": labels.title,
            "description": labels.description,
            "software": labels.software,
            "created": moment,
            "modified": moment,
            "resources": self._resources,
        }
        if pages:
            package["mainPageUrl"] = pages[0].url
            package["mainPageDate"] = _format_moment(pages[0].date)
        data = json.dumps(package, indent=2).encode("ascii")
        summary = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self._archive.writestr(_describe("datapackage.json"), data)
        self._archive.writestr(_describe("datapackage-digest.json"), json.dumps(summary, indent=2))


def _describe(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, datetime.now(UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    return entry


def _format_pages(pages: Sequence[Page]) -> bytes:
    lines: list[dict[str, str]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    for number, page in enumerate(pages):
        line = {"id": f"page-{number}", "url": page.url, "ts": _format_moment(page.date)}
        lines.append(line | ({"title": page.title} if page.title else {}))
    return "".join(json.dumps(line) + "\n" for line in lines).encode("ascii")


def _format_moment(date: datetime) -> str:
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _simplify(name: str) -> str:
    """A name that the Data Package profile takes: lower case letters, digits, dots, dashes."""
    simple = re.sub(r"[^a-z0-9._-]+", "-", name.lower())
    return simple if simple.endswith(".gz") else simple + ".gz"
