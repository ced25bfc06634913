"""What a crawl gave for each of its accounts, gathered from its harvests as they come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.visiting import USED_UP
from schedules.cadence import Visit
from storage.items import Account, Harvest, Hop, MediaFile, Post, Problem

GONE = frozenset({"suspended", "deleted", "not_found"})
NO_FAILURE = frozenset({"empty_proven", "truncated"})
WHOLE = frozenset({"empty_proven", "suspended", "deleted", "not_found", "private"})
"""Problems that leave no gap which a later visit could fill; nor does a budget that is used up, as it would
be again."""


@dataclass(slots=True)
class Tally:
    """The running count of one account's visit."""

    posts: set[str] = field(default_factory=set)
    newest_at: datetime | None = None
    seen_account: bool = False
    has_file: bool = False
    has_hop: bool = False
    broken_off: bool = False
    problems: Counter[str] = field(default_factory=Counter)
    retry_at: datetime | None = None


class Visits:
    """Tallies by account key, and of the whole crawl."""

    def __init__(self) -> None:
        self.exchanges = 0
        self.problems: Counter[str] = Counter()
        self._tallies: dict[str, Tally] = {}

    @property
    def posts(self) -> int:
        """How many distinct posts were read."""
        return sum(len(tally.posts) for tally in self._tallies.values())

    @property
    def accounts(self) -> int:
        """How many of the asked accounts (links, media) gave anything at all."""
        return sum(
            1
            for tally in self._tallies.values()
            if tally.posts or tally.seen_account or tally.has_file or tally.has_hop
        )

    def has_file(self, key: str) -> bool:
        """Whether the medium ``key`` was fetched."""
        return key in self._tallies and self._tallies[key].has_file

    def is_whole(self, key: str) -> bool:
        """Whether nothing broke off the visit of the account ``key``."""
        return key in self._tallies and not self._tallies[key].broken_off

    def note(self, harvest: Harvest) -> None:
        """Count one harvest; it belongs to the account that its captures were asked for."""
        self.exchanges += 1
        key = next((capture.account for capture in harvest.captures if capture.account), "")
        tally = self._tallies.setdefault(key, Tally())
        for item in harvest.items:
            if isinstance(item, Post):
                tally.posts.add(item.id)
                if item.posted_at and (tally.newest_at is None or item.posted_at > tally.newest_at):
                    tally.newest_at = item.posted_at
            elif isinstance(item, Account):
                tally.seen_account = True
            elif isinstance(item, MediaFile):
                tally.has_file = True
            elif isinstance(item, Hop):
                tally.has_hop = True
            elif isinstance(item, Problem):
                tally.problems[item.kind] += 1
                tally.broken_off |= item.kind not in WHOLE and item.reason not in USED_UP
                self.problems[item.kind] += 1
                if item.retry_at and (tally.retry_at is None or item.retry_at > tally.retry_at):
                    tally.retry_at = item.retry_at

    def visit(self, key: str, *, failures_before: int, newest_before: datetime | None) -> Visit:
        """The visit of the account ``key``, as the cadence wants it.

        It failed if nothing was read and a problem says why; then failures in a row go up by one.
        """
        tally = self._tallies.get(key, Tally())
        read = bool(tally.posts or tally.seen_account)
        gone = any(kind in GONE for kind in tally.problems) and not tally.posts
        failed = not read and not gone and any(kind not in NO_FAILURE for kind in tally.problems)
        newest = max((at for at in (tally.newest_at, newest_before) if at), default=None)
        is_new = tally.newest_at is not None and (newest_before is None or tally.newest_at > newest_before)
        return Visit(
            new_posts=len(tally.posts) if is_new else 0,
            newest_at=newest,
            failures=failures_before + 1 if failed else 0,
            retry_at=tally.retry_at,
            gone=gone,
        )
