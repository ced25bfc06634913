"""Any number of hosts on one port of loopback, for the browser's tests: pages are given, requests noted."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from crawlers.network.authority import Authority

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; ``never`` takes the request and does not answer."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)
    never: bool = False

    def format(self) -> bytes:
        """The answer's bytes."""
        lines = [f"HTTP/1.1 {self.status} Some reason", *(f"{name}: {value}" for name, value in self.headers)]
        lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join((*lines, "", "")).encode() + self.body


def page(body: str, *headers: tuple[str, str]) -> Reply:
    """An HTML page."""
    return Reply(body.encode(), headers=(("Content-Type", HTML), *headers))


def packed(body: str, content_type: str) -> Reply:
    """A gzipped answer."""
    headers = (("Content-Type", content_type), ("Content-Encoding", "gzip"))
    return Reply(gzip.compress(body.encode(), mtime=0), headers=headers)


def move(url: str, status: int = 302) -> Reply:
    """A redirect, with a few words in it."""
    return Reply(b"moved", status, (("Location", url), ("Content-Type", "text/plain")))


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that reached the site."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first value of a header, empty if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(slots=True)
class Site:
    """A running site."""

    port: int
    ca_file: Path
    scheme: str
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    replies: dict[str, Reply] = field(default_factory=dict)
    fallback: Reply = Reply(b"nothing here", 404)
    seen: list[Seen] = field(default_factory=list)

    def urls(self) -> list[str]:
        """What was asked for, without icons that a browser looks for by itself."""
        return [one.url for one in self.seen if not one.url.endswith("/favicon.ico")]

    def find(self, url: str) -> Seen:
        """The only request for ``url``."""
        (found,) = (one for one in self.seen if one.url == url)
        return found


@asynccontextmanager
async def run_site(folder: Path, replies: Mapping[str, Reply], scheme: str = "https") -> AsyncIterator[Site]:
    """Answer ``replies`` (by URL) on one port, over TLS unless ``scheme`` is ``http``."""
    authority = Authority()
    ca_file = folder / "site-ca.pem"
    ca_file.write_bytes(authority.certificate)
    context = authority.context_for("nameless.test")

    def choose(connection: ssl.SSLObject | ssl.SSLSocket, host: str | None, _: ssl.SSLContext) -> None:
        connection.context = authority.context_for(host or "nameless.test")

    context.sni_callback = choose
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _converse(site, reader, writer)
        writer.close()
        tasks.discard(task)

    tls = context if scheme == "https" else None
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    site = Site(server.sockets[0].getsockname()[1], ca_file, scheme, replies=dict(replies))
    try:
        yield site
    finally:
        server.close()
        for task in tasks:
            task.cancel()


async def _converse(site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while head := await reader.readuntil(b"\r\n\r\n"):
        first, *lines = head.decode("latin-1").split("\r\n")[:-2]
        method, target, _ = first.split(" ")
        headers = tuple((name, value) for name, _, value in (line.partition(": ") for line in lines))
        asked = Seen(method, "", headers)
        body = await reader.readexactly(int(asked.header("content-length") or "0"))
        asked = Seen(method, f"{site.scheme}://{asked.header('host')}{target}", headers, body)
        site.seen.append(asked)
        reply = site.replies.get(asked.url, site.fallback)
        site.arrived.set()
        if reply.never:
            await asyncio.Event().wait()
        writer.write(reply.format())
        await writer.drain()
