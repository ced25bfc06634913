"""What went over a WebSocket, as the archive keeps it: a ``resource`` record ``urn:websocket:URL``.

Its payload (``application/x-ndjson``) has one JSON object for each message, in order of time::

    {"at":"2026-08-01T12:00:00.250000+00:00","from":"us","kind":"text","text":"[\\"REQ\\",…]"}
    {"at":"2026-08-01T12:00:00.500000+00:00","from":"server","kind":"close","code":1000,"text":"bye"}

``from`` is ``us`` or ``server``; ``kind`` is ``text`` or ``close``, which hold ``text``, or ``binary``,
``ping`` or ``pong``, whose bytes are in ``base64``. A message in several frames (RFC 6455, section 5.4)
stands as one. The handshake, which is HTTP, is kept beside it as request and response of ``http(s)``.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import orjson

from crawlers.platform import Unreadable

URN = "urn:websocket:"
MEDIA_TYPE = "application/x-ndjson"

Side = Literal["us", "server"]
FrameKind = Literal["text", "binary", "ping", "pong", "close"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: whose, when, and what. ``code`` is that of a close."""

    side: Side
    at: datetime
    kind: FrameKind
    text: str = ""
    data: bytes = b""
    code: int = 0


def write_frames(frames: Iterable[Frame]) -> bytes:
    """The payload that holds ``frames``."""
    return b"".join(orjson.dumps(_tell(frame), option=orjson.OPT_APPEND_NEWLINE) for frame in frames)


def read_texts(payload: bytes) -> Iterator[tuple[int, str]]:
    """The text messages of the server with their lines, from 1.

    Raises ``Unreadable`` at a line that is not of this form.
    """
    for number, line in enumerate(payload.splitlines(), 1):
        try:
            fields = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Unreadable(f"line {number}: not JSON: {error}") from error
        if not isinstance(fields, dict) or "from" not in fields:
            raise Unreadable(f"line {number}: no frame of a WebSocket")
        if fields["from"] == "server" and fields.get("kind") == "text":
            text = fields.get("text")
            if not isinstance(text, str):
                raise Unreadable(f"line {number}: a text frame without text")
            yield number, text


def _tell(frame: Frame) -> dict[str, object]:
    told: dict[str, object] = {"at": frame.at.isoformat(), "from": frame.side, "kind": frame.kind}
    if frame.kind == "close":
        return {**told, "code": frame.code, "text": frame.text}
    if frame.kind == "text":
        return {**told, "text": frame.text}
    return {**told, "base64": base64.b64encode(frame.data).decode("ascii")}
