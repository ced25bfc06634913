"""What Facebook and Instagram say instead of an answer: the Graph API's error object, and the site's pages.

Sources: developers.facebook.com/docs/graph-api/guides/error-handling (codes and subcodes) and
/docs/graph-api/overview/rate-limiting (usage headers, minutes until access is regained); a recorded error;
the markers that gallery-dl's and facebook-scraper's extractors look for.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import orjson

from crawlers.json_reading import Object, maybe_count, maybe_object, maybe_text
from crawlers.refusals import LONGEST_WAIT, header, is_page, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

LIMITS = frozenset({4, 17, 32, 341, 368, 613, 80001, 80002, 80006})
"""Error codes of a used-up quota; 368 is a block for behaviour that looks like abuse."""
UNSTEADY = frozenset({1, 2})
"""Facebook's own passing faults."""
LACKS = frozenset({803})
"""An alias that does not exist; with other words: one of a person, which the API never shows."""
NO_OBJECT = 33
"""Subcode of 100: the object does not exist, or this token may not see it."""
LOOKED_AT = 400_000

_PERMISSION = re.compile(r"missing permission|permission|reviewable feature|Public (Content|Metadata) Access")
_USAGE = ("x-business-use-case-usage", "x-app-usage", "x-ad-account-usage")
_LOGIN_URL = re.compile(r"^https?://[^/]+/(?:login|accounts/login|r\.php|reg)(?:[/.?]|$)")
_CHECKPOINT_URL = re.compile(
    r"^https?://[^/]+/(?:checkpoint|challenge|auth_platform|privacy/checks)(?:[/.?]|$)"
)
_SIGNS: tuple[tuple[bytes, ProblemKind, str], ...] = (
    (rb"You.{1,8}re Temporarily Blocked", "rate_limited", "the page says: You're Temporarily Blocked"),
    (
        rb"\"__dr\":\s*\"CometErrorRoot\.react\"",
        "rate_limited",
        "an error page in place of the page (CometErrorRoot)",
    ),
    (rb"captcha_response|/captcha/tfbimage", "challenge", "a captcha in place of the page"),
    (
        rb"not available in your (country|region)|due to (a )?legal (request|requirement)"
        rb"|restrict(ed)? access .{0,40}based on (local|a legal)",
        "geo_blocked",
        "the page says that it is not shown in this country",
    ),
    (
        rb"Your account has been disabled|profile has been suspended|suspended your (account|page)",
        "suspended",
        "the page says that the account was suspended",
    ),
    (
        rb"This content isn.{1,8}t available (right now|at the moment)",
        "deleted",
        "This content isn't available right now: deleted, suspended or hidden, Facebook does not say which",
    ),
    (
        rb"This [Pp]age isn.{1,8}t available|>\s*Page Not Found\s*<|>\s*Content Not Found\s*<"
        rb"|The (link you followed|page you requested) (may be broken|cannot be displayed)",
        "not_found",
        "the page says that there is no such page",
    ),
    (
        rb"<title>[^<]{0,40}(Log in( or sign up)?( to)?|Log Into|Sign Up for) Facebook|>Log in to Facebook<"
        rb"|You must log in to continue|id=\"login_form\"",
        "login_wall",
        "a login page in place of the page",
    ),
)


def read_error(capture: Capture) -> Object:
    """The ``error`` object of a Graph answer, empty if it has none."""
    try:
        value = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return {}
    return maybe_object(value, "error") if isinstance(value, dict) else {}


def read_graph_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that a Graph answer is, or ``None`` where it may be read."""
    error = read_error(capture)
    if error:
        return _explain(error, capture, watched)
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return report("changed_format", capture, watched, f"a page in place of JSON, status {capture.status}")
    if capture.status >= 400:
        kind: ProblemKind = "unauthorised" if capture.status in (401, 403) else "changed_format"
        return report(kind, capture, watched, f"status {capture.status} without an error object")
    return None


def says_no_object(error: Object) -> bool:
    """Whether an error says that the object is gone, or hidden from this token (Facebook tells them apart
    nowhere)."""
    code, subcode = maybe_count(error, "code"), maybe_count(error, "error_subcode")
    return code in LACKS or (code == 100 and subcode == NO_OBJECT)


def read_usage_pause(capture: Capture) -> datetime | None:
    """When access is regained, by the longest ``estimated_time_to_regain_access`` (minutes)."""
    waits = [0]
    for name in _USAGE:
        try:
            value = orjson.loads(header(capture, name) or "{}")
        except orjson.JSONDecodeError:
            continue
        groups = value.values() if isinstance(value, dict) else ()
        uses = [use for group in groups if isinstance(group, list) for use in group if isinstance(use, dict)]
        waits.extend(maybe_count(use, "estimated_time_to_regain_access") or 0 for use in uses)
    longest = max(waits)
    wait = timedelta(minutes=min(longest, int(LONGEST_WAIT.total_seconds() // 60)))
    return capture.captured_at + wait if longest else read_retry_at(capture)


def read_page_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that a page of the site shows in place of an account; ``None`` where it may be one."""
    if problem := read_refusal(capture, watched):
        return problem
    where = f"{capture.url} {header(capture, 'location')}".split()
    if any(_CHECKPOINT_URL.match(url) or _CHECKPOINT_URL.match(f"https://x{url}") for url in where):
        return report("challenge", capture, watched, "sent on to a checkpoint")
    if any(_LOGIN_URL.match(url) or _LOGIN_URL.match(f"https://x{url}") for url in where):
        return report("login_wall", capture, watched, "sent on to the login page")
    return find_sign(capture, watched)


def find_sign(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that the words of a page name, or its status alone."""
    start = capture.body[:LOOKED_AT]
    for pattern, kind, reason in _SIGNS:
        if re.search(pattern, start):
            retry = read_retry_at(capture) if kind == "rate_limited" else None
            return report(kind, capture, watched, reason, retry)
    if capture.status in (404, 410):
        return report("not_found", capture, watched, f"status {capture.status}")
    if capture.status in (400, 401, 403):
        return report("unauthorised", capture, watched, f"status {capture.status}: the page is refused")
    return None


def _explain(error: Object, capture: Capture, watched: Watched) -> Problem:
    code, message = maybe_count(error, "code"), maybe_text(error, "message")
    subcode = maybe_text(error, "error_subcode")
    reason = f"code {code}{f'/{subcode}' if subcode else ''}: {message}"
    if code in LIMITS or capture.status == 429:
        return report("rate_limited", capture, watched, reason, read_usage_pause(capture))
    if code in UNSTEADY:
        return report("unreachable", capture, watched, reason)
    if code in LACKS and "Cannot query users" not in message:
        return report("not_found", capture, watched, reason)
    if says_no_object(error):
        return report("unauthorised", capture, watched, f"not there, or not for this token: {reason}")
    if code in (10, 102, 104, 190, 450, 452, 459, 463, 464, 467) or (code or 0) in range(200, 300):
        return report("unauthorised", capture, watched, reason)
    if maybe_text(error, "type") == "OAuthException" and _PERMISSION.search(message):
        return report("unauthorised", capture, watched, reason)
    return report("changed_format", capture, watched, reason)
