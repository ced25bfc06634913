"""What a body says when it is not the answer that was asked for, whatever the platform.

Families ask here first, then look for their own markers. The status alone decides only where it
cannot mean anything else (429, 451); many platforms send 200 for every refusal.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from crawlers.platform import Fetch, RouteName
from crawlers.times import parse_time
from storage.items import Capture, Problem, ProblemKind, Watched

LOOKED_AT = 65_536
LONGEST_WAIT = timedelta(days=7)
MOST_MOVES = 5

_CHALLENGES: tuple[tuple[bytes, str], ...] = (
    (b"window._cf_chl_opt", "Cloudflare challenge"),
    (b"cf-browser-verification", "Cloudflare challenge"),
    (b"Attention Required! | Cloudflare", "Cloudflare block page"),
    (b"<title>Just a moment...</title>", "Cloudflare challenge"),
    (b"<title>Checking your browser", "browser check"),
    (b"<title>DDoS-Guard</title>", "DDoS-Guard check"),
    (b"/.within.website/x/cmd/anubis", "Anubis proof of work"),
    (b"anubis_challenge", "Anubis proof of work"),
    (b"geo.captcha-delivery.com", "DataDome captcha"),
    (b"_Incapsula_Resource", "Imperva check"),
    (b"awsWafCookieDomainList", "AWS WAF challenge"),
    (b"px-captcha", "HUMAN captcha"),
)
_HTML = re.compile(
    rb"^(\xef\xbb\xbf)?\s*(?><!--.*?-->\s*)*+<(!doctype html|html|head|body)", re.IGNORECASE | re.DOTALL
)
_LOGIN = re.compile(
    rb"<input[^>]{0,300}type=[\"']?password|<title>[^<]{0,80}(log ?in|sign ?in)[^<]{0,80}</title>", re.I
)


def report(
    kind: ProblemKind, capture: Capture, watched: Watched, reason: str, retry_at: datetime | None = None
) -> Problem:
    """The problem that ``capture`` shows for ``watched``."""
    return Problem(
        kind=kind,
        platform=watched.platform,
        account=watched.key,
        url=capture.url,
        record_id=capture.record_id,
        captured_at=capture.captured_at,
        reason=" ".join(reason.split())[:300],
        retry_at=retry_at,
    )


def header(capture: Capture, name: str) -> str:
    """The first header of that name (case does not matter), empty if there is none."""
    name = name.lower()
    return next((value for key, value in capture.headers if key.lower() == name), "")


def read_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """A challenge, a rate limit, a legal block or a server fault; ``None`` if the body may be an answer."""
    if challenge := find_challenge(capture):
        return report("challenge", capture, watched, challenge)
    if capture.status == 429:
        return report("rate_limited", capture, watched, "status 429", read_retry_at(capture))
    if capture.status == 451:
        return report("geo_blocked", capture, watched, "status 451: unavailable for legal reasons")
    if capture.status >= 500:
        return report("unreachable", capture, watched, f"status {capture.status}", read_retry_at(capture))
    return None


def find_challenge(capture: Capture) -> str:
    """Which bot check a page is, empty if none: only pages, never JSON or feeds that talk of one."""
    if header(capture, "cf-mitigated").lower() == "challenge":
        return "Cloudflare challenge"
    if not is_page(capture):
        return ""
    start = capture.body[:LOOKED_AT]
    small = len(capture.body) < LOOKED_AT
    return next(
        (name for mark, name in _CHALLENGES if mark in start and (small or capture.status >= 400)), ""
    )


def is_page(capture: Capture) -> bool:
    """Whether the body is an HTML page by its first bytes."""
    return bool(_HTML.match(capture.body[:2048]))


def read_page_instead(capture: Capture, watched: Watched, due: str) -> Problem:
    """The problem of an HTML page in place of what was ``due``: a login wall, or another format."""
    if _LOGIN.search(capture.body[:LOOKED_AT]):
        return report("login_wall", capture, watched, f"a login page in place of {due}")
    if capture.status in (401, 403):
        return report("unauthorised", capture, watched, f"status {capture.status}, a page in place of {due}")
    return report("changed_format", capture, watched, f"a page in place of {due}, status {capture.status}")


def read_retry_at(capture: Capture) -> datetime | None:
    """When to ask again: ``Retry-After`` (RFC 9110, 10.2.3: seconds or a date), else the reset of the
    rate limit (Mastodon: ISO time; AT Protocol and GitHub: epoch seconds; RFC draft: seconds to wait).

    Absurd values are cut to a week; a time that has passed gives ``None``.
    """
    for name in ("retry-after", "x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset"):
        value = header(capture, name).strip()
        moment = _read_moment(value, capture.captured_at) if value else None
        if moment is not None and moment > capture.captured_at:
            return min(moment, capture.captured_at + LONGEST_WAIT)
    return None


def _read_moment(value: str, now: datetime) -> datetime | None:
    if value.isascii() and value.isdigit():
        seconds = int(value[:15])
        if seconds > 1_000_000_000:
            return datetime.fromtimestamp(min(seconds, 32_000_000_000), UTC)
        return now + min(timedelta(seconds=seconds), LONGEST_WAIT)
    return parse_time(value)


def follow_move(capture: Capture, route: RouteName, credential: str = "") -> Fetch | None:
    """The same question at the address that a 3xx answer names; ``None`` if it names none or too many came.

    A credential stays with the host that it is for.
    """
    target = header(capture, "location")
    moves = int(capture.context.get("moves", "0")) if capture.context.get("moves", "0").isdigit() else 0
    if not 300 < capture.status < 400 or capture.status == 304 or not target or moves >= MOST_MOVES:
        return None
    try:
        url = urljoin(capture.url, target)
        parts, before = urlsplit(url), urlsplit(capture.url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or url == capture.url:
        return None
    return Fetch(
        url=url,
        reader=capture.reader,
        route=route,
        credential=credential if parts.netloc == before.netloc and parts.scheme == before.scheme else "",
        context={**capture.context, "moves": str(moves + 1)},
    )
