"""Pinterest's pages without login: a person's, a board's and a pin's, and what they say instead.

Sources: public programs that read these pages. The state that a page begins with stands in a script
(``__PWS_INITIAL_PROPS__``, before that ``__PWS_DATA__``); some pages have a pin only in the answer to a query
that they register (``__PWS_RELAY_REGISTER_COMPLETED_REQUEST__``), in other spellings of the same names. An
unknown person's page, and that of a deleted pin, is sent on to the front page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson

from crawlers.families.page_problems import find_shown_challenge
from crawlers.families.pinterest_feed import ask_feeds
from crawlers.families.pinterest_pins import read_pin, read_user
from crawlers.families.pinterest_resources import read_error
from crawlers.families.pinterest_urls import find_pin, pin_url
from crawlers.json_reading import Object, as_object, maybe_object, maybe_text, parse_json
from crawlers.platform import Fetch, Reading, RouteName, Unreadable
from crawlers.refusals import follow_move, header, read_page_instead, read_refusal, report
from storage.items import Capture, Observation, Problem, Watched

_STATE = re.compile(
    r"<script[^>]{0,200}\bid=\"(?:__PWS_INITIAL_PROPS__|__PWS_DATA__|initial-state)\"[^>]{0,200}>(.*?)</script>",
    re.DOTALL,
)
_RELAY = re.compile(r"__PWS_RELAY_REGISTER_COMPLETED_REQUEST__\(\s*\"[^\"]{0,20000}\"\s*,\s*(?=\{)")
_CAMEL = re.compile(r"(?<=[a-z0-9])([A-Z])")


def ask_pin(pin: str, context: Mapping[str, str]) -> Fetch:
    """A pin's page."""
    return Fetch(url=pin_url(pin), reader="pin_page", route="feed", context=context)


def read_profile_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Who a person is, and then their feeds where these are asked (``then``); else the pins on the page."""
    if capture.route == "browser" and 300 < capture.status < 400:
        return  # the browser went on by itself
    if (refused := _read_refusal(capture, watched)) is not None:
        yield refused
        return
    state = find_state(capture.body.decode("utf-8", "replace"))
    users = maybe_object(state, "users")
    asked = (watched.handle or watched.key).lower()
    user = next(
        (one for one in users.values() if isinstance(one, dict)
         and asked in (maybe_text(one, "username").lower(), maybe_text(one, "id"))), None
    )  # fmt: skip
    if user is None:
        yield _explain(state, capture, watched)
        if "then" in capture.context:
            yield from ask_feeds(watched, dict(capture.context))  # the feed may say what the page does not
        return
    account = read_user(user, f"/users/{maybe_text(user, 'id')}", capture, watched)
    yield account
    if account.state == "private":
        yield report("private", capture, watched, "is_private_profile")
    elif "then" in capture.context:
        yield from ask_feeds(watched, {**capture.context, "key": account.key})
    else:
        for id, pin in maybe_object(state, "pins").items():
            if maybe_text(maybe_object(as_object(pin, f"/pins/{id}"), "pinner"), "id") == account.key:
                yield read_pin(pin, f"/pins/{id}", capture, watched)


def read_pin_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A pin by itself: as it is now, or gone."""
    known = capture.context.get("post", "")
    asked = known or find_pin(capture.url)
    target = urlsplit(urljoin(capture.url, header(capture, "location")))
    is_home = target.path in ("", "/") or "show_error" in target.query
    if capture.status in (404, 410) or (300 < capture.status < 400 and capture.status != 304 and is_home):
        reason = f"status {capture.status}" + (", sent on to the front page" if is_home else "")
        yield (
            _tell_gone(known, reason, capture, watched)
            if known
            else report("not_found", capture, watched, reason)
        )
        return
    if (refused := _read_refusal(capture, watched)) is not None:
        yield refused
        return
    page = capture.body.decode("utf-8", "replace")
    state = find_state(page)
    pins = maybe_object(state, "pins")
    pin = pins.get(asked) if isinstance(pins.get(asked), dict) else _find_relayed(page, asked)
    if pin:
        route = "page" if capture.route == "feed" else capture.route
        yield read_pin(pin, f"/pins/{asked}", capture, watched, route)
        return
    problem = _explain(state, capture, watched)
    if known and problem.kind in ("not_found", "deleted", "suspended"):
        yield _tell_gone(known, f"{problem.kind}: {problem.reason}", capture, watched)
    else:
        yield problem


def read_loaded(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The description of a page that the browser loaded; its answers are read by the readers above."""
    info = as_object(parse_json(capture))
    final = urlsplit(str(info.get("final_url") or ""))
    if final.path.startswith("/login"):
        yield report("login_wall", capture, watched, f"sent on to {final.path}")
    elif said := find_shown_challenge(info, capture):
        yield report("challenge", capture, watched, said)
    elif final.path in ("", "/") and final.netloc:
        yield report("not_found", capture, watched, "sent on to the front page")
    elif info.get("outcome") not in ("ok", "timeout", None):
        yield report("unreachable", capture, watched, f"{info['outcome']}: {info.get('reason', '')}")


def find_state(page: str) -> Object:
    """The state that a page begins with; empty where it has none. Raises ``Unreadable`` if it is no JSON."""
    for found in _STATE.finditer(page):
        try:
            whole = as_object(orjson.loads(found[1]))
        except orjson.JSONDecodeError as error:
            raise Unreadable(f"the state of the page is no JSON: {error}") from error
        props = maybe_object(whole, "props") or whole
        state = maybe_object(props, "initialReduxState")
        if state:
            return state
    return {}


def _find_relayed(page: str, id: str) -> Object:
    """A pin in the answer to a query that the page registers, in the names that the state has."""
    for found in _RELAY.finditer(page):
        end = page.find("</script>", found.end())
        body = page[found.end() : end].rstrip().rstrip(";").rstrip().rstrip(")")
        try:
            answer = orjson.loads(body)
        except orjson.JSONDecodeError:
            continue
        data = maybe_object(answer, "data") if isinstance(answer, dict) else {}
        for query in data.values():
            pin = maybe_object(query, "data") if isinstance(query, dict) else {}
            if maybe_text(pin, "entityId") == id:
                return _respell(pin)
    return {}


def _respell(pin: Object) -> Object:
    """``createdAt`` as ``created_at``, ``imageSpec_orig`` as ``images.orig``, ``entityId`` as ``id``."""
    images = {
        name.removeprefix("imageSpec_"): one for name, one in pin.items() if name.startswith("imageSpec_")
    }
    made: dict[str, Any] = {"images": images}
    for name, value in pin.items():
        spelt = "id" if name == "entityId" else _CAMEL.sub(lambda at: f"_{at[1].lower()}", name)
        if name == "id" and "entityId" in pin:
            continue
        made[spelt] = _respell(value) if isinstance(value, dict) else value
    if images or "images" not in pin:
        made["images"] = images
    return made


def _read_refusal(capture: Capture, watched: Watched) -> Reading | None:
    if 300 < capture.status < 400 and capture.status != 304:
        target = urlsplit(urljoin(capture.url, header(capture, "location")))
        if target.path in ("", "/"):
            return report("not_found", capture, watched, "sent on to the front page")
        if target.path.startswith("/login"):
            return report("login_wall", capture, watched, "sent on to the login")
        route: RouteName = "page" if capture.route not in ("feed", "browser") else capture.route  # type: ignore[assignment]
        return follow_move(capture, route) or report(
            "changed_format", capture, watched, f"sent on to {target.path[:100]}"
        )
    if problem := read_refusal(capture, watched):
        return problem
    if capture.status in (404, 410):
        return report("not_found", capture, watched, f"status {capture.status}")
    if capture.status >= 400:
        return read_page_instead(capture, watched, "a page of Pinterest")
    return None


def _explain(state: Object, capture: Capture, watched: Watched) -> Problem:
    """Why a page lacks what it was asked for: the error of a resource in its state, else its own words."""
    for resources in maybe_object(state, "resources").values():
        for answer in resources.values() if isinstance(resources, dict) else ():
            if isinstance(answer, dict) and (problem := read_error(answer, capture, watched)):
                return problem
    page = capture.body[:400_000]
    if re.search(rb"(?i)couldn.{1,6}t find (?:that|the|this) (?:page|pin|person)|show_error=true", page):
        return report("not_found", capture, watched, "the page says that there is none")
    return read_page_instead(capture, watched, "a page with its state")


def _tell_gone(pin: str, reason: str, capture: Capture, watched: Watched) -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=pin,
        kind="gone",
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        reason=reason[:300],
    )
