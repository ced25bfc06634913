"""What the Stack Exchange API says when it does not answer, and when it wants patience.

Source: api.stackexchange.com/docs (error-handling, throttle): errors are objects with ``error_id``,
``error_name`` and ``error_message``; ``throttle_violation`` (502, as 400) tells seconds; ``backoff`` in a
good answer is how many seconds the same method must be left alone; the quota begins anew at midnight UTC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

import orjson

from crawlers.json_reading import Object, maybe_count, maybe_text
from crawlers.refusals import LONGEST_WAIT, is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

PACED_S = 10
"""The pace of the platform; a longer ``backoff`` ends the visit."""
_IDS: Mapping[str, ProblemKind] = {
    "401": "unauthorised",
    "402": "unauthorised",
    "403": "unauthorised",
    "405": "unauthorised",
    "406": "unauthorised",
    "500": "unreachable",
    "502": "rate_limited",
    "503": "unreachable",
}
_SECONDS = re.compile(r"in (\d{1,9}) seconds")


def read_stackexchange_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer is, or ``None`` where it may be read."""
    fields = _read_error(capture)
    number = maybe_text(fields, "error_id")
    if number:
        said = maybe_text(fields, "error_message")
        kind = _IDS.get(number, "changed_format")
        if number == "400" and said.lower().startswith("no site found"):
            kind = "not_found"
        name = maybe_text(fields, "error_name")
        retry_at = _read_wait(said, capture) if kind == "rate_limited" else None
        return report(kind, capture, watched, f"error {number}, {name}: {said}", retry_at)
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "JSON")
    if capture.status >= 300:
        return report("changed_format", capture, watched, f"status {capture.status}")
    return None


def find_patience(fields: Object, capture: Capture, watched: Watched) -> Problem | None:
    """Why nothing more may be asked for now after a good answer: a long ``backoff``, or a spent quota."""
    backoff = maybe_count(fields, "backoff") or 0
    if backoff > PACED_S:
        until = capture.captured_at + min(timedelta(seconds=min(backoff, 10**6)), LONGEST_WAIT)
        return report("rate_limited", capture, watched, f"backoff: {backoff} seconds", until)
    if maybe_count(fields, "quota_remaining") == 0:
        return report("rate_limited", capture, watched, "quota_remaining is 0", _next_midnight(capture))
    return None


def _read_wait(said: str, capture: Capture) -> datetime | None:
    found = _SECONDS.search(said[:1000])
    if found is None:
        return read_retry_at(capture)
    return capture.captured_at + min(timedelta(seconds=int(found[1])), LONGEST_WAIT)


def _next_midnight(capture: Capture) -> datetime:
    day = capture.captured_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def _read_error(capture: Capture) -> Object:
    if b'"error_id"' not in capture.body[:65_536]:
        return {}
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return {}
    return fields if isinstance(fields, dict) and "items" not in fields else {}
