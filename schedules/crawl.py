"""One crawl in one process: ``python -m schedules.crawl`` with a job as JSON on standard input.

Progress goes to standard output as JSON lines, the log to standard error.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from schedules.cadence import next_due
from schedules.dispatch import Premises
from schedules.holding import holder_name, holding
from schedules.job import Job, Progress, read_job, write_progress
from schedules.visits import Visits
from storage import known as known_accounts
from storage import links, runs, watchlist
from storage.errors import VedetteError
from storage.index import Index
from storage.items import Harvest, Known, Watched

PROGRESS_EVERY_S = 0.5
RECHECK_POSTS = 100
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
    index = Index.open(premises.data, premises.database)
    try:
        with holding(index, f"crawl:{job.platform}") as lease:
            start = Progress(platform=job.platform, entries=len(job.entries))
            if lease is None:
                return replace(
                    start, outcome="busy", reason=f"{job.platform} is being crawled by another process"
                )
            crawl = Crawl(run=uuid4().hex, job=job, began=datetime.now(UTC))
            runs.start_run(index, crawl.run, job.platform, crawl.began, holder_name())
            end = replace(start, outcome="failed", run=crawl.run)
            try:
                end = _crawl(crawl, premises, index, report)
            except VedetteError as error:
                end = replace(end, reason=str(error))
            finally:
                _finish(index, end)
            return end
    finally:
        index.close()


def _crawl(crawl: Crawl, premises: Premises, index: Index, report: Report) -> Progress:
    from schedules.process import run_spider  # Scrapy's reactor is chosen when it is imported

    visits = Visits()
    entries = tuple((watched, _known(index, crawl, watched)) for watched in crawl.job.entries)
    last = 0.0

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
        nonlocal last
        visits.note(harvest)
        if time.monotonic() - last > PROGRESS_EVERY_S:
            last = time.monotonic()
            report(progress())

    reason = run_spider(entries, crawl.run, premises, index, heard)
    _reschedule(index, crawl, entries, visits)
    return progress("finished" if reason == "finished" else "stopped")


def _known(index: Index, crawl: Crawl, watched: Watched) -> Known:
    if crawl.job.platform == "links":
        return Known(attributes={"chain": crawl.began.strftime("%Y%m%dT%H%M%S.%fZ")})
    recheck = known_accounts.Recheck(
        limit=RECHECK_POSTS,
        since=crawl.began - RECHECK_AGE,
        not_seen_since=crawl.began if crawl.job.recheck else crawl.began - RECHECK_PAUSE,
    )
    return replace(known_accounts.known(index, watched, recheck), full=crawl.job.full)


def _reschedule(
    index: Index, crawl: Crawl, entries: tuple[tuple[Watched, Known], ...], visits: Visits
) -> None:
    now = datetime.now(UTC)
    if crawl.job.platform == "links":
        due = links.find_links(index, [watched.url for watched, _ in entries])
        links.reschedule_links(index, [(link, now + LINK_AGAIN, 0) for link in due])
        return
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
    outcome = end.outcome if end.outcome in ("finished", "stopped") else "failed"
    runs.finish_run(
        index, end.run, runs.RunEnd(outcome=outcome, reason=end.reason), counts, datetime.now(UTC)
    )


def main() -> int:
    """Read the job, do it, tell how it went; 1 where it failed."""

    def report(progress: Progress) -> None:
        sys.stdout.buffer.write(write_progress(progress))
        sys.stdout.buffer.flush()

    try:
        job = read_job(sys.stdin.buffer.read())
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    premises = Premises(
        data=Path(os.environ["VEDETTE_DATA"]), database=os.environ.get("VEDETTE_DATABASE", "")
    )
    end = perform(job, premises, report)
    report(end)
    return 0 if end.outcome in ("finished", "stopped", "busy") else 1


if __name__ == "__main__":
    sys.exit(main())
