"""One request and its answer over HTTP/1.1, whatever the server does.

Nothing of aiohttp's client above its connections is used: no redirects, cookies, proxies from the
environment, netrc or silent second tries. What is written is exactly what ``Exchange.request`` says.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, Literal, cast

import aiohttp
from aiohttp.client_reqrep import ClientRequest, ConnectionKey
from aiohttp.http import WebSocketError
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from crawlers.frames import Frame
from crawlers.network.guard import Refused, Target
from crawlers.network.protocol import GuardedConnector, NotingProtocol, Peer
from crawlers.network.resolver import Resolver
from crawlers.network.web_socket import Left, Talk, TooMuch, hold_talk

Truncation = Literal["", "length", "time", "disconnect"]
FaultKind = Literal["refused", "name", "connect", "tls", "time", "disconnect", "malformed"]

_READ_BUFFER = 262_144
_LONGEST_LINE = 65_536
_MOST_HEADERS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one exchange may take: seconds, and bytes of body as they come (content-coded).

    A body is given up as too slow when it is behind ``min_rate`` (bytes a second) after ``grace_s``.
    """

    connect_s: float = 20.0
    answer_s: float = 60.0
    total_s: float = 180.0
    grace_s: float = 20.0
    min_rate: int = 512
    body_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no whole answer. ``received`` is what came of one that could not be parsed."""

    kind: FaultKind
    reason: str
    received: bytes = b""
    reused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What went over the wire. ``head`` is empty where no answer came; ``body`` is content-coded.

    ``began`` is when the request was about to be sent, ``seconds`` how long connecting, the first
    byte and the whole took, counted from the start. ``frames`` are what went over a WebSocket after its
    handshake; ``truncated`` and ``fault`` are then about these.
    """

    request: bytes
    began: datetime
    head: bytes = b""
    status: int = 0
    body: bytes = b""
    truncated: Truncation = ""
    peer: Peer = Peer()
    fault: Fault | None = None
    seconds: tuple[float, float, float] = (0.0, 0.0, 0.0)
    frames: tuple[Frame, ...] = ()


@dataclass(slots=True)
class _Way:
    """As much of aiohttp's ``ClientRequest`` as its connector asks for."""

    url: URL
    host: str
    port: int
    ssl: ssl.SSLContext | bool
    connection_key: ConnectionKey
    proxy: None = None
    server_hostname: None = None
    request_info: None = None

    def is_ssl(self) -> bool:
        return self.ssl is not True


@dataclass(slots=True)
class _Course:
    """Where an exchange stands, for its record if it breaks off."""

    request: bytes
    began: datetime
    start: float
    talk: Talk | None = None
    peer: Peer = Peer()
    protocol: NotingProtocol | None = None
    connected: float = 0.0
    answered: float = 0.0
    status: int = 0
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0
    payload: Any = None

    def finish(self, truncated: Truncation = "", fault: Fault | None = None) -> Exchange:
        protocol = self.protocol
        return Exchange(
            request=self.request,
            began=self.began,
            head=protocol.head if protocol is not None and self.status else b"",
            status=self.status,
            body=self.pieces[0] if len(self.pieces) == 1 else b"".join(self.pieces),
            truncated=truncated,
            peer=self.peer,
            fault=fault,
            seconds=(self.connected, self.answered, monotonic() - self.start),
            frames=tuple(self.talk.frames) if self.talk is not None else (),
        )

    def break_off(self, kind: FaultKind, reason: str) -> Exchange:
        """The end of an exchange that failed; with a head and part of a body it is a cut answer."""
        if self.status:
            self._save_rest()
            return self.finish("time" if kind == "time" else "disconnect", Fault(kind, reason))
        protocol = self.protocol
        return self.finish(
            fault=Fault(
                kind,
                reason,
                protocol.broken if protocol is not None else b"",
                protocol is not None and protocol.uses > 1 and not protocol.broken,
            )
        )

    def _save_rest(self) -> None:
        """What had come and was not taken yet when the connection broke."""
        if self.payload is not None:
            self.payload._exception = None
            if rest := self.payload.read_nowait():
                self.pieces.append(rest)


class Wire:
    """Connections and their pool. Made and closed inside a running loop."""

    def __init__(self, resolver: Resolver, ca_file: Path | None = None, connections: int = 256) -> None:
        self._tls = make_tls(ca_file)
        self._timeout = aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None)
        self._connector = GuardedConnector(
            resolver, limit=connections, keepalive_timeout=30.0, ssl=self._tls, happy_eyeballs_delay=0.25
        )

    async def exchange(
        self, target: Target, request: bytes, limits: Limits, talk: Talk | None = None
    ) -> Exchange:
        """Send ``request`` (head and body) and take the answer. Never raises on what a server does.

        With a ``talk``, ``request`` is the handshake of a WebSocket; where the server agrees, it is held.
        """
        course = _Course(request, datetime.now(UTC), monotonic(), talk)
        connection: aiohttp.connector.Connection | None = None
        try:
            async with asyncio.timeout(limits.connect_s) as timer:
                connection = await self._connect(target)
                course.connected = monotonic() - course.start
                timer.reschedule(asyncio.get_running_loop().time() + limits.answer_s)
                return await self._converse(connection, course, timer, limits)
        except TimeoutError:
            stage = "answering" if course.protocol is not None else "connecting"
            return course.break_off("time", f"too slow: gave up {stage}")
        except Refused as refusal:
            return course.break_off("refused", str(refusal))
        except aiohttp.ClientConnectorCertificateError as error:
            return course.break_off("tls", f"the certificate is not to be trusted: {_explain(error)}")
        except (aiohttp.ClientConnectorSSLError, ssl.SSLError) as error:
            return course.break_off("tls", f"no TLS connection: {_explain(error)}")
        except aiohttp.ClientConnectorDNSError as error:
            return course.break_off("name", f"the name does not resolve: {_explain(error)}")
        except aiohttp.ClientConnectorError as error:
            return course.break_off("connect", f"no connection: {_explain(error)}")
        except (HttpProcessingError, aiohttp.ClientPayloadError) as error:
            kind: FaultKind = "malformed" if isinstance(error, HttpProcessingError) else "disconnect"
            return course.break_off(kind, f"not an HTTP answer: {_explain(error)}")
        except Left as end:
            return course.break_off("disconnect", str(end))
        except WebSocketError as error:
            return course.break_off("malformed", f"not a WebSocket: {_explain(error)}")
        except (aiohttp.ClientError, OSError) as error:
            return course.break_off("disconnect", f"the connection broke: {_explain(error)}")
        finally:
            if connection is not None:
                connection.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._connector.close()

    async def _connect(self, target: Target) -> aiohttp.connector.Connection:
        secure = self._tls if target.is_secure else True
        key = ConnectionKey(target.host, target.port, target.is_secure, secure, None, None, None, None)
        way = cast(ClientRequest, _Way(target.wire, target.host, target.port, secure, key))
        while True:
            connection = await self._connector.connect(way, [], self._timeout)
            if not cast(NotingProtocol, connection.protocol).stale:
                return connection
            connection.close()  # an answer that came unasked is no answer to this question

    async def _converse(
        self,
        connection: aiohttp.connector.Connection,
        course: _Course,
        timer: asyncio.Timeout,
        limits: Limits,
    ) -> Exchange:
        protocol = cast(NotingProtocol, connection.protocol)
        course.protocol = protocol
        course.peer = protocol.peer
        protocol.begin()
        protocol.set_response_params(
            skip_payload=course.request.startswith(b"HEAD "),
            read_until_eof=True,
            auto_decompress=False,
            read_bufsize=_READ_BUFFER,
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
            max_headers=_MOST_HEADERS,
        )
        assert protocol.transport is not None
        protocol.transport.write(course.request)
        message, payload = await protocol.read()
        while 100 <= message.code < 200 and message.code != 101:
            message, payload = await protocol.read()
        course.answered = monotonic() - course.start
        course.status = message.code
        if course.talk is not None and message.code == 101:
            try:
                await hold_talk(protocol, course.talk, timer, limits)
            except TooMuch as excess:
                return course.finish("length", Fault("malformed", str(excess)))
            return course.finish()
        course.payload = payload
        if truncated := await _read_body(payload, course, timer, limits):
            reason = f"the body is longer than {limits.body_bytes} bytes"
            return course.finish(truncated, Fault("malformed", reason))
        connection.release()
        return course.finish()


async def _read_body(payload: Any, course: _Course, timer: asyncio.Timeout, limits: Limits) -> Truncation:
    """Take the body as it comes, within time, rate and size."""
    loop = asyncio.get_running_loop()
    end = loop.time() + limits.total_s - course.answered
    start = loop.time()
    while not payload.at_eof():
        timer.reschedule(min(end, start + limits.grace_s + course.size / limits.min_rate))
        piece = await payload.readany()
        if not piece:
            break
        course.pieces.append(piece)
        course.size += len(piece)
        if course.size > limits.body_bytes:
            excess = course.size - limits.body_bytes
            course.pieces[-1] = piece[:-excess]
            return "length"
    return ""


def make_tls(ca_file: Path | None = None) -> ssl.SSLContext:
    """Certificates are verified against the system's authorities, and against ``ca_file`` if given."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _explain(error: BaseException) -> str:
    cause = error.__cause__ or error
    named = (getattr(cause, name, None) for name in ("verify_message", "strerror", "message"))
    text = next(filter(None, named), None) or str(cause)
    return " ".join(str(text or type(cause).__name__).split())[:300]
