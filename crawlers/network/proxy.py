"""The proxy through which the browser, and nothing else, reaches the network: all of it by the door.

It listens on loopback, ends the browser's TLS with a throw-away authority, and asks the door each request.
The answer goes back as it came, content coding included. Who has no token of a visit gets nothing, so
another process of this machine cannot go out through it. Only HTTP goes through: what is inside a
CONNECT is read as HTTP or not at all, WebSockets and methods that change things are refused.
"""

from __future__ import annotations

import asyncio
import hmac
import ssl
from base64 import b64decode
from http import HTTPStatus
from typing import Protocol

import h11

from crawlers.network.answering import format_answer, format_refusal
from crawlers.network.asking import Answer, Ask
from crawlers.network.authority import Authority
from crawlers.network.requests import Request, Requests
from crawlers.network.tunnel import TLS_HANDSHAKE, Plain, Secure
from crawlers.network.visit import Asked, Visit
from storage.items import Capture, ProblemKind
from storage.warc import Provenance

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
"""What a page may do while we look at it. Pages read by POST too, so that stays."""

IDLE_S = 300.0

_PORTS = {"http": ":80", "https": ":443"}
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_BROKEN = (OSError, ssl.SSLError, h11.RemoteProtocolError, TimeoutError, UnicodeError)


class Asking(Protocol):
    """As much of the door as is used here."""

    async def ask(self, ask: Ask) -> Answer:
        """Ask and archive."""

    def note(self, url: str, kind: ProblemKind, reason: str, provenance: Provenance) -> Capture:
        """Archive a finding of our own."""


class Proxy:
    """Listens from ``start`` to ``close``, for the visits that are admitted."""

    def __init__(self, door: Asking, authority: Authority | None = None) -> None:
        self.authority = authority or Authority()
        self._door = door
        self._visits: dict[str, Visit] = {}
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self) -> None:
        """Listen on a free port of loopback."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def close(self) -> None:
        """Stop listening and break off what is under way."""
        if self._server is not None:
            self._server.close()
        for task in self._talks:
            task.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def admit(self, visit: Visit) -> None:
        """Answer to the visit's name and token from now on."""
        self._visits[visit.name] = visit

    async def dismiss(self, visit: Visit) -> None:
        """Let nothing more go out for it. What has no answer yet is broken off, and archived as such."""
        visit.over = True
        self._visits.pop(visit.name, None)
        left = dict(visit.under_way)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
        for request in left.values():
            reason = "broken off: the page was left before this was answered"
            capture = self._door.note(request.url, "unreachable", reason, visit.provenance_of(""))
            visit.captures.append(capture)
            visit.note(_describe(request, capture, reason, refused=False))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            await self._talk(Plain(reader, writer), task)
        except _BROKEN:
            pass  # the browser went away or sent what is no HTTP: there is nobody to tell
        except asyncio.CancelledError:
            pass  # by ``dismiss`` or ``close``, which wait for this task; asyncio.streams would log it
        finally:
            self._talks.discard(task)
            writer.transport.abort()

    async def _talk(self, plain: Plain, task: asyncio.Task[None]) -> None:
        """Requests that name the whole URL, until one opens a tunnel."""
        requests = Requests(plain)
        while request := await _take(requests):
            visit = self._find_visit(request)
            if visit is None:
                await plain.write(format_refusal(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, request.method))
            elif request.method == "CONNECT":
                await self._tunnel(plain, request.target, visit, task)
                return
            else:
                await self._pass(plain, request, visit, task)
            if request.closes:
                return

    async def _tunnel(self, plain: Plain, place: str, visit: Visit, task: asyncio.Task[None]) -> None:
        """Requests to one origin, through TLS or (WebSockets) not."""
        await plain.write(_ESTABLISHED)
        stream: Plain | Secure = plain
        async with asyncio.timeout(IDLE_S):
            first = await plain.read()
        if first[:1] == bytes((TLS_HANDSHAKE,)):
            host = place.rpartition(":")[0].strip("[]")
            stream, first = Secure(plain, self.authority.context_for(host), first), b""
            await stream.shake_hands()
        scheme = "https" if stream.secure else "http"
        origin = f"{scheme}://{place.removesuffix(_PORTS[scheme])}"
        requests = Requests(stream, first)
        while request := await _take(requests):
            await self._pass(stream, request.within(origin), visit, task)
            if request.closes:
                return

    def _find_visit(self, request: Request) -> Visit | None:
        scheme, _, coded = request.header("proxy-authorization").partition(" ")
        try:
            name, _, token = b64decode(coded, validate=True).decode("ascii").partition(":")
        except ValueError:
            return None
        visit = self._visits.get(name)
        if visit is None or scheme.lower() != "basic" or not hmac.compare_digest(token, visit.token):
            return None
        return visit

    async def _pass(
        self, stream: Plain | Secure, request: Request, visit: Visit, task: asyncio.Task[None]
    ) -> None:
        """Ask the door and hand the answer on."""
        if visit.over:
            await stream.write(format_refusal(HTTPStatus.NO_CONTENT, request.method))
            return
        if objection := visit.name_excess() or _name_objection(request):
            self._decline(request, visit, objection)
            await stream.write(format_refusal(HTTPStatus.FORBIDDEN, request.method))
            return
        visit.begin(task, request)
        try:
            ask = Ask(
                url=request.url,
                method=request.method,
                headers=request.headers,
                body=request.body,
                purpose="browser",
                provenance=visit.provenance_of(request.url),
                referrer=visit.referrer,
            )
            answer = await self._door.ask(ask)
        finally:
            visit.end(task)
        failure = answer.failure
        refused = failure is not None and failure.kind == "refused_by_guard"
        reason = failure.reason if failure is not None else ""
        visit.take(_describe(request, answer.capture, reason, refused=refused), answer)
        if answer.capture.status:
            await stream.write(format_answer(answer, request.method))
        else:
            status = HTTPStatus.FORBIDDEN if refused else HTTPStatus.BAD_GATEWAY
            await stream.write(format_refusal(status, request.method))

    def _decline(self, request: Request, visit: Visit, reason: str) -> None:
        """Record that a request did not go out; of those beyond the bounds, the first."""
        if visit.name_excess():
            visit.dropped += 1
            if visit.dropped > 1:
                return
        request = request.as_web_socket() if request.header("upgrade") else request
        capture = self._door.note(request.url, "refused_by_guard", reason, visit.provenance_of(""))
        visit.captures.append(capture)
        visit.note(_describe(request, capture, reason, refused=True))


async def _take(requests: Requests) -> Request | None:
    async with asyncio.timeout(IDLE_S):
        return await requests.take()


def _name_objection(request: Request) -> str:
    """Why a request does not go out, whatever its target; empty if nothing is against it."""
    if "upgrade" in request.header("connection").lower() or request.header("upgrade"):
        return f"no upgrade to {request.header('upgrade')[:40]!r}: only HTTP goes out"
    if request.method not in METHODS:
        return f"the method {request.method[:20]!r} is not for looking at a page"
    return "the body is too long to be sent" if request.too_long else ""


def _describe(request: Request, capture: Capture, reason: str, *, refused: bool) -> Asked:
    headers = {name.lower(): value for name, value in reversed(capture.headers)}
    return Asked(
        url=request.url,
        method=request.method,
        kind=request.header("sec-fetch-dest"),
        status=capture.status,
        record_id=capture.record_id,
        refusal=reason,
        refused=refused,
        location=headers.get("location", ""),
        refresh=headers.get("refresh", ""),
    )
