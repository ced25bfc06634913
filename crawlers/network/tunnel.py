"""Bytes to and from the browser, plain or through TLS that we end ourselves.

TLS runs over memory here and not in asyncio: what comes through a CONNECT has to be looked at first,
because a WebSocket without TLS comes the same way.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

BLOCK = 65_536
HANDSHAKE_S = 15.0
TLS_HANDSHAKE = 0x16
"""The first byte of a TLS connection (RFC 8446, section 5.1)."""


class Plain:
    """The browser's connection as it is. Reading an empty block means that it is closed."""

    secure = False

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self) -> bytes:
        """The next bytes."""
        return await self._reader.read(BLOCK)

    async def write(self, data: bytes) -> None:
        """Send, no faster than the browser takes it."""
        for start in range(0, len(data), BLOCK):
            self._writer.write(data[start : start + BLOCK])
            await self._writer.drain()


class Secure:
    """The same through TLS; ``first`` are bytes that were read already."""

    secure = True

    def __init__(self, below: Plain, context: ssl.SSLContext, first: bytes) -> None:
        self._below = below
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._incoming.write(first)

    async def shake_hands(self) -> None:
        """Begin. Raises ``ssl.SSLError``, ``TimeoutError`` and ``OSError``."""
        async with asyncio.timeout(HANDSHAKE_S):
            await self._drive(self._tls.do_handshake)

    async def read(self) -> bytes:
        """The next bytes."""
        try:
            return await self._drive(lambda: self._tls.read(BLOCK))
        except ssl.SSLZeroReturnError:
            return b""

    async def write(self, data: bytes) -> None:
        """Send, no faster than the browser takes it."""
        for start in range(0, len(data), BLOCK):
            self._tls.write(data[start : start + BLOCK])
            await self._flush()

    async def _drive(self, step: Callable[[], T]) -> T:
        """Take a step of TLS, feeding it what it wants."""
        while True:
            try:
                done = step()
            except ssl.SSLWantReadError:
                await self._flush()
                more = await self._below.read()
                if more:
                    self._incoming.write(more)
                else:
                    self._incoming.write_eof()
                continue
            await self._flush()
            return done

    async def _flush(self) -> None:
        if pending := self._outgoing.read():
            await self._below.write(pending)
