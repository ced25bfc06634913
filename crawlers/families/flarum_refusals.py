"""What Flarum says when it does not answer: JSON:API errors by their code.

Source: ``framework/core/src/Foundation/ErrorHandling`` of flarum/framework (``not_found``,
``permission_denied``, ``not_authenticated``, ``too_many_requests``).
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from crawlers.json_reading import maybe_objects, maybe_text
from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

_CODES: Mapping[str, ProblemKind] = {
    "not_found": "not_found",
    "route_not_found": "not_found",
    "permission_denied": "private",
    "not_authenticated": "login_wall",
    "too_many_requests": "rate_limited",
}
_STATUSES: Mapping[int, ProblemKind] = {401: "login_wall", 403: "private", 404: "not_found", 410: "deleted"}


def read_flarum_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer is, or ``None`` where it may be read."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        if capture.status == 404:
            return report("not_found", capture, watched, "status 404, a page")
        return read_page_instead(capture, watched, "JSON")
    if capture.status < 300:
        return None
    code = _read_code(capture)
    kind = _CODES.get(code) or _STATUSES.get(capture.status, "changed_format")
    retry_at = read_retry_at(capture) if kind == "rate_limited" else None
    return report(kind, capture, watched, f"status {capture.status}: {code}".rstrip(": "), retry_at)


def _read_code(capture: Capture) -> str:
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return ""
    errors = maybe_objects(fields, "errors") if isinstance(fields, dict) else ()
    return next((maybe_text(one, "code") for one in errors), "")
