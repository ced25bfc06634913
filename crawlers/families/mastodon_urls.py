"""Account and post URLs of the Mastodon API family, in the spellings of its programs.

Sources: Mastodon ``config/routes.rb`` (``/@user``, ``/@user@remote``, ``/users/user``, ``/web/@user``,
``/ap/users/id``), GoToSocial (``/@user/statuses/ULID``), Pleroma (``/users/user``), Friendica
(``/profile/user``, ``/u/user``), Gab (``/user``, ``/user/posts/id``), Truth Social (``/@user/posts/id``),
Pixelfed (``/user``, ``/p/user/id``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.address import Address, is_public_name, split_address, strip_www
from crawlers.words import words
from storage.items import Watched

RESERVED = words(
    """
    about account accounts admin api apps auth blocks bookmarks communities compose conversations custom
    developer direct_messages directory discover disputes dm domain_blocks download emoji explore
    favicon.ico favourites favorites filters follow_requests followed_tags followers following
    getting-started group groups help hashtag home i inbox instance interact intent invites invite jobs
    keyboard-shortcuts links lists local login logout main market marketplace media messages mutes news
    nodeinfo notice notifications oauth objects outbox packs page pages pinned privacy privacy-policy
    pro public relationships remote_interaction reports robots.txt rules s search settings share shop signin
    signup sign_up site start static status statuses stories store studio tag tags terms terms-of-service
    timeline timelines tos trends tv upgrade url user users verify videos voice watch web well-known
    .well-known profile p u ap
    """
)
"""First path segments that are the program's own, never an account."""

ELSEWHERE = words(
    """
    youtube.com tiktok.com medium.com threads.net threads.com substack.com odysee.com lbry.tv
    flipboard.com unsplash.com steemit.com hive.blog peakd.com ecency.com dlive.tv kick.com rumble.com
    bitchute.com vk.com instagram.com facebook.com x.com twitter.com matters.town matters.news note.com
    producthunt.com 9gag.com hackernoon.com bsky.app telegram.me t.me warpcast.com
    farcaster.xyz lens.xyz mirror.xyz snapchat.com pinterest.com tumblr.com reddit.com quora.com
    linkedin.com vimeo.com dailymotion.com github.com gitlab.com linktr.ee kakao.com naver.com
    hatenablog.com getrevue.co mixi.jp
    """
)
"""Well-known sites that write ``/@user`` and have no Mastodon API."""

_USER = re.compile(r"[\w](?:[\w.-]{0,62}[\w])?", re.ASCII)
_ACCT = re.compile(r"@?([^@/\s]+)@([^@/\s]+)")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Which further spellings a program has: ``bare`` is ``/user``, ``profile`` ``/profile/user``."""

    bare: bool = False
    profile: bool = False


def recognise_account(url: str, platform: str, hosts: tuple[str, ...], spelling: Spelling) -> Watched | None:
    """The account that ``url`` names; without ``hosts``, on any host that is not known to be another's.

    ``@user@host`` and ``acct:user@host`` are read too. A profile of a remote account
    (``/@user@remote``) is the account at its own host.
    """
    written = url.strip()
    if written.startswith(("@", "acct:")) and "/" not in written:
        found = _ACCT.fullmatch(written.removeprefix("acct:"))
        return _watched(platform, found.group(1), found.group(2).lower(), hosts) if found else None
    address = split_address(written)
    if address is None:
        return None
    host = strip_www(address.host)
    if not _serves(host, hosts):
        return None
    user, at = find_user(address, spelling)
    if user.isdigit() and address.segments[:2] == ("ap", "users"):
        return Watched(
            platform=platform,
            key=f"ap:{user}@{host}",
            url=f"https://{host}/ap/users/{user}",
            host=host,
            handle="",
        )
    return _watched(platform, user, at or host, hosts if not at else ()) if user else None


def find_user(address: Address, spelling: Spelling) -> tuple[str, str]:
    """The user name in a path and, for a remote account, its host; empty where there is none."""
    parts = list(address.segments)
    if parts and parts[0] == "web":
        parts = parts[1:]
    if not parts:
        return "", ""
    first = parts[0]
    if first.startswith("@"):
        name, _, at = first[1:].partition("@")
        return (name, at.lower()) if not at or is_public_name(at.lower()) else ("", "")
    if first == "ap" and len(parts) > 2 and parts[1] == "users":
        return parts[2], ""
    if first == "users" and len(parts) > 1:
        name, _, at = parts[1].partition("@")
        return (name, at.lower()) if not at or is_public_name(at.lower()) else ("", "")
    if spelling.profile and first in ("profile", "u") and len(parts) > 1:
        return parts[1], ""
    if spelling.bare:
        if first == "p" and len(parts) > 1:
            return parts[1], ""
        if first.lower() not in RESERVED and (len(parts) == 1 or parts[1] in ("posts", "media", "followers")):
            return first, ""
    return "", ""


def read_account_id(watched: Watched) -> str:
    """The numeric id in a provisional key of the ``/ap/users/id`` spelling, else empty."""
    name = watched.key.partition("@")[0]
    return name.removeprefix("ap:") if name.startswith("ap:") else ""


def _serves(host: str, hosts: tuple[str, ...]) -> bool:
    if hosts:
        return host in hosts
    return not any(host == other or host.endswith(f".{other}") for other in ELSEWHERE)


def _watched(platform: str, user: str, host: str, hosts: tuple[str, ...]) -> Watched | None:
    if not _USER.fullmatch(user) or not is_public_name(host.partition(":")[0]) or not _serves(host, hosts):
        return None
    return Watched(
        platform=platform,
        key=f"{user.lower()}@{host}",
        url=f"https://{host}/@{user}",
        handle=user,
        host=host,
    )
