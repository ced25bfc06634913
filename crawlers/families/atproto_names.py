"""Names of the AT Protocol: handles, DIDs, AT-URIs, record keys, and the URLs that hold them.

Sources: atproto.com/specs/handle, /did, /at-uri-scheme, /tid.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from crawlers.address import is_public_name, split_address
from storage.items import Watched

NETWORK = "bsky.app"
HOSTS = (NETWORK, "staging.bsky.app", "deer.social", "blacksky.community", "fxbsky.app", "bskyx.app")
POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"

_DID = re.compile(r"did:(plc:[a-z2-7]{24}|web:[A-Za-z0-9.%-]{3,253})")
_HANDLE = re.compile(r"(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_TID_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"


def is_did(name: str) -> bool:
    """Whether ``name`` is a ``did:plc`` or ``did:web``."""
    return bool(_DID.fullmatch(name))


def read_actor(name: str) -> str:
    """A handle (lower case, without ``@``) or DID, empty if it is neither."""
    name = unquote(name).strip().removeprefix("@")
    if is_did(name):
        return name
    name = name.lower().rstrip(".")
    return name if _HANDLE.fullmatch(name) and not name.endswith((".invalid", ".local", ".localhost")) else ""


def recognise_actor(url: str, platform: str) -> Watched | None:
    """An account of the network, or an account on one given server.

    The network (AppView first, then the account's own server): ``https://bsky.app/profile/ACTOR`` and its
    kind, ``at://ACTOR``, ``https://NAME.bsky.social``. One server (PDS), without asking anyone else:
    ``https://PDS/@HANDLE`` and ``https://PDS/xrpc/…?repo=ACTOR`` (or ``did=``, ``actor=``).
    """
    written = url.strip()
    if written.lower().startswith("at://"):
        return _watch(platform, read_actor(written[5:].split("/")[0]), NETWORK)
    if is_did(written):
        return _watch(platform, written, NETWORK)
    address = split_address(written)
    if address is None:
        return None
    parts, host = address.segments, address.host
    if host.removeprefix("www.") in HOSTS:
        actor = read_actor(parts[1]) if len(parts) > 1 and parts[0] == "profile" else ""
        return _watch(platform, actor, NETWORK)
    if parts[:1] == ("xrpc",):
        asked = next(filter(None, (address.asked(name) for name in ("repo", "did", "actor"))), "")
        return _watch(platform, read_actor(asked), host)
    if host.endswith(".bsky.social") and not parts:
        return _watch(platform, read_actor(host), NETWORK)
    if len(parts) == 1 and parts[0].startswith("@") and "@" not in parts[0][1:]:
        return _watch(platform, read_actor(parts[0]), host)
    return None


def record_key(uri: str) -> str:
    """The last part of an AT-URI."""
    return uri.rpartition("/")[2]


def public_url(uri: str) -> str:
    """Where a browser shows a post: ``bsky.app/profile/DID/post/RKEY``; empty for other records."""
    parts = uri.removeprefix("at://").split("/")
    if len(parts) != 3 or parts[1] != POST:
        return ""
    return f"https://{NETWORK}/profile/{parts[0]}/post/{parts[2]}"


def read_tid(key: str) -> datetime | None:
    """The time in a record key of the TID form (53 bits of microseconds), ``None`` if it has none.

    It is made by the writer's server or program: better than ``createdAt``, and no proof either.
    """
    if (
        len(key) != 13
        or any(letter not in _TID_ALPHABET for letter in key)
        or key[0] not in "234567abcdefghij"
    ):
        return None
    number = 0
    for letter in key:
        number = number * 32 + _TID_ALPHABET.index(letter)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> 10)
    except OverflowError:
        return None


def _watch(platform: str, actor: str, host: str) -> Watched | None:
    if not actor or not is_public_name(host.partition(":")[0]):
        return None
    url = f"https://{NETWORK}/profile/{actor}"
    if host != NETWORK:
        url = f"https://{host}/xrpc/com.atproto.repo.describeRepo?repo={actor}"
    return Watched(platform=platform, key=actor, url=url, handle="" if is_did(actor) else actor, host=host)
