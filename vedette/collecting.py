"""Running crawls in the foreground, with a bar for each platform and a table at the end."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rich.progress import TaskID

from crawlers.network.options import DoorOptions
from schedules.activities import Activities
from schedules.dispatch import Dispatcher, Premises
from schedules.due import plan
from schedules.job import Job, Progress
from storage import links
from storage.index import Index
from storage.items import Watched
from vedette.output import print_table, progress_bar, say, warn
from vedette.place import Place

FOLLOWING_ROUNDS = 200
FOLLOWED = ("links", "media")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What kind of collection: whole histories, known posts again, by one route alone, links followed, crawls
    at once."""

    full: bool = False
    recheck: bool = False
    route: str = ""
    links: bool = True
    at_once: int = 2


def collect(index: Index, place: Place, accounts: Iterable[Watched], wish: Wish) -> tuple[Progress, ...]:
    """Crawl the accounts, follow their links, run full text and detectors; how each crawl ended.

    Raises ``Misuse`` where settings or credentials make no sense, before anything is asked.
    """
    DoorOptions.from_environment(os.environ, place.data)
    with progress_bar() as bars:
        tasks: dict[str, TaskID] = {}

        def heard(progress: Progress) -> None:
            if progress.platform not in tasks:
                tasks[progress.platform] = bars.add_task(progress.platform, total=progress.entries, note="")
            done = progress.entries if progress.outcome else progress.finished
            note = f"{progress.posts} posts, {progress.exchanges} exchanges"
            bars.update(tasks[progress.platform], total=progress.entries, completed=done, note=note)

        premises = Premises(data=place.data, database=place.database)
        dispatcher = Dispatcher(premises, at_once=wish.at_once, heard=heard)
        activities = Activities(index, dispatcher, tell=warn)
        activities.begin()
        if wish.recheck and wish.links:
            links.make_links_due(index, datetime.now(UTC))
        done = list(activities.collect(_jobs(accounts, wish)))
        for _ in range(FOLLOWING_ROUNDS):
            if not (jobs := activities.followings(links_too=wish.links)):
                break
            round_done = activities.collect(jobs)
            done += round_done
            if any(progress.outcome != "finished" for progress in round_done):
                break  # what was not followed stays due, and would be asked for again at once
        step = bars.add_task("detectors and full text", total=None, note="")
        activities.detect()
        bars.update(step, total=1, completed=1)
    return tuple(done)


def _jobs(accounts: Iterable[Watched], wish: Wish) -> tuple[Job, ...]:
    waiting = list(accounts)
    jobs: list[Job] = []
    while waiting:
        planned = plan(waiting)
        jobs += [replace(job, full=wish.full, recheck=wish.recheck, route=wish.route) for job in planned]
        taken = {(each.platform, each.key) for job in planned for each in job.entries}
        waiting = [each for each in waiting if (each.platform, each.key) not in taken]
    return tuple(jobs)


def print_collected(done: tuple[Progress, ...]) -> None:
    """What each crawl brought, and why where it brought nothing."""
    if not done:
        say("nothing is due; `vedette watch list` shows when each account is")
        return
    rows: dict[str, list[Progress]] = {}
    for progress in done:
        rows.setdefault(progress.platform, []).append(progress)
    print_table(
        "collected",
        ("platform", "#asked", "#answered", "#exchanges", "#posts", "problems", "outcome"),
        (
            _row(platform, rows[platform])
            for platform in sorted(rows, key=lambda name: (name in FOLLOWED, name))
        ),
    )


def _row(platform: str, crawls: list[Progress]) -> tuple[object, ...]:
    kinds: Counter[str] = Counter()
    for crawl in crawls:
        kinds.update(crawl.problem_kinds)
    outcomes = {crawl.outcome if not crawl.reason else f"{crawl.outcome}: {crawl.reason}" for crawl in crawls}
    return (
        platform,
        sum(crawl.entries for crawl in crawls),
        sum(crawl.finished for crawl in crawls),
        sum(crawl.exchanges for crawl in crawls),
        sum(crawl.posts for crawl in crawls),
        ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())),
        "; ".join(sorted(outcomes)),
    )
