"""The answers that Pinterest's own pages ask for (``/resource/…Resource/get/``), as the browser records them.

Source: recorded answers. ``resource.name`` says what was asked; a list stands in ``data`` or ``data.results``
and goes on under a bookmark, whose end is ``-end-`` or the base64 of ``cbNone``. A refusal has ``data`` null
and an ``error`` whose words tell more than its status.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote

from crawlers.families.pinterest_pins import read_pin, read_user
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_text,
    need,
    need_text,
    parse_json,
)
from crawlers.platform import Reading, Unreadable
from crawlers.refusals import is_page, read_page_instead, read_refusal, read_retry_at, report
from storage.items import Capture, Problem, ProblemKind, Watched

_ENDS = ("-end-", "Y2JOb25lO")
LISTS = re.compile(
    r"(UserPins|UserActivityPins|ProfilePins|BoardFeed|BoardSectionPins|BaseSearch|Search)Resource"
)
_WORDS: tuple[tuple[str, ProblemKind], ...] = (
    (r"suspend|violat|removed for", "suspended"),
    (r"deactivat|deleted|closed", "deleted"),
    (r"private|protected|secret|not authorized|permission", "private"),
    (r"not (?:be )?found|couldn.t find|doesn.t exist|no longer", "not_found"),
    (r"rate|too many|exceeded|slow down", "rate_limited"),
    (r"log ?in|sign ?up|authenticat|logged", "login_wall"),
    (r"country|region|locale", "geo_blocked"),
)
_STATUSES: tuple[tuple[int, ProblemKind], ...] = (
    (401, "login_wall"), (403, "private"), (404, "not_found"), (410, "deleted"), (429, "rate_limited"),
)  # fmt: skip


def read_resource(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A user, a pin or a list of pins; of other resources nothing."""
    is_answer = b'"resource_response"' in capture.body[:65_536]
    problem = read_refusal(capture, watched)
    if problem and not (capture.status == 429 and is_answer):
        yield problem
        return
    if is_page(capture):
        yield read_page_instead(capture, watched, "a resource")
        return
    body = as_object(parse_json(capture))
    answer = as_object(need(body, "resource_response"), "resource_response")
    resource = as_object(need(body, "resource"), "resource")
    if problem := read_error(answer, capture, watched):
        yield problem
        return
    name, data = need_text(resource, "name"), need(answer, "data")
    if name == "UserResource":
        account = read_user(as_object(data, "data"), "/resource_response/data", capture, watched)
        yield account
        if account.state == "private":
            yield report("private", capture, watched, "is_private_profile")
    elif name == "PinResource":
        yield read_pin(as_object(data, "data"), "/resource_response/data", capture, watched)
    elif LISTS.fullmatch(name):
        yield from _read_list(answer, data, resource, (capture, watched))


def read_error(answer: Object, capture: Capture, watched: Watched) -> Problem | None:
    """The refusal that an answer is, ``None`` if it is none."""
    error = maybe_object(answer, "error")
    if not error and maybe_text(answer, "status") != "failure":
        return None
    status = maybe_count(error, "http_status") or maybe_count(answer, "http_status") or capture.status
    said = " ".join(
        filter(
            None,
            (
                maybe_text(error, "message"),
                maybe_text(error, "message_detail"),
                maybe_text(answer, "message"),
            ),
        )
    )
    told = [kind for pattern, kind in _WORDS if re.search(pattern, said, re.IGNORECASE)]
    meant = [kind for code, kind in _STATUSES if code == status]
    kind: ProblemKind = (*told, *meant, "changed_format")[0]
    code = maybe_text(error, "code") or maybe_text(answer, "code")
    retry_at = read_retry_at(capture) if kind == "rate_limited" else None
    return report(kind, capture, watched, f"{status}, code {code}: {said}", retry_at)


def is_end(bookmark: str) -> bool:
    """Whether a bookmark says that there is nothing after it."""
    return not bookmark or bookmark.startswith(_ENDS)


def _read_list(
    answer: Object, data: Any, resource: Object, seen: tuple[Capture, Watched]
) -> Iterable[Reading]:
    capture, watched = seen
    where = "/resource_response/data"
    if isinstance(data, dict):
        data, where = need(data, "results"), f"{where}/results"
    entries: Sequence[Any] = as_array(data, where)
    count = 0
    for number, entry in enumerate(entries):
        pin = as_object(entry, f"{where}/{number}")
        if need_text(pin, "type") == "pin":
            count += 1
            yield read_pin(pin, f"{where}/{number}", capture, watched)
    options = maybe_object(resource, "options")
    marks = [one for one in maybe_array(options, "bookmarks") if isinstance(one, str)]
    bookmark = maybe_text(answer, "bookmark") or (marks[0] if marks else "")
    if not entries and not is_end(bookmark):
        raise Unreadable(f"{where}: empty, though the list goes on under a bookmark")
    name, asked = need_text(resource, "name"), unquote(capture.url).replace(" ", "")
    if not entries and name == "UserPinsResource" and '"bookmarks":["' not in asked:
        yield report("empty_proven", capture, watched, "a whole list of somebody's pins without any")
