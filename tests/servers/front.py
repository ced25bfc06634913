"""One address for several servers: ends TLS, reads the Host, and passes bytes on as they are.

Vedette reaches simulated and test hosts by ``connect_to``, which is one address; this front stands there.
A connection belongs to the host of its first request, as it does for every client that keeps one pool a
host. Hosts that no server answers for get 404.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import trustme

_HOST = re.compile(rb"\r\nhost:[ \t]*([^\r\n]+?)[ \t]*\r\n", re.IGNORECASE)
_ABROAD = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Front:
    """A running front: its port, its authority's certificate, and how many connections each host got."""

    port: int
    ca_file: Path
    asked: Counter[str] = field(default_factory=Counter)


@contextmanager
def run_front(ports: Mapping[str, int], folder: Path) -> Iterator[Front]:
    """Answer for the hosts in ``ports`` by what listens on loopback there, as long as the block."""
    authority = trustme.CA()
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*ports, "*.elsewhere.test").configure_cert(context)

    asked: Counter[str] = Counter()
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = Future()

    async def serve() -> None:
        stop = asyncio.Event()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await _answer(reader, writer, ports, asked)
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                writer.transport.abort()

        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        started.set_result((asyncio.get_running_loop(), stop, server.sockets[0].getsockname()[1]))
        await stop.wait()
        server.close()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    loop, stop, port = started.result(30)
    try:
        yield Front(port, ca_file, asked)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(30)


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ports: Mapping[str, int], asked: Counter[str]
) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    found = _HOST.search(head)
    host = found.group(1).decode("latin-1").lower() if found else ""
    asked[host] += 1
    if host not in ports:
        writer.write(_ABROAD)
        await writer.drain()
        writer.close()
        return
    behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", ports[host])
    behind_writer.write(head)
    await asyncio.gather(_pass_on(reader, behind_writer), _pass_on(behind_reader, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while block := await reader.read(_BLOCK):
            writer.write(block)
            await writer.drain()
    with suppress(OSError):
        writer.close()
