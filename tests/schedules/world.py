"""A small world on loopback, all hosts behind one port: Mastodon instances, and pages that may misbehave.

It runs in a thread of its own, so that crawls are processes like any other. What is asked of it is noted.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import trustme

from storage.items import Watched
from tests.schedules.mastodons import Mastodon, Reply

_HOST = re.compile(r"^host:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)

Ending = Literal["", "close", "reset", "hang", "drip", "flood"]
"""What is done with the connection after an answer; ``drip`` and ``flood`` repeat its last 1000 bytes."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it goes over the wire."""

    sent: bytes
    ending: Ending = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    url: str
    head: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


Answerer = Callable[[Asked], "Page | None"]


@dataclass(slots=True)
class World:
    """A running world. ``answers`` are asked first, then ``pages`` (by URL), then ``mastodons`` (by host).

    ``heard`` is called with each request before it is answered, one at a time, in a thread of its own.
    """

    port: int = 0
    ca_file: Path = Path()
    mastodons: dict[str, Mastodon] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    answers: list[Answerer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    heard: Callable[[Asked], None] | None = None
    connections: int = 0

    def environment(self) -> dict[str, str]:
        """What sends a process here, and nowhere else."""
        return {
            "VEDETTE_CONNECT_TO": f"127.0.0.1:{self.port}",
            "VEDETTE_CA_FILE": str(self.ca_file),
            "VEDETTE_PACE": "0",
            "VEDETTE_ROBOTS": "off",
        }

    def add_mastodon(self, host: str, posts: int, user: str = "ada") -> Watched:
        """An instance with one account that has posted; the account as it is watched."""
        self.mastodons[host] = Mastodon(host, user)
        self.mastodons[host].write(posts)
        return Watched(
            platform="mastodon", key=f"{user}@{host}", url=f"https://{host}/@{user}", handle=user, host=host
        )

    def put(self, url: str, body: bytes, *headers: str, status: int = 200, ending: Ending = "") -> str:
        """Answer ``body`` at ``url``, well formed; returns the URL."""
        self.pages[url] = Page(format_answer(status, body, headers), ending)
        return url

    def urls(self, host: str = "") -> list[str]:
        """What was asked for, of one host or all."""
        return [one.url for one in self.asked if host in ("", one.host)]

    def forget(self) -> None:
        """Note requests anew."""
        self.asked.clear()

    def post_ids(self) -> set[str]:
        """The ids of all posts that can be seen now, as they are indexed."""
        return {
            f"{host}/{one}" for host, instance in self.mastodons.items() for one in instance.visible_ids()
        }

    def answer(self, asked: Asked) -> Page:
        """What goes out."""
        for answerer in self.answers:
            if page := answerer(asked):
                return page
        if page := self.pages.get(asked.url):
            return page
        if instance := self.mastodons.get(asked.host):
            return _send_json(instance.answer(asked.url))
        return Page(format_answer(404, b"nothing here"))


def _send_json(reply: Reply) -> Page:
    return Page(
        format_answer(reply.status, json.dumps(reply.value).encode(), ("Content-Type: application/json",))
    )


def format_answer(status: int, body: bytes, headers: tuple[str, ...] = ()) -> bytes:
    """A well-formed answer."""
    lines = (f"HTTP/1.1 {status} Some Reason", *headers, f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(lines).encode("latin-1") + body


@contextmanager
def run_world(folder: Path, *hosts: str) -> Iterator[World]:
    """A world that answers for ``hosts`` and all of ``*.test`` below them, as long as the block."""
    authority = trustme.CA()
    world = World(ca_file=folder / "world-ca.pem")
    authority.cert_pem.write_to_path(world.ca_file)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*hosts, "*.social.test", "*.pages.test").configure_cert(context)
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        over, hearing = asyncio.Event(), asyncio.Lock()
        tasks: set[asyncio.Task[None]] = set()

        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            world.connections += 1
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await _converse(world, hearing, reader, writer)
            writer.transport.abort()
            tasks.discard(task)

        server = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=context)
        world.port = server.sockets[0].getsockname()[1]
        started.set_result((asyncio.get_running_loop(), over))
        await over.wait()
        server.close()
        for task in tuple(tasks):
            task.cancel()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    loop, over = started.result(30)
    try:
        yield world
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(30)


async def _converse(
    world: World, hearing: asyncio.Lock, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    while True:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        found = _HOST.search(head)
        asked = Asked(f"https://{found[1] if found else ''}{head.split(' ')[1]}", head)
        world.asked.append(asked)
        if world.heard is not None:
            async with hearing:  # one after the other, and without holding up the loop
                await asyncio.to_thread(world.heard, asked)
        page = world.answer(asked)
        writer.write(page.sent)
        await writer.drain()
        if page.ending:
            await _end(page, reader, writer)
            return


async def _end(page: Page, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    if page.ending == "reset":
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif page.ending == "hang":
        while await reader.read(65_536):
            pass
    elif page.ending in ("drip", "flood"):
        while not writer.is_closing():
            writer.write(page.sent[-1000:] if page.ending == "flood" else page.sent[-1:])
            await writer.drain()
            await asyncio.sleep(0.05 if page.ending == "drip" else 0)


def make_environment(world: World, data: Path, base: Mapping[str, str], database: str = "") -> dict[str, str]:
    """The environment of a process that works in ``data`` and sees ``world`` alone."""
    ours = {name: value for name, value in base.items() if not name.startswith("VEDETTE_")}
    return {**ours, **world.environment(), "VEDETTE_DATA": str(data), "VEDETTE_DATABASE": database}
