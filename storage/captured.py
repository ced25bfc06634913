"""From a record as archived to what readers see: one way, for records new and old."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast, get_args

from storage.chunks import join_chunks
from storage.content import decode_content
from storage.http_head import Head, parse_head, split_head
from storage.items import Capture, RecordType
from storage.warc import PROVENANCE_FIELD, Draft, Provenance, Written, digest, encode_uri
from storage.warc_stream import Damage, StreamedRecord

FindOriginal = Callable[["Record"], "Record | None"]
"""Called with a revisit; the record whose payload it has, or None."""

_DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?Z", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_TYPES = frozenset(get_args(RecordType))
_HTTP_TYPES = ("response", "request", "revisit")
_NO_HEAD = Head("", 0, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as archived.

    ``head`` is the HTTP head (empty outside HTTP), ``payload`` the body as archived, still in its
    content coding; a chunked body that another tool kept is without its transfer coding.
    """

    warc_file: str = ""
    offset: int
    length: int
    type: str
    record_id: str
    target_uri: str
    date: datetime
    content_type: str
    fields: tuple[tuple[str, str], ...]
    head: bytes
    payload: bytes

    def field(self, name: str) -> str:
        """The first value of a named field, or nothing."""
        key = name.lower()
        return next((value for field, value in self.fields if field.lower() == key), "")

    @classmethod
    def of_block(cls, streamed: StreamedRecord, block: bytes) -> Record:
        """The record whose whole block was read. Raises ``Damage`` if type or date make no sense."""
        kind = streamed.field("WARC-Type").lower()
        content_type = streamed.field("Content-Type")
        uri = encode_uri(unbracket(streamed.field("WARC-Target-URI")))
        head, payload = b"", block
        if holds_http(kind, content_type, uri):
            head, payload = split_head(block)
            if "chunked" in parse_head(head).get("transfer-encoding").lower():
                joined = join_chunks(payload)
                payload = payload if joined is None else joined
        try:
            date = parse_date(streamed.field("WARC-Date"))
        except ValueError as error:
            raise Damage("header", str(error)) from None
        return cls(
            offset=streamed.offset,
            length=streamed.length,
            type=kind,
            record_id=unbracket(streamed.field("WARC-Record-ID")),
            target_uri=uri,
            date=date,
            content_type=content_type,
            fields=streamed.fields,
            head=head,
            payload=payload,
        )


def unbracket(uri: str) -> str:
    """A URI without the angle brackets that WARC puts round ids (and wget once put round URLs)."""
    return uri[1:-1] if uri.startswith("<") and uri.endswith(">") else uri


def holds_http(kind: str, content_type: str, uri: str) -> bool:
    """Whether a record's block is an HTTP message."""
    if content_type:
        return content_type.lower().startswith("application/http")
    return kind in _HTTP_TYPES and uri.lower().startswith(("http:", "https:"))


def parse_date(text: str) -> datetime:
    """A WARC date of any precision that 1.0 and 1.1 allow. Raises ``ValueError``."""
    if found := _DATE.fullmatch(text):
        micros = int((found[2] or "0")[:6].ljust(6, "0"))
        return datetime.fromisoformat(found[1].upper()).replace(tzinfo=UTC, microsecond=micros)
    if found := _DAY.fullmatch(text):
        return datetime(int(found[1]), int(found[2] or 1), int(found[3] or 1), tzinfo=UTC)
    raise ValueError(f"not a WARC date: {text[:40]!r}")


def view_draft(draft: Draft, written: Written) -> Capture:
    """What readers see of a record that was just written; the same as when it is read again."""
    record = Record(
        warc_file=written.warc_file,
        offset=written.offset,
        length=written.length,
        type=draft.type,
        record_id=written.record_id,
        target_uri=written.target_uri,
        date=written.date,
        content_type=draft.content_type,
        fields=(*draft.fields, ("WARC-Payload-Digest", written.payload_digest)),
        head=draft.head,
        payload=draft.payload,
    )
    provenance = draft.provenance or Provenance()
    return _view(record, parse_head(draft.head) if draft.head else _NO_HEAD, draft.payload, provenance)


def view_record(record: Record, find_original: FindOriginal) -> Capture:
    """What readers see of ``record``.

    An identical revisit shows its original's body; where the original is not to be had the body is
    empty and ``truncated`` says so. A 304 shows no body: that nothing changed is all it says.
    """
    head = parse_head(record.head) if record.head else _NO_HEAD
    payload = record.payload
    missing = ""
    if record.type == "revisit" and record.field("WARC-Profile").endswith("identical-payload-digest"):
        original = find_original(record)
        if original is None:
            missing = "the original of this revisit is missing"
        else:
            payload = original.payload
            head = head if record.head else parse_head(original.head)
    return _view(record, head, payload, _parse_provenance(record.field(PROVENANCE_FIELD)), missing)


def _view(record: Record, head: Head, payload: bytes, provenance: Provenance, missing: str = "") -> Capture:
    body, reason = decode_content(payload, head.headers)
    is_revisit = record.type == "revisit"
    reasons = ("" if is_revisit else record.field("WARC-Truncated"), missing, reason)
    return Capture(
        url=record.target_uri,
        status=head.status,
        headers=head.headers,
        body=body,
        captured_at=record.date,
        record_id=record.record_id,
        record_type=cast(RecordType, record.type if record.type in _TYPES else "metadata"),
        warc_file=record.warc_file,
        offset=record.offset,
        length=record.length,
        payload_digest=record.field("WARC-Payload-Digest") or digest(record.payload),
        media_type=_name_media_type(head.get("content-type") if record.head else record.content_type),
        platform=provenance.platform,
        reader=provenance.reader,
        account=provenance.account,
        route=provenance.route,
        run=provenance.run,
        context=provenance.context,
        certificate=provenance.certificate,
        truncated="; ".join(filter(None, reasons)),
        refers_to=unbracket(record.field("WARC-Refers-To")),
        ip_address=record.field("WARC-IP-Address"),
    )


def _name_media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _parse_provenance(text: str) -> Provenance:
    """What the field says; another tool's field of that name says nothing to us."""
    try:
        facts = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return Provenance()
    if not isinstance(facts, dict):
        return Provenance()
    context = facts.get("context")
    named = context if isinstance(context, dict) else {}
    return Provenance(
        platform=_text(facts, "platform"),
        reader=_text(facts, "reader"),
        account=_text(facts, "account"),
        route=_text(facts, "route"),
        run=_text(facts, "run"),
        context={str(name): str(value) for name, value in named.items()},
        certificate=_text(facts, "certificate"),
    )


def _text(facts: Mapping[str, object], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""
