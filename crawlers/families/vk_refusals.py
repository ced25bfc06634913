"""What VKontakte says when it does not give what was asked for.

Source: the errors of github.com/VKCOM/vk-api-schema. They come with status 200, as ``{"error": {…}}``.
"""

from __future__ import annotations

from datetime import timedelta

from crawlers.json_reading import Object, as_object, maybe_object, maybe_text, need_text, parse_json
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from storage.items import Capture, Problem, ProblemKind, Watched

_KINDS: dict[str, ProblemKind] = {
    "1": "unreachable",
    "5": "unauthorised",
    "7": "unauthorised",
    "8": "changed_format",
    "10": "unreachable",
    "14": "challenge",
    "15": "private",
    "17": "challenge",
    "18": "deleted",
    "19": "geo_blocked",
    "24": "challenge",
    "27": "unauthorised",
    "28": "unauthorised",
    "30": "private",
    "37": "suspended",
    "104": "not_found",
    "113": "not_found",
    "125": "not_found",
    "203": "private",
    "210": "private",
    "211": "private",
    "212": "private",
    "1051": "unauthorised",
}
_WAITS = {"6": timedelta(seconds=1), "9": timedelta(hours=1), "29": timedelta(hours=6)}
"""Too many a second, too many alike, the day's number used up; the API does not say until when."""


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer of the API shows; ``None`` if it is an answer."""
    if capture.body.lstrip()[:1] == b"{":
        error = maybe_object(as_object(parse_json(capture)), "error")
        if error:
            return _read_error(error, capture, watched)
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "an API answer")
    if capture.status >= 400:
        kind: ProblemKind = "unauthorised" if capture.status in (401, 403) else "changed_format"
        return report(kind, capture, watched, f"status {capture.status}")
    return None


def _read_error(error: Object, capture: Capture, watched: Watched) -> Problem:
    code, message = need_text(error, "error_code"), maybe_text(error, "error_msg")
    said = f"error {code}: {message}"
    if code in _WAITS:
        return report("rate_limited", capture, watched, said, capture.captured_at + _WAITS[code])
    if code == "100" and "undefined" in message:
        return report("not_found", capture, watched, said)
    return report(_KINDS.get(code, "changed_format"), capture, watched, said)
