"""What an XRPC server says when it does not answer: ``{error, message}``, by name, then by words.

Sources: atproto.com/specs/xrpc (error responses), lexicon app.bsky.actor.getProfile and the messages that
AppView and PDS send ("Profile not found", "Account has been suspended", "Account is deactivated",
``RepoTakendown``, ``RepoDeactivated``, ``RepoNotFound``, "Could not find user").
"""

from __future__ import annotations

import re

import orjson

from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

_KINDS: tuple[tuple[str, ProblemKind], ...] = (
    (r"takedown|takendown|suspended", "suspended"),
    (r"deactivated", "deleted"),
    (r"deleted|tombstone", "deleted"),
    (r"ratelimit|rate limit|throttled", "rate_limited"),
    (r"blockedactor|blockedbyactor", "private"),
    (r"authmissing|authrequired|authenticationrequired|expiredtoken|invalidtoken|forbidden", "unauthorised"),
    (r"not found|notfound|could not find|could not locate|unable to resolve|not registered", "not_found"),
)


def read_xrpc_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an XRPC answer is, or ``None`` where it may be read."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "JSON")
    name, message = read_xrpc_error(capture)
    if not name and capture.status < 400:
        return None
    said = f"{name} {message}"
    kind = next((kind for mark, kind in _KINDS if re.search(mark, said, re.IGNORECASE)), None)
    if kind is None:
        kind = "unauthorised" if capture.status in (401, 403) else "changed_format"
        kind = "not_found" if capture.status == 404 else kind
    retry = read_retry_at(capture) if kind == "rate_limited" else None
    return report(kind, capture, watched, f"status {capture.status}: {name}: {message}".rstrip(": "), retry)


def read_xrpc_error(capture: Capture) -> tuple[str, str]:
    """``error`` and ``message`` of an error body, empty texts where it is none."""
    if not capture.body.startswith(b"{") or len(capture.body) > 65_536:
        return "", ""
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return "", ""
    name, message = fields.get("error"), fields.get("message")
    if not isinstance(name, str) or fields.keys() & {"did", "feed", "posts", "records"}:
        return "", ""
    return name, message if isinstance(message, str) else ""
