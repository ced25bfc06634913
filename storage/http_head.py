"""HTTP heads as archived: first line and headers."""

from __future__ import annotations

import re
from typing import NamedTuple

_STATUS = re.compile(r"HTTP/\S*[ \t]+(\d{3})(?!\d)")


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
