"""HTTP archives (HAR 1.2) that a person's browser saved, as responses that can be archived.

Source: http://www.softwareishard.com/blog/har-12-spec/. A HAR keeps bodies decoded and heads without
their bytes, so what stands for the head is made of its fields; length and coding are left out of it.
Requests are not taken: they hold the person's cookies.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from dateutil import parser

from storage.errors import VedetteError

MOST_BYTES = 512 * 1024 * 1024
_LEFT_OUT = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A response that was captured elsewhere: ``head`` and ``payload`` go into our archive as they are.

    ``source`` says where it stood: file name and record id or entry number.
    """

    url: str
    date: datetime
    head: bytes
    payload: bytes
    source: str


def read_har(path: Path) -> Iterator[Outside]:
    """The responses of a HAR file, without failed entries. Raises ``VedetteError`` where it is none."""
    if path.stat().st_size > MOST_BYTES:
        raise VedetteError(f"{path} is larger than {MOST_BYTES >> 20} MiB; save it in parts")
    try:
        entries = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))["log"]["entries"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise VedetteError(f"{path} is no HAR file: there is no log with entries in it") from None
    if not isinstance(entries, list):
        raise VedetteError(f"{path} is no HAR file: its entries are no list")
    for number, entry in enumerate(entries):
        try:
            found = _read_entry(entry, f"{path.name}#{number}")
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
            continue
        if found is not None:
            yield found


def _read_entry(entry: Mapping[str, Any], source: str) -> Outside | None:
    response = entry["response"]
    status = int(response["status"])
    if not 100 <= status < 600:
        return None
    moment = parser.isoparse(str(entry["startedDateTime"]))
    lines = [f"HTTP/1.1 {status} {_clean(response.get('statusText') or '')}".rstrip()]
    for header in response.get("headers") or ():
        name, value = _clean(header["name"]), _clean(header["value"])
        if name and not name.startswith(":") and name.lower() not in _LEFT_OUT:
            lines.append(f"{name}: {value}")
    content = response.get("content") or {}
    return Outside(
        url=str(entry["request"]["url"]),
        date=(moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC),
        head=("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace"),
        payload=_read_body(content),
        source=source,
    )


def _read_body(content: Mapping[str, Any]) -> bytes:
    text = content.get("text") or ""
    if content.get("encoding") == "base64":
        try:
            return base64.b64decode(text, validate=False)
        except binascii.Error as error:
            raise ValueError(str(error)) from None
    return str(text).encode("utf-8", "replace")


def _clean(text: object) -> str:
    return " ".join(str(text).split())
