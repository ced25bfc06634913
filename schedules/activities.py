"""What the service does at its ticks, and ``vedette collect`` does once."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from pipelines.detector import catch_up
from schedules.dispatch import Dispatcher
from schedules.due import plan
from schedules.job import Job, Progress
from schedules.reread import adopt
from storage import leases, links, runs, watchlist
from storage.index import Index
from storage.items import Watched
from storage.recovery import recover
from storage.search_upkeep import catch_up_search
from storage.verify import verify_archive

log = logging.getLogger(__name__)

ENTRIES_A_TICK = 1000
DUE_A_JOB = 500
POSTS_A_PASS = 20_000
GRACE_S = 30.0


class DueUrl(NamedTuple):
    """A link or medium that is due."""

    platform: str
    url: str


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
        self._stopping = False
        return self._mend()

    def _mend(self) -> Tended:
        self._close_lost_runs()
        archive = self.dispatcher.premises.data / "archive"
        recovered = tuple(str(found) for found in recover(archive)) if archive.is_dir() else ()
        for line in recovered:
            self._tell(f"recovered: {line}")
        adopted = adopt(self.index, archive) if archive.is_dir() else 0
        if adopted:
            self._tell(f"{adopted} archived records were not yet indexed; they are now")
        return Tended(recovered, adopted)

    def _close_lost_runs(self) -> None:
        """Say of runs whose process ended without a word that they are lost."""
        now = datetime.now(UTC)
        for run in runs.running_runs(self.index):
            if leases.is_gone(run.holder) or not self._is_held(f"crawl:{run.platform}", now):
                end = runs.RunEnd(outcome="lost", reason="its process ended without a word")
                runs.finish_run(self.index, run.id, end, run.counts, now)
                self._tell(f"a crawl of {run.platform} was cut off at {run.started_at:%Y-%m-%d %H:%M}")

    def _is_held(self, lease: str, now: datetime) -> bool:
        found = leases.read_lease(self.index, lease)
        return found is not None and found.expires_at > now

    def tick(self) -> None:
        """Start crawls for due accounts, as many as there is room for."""
        if self._stopping or not self.dispatcher.free:
            return
        taken = self.dispatcher.busy | self.dispatcher.resting
        due = watchlist.due(self.index, datetime.now(UTC), ENTRIES_A_TICK, without=taken)
        for job in plan(entry.watched for entry in due):
            if self._stopping or not self.dispatcher.start_if_free(job):
                break
            self._tell(f"crawling {job.platform}: {len(job.entries)} accounts")

    def follow(self) -> None:
        """Follow links and fetch media that are due, each in a crawl of its own."""
        if self._stopping or not self.dispatcher.free:
            return
        for job in self.followings():
            if not self._stopping and job.platform not in self.dispatcher.resting:
                self.dispatcher.start_if_free(job)

    def followings(self, *, links_too: bool = True) -> tuple[Job, ...]:
        """The jobs of following links and fetching media that are due now, if any are."""
        now = datetime.now(UTC)
        due = [DueUrl("media", each.url) for each in links.media_due(self.index, now, DUE_A_JOB)]
        if links_too:
            due += [DueUrl("links", each.url) for each in links.links_due(self.index, now, DUE_A_JOB)]
        return tuple(
            Job(
                platform=platform,
                entries=tuple(
                    Watched(platform=platform, key=each.url, url=each.url)
                    for each in due
                    if each.platform == platform
                ),
            )
            for platform in dict.fromkeys(each.platform for each in due)
        )

    def collect(self, jobs: tuple[Job, ...]) -> tuple[Progress, ...]:
        """Run these crawls to their end."""
        return self.dispatcher.run_all(jobs)

    def detect(self) -> int:
        """Bring full text and detectors up to what is indexed; returns the number of new flags."""
        while catch_up_search(self.index, POSTS_A_PASS):
            pass
        return catch_up(self.index, archive=self.dispatcher.premises.data / "archive")

    def upkeep(self) -> None:
        """Adopt what crashed crawls left behind."""
        if not self.dispatcher.busy:
            self._mend()

    def check_fixity(self) -> None:
        """Verify closed archive files; what differs is told, never mended in silence."""
        for difference in verify_archive(self.dispatcher.premises.data / "archive"):
            self._tell(f"archive differs: {difference}")

    def finish(self) -> None:
        """First stage of the end: start nothing more, and let crawls finish what is on the way."""
        self._stopping = True
        self.dispatcher.stop(grace_s=GRACE_S)

    def kill(self) -> None:
        """Second stage: end every crawl and this process at once; the archive recovers at the next start."""
        self.dispatcher.stop(grace_s=0)
        os.kill(os.getpid(), signal.SIGKILL)
