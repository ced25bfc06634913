"""A conversation over a WebSocket (RFC 6455): the handshake's lines, then messages within bounds.

aiohttp's reader and writer parse and mask frames; no extension is offered, so messages are as they were on
the wire. What is said is decided before: messages are sent in order, then it is listened until one of the
server's matches ``Talk.until``.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from aiohttp._websocket.reader import WebSocketDataQueue
from aiohttp.http import WebSocketError, WebSocketReader, WebSocketWriter, WSMessageNoDecodeText, WSMsgType
from aiohttp.streams import EofStream

from crawlers.frames import Frame, FrameKind
from crawlers.network.guard import Refused
from crawlers.network.protocol import NotingProtocol
from storage.http_head import parse_head

LONGEST_MESSAGE = 8 * 1024 * 1024
MOST_MESSAGES = 20_000
_BUFFER = 262_144
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEEP = b"Connection: keep-alive\r\n\r\n"
_NORMAL, _NO_CODE = 1000, 1005
_KINDS: dict[WSMsgType, FrameKind] = {
    WSMsgType.BINARY: "binary",
    WSMsgType.PING: "ping",
    WSMsgType.PONG: "pong",
}


class TalkLimits(Protocol):
    """As much of ``wire.Limits`` as is used here."""

    @property
    def answer_s(self) -> float: ...  # noqa: D102
    @property
    def total_s(self) -> float: ...  # noqa: D102
    @property
    def body_bytes(self) -> int: ...  # noqa: D102


class Left(Exception):
    """The server ended the conversation before its answer was complete."""


class TooMuch(Exception):
    """The server said more than is listened to."""


@dataclass(slots=True)
class Talk:
    """What is to be said, when the answer is complete, and what was said so far."""

    messages: tuple[str, ...]
    until: re.Pattern[str] | None = None
    frames: list[Frame] = field(default_factory=list)
    key: str = field(default_factory=lambda: b64encode(secrets.token_bytes(16)).decode("ascii"))

    def upgrade(self, request: bytes) -> bytes:
        """``request`` (a GET without body) as the client's half of the handshake."""
        lines = (
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {self.key}",
            "\r\n",
        )
        return request.removesuffix(_KEEP) + "\r\n".join(lines).encode("ascii")

    def note(self, frame: Frame) -> None:
        """Keep what went over the wire."""
        self.frames.append(frame)


def plan_talk(body: bytes, until: str) -> Talk:
    """The conversation that sends each line of ``body``. Raises ``Refused`` where that makes no sense."""
    try:
        pattern = re.compile(until) if until else None
        return Talk(tuple(line for line in body.decode().split("\n") if line), pattern)
    except (re.error, UnicodeDecodeError) as error:
        raise Refused(f"not a conversation: {error}") from None


async def hold_talk(protocol: NotingProtocol, talk: Talk, timer: asyncio.Timeout, limits: TalkLimits) -> None:
    """Say and hear everything; returns when the answer is complete.

    Raises ``Left``, ``TooMuch``, aiohttp's ``WebSocketError`` and ``ClientError``, and ``TimeoutError`` when
    the server is silent for ``answer_s`` or the whole takes longer than ``total_s``.
    """
    _check_accept(protocol.head, talk.key)
    loop = asyncio.get_running_loop()
    queue = WebSocketDataQueue(protocol, _BUFFER, loop=loop)
    assert protocol.transport is not None
    writer = WebSocketWriter(protocol, protocol.transport, use_mask=True)
    reader = WebSocketReader(queue, LONGEST_MESSAGE, False, True)
    protocol.set_parser(reader, queue)
    end = loop.time() + limits.total_s
    for text in talk.messages:
        talk.note(Frame("us", datetime.now(UTC), "text", text))
        await writer.send_frame(text.encode(), WSMsgType.TEXT)
    size = count = 0
    while True:
        timer.reschedule(min(end, loop.time() + limits.answer_s))
        try:
            message = await queue.read()
        except EofStream:
            raise Left("the server ended the connection before its answer was complete") from None
        frame = _view(message)
        talk.note(frame)
        count += 1
        size += len(frame.text) + len(frame.data)
        if frame.kind == "ping":
            talk.note(Frame("us", datetime.now(UTC), "pong", data=frame.data))
            await writer.send_frame(frame.data, WSMsgType.PONG)
        is_last = frame.kind == "text" and talk.until is not None and talk.until.search(frame.text)
        if is_last or frame.kind == "close":
            talk.note(Frame("us", datetime.now(UTC), "close", code=_NORMAL))
            await writer.close(_NORMAL)
            if frame.kind == "close" and talk.until is not None:
                told = f"{frame.code} {frame.text}".strip()
                raise Left(f"the server closed before its answer was complete: {told}")
            return
        if count >= MOST_MESSAGES or size > limits.body_bytes:
            raise TooMuch(f"more than {MOST_MESSAGES} messages or {limits.body_bytes} bytes")


def _check_accept(head: bytes, key: str) -> None:
    digest = hashlib.sha1(key.encode("ascii") + _GUID, usedforsecurity=False).digest()
    if parse_head(head).get("sec-websocket-accept").strip() != b64encode(digest).decode("ascii"):
        raise WebSocketError(1002, "the handshake is not answered by a WebSocket server")


def _view(message: WSMessageNoDecodeText) -> Frame:
    now = datetime.now(UTC)
    if message.type is WSMsgType.TEXT:
        return Frame("server", now, "text", str(message.data))
    if message.type is WSMsgType.CLOSE:
        return Frame("server", now, "close", str(message.extra or ""), code=int(message.data or _NO_CODE))
    return Frame("server", now, _KINDS[message.type], data=bytes(message.data))
