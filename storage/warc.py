"""WARC 1.1 records: what is handed to the archive, and the bytes that stand for it.

A record id is written ``<urn:uuid:…>`` in the WARC and ``urn:uuid:…`` everywhere else in Vedette.
Digests are ``sha256:`` and the base32 of the 32 bytes (WARC 1.1, section 5.8).
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from isal import igzip_lib, isal_zlib

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
_WORD = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[!#-;=?-\[\]-~]+")
_BREAKING = re.compile(r"[\x00-\x1f\x7f]+")
_NOT_IN_URI = re.compile(r"[^\x21-\x7e]")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
_SHIFTS = tuple(range(250, -10, -10))
_LEVEL = 1
_SAMPLED = 16 * 1024
_SAMPLE = 4 * 1024
_STORED = struct.Struct("<BHH")
_TRAILER = struct.Struct("<II")


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
    ``refer_identical`` and ``refer_not_modified`` for a revisit's). ``payload_digest`` is the digest of
    ``payload`` where it is known already.
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
    payload_digest: str = ""


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


class Frame(NamedTuple):
    """What the writer adds to a draft: its id, its group's date, what it stands with."""

    record_id: str
    date: datetime
    warcinfo_id: str = ""
    concurrent_to: tuple[str, ...] = ()


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


_EMPTY = "sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ===="


def _refer_to(original: Original) -> tuple[tuple[str, str], ...]:
    return (
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", encode_uri(original.target_uri)),
        ("WARC-Refers-To-Date", format_date(original.date)),
    )


def make_record_id() -> str:
    """A new random record id, ``urn:uuid:`` and a version 4 UUID."""
    return f"urn:uuid:{uuid.uuid4()}"


def digest(*pieces: bytes) -> str:
    """The sha256 of ``pieces`` after one another, as WARC writes it."""
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return format_digest(found.digest())


def format_digest(raw: bytes) -> str:
    """``sha256:`` and the base32 of 32 raw bytes, padded: warcio compares no other way."""
    number = int.from_bytes(raw, "big") << 4  # 260 bits: 26 pairs of letters
    return f"sha256:{''.join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])}===="


@lru_cache(maxsize=16)
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


def build_record(draft: Draft, frame: Frame) -> Built:
    """``draft`` as one WARC record, uncompressed.

    Raises ``ValueError`` on a field name that is none, that repeats, or that is made here, and on a
    record id that is no URI.
    """
    if not _ID.fullmatch(frame.record_id):
        raise ValueError(f"not a record id: {frame.record_id!r}")
    payload = b"" if draft.type == "revisit" else draft.payload
    payload_digest = _digest_payload(draft)
    is_payload = not draft.head and payload is draft.payload
    block_digest = payload_digest if is_payload else digest(draft.head, payload)
    lines = [
        "WARC/1.1",
        f"WARC-Type: {draft.type}",
        f"WARC-Record-ID: <{frame.record_id}>",
        f"WARC-Date: {format_date(frame.date)}",
    ]
    if draft.type != "warcinfo":
        lines.append(f"WARC-Target-URI: {encode_uri(draft.target_uri)}")
        lines.append(f"WARC-Warcinfo-ID: <{frame.warcinfo_id}>")
    lines += [f"WARC-Concurrent-To: <{other}>" for other in frame.concurrent_to]
    lines += _format_fields(draft.fields)
    if _writes_payload_digest(draft):
        lines.append(f"WARC-Payload-Digest: {payload_digest}")
    lines.append(f"WARC-Block-Digest: {block_digest}")
    if draft.provenance:
        lines.append(f"{PROVENANCE_FIELD}: {_format_provenance(draft.provenance)}")
    lines.append(f"Content-Type: {_BREAKING.sub(' ', draft.content_type)}")
    lines.append(f"Content-Length: {len(draft.head) + len(payload)}\r\n\r\n")
    named = "\r\n".join(lines).encode("utf-8", "replace")
    return Built(b"".join((named, draft.head, payload, b"\r\n\r\n")), block_digest, payload_digest)


def compress_record(data: bytes) -> bytes:
    """``data`` as one gzip member: deflated in one call, or stored where deflating gains nothing.

    Pictures, videos and bodies in a content coding are found by deflating a sample of the middle; one
    in ASCII need not be tried.
    """
    size = len(data)
    if size > _SAMPLED:
        sample = data[size // 2 : size // 2 + _SAMPLE]
        if not sample.isascii() and _deflate(sample) > _SAMPLE * 0.97:
            return _store(data)
    member: bytes = igzip_lib.compress(data, _LEVEL, igzip_lib.COMP_GZIP)
    return member


def _deflate(sample: bytes) -> int:
    return len(igzip_lib.compress(sample, _LEVEL, igzip_lib.COMP_DEFLATE))


def _store(data: bytes) -> bytes:
    """``data`` as a gzip member of stored blocks (RFC 1951, section 3.2.4; RFC 1952)."""
    pieces: list[bytes | memoryview] = [b"\x1f\x8b\x08\0\0\0\0\0\0\xff"]
    view = memoryview(data)
    for start in range(0, len(data), 0xFFFF):
        block = view[start : start + 0xFFFF]
        is_last = start + 0xFFFF >= len(data)
        pieces += (_STORED.pack(is_last, len(block), len(block) ^ 0xFFFF), block)
    pieces.append(_TRAILER.pack(isal_zlib.crc32(data), len(data) & 0xFFFFFFFF))
    return b"".join(pieces)


def _digest_payload(draft: Draft) -> str:
    """The digest of the payload; of a 304 the one that its fields name, if any."""
    if draft.type == "revisit" and not draft.payload:
        for name, value in draft.fields:
            if name.lower() == "warc-payload-digest":
                return value
    return draft.payload_digest or (digest(draft.payload) if draft.payload else _EMPTY)


def _writes_payload_digest(draft: Draft) -> bool:
    if draft.type == "revisit":
        fields = {name.lower(): value for name, value in draft.fields}
        return fields.get("warc-profile") != NOT_MODIFIED and "warc-payload-digest" not in fields
    return draft.type in ("response", "resource") or (draft.type == "request" and bool(draft.payload))


def _format_fields(fields: tuple[tuple[str, str], ...]) -> list[str]:
    """``fields`` as lines that can break no header, whoever chose the values."""
    seen: set[str] = set()
    lines: list[str] = []
    for name, value in fields:
        key = name.lower()
        if not _WORD.fullmatch(name) or key in _OURS or (key in seen and key not in _REPEATABLE):
            raise ValueError(f"not a field that a record can be given here: {name!r}")
        seen.add(key)
        lines.append(f"{name}: {_BREAKING.sub(' ', value).strip()}")
    return lines


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
