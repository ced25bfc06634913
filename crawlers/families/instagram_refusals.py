"""What Instagram's site says instead of an answer.

Sources: recorded bodies; instaloader's ``instaloadercontext.py`` (``checkpoint_required``,
``feedback_required``); WhatsMyName (the page of a name that nobody has).
"""

from __future__ import annotations

import re

import orjson

from crawlers.json_reading import Object, maybe_text
from crawlers.refusals import header, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

_LOGIN_URL = re.compile(r"(?:^|//[^/]+)/accounts/(?:login|signup|emailsignup)")
_CHALLENGE_URL = re.compile(r"(?:^|//[^/]+)/(?:challenge|checkpoint|auth_platform)(?:/|$|\?)")
_MESSAGES: tuple[tuple[str, ProblemKind], ...] = (
    (r"checkpoint_required|challenge_required|checkpoint", "challenge"),
    (r"wait a few minutes|rate.?limit|too many requests|feedback_required|try again later", "rate_limited"),
    (r"login_required|require_login|not authorized|log ?in", "login_wall"),
    (r"user not found|not found|does ?n.t exist", "not_found"),
    (r"restricted|not available in your (country|region)|geo.?block", "geo_blocked"),
)
_SIGNS: tuple[tuple[bytes, ProblemKind, str], ...] = (
    (rb"Please wait a few minutes before you try again", "rate_limited", "asked to wait a few minutes"),
    (
        rb"Sorry, this page isn.{1,8}t available|<title>\s*Page [Nn]ot [Ff]ound",
        "not_found",
        "Sorry, this page isn't available: no such account, or one that was deleted, suspended or hidden",
    ),
    (rb"This account is private|This Account is Private", "private", "This account is private"),
    (
        rb"<title>[^<]{0,30}Log ?in[^<]{0,30}</title>|>Log in to Instagram<",
        "login_wall",
        "a login page in place of the profile",
    ),
    (rb"not available in your (country|region)", "geo_blocked", "not shown in this country"),
)
LOOKED_AT = 200_000


def read_site_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer is, or ``None`` where it may be read."""
    fields = _read_object(capture)
    if fields:
        return _explain(fields, capture, watched)
    if problem := read_refusal(capture, watched):
        return problem
    where = (capture.url, header(capture, "location"))
    if any(_CHALLENGE_URL.search(url) for url in where):
        return report("challenge", capture, watched, "sent on to a challenge")
    if any(_LOGIN_URL.search(url) for url in where):
        return report("login_wall", capture, watched, "sent on to the login page")
    for pattern, kind, reason in _SIGNS:
        if re.search(pattern, capture.body[:LOOKED_AT]):
            return report(kind, capture, watched, reason)
    if capture.status in (404, 410):
        return report("not_found", capture, watched, f"status {capture.status}")
    if capture.status in (401, 403):
        return report("login_wall", capture, watched, f"status {capture.status}")
    if capture.status >= 400:
        return report("unauthorised", capture, watched, f"status {capture.status}: the request is refused")
    return None


def _read_object(capture: Capture) -> Object:
    if capture.body[:1] != b"{":
        return {}
    try:
        value = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _explain(fields: Object, capture: Capture, watched: Watched) -> Problem | None:
    """The problem that a JSON answer names, by its ``message`` or ``error_type``, then by the status."""
    failed = maybe_text(fields, "status") == "fail" or capture.status >= 400
    words = " ".join(maybe_text(fields, name) for name in ("message", "error_type", "feedback_title"))
    if failed:
        reason = f"status {capture.status}: {words.strip() or 'no message'}"
        for pattern, kind in _MESSAGES:
            if re.search(pattern, words, re.IGNORECASE):
                retry = read_retry_at(capture) if kind == "rate_limited" else None
                return report(kind, capture, watched, reason, retry)
        if fields.get("require_login") is True or capture.status in (401, 403):
            return report("login_wall", capture, watched, reason)
        if capture.status == 429:
            return report("rate_limited", capture, watched, reason, read_retry_at(capture))
        if capture.status == 404:
            return report("not_found", capture, watched, reason)
        kind = "unreachable" if capture.status >= 500 else "changed_format"
        return report(kind, capture, watched, reason)
    if fields.get("authenticated") is False:
        return report("login_wall", capture, watched, "authenticated is false: an answer to a login")
    if fields.get("require_login") is True:
        return report("login_wall", capture, watched, "require_login is true")
    return None
