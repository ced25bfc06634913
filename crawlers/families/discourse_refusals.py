"""What Discourse says when it does not answer: by ``error_type``, else by status.

Source: ``app/controllers/application_controller.rb`` of discourse/discourse (``rescue_discourse_actions``,
``render_rate_limit_error``) and its middleware's "Slow down". What is absent and what may not be seen answers
alike (404 ``not_found``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import orjson

from crawlers.json_reading import Object, maybe_array, maybe_count, maybe_object, maybe_text
from crawlers.refusals import LONGEST_WAIT, is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

_TYPES: Mapping[str, ProblemKind] = {
    "not_logged_in": "login_wall",
    "invalid_access": "private",
    "not_found": "not_found",
    "rate_limit": "rate_limited",
    "read_only": "unreachable",
}
_STATUSES: Mapping[int, ProblemKind] = {
    401: "unauthorised",
    403: "private",
    404: "not_found",
    410: "deleted",
    422: "rate_limited",
}


def read_discourse_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer is, or ``None`` where it may be read."""
    fields = _read_error(capture)
    kind = _TYPES.get(maybe_text(fields, "error_type"))
    if kind == "rate_limited" or capture.status == 429:
        waits = maybe_count(maybe_object(fields, "extras"), "wait_seconds")
        told = (
            capture.captured_at + min(timedelta(seconds=min(waits, 10**6)), LONGEST_WAIT) if waits else None
        )
        said = _say(fields) or "status 429"
        return report("rate_limited", capture, watched, said, read_retry_at(capture) or told)
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        if capture.status == 404:
            return report("not_found", capture, watched, "status 404, a page")
        return read_page_instead(capture, watched, "JSON")
    if kind or capture.status >= 300:
        kind = kind or _STATUSES.get(capture.status, "changed_format")
        return report(kind, capture, watched, f"status {capture.status}: {_say(fields)}".rstrip(": "))
    return None


def is_gone(problem: Problem) -> bool:
    """Whether a topic asked for again is there no more: deleted, or moved out of public sight."""
    return problem.kind in ("not_found", "deleted", "private")


def _read_error(capture: Capture) -> Object:
    if capture.status < 400 and b'"error_type"' not in capture.body[:4096]:
        return {}
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return {}
    return fields if isinstance(fields, dict) and "post_stream" not in fields else {}


def _say(fields: Object) -> str:
    return " ".join(str(one) for one in maybe_array(fields, "errors") if isinstance(one, str))
