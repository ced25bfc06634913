"""``kill -9`` at any instant of a collection: nothing acknowledged is lost, and the archive is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select

from schedules.activities import Activities
from schedules.dispatch import Dispatcher, Premises
from schedules.job import Job, write_job
from schedules.reread import rebuild
from storage.compare import find_differences
from storage.index import Index
from storage.items import Watched
from storage.runs import list_runs
from storage.tables import captures, posts
from storage.verify import verify_archive
from tests.databases import copy_sqlite
from tests.schedules.crawling import WITHIN_S, Death, Order, run_crawl, start_crawl
from tests.schedules.world import Asked, World, make_environment, run_world

SEED = 20_260_301
ROOT = Path(__file__).parents[2]
HOSTS = ("one.social.test", "two.social.test", "three.social.test")


@dataclass(frozen=True, slots=True)
class Instant:
    """When a crawl is killed: at a request of its (as a command, or forked), at a byte, around a commit."""

    kind: Literal["command", "request", "bytes", "before_commit", "after_commit"]
    number: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A data folder, the world it is collected from, and who is watched."""

    world: World
    data: Path
    watched: tuple[Watched, ...]

    @property
    def order(self) -> Order:
        """A crawl of everything there is, indexed in small batches."""
        environment = make_environment(self.world, self.data, {})
        job = Job(platform="mastodon", entries=self.watched, full=True)
        return Order(job=job, data=self.data, environment=environment, batch=4)

    def kill_at(self, instant: Instant) -> None:
        """Run a crawl that dies at the instant."""
        if instant.kind == "command":
            with start_command(self) as process:
                kill_at_request(self.world, instant.number, process.kill)
                assert process.wait(WITHIN_S) == -signal.SIGKILL, "the crawl came to its end before"
        elif instant.kind == "request":
            crawl = start_crawl(self.order)
            kill_at_request(self.world, instant.number, lambda: crawl.signal(signal.SIGKILL))
            assert crawl.wait() is None, "the crawl came to its end before"
        else:
            death = Death(instant.kind, instant.number)
            assert start_crawl(replace(self.order, death=death)).wait() is None, "it came to its end before"


@contextmanager
def start_command(scene: Scene) -> Iterator[subprocess.Popen[bytes]]:
    """``python -m schedules.crawl`` with the scene's job; its standard input stays open."""
    command = (sys.executable, "-m", "schedules.crawl")
    environment = make_environment(scene.world, scene.data, os.environ)
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=quiet, env=environment, cwd=ROOT) as process:
        assert process.stdin is not None
        process.stdin.write(write_job(scene.order.job) + b"\n")
        process.stdin.flush()
        try:
            yield process
        finally:
            process.kill()


def kill_at_request(world: World, number: int, kill: Callable[[], None]) -> None:
    """Kill when the request of that number has arrived and is not yet answered."""
    arrived = threading.Event()
    count = 0

    def hear(_: Asked) -> None:
        nonlocal count
        count += 1
        if count == number:
            kill()
            arrived.set()

    world.heard = hear
    assert arrived.wait(WITHIN_S), f"there was no request {number}"
    world.heard = None


def choose_instants(requests: int, size: int, batches: int) -> list[Instant]:
    """Fifty instants, spread over the whole crawl by each of its measures, in a random order."""
    chance = random.Random(SEED)

    def spread(kind: Literal["command", "request", "bytes"], count: int, end: int) -> list[Instant]:
        step = end / count
        return [Instant(kind, 1 + int(step * (at + chance.random() * 0.98))) for at in range(count)]

    found = spread("command", 4, requests) + spread("request", 14, requests) + spread("bytes", 22, size)
    found += [Instant("before_commit", 1 + number % batches) for number in range(5)]
    found += [Instant("after_commit", 1 + number % batches) for number in range(5)]
    chance.shuffle(found)
    return found


def read_acknowledged(data: Path) -> tuple[list[str], set[str]]:
    """The ids of the posts, and of the records, that the index has."""
    index = Index.open(data)
    try:
        with index.reading() as connection:
            ids = list(connection.scalars(select(posts.c.post_id)))
            return ids, set(connection.scalars(select(captures.c.record_id)))
    finally:
        index.close()


def begin(data: Path) -> list[str]:
    """Start as the service starts; what it tells."""
    told: list[str] = []
    index = Index.open(data)
    try:
        Activities(index, Dispatcher(Premises(data=data)), told.append).begin()
    finally:
        index.close()
    return told


@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost_whenever_a_crawl_is_killed(
    tmp_path: Path, sqlite_template: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    copy_sqlite(sqlite_template, data).close()
    with run_world(tmp_path) as world:
        scene = Scene(world, data, tuple(world.add_mastodon(host, 12) for host in HOSTS))
        first = run_crawl(world, data, *scene.watched)
        assert first.outcome == "finished"
        size = sum(path.stat().st_size for path in (data / "archive").iterdir())
        instants = choose_instants(first.exchanges, int(size * 0.95), first.exchanges // 4)
        assert len(instants) == 50
        for number, instant in enumerate(instants):
            instance = world.mastodons[HOSTS[number % len(HOSTS)]]
            instance.write(1)
            instance.edit(number % 12, f"Said again, the {number}th time")
            scene.kill_at(instant)
            ids_before, records_before = read_acknowledged(data)
            told = begin(data)
            ids, records = read_acknowledged(data)
            assert set(ids_before) <= set(ids), f"{instant} lost posts"
            assert records_before <= records, f"{instant} lost records"
            assert len(ids) == len(set(ids)), f"{instant} doubled posts"
            assert not [line for line in told if "LOST" in line], f"{instant}: {told}"
        assert run_crawl(world, data, *scene.watched).outcome == "finished"
        found, _ = read_acknowledged(data)
        assert set(found) == world.post_ids(), "an ordinary crawl did not fill the gaps"
    check_whole(data, sqlite_template, tmp_path / "rebuilt")
    index = Index.open(data)
    outcomes = [run.outcome for run in list_runs(index, limit=100)]
    index.close()
    assert sorted(outcomes) == ["finished"] * 2 + ["lost"] * 50


def check_whole(data: Path, template: Path, folder: Path) -> None:
    """The archive is sound, and the index made of it anew tells the same."""
    assert [one for one in verify_archive(data / "archive") if one.severity == "fault"] == []
    folder.mkdir()
    old, new = Index.open(data), copy_sqlite(template, folder)
    try:
        rebuild(new, data / "archive")
        assert find_differences(old, new) == ()
    finally:
        old.close()
        new.close()


def test_a_crawl_whose_parent_was_killed_asks_for_nothing_more(tmp_path: Path) -> None:
    """The parent holds the other end of standard input; with it gone the crawl ends by itself."""
    data = tmp_path / "data"
    data.mkdir()
    with run_world(tmp_path) as world:
        scene = Scene(world, data, (world.add_mastodon(HOSTS[0], 1500),))
        world.mastodons[HOSTS[0]].page = 1
        under_way = threading.Event()
        world.heard = lambda asked: under_way.set() if "max_id" in asked.url else None
        with start_command(scene) as process:
            assert under_way.wait(WITHIN_S)
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(WITHIN_S) == 0
        pages = [url for url in world.urls() if "statuses?limit" in url]
        assert len(pages) < 1500, "it went on to the end of the list"
    ids, _ = read_acknowledged(data)
    assert len(ids) == len(pages), "what was on the way was not indexed"
    index = Index.open(data)
    assert [run.outcome for run in list_runs(index)] == ["stopped"]
    index.close()
