"""What YouTube says when it does not give what was asked for.

Sources: developers.google.com/youtube/v3/docs/errors (reasons); recorded answers of the channel pages, whose
status is 200 whatever their ``alerts`` say, and of the player (``playabilityStatus``). The quota of the Data
API begins anew at midnight Pacific Time, which is 07:00 or 08:00 UTC; the later of the two is waited for.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from crawlers.json_reading import (
    Object,
    as_object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    parse_json,
)
from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from crawlers.words import words
from storage.items import Capture, Problem, ProblemKind, Watched

QUOTA_HOUR_UTC = 8
_DAILY = words("quotaExceeded dailyLimitExceeded dailyLimitExceededUnreg")
_SOON = words("rateLimitExceeded userRateLimitExceeded RATE_LIMIT_EXCEEDED")
_KEY = words(
    """
    keyInvalid keyExpired accessNotConfigured forbidden ipRefererBlocked authError required API_KEY_INVALID
    API_KEY_HTTP_REFERRER_BLOCKED API_KEY_IP_ADDRESS_BLOCKED API_KEY_SERVICE_BLOCKED SERVICE_DISABLED
    """
)
_REASONS: dict[str, ProblemKind] = {
    "channelClosed": "deleted",
    "channelSuspended": "suspended",
    "channelForbidden": "private",
    "channelNotFound": "not_found",
    "playlistForbidden": "private",
    "playlistItemsNotAccessible": "private",
    "playlistNotFound": "not_found",
    "videoNotFound": "not_found",
    "notFound": "not_found",
}
_STATUSES: dict[int, ProblemKind] = {401: "unauthorised", 403: "unauthorised", 404: "not_found"}
_ALERTS: tuple[tuple[str, ProblemKind], ...] = (
    (r"terminated|violat|copyright|infring|suspended", "suspended"),
    (r"country|region", "geo_blocked"),
    (r"private", "private"),
    (r"deleted|closed", "deleted"),
    (r"does(n.t| not) exist|is(n.t| not) available|no longer available|unavailable", "not_found"),
)


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer of the Data API (or the site's own) shows; ``None`` if it is an answer."""
    if capture.body.lstrip()[:1] == b"{":
        error = maybe_object(as_object(parse_json(capture)), "error")
        if error:
            return _read_error(error, capture, watched)
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "an API answer")
    if capture.status >= 400:
        kind = _STATUSES.get(capture.status, "changed_format")
        return report(kind, capture, watched, f"status {capture.status}")
    return None


def read_alert(data: Object, capture: Capture, watched: Watched) -> Problem | None:
    """What a channel page's alerts say: terminated, removed, nonexistent; ``None`` if nothing of the kind."""
    for one in maybe_objects(data, "alerts"):
        alert = maybe_object(one, "alertRenderer")
        if maybe_text(alert, "type") == "ERROR":
            said = read_words(alert, "text")
            return report(classify(said), capture, watched, said or "an alert without words")
    return None


def classify(said: str) -> ProblemKind:
    """The kind of problem that YouTube's words tell of."""
    return next((kind for words, kind in _ALERTS if re.search(words, said, re.IGNORECASE)), "changed_format")


def read_words(fields: Object, name: str) -> str:
    """A text of the site's JSON: ``simpleText``, ``content``, or ``runs`` in a row."""
    inner = maybe_object(fields, name)
    runs = "".join(maybe_text(run, "text") for run in maybe_objects(inner, "runs"))
    return maybe_text(inner, "simpleText") or maybe_text(inner, "content") or runs


def next_quota(moment: datetime) -> datetime:
    """When the day's quota is given anew."""
    midnight = moment.replace(hour=QUOTA_HOUR_UTC, minute=0, second=0, microsecond=0)
    return midnight if midnight > moment else midnight + timedelta(days=1)


def _read_error(error: Object, capture: Capture, watched: Watched) -> Problem:
    reasons = [
        maybe_text(one, "reason")
        for one in (*maybe_objects(error, "errors"), *maybe_objects(error, "details"))
    ]
    message = re.sub(r"<[^>]{0,200}>", "", maybe_text(error, "message"))
    said = f"{', '.join(filter(None, reasons))}: {message}"
    status = maybe_count(error, "code") or capture.status
    if _DAILY & set(reasons):
        return report("rate_limited", capture, watched, said, next_quota(capture.captured_at))
    if _SOON & set(reasons) or status == 429:
        wait = read_retry_at(capture) or capture.captured_at + timedelta(minutes=1)
        return report("rate_limited", capture, watched, said, wait)
    for reason in reasons:
        if reason in _REASONS:
            return report(_REASONS[reason], capture, watched, said)
    if _KEY & set(reasons) or re.search(r"(?i)api key", message):
        return report("unauthorised", capture, watched, said)
    if status >= 500:
        return report("unreachable", capture, watched, said, read_retry_at(capture))
    return report(_STATUSES.get(status, "changed_format"), capture, watched, said)
