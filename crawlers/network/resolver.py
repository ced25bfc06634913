"""Names to checked addresses: all answers must be public, and the checked address is connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence

from crawlers.network.addresses import name_special
from crawlers.network.guard import Refused, check_name

LookUp = Callable[[str], Awaitable[Sequence[str]]]
"""The addresses of a host name, canonical text. Raises ``OSError`` where there are none."""


class Resolver:
    """The guard at the moment of connecting.

    With ``connect_to`` every host is at that one address; names and literals are checked all the same,
    and looked up only where a ``look_up`` was given.
    """

    def __init__(self, look_up: LookUp | None = None, connect_to: tuple[str, int] | None = None) -> None:
        self._look_up = look_up if look_up or connect_to else look_up_by_system
        self.connect_to = connect_to

    async def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """Where to connect for ``host``: addresses with ports. Raises ``Refused`` and ``OSError``."""
        if is_literal(host):
            found: Sequence[str] = (host,)
        else:
            check_name(host)
            if f".{host.rstrip('.')}".endswith(".invalid"):  # RFC 6761, 6.4: it never has one
                raise OSError(f"{host} has no address")
            found = await self._look_up(host.rstrip(".")) if self._look_up else ()
            if not found and self._look_up:
                raise OSError(f"{host} has no address")
        for address in found:
            if special := name_special(address):
                raise Refused(f"{host} is at {address}, no public address: {special}")
        if self.connect_to:
            return [self.connect_to]
        return [(address, port) for address in dict.fromkeys(found)]

    def check_peer(self, address: str, port: int) -> None:
        """Refuse a connection that did not end where it was meant to. Raises ``Refused``."""
        if self.connect_to:
            if (address, port) != self.connect_to:
                raise Refused(f"connected to {address}, not to where every connection is to go")
        elif special := name_special(address):
            raise Refused(f"connected to {address}, no public address: {special}")


def is_literal(host: str) -> bool:
    """Whether ``host`` is an address; the guard has made it canonical before."""
    return ":" in host or (host[-1:].isdigit() and host.replace(".", "").isdigit())


async def look_up_by_system(host: str) -> Sequence[str]:
    """The addresses that the system's resolver gives. Raises ``OSError``."""
    loop = asyncio.get_running_loop()
    answers = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(answer[4][0]) for answer in answers]
