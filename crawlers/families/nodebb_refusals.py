"""What NodeBB says when it does not answer, and where it says that the answer lies elsewhere.

Source: ``src/controllers/{helpers,errors,404}.js`` of NodeBB/NodeBB: its API answers a redirection with 200,
the path as a JSON text, and ``X-Redirect``; 401 with ``"not-authorized"``; version 3 of it wraps everything
into ``{status: {code, message}, response}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

import orjson

from crawlers.families.forum_json_places import Place
from crawlers.json_reading import Object, maybe_object, maybe_text
from crawlers.platform import Fetch
from crawlers.refusals import MOST_MOVES, follow_move, is_page, read_page_instead, read_refusal, report
from storage.items import Capture, Problem, ProblemKind, Watched

NO_SUCH_CALL = "Invalid API call"
"""What version 3 says where a NodeBB is too old to have the call, and not that a post is missing."""
_STATUSES: Mapping[int, ProblemKind] = {
    401: "login_wall",
    403: "private",
    404: "not_found",
    410: "deleted",
}


def read_nodebb_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer is, or ``None`` where it may be read."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        if capture.status == 404:
            return report("not_found", capture, watched, "status 404, a page")
        return read_page_instead(capture, watched, "JSON")
    if capture.status >= 300:
        kind = _STATUSES.get(capture.status, "changed_format")
        said = _say(_read_object(capture))
        return report(kind, capture, watched, f"status {capture.status}: {said}".rstrip(": "))
    return None


def follow_redirect(capture: Capture, place: Place) -> Fetch | None:
    """The same question at the path that an answer names instead of answering."""
    if moved := follow_move(capture, "api"):
        return moved
    if capture.status != 200 or not capture.body.startswith(b'"/') or len(capture.body) > 2048:
        return None
    moves = int(capture.context.get("moves", "0")) if capture.context.get("moves", "0").isdigit() else 0
    try:
        path = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return None
    if path.startswith("//") or moves >= MOST_MOVES:
        return None
    url = f"{place.base}/api{quote(path, safe='/?&=%[]')}"
    fetch = Fetch(url=url, reader=capture.reader, headers=(("Accept", "application/json"),))
    return replace(fetch, context={**capture.context, "moves": str(moves + 1)})


def says_no_post(capture: Capture) -> bool:
    """Whether version 3 answers that there is no such post (or none that guests may see)."""
    status = maybe_object(_read_object(capture), "status")
    return capture.status in (403, 404) and bool(status) and maybe_text(status, "message") != NO_SUCH_CALL


def _read_object(capture: Capture) -> Object:
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return {}
    return fields if isinstance(fields, dict) else {"error": fields if isinstance(fields, str) else ""}


def _say(fields: Object) -> str:
    return maybe_text(maybe_object(fields, "status"), "message") or maybe_text(fields, "error")
