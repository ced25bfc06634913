"""What Reddit says when it does not answer: by the body's ``reason`` and words, then by status.

Sources: reddit.com/dev/api and recorded answers (``{"message": "Not Found", "error": 404}``, ``reason``
``private``, ``banned``, ``quarantined``); the words of its pages ("whoa there, pardner!", "blocked by network
security"). That there is no such redditor is also what a shadow-banned one looks like from outside.
"""

from __future__ import annotations

import re
from dataclasses import replace

import orjson

from crawlers.json_reading import maybe_text
from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

_REASONS: dict[str, ProblemKind] = {
    "private": "private",
    "gold_only": "private",
    "employees_only": "private",
    "quarantined": "login_wall",
    "gated": "login_wall",
    "banned": "suspended",
    "blocked": "unauthorised",
    "USER_DOESNT_EXIST": "not_found",
    "SUBREDDIT_NOEXIST": "not_found",
}
_PAGES: tuple[tuple[bytes, ProblemKind, str], ...] = (
    (rb"(?i)nobody on reddit goes by that name", "not_found", "nobody goes by that name"),
    (rb"(?i)this account has been suspended", "suspended", "the page says that the account is suspended"),
    (rb"(?i)not available in your (country|region)", "geo_blocked", "not available in this country"),
    (rb"(?i)blocked by network security|request has been blocked due to a network policy", "login_wall",
     "blocked by network security: a login or a token is asked for"),
    (rb"(?i)too many requests|whoa there, pardner", "rate_limited", "whoa there, pardner"),
    (rb"(?i)prove your humanity|not a robot|recaptcha", "challenge", "a captcha"),
)  # fmt: skip
LOOKED_AT = 262_144


def read_reddit_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer is, or ``None`` where it may be read."""
    problem = read_refusal(capture, watched)
    if problem is not None and problem.kind != "unreachable":
        return problem
    if is_page(capture):
        for sign, kind, reason in _PAGES:
            if re.search(sign, capture.body[:LOOKED_AT]):
                found = report(kind, capture, watched, f"status {capture.status}: {reason}")
                return replace(found, retry_at=read_retry_at(capture)) if kind == "rate_limited" else found
        return problem or read_page_instead(capture, watched, "JSON or a feed")
    if problem is not None:
        return problem
    if capture.status < 400 and b'"error"' not in capture.body[:512]:
        return None
    return _read_error(capture, watched)


def _read_error(capture: Capture, watched: Watched) -> Problem | None:
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        fields = {}
    fields = fields if isinstance(fields, dict) else {}
    if capture.status < 400 and "error" not in fields:
        return None
    reason, message = maybe_text(fields, "reason"), maybe_text(fields, "message")
    status = fields.get("error") if isinstance(fields.get("error"), int) else capture.status
    kind = _REASONS.get(reason) or _by_status(status)
    retry_at = read_retry_at(capture) if kind == "rate_limited" else None
    said = ", ".join(filter(None, (f"status {capture.status}", message, reason)))
    if kind == "not_found":
        said += " (a shadow-banned account looks the same)"
    return report(kind, capture, watched, said, retry_at)


def _by_status(status: object) -> ProblemKind:
    if status in (401, 403):
        return "unauthorised"
    if status == 429:
        return "rate_limited"
    if status == 410:
        return "deleted"
    return "not_found" if status == 404 else "changed_format"
