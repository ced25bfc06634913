"""Reading zip files of strangers: names that stay inside, sizes that are what they say, nothing unpacked."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from storage.warc_stream import STEP, Fault

MOST_ENTRIES = 100_000
MOST_RATIO = 200
_SPARED = 1 << 20
_ENCRYPTED = 0x1
_ODD_NAME = re.compile(r"^(?:/|[A-Za-z]:)|\\|[\x00-\x1f\x7f]|(?:^|/)\.\.?(?:/|$)")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
"""What reading an entry may raise on any bytes."""


class Spent(Exception):
    """An entry gives more than it may; ``str()`` says what."""


class EntryReader:
    """One entry read from begin to end as a stream: hashed, counted, checked against its CRC.

    ``more`` raises one of ``READ_ERRORS`` where the entry is damaged.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str, algorithm: str = "sha256") -> None:
        self.size = 0
        self._hash = hashlib.new(algorithm, usedforsecurity=False)
        self._stream: IO[bytes] = archive.open(name)

    def more(self) -> bytes:
        """The next piece; nothing at the end."""
        piece = self._stream.read(STEP)
        self.size += len(piece)
        self._hash.update(piece)
        return piece

    def finish(self) -> str:
        """Read what is left; the digest of the whole in hex."""
        while self.more():
            pass
        return self._hash.hexdigest()

    def close(self) -> None:
        """Let go of the stream."""
        self._stream.close()


def judge_entries(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, Fault]]:
    """Entries that no honest program writes: their name, and why they are refused.

    A name that leads out of a folder (zip slip), a link, a name that stands twice, an entry that is
    encrypted or unpacks to over 200 times its size, entries that lie over one another.
    """
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        yield (
            path.name,
            Fault("bomb", f"{len(entries)} entries are more than the {MOST_ENTRIES} that are read"),
        )
        return
    packed = sum(entry.compress_size for entry in entries)
    if packed > path.stat().st_size:
        yield path.name, Fault("bomb", f"entries of {packed} bytes lie over one another in a smaller file")
    for name, count in Counter(entry.filename for entry in entries).items():
        if count > 1:
            yield name, Fault("duplicate_name", f"{count} entries have this name")
    for entry in entries:
        for fault in _judge_entry(entry):
            yield entry.filename, fault


def _judge_entry(entry: zipfile.ZipInfo) -> Iterator[Fault]:
    if _ODD_NAME.search(entry.orig_filename):
        yield Fault(
            "zip_slip", "the name leads out of the folder it would be unpacked in, or hides something"
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        yield Fault("zip_slip", "the entry is a symbolic link")
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        yield Fault("zip", f"encrypted, or packed by a method not known here ({entry.compress_type})")
    if entry.file_size > max(_SPARED, MOST_RATIO * entry.compress_size):
        yield Fault("bomb", f"unpacks from {entry.compress_size} to {entry.file_size} bytes")


def read_small(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A whole entry of at most ``most`` bytes. Raises ``Spent``, ``KeyError`` or one of ``READ_ERRORS``."""
    with archive.open(name) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise Spent(f"more than the {most} bytes that are read of it")
    return data


def gunzip_small(data: bytes, most: int) -> bytes:
    """All gzip members of ``data``, at most ``most`` bytes. Raises ``Spent`` or one of ``READ_ERRORS``."""
    out = bytearray()
    while data:
        member = zlib.decompressobj(31)
        out += member.decompress(data, most + 1 - len(out))
        if len(out) > most:
            raise Spent(f"unpacks to more than {most} bytes")
        if not member.eof:
            raise EOFError("a gzip member is cut off")
        data = member.unused_data
    return bytes(out)
