"""Archives that are not gzip-by-record WARC: ARC files, read through warcio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid5

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.captured import Record, holds_http, parse_date, unbracket
from storage.chunks import join_chunks
from storage.http_head import parse_head, split_head
from storage.warc import encode_uri
from storage.warc_stream import Fault

_MOST_BYTES = 256 * 1024 * 1024
_ARC_IDS = UUID("0b0ad1d9-5c39-5b0c-9ef0-6b4e6f6f63a1")


def iterate_foreign(path: Path, start: int) -> Iterator[Record | tuple[int, Fault]]:
    """The records of an ARC file as WARC records; what warcio cannot read is told with its offset.

    ARC records have no ids: each is given one that follows from the file's name and the offset.
    """
    with path.open("rb") as file:
        records = ArchiveIterator(file, no_record_parse=True, arc2warc=True)
        offset = 0
        try:
            for record in records:
                fields = tuple(record.rec_headers.headers)
                block = record.raw_stream.read(_MOST_BYTES)
                missing = record.raw_stream.limit
                offset = records.get_record_offset()  # which reads what is left of the record
                if offset < start:  # only the first record tells the version of the others
                    continue
                if len(block) == _MOST_BYTES:
                    yield offset, Fault("too_large", f"a record of {len(block)} bytes or more")
                    continue
                if missing > 0:
                    yield offset, Fault("truncated", f"the record is {missing} bytes short")
                    return
                length = records.get_record_length() or 0
                yield replace(
                    _make_record(fields, block, offset, length),
                    record_id=f"urn:uuid:{uuid5(_ARC_IDS, f'{path.name}@{offset}')}",
                )
        except (ArchiveLoadFailed, EOFError, ValueError, AttributeError, TypeError, IndexError) as error:
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            yield offset, Fault("not_warc", f"neither WARC nor ARC can be read here: {reason}")


def _make_record(fields: tuple[tuple[str, str], ...], block: bytes, offset: int, length: int) -> Record:
    named = {name.lower(): value for name, value in fields}
    kind = named.get("warc-type", "")
    uri = encode_uri(unbracket(named.get("warc-target-uri", "")))
    content_type = named.get("content-type", "")
    head, payload = b"", block
    if holds_http(kind, content_type, uri):
        head, payload = split_head(block)
        if "chunked" in parse_head(head).get("transfer-encoding").lower():
            joined = join_chunks(payload)
            payload = payload if joined is None else joined
    return Record(
        offset=offset,
        length=length,
        type=kind,
        record_id=unbracket(named.get("warc-record-id", "")),
        target_uri=uri,
        date=parse_date(named.get("warc-date", "")),
        content_type=content_type,
        fields=fields,
        head=head,
        payload=payload,
    )
