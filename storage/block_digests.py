"""Digests of a block that goes by: of the whole, and of the payload in it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from storage.captured import holds_http, unbracket
from storage.chunks import ChunkJoiner
from storage.http_head import parse_head, split_head
from storage.warc_stream import Fault, StreamedRecord

_KNOWN = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
_MOST_HEAD = 1024 * 1024


class BlockDigests:
    """Fed with a record's block, compares its digests with what its header says.

    The payload of an HTTP block is the body without transfer coding (WARC 1.1, section 6.3.2); tools
    that digest the chunked bytes instead are understood, and it is noted.
    """

    def __init__(self, record: StreamedRecord) -> None:
        self._block_claim = _Claim(record.field("WARC-Block-Digest"))
        self._payload_claim = _Claim(record.field("WARC-Payload-Digest"))
        kind = record.field("WARC-Type").lower()
        uri = unbracket(record.field("WARC-Target-URI"))
        self._in_head = holds_http(kind, record.field("Content-Type"), uri)
        has_payload = kind not in ("revisit", "continuation") and not record.field("WARC-Segment-Number")
        self._head = b""
        self._whole = hashlib.sha256()
        self._block = self._block_claim.start()
        self._payload: Any = self._payload_claim.start() if has_payload else None
        self._joined: Any = None
        self._joiner: ChunkJoiner | None = None

    def update(self, piece: bytes) -> None:
        """Take the next piece of the block in."""
        self._whole.update(piece)
        if self._block_claim.algorithm != "sha256" and self._block:
            self._block.update(piece)
        if self._payload:
            self._update_payload(piece)

    def compare(self) -> Iterator[Fault]:
        """What does not agree, after the whole block was taken in."""
        if self._payload and self._in_head and self._head:
            self._end_head(self._head)
        block = self._whole if self._block_claim.algorithm == "sha256" else self._block
        yield from self._block_claim.compare("WARC-Block-Digest", block)
        if self._payload is None:
            return
        if self._joined and self._payload_claim.agrees(self._payload):
            yield Fault("digest_convention", "WARC-Payload-Digest is that of the chunked bytes")
        elif not (self._joined and self._payload_claim.agrees(self._joined)):
            yield from self._payload_claim.compare("WARC-Payload-Digest", self._payload)

    def digest(self) -> bytes:
        """The sha256 of the block."""
        return self._whole.digest()

    def _update_payload(self, piece: bytes) -> None:
        if self._in_head:
            self._head += piece
            if b"\r\n\r\n" not in self._head and b"\n\n" not in self._head and len(self._head) < _MOST_HEAD:
                return
            piece = self._end_head(self._head)
        self._payload.update(piece)
        if self._joiner:
            self._joined.update(self._joiner.feed(piece))

    def _end_head(self, data: bytes) -> bytes:
        head, rest = split_head(data)
        self._in_head = False
        self._head = b""
        if "chunked" in parse_head(head).get("transfer-encoding").lower():
            self._joiner = ChunkJoiner()
            self._joined = self._payload_claim.start()
        return rest


class _Claim:
    """A digest that a header names, in any of the encodings in use."""

    def __init__(self, text: str) -> None:
        name, _, self._value = text.partition(":")
        self.text = text
        self.algorithm = _KNOWN.get(name.lower().replace("-", ""), "")

    def start(self) -> Any:
        return hashlib.new(self.algorithm, usedforsecurity=False) if self.algorithm else None

    def agrees(self, found: Any) -> bool:
        raw: bytes = found.digest()
        return raw in _decode(self._value, len(raw))

    def compare(self, name: str, found: Any) -> Iterator[Fault]:
        if not self.text:
            return
        if not self.algorithm:
            yield Fault("digest_unknown", f"{name} is of an algorithm not known here: {self.text[:40]!r}")
        elif not self.agrees(found):
            yield Fault("digest", f"{name} says {self.text[:80]}, the bytes say {found.hexdigest()}")


def _decode(value: str, size: int) -> Iterator[bytes]:
    """``value`` read as base16, base32 or base64, whichever gives ``size`` bytes."""
    bare = value.rstrip("=")
    readings: tuple[tuple[Callable[[str], bytes], str], ...] = (
        (base64.b16decode, value.upper()),
        (base64.b32decode, bare.upper() + "=" * (-len(bare) % 8)),
        (base64.b64decode, bare + "=" * (-len(bare) % 4)),
    )
    for decode, text in readings:
        try:
            raw = decode(text)
        except (binascii.Error, ValueError):
            continue
        if len(raw) == size:
            yield raw
