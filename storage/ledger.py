"""The ledger beside a WARC file: what was written, so that what is missing can be told.

A gzipped WARC that is cut between two records is a valid WARC; only a list kept outside it can tell.
One JSON object a line: a header, one line for each record, and a seal when the file is closed::

    {"ledger":1,"file":"NAME.warc.gz","chain":"…"}
    {"n":0,"offset":0,"length":312,"type":"warcinfo","id":"urn:uuid:…","digest":"sha256:…","chain":"…"}
    {"seal":1,"records":1,"size":312,"sha256":"…","chain":"…"}

``chain`` is the sha256 (hex) of the chain before it and the line without its chain, so that no line
can be changed, taken out or put in alone. ``digest`` is the record's block digest. Offsets, lengths
and sizes are bytes of the compressed file; the seal's ``sha256`` is that of the whole file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson

WARC_SUFFIX = ".warc.gz"
OPEN_SUFFIX = ".open"
LEDGER_SUFFIX = ".ledger.jsonl"
TORN = "torn line"
"""How the fault of a ledger begins whose last line a crash cut short."""
_ROOT = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record of the file."""

    offset: int
    length: int
    type: str
    record_id: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What the file was when it was closed; ``sha256`` in hex."""

    records: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A ledger as far as it can be trusted.

    ``sound`` is the number of bytes up to the end of the last line whose chain holds; ``fault`` says
    in words what is wrong after it, and is empty if nothing is.
    """

    file: str
    entries: tuple[Entry, ...]
    seal: Seal | None
    chain: str
    sound: int
    fault: str = ""


class LedgerWriter:
    """Lines on their way to one ledger: kept in memory until ``flush``."""

    def __init__(self, path: Path, warc_file: str) -> None:
        self.path = path
        self._waiting: list[bytes] = []
        self._chain = _ROOT
        self._size = 0
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        self._count = 0
        self._add(b'{"ledger":1,"file":' + json.dumps(warc_file).encode("ascii"))

    @classmethod
    def resume(cls, path: Path, ledger: Ledger) -> LedgerWriter:
        """Go on after the sound part of ``ledger``; what stands after it is cut off."""
        writer = cls.__new__(cls)
        writer.path = path
        writer._waiting = []
        writer._chain = ledger.chain
        writer._size = ledger.sound
        writer._count = len(ledger.entries)
        writer._file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        os.ftruncate(writer._file, ledger.sound)
        return writer

    def add(self, entry: Entry) -> None:
        """Note a record, whose id is a URI; on disk after the next ``flush``."""
        line = (
            f'{{"n":{self._count},"offset":{entry.offset},"length":{entry.length},"type":"{entry.type}",'
            f'"id":"{entry.record_id}","digest":"{entry.digest}"'
        )
        self._add(line.encode("ascii"))
        self._count += 1

    def seal(self, size: int, sha256: str) -> None:
        """Note that the file is whole: ``size`` bytes, ``sha256`` in hex."""
        self._add(f'{{"seal":1,"records":{self._count},"size":{size},"sha256":"{sha256}"'.encode("ascii"))

    def flush(self) -> None:
        """Write and fsync what waits. On ``OSError`` the file is as it was and the lines still wait."""
        if not self._waiting:
            return
        data = b"".join(self._waiting)
        try:
            write_whole(self._file, data, self._size)
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self._size)
            raise
        self._size += len(data)
        self._waiting.clear()

    def close(self) -> None:
        """Let go of the file, without flushing."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def _add(self, line: bytes) -> None:
        self._chain = _link(self._chain, line)
        self._waiting.append(b'%b,"chain":"%b"}\n' % (line, self._chain.encode("ascii")))


def ledger_path(warc: Path) -> Path:
    """Where the ledger of ``warc`` (open or closed) stands."""
    stem = warc.name.removesuffix(OPEN_SUFFIX).removesuffix(WARC_SUFFIX)
    return warc.with_name(stem + LEDGER_SUFFIX)


def write_whole(file: int, data: bytes, offset: int, write: Callable[..., int] = os.pwrite) -> None:
    """Write all of ``data`` at ``offset``; raises ``OSError`` when the disk takes no more."""
    view = memoryview(data)
    while view:
        done = write(file, view, offset)
        view = view[done:]
        offset += done


def read_ledger(path: Path) -> Ledger:
    """Read a ledger up to the first line that is torn, changed or out of order.

    Raises ``OSError`` if it cannot be read.
    """
    reading = _Reading()
    with path.open("rb") as lines:
        for line in lines:
            reading.fault = reading.take(line)
            if reading.fault:
                break
    if not reading.file and not reading.fault:
        reading.fault = "no header line"
    return Ledger(
        file=reading.file,
        entries=tuple(reading.entries),
        seal=reading.seal,
        chain=reading.chain,
        sound=reading.sound,
        fault=reading.fault,
    )


class _Reading:
    def __init__(self) -> None:
        self.file = ""
        self.entries: list[Entry] = []
        self.seal: Seal | None = None
        self.chain = _ROOT
        self.sound = 0
        self.fault = ""

    def take(self, line: bytes) -> str:
        """Take one line in; says what is wrong with it, or nothing."""
        number = len(self.entries)
        if not line.endswith(b"\n"):
            return f"{TORN} after {number} records"
        body, _, tail = line.rpartition(b',"chain":"')
        chain = _link(self.chain, body)
        if tail != chain.encode("ascii") + b'"}\n':
            return f"chain broken after {number} records"
        try:
            self._note(orjson.loads(body + b"}"))
        except (ValueError, KeyError, TypeError):
            return f"unreadable line after {number} records"
        self.chain = chain
        self.sound += len(line)
        return ""

    def _note(self, line: dict[str, object]) -> None:
        if self.seal:
            raise ValueError("a line after the seal")
        if not self.file:
            if line["ledger"] != 1:
                raise ValueError("a ledger of another version")
            self.file = _text(line["file"])
        elif "seal" in line:
            self.seal = Seal(
                records=_number(line["records"]), size=_number(line["size"]), sha256=_text(line["sha256"])
            )
        else:
            if line["n"] != len(self.entries):
                raise ValueError("records out of order")
            self.entries.append(
                Entry(
                    offset=_number(line["offset"]),
                    length=_number(line["length"]),
                    type=_text(line["type"]),
                    record_id=_text(line["id"]),
                    digest=_text(line["digest"]),
                )
            )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a string")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("not a whole number")
    return value


def _link(chain: str, line: bytes) -> str:
    return hashlib.sha256(chain.encode("ascii") + line).hexdigest()
