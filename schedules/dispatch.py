"""Crawl processes: starting them, hearing of them, stopping them in two stages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from schedules.job import Job, Progress, read_progress, write_job
from schedules.resting import Resting

if TYPE_CHECKING:
    from crawlers.network.options import DoorOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """Where a crawl works: the data folder and the database (empty: SQLite in the folder).

    ``door`` is how its door behaves; without it as the environment says, which is all that a crawl in a
    process of its own hears of.
    """

    data: Path
    database: str = ""
    door: DoorOptions | None = None


class CrawlProcess:
    """One crawl in a process of its own; a crash of a reader or of the browser stays in there."""

    def __init__(self, job: Job, premises: Premises, heard: Callable[[Progress], None]) -> None:
        self.job = job
        self.last = Progress(platform=job.platform, entries=len(job.entries))
        self._heard = heard
        log = premises.data / "logs"
        log.mkdir(parents=True, exist_ok=True)
        self._log = log / f"crawl-{job.platform}.log"
        environment = {
            **os.environ,
            "VEDETTE_DATA": str(premises.data),
            "VEDETTE_DATABASE": premises.database,
        }
        with self._log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "schedules.crawl"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                start_new_session=True,
            )
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it died at once; its exit code and log say why
            self._process.stdin.write(write_job(job) + b"\n")
            self._process.stdin.flush()  # left open: its end tells the crawl that we are gone
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None and self._process.stdin is not None
        for line in self._process.stdout:
            if progress := read_progress(line):
                self.last = progress
                self._heard(progress)
        code = self._process.wait()
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        if not self.last.outcome:
            reason = f"the crawl process ended with code {code}; see {self._log}"
            self.last = replace(self.last, outcome="crashed", reason=reason)
            self._heard(self.last)

    @property
    def running(self) -> bool:
        """Whether the process, or what it still has to say, goes on."""
        return self._listener.is_alive()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end, at most ``seconds``; whether it has ended."""
        self._listener.join(seconds)
        return not self.running

    def stop(self, *, now: bool = False) -> None:
        """First stage: finish what is on the way. ``now``: end the whole process group at once."""
        if self._process.poll() is not None:
            return
        try:
            if now:
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.send_signal(signal.SIGTERM)
        except ProcessLookupError:
            pass


class Dispatcher:
    """The crawl processes that run at the moment, at most ``at_once``, one a platform."""

    def __init__(
        self, premises: Premises, *, at_once: int = 2, heard: Callable[[Progress], None] = lambda _: None
    ) -> None:
        self.premises = premises
        self.at_once = at_once
        self._heard = heard
        self._crawls: list[CrawlProcess] = []
        self._changing = threading.RLock()  # a signal may come while it is held
        self._resting = Resting()

    @property
    def busy(self) -> frozenset[str]:
        """The platforms that are being crawled."""
        return frozenset(crawl.job.platform for crawl in tuple(self._crawls) if crawl.running)

    @property
    def resting(self) -> frozenset[str]:
        """The platforms that are left alone for a while because their last crawl failed as a whole."""
        return self._resting.names(time.monotonic())

    @property
    def free(self) -> int:
        """How many more crawls may start."""
        return max(0, self.at_once - len(self.busy))

    def start(self, job: Job) -> CrawlProcess:
        """Start a crawl process for ``job``."""
        with self._changing:  # activities run in several threads, and no process may be forgotten
            return self._start(job)

    def start_if_free(self, job: Job) -> CrawlProcess | None:
        """Start it unless there is no room or its platform is being crawled; a refusal is ``None``."""
        with self._changing:
            return None if not self.free or job.platform in self.busy else self._start(job)

    def _start(self, job: Job) -> CrawlProcess:
        self._crawls = [crawl for crawl in self._crawls if crawl.running]
        crawl = CrawlProcess(job, self.premises, self._hear)
        self._crawls.append(crawl)
        return crawl

    def _hear(self, progress: Progress) -> None:
        if progress.outcome:
            self._resting.note(progress.platform, progress.outcome, time.monotonic())
        self._heard(progress)

    def run_all(self, jobs: tuple[Job, ...]) -> tuple[Progress, ...]:
        """Run every job, ``at_once`` at a time and one a platform, and return how each ended."""
        waiting = list(jobs)
        done: list[Progress] = []
        current: list[CrawlProcess] = []
        try:
            while waiting or current:
                while len(current) < self.at_once:
                    taken = {crawl.job.platform for crawl in current}
                    job = next((job for job in waiting if job.platform not in taken), None)
                    if job is None:
                        break
                    waiting.remove(job)
                    current.append(self.start(job))
                current[0].wait(0.2)
                done += [crawl.last for crawl in current if not crawl.running]
                current = [crawl for crawl in current if crawl.running]
        except KeyboardInterrupt:
            self.stop(grace_s=30)
            raise
        return tuple(done)

    def stop(self, *, grace_s: float) -> None:
        """Ask every crawl to finish; what has not ended after ``grace_s`` seconds is killed."""
        with self._changing:
            crawls = tuple(self._crawls)
        for crawl in crawls:
            crawl.stop()
        deadline = time.monotonic() + grace_s
        for crawl in crawls:
            if not crawl.wait(max(0.0, deadline - time.monotonic())):
                crawl.stop(now=True)
                crawl.wait(5)
