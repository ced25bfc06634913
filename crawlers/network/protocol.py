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
        self._gathered = b""
        self._gathering = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note who it is, once for all exchanges."""
        super().connection_made(transport)
        self.peer = _describe_peer(transport)

    def begin(self) -> None:
        """Forget the exchange before."""
        self.uses += 1
        self.head = self.interim = self._last = self._gathered = b""
        self._gathering = True

    @property
    def broken(self) -> bytes:
        """The beginning of an answer that could not be parsed, for its record."""
        return (self.interim + self.head + (self._gathered or self._last))[:KEPT_BROKEN]

    def data_received(self, data: bytes) -> None:
        """Note, then parse; bytes that come before a request are given again once there is one."""
        if self._gathering and data and self._parser is not None:
            self._note(data)
        super().data_received(data)

    def _note(self, data: bytes) -> None:
        """Copy up to the blank line; heads of interim answers (1xx) go aside."""
        data = self._gathered + data
        while found := _HEAD_END.search(data):
            head, data = data[: found.end()], data[found.end() :]
            if not _INTERIM.match(head):
                self.head = head
                self._last = data[:KEPT_BROKEN]
                self._gathered = b""
                self._gathering = False
                return
            self.interim += head
        self._gathered = data
        if len(data) + len(self.interim) > LONGEST_HEAD:
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
