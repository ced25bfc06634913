"""Where we may go, as far as a URL tells: scheme, user information, port, host.

The URL is parsed once, as browsers do (WHATWG URL, by ada), and only the normalised form is used from
then on: connection, Host, SNI and archive all see the same host. What the name resolves to is checked
at each connection, see ``resolver``.
"""

from __future__ import annotations

from dataclasses import dataclass

import ada_url
from yarl import URL

from crawlers.network.addresses import name_special

PORTS = frozenset({80, 443, 8080, 8443})
LONGEST_URL = 16_384

_DEFAULT_PORTS = {"http:": 80, "https:": 443}
_SOCKET_PORTS = {"ws:": 80, "wss:": 443}
_ATTRIBUTES = ("href", "protocol", "username", "password", "hostname", "port", "hash", "host_type")
_LOCAL_NAMES = frozenset({"localhost", "ip6-localhost", "ip6-loopback", "metadata", "instance-data"})
_LOCAL_SUFFIXES = (
    ".localhost",
    ".local",
    ".localdomain",
    ".internal",
    ".intranet",
    ".lan",
    ".corp",
    ".home",
    ".home.arpa",
    ".onion",
    ".metadata.azure.com",
    ".metadata.platformequinix.com",
    ".metadata.packet.net",
)


class Refused(Exception):
    """The guard does not let us go there; ``str()`` says why. Nothing was sent."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be asked. ``url`` is normalised and without fragment; ``host`` has no brackets."""

    url: str
    scheme: str
    host: str
    port: int
    wire: URL

    @property
    def is_secure(self) -> bool:
        """Whether it is asked over TLS."""
        return self.scheme in ("https", "wss")

    @property
    def is_socket(self) -> bool:
        """Whether it is a WebSocket."""
        return self.scheme in ("ws", "wss")

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what a credential is for."""
        return self.scheme, self.host, self.port


def check_url(url: str, ports: frozenset[int] = PORTS, *, sockets: bool = False) -> Target:
    """The target that ``url`` names; one of ``ws`` or ``wss`` only with ``sockets``. Raises ``Refused``."""
    if len(url) > LONGEST_URL:
        raise Refused(f"the URL is longer than {LONGEST_URL} characters")
    try:
        parts = ada_url.parse_url(url, attributes=_ATTRIBUTES)
    except (ValueError, UnicodeError):
        raise Refused("not a URL") from None
    allowed = _DEFAULT_PORTS | _SOCKET_PORTS if sockets else _DEFAULT_PORTS
    default_port = allowed.get(parts["protocol"])
    if default_port is None:
        raise Refused(f"the scheme {parts['protocol'].rstrip(':')[:20]!r} is neither http nor https")
    if parts["username"] or parts["password"]:
        raise Refused("the URL carries a user name")
    port = int(parts["port"]) if parts["port"] else default_port
    if port not in ports:
        raise Refused(f"port {port} is not allowed")
    host = parts["hostname"]
    if parts["host_type"] == ada_url.HostType.DEFAULT:
        check_name(host)
    else:
        host = host.strip("[]")
        if special := name_special(host):
            raise Refused(f"{host} is no public address: {special}")
    href = parts["href"]
    if parts["hash"]:
        href = href[: -len(parts["hash"])]
    href = href.removesuffix("#")
    wire = URL(href, encoded=True)
    if wire.raw_host != host:
        raise Refused("two parsers see different hosts in the URL")
    return Target(href, parts["protocol"][:-1], host, port, wire)


def check_name(host: str) -> None:
    """Refuse names that mean this machine, this network or a cloud's metadata. Raises ``Refused``."""
    name = host.lower().rstrip(".")
    if not name:
        raise Refused("the URL has no host")
    if name in _LOCAL_NAMES or name.endswith(_LOCAL_SUFFIXES) or f".{name}" in _LOCAL_SUFFIXES:
        raise Refused(f"{name[:80]} is a name for this machine or its network")
    if "." not in name:
        raise Refused(f"{name[:80]} is not a public name")
