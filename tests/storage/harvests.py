"""Short ways to say harvests in tests of the index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.items import Account, Capture, Harvest, Item, Observation, ObservationKind, Post

START = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def at(hours: float) -> datetime:
    """A time so many hours after the tests' first moment."""
    return START + timedelta(hours=hours)


def record(name: object) -> str:
    return f"<urn:uuid:00000000-0000-4000-8000-{name!s:0>12}>"


def make_post(name: str, text: str, hours: float, **more: Any) -> Post:
    values: dict[str, Any] = {
        "platform": "gab",
        "id": name,
        "account": "42",
        "url": f"https://gab.com/someone/posts/{name}",
        "text": text,
        "record_id": record(int(hours * 100)),
        "where": f"/{name}",
        "captured_at": at(hours),
    }
    return Post(**{**values, **more})


def make_account(key: str, handle: str, hours: float, **more: Any) -> Account:
    values: dict[str, Any] = {
        "platform": "gab",
        "key": key,
        "handle": handle,
        "record_id": record(int(hours * 100)),
        "where": "",
        "captured_at": at(hours),
    }
    return Account(**{**values, **more})


def make_observation(post: str, kind: ObservationKind, hours: float, reason: str = "") -> Observation:
    return Observation(
        platform="gab",
        post_id=post,
        kind=kind,
        record_id=record(int(hours * 100)),
        where="",
        captured_at=at(hours),
        reason=reason,
    )


def make_capture(name: object, hours: float, **more: Any) -> Capture:
    values: dict[str, Any] = {
        "url": f"https://gab.com/api/v1/{name}",
        "status": 200,
        "headers": (("Content-Type", "application/json"), ("ETag", f'"{name}"')),
        "body": b"[]",
        "captured_at": at(hours),
        "record_id": record(name),
        "record_type": "response",
        "warc_file": "one.warc.gz",
        "offset": int(hours * 1000),
        "length": 500,
        "payload_digest": f"sha256:{name}",
        "media_type": "application/json",
        "platform": "gab",
        "reader": "posts",
        "account": "42",
        "route": "api",
        "run": "run-1",
        "context": {"page": "1"},
    }
    return Capture(**{**values, **more})


def harvest(*items: Item, captures: tuple[Capture, ...] = ()) -> Harvest:
    return Harvest(captures=captures, items=items)
