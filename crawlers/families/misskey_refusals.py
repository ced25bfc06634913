"""What Misskey's API says when it does not answer: ``{"error": {"code", "message", "id", "kind"}}``.

Sources: Misskey ``packages/backend/src/server/api/{ApiCallService,error}.ts`` and the errors that the
endpoints declare. Nothing tells a suspended account from a missing one: ``NO_SUCH_USER`` is said of both.
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from crawlers.json_reading import maybe_text
from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

NO_NOTE = "NO_SUCH_NOTE"

_KINDS: Mapping[str, ProblemKind] = {
    "NO_SUCH_USER": "not_found",
    "FAILED_TO_RESOLVE_REMOTE_USER": "not_found",
    NO_NOTE: "not_found",
    "UNKNOWN_API_ENDPOINT": "changed_format",
    "RATE_LIMIT_EXCEEDED": "rate_limited",
    "BRIEF_REQUEST_INTERVAL": "rate_limited",
    "CREDENTIAL_REQUIRED": "unauthorised",
    "AUTHENTICATION_FAILED": "unauthorised",
    "PERMISSION_DENIED": "unauthorised",
    "ACCESS_DENIED": "unauthorised",
    "SIGNIN_REQUIRED": "login_wall",
    "CONTENT_RESTRICTED_BY_USER": "login_wall",
    "CONTENT_RESTRICTED_BY_SERVER": "login_wall",
    "FOLLOWERS_ONLY": "private",
    "INTERNAL_ERROR": "unreachable",
}


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an API answer is, or ``None`` where it may be read."""
    code, words = read_error(capture)
    kind = _KINDS.get(code)
    if kind == "rate_limited":
        return report(kind, capture, watched, f"status {capture.status}: {code}", read_retry_at(capture))
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        if capture.status in (404, 410):
            reason = f"no such interface: status {capture.status}, a page"
            return report("changed_format", capture, watched, reason)
        return read_page_instead(capture, watched, "JSON")
    if not code and capture.status < 300:
        return None
    if not code and capture.status < 400:
        reason = f"status {capture.status}: the interface is elsewhere"
        return report("changed_format", capture, watched, reason)
    if kind is None:
        kind = "unauthorised" if capture.status in (401, 403) else "changed_format"
    return report(kind, capture, watched, f"status {capture.status}: {code} {words}")


def read_error(capture: Capture) -> tuple[str, str]:
    """The ``code`` and the ``message`` of the error in a body; empty where there is none."""
    if capture.body[:1] != b"{" or len(capture.body) > 65_536:
        return "", ""
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return "", ""
    error = fields.get("error") if isinstance(fields, dict) else None
    if isinstance(error, str) and error:
        return "error", error.replace("\x00", "")
    if not isinstance(error, dict):
        return "", ""
    return maybe_text(error, "code")[:80] or "error", maybe_text(error, "message")
