"""From what a person typed to an account that can be watched, or to a clear refusal."""

from __future__ import annotations

import re
from dataclasses import replace

from crawlers.network.guard import Refused, check_url
from crawlers.platform import platforms, recognise
from storage.errors import Misuse
from storage.items import Watched
from storage.urls import parse_url, refang

LONGEST = 2048

_NAMES = re.compile(
    r"(?:acct|at|did|tg|web\+nostr):|@[^@\s/]+@[^@\s/]+$|n(?:pub|profile)1[a-z0-9]+$|[0-9a-f]{64}$",
    re.IGNORECASE,
)
"""What names an account without being a web address, beside a platform's key before a site's address:
``acct:user@host``, ``@user@host``, ``at://``, ``did:plc:``, ``tg://resolve``, and the keys of Nostr, bare or
not. Platforms read these."""


class Unrecognised(Misuse):
    """A good address, but no platform takes it for an account's."""


def find_watched(text: str, *, platform: str = "", wants: tuple[str, ...] = ()) -> Watched:
    """The account that ``text`` (a URL, defanged or not) names.

    ``platform`` says what it is where the URL does not: ``feed`` and ``wordpress`` then take any site,
    ``page`` any URL, in the browser.

    Raises:
        Misuse: it is no URL, too long, or points at a private address.
        Unrecognised: no platform knows it, or the one that was named does not.
    """
    shown = repr(text[:60] + ("…" if len(text) > 60 else ""))
    if len(text) > LONGEST:
        raise Misuse(f"{shown} is {len(text)} characters long; a URL has at most {LONGEST}")
    url = refang(text.strip())
    if not _NAMES.match(url) and url.partition(":")[0].lower() not in platforms():
        if "://" not in url and "." in url.split("/", 1)[0] and " " not in url:
            url = f"https://{url}"
        try:
            parse_url(url)
        except (ValueError, UnicodeError) as error:
            raise Misuse(f"{shown} is not a web address ({error}); give an account's URL") from None
        _check(url, shown)
    if platform:
        if platform not in platforms():
            raise Misuse(f"there is no platform {platform[:40]!r}; `vedette platforms` lists them")
        named = platforms()[platform].recognise
        watched = named(url) or named(f"{platform}:{url}")
    else:
        watched = recognise(url)
        watched = None if watched is None or watched.platform == "page" else watched
    if watched is None:
        hint = "" if platform else "; name one with --family (feed, wordpress, mastodon, page …)"
        raise Unrecognised(f"{shown} is not an account's URL of {platform or 'any known platform'}{hint}")
    _check(watched.url, shown)
    return replace(watched, wants=wants or watched.wants)


def _check(url: str, shown: str) -> None:
    """Raise ``Misuse`` where the guard would not let us go."""
    try:
        check_url(url)
    except Refused as refusal:
        raise Misuse(f"{shown} is not watched: {refusal}") from None
