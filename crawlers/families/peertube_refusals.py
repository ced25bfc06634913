"""What PeerTube says when it does not answer: ``application/problem+json`` (RFC 7807).

Source: PeerTube ``server/core/middlewares/error.ts`` and
``packages/models/src/server/server-error-code.enum.ts``: ``{"type", "detail", "status", "title", "code"}``,
and ``error`` with the same words for old clients.
"""

from __future__ import annotations

import orjson

from crawlers.json_reading import maybe_text
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from storage.items import Capture, Problem, ProblemKind, Watched

_KINDS: dict[int, ProblemKind] = {401: "unauthorised", 403: "private", 404: "not_found", 410: "deleted"}


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an API answer is, or ``None`` where it may be read."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        if capture.status in (404, 410):
            return report(_KINDS[capture.status], capture, watched, f"status {capture.status}, a page")
        return read_page_instead(capture, watched, "JSON")
    if capture.status < 300:
        return None
    kind = _KINDS.get(capture.status, "changed_format")
    said = read_detail(capture) or "nothing said"
    if "does_not_respect_follow_constraints" in said:
        kind = "unauthorised"
    return report(kind, capture, watched, f"status {capture.status}: {said}")


def read_detail(capture: Capture) -> str:
    """The ``detail`` and ``code`` of an error, empty where the body tells none."""
    if capture.body[:1] != b"{" or len(capture.body) > 65_536:
        return ""
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return ""
    if not isinstance(fields, dict):
        return ""
    words = (maybe_text(fields, "detail") or maybe_text(fields, "error"), maybe_text(fields, "code"))
    return " ".join(word for word in words if word)
