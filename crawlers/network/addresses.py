"""Which addresses are on the public Internet, by a table of our own.

Python's ``ipaddress.is_global`` is true for NAT64, 6to4 and IPv4-compatible addresses that embed
loopback. Sources: the IANA registries of special-purpose addresses, IPv4 (RFC 6890, as of 2025) and
IPv6, and of IPv6 global unicast assignments: only ``2000::/3`` is given out.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

_V4 = {
    "0.0.0.0/8": "this host",
    "10.0.0.0/8": "private use",
    "100.64.0.0/10": "shared with the carrier",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private use",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "AS112",
    "192.52.193.0/24": "multicast tunnelling",
    "192.88.99.0/24": "6to4 relay",
    "192.168.0.0/16": "private use",
    "192.175.48.0/24": "AS112",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_V6 = {
    "2001::/23": "protocol assignments",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "2620:4f:8000::/48": "AS112",
    "3fff::/20": "documentation",
}
_V6_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_V6_NAMED = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "::ffff:0:0:0/96": "translated IPv4",
    "64:ff9b:1::/48": "local NAT64",
    "100::/64": "discard",
    "fc00::/7": "private use",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
    "::/96": "IPv4-compatible",
    "5f00::/16": "segment routing",
}
_V4_TABLE = tuple((ipaddress.IPv4Network(net), why) for net, why in _V4.items())
_V6_TABLE = tuple((ipaddress.IPv6Network(net), why) for net, why in _V6.items())
_V6_NAMES = tuple((ipaddress.IPv6Network(net), why) for net, why in _V6_NAMED.items())


@lru_cache(maxsize=8192)
def name_special(address: str) -> str:
    """What ``address`` (canonical text, as a resolver or a socket gives it) is if not public, else "".

    IPv4-mapped addresses and those of the well-known NAT64 prefix, through which an IPv6-only network
    reaches all of IPv4, are judged by the IPv4 address they embed. 6to4, Teredo, IPv4-compatible and
    translated ones are refused whatever they embed.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "not an address"
    if isinstance(parsed, ipaddress.IPv4Address):
        return _name_v4(parsed)
    if parsed.scope_id is not None:
        return "link-local"
    for prefix, name in ((_MAPPED, "IPv4-mapped"), (_NAT64, "NAT64")):
        if parsed in prefix:
            embedded = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
            special = _name_v4(embedded)
            return f"{name} {embedded}, {special}" if special else ""
    if parsed not in _V6_GIVEN_OUT:
        return next((why for net, why in _V6_NAMES if parsed in net), "not given out")
    return next((why for net, why in _V6_TABLE if parsed in net), "")


def _name_v4(address: ipaddress.IPv4Address) -> str:
    return next((why for net, why in _V4_TABLE if address in net), "")
