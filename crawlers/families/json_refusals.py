"""What an answer of a JSON API says in place of what was asked for, by the platform's own markers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crawlers.families.json_facts import Marker
from crawlers.families.json_values import find_text, holds
from crawlers.json_reading import parse_json
from crawlers.platform import Unreadable
from crawlers.refusals import (
    find_challenge,
    is_page,
    read_page_instead,
    read_refusal,
    read_retry_at,
    report,
)
from storage.items import Capture, Problem, ProblemKind, Watched

MEANINGS: Mapping[int, ProblemKind] = {
    401: "unauthorised",
    403: "unauthorised",
    404: "not_found",
    410: "deleted",
}
"""What a status says where neither the body nor a marker does."""


def read_answer(capture: Capture, watched: Watched, markers: Iterable[Marker]) -> tuple[Any, Problem | None]:
    """The answer, or the problem that it is; markers are asked before the status.

    Raises ``Unreadable`` where a good status comes with neither JSON nor a page.
    """
    markers = tuple(markers)
    if find_challenge(capture):
        return None, read_refusal(capture, watched)
    answer, lack = _parse(capture)
    for marker in markers:
        if _fits(marker, capture, answer):
            return None, _tell(marker, capture, watched, answer)
    if problem := read_refusal(capture, watched):
        return None, problem
    if is_page(capture):
        return None, read_page_instead(capture, watched, "the API's answer")
    if capture.status >= 400 or 300 <= capture.status < 400:
        kind = MEANINGS.get(capture.status, "changed_format")
        return None, report(kind, capture, watched, f"status {capture.status}")
    if lack is not None:
        raise lack
    return answer, None


def _parse(capture: Capture) -> tuple[Any, Unreadable | None]:
    try:
        return parse_json(replace(capture, body=capture.body.removeprefix(b"\xef\xbb\xbf"))), None
    except Unreadable as lack:
        return None, lack


def _fits(marker: Marker, capture: Capture, answer: Any) -> bool:
    if marker.status and marker.status != capture.status:
        return False
    return holds(answer, marker.when) if marker.when else bool(marker.status)


def _tell(marker: Marker, capture: Capture, watched: Watched, answer: Any) -> Problem:
    said = find_text(answer, marker.says) or marker.when or f"status {capture.status}"
    wait = timedelta(seconds=marker.wait) if marker.wait else None
    retry_at = read_retry_at(capture) or (capture.captured_at + wait if wait else None)
    return report(marker.kind, capture, watched, said, retry_at if marker.kind == "rate_limited" else None)
