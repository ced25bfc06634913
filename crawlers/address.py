"""Account URLs as people paste them, taken apart: what ``recognise`` of every platform starts from."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST = 2048

_HOST = re.compile(r"(?=.{4,253}$)([\w-]{1,63}\.)+[\w-]{2,63}", re.UNICODE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Address:
    """A public http(s) URL in parts. ``host`` is lower-case and keeps a port other than the default;
    ``segments`` are the decoded, non-empty parts of the path."""

    host: str
    path: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    scheme: str = "https"

    def asked(self, name: str) -> str:
        """The value of a query parameter, empty if it is not there."""
        return next((value for key, value in self.query if key == name), "")


def split_address(url: str) -> Address | None:
    """The parts of ``url`` (a missing scheme is ``https``), or ``None`` where it names no public web host."""
    url = url.strip()
    if not url or len(url) > LONGEST or _UNSEEN.search(url):
        return None
    if "://" not in url:
        url = f"https://{url.lstrip('/')}"
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if (
        parts.scheme.lower() not in ("http", "https")
        or parts.username is not None
        or not is_public_name(host)
    ):
        return None
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme.lower()]:
        host = f"{host}:{port}"
    segments = tuple(part for part in (unquote(raw) for raw in parts.path.split("/")) if part)
    if any(_UNSEEN.search(part) for part in segments):
        return None
    return Address(
        host=host,
        path=parts.path,
        segments=segments,
        query=tuple(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)[:50])
        if parts.query.count("&") < 50
        else (),
        scheme=parts.scheme.lower(),
    )


def is_public_name(host: str) -> bool:
    """Whether ``host`` is a name with a dot in it, and no literal address in any notation."""
    if (
        not _HOST.fullmatch(host)
        or host.rsplit(".", 1)[-1].isdigit()
        or host.endswith((".local", ".localhost"))
    ):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return not re.fullmatch(r"0x[0-9a-f]+", host.rsplit(".", 1)[-1])
    return False


def strip_www(host: str) -> str:
    """``host`` without ``www.`` or ``m.`` or ``mobile.`` before it."""
    for prefix in ("www.", "m.", "mobile."):
        if host.startswith(prefix) and host.count(".") > 1:
            return host[len(prefix) :]
    return host
