"""What Lemmy and PieFed say when they do not answer.

Sources: LemmyNet/lemmy ``crates/utils/src/error.rs`` (``{"error": "couldnt_find_person"}``, later
``not_found``; the status was 400 once and is 404 now), PieFed ``app/api/alpha/__init__.py``, which makes
``{"code": 400, "message": …, "status": "Bad Request"}`` of every exception.
"""

from __future__ import annotations

import re

import orjson

from crawlers.json_reading import maybe_text
from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

_SIGNS: tuple[tuple[str, ProblemKind], ...] = (
    (r"rate_limit|too many requests", "rate_limited"),
    (r"private community|membership required", "private"),
    (r"instance_is_private|not_logged_in|incorrect.?login|not enabled|login required", "unauthorised"),
    (r"couldnt_find|not.?found|no row was found|NoneType", "not_found"),
    (r"\bdeleted\b", "deleted"),
)


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an API answer is, or ``None`` where it may be read."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        if capture.status in (404, 410):
            return report("not_found", capture, watched, f"status {capture.status}, a page")
        return read_page_instead(capture, watched, "JSON")
    error = read_error(capture)
    if not error and capture.status < 300:
        return None
    kind = _name_kind(capture.status, error)
    retry_at = read_retry_at(capture) if kind == "rate_limited" else None
    return report(kind, capture, watched, f"status {capture.status}: {error or 'nothing said'}", retry_at)


def says_nothing(capture: Capture) -> bool:
    """Whether a 404 speaks of a route that the version does not have, rather than of an account or post."""
    return capture.status == 404 and not read_error(capture)


def read_error(capture: Capture) -> str:
    """The ``error`` or ``message`` of a JSON body, empty where there is none."""
    if capture.body[:1] != b"{" or len(capture.body) > 65_536:
        return ""
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return ""
    if not isinstance(fields, dict):
        return ""
    said = maybe_text(fields, "error")
    return said or (maybe_text(fields, "message") if capture.status >= 400 else "")


def _name_kind(status: int, error: str) -> ProblemKind:
    for pattern, kind in _SIGNS:
        if re.search(pattern, error[:300], re.IGNORECASE):
            return kind
    if status in (401, 403):
        return "unauthorised"
    return "not_found" if status in (404, 410) else "changed_format"
