"""Connections: made only to checked addresses, and noting response heads as they were on the wire.

aiohttp pools and parses (llhttp) and hands the body on without its transfer coding. The head is copied
here, with order, case and repetition of its lines, up to the blank line and no further.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

from crawlers.network.guard import Refused
from crawlers.network.resolver import Resolver

LONGEST_HEAD = 262_144
KEPT_BROKEN = 65_536

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_END_OVERLAP = 3
_INTERIM = re.compile(rb"HTTP/1\.[01] 1(?!01)[0-9][0-9][ \r\n]")


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is at the other end: address, TLS version and cipher, certificate (DER), its sha256 (hex)."""

    address: str = ""
    tls: str = ""
    cipher: str = ""
    certificate: bytes = b""
    fingerprint: str = ""


class HeadTooLong(aiohttp.ClientError):
    """The head of an answer is longer than ``LONGEST_HEAD``."""


class NotingProtocol(ResponseHandler):
    """One connection. ``begin`` is called before each exchange on it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.peer = Peer()
        self.uses = 0
        self.head = b""
        self.interim = b""
        self._last = b""
        self._gathered = bytearray()
        self._gathering = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note who it is, once for all exchanges."""
        super().connection_made(transport)
        self.peer = _describe_peer(transport)

    def begin(self) -> None:
        """Forget the exchange before."""
        self.uses += 1
        self.head = self.interim = self._last = b""
        self._gathered = bytearray()
        self._gathering = True

    @property
    def broken(self) -> bytes:
        """The beginning of an answer that could not be parsed, for its record."""
        return (self.interim + self.head + (bytes(self._gathered) or self._last))[:KEPT_BROKEN]

    @property
    def stale(self) -> bool:
        """Whether it was left open by an exchange before and then got something nobody had asked for."""
        return bool(self.uses and self.should_close)

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        """End the body as well: a parser that met broken chunks leaves it waiting for more."""
        super().set_exception(exc, *((exc_cause,) if exc_cause else ()))
        if self._payload is not None and not self._payload.is_eof() and not self._payload.exception():
            self._payload.set_exception(exc)

    def data_received(self, data: bytes) -> None:
        """Note, then parse; bytes that come before a request are given again once there is one.

        A head is parsed before what follows it is: an answer whose body is broken has begun all the
        same, however the network cut the bytes.
        """
        if not self._gathering or self._parser is None:
            super().data_received(data)
            return
        while data and self.exception() is None:
            head, data = self._note(data) if self._gathering else (data, b"")
            super().data_received(head)

    def _note(self, data: bytes) -> tuple[bytes, bytes]:
        """Copy up to the blank line, and split ``data`` there; heads of interim answers (1xx) go aside."""
        before = len(self._gathered)
        self._gathered += data if before else data.lstrip(b"\r\n")  # empty lines first are no head
        found = _HEAD_END.search(self._gathered, max(0, before - _END_OVERLAP))
        if (found.end() if found else len(self._gathered)) + len(self.interim) > LONGEST_HEAD:
            self._give_up()
            return data, b""
        if found is None:
            return data, b""
        head = bytes(self._gathered[: found.end()])
        end = len(data) - (len(self._gathered) - found.end())
        self._gathered.clear()
        if _INTERIM.match(head):
            self.interim += head
        else:
            self.head = head
            self._last = data[end:][:KEPT_BROKEN]
            self._gathering = False
        return data[:end], data[end:]

    def _give_up(self) -> None:
        self._gathering = False
        self.set_exception(HeadTooLong(f"the head is longer than {LONGEST_HEAD} bytes"))
        if self.transport is not None:
            self.transport.abort()


class GuardedConnector(aiohttp.TCPConnector):
    """Connects where the resolver says and nowhere else, for literal addresses too."""

    def __init__(self, resolver: Resolver, **options: Any) -> None:
        super().__init__(use_dns_cache=False, **options)
        self._guard = resolver
        self._factory: Any = lambda: NotingProtocol(self._loop)

    async def _resolve_host(self, host: str, port: int, traces: Any = None) -> list[Any]:
        places = await self._guard.resolve(host, port)
        return [
            {
                "hostname": host,
                "host": address,
                "port": at,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": socket.IPPROTO_TCP,
                "flags": socket.AI_NUMERICHOST,
            }
            for address, at in places
        ]

    async def _wrap_create_connection(self, *args: Any, **options: Any) -> Any:
        transport, protocol = await super()._wrap_create_connection(*args, **options)
        peer = transport.get_extra_info("peername") or ("", 0)
        try:
            self._guard.check_peer(str(peer[0]), int(peer[1]))
        except Refused:
            transport.abort()
            raise
        return transport, protocol


def _describe_peer(transport: asyncio.BaseTransport) -> Peer:
    name = transport.get_extra_info("peername") or ("",)
    tls = transport.get_extra_info("ssl_object")
    if tls is None:
        return Peer(address=str(name[0]))
    certificate = tls.getpeercert(binary_form=True) or b""
    cipher = tls.cipher() or ("",)
    return Peer(
        address=str(name[0]),
        tls=str(tls.version() or "").lower().replace("tlsv", "tls/"),
        cipher=str(cipher[0]),
        certificate=certificate,
        fingerprint=hashlib.sha256(certificate).hexdigest() if certificate else "",
    )
