"""Reading WARC files as a stream, by whomever written, and saying what is wrong with them.

``walk_records`` goes through a file in bounded memory. Mild faults are noted on the record; after
one that ends a record (``Damage``) the walk goes on at the next place where a record begins.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from isal import igzip_lib

from storage.content import InflateError
from storage.ledger import OPEN_SUFFIX

STEP = 64 * 1024
MOST_HEADER = 1024 * 1024
MOST_BLOCK = 1024 * 1024 * 1024
_SPARED_BLOCK = 64 * 1024 * 1024
_MOST_RATIO = 200
_GZIP_MAGIC = b"\x1f\x8b"
_MEMBER = _GZIP_MAGIC + b"\x08"


class Fault(NamedTuple):
    """What is wrong: one word for programs, a sentence for people."""

    kind: str
    reason: str


class Damage(Exception):
    """A record cannot be read to its end."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.fault = Fault(kind, reason)


class Bytes(Protocol):
    """Uncompressed bytes of a file from some offset on."""

    start: int
    """File offset where the member, or the uncompressed record, begins."""

    def begin(self) -> bool:
        """Go to where the next record begins; no at the end of the file."""
        ...

    def more(self) -> bytes:
        """The next piece; nothing at the end. Raises ``Damage``."""
        ...

    def give_back(self, rest: bytes) -> None:
        """What was read and not used."""
        ...

    def tell(self) -> int:
        """File offset after what was used; inside a member, after the piece it was read from."""
        ...


class PlainBytes:
    """A file that is not compressed."""

    def __init__(self, file: int, offset: int) -> None:
        self.start = offset
        self._file = file
        self._next = offset
        self._rest = b""

    def begin(self) -> bool:
        """See ``Bytes``."""
        self.start = self.tell()
        self._rest = self._rest or self.more()
        return bool(self._rest)

    def more(self) -> bytes:
        """See ``Bytes``."""
        if rest := self._rest:
            self._rest = b""
            return rest
        piece = os.pread(self._file, STEP, self._next)
        self._next += len(piece)
        return piece

    def give_back(self, rest: bytes) -> None:
        """See ``Bytes``."""
        self._rest = rest + self._rest

    def tell(self) -> int:
        """See ``Bytes``."""
        return self._next - len(self._rest)


class GzipBytes:
    """A file of gzip members. ``more`` ends with the member; ``begin`` goes to the next one."""

    def __init__(self, file: int, offset: int) -> None:
        self.start = offset
        self._file = file
        self._next = offset
        self._coded = b""
        self._rest = b""
        self._stream: igzip_lib.IgzipDecompressor | None = None

    def begin(self) -> bool:
        """See ``Bytes``."""
        if self._rest:
            return True
        self.start = self.tell()
        self._coded = self._coded or self._read()
        self._stream = None
        return bool(self._coded)

    def more(self) -> bytes:
        """See ``Bytes``."""
        if rest := self._rest:
            self._rest = b""
            return rest
        if self._stream is None:
            self._open_member()
        assert self._stream
        while not self._stream.eof:
            if self._stream.needs_input:
                self._coded = self._coded or self._read()
                if not self._coded:
                    raise Damage("truncated", "the file ends inside a gzip member")
            data, self._coded = (self._coded, b"") if self._stream.needs_input else (b"", self._coded)
            try:
                piece: bytes = self._stream.decompress(data, STEP)
            except InflateError as error:
                raise Damage("gzip", f"damaged gzip member: {error}") from None
            if self._stream.eof:
                self._coded = self._stream.unused_data
            if piece:
                return piece
        return b""

    def give_back(self, rest: bytes) -> None:
        """See ``Bytes``."""
        self._rest = rest + self._rest

    def tell(self) -> int:
        """See ``Bytes``."""
        return self._next - len(self._coded)

    def _open_member(self) -> None:
        while len(self._coded) < len(_MEMBER) and (piece := self._read()):
            self._coded += piece
        if not self._coded.startswith(_MEMBER):
            raise Damage("trailing_garbage", "bytes that are no gzip member")
        self._stream = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)

    def _read(self) -> bytes:
        piece = os.pread(self._file, STEP, self._next)
        self._next += len(piece)
        return piece


class StreamedRecord:
    """A record whose block is read from the stream as it is asked for.

    ``length`` (bytes of the file) is known after ``finish``. ``fields`` are as written, in order.
    """

    def __init__(self, source: Bytes, compressed: bool) -> None:
        self.offset = source.start
        self.faults: list[Fault] = []
        self.length = 0
        self.version, self.fields = _read_head(source, self.faults)
        self.size = self._read_size()
        self._source = source
        self._compressed = compressed
        self._left = self.size
        self.damage: Damage | None = None
        self._finished = False

    def field(self, name: str) -> str:
        """The first value of a named field, or nothing."""
        key = name.lower()
        return next((value for field, value in self.fields if field.lower() == key), "")

    def chunks(self) -> Iterator[bytes]:
        """The block, piece by piece. Raises ``Damage``."""
        while self._left:
            piece = self._source.more()
            if not piece:
                raise Damage("truncated", f"the block is {self._left} bytes shorter than its Content-Length")
            if len(piece) > self._left:
                self._source.give_back(piece[self._left :])
                piece = piece[: self._left]
            self._left -= len(piece)
            yield piece

    def read_block(self) -> bytes:
        """The whole block, the record finished. Raises ``Damage``.

        A block of more than 1 GiB, or of more than 64 MiB that is over 200 times what stands in the
        file for it, is too large to be read at once; the walk may go on after it.
        """
        if self.size > MOST_BLOCK:
            raise Damage("too_large", f"a record of {self.size} bytes is more than is read at once")
        block = bytearray()
        try:
            for piece in self.chunks():
                block += piece
                stands = self._source.tell() - self.offset
                if len(block) > max(_SPARED_BLOCK, _MOST_RATIO * stands):
                    break
        except Damage as damage:
            self.damage = damage
            raise
        if self._left:
            raise Damage("too_large", f"a record of {self.size} bytes that is packed like a bomb")
        self.finish()
        return bytes(block)

    def finish(self) -> None:
        """Read what is left, check how the record ends. Raises ``Damage``, each time it is called."""
        if self.damage:
            raise self.damage
        if not self._finished:
            self._finished = True
            try:
                self._read_tail()
            except Damage as damage:
                self.damage = damage
                raise

    def _read_tail(self) -> None:
        for _ in self.chunks():
            pass
        tail = b""
        while len(tail) < 4 and (piece := self._source.more()):
            tail += piece
        if not tail.startswith(b"\r\n\r\n"):
            self._judge_tail(tail)
        self._source.give_back(tail[4:] if tail.startswith(b"\r\n\r\n") else tail.lstrip())
        if self._compressed:
            self._finish_member()
        self.length = self._source.tell() - self.offset

    def _judge_tail(self, tail: bytes) -> None:
        if not tail.strip():
            self.faults.append(Fault("record_end", "the record does not end with two CRLF"))
        elif tail.lstrip().startswith(b"WARC/"):
            self.faults.append(Fault("content_length", "the block is not followed by two CRLF"))
        else:
            raise Damage("content_length", "the block goes on after its Content-Length")

    def _finish_member(self) -> None:
        piece = self._source.more()
        if piece:
            self.faults.append(Fault("gzip_member", "the gzip member goes on after the record"))
            self._source.give_back(piece)

    def _read_size(self) -> int:
        text = self.field("Content-Length")
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            raise Damage("header", f"Content-Length is missing or no number: {text[:40]!r}")
        return int(text)


def walk_records(path: Path, start: int = 0) -> Iterator[StreamedRecord | tuple[int, Fault]]:
    """Every record of ``path`` from ``start`` on; for damage its file offset and what it is.

    A record is finished before the next one is read. Raises ``OSError``.
    """
    with open_warc(path) as file:
        compressed = is_compressed(file, start)
        offset: int | None = start
        while offset is not None:
            source = (GzipBytes if compressed else PlainBytes)(file.fileno(), offset)
            try:
                while source.begin():
                    offset = source.start
                    record = StreamedRecord(source, compressed)
                    yield record
                    record.finish()
                return
            except Damage as damage:
                yield source.start, damage.fault
                offset = find_next(file, source.start + 1, compressed)


def open_warc(path: Path) -> BinaryIO:
    """Open a WARC to read, also if its writer takes ``.open`` off its name meanwhile. Raises ``OSError``."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        if not path.name.endswith(OPEN_SUFFIX):
            raise
        return path.with_name(path.name.removesuffix(OPEN_SUFFIX)).open("rb")


def is_compressed(file: BinaryIO, start: int) -> bool:
    """Whether gzip begins at ``start``, or else at the file's begin."""
    fd = file.fileno()
    return _GZIP_MAGIC in (os.pread(fd, 2, start), os.pread(fd, 2, 0))


def find_next(file: BinaryIO, offset: int, compressed: bool) -> int | None:
    """The first file offset from ``offset`` on where a record seems to begin, or None."""
    mark = _MEMBER if compressed else b"\r\n\r\nWARC/1."
    lead = 0 if compressed else 4
    kept = b""
    while piece := os.pread(file.fileno(), STEP, offset):
        data = kept + piece
        base = offset - len(kept)
        found = data.find(mark)
        while found >= 0:
            if not compressed or _begins_record(file.fileno(), base + found):
                return base + found + lead
            found = data.find(mark, found + 1)
        offset += len(piece)
        kept = data[-(len(mark) - 1) :]
    return None


def _begins_record(file: int, offset: int) -> bool:
    try:
        source = GzipBytes(file, offset)
        return source.begin() and source.more()[:5].upper() == b"WARC/"
    except Damage:
        return False


def _read_head(source: Bytes, faults: list[Fault]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The version line and the named fields. Raises ``Damage``."""
    data = b""
    end = -1
    while end < 0:
        piece = source.more()
        if not piece or len(data) > MOST_HEADER:
            break
        searched = max(0, len(data) - 3)
        data += piece
        end = _find_end(data, searched)
    if data[:5].upper() != b"WARC/":
        kind = "not_warc" if source.start == 0 else "trailing_garbage"
        is_empty = not data[:16].strip(b"\x00\r\n\t ")
        raise Damage(kind, f"{'empty bytes' if is_empty else 'bytes'} that are no WARC record")
    if end < 0:
        kind = "truncated" if len(data) <= MOST_HEADER else "header"
        raise Damage(kind, "the record's header does not end")
    source.give_back(data[end:])
    return _parse_head(data[:end], faults)


def _find_end(data: bytes, start: int) -> int:
    end = data.find(b"\r\n\r\n", start)
    if end >= 0:
        return end + 4
    end = data.find(b"\n\n", start)
    return end + 2 if end >= 0 else -1


def _parse_head(data: bytes, faults: list[Fault]) -> tuple[str, tuple[tuple[str, str], ...]]:
    if data.count(b"\n") != data.count(b"\r\n"):
        faults.append(Fault("header", "header lines do not end with CRLF"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        faults.append(Fault("header", "the header is not UTF-8"))
        text = data.decode("latin-1")
    first, *lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    fields: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        if not colon or name != name.strip() or not name:
            faults.append(Fault("header", f"not a header line: {line[:60]!r}"))
        fields.append((name.strip(), value.strip()))
    fields = [(name, value.strip()) for name, value in fields]
    return first, tuple(fields)
