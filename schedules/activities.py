"""What the service does at its ticks, and ``vedette collect`` does once."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.detector import catch_up
from schedules.dispatch import Dispatcher
from schedules.due import plan
from schedules.job import Job, Progress
from schedules.reread import adopt
from storage import links, watchlist
from storage.index import Index
from storage.items import Watched
from storage.recovery import recover
from storage.search_upkeep import catch_up_search
from storage.verify import verify_archive

log = logging.getLogger(__name__)

ENTRIES_A_TICK = 1000
LINKS_A_JOB = 500
POSTS_A_PASS = 20_000
GRACE_S = 30.0


@dataclass(frozen=True, slots=True)
class Tended:
    """What a start found to mend: torn tails cut off and records adopted into the index."""

    recovered: tuple[str, ...]
    adopted: int


class Activities:
    """The activities over one index and its crawl processes; each is safe to call again."""

    def __init__(self, index: Index, dispatcher: Dispatcher, tell: Callable[[str], None] = log.info) -> None:
        self.index = index
        self.dispatcher = dispatcher
        self._tell = tell
        self._stopping = False

    def begin(self) -> Tended:
        """Mend what a crash left: torn tails, files not yet renamed, records not yet indexed."""
        archive = self.dispatcher.premises.data / "archive"
        recovered = tuple(str(found) for found in recover(archive)) if archive.is_dir() else ()
        for line in recovered:
            self._tell(f"recovered: {line}")
        adopted = adopt(self.index, archive) if archive.is_dir() else 0
        if adopted:
            self._tell(f"{adopted} archived records were not yet indexed; they are now")
        return Tended(recovered, adopted)

    def tick(self) -> None:
        """Start crawls for due accounts, as many as there is room for."""
        if self._stopping or not self.dispatcher.free:
            return
        due = watchlist.due(self.index, datetime.now(UTC), ENTRIES_A_TICK)
        for job in plan((entry.watched for entry in due), self.dispatcher.busy)[: self.dispatcher.free]:
            self._tell(f"crawling {job.platform}: {len(job.entries)} accounts")
            self.dispatcher.start(job)

    def follow_links(self) -> None:
        """Follow links that are due, in a crawl of their own."""
        if not self._stopping and self.dispatcher.free and "links" not in self.dispatcher.busy:
            for job in self.link_jobs():
                self.dispatcher.start(job)

    def link_jobs(self) -> tuple[Job, ...]:
        """The job of following the links that are due now, if any are."""
        due = links.links_due(self.index, datetime.now(UTC), LINKS_A_JOB)
        return (
            (
                Job(
                    platform="links",
                    entries=tuple(Watched(platform="links", key=link.url, url=link.url) for link in due),
                ),
            )
            if due
            else ()
        )

    def collect(self, jobs: tuple[Job, ...]) -> tuple[Progress, ...]:
        """Run these crawls to their end."""
        return self.dispatcher.run_all(jobs)

    def detect(self) -> int:
        """Bring full text and detectors up to what is indexed; returns the number of new flags."""
        while catch_up_search(self.index, POSTS_A_PASS):
            pass
        return catch_up(self.index)

    def upkeep(self) -> None:
        """Adopt what crashed crawls left behind."""
        if not self.dispatcher.busy:
            self.begin()

    def check_fixity(self) -> None:
        """Verify closed archive files; what differs is told, never mended in silence."""
        for difference in verify_archive(self.dispatcher.premises.data / "archive"):
            self._tell(f"archive differs: {difference}")

    def finish(self) -> None:
        """First stage of the end: let crawls finish what is on the way, then index the rest."""
        self._stopping = True
        self.dispatcher.stop(grace_s=GRACE_S)
        self._stopping = False

    def kill(self) -> None:
        """Second stage: end every crawl and this process at once; the archive recovers at the next start."""
        self.dispatcher.stop(grace_s=0)
        os.kill(os.getpid(), signal.SIGKILL)
