"""Account addresses of Misskey and its forks.

Sources: Misskey ``packages/frontend/src/router/definition.ts`` (``/@:acct/:page?``, ``/notes/:noteId``) and
``packages/backend/src/server/ActivityPubServerService.ts`` (``/users/:user``). ``/@user`` is Mastodon's
address too, so that a host is only taken for one of these where it is known, or where the platform's key
stands before the address: ``misskey:https://any.example/@user``.
"""

from __future__ import annotations

import re

from crawlers.address import is_public_name, split_address, strip_www
from storage.items import Watched

_USER = re.compile(r"\w(?:[\w.-]{0,126}\w)?", re.ASCII)
_ID = re.compile(r"[0-9A-Za-z]{10,32}")


def recognise_member(url: str, platform: str, hosts: tuple[str, ...]) -> Watched | None:
    """The account that ``url`` names on one of ``hosts``, on any host with ``platform:`` before it.

    A profile of a remote account (``/@user@remote``) is taken where its home is one of ``hosts`` or was named
    with the prefix; elsewhere its home may run anything.
    """
    written = url.strip()
    prefix, _, rest = written.partition(":")
    explicit = prefix.lower() == platform and not rest.startswith("//")
    address = split_address(rest if explicit else written)
    if address is None or not address.segments:
        return None
    host = strip_www(address.host)
    if not explicit and host not in hosts:
        return None
    first, *more = address.segments
    if first == "users" and more and _ID.fullmatch(more[0]):
        return Watched(
            platform=platform, key=f"id:{more[0]}@{host}", url=f"https://{host}/users/{more[0]}", host=host
        )
    if not first.startswith("@"):
        return None
    name, _, at = first[1:].partition("@")
    home = at.lower() or host
    if not _USER.fullmatch(name) or not is_public_name(home.partition(":")[0]):
        return None
    if home != host and home not in hosts and not explicit:
        return None
    return Watched(
        platform=platform, key=f"{name.lower()}@{home}", url=f"https://{home}/@{name}", handle=name, host=home
    )


def read_id(watched: Watched) -> str:
    """The id in the provisional key of an account that is watched by ``/users/ID``, else empty."""
    name = watched.key.partition("@")[0]
    return name.removeprefix("id:") if name.startswith("id:") else ""
