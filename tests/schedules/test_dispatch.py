"""Crawl processes: one a platform, each told how it ended, and nobody starved by a long list."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schedules.activities import Activities
from schedules.dispatch import CrawlProcess, Dispatcher, Premises
from schedules.due import ACCOUNTS_A_JOB
from schedules.holding import holding
from schedules.job import Job, Progress
from storage import watchlist
from storage.index import Index
from storage.items import Watched
from storage.runs import list_runs
from storage.tables import posts
from tests.schedules.crawling import WITHIN_S
from tests.schedules.reading import opened, read_rows
from tests.schedules.world import World, make_environment, run_world


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world that every process started from here sees."""
    (tmp_path / "data").mkdir()
    with run_world(tmp_path) as world:
        for name, value in make_environment(world, tmp_path / "data", {}).items():
            monkeypatch.setenv(name, value)
        yield world


def test_jobs_of_one_platform_take_turns(world: World, tmp_path: Path) -> None:
    """As ``vedette collect`` makes them of a long list."""
    accounts = [world.add_mastodon(f"{name}.social.test", 3) for name in "ab"]
    jobs = tuple(Job(platform="mastodon", entries=(account,)) for account in accounts)
    done = Dispatcher(Premises(data=tmp_path / "data"), at_once=2).run_all(jobs)
    assert [progress.outcome for progress in done] == ["finished", "finished"]
    assert len(read_rows(tmp_path / "data", posts)) == 6


def test_a_platform_that_another_process_crawls_is_left_to_it(world: World, tmp_path: Path) -> None:
    account = world.add_mastodon("a.social.test", 3)
    with opened(tmp_path / "data") as index:
        watchlist.add(index, account)
        before = watchlist.entries(index)
        with holding(index, "crawl:mastodon") as lease:
            assert lease is not None
            dispatcher = Dispatcher(Premises(data=tmp_path / "data"))
            (end,) = dispatcher.run_all((Job(platform="mastodon", entries=(account,)),))
        assert end.outcome == "busy"
        assert world.asked == []
        assert watchlist.entries(index) == before, "it stays due"
        assert list_runs(index) == ()
        assert dispatcher.resting == {"mastodon"}, "it would be started again at every tick"


def test_a_crawl_that_dies_says_where_to_look_and_its_platform_rests(world: World, tmp_path: Path) -> None:
    account = world.add_mastodon("a.social.test", 3)
    heard: list[Progress] = []
    dispatcher = Dispatcher(Premises(data=tmp_path / "data"), heard=heard.append)

    def kill(_: object) -> None:
        with opened(tmp_path / "data") as index:
            os.kill(int(list_runs(index)[0].holder.split(":")[1]), signal.SIGKILL)

    world.heard = kill
    crawl = dispatcher.start(Job(platform="mastodon", entries=(account,)))
    assert crawl.wait(WITHIN_S)
    assert (crawl.last.outcome, heard[-1]) == ("crashed", crawl.last)
    assert "code -9" in crawl.last.reason and "crawl-mastodon.log" in crawl.last.reason
    assert dispatcher.resting == {"mastodon"}
    assert dispatcher.free == 2, "its place is free again"


@pytest.mark.parametrize("line", [b"", b"no json\n", b"{}\n", b'{"platform": "gab", "entries": [5]}\n'])
def test_what_is_no_job_is_refused_in_one_line(tmp_path: Path, line: bytes) -> None:
    command = (sys.executable, "-m", "schedules.crawl")
    environment = {**os.environ, "VEDETTE_DATA": str(tmp_path)}
    done = subprocess.run(command, input=line, capture_output=True, env=environment, timeout=WITHIN_S)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"not a job: ") and done.stderr.count(b"\n") == 1


class Noting(Dispatcher):
    """A dispatcher with room for one crawl a platform, none of which ever ends or does anything."""

    def __init__(self) -> None:
        super().__init__(Premises(data=Path()), at_once=10)
        self.jobs: list[Job] = []

    @property
    def busy(self) -> frozenset[str]:
        return frozenset(job.platform for job in self.jobs)

    def start_if_free(self, job: Job) -> CrawlProcess | None:
        if job.platform not in self.busy:
            self.jobs.append(job)
        return None


def test_a_long_list_of_one_platform_starves_no_other(index: Index) -> None:
    """More accounts are due on it than a tick looks at, and all of them for longer."""
    now = datetime.now(UTC)
    for number in range(1100):
        name = f"user{number}"
        account = Watched(platform="gab", key=f"{name}@gab.com", url=f"https://gab.com/{name}")
        watchlist.add(index, account, now=now - timedelta(days=2))
    watchlist.add(index, Watched(platform="telegram", key="t", url="https://t.me/t"), now=now)
    dispatcher = Noting()
    activities = Activities(index, dispatcher)
    activities.tick()
    assert [(job.platform, len(job.entries)) for job in dispatcher.jobs] == [("gab", ACCOUNTS_A_JOB)]
    activities.tick()
    assert [job.platform for job in dispatcher.jobs] == ["gab", "telegram"]
