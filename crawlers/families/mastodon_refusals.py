"""What a Mastodon-like API says when it does not answer: by the ``error`` in the body, then the status.

Sources: docs.joinmastodon.org/entities/Error and the methods' documented errors; Mastodon's
``config/locales/en.yml`` ("Record not found", "This method requires an authenticated user"); Pleroma
("Can't find user"), GoToSocial ("Unauthorized: token not supplied"). A list of no public post is not a
refusal: only the account's own count proves it (see the readers).
"""

from __future__ import annotations

import re

import orjson

from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

_SIGNS: tuple[tuple[str, ProblemKind], ...] = (
    (r"suspended|account (is )?disabled|banned|deactivated", "suspended"),
    (r"has been deleted|\bgone\b|no longer (exists|available)|tombstone", "deleted"),
    (r"too many requests|rate.?limit|throttled", "rate_limited"),
    (r"private|protected|not allowed to view|followers.only|locked", "private"),
    (
        r"authenticated user|unauthori[sz]ed|access token|token|credentials|log ?in|sign ?in|forbidden",
        "unauthorised",
    ),
    (
        r"not found|can't find|cannot find|could ?n[o']t find|does not exist|doesn't exist|no such",
        "not_found",
    ),
)
_NO_ACCOUNT = re.compile(
    r"record not found|can't find user|user not found|account not found|no such (user|account)", re.I
)


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an API answer is, or ``None`` where it may be read."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        if capture.status in (404, 410):
            kind: ProblemKind = "deleted" if capture.status == 410 else "not_found"
            return report(kind, capture, watched, f"status {capture.status}, a page")
        return None if capture.route == "browser" and capture.reader == "page" else read_page_instead(
            capture, watched, "JSON"
        )  # fmt: skip
    error = read_error(capture)
    if not error and capture.status < 400:
        return None
    kind = _name_kind(capture.status, error)
    reason = f"status {capture.status}: {error}" if error else f"status {capture.status}"
    return report(kind, capture, watched, reason, read_retry_at(capture) if kind == "rate_limited" else None)


def says_no_such_account(capture: Capture) -> bool:
    """Whether a 404 speaks of the account, rather than of a route that the program does not have."""
    return bool(_NO_ACCOUNT.search(read_error(capture)))


def read_error(capture: Capture) -> str:
    """The ``error`` (and ``error_description``, ``message``) of a JSON body, empty where there is none."""
    if capture.body[:1].strip() not in (b"{", b"") or len(capture.body) > 65_536:
        return ""
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return ""
    if (
        not isinstance(fields, dict)
        or "error" not in fields
        and not ("message" in fields and "id" not in fields)
    ):
        return ""
    words = (fields.get(name) for name in ("error", "error_description", "message"))
    return " ".join(word for word in words if isinstance(word, str)) or "error"


def _name_kind(status: int, error: str) -> ProblemKind:
    if status == 410:
        return "deleted"
    for pattern, kind in _SIGNS:
        if re.search(pattern, error, re.IGNORECASE):
            return kind
    if status in (401, 403):
        return "unauthorised"
    return "not_found" if status == 404 else "changed_format"
