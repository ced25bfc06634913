"""The Detector contract, and how detectors are brought up to what is indexed.

A detector follows the index's change counter by a cursor of its own (one per version, so that a new
version looks at the past again). Its reads, what it remembers, its flags and the cursor's move are one
transaction; a lease with a fencing token keeps it to one process at a time.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from storage import leases
from storage.following import Hold, LostLease, Page, follow_page, is_behind, read_newest
from storage.items import Flag

if TYPE_CHECKING:
    from storage.index import Index

PAGE = 1000
"""Rows that a step looks at; crawls wait for it to index theirs."""
LEASE = timedelta(seconds=60)
WAIT_S = 0.05
CURSOR_PREFIX = "detector:"


class Detector(Protocol):
    """Something that makes flags of what is indexed.

    What it flags must depend on what was indexed alone, never on the order of arrival, and ``follow``
    may see the same change again. A new ``version`` begins at the beginning; flags that only a former
    version made are deleted once it has caught up.
    """

    name: str
    version: str

    def begin(self, page: Page) -> None:
        """Forget what a former version remembered: called before the first page."""

    def follow(self, page: Page) -> Iterable[Flag]:
        """Look at ``page.changes`` and say what is new or changed among the findings."""


def list_detectors() -> tuple[Detector, ...]:
    """Every detector, in the order in which they run."""
    from pipelines.redirections import Redirections
    from pipelines.reused_pictures import ReusedPictures
    from pipelines.reused_text import ReusedText
    from pipelines.sites import Sites

    return (ReusedText(), Redirections(), Sites(), ReusedPictures())


def name_cursor(detector: Detector) -> str:
    """Under which name a detector's cursor stands."""
    return f"{CURSOR_PREFIX}{detector.name}:{detector.version}"


def catch_up(
    index: Index, detectors: Sequence[Detector] = (), page: int = PAGE, archive: Path | None = None
) -> int:
    """Bring detectors (all, if none is named) up to what is indexed now; how many flags changed.

    With the folder of WARC files as ``archive`` pictures are read first; without it new ones wait for next
    time. Returns when everything indexed before the call was looked at, by this process or by another one
    that holds the detector's lease.
    """
    if archive is not None and archive.is_dir():
        from pipelines.picture_reading import read_pictures

        read_pictures(index, archive)
    return sum(_bring_up(index, detector, page) for detector in detectors or list_detectors())


def _bring_up(index: Index, detector: Detector, page: int) -> int:
    target = read_newest(index)
    cursor = name_cursor(detector)
    lease = f"{CURSOR_PREFIX}{detector.name}"
    holder = leases.holder_name()
    changed = 0
    while is_behind(index, cursor, target):
        token = leases.acquire(index, lease, holder, LEASE, datetime.now(UTC))
        if token is None:
            time.sleep(WAIT_S)
            continue
        try:
            changed += _follow(index, detector, Hold(lease, token, cursor), page)
        except LostLease:
            continue
        finally:
            leases.release(index, lease, token, datetime.now(UTC))
    return changed


def _follow(index: Index, detector: Detector, hold: Hold, limit: int) -> int:
    changed = 0
    renewed = time.monotonic()
    while True:
        with follow_page(index, hold, limit) as page:
            if page.is_empty:
                page.withdraw_outdated(detector.name, detector.version)
                return changed
            if page.position == 0:
                detector.begin(page)
            page.write(tuple(detector.follow(page)))
            changed += page.changed
        if time.monotonic() - renewed > LEASE.total_seconds() / 3:
            renewed = time.monotonic()
            leases.renew(index, hold.lease, hold.token, LEASE, datetime.now(UTC))
