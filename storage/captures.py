"""What the index knows of records in the archive: the CDX, asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Row, bindparam, func, select

from storage.items import Capture
from storage.keys import key_text
from storage.tables import captures

if TYPE_CHECKING:
    from storage.index import Index

_CHUNK = 500

# Built once: a crawl asks this of every answer.
_NEWEST_RESPONSE = (
    select(
        captures.c.record_id,
        captures.c.url,
        captures.c.captured_at,
        captures.c.warc_file,
        captures.c.offset,
        captures.c.payload_digest,
    )
    .where(captures.c.url_key == bindparam("url_key"))
    .where(captures.c.record_type == "response")
    .order_by(captures.c.captured_at.desc(), captures.c.id.desc())
    .limit(1)
)
_NEWEST_WHOLE = _NEWEST_RESPONSE.where(captures.c.status == 200, captures.c.truncated == "")
_NEWEST_SAME = _NEWEST_RESPONSE.where(captures.c.payload_digest == bindparam("payload_digest"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A response that a later one may refer to as its revisit (WARC 1.1, section 6.7)."""

    record_id: str
    url: str
    captured_at: datetime
    warc_file: str
    offset: int
    payload_digest: str


def locate(index: Index, record_id: str) -> tuple[str, int] | None:
    """File and offset of a record, if it is indexed."""
    query = select(captures.c.warc_file, captures.c.offset).where(
        captures.c.record_key == key_text(record_id)
    )
    with index.reading() as connection:
        row = connection.execute(query).first()
    return None if row is None else (row.warc_file, row.offset)


def read_capture(index: Index, record_id: str) -> Capture | None:
    """The indexed capture of a record, without body and headers."""
    with index.reading() as connection:
        row = connection.execute(select(captures).where(captures.c.record_key == key_text(record_id))).first()
    return None if row is None else read_capture_row(row)


def find_original(index: Index, payload_digest: str, url: str) -> Original | None:
    """The newest response with this payload from this URL, for an identical-payload revisit.

    With no digest the newest whole response from there, for a revisit that the server said is not modified.
    """
    key = key_text(url)
    names: dict[str, object] = {"url_key": key}
    query = _NEWEST_WHOLE
    if payload_digest:
        query = _NEWEST_SAME
        names["payload_digest"] = payload_digest
    if not index.knows(captures, "url_key", key):  # as most URLs of a crawl are new
        return None
    with index.reading() as connection:
        row = connection.execute(query, names).first()
    if row is None:
        return None
    return Original(
        record_id=row.record_id,
        url=row.url,
        captured_at=row.captured_at,
        warc_file=row.warc_file,
        offset=row.offset,
        payload_digest=row.payload_digest,
    )


def last_indexed(index: Index, warc_file: str) -> int:
    """The offset of the last indexed record of a file, or -1: where adoption begins."""
    query = select(func.max(captures.c.offset)).where(captures.c.warc_file == warc_file)
    with index.reading() as connection:
        found = connection.scalar(query)
    return -1 if found is None else int(found)


def find_missing(index: Index, record_ids: Iterable[str]) -> tuple[str, ...]:
    """Those of ``record_ids`` that are not indexed, in their order."""
    wanted = {key_text(each): each for each in record_ids}
    keys = list(wanted)
    with index.reading() as connection:
        for start in range(0, len(keys), _CHUNK):
            chunk = captures.c.record_key.in_(keys[start : start + _CHUNK])
            for (key,) in connection.execute(select(captures.c.record_key).where(chunk)):
                del wanted[bytes(key)]
    return tuple(wanted.values())


def read_capture_row(row: Row[Any]) -> Capture:
    """A row of ``captures`` as the item; what only the archive has is empty."""
    headers = (("ETag", row.etag), ("Last-Modified", row.last_modified))
    return Capture(
        url=row.url,
        status=row.status,
        headers=tuple(header for header in headers if header[1]),
        body=b"",
        captured_at=row.captured_at,
        record_id=row.record_id,
        record_type=row.record_type,
        warc_file=row.warc_file,
        offset=row.offset,
        length=row.length,
        payload_digest=row.payload_digest,
        media_type=row.media_type,
        platform=row.platform,
        reader=row.reader,
        account=row.account,
        route=row.route,
        run=row.run,
        context=orjson.loads(row.context or "{}"),
        truncated=row.truncated,
        refers_to=row.refers_to,
        ip_address=row.ip_address,
        certificate=row.certificate,
    )
