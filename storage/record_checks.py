"""What WARC 1.0 and 1.1 ask of a record's header, field by field."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Iterator

from storage.captured import parse_date
from storage.warc_stream import Fault, StreamedRecord

_VERSIONS = frozenset({"WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"})
_TYPES = frozenset(
    {"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"}
)
_MANDATORY = ("WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length")
_ALSO_MANDATORY = {
    "response": ("WARC-Target-URI",),
    "resource": ("WARC-Target-URI",),
    "request": ("WARC-Target-URI",),
    "revisit": ("WARC-Target-URI", "WARC-Profile"),
    "conversion": ("WARC-Target-URI",),
    "continuation": ("WARC-Target-URI", "WARC-Segment-Number", "WARC-Segment-Origin-ID"),
}
_CAPTURED = _TYPES - {"warcinfo", "conversion", "continuation"}
_ONLY_IN = {
    "warc-target-uri": _TYPES - {"warcinfo"},
    "warc-concurrent-to": _CAPTURED,
    "warc-ip-address": _CAPTURED,
    "warc-refers-to": frozenset({"metadata", "revisit", "conversion"}),
    "warc-refers-to-target-uri": frozenset({"revisit"}),
    "warc-refers-to-date": frozenset({"revisit"}),
    "warc-warcinfo-id": _TYPES - {"warcinfo"},
    "warc-filename": frozenset({"warcinfo"}),
    "warc-segment-origin-id": frozenset({"continuation"}),
    "warc-segment-total-length": frozenset({"continuation"}),
}
_WORD = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}[ \t]*(?:;.*)?", re.DOTALL)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>]+")
_DIGEST = re.compile(rf"{_WORD}:\S+")
_NAME = re.compile(_WORD)
_SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.IGNORECASE)
_INFO_TYPES = ("application/warc-fields", "text/plain", "application/octet-stream")


def check_header(record: StreamedRecord) -> Iterator[Fault]:
    """Everything in the header that the standard does not allow (WARC 1.1, sections 4, 5 and 6)."""
    if record.version.upper() not in _VERSIONS:
        yield Fault("version", f"not a version of WARC: {record.version[:40]!r}")
    kind = record.field("WARC-Type").lower()
    for name in (*_MANDATORY, *_ALSO_MANDATORY.get(kind, ())):
        if not record.field(name):
            yield Fault("missing_field", f"{name} is missing")
    if record.size and kind in _TYPES - {"continuation"} and not record.field("Content-Type"):
        yield Fault("missing_field", "Content-Type is missing")
    yield from _check_repetition(record)
    for name, value in record.fields:
        yield from _check_field(record, kind, name, value)


def _check_repetition(record: StreamedRecord) -> Iterator[Fault]:
    counted = Counter(name.lower() for name, _ in record.fields)
    for name, count in counted.items():
        if count > 1 and name in _CHECKS and name != "warc-concurrent-to":
            yield Fault("repeated_field", f"{name} stands {count} times")


def _check_field(record: StreamedRecord, kind: str, name: str, value: str) -> Iterator[Fault]:
    key = name.lower()
    if not _NAME.fullmatch(name):
        yield Fault("header", f"not a field name: {name[:40]!r}")
        return
    if key in _ONLY_IN and kind in _TYPES and kind not in _ONLY_IN[key]:
        yield Fault("forbidden_field", f"{name} may not stand in a {kind} record")
    check = _CHECKS.get(key)
    if check and not (value and check(value)):
        yield Fault("bad_value", f"{name} says {value[:60]!r}")
    elif key == "warc-date" and record.version.endswith("1.0") and not _SECONDS.fullmatch(value):
        yield Fault("date_precision", f"{name} says {value[:60]!r}, which WARC 1.0 does not allow")
    elif key == "warc-segment-number" and (int(value) > 1) != (kind == "continuation"):
        yield Fault("bad_value", f"{name} says {value} in a {kind} record")
    elif key == "content-type" and kind == "warcinfo" and not value.lower().startswith(_INFO_TYPES):
        yield Fault("bad_value", f"{name} of a warcinfo record says {value[:60]!r}")


def _is_date(value: str) -> bool:
    try:
        parse_date(value)
    except ValueError:
        return False
    return True


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def _is_reference(value: str) -> bool:
    return value.startswith("<") and value.endswith(">") and bool(_URI.fullmatch(value[1:-1]))


def _is_target(value: str) -> bool:
    """Blanks inside and angle brackets round it are no fault of a strict kind: tools do write them."""
    return bool(_URI.match(value[1:] if value.startswith("<") else value))


def _is_count(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19


_CHECKS: dict[str, Callable[[str], object]] = {
    "warc-type": lambda value: not re.search(r"\s", value),
    "warc-record-id": _is_reference,
    "warc-date": _is_date,
    "content-length": _is_count,
    "content-type": _MEDIA_TYPE.fullmatch,
    "warc-concurrent-to": _is_reference,
    "warc-block-digest": _DIGEST.fullmatch,
    "warc-payload-digest": _DIGEST.fullmatch,
    "warc-ip-address": _is_address,
    "warc-refers-to": _is_reference,
    "warc-refers-to-target-uri": _is_target,
    "warc-refers-to-date": _is_date,
    "warc-target-uri": _is_target,
    "warc-truncated": bool,
    "warc-warcinfo-id": _is_reference,
    "warc-filename": bool,
    "warc-profile": _is_target,
    "warc-identified-payload-type": _MEDIA_TYPE.fullmatch,
    "warc-segment-origin-id": _is_reference,
    "warc-segment-number": lambda value: _is_count(value) and int(value) > 0,
    "warc-segment-total-length": _is_count,
}
