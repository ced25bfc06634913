"""Why what the browser showed is not the page that was asked for: judged by what it says, then by status."""

from __future__ import annotations

import re
from dataclasses import replace

from crawlers.json_reading import Object, maybe_count, maybe_text, need, need_text
from crawlers.refusals import find_challenge, report
from storage.items import Capture, Problem, ProblemKind, Watched
from storage.urls import normalise_url

SHORT = 1500
"""Characters: a wall says little, and a page that only mentions one says more."""

_CHALLENGE = re.compile(
    r"just a moment\.\.\.|attention required!|checking (if the site connection is secure|your browser)"
    r"|verif(y|ying) (that )?you are (a )?human|confirm (that )?you are (a )?human|i('|’)?m not a robot"
    r"|are you a robot|unusual traffic from your|enable javascript and cookies to continue"
    r"|complete the (security check|captcha)|press (&|and) hold"
    r"|人机验证|安全验证|滑动验证|拖动滑块|请完成验证|验证您是(否是)?真人"
    r"|確認您是(真)?人類|我不是机器人"
    r"|私はロボットではありません|로봇이 아닙니다|я не робот",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(
    r"/(log[-_]?in|sign[-_]?in|accounts?/login|passport|checkpoint|wp-login|auth)\b", re.I
)
_LOGIN = re.compile(
    r"\b(log[ -]?in|sign[ -]?in|log on) (to|or|with|required)|you must (be logged|log|sign) in"
    r"|please (log|sign) in|登录|登入|请先登录|ログイン|로그인|войдите|anmelden"
    r"|connectez-vous|iniciar sesión",
    re.IGNORECASE,
)
_OUTCOMES: dict[str, ProblemKind] = {
    "timeout": "truncated",
    "crashed": "truncated",
    "too_many_navigations": "unreachable",
    "refused": "refused_by_guard",
    "unreachable": "unreachable",
    "download": "changed_format",
    "failed": "unreachable",
}
_STATUSES: dict[int, ProblemKind] = {
    401: "unauthorised",
    403: "unauthorised",
    404: "not_found",
    410: "deleted",
    429: "rate_limited",
    451: "geo_blocked",
}


def find_shown_challenge(info: Object, capture: Capture) -> str:
    """Which bot check a description shows by its HTML, empty if none."""
    html = maybe_text(info, "html").encode("utf-8", "replace")
    return find_challenge(replace(capture, status=maybe_count(info, "status") or 0, body=html, headers=()))


def find_problem(info: Object, capture: Capture, watched: Watched) -> Problem | None:
    """The problem that a description shows, if any. A page cut short still has its text read."""
    status = maybe_count(info, "status") or 0
    text = need_text(info, "text")
    short = len(text) < SHORT
    words = f"{maybe_text(info, 'title')}\n{text}"
    if reason := find_shown_challenge(info, capture):
        return report("challenge", capture, watched, reason)
    if short and (found := _CHALLENGE.search(words)):
        return report("challenge", capture, watched, f"the page says {found[0]!r}")
    if short and _is_login(info, words):
        return report("login_wall", capture, watched, "a login form in place of the page")
    outcome = need_text(info, "outcome")
    if outcome != "ok":
        kind = _OUTCOMES.get(outcome, "unreachable")
        if kind == "truncated" and not text:
            kind = "unreachable"
        return report(kind, capture, watched, f"{outcome}: {maybe_text(info, 'reason')}")
    if status in _STATUSES:
        return report(_STATUSES[status], capture, watched, f"status {status}")
    if status >= 500:
        return report("unreachable", capture, watched, f"status {status}")
    if not text and not need(info, "images") and not maybe_text(info, "title"):
        return report("changed_format", capture, watched, "an empty page")
    return None


def _is_login(info: Object, words: str) -> bool:
    """Whether a short page is there to log in: by a password field, or by where it led and what it says."""
    final = need_text(info, "final_url")
    moved = normalise_url(final) != normalise_url(need_text(info, "url"))
    leads = moved and bool(_LOGIN_PATH.search(final))
    says = bool(_LOGIN.search(words))
    return says and leads or bool(maybe_count(info, "password_fields")) and (says or leads)
