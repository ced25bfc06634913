"""What a published indicator is: an account, a post, a domain, or something that no crawl can watch.

Meta's threat indicator files (github.com/facebook/threat-research) list accounts, posts, domains, hashtags
and whole sentences in one column, defanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from crawlers.platform import Platform, platforms
from crawlers.watching import find_watched
from storage.errors import Misuse
from storage.items import Watched
from storage.urls import host_of, parse_url, refang

IndicatorKind = Literal["account", "post", "domain", "other"]

_ADDRESS = re.compile(r"^(?:https?://)?[^\s/@#]+\.[^\s/@#]{2,}(?:[/?#]\S*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What a line names. ``key`` is the canonical account key, post id or host; ``reason`` why it is none."""

    kind: IndicatorKind
    platform: str = ""
    key: str = ""
    watched: Watched | None = None
    reason: str = ""


def place_indicator(text: str, *, platform: str = "") -> Indicator:
    """What ``text`` (defanged or not) names; never raises."""
    url = refang(text.strip())
    try:
        watched = find_watched(text, platform=platform)
    except Misuse as refusal:
        return _place_rest(url, str(refusal))
    named = platforms()[watched.platform]
    kind: IndicatorKind = "post" if find_post(named, url) else "account"
    return Indicator(kind=kind, platform=watched.platform, key=watched.key, watched=watched)


def find_post(platform: Platform, url: str) -> str:
    """The id of the post that ``url`` names on ``platform``, as its address has it; empty if none."""
    for pattern in platform.post_urls:
        if found := re.search(pattern, url):
            return next((group for group in found.groups() if group), found.group())
    return ""


def _place_rest(url: str, refusal: str) -> Indicator:
    if not _ADDRESS.match(url):
        return Indicator(kind="other", reason="no address: a text, a hashtag or a number")
    address = url if "://" in url else f"https://{url}"
    host = host_of(address)
    for platform in platforms().values():
        if any(host == name or host.endswith(f".{name.lstrip('.')}") for name in platform.hosts):
            if post := find_post(platform, address):
                reason = "the address does not tell whose post it is; watch the account"
                return Indicator(kind="post", platform=platform.key, key=post, reason=reason)
            reason = f"an address of {platform.title} that names no account"
            return Indicator(kind="other", platform=platform.key, reason=reason)
    try:
        parsed = parse_url(address)
    except (ValueError, UnicodeError):
        return Indicator(kind="other", reason=refusal)
    if parsed.path in ("", "/") and not parsed.query:
        reason = "a domain, no account; `watch add --platform page` watches its front page"
        return Indicator(kind="domain", key=host, reason=reason)
    return Indicator(kind="other", key=host, reason=refusal)
