"""Taking chunked transfer coding off a body, piece by piece (RFC 9112, section 7.1)."""

from __future__ import annotations

import re

_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?")
_MOST_LINE = 16 * 1024


class ChunkJoiner:
    """Fed with the coded bytes, gives the body.

    ``is_broken`` once the bytes made no sense, ``is_complete`` after the last chunk; nothing comes
    out after either.
    """

    def __init__(self) -> None:
        self.is_broken = False
        self.is_complete = False
        self._line = b""
        self._left = 0
        self._ends_chunk = False

    def feed(self, data: bytes) -> bytes:
        """The part of the body that ``data`` carries."""
        out = bytearray()
        at = 0
        while at < len(data) and not self.is_broken and not self.is_complete:
            if self._left:
                piece = data[at : at + self._left]
                out += piece
                at += len(piece)
                self._left -= len(piece)
                self._ends_chunk = True
                continue
            end = data.find(b"\n", at)
            self._line += data[at : end + 1 if end >= 0 else len(data)]
            at = end + 1 if end >= 0 else len(data)
            if end >= 0:
                self._take_line()
            elif len(self._line) > _MOST_LINE:
                self.is_broken = True
        return bytes(out)

    def _take_line(self) -> None:
        line, self._line = self._line.strip(b"\r\n"), b""
        if self._ends_chunk:
            self._ends_chunk = False
            self.is_broken = bool(line)
            return
        size = _SIZE.fullmatch(line)
        if size is None:
            self.is_broken = True
        else:
            self._left = int(size[1], 16)
            self.is_complete = self._left == 0


def join_chunks(body: bytes) -> bytes | None:
    """``body`` without chunked coding; None if it is not chunked. One that ends early gives what came."""
    joiner = ChunkJoiner()
    joined = joiner.feed(body)
    return None if joiner.is_broken or not (joined or joiner.is_complete) else joined
