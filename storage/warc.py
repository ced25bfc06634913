"""WARC 1.1 records: what is handed to the archive, and the bytes that stand for it.

A record id is written ``<urn:uuid:…>`` in the WARC and ``urn:uuid:…`` everywhere else in Vedette.
Digests are ``sha256:`` and the base32 of the 32 bytes (WARC 1.1, section 5.8).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from isal import igzip_lib
from warcio.statusandheaders import StatusAndHeaders

from storage.items import RecordType

IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
PROVENANCE_FIELD = "WARC-JSON-Metadata"
RESPONSE_TYPE = "application/http; msgtype=response"
REQUEST_TYPE = "application/http; msgtype=request"
FIELDS_TYPE = "application/warc-fields"

_REPEATABLE = frozenset({"warc-concurrent-to", "warc-protocol"})
_OURS = frozenset(
    {
        "warc-type",
        "warc-record-id",
        "warc-date",
        "warc-target-uri",
        "warc-block-digest",
        "warc-warcinfo-id",
        "content-type",
        "content-length",
        PROVENANCE_FIELD.lower(),
    }
)
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_BREAKING = re.compile(r"[\x00-\x1f\x7f]+")
_NOT_IN_URI = re.compile(r"[^\x21-\x7e]")
_LEVEL = 2
_MEMORY = igzip_lib.MEM_LEVEL_EXTRA_LARGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """For whom and by what a record was asked for, so that the same reader can be called again.

    ``certificate`` is the sha256 (hex) of the server's certificate. No field may hold a secret.
    """

    platform: str = ""
    reader: str = ""
    account: str = ""
    route: str = ""
    run: str = ""
    context: Mapping[str, str] = field(default_factory=dict)
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record to be written.

    ``head`` is the HTTP head as it was on the wire, its final CRLF CRLF included. ``payload`` is the
    body without transfer coding. A revisit is given its full payload too: it is digested for
    ``WARC-Payload-Digest`` and not written. ``fields`` are further named fields (see
    ``refer_identical`` and ``refer_not_modified`` for a revisit's).
    """

    type: RecordType
    target_uri: str
    date: datetime
    content_type: str
    payload: bytes
    head: bytes = b""
    fields: tuple[tuple[str, str], ...] = ()
    provenance: Provenance | None = None
    record_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where a record stands: ``offset`` and ``length`` are bytes of ``warc_file`` (its final name)."""

    record_id: str
    type: RecordType
    target_uri: str
    warc_file: str
    offset: int
    length: int
    payload_digest: str
    date: datetime


class Original(NamedTuple):
    """The record that a revisit refers to."""

    record_id: str
    target_uri: str
    date: datetime


class Built(NamedTuple):
    """A record's bytes, uncompressed, and its digests."""

    data: bytes
    block_digest: str
    payload_digest: str


def refer_identical(original: Original) -> tuple[tuple[str, str], ...]:
    """The named fields of a revisit whose payload is the original's (WARC 1.1, section 6.7.2)."""
    return (("WARC-Profile", IDENTICAL_PAYLOAD), *_refer_to(original), ("WARC-Truncated", "length"))


def refer_not_modified(original: Original) -> tuple[tuple[str, str], ...]:
    """The named fields of a revisit that the server answered with 304 (WARC 1.1, section 6.7.3)."""
    return (("WARC-Profile", NOT_MODIFIED), *_refer_to(original))


def _refer_to(original: Original) -> tuple[tuple[str, str], ...]:
    return (
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", encode_uri(original.target_uri)),
        ("WARC-Refers-To-Date", format_date(original.date)),
    )


def make_record_id() -> str:
    """A new random record id, ``urn:uuid:`` and a version 4 UUID."""
    return f"urn:uuid:{uuid.uuid4()}"


def digest(data: bytes) -> str:
    """The sha256 of ``data`` as WARC writes it."""
    return format_digest(hashlib.sha256(data).digest())


def format_digest(raw: bytes) -> str:
    """``sha256:`` and the base32 of 32 raw bytes, padded: warcio compares no other way."""
    return "sha256:" + base64.b32encode(raw).decode("ascii")


def format_date(date: datetime) -> str:
    """A UTC date with microseconds (WARC 1.1, section 5.4). ``date`` must be timezone-aware."""
    if date.tzinfo is None:
        raise ValueError("an archived date needs a time zone")
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def encode_uri(uri: str) -> str:
    """``uri`` with whatever may not stand in a header line percent-encoded as UTF-8."""
    return _NOT_IN_URI.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass")), uri
    )


def build_record(draft: Draft, warcinfo_id: str, concurrent_to: Sequence[str] = ()) -> Built:
    """``draft`` (which has its ``record_id``) as one WARC record, uncompressed.

    Raises ``ValueError`` on a field name that is none, that repeats, or that is made here.
    """
    payload_digest = _digest_payload(draft)
    block = draft.head + (b"" if draft.type == "revisit" else draft.payload)
    block_digest = digest(block) if draft.head else payload_digest
    fields = [
        ("WARC-Type", draft.type),
        ("WARC-Record-ID", f"<{draft.record_id}>"),
        ("WARC-Date", format_date(draft.date)),
    ]
    if draft.type != "warcinfo":
        fields.append(("WARC-Target-URI", encode_uri(draft.target_uri)))
        fields.append(("WARC-Warcinfo-ID", f"<{warcinfo_id}>"))
    fields += [("WARC-Concurrent-To", f"<{other}>") for other in concurrent_to]
    fields += _check_fields(draft.fields)
    if _writes_payload_digest(draft):
        fields.append(("WARC-Payload-Digest", payload_digest))
    fields.append(("WARC-Block-Digest", block_digest))
    if draft.provenance:
        fields.append((PROVENANCE_FIELD, _format_provenance(draft.provenance)))
    fields.append(("Content-Type", _BREAKING.sub(" ", draft.content_type)))
    fields.append(("Content-Length", str(len(block))))
    head: bytes = StatusAndHeaders("", fields, protocol="WARC/1.1").to_bytes(encoding="utf-8")
    return Built(b"".join((head, block, b"\r\n\r\n")), block_digest, payload_digest)


def compress_record(data: bytes) -> bytes:
    """``data`` as one gzip member, in one call."""
    member: bytes = igzip_lib.compress(data, _LEVEL, igzip_lib.COMP_GZIP, _MEMORY)
    return member


def _digest_payload(draft: Draft) -> str:
    """The digest of the payload; of a 304 the one that its fields name, if any."""
    if draft.type == "revisit" and not draft.payload:
        for name, value in draft.fields:
            if name.lower() == "warc-payload-digest":
                return value
    return digest(draft.payload)


def _writes_payload_digest(draft: Draft) -> bool:
    if draft.type == "revisit":
        fields = {name.lower(): value for name, value in draft.fields}
        return fields.get("warc-profile") != NOT_MODIFIED and "warc-payload-digest" not in fields
    return draft.type in ("response", "resource") or (draft.type == "request" and bool(draft.payload))


def _check_fields(fields: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """``fields`` in a form that can break no header, whoever chose the values."""
    seen: set[str] = set()
    checked: list[tuple[str, str]] = []
    for name, value in fields:
        key = name.lower()
        if not _TOKEN.fullmatch(name) or key in _OURS or (key in seen and key not in _REPEATABLE):
            raise ValueError(f"not a field that a record can be given here: {name!r}")
        seen.add(key)
        text = _BREAKING.sub(" ", value).encode("utf-8", "replace").decode("utf-8").strip()
        checked.append((name, text))
    return checked


def _format_provenance(provenance: Provenance) -> str:
    facts: dict[str, object] = {
        "platform": provenance.platform,
        "reader": provenance.reader,
        "account": provenance.account,
        "route": provenance.route,
        "run": provenance.run,
        "context": dict(provenance.context),
        "certificate": provenance.certificate,
    }
    return json.dumps({name: fact for name, fact in facts.items() if fact}, separators=(",", ":"))
