"""Captures and readings for the readers' tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeVar

from crawlers.platform import Fetch, Reading, platforms, recognise
from storage.items import Capture, Problem, Watched

NOW = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
Wanted = TypeVar("Wanted")


def make_capture(
    url: str,
    body: bytes | str | object,
    *,
    reader: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    context: Mapping[str, str] | None = None,
    route: str = "api",
) -> Capture:
    """A response record; a body that is neither bytes nor text is written as JSON."""
    if isinstance(body, str):
        body = body.encode()
    if not isinstance(body, bytes):
        body = json.dumps(body, ensure_ascii=False).encode()
    return Capture(
        url=url,
        status=status,
        headers=tuple((headers or {}).items()),
        body=body,
        captured_at=NOW,
        record_id="<urn:uuid:00000000-0000-4000-8000-000000000001>",
        record_type="response",
        warc_file="a.warc.gz",
        offset=0,
        length=len(body),
        payload_digest="sha256:x",
        reader=reader,
        context=context or {},
        route=route,
    )


def watch(url: str) -> Watched:
    """The watched account that a URL names."""
    watched = recognise(url)
    assert watched is not None, url
    return watched


def read(watched: Watched, capture: Capture) -> list[Reading]:
    """All that the capture's reader gives."""
    return list(platforms()[watched.platform].readers[capture.reader](capture, watched))


def only(readings: list[Reading], kind: type[Wanted]) -> list[Wanted]:
    """The readings of one kind."""
    return [one for one in readings if isinstance(one, kind)]


def kinds(readings: list[Reading]) -> list[str]:
    """The kinds of the problems among the readings."""
    return [one.kind for one in only(readings, Problem)]


def urls(readings: list[Reading]) -> list[str]:
    """What is to be fetched next."""
    return [one.url for one in only(readings, Fetch)]
