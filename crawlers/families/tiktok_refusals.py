"""What TikTok says when it does not give what was asked for.

Sources: the status codes that its pages carry (``statusCode``, with status 200), named in public clients;
developers.tiktok.com/doc/tiktok-api-v2-error-handling for the API, /doc/research-api-faq for its daily quota,
which begins anew at midnight UTC.
"""

from __future__ import annotations

import re
from datetime import timedelta

from crawlers.json_reading import Object, as_object, maybe_object, maybe_text, parse_json
from crawlers.refusals import header, is_page, read_page_instead, read_refusal, report
from storage.items import Capture, Observation, Problem, ProblemKind, Watched

_ACCOUNT: dict[str, tuple[ProblemKind, str]] = {
    "10000": ("challenge", "a captcha is asked for"),
    "10101": ("unreachable", "a fault of the server"),
    "10102": ("login_wall", "only for who is logged in"),
    "10111": ("unreachable", "a fault of the network"),
    "10113": ("challenge", "a slide captcha is asked for"),
    "10114": ("challenge", "blocked as a program"),
    "10119": ("login_wall", "only for who is logged in"),
    "10201": ("not_found", "no such thing"),
    "10202": ("not_found", "no such account"),
    "10221": ("suspended", "the account is banned"),
    "10222": ("private", "the account is private"),
    "10223": ("private", "the account is of a child"),
    "10225": ("suspended", "the name is not shown"),
    "10227": ("challenge", "to be checked again"),
    "10231": ("geo_blocked", "not shown in this country"),
}
_VIDEO = {
    "10204": "there is no such video",
    "10215": "the video is not shown",
    "10216": "its author made the video private",
    "10217": "the video was taken down in review",
    "10220": "the video was taken down with its music",
    "10228": "the video was taken down as a risk",
}
_API: dict[str, ProblemKind] = {
    "access_token_invalid": "unauthorised",
    "scope_not_authorized": "unauthorised",
    "scope_permission_missed": "unauthorised",
    "invalid_token": "unauthorised",
    "internal_error": "unreachable",
    "timeout": "unreachable",
}
_CHALLENGES = (b"_wafchallengeid", b"SlardarWAF", b"tiktok-verify-page", b'id="wci"')
_LOGIN = re.compile(r"^https://www\.tiktok\.com/login\b|^/login\b")
_ABROAD = re.compile(r"^(https://www\.tiktok\.com)?/[a-z]{2}/(about|notfound)\b")


def read_page_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """A challenge, a login wall, a country without TikTok; ``None`` if the page may be an answer."""
    target = header(capture, "location")
    if 300 < capture.status < 400 and _LOGIN.match(target):
        return report("login_wall", capture, watched, f"sent to the login page: {target[:100]}")
    if 300 < capture.status < 400 and _ABROAD.match(target):
        return report(
            "geo_blocked", capture, watched, f"sent to the page for countries without: {target[:100]}"
        )
    if problem := read_refusal(capture, watched):
        return problem
    if capture.status == 200 and not capture.body.strip():
        reason = "status 200 and an empty body: so it answers those whom it takes for programs"
        return report("challenge", capture, watched, reason)
    mark = next((one for one in _CHALLENGES if one in capture.body[:65_536]), b"")
    if mark and is_page(capture) and b"__DEFAULT_SCOPE__" not in capture.body:
        return report("challenge", capture, watched, f"a bot check in place of the page: {mark.decode()}")
    return None


def read_status(fields: Object, capture: Capture, watched: Watched) -> Problem | Observation | None:
    """What the status code of an answer says; ``None`` where it says that all is well.

    A known video (``post`` in the context) that there is no longer is an observation, not a problem.
    """
    code = maybe_text(fields, "statusCode") or maybe_text(fields, "status_code")
    if code in ("", "0"):
        return None
    message = maybe_text(fields, "statusMsg") or maybe_text(fields, "status_msg")
    if code in _VIDEO:
        said = f"statusCode {code}: {_VIDEO[code]} {message}".strip()
        post = capture.context.get("post", "")
        return tell_gone(post, capture, watched, said) if post else report("deleted", capture, watched, said)
    kind, words = _ACCOUNT.get(code, ("changed_format", "a code that is not known"))
    if code == "10202" and capture.context.get("newest"):
        kind, words = "deleted", "no such account, though it had videos before"
    return report(kind, capture, watched, f"statusCode {code}: {words} {message}".strip())


def read_json_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """What stands in place of the JSON of one of the site's own calls; ``None`` if it may be that."""
    if problem := read_page_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "a list")
    if capture.status in (401, 403):
        return report("unauthorised", capture, watched, f"status {capture.status}")
    if capture.status >= 400 and not capture.body.lstrip().startswith(b"{"):
        return report("changed_format", capture, watched, f"status {capture.status}")
    return None


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer of the Research API shows; ``None`` if it is an answer."""
    if capture.body.lstrip()[:1] == b"{":
        error = maybe_object(as_object(parse_json(capture)), "error")
        code, message = maybe_text(error, "code"), maybe_text(error, "message")
        if code == "daily_quota_limit_exceeded":
            day = capture.captured_at.replace(hour=0, minute=0, second=0, microsecond=0)
            return report("rate_limited", capture, watched, f"{code}: {message}", day + timedelta(days=1))
        if code == "rate_limit_exceeded":
            soon = capture.captured_at + timedelta(minutes=1)
            return report("rate_limited", capture, watched, f"{code}: {message}", soon)
        if code not in ("", "ok"):
            return report(_API.get(code, "changed_format"), capture, watched, f"{code}: {message}")
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "an API answer")
    if capture.status >= 400:
        kind: ProblemKind = "unauthorised" if capture.status in (401, 403) else "changed_format"
        return report(kind, capture, watched, f"status {capture.status}")
    return None


def tell_gone(post: str, capture: Capture, watched: Watched, reason: str) -> Observation:
    """That a known video can no longer be seen."""
    return Observation(
        platform=watched.platform,
        post_id=post,
        kind="gone",
        record_id=capture.record_id,
        where="/statusCode",
        captured_at=capture.captured_at,
        reason=reason[:300],
    )
