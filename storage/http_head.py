"""HTTP heads as archived: first line, headers, and chunked bodies that foreign tools kept."""

from __future__ import annotations

import re
from typing import NamedTuple

_STATUS = re.compile(r"HTTP/\S*[ \t]+(\d{3})(?!\d)")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")


class Head(NamedTuple):
    """A parsed head; ``status`` is 0 for a request or where the status line makes no sense."""

    line: str
    status: int
    headers: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """The first value of a header, or nothing."""
        return next((value for header, value in self.headers if header.lower() == name), "")


def split_head(block: bytes) -> tuple[bytes, bytes]:
    """The head of an HTTP message, its empty line included, and the body."""
    end = block.find(b"\r\n\r\n")
    bare = block.find(b"\n\n", 0, end + 1 if end >= 0 else len(block))
    if bare >= 0:
        return block[: bare + 2], block[bare + 2 :]
    if end >= 0:
        return block[: end + 4], block[end + 4 :]
    return block, b""


def parse_head(head: bytes) -> Head:
    """First line and headers in order, repetitions kept. Latin-1, as HTTP/1.1 reads bytes."""
    first, *lines = head.decode("latin-1").replace("\r\n", "\n").split("\n")
    headers: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif line:
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip()))
    status = _STATUS.match(first)
    return Head(first, int(status[1]) if status else 0, tuple(headers))


def join_chunks(body: bytes) -> bytes | None:
    """``body`` without chunked transfer coding (RFC 9112, section 7.1); None if it is not chunked.

    A body that ends too early gives what came.
    """
    pieces: list[bytes] = []
    at = 0
    while line := _CHUNK_SIZE.match(body, at):
        size = int(line[1], 16)
        at = line.end()
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[at : at + size])
        at += size
        if body[at : at + 2] == b"\r\n":
            at += 2
        elif body[at : at + 1] == b"\n":
            at += 1
        elif at < len(body):
            return None
    return b"".join(pieces) if pieces and at >= len(body) else None
