"""Sort-friendly URI keys, as pywb and the Internet Archive's tools form them.

The rules are those of the ``surt`` package 0.3.1, which pywb looks keys up with: what two spellings of
a URL have in common is made equal (case, ``www``, default port, session ids, order of the query), the
host is turned round: ``https://www.Example.org/B?b=1&a`` is ``org,example)/b?a&b=1``.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

_PARTS = re.compile(
    rb"(?:([a-zA-Z][a-zA-Z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL
)
_REPEATED_SCHEME = re.compile(rb"^(?:https?://)+(?=https?://)", re.IGNORECASE)
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_WWW = re.compile(rb"www\d*\.")
_DEFAULT_PORTS = {b"http": b"80", b"https": b"443"}
_PATH_SESSION = re.compile(rb"(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)|\([0-9a-z]{24}\))/([^?]+\.aspx.*)", re.I)
_QUERY_SESSIONS = tuple(
    re.compile(rb"(.*)(?:" + session + rb")(?:&(.*))?", re.IGNORECASE)
    for session in (
        rb"jsessionid=[0-9a-z]{32}",
        rb"phpsessid=[0-9a-z]{32}",
        rb"sid=[0-9a-z]{32}",
        rb"aspsessionid[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)


def make_surt(url: str) -> str:
    """The key of ``url``."""
    data = re.sub(rb"[\r\n\t]", b"", url.encode("utf-8", "surrogatepass").strip())
    if not re.match(rb"[a-zA-Z][a-zA-Z0-9+.\-]*:", data):
        data = b"http://" + data
    data = _REPEATED_SCHEME.sub(b"", data)
    found = _PARTS.fullmatch(data)
    if found is None:
        return url
    scheme, authority, path, query = (part or b"" for part in found.groups())
    if scheme.lower().startswith(b"http") and not authority:
        authority, _, rest = path.lstrip(b"/").partition(b"/")
        path = b"/" + rest
    host, port = _split_authority(authority)
    host = _canonicalise_host(host)
    path = _canonicalise_path(path, bool(host))
    key = scheme + b":"
    if host:
        shown_port = b":" + port if port and port != _DEFAULT_PORTS.get(scheme.lower()) else b""
        key = b",".join(reversed(host.split(b"."))) + shown_port + b")"
    if query := _canonicalise_query(query):
        path = (path or b"/") + b"?" + query
    return (key + path).decode("ascii")


def _split_authority(authority: bytes) -> tuple[bytes, bytes]:
    """Host in lower case and port; whatever names a user is left out."""
    place = authority.rpartition(b"@")[2].rstrip(b":").lower()
    if place.startswith(b"["):
        host, _, rest = place[1:].partition(b"]")
        return host, rest.removeprefix(b":")
    host, _, port = place.partition(b":")
    return host, port.lstrip(b"0") if port.isdigit() else b""


def _canonicalise_host(host: bytes) -> bytes:
    host = _unescape(host)
    if not host.isascii():
        try:
            host = host.decode("utf-8", "ignore").encode("idna")
        except UnicodeError:
            host = _escape(host)
    host = host.replace(b"..", b".").strip(b".")
    if host.isdigit() and len(host) < 40:
        return str(ipaddress.IPv4Address(int(host) & 0xFFFFFFFF)).encode("ascii")
    host = _escape(host.lower())
    www = _WWW.match(host)
    return host[www.end() :] if www else host


def _canonicalise_path(path: bytes, has_host: bool) -> bytes:
    path = _unescape(path)
    if has_host:
        path = _resolve_dots(path)
    path = _escape(path).lower()
    for _ in range(2):
        if found := _PATH_SESSION.fullmatch(path):
            path = found[1] + found[2]
    return path[:-1] if len(path) > 1 and path.endswith(b"/") else path


def _resolve_dots(path: bytes) -> bytes:
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    if not kept:
        return b"/"
    return b"/" + b"".join(part + b"/" for part in kept[:-1] if part) + kept[-1]


def _canonicalise_query(query: bytes) -> bytes:
    query = _escape(_unescape(query))
    for session in _QUERY_SESSIONS:
        if found := session.fullmatch(query):
            query = found[1] + (found[2] or b"")
    query = query.lower()
    if len(query) <= 1:
        return query
    pairs = sorted(tuple(part.split(b"=", 1)) for part in query.split(b"&"))
    return b"&".join(b"=".join(pair) for pair in pairs)


def _unescape(data: bytes) -> bytes:
    while (plain := unquote_to_bytes(data)) != data:
        data = plain
    return data


def _escape(data: bytes) -> bytes:
    return quote_from_bytes(data, safe=_SAFE).encode("ascii")
