"""Accounts of X by URL: twitter.com and x.com in all their spellings, and the hosts that mirror them.

A handle can be given up and taken by somebody else, so the numeric id is the key; a handle (``lower case``,
``@`` before one of digits alone, which would look like an id) is the key only until the account was read.
"""

from __future__ import annotations

import re

from crawlers.address import Address, split_address
from crawlers.words import words
from storage.items import Watched

HOSTS = ("x.com", "twitter.com")
MIRRORS = words(
    """
    fxtwitter.com vxtwitter.com fixupx.com fixvx.com twittpr.com nitter.net nitter.poast.org
    nitter.privacydev.net nitter.cz nitter.it nitter.42l.fr nitter.kavin.rocks xcancel.com twstalker.com
    """
)
"""Sites that show X's accounts under the same paths."""
RESERVED = words(
    """
    about account account_suspended activity advertising all anywhere api apps articles auth badges blog
    business buttons careers communities compose connect contacts debug developer developers devices
    direct_messages discover download downloads enterprise explore favicon.ico favorites find_sources
    find_users followers following forgot-password friend_request friendrequest friends goodies grok
    hashtag help home i im_account inbox install intent invitations invite invites jobs list lists login
    logo logout manifest.json me mentions messages mockview newtwitter notifications nudge oauth
    opensearch.xml oauth2 personalize phoenix_search positions privacy public_timeline related_tweets
    replies retweeted_of_mine retweets retweets_by_others rules robots.txt saved_searches search
    search-advanced search-home sent settings share signin signup similar_to sitemap.xml site statistics
    status statuses stream sw.js tos translate trends tweetbutton twttr update_discoverability users
    welcome who_to_follow widgets zendesk_auth
    """
)

_PREFIXES = ("www.", "mobile.", "m.", "web.", "en.", "zh.", "ja.")
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_ID = re.compile(r"[1-9][0-9]{0,19}")


def recognise_account(url: str, platform: str) -> Watched | None:
    """The account that ``url`` names, by id or by handle; pages of the site itself name none."""
    address = split_address(url)
    if address is None or not _is_ours(address.host):
        return None
    parts = list(address.segments)
    fragment = url.strip().partition("#!/")[2]
    if not parts and fragment:
        parts = [part for part in fragment.split("/") if part]
    name = parts[0] if parts else ""
    if number := _find_id(address, parts):
        return Watched(platform=platform, key=number, url=f"https://x.com/i/user/{number}", host="x.com")
    if name.lower() == "intent" and len(parts) > 1:
        name = address.asked("screen_name")
    handle = name.split("?")[0].removeprefix("@")
    return watch_handle(handle, platform)


def watch_handle(handle: str, platform: str) -> Watched | None:
    """The account of a handle, under its provisional key."""
    if not _HANDLE.fullmatch(handle) or handle.lower() in RESERVED:
        return None
    key = f"@{handle}" if handle.isdigit() else handle.lower()
    return Watched(platform=platform, key=key, url=f"https://x.com/{handle}", handle=handle, host="x.com")


def is_id(key: str) -> bool:
    """Whether a key is a lasting id, not a handle."""
    return bool(_ID.fullmatch(key))


def list_aliases(watched: Watched, handle: str) -> tuple[str, ...]:
    """The provisional key of the account of ``handle``, if it is that account which is watched."""
    same = not is_id(watched.key) and watched.key.removeprefix("@") == handle.lower()
    return (watched.key,) if same else ()


def profile_url(handle: str) -> str:
    """The page of an account."""
    return f"https://x.com/{handle}"


def post_url(handle: str, number: str) -> str:
    """The page of a post; ``i`` stands where the author's handle is not known."""
    return f"https://x.com/{handle or 'i'}/status/{number}"


def _is_ours(host: str) -> bool:
    for prefix in _PREFIXES:
        host = host.removeprefix(prefix)
    return host in HOSTS or host in MIRRORS


def _find_id(address: Address, parts: list[str]) -> str:
    """The id in ``/i/user/ID`` and in ``/intent/user?user_id=ID``."""
    found = ""
    if [part.lower() for part in parts[:2]] == ["i", "user"] and len(parts) > 2:
        found = parts[2]
    elif parts and parts[0].lower() == "intent":
        found = address.asked("user_id")
    return found if _ID.fullmatch(found) else ""
