"""What X says when it does not answer: errors of its APIs, of the web's GraphQL, and tombstones of posts.

Sources: docs.x.com/x-api/fundamentals/response-codes-and-errors and the recorded partial errors ("User has
been suspended: [id].", title ``Forbidden``; "Could not find user with …", title ``Not Found Error``; "Sorry,
you are not authorized to see …"); the numbered errors of API v1.1, which the web still sends; the words of
tombstones. A window that is used up opens again at ``x-rate-limit-reset`` (epoch seconds).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import orjson

from crawlers.json_reading import Object, maybe_object, maybe_objects, maybe_text
from crawlers.refusals import header, is_page, read_page_instead, read_refusal, report
from crawlers.times import parse_time
from storage.items import Capture, Problem, ProblemKind, Watched

_CODES: dict[str, ProblemKind] = {
    "17": "not_found", "34": "not_found", "50": "not_found", "144": "not_found", "63": "suspended",
    "22": "private", "179": "private", "88": "rate_limited", "185": "rate_limited", "326": "challenge",
    "32": "unauthorised", "64": "unauthorised", "89": "unauthorised", "99": "unauthorised",
    "135": "unauthorised", "215": "unauthorised", "239": "unauthorised", "353": "unauthorised",
    "37": "unauthorised", "453": "unauthorised", "-1": "unreachable", "29": "unreachable",
    "130": "unreachable", "131": "unreachable",
}  # fmt: skip
_SIGNS: tuple[tuple[str, ProblemKind], ...] = (
    (r"user has been suspended|user is suspended|suspended account|^suspended$", "suspended"),
    (r"no longer exists|deactivated|offboarded", "deleted"),
    (
        r"not authorized to (see|view)|authorization error|protected|private account|limits who can view",
        "private",
    ),
    (r"withheld|unavailable in your (country|location)", "geo_blocked"),
    (r"too many requests|rate limit|usagecap|usage cap|load.?shed", "rate_limited"),
    (r"captcha|temporarily locked|unusual activity|confirm (it's|you're)", "challenge"),
    (r"age.restricted|nsfw|log ?in|sign ?in", "login_wall"),
    (r"not found|could not find|no (status|user) |does not exist", "not_found"),
    (
        r"unauthorized|forbidden|client-not-enrolled|unsupported authentication|bad (token|guest)|credit",
        "unauthorised",
    ),
)
GONE = re.compile(r"deleted by|violated the|no longer available|not found|could not find|no status", re.I)
"""Words that say of one post that it is gone, its account being there."""


def read_x_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer is; ``None`` where it holds data, whatever else it says."""
    problem = read_refusal(capture, watched)
    if problem is not None:
        return replace(problem, retry_at=problem.retry_at or _read_reset(capture))
    if is_page(capture):
        return read_page_instead(capture, watched, "JSON")
    fields = _peek(capture)
    if fields.get("data") or (capture.status < 400 and not has_errors(fields)):
        return None
    said = say_errors(fields) or f"status {capture.status}"
    kind = name_error(fields) or _by_status(capture.status)
    retry_at = _read_reset(capture) if kind == "rate_limited" else None
    return report(kind, capture, watched, f"status {capture.status}: {said}", retry_at)


def has_errors(fields: Object) -> bool:
    """Whether an answer without data speaks of an error, in one of three shapes."""
    return bool(maybe_objects(fields, "errors")) or "title" in fields or "error" in fields


def say_errors(fields: Object) -> str:
    """The first error in its own words."""
    first = next(iter(maybe_objects(fields, "errors")), fields)
    words = [maybe_text(first, name) for name in ("title", "detail", "message", "error", "reason")]
    return ": ".join(dict.fromkeys(word for word in words if word))


def name_error(fields: Object) -> ProblemKind | None:
    """What the first error means: by its number, else by its words."""
    first = next(iter(maybe_objects(fields, "errors")), fields)
    code = maybe_text(first, "code") or maybe_text(maybe_object(first, "extensions"), "code")
    return _CODES.get(code) or name_words(say_errors(fields))


def name_words(said: str) -> ProblemKind | None:
    """What X's words mean; ``None`` where they say nothing known."""
    return next((kind for sign, kind in _SIGNS if re.search(sign, said, re.IGNORECASE)), None)


def read_unavailable(result: Object) -> tuple[ProblemKind, str] | None:
    """Kind and words of ``UserUnavailable``, ``TweetUnavailable`` or a tombstone; ``None`` of others."""
    kind = maybe_text(result, "__typename")
    if not kind.endswith(("Unavailable", "Tombstone")) and "tombstone" not in result:
        return None
    text = maybe_object(maybe_object(result, "tombstone"), "text")
    said = maybe_text(text, "text") or " ".join(
        maybe_text(result, name) for name in ("reason", "unavailable_reason", "message")
    )
    said = " ".join(said.split())
    if kind == "UserUnavailable":
        return name_words(said) or "not_found", f"{kind}: {said}"
    return name_words(said) or "login_wall", f"{kind or 'TweetTombstone'}: {said}"


def _by_status(status: int) -> ProblemKind:
    if status in (401, 402, 403):
        return "unauthorised"
    return "not_found" if status == 404 else "changed_format"


def _read_reset(capture: Capture) -> datetime | None:
    moment = parse_time(header(capture, "x-rate-limit-reset"))
    return moment if moment and moment > capture.captured_at else None


def _peek(capture: Capture) -> Object:
    """The top of a body, empty where it is no object: what it is then, its reader says."""
    if capture.status < 400 and b'"errors"' not in capture.body and b'"title"' not in capture.body[:2048]:
        return {}
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return {}
    return fields if isinstance(fields, dict) else {}
