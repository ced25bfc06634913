"""What Disqus says when it does not answer: by the code in its body, whatever the status.

Source: disqus.com/api/docs/errors. Rate limits come as 400 with code 13 or 14, and ``X-Ratelimit-Reset``.
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from crawlers.json_reading import Object, maybe_text
from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

_CODES: Mapping[str, ProblemKind] = {
    "4": "unauthorised",
    "5": "unauthorised",
    "8": "not_found",
    "9": "unauthorised",
    "11": "unauthorised",
    "12": "private",
    "13": "rate_limited",
    "14": "rate_limited",
    "15": "unreachable",
    "16": "unreachable",
    "17": "private",
    "19": "challenge",
    "20": "unreachable",
    "21": "unreachable",
    "22": "private",
}


def read_disqus_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer is, or ``None`` where it may be read.

    Code 2 is a bad argument: of a user or a comment that is not there it says "Unable to find".
    """
    fields = _read_error(capture)
    code = maybe_text(fields, "code")
    if code and code != "0":
        kind = _CODES.get(code, "changed_format")
        if code == "2" and "unable to find" in maybe_text(fields, "response").lower():
            kind = "not_found"
        retry_at = read_retry_at(capture) if kind == "rate_limited" else None
        said = f"code {code}: {maybe_text(fields, 'response')}"
        return report(kind, capture, watched, said, retry_at)
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "JSON")
    if capture.status >= 300:
        kinds: Mapping[int, ProblemKind] = {401: "unauthorised", 403: "unauthorised", 404: "not_found"}
        kind = kinds.get(capture.status, "changed_format")
        return report(kind, capture, watched, f"status {capture.status}")
    return None


def _read_error(capture: Capture) -> Object:
    if capture.body.lstrip()[:1] != b"{":
        return {}
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return {}
    return fields if isinstance(fields, dict) else {}
