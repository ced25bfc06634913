"""What the browser asks of the proxy, read off a connection one request after another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import h11

LONGEST_HEAD = 256 * 1024
LONGEST_BODY = 8 * 1024 * 1024


class Stream(Protocol):
    """Where the bytes come from."""

    async def read(self) -> bytes:
        """The next bytes, none at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. ``url`` is set once the origin is known; ``headers`` keep order and case."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    url: str = ""
    too_long: bool = False

    @property
    def closes(self) -> bool:
        """Whether the browser wants the connection closed after the answer."""
        return "close" in self.header("connection").lower()

    def header(self, name: str) -> str:
        """The first value of a header, ``name`` in lower case; nothing if it is not there."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def within(self, origin: str) -> Request:
        """The same with its URL, from a connection to ``origin``, whatever its Host header says."""
        return replace(self, url=origin + self.target if self.target.startswith("/") else origin + "/")

    def as_web_socket(self) -> Request:
        """The same as its page names it: a WebSocket's scheme is ``ws`` or ``wss``."""
        return replace(self, url="ws" + self.url.removeprefix("http"))


class Requests:
    """Reads requests; ``first`` are bytes that were read already."""

    def __init__(self, stream: Stream, first: bytes = b"") -> None:
        self._stream = stream
        self._rest = first

    async def take(self) -> Request | None:
        """The next request with its body, ``None`` at the end. Raises ``h11.RemoteProtocolError``."""
        parser = h11.Connection(h11.SERVER, max_incomplete_event_size=LONGEST_HEAD)
        if self._rest:
            parser.receive_data(self._rest)
        head: h11.Request | None = None
        pieces: list[bytes] = []
        size = 0
        while True:
            event = parser.next_event()
            if event is h11.NEED_DATA:
                parser.receive_data(await self._stream.read())
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                size += len(event.data)
                if size <= LONGEST_BODY:
                    pieces.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                self._rest = parser.trailing_data[0]
                return _build(head, b"".join(pieces), size > LONGEST_BODY)
            else:
                return None


def _build(head: h11.Request, body: bytes, too_long: bool) -> Request:
    target = head.target.decode("latin-1")
    return Request(
        method=head.method.decode("latin-1"),
        target=target,
        url=target,
        headers=tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in head.headers.raw_items()),
        body=b"" if too_long else body,
        too_long=too_long,
    )
