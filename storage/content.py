"""Undoing content codings of hostile bodies: what could be decoded, and why not all of it.

Used where a body comes in and where it is read from the archive, so that both see the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, cast

import brotli
import zstandard
from isal import igzip_lib, isal_zlib

LIMIT = 64 * 1024 * 1024
RATIO = 200
_SPARED = 1024 * 1024
_STEP = 64 * 1024
_ZSTD_STEP = 1024  # no output bound can be asked for: a block of 4 bytes may stand for 128 KiB
_MOST_CODINGS = 4
_ZSTD_WINDOW = 8 * 1024 * 1024
_GZIP_MAGIC = b"\x1f\x8b"

InflateError = cast("type[Exception]", igzip_lib.error)
Inflater = Any  # isal declares its decompressor as a function
Decoder = Callable[[bytes], Iterator[bytes]]


def decode_content(
    body: bytes,
    headers: Iterable[tuple[str, str]],
    *,
    limit: int = LIMIT,
    ratio: int = RATIO,
) -> tuple[bytes, str]:
    """``body`` with its content codings undone, and the reason why it is not whole, or nothing.

    Codings: gzip, deflate (with or without the zlib wrapper), br, zstd, nested up to four deep (RFC
    9110, section 8.4). What comes out is at most ``limit`` bytes, and beyond 1 MiB at most ``ratio``
    times what went in, for every coding. A body that is not in the coding it claims is handed back as
    it is. Never raises on bytes.
    """
    codings = name_codings(headers)
    if len(codings) > _MOST_CODINGS:
        return body[:limit], f"{len(codings)} nested content codings"
    reasons = []
    for coding in reversed(codings):
        decoder = _DECODERS.get(coding)
        if decoder is None:
            reasons.append(f"unknown content coding {coding!r}")
            break
        body, reason = _collect(decoder(body), coding, limit, max(_SPARED, ratio * len(body)))
        if reason:
            reasons.append(reason)
    if len(body) > limit:
        reasons.append(f"longer than {limit} bytes")
    return body[:limit], "; ".join(reasons)


def name_codings(headers: Iterable[tuple[str, str]]) -> list[str]:
    """The content codings that ``headers`` name, lower case, in the order they were applied."""
    named = (value for name, value in headers if name.lower() == "content-encoding")
    codings = (re.sub(r"[^\x21-\x7e]", "", coding).lower() for value in named for coding in value.split(","))
    return [coding[:40] for coding in codings if coding and coding != "identity"]


def _collect(pieces: Iterator[bytes], coding: str, limit: int, bound: int) -> tuple[bytes, str]:
    """Join ``pieces`` up to the bounds; a decoder tells its fault by ``_Torn``."""
    out = bytearray()
    try:
        for piece in pieces:
            out += piece
            if len(out) > limit:
                return bytes(out[:limit]), f"{coding}: longer than {limit} bytes"
            if len(out) > bound:
                return bytes(out[:bound]), f"{coding}: expands beyond {bound} bytes"
    except _Unlike as unlike:
        return unlike.body, f"{coding}: not in this coding"
    except (_Torn, InflateError, brotli.error, zstandard.ZstdError, EOFError, ValueError):
        return bytes(out), f"{coding}: torn or damaged"
    except MemoryError:
        return bytes(out), f"{coding}: needs too much memory"
    return bytes(out), ""


class _Torn(Exception):
    """The coded body ends too early."""


class _Unlike(Exception):
    """The body is not in the coding that it claims."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body


def _gunzip(body: bytes) -> Iterator[bytes]:
    """All members one after another; what follows the last one is left aside, as browsers do."""
    if body and not body.startswith(_GZIP_MAGIC):
        raise _Unlike(body)
    at = 0
    while body.startswith(_GZIP_MAGIC, at):
        member = isal_zlib.decompressobj(31)
        at = yield from _inflate(member, body, at)


def _undeflate(body: bytes) -> Iterator[bytes]:
    """With the zlib wrapper that RFC 9110 asks for, or without it, as some servers send it."""
    wrapped = len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    stream = isal_zlib.decompressobj(15 if wrapped else -15)
    started = False
    try:
        for piece in _inflate(stream, body):
            started = started or bool(piece)
            yield piece
    except InflateError:
        if started:
            raise
        raise _Unlike(body) from None


def _inflate(stream: Inflater, body: bytes, at: int = 0) -> Generator[bytes, None, int]:
    """What ``stream`` makes of ``body`` from ``at`` on; returns where the stream ended."""
    view = memoryview(body)
    while at < len(body) and not stream.eof:
        data = view[at : at + _STEP]
        at += len(data)
        while data:
            yield stream.decompress(data, _STEP)
            data = stream.unconsumed_tail
    yield stream.flush()
    if body and not stream.eof:
        raise _Torn
    return at - len(stream.unused_data)


def _unbrotli(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    started = False
    try:
        for start in range(0, len(body), _STEP):
            data = body[start : start + _STEP]
            while True:
                piece = stream.process(data, output_buffer_limit=_STEP)
                started = started or bool(piece)
                yield piece
                data = b""
                if stream.is_finished() or (stream.can_accept_more_data() and not piece):
                    break
            if stream.is_finished():
                return
    except brotli.error:
        if started:
            raise
        raise _Unlike(body) from None
    if body:
        raise _Torn


def _unzstd(body: bytes) -> Iterator[bytes]:
    if body and body[:4] != zstandard.FRAME_HEADER and body[1:4] != b"\x2a\x4d\x18":
        raise _Unlike(body)
    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    at = 0
    while at < len(body):
        frame = decoder.decompressobj()
        while not frame.eof:
            piece = body[at : at + _ZSTD_STEP]
            if not piece:
                raise _Torn
            at += len(piece)
            yield frame.decompress(piece)
        at -= len(frame.unused_data)


_DECODERS: dict[str, Decoder] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
