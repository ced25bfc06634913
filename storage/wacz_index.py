"""The index of a WACZ (CDXJ, plain or gzipped in blocks), held against the records that it names."""

from __future__ import annotations

import base64
import binascii
import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from storage.captured import unbracket
from storage.warc_stream import Fault, StreamedRecord
from storage.zip_reading import READ_ERRORS, Spent, gunzip_small, read_small

MOST_INDEX = 512 << 20
MOST_TOLD = 20
_FOLDER = "indexes/"
_SEPARATOR = 4
"""Bytes of the two CRLF after an uncompressed record, which some tools do not count to it."""
_PLAIN = (".cdx", ".cdxj")
_PACKED = (".cdx.gz", ".cdxj.gz")

Told = tuple[str, Fault]


@dataclass(frozen=True, slots=True)
class _Line:
    file: str
    number: int
    url: str
    length: int
    digest: str


class IndexLines:
    """The lines by the place that they name; each is met once its record was read."""

    def __init__(self) -> None:
        self.urls: set[str] = set()
        self._waiting: dict[tuple[str, int], _Line] = {}

    def add(self, place: tuple[str, int], line: _Line) -> None:
        """A line; one place may be named by several indexes."""
        self.urls.add(line.url)
        self._waiting[place] = line

    def meet(self, name: str, record: StreamedRecord) -> Iterator[Fault]:
        """What the line of a record says otherwise than the record."""
        line = self._waiting.pop((name.removeprefix("archive/"), record.offset), None)
        if line is None:
            return
        where = f"{line.file} line {line.number}"
        if line.length not in (-1, record.length, record.length - _SEPARATOR):
            yield Fault("index", f"{where} says {line.length} bytes; the record has {record.length}")
        uri = unbracket(record.field("WARC-Target-URI"))
        if line.url and line.url != uri:
            yield Fault("index", f"{where} says {line.url[:200]}; the record is of {uri[:200]}")
        claim = record.field("WARC-Payload-Digest")
        if line.digest and claim and not _agree(line.digest, claim):
            yield Fault("index", f"{where} says digest {line.digest[:80]}; the record says {claim[:80]}")

    def give_up(self, name: str, offset: int) -> None:
        """Ask no more for what stands from ``offset`` on in a WARC that cannot be read further."""
        bare = name.removeprefix("archive/")
        for place in [place for place in self._waiting if place[0] == bare and place[1] >= offset]:
            del self._waiting[place]

    def find_unmet(self) -> Iterator[tuple[str, int, Fault]]:
        """Lines that name a place where no record begins."""
        for number, (place, line) in enumerate(sorted(self._waiting.items())):
            if number == MOST_TOLD:
                more = len(self._waiting) - MOST_TOLD
                yield line.file, -1, Fault("index", f"{more} more lines name places where no record begins")
                return
            reason = f"line {line.number} names {place[0]} at {place[1]}, where no record begins"
            yield line.file, -1, Fault("index", reason)


def read_index_lines(archive: zipfile.ZipFile) -> tuple[IndexLines, list[Told]]:
    """All lines, and what is wrong with them by themselves."""
    lines = IndexLines()
    faults: list[Told] = []
    for name in archive.namelist():
        if not name.startswith(_FOLDER) or not name.endswith((*_PLAIN, *_PACKED, ".idx")):
            continue
        try:
            data = read_small(archive, name, MOST_INDEX)
            if name.endswith(".idx"):
                faults += _check_blocks(archive, name, data)
                continue
            if name.endswith(_PACKED):
                data = gunzip_small(data, min(MOST_INDEX, max(1 << 20, 200 * len(data))))
            faults += _read_lines(lines, name, data)
        except (*READ_ERRORS, Spent) as error:
            faults.append((name, Fault("index", f"does not read: {error}")))
    return lines, faults


def _read_lines(lines: IndexLines, name: str, data: bytes) -> Iterator[Told]:
    broken = 0
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip() or line.startswith((b" CDX", b"!")):
            continue
        try:
            facts = orjson.loads(line[line.index(b"{") :])
            place = (str(facts["filename"]), int(facts["offset"]))
            length = int(facts.get("length", -1))
        except (ValueError, KeyError, TypeError, AttributeError):
            broken += 1
            continue
        digest = str(facts.get("digest", ""))
        lines.add(place, _Line(name, number, str(facts.get("url", "")), length, digest))
    if broken:
        yield name, Fault("index", f"{broken} lines are not CDXJ")


def _check_blocks(archive: zipfile.ZipFile, name: str, data: bytes) -> Iterator[Told]:
    """The secondary index: offset, length and sha256 of each gzipped block of lines."""
    blocks: dict[str, bytes] = {}
    for number, line in enumerate(data.splitlines(), 1):
        brace = line.find(b"{")
        facts: Any = orjson.loads(line[brace:]) if brace >= 0 else {}
        target = f"{_FOLDER}{facts.get('filename', '')}"
        if line.startswith(b"!meta"):
            if target not in archive.namelist():
                yield name, Fault("index", f"is of {target[:120]}, which is not there")
                return
            blocks[name] = read_small(archive, target, MOST_INDEX)
        elif name in blocks and "offset" in facts:
            start, length = int(facts["offset"]), int(facts.get("length", 0))
            block = blocks[name][start : start + length]
            told = str(facts.get("digest", ""))
            if len(block) != length or (told and told != f"sha256:{hashlib.sha256(block).hexdigest()}"):
                yield name, Fault("index", f"line {number} names a block that is not there, or another one")


def _agree(one: str, other: str) -> bool:
    """Whether two digests are the same in whatever encoding; those of different kinds cannot be compared."""
    first, second = _decode(one), _decode(other)
    sizes = {len(raw) for raw in first} & {len(raw) for raw in second}
    return not sizes or bool(first & second) or one.rpartition(":")[2] == other.rpartition(":")[2]


def _decode(text: str) -> frozenset[bytes]:
    value = text.rpartition(":")[2].rstrip("=")
    found = set()
    for decode, spelled in (
        (base64.b16decode, value.upper()),
        (base64.b32decode, value.upper() + "=" * (-len(value) % 8)),
    ):
        try:
            raw = decode(spelled)
        except (binascii.Error, ValueError):
            continue
        if len(raw) in (16, 20, 32):
            found.add(raw)
    return frozenset(found)
