"""A server that sends exactly the bytes it is told to, however wrong, and ends connections in every way."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

_HOST = re.compile(rb"\r\nhost:[ \t]*([^\r\n]+)", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]+)", re.IGNORECASE)

Ending = Literal["keep", "close", "reset", "hang", "later", "endless", "drip"]
"""``later`` sends more once ``Misbehaving.later`` is set; ``endless`` sends it again and again as fast as it
is taken, ``drip`` slowly, until the client leaves."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is sent, and what is done with the connection then."""

    sent: bytes
    ending: Ending = "keep"
    again: bytes = b""


@dataclass(slots=True)
class Misbehaving:
    """A running server: scripts by ``host/path`` are played one after another, the last one for good."""

    port: int = 0
    scripts: dict[str, list[Script]] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    later: asyncio.Event = field(default_factory=asyncio.Event)

    def play(self, place: str, *scripts: Script | bytes) -> None:
        """Answer at ``place``; bytes alone leave the connection open."""
        played = (one if isinstance(one, Script) else Script(one) for one in scripts)
        self.scripts[place] = list(played)

    def asked(self, host: str) -> list[bytes]:
        """The requests, head and body, that named ``host``."""
        return [one for one in self.requests if _find_host(one) == host]

    def _next_script(self, request: bytes) -> Script:
        place = _find_host(request) + request.split(b" ")[1].decode("latin-1")
        scripts = self.scripts.get(place) or [Script(answer(b"nothing here", status=404))]
        return scripts.pop(0) if len(scripts) > 1 else scripts[0]


def answer(body: bytes, *headers: str, status: int = 200, reason: str = "OK") -> bytes:
    """A well-formed answer."""
    lines = [f"HTTP/1.1 {status} {reason}", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


@asynccontextmanager
async def run_misbehaving(
    tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[Misbehaving]:
    """Serve on loopback as long as the block."""
    server = Misbehaving()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _converse(server, reader, writer)
        writer.transport.abort()
        tasks.discard(task)

    listening = await asyncio.start_server(serve, host, port, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in tasks:
            task.cancel()


async def _converse(server: Misbehaving, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        size = _LENGTH.search(head)
        request = head + (await reader.readexactly(int(size[1])) if size else b"")
        server.requests.append(request)
        server.arrived.set()
        script = server._next_script(request)
        writer.write(script.sent)
        await writer.drain()
        if script.ending == "later":
            await server.later.wait()
            writer.write(script.again)
        elif script.ending != "keep":
            await _ENDINGS[script.ending](script, reader, writer)
            return


async def _close(_: Script, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()
    await writer.wait_closed()


async def _reset(_: Script, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _hang(_: Script, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(65_536):
        pass


async def _repeat(script: Script, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while not writer.is_closing():
        writer.write(script.again)
        await writer.drain()
        await asyncio.sleep(0.01 if script.ending == "drip" else 0)


_ENDINGS: dict[str, Callable[..., Awaitable[None]]] = {
    "close": _close,
    "reset": _reset,
    "hang": _hang,
    "endless": _repeat,
    "drip": _repeat,
}


def _find_host(request: bytes) -> str:
    found = _HOST.search(request)
    return found[1].decode("latin-1") if found else ""
