"""Captures become the CDX, problems their rows."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from storage.items import Capture, Problem
from storage.keys import key_parts, key_text
from storage.tables import captures, problems
from storage.writing.batch import Batch, Row, name_columns
from storage.writing.cleaning import clean_capture

_CAPTURE_COLUMNS = name_columns(
    "id record_key record_id url url_key status record_type media_type captured_at warc_file offset length"
    " payload_digest platform reader account route run context truncated refers_to ip_address certificate"
    " etag last_modified"
)

_PROBLEM_COLUMNS = name_columns(
    "problem_key kind platform account url record_id captured_at reason where retry_at"
)


def write_captures(batch: Batch, found: Sequence[Capture]) -> int:
    """A row for each capture that has none; how many those were."""
    by_key = {key_text(capture.record_id): capture for capture in found}
    for (known,) in batch.find(captures, "record_key", by_key, ("record_key",)):
        del by_key[bytes(known)]
    rows = [_capture_row(batch, key, clean_capture(capture)) for key, capture in by_key.items()]
    batch.insert(captures, _CAPTURE_COLUMNS, rows)
    return len(rows)


def _capture_row(batch: Batch, key: bytes, capture: Capture) -> Row:
    etag = last_modified = ""
    for name, value in capture.headers:
        lowered = name.lower()
        if lowered == "etag":
            etag = value
        elif lowered == "last-modified":
            last_modified = value
    return (
        batch.next_id(captures),
        key,
        capture.record_id,
        capture.url,
        key_text(capture.url),
        capture.status,
        capture.record_type,
        capture.media_type,
        batch.time(capture.captured_at),
        capture.warc_file,
        capture.offset,
        capture.length,
        capture.payload_digest,
        capture.platform,
        capture.reader,
        capture.account,
        capture.route,
        capture.run,
        write_json(dict(capture.context)),
        capture.truncated,
        capture.refers_to,
        capture.ip_address,
        capture.certificate,
        etag,
        last_modified,
    )


def write_problems(batch: Batch, found: Sequence[Problem]) -> int:
    """A row for each problem that has none; how many those were."""
    rows = [
        (
            key_parts(each.kind, each.platform, each.account, each.url, each.record_id, each.where),
            each.kind,
            each.platform,
            each.account,
            each.url,
            each.record_id,
            batch.time(each.captured_at),
            each.reason,
            each.where,
            batch.time(each.retry_at),
        )
        for each in found
    ]
    return batch.insert_missing(problems, _PROBLEM_COLUMNS, rows)


def write_json(value: object) -> str:
    """Canonical JSON text: sorted keys, no spaces; characters no database stores are replaced."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
