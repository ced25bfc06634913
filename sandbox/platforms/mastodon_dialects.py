"""How the programs that speak the Mastodon API differ: versions, errors, paging, times, limits.

Sources: docs.joinmastodon.org (methods/accounts, methods/statuses, api/rate-limits, api/guidelines); Gab's
published source (``account_by_username`` answers 410 for a suspended account); Pleroma's "Differences in
Mastodon API responses"; GoToSocial's swagger; the form of the version strings is that of
``/api/v1/instance`` as recorded from each program. GoToSocial, Pixelfed and Truth Social want a token for
most of this; the played hosts are open, except for the accounts that are walled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One program. ``software`` and ``release`` are what NodeInfo names, ``version`` what the instance says.

    ``lookup`` is the path that finds an account by name; ``min_id`` whether that parameter gives the page
    next to it, filters the newest page, or is not looked at; ``suspends`` whether a suspended account is an
    entity that says so or 410; ``created`` how an account's ``created_at`` is cut; ``exact`` whether posts
    have milliseconds; ``listed`` whether the profile page holds its posts or asks the API for them.
    """

    software: str
    release: str
    version: str
    title: str
    server: str = "nginx"
    lookup: str = "/api/v1/accounts/lookup"
    open_search: bool = False
    second_instance: bool = True
    most: int = 40
    min_id: Literal["next_to", "filter", "ignored"] = "next_to"
    links: Literal["both", "next", "none"] = "both"
    limits: bool = False
    history: bool = True
    suspends: Literal["entity", "gone"] = "entity"
    created: Literal["midnight", "second", "millisecond", "microsecond"] = "millisecond"
    exact: bool = True
    no_account: str = "Record not found"
    no_status: str = "Record not found"
    no_route: str = "Not Found"
    languages: tuple[str, str] = ("zh", "zh")
    listed: bool = False


_PLEROMA = "2.7.2 (compatible; Pleroma 2.7.1)"

DIALECTS: Mapping[str, Dialect] = {
    "mastodon": Dialect(
        software="mastodon", release="4.5.2", version="4.5.2", title="Mastodon", server="Mastodon",
        limits=True, created="midnight", languages=("zh-CN", "zh-TW"),
    ),
    "gab": Dialect(
        software="gabsocial", release="3.7.3", version="2.8.2 (compatible; Gab Social 3.7.3)",
        title="Gab Social", server="cloudflare", lookup="/api/v1/account_by_username", second_instance=False,
        limits=True, history=False, suspends="gone",
    ),
    "truthsocial": Dialect(
        software="mastodon", release="3.4.1", version="3.4.1 (compatible; TruthSocial 1.0.0)",
        title="Truth Social", server="cloudflare", second_instance=False, most=20, limits=True,
        history=False, created="midnight",
    ),
    "pixelfed": Dialect(
        software="pixelfed", release="0.12.5", version="3.5.3 (compatible; Pixelfed 0.12.5)",
        title="Pixelfed", min_id="filter", links="none", created="microsecond", no_route="Resource not found",
    ),
    "pawoo": Dialect(
        software="mastodon", release="4.2.10", version="4.2.10", title="Pawoo", server="Mastodon",
        limits=True, created="midnight", languages=("zh-CN", "zh-TW"),
    ),
    "fedibird": Dialect(
        software="fedibird", release="0.1", version="3.4.1", title="Fedibird", server="Mastodon",
        second_instance=False, limits=True, created="midnight", languages=("zh-CN", "zh-TW"),
    ),
    "pleroma": Dialect(
        software="pleroma", release="2.7.1", version=_PLEROMA, title="Pleroma", server="Cowboy",
        open_search=True, created="second", exact=False, no_account="Can't find user",
        no_route="Not implemented",
    ),
    "akkoma": Dialect(
        software="akkoma", release="3.15.2", version="2.7.2 (compatible; Akkoma 3.15.2)", title="Akkoma",
        server="Cowboy", open_search=True, created="second", exact=False, no_account="Can't find user",
        no_route="Not implemented",
    ),
    "gotosocial": Dialect(
        software="gotosocial", release="0.19.1", version="0.19.1", title="GoToSocial", limits=True,
        no_account="Not Found: target account not found", no_status="Not Found: target status not found",
        languages=("zh-Hans", "zh-Hant"), listed=True,
    ),
    "friendica": Dialect(
        software="friendica", release="2024.12", version="2.8.0 (compatible; Friendica 2024.12)",
        title="Friendica", created="second", exact=False, listed=True,
    ),
    "mitra": Dialect(
        software="mitra", release="4.7.0", version="4.0.0 (compatible; Mitra 4.7.0)", title="Mitra",
        open_search=True, min_id="ignored", links="next", history=False, no_account="profile not found",
        no_status="post not found",
    ),
}  # fmt: skip
"""Each program by the collector's key of its platform."""
