"""One crawl in one process: ``python -m schedules.crawl`` with a job as one line of JSON on standard input.

Standard input stays open as long as the parent lives: at its end the crawl finishes what is on the way, so
that a parent that was killed leaves no crawl behind. Progress goes to standard output as JSON lines, the log
to standard error.
"""

from __future__ import annotations

import hashlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from uuid import uuid4

from crawlers.reading import find_platform
from schedules.cadence import next_due
from schedules.dispatch import Premises
from schedules.holding import Holding, holding
from schedules.job import Job, Progress, read_job, write_progress
from schedules.visits import Visits
from storage import known as known_accounts
from storage import leases, links, runs, watchlist
from storage.errors import VedetteError
from storage.index import Index
from storage.items import Harvest, Known, Watched

log = logging.getLogger(__name__)

PROGRESS_EVERY_S = 0.5
GRACE_S = 30.0
RECHECK_POSTS = 100
MOST_RECHECKED = 1000
RECHECK_AGE = timedelta(days=30)
RECHECK_PAUSE = timedelta(hours=6)
LINK_AGAIN = timedelta(days=1)
PRIORITY_NAMES = {1: "high", 0: "normal", -1: "low"}

Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """A crawl under way: its run, what it was asked, and when it began."""

    run: str
    job: Job
    began: datetime


def perform(job: Job, premises: Premises, report: Report) -> Progress:
    """Do the job and write its run down. Another process on the same platform makes it ``busy``."""
    if find_platform(job.platform) is None:
        reason = f"there is no platform {job.platform!r} in this version"
        return Progress(platform=job.platform, entries=len(job.entries), outcome="failed", reason=reason)
    index = Index.open(premises.data, premises.database)
    try:
        with holding(index, f"crawl:{job.platform}") as lease:
            start = Progress(platform=job.platform, entries=len(job.entries))
            if lease is None:
                return replace(
                    start, outcome="busy", reason=f"{job.platform} is being crawled by another process"
                )
            crawl = Crawl(run=uuid4().hex, job=job, began=datetime.now(UTC))
            runs.start_run(index, crawl.run, job.platform, crawl.began, leases.holder_name())
            end = replace(start, outcome="failed", run=crawl.run)
            try:
                end = _crawl(crawl, premises, index, lease, report)
            except KeyboardInterrupt:
                end = replace(end, outcome="stopped", reason="stopped before the first question")
            except VedetteError as error:
                end = replace(end, reason=str(error))
            except Exception as error:  # whatever it is, the run's row must say so
                log.exception("the crawl of %s ended in a fault", job.platform)
                end = replace(end, reason=f"{type(error).__name__}: {error}"[:500])
            finally:
                _finish(index, end)
            return end
    finally:
        index.close()


def _crawl(crawl: Crawl, premises: Premises, index: Index, lease: Holding, report: Report) -> Progress:
    from schedules.process import Listening, run_spider  # a parent that only dispatches needs no Scrapy

    visits = Visits()
    ended: list[Watched] = []
    entries = tuple((watched, _known(index, crawl, watched)) for watched in crawl.job.entries)
    last = 0.0
    warned = False

    def progress(outcome: str = "") -> Progress:
        return Progress(
            platform=crawl.job.platform,
            entries=len(entries),
            finished=visits.accounts,
            exchanges=visits.exchanges,
            posts=visits.posts,
            problems=visits.problems.total(),
            problem_kinds=dict(visits.problems),
            outcome=outcome,
            run=crawl.run,
        )

    def heard(harvest: Harvest) -> None:
        nonlocal last, warned
        visits.note(harvest)
        if lease.lost.is_set() and not warned:
            warned = True
            signal.raise_signal(signal.SIGTERM)  # another process has the platform now
        if time.monotonic() - last > PROGRESS_EVERY_S:
            last = time.monotonic()
            report(progress())

    listening = Listening(heard=heard, ended=ended.append)
    reason = run_spider(entries, crawl.run, premises, index, listening)
    keys = {watched.key for watched in ended}  # who was not asked, or not to the end, stays due
    _reschedule(index, crawl, tuple(entry for entry in entries if entry[0].key in keys), visits)
    return progress("finished" if reason == "finished" else "stopped")


def _known(index: Index, crawl: Crawl, watched: Watched) -> Known:
    if crawl.job.platform in ("media", "hosts"):
        return Known()
    if crawl.job.platform == "links":
        return Known(attributes={"chain": crawl.began.strftime("%Y%m%dT%H%M%S.%fZ")})
    recheck = known_accounts.Recheck(
        limit=RECHECK_POSTS,
        since=crawl.began - RECHECK_AGE,
        not_seen_since=crawl.began - RECHECK_PAUSE,
    )
    if crawl.job.recheck:  # asked for by a person: whatever its age
        recheck = known_accounts.Recheck(limit=MOST_RECHECKED, not_seen_since=crawl.began)
    until = known_accounts.read_whole(index, watched)
    routes = (crawl.job.route,) if crawl.job.route else ()
    known = known_accounts.known(index, watched, recheck, until)
    return replace(known, full=crawl.job.full, routes=routes)


def _reschedule(
    index: Index, crawl: Crawl, entries: tuple[tuple[Watched, Known], ...], visits: Visits
) -> None:
    now = datetime.now(UTC)
    if crawl.job.platform == "hosts":
        return
    if crawl.job.platform == "links":
        links.postpone_links(index, [watched.key for watched, _ in entries], now + LINK_AGAIN)
        return
    if crawl.job.platform == "media":
        failed = [watched.key for watched, _ in entries if not visits.has_file(watched.key)]
        links.retry_media(index, failed, now)
        return
    whole = [watched for watched, _ in entries if visits.is_whole(watched.key)]
    known_accounts.note_whole(index, whole, now)
    changes = []
    for watched, known in entries:
        if (entry := watchlist.find_entry(index, watched)) is None:
            continue  # asked for by name without being watched
        visit = visits.visit(watched.key, failures_before=entry.failures, newest_before=known.newest_at)
        spread = hashlib.sha256(watched.key.encode()).digest()[0] / 255
        priority = PRIORITY_NAMES.get(entry.reasons.priority, "normal")
        changes.append((entry, next_due(now, visit, priority, spread), visit.failures))
    watchlist.reschedule_all(index, changes)


def _finish(index: Index, end: Progress) -> None:
    counts = runs.RunCounts(
        accounts=end.finished, captures=end.exchanges, posts_new=end.posts, problems=end.problems
    )
    outcome: runs.Outcome = "failed"
    if end.outcome in ("finished", "stopped"):
        outcome = "finished" if end.outcome == "finished" else "stopped"
    runs.finish_run(
        index, end.run, runs.RunEnd(outcome=outcome, reason=end.reason), counts, datetime.now(UTC)
    )


def main() -> int:
    """Read the job, do it, tell how it went; 1 where it failed."""

    def report(progress: Progress) -> None:
        with suppress(BrokenPipeError):  # nobody listens any more; the end of standard input says so too
            sys.stdout.buffer.write(write_progress(progress))
            sys.stdout.buffer.flush()

    try:
        job = read_job(sys.stdin.buffer.readline())
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    premises = Premises(
        data=Path(os.environ["VEDETTE_DATA"]), database=os.environ.get("VEDETTE_DATABASE", "")
    )
    signal.signal(signal.SIGTERM, _interrupt)  # until the crawl takes signals itself
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    end = perform(job, premises, report)
    report(end)
    return 0 if end.outcome in ("finished", "stopped", "busy") else 1


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _outlive_nobody() -> None:
    """At the end of standard input nobody is left to stop us: finish what is on the way, but not for ever."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
