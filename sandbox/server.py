"""One loopback port for every simulated host: TLS or plain HTTP by the first byte, the site by ``Host``."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace

from aiohttp import WSMsgType, web
from multidict import CIMultiDict

from sandbox.authority import Authority
from sandbox.exchange import Answer, Asked
from sandbox.situation import Situation

HANDSHAKE = 0x16
GREETING_TIMEOUT_S = 60.0
LEAST_TO_PACK = 512

Answering = Callable[[Asked, Situation], Answer]


class Server:
    """Serves ``answering`` on 127.0.0.1. ``authority`` signs the certificates that TLS clients see."""

    def __init__(self, answering: Answering, situation: Situation, authority: Authority) -> None:
        self._answering = answering
        self._situation = situation
        self._tls = authority.context()
        self._web = web.Server(self._handle, access_log=None, handler_cancellation=True)
        self._socket: socket.socket | None = None
        self._accepting: asyncio.Task[None] | None = None
        self._greetings: set[asyncio.Task[None]] = set()

    async def start(self, port: int) -> int:
        """Listen on ``port`` (0 takes a free one) and say which it is. Raises ``OSError`` if it is taken."""
        self._socket = socket.create_server(("127.0.0.1", port), backlog=512)
        self._socket.setblocking(False)
        self._accepting = asyncio.create_task(self._accept(self._socket))
        taken: int = self._socket.getsockname()[1]
        return taken

    async def close(self) -> None:
        """Stop listening and end every connection."""
        tasks = [*self._greetings, *([self._accepting] if self._accepting else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._socket:
            self._socket.close()
        await self._web.shutdown(1.0)

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(listening)
            task = asyncio.create_task(self._greet(connection))
            self._greetings.add(task)
            task.add_done_callback(self._greetings.discard)

    async def _greet(self, connection: socket.socket) -> None:
        """Look at the first byte without taking it, and hand the connection on as TLS or plain HTTP."""
        loop = asyncio.get_running_loop()
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            async with asyncio.timeout(GREETING_TIMEOUT_S):
                first = await _peek(connection)
            if not first:
                connection.close()
                return
            tls = self._tls if first[0] == HANDSHAKE else None
            await loop.connect_accepted_socket(self._web, connection, ssl=tls)
        except (OSError, ssl.SSLError, TimeoutError, asyncio.CancelledError):
            connection.close()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        wants_socket = socket.can_prepare(request).ok
        asked = Asked(
            host=request.host.rpartition(":")[0].lower() if ":" in request.host else request.host.lower(),
            path=request.path,
            target=request.raw_path,
            query=dict(request.query),
            headers={name.lower(): value for name, value in request.headers.items()},
            method=request.method,
            scheme=("ws" if wants_socket else "http") + ("s" if request.secure else ""),
            body=await request.read(),
        )
        answer = self._answering(asked, self._situation)
        agent = asked.headers.get("user-agent", "")
        self._situation.count(asked.host, asked.method, asked.target, answer.status, agent)
        if answer.drop and request.transport is not None:
            request.transport.abort()
        if answer.messages is not None:
            await socket.prepare(request)
            await self._talk(socket, asked, answer.messages)
            return socket
        return _write(answer, asked)

    async def _talk(self, socket: web.WebSocketResponse, asked: Asked, greeting: tuple[str, ...]) -> None:
        """Answer every text message until the client closes."""
        for text in greeting:
            await socket.send_str(text)
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            answer = self._answering(replace(asked, body=message.data.encode()), self._situation)
            if answer.drop:
                await socket.close(code=1011)
            for text in answer.messages or ():
                await socket.send_str(text)


async def _peek(connection: socket.socket) -> bytes:
    loop = asyncio.get_running_loop()
    readable: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not readable.done():
            readable.set_result(None)

    loop.add_reader(connection, tell)
    try:
        await readable
    finally:
        with contextlib.suppress(OSError, ValueError):
            loop.remove_reader(connection)
    return connection.recv(1, socket.MSG_PEEK)


def _write(answer: Answer, asked: Asked) -> web.Response:
    headers: CIMultiDict[str] = CIMultiDict(answer.headers)
    headers["Server"] = answer.server
    if answer.body or answer.status == 200:
        headers["Content-Type"] = answer.content_type
    body = answer.body
    packs = answer.content_type.startswith(("text/", "application/"))
    if packs and len(body) >= LEAST_TO_PACK and "gzip" in asked.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
        headers["Vary"] = "Accept-Encoding"
    response = web.Response(status=answer.status, body=body, headers=headers)
    if answer.chunked:
        response.enable_chunked_encoding()
    return response
