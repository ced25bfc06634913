"""Medium: users and publications, by the feeds of their newest ten stories; it has no API for reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from crawlers.families.feed_sites import ask_feed, ask_known, read_site_feed
from crawlers.families.medium_feed import (
    SHAPE,
    locate_feed,
    read_known_story,
    read_user_page,
    recognise_account,
)
from crawlers.platform import Fetch, Pace, Platform, Route
from storage.items import Known, Watched


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The feed, conditionally; an account known by its number alone is first asked for its name."""
    url = known.attributes.get("feed_url") or locate_feed(watched)
    if url:
        yield ask_feed(url, known)
    else:
        yield Fetch(url=watched.url, reader="user", route="feed")
    yield from ask_known(known, _locate)


def _locate(id: str, _: str) -> str:
    return f"https://medium.com/p/{id}" if re.fullmatch(r"[0-9a-f]{8,14}", id) else ""


platform = Platform(
    key="medium",
    title="Medium",
    homepage="https://medium.com/",
    family="medium",
    example="https://medium.com/@Medium",
    recognise=partial(recognise_account, platform="medium"),
    routes=(Route(name="feed", sees="the newest ten stories, edits, tags; members' stories cut"),),
    start=start,
    post_urls=(
        r"-([0-9a-f]{8,12})(?:[/?#]|$)",
        r"/p/([0-9a-f]{8,12})",
    ),
    readers={
        "feed": partial(read_site_feed, shape=SHAPE),
        "known": read_known_story,
        "user": read_user_page,
    },
    hosts=("medium.com", "www.medium.com"),
    order=40,
    pace=Pace(seconds=2.0, concurrency=1, source="our own courtesy; all of Medium's domains share one limit"),
    shims=("medium.com/r/?url=",),
    imports=((r"^https?://([\w-]+\.)?medium\.com/feed(/|$)", "feed"),),
    expects="a feed with at least one story",
    evidence="recorded body",
    notes=(
        "no credential: the official API only writes; older stories than the newest ten are not to be had, "
        "so watch early; pages of known stories tell deletions alone and may meet a Cloudflare challenge; "
        "publications on a domain of their own: write medium: before it"
    ),
)
