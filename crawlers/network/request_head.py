"""The bytes of a request: honest, uniform, and without what would tell a link's target where we come from."""

from __future__ import annotations

import re

from crawlers.network.asking import Ask
from crawlers.network.guard import Refused, Target

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
"""Only what ``storage.content`` undoes."""

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\x20-\x7e\x80-\xff\t]*")
_NEVER = frozenset(
    {
        "host",
        "connection",
        "content-length",
        "transfer-encoding",
        "te",
        "trailer",
        "upgrade",
        "keep-alive",
        "expect",
        "proxy-authorization",
        "proxy-connection",
        "referer",
        "accept-encoding",
    }
)
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\-\[\]]+/")
"""What may stand as a Referer: scheme, host and port, never a page."""
OURS = "{us}"
"""Where our own name goes in a User-Agent of another class; see ``crawlers.vantages``."""
_BROWSER_ONLY = frozenset({"cookie", "user-agent"})


def _goes_along(ask: Ask) -> bool:
    """Whether the referrer that the user asked for goes with this question."""
    if not _ORIGIN.fullmatch(ask.referrer) or ask.purpose not in ("link", "browser"):
        return False
    return ask.purpose == "link" or ("Referer", ask.referrer) in ask.headers


def build_request(ask: Ask, target: Target, headers: tuple[tuple[str, str], ...], user_agent: str) -> bytes:
    """Head and body for ``target``. No Referer but the one that the user asked for; cookies only the
    browser's own, of this session; no User-Agent of a link's question that does not name us.

    Raises ``Refused`` where method or headers could smuggle a second request.
    """
    if not _TOKEN.fullmatch(ask.method) or ask.method == "CONNECT":
        raise Refused(f"not a method: {ask.method[:20]!r}")
    browser = ask.purpose == "browser"
    lines = [
        f"{ask.method} /{target.url.split('/', 3)[3]} HTTP/1.1",
        f"Host: {target.wire.host_port_subcomponent}",
    ]
    given = set()
    for name, value in headers:
        if not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise Refused(f"not a header: {name[:40]!r}")
        lowered = name.lower()
        if lowered == "user-agent" and ask.purpose == "link" and OURS in value:
            given.add(lowered)
            lines.append(f"{name}: {value.replace(OURS, user_agent)}")
            continue
        if lowered in _NEVER or (lowered in _BROWSER_ONLY and not browser):
            continue
        given.add(lowered)
        lines.append(f"{name}: {value}")
    if ask.referrer and _goes_along(ask):
        lines.append(f"Referer: {ask.referrer}")
    if "user-agent" not in given:
        lines.append(f"User-Agent: {user_agent}")
    if "accept" not in given:
        lines.append("Accept: */*")
    lines.append(f"Accept-Encoding: {ACCEPT_ENCODING}")
    for name, value in (("If-None-Match", ask.etag), ("If-Modified-Since", ask.last_modified)):
        if value and name.lower() not in given and _VALUE.fullmatch(value):
            lines.append(f"{name}: {value}")
    if ask.body or ask.method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(ask.body)}")
    lines.append("Connection: keep-alive\r\n\r\n")
    return "\r\n".join(lines).encode("latin-1") + ask.body
