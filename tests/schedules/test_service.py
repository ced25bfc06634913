"""The service: one leads, another stands by and takes over; the end comes in two stages."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import watchlist
from storage.index import Index
from storage.items import Watched
from storage.runs import Run, list_runs
from storage.tables import posts
from tests.databases import PostgresTemplates
from tests.schedules.serving import Place, Service, start_service, wait_until
from tests.schedules.world import Page, World, make_environment, run_world

LONG, SHORT = "long.social.test", "short.social.test"
MANY = 1500


@dataclass(frozen=True, slots=True)
class Scene:
    """A world, a place over an index, and two watched accounts: one with few posts, one with very many."""

    world: World
    place: Place
    index: Index
    services: list[Service]

    def start(self) -> Service:
        """One more service here."""
        service = start_service(self.place)
        self.services.append(service)
        return service

    def watch(self, host: str, count: int) -> Watched:
        """Watch an account that has posted ``count`` times; it is due."""
        account = self.world.add_mastodon(host, count)
        watchlist.add(self.index, account)
        return account

    def count_posts(self) -> int:
        """How many posts are indexed."""
        with self.index.reading() as connection:
            return connection.scalar(select(func.count()).select_from(posts)) or 0

    def runs(self) -> tuple[Run, ...]:
        """All runs of accounts' crawls, the newest first."""
        return list_runs(self.index, platform="mastodon", limit=100)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """SQLite in the data folder, or an empty database of the embedded PostgreSQL where a test asks for it."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield ""
        return
    server: PostgresTemplates = request.getfixturevalue("postgres_server")
    with server.fresh_url() as url:
        yield url


@pytest.fixture
def scene(tmp_path: Path, database: str) -> Iterator[Scene]:
    data = tmp_path / "data"
    data.mkdir()
    with run_world(tmp_path) as world:
        environment = make_environment(world, data, {}, database)
        index = Index.open(data, database)
        scene = Scene(world, Place(data, database, environment), index, [])
        try:
            yield scene
        finally:
            for service in scene.services:
                service.kill()
            index.close()


def begin_long_crawl(scene: Scene) -> None:
    """A crawl that goes on for long is under way."""
    scene.watch(LONG, MANY)
    scene.world.mastodons[LONG].page = 1
    wait_until(lambda: sum("max_id" in url for url in scene.world.urls()) > 20, "the long crawl is under way")


def name_process(run: Run) -> int:
    """The process of a run."""
    return int(run.holder.split(":")[1])


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_when_the_leader_is_killed_the_other_takes_over(scene: Scene) -> None:
    scene.watch(SHORT, 7)
    first = scene.start()
    first.wait_for("leading")
    second = scene.start()
    second.wait_for("standing by")
    wait_until(lambda: scene.count_posts() == 7, "what was due is collected")
    begin_long_crawl(scene)
    first.signal(signal.SIGKILL)
    second.wait_for("leading")
    assert [line.partition(" ")[0] for line in second.told] == ["another", "leading;"], "both led"
    scene.world.mastodons[LONG].page = MANY
    wait_until(lambda: scene.count_posts() == 7 + MANY, "the other goes on with what was broken off")
    second.signal(signal.SIGTERM)
    assert second.wait() == 0
    assert second.told[-1] == "stopped"
    left = [run.outcome for run in scene.runs()]
    assert left[0] == left[-1] == "finished"
    assert set(left) == {"finished", "stopped"}, "the orphan ended by itself, and well"


def test_the_first_signal_lets_crawls_finish_what_is_on_the_way(scene: Scene) -> None:
    service = scene.start()
    service.wait_for("leading")
    begin_long_crawl(scene)
    service.signal(signal.SIGTERM)
    assert service.wait() == 0
    assert service.told[-2:] == ["finishing what is on the way", "stopped"]
    shown = sum("statuses?limit" in url for url in scene.world.urls())
    assert scene.count_posts() == shown < MANY, "every answer that came is indexed"
    assert [run.outcome for run in scene.runs()] == ["stopped"]
    (entry,) = watchlist.entries(scene.index)
    assert entry.next_due_at is not None and entry.next_due_at <= scene.runs()[0].started_at, "it stays due"


def test_the_second_signal_ends_at_once_and_the_next_start_mends(scene: Scene) -> None:
    """Also where an answer on the way would never come."""
    hanging = f"https://{LONG}/api/v1/accounts/7/statuses?pinned=true"
    scene.world.pages[hanging] = Page(b"", "hang")
    service = scene.start()
    service.wait_for("leading")
    begin_long_crawl(scene)
    service.signal(signal.SIGTERM)
    service.wait_for("finishing")
    service.signal(signal.SIGTERM)
    assert service.wait() == -signal.SIGKILL
    (run,) = scene.runs()
    wait_until(lambda: not lives(name_process(run)), "the crawl's process ends too")
    assert run.outcome == "running"
    before = scene.count_posts()

    del scene.world.pages[hanging]
    scene.world.mastodons[LONG].page = MANY
    follower = scene.start()
    follower.wait_for("was cut off")
    wait_until(lambda: scene.count_posts() == MANY, "the rest is collected")
    assert before < MANY
    follower.signal(signal.SIGINT)
    assert follower.wait() == 0
    assert [run.outcome for run in scene.runs()] == ["finished", "lost"]


def test_a_run_that_was_cut_off_is_lost_at_the_next_start(scene: Scene) -> None:
    """Service and crawl killed in the same moment."""
    service = scene.start()
    service.wait_for("leading")
    begin_long_crawl(scene)
    (run,) = scene.runs()
    os.kill(name_process(run), signal.SIGSTOP)  # it must not end well by itself meanwhile
    service.signal(signal.SIGKILL)
    os.kill(name_process(run), signal.SIGKILL)
    assert service.wait() == -signal.SIGKILL
    wait_until(lambda: not lives(name_process(run)), "the crawl is dead")
    scene.world.mastodons[LONG].page = MANY
    follower = scene.start()
    assert "mastodon" in follower.wait_for("was cut off")
    wait_until(lambda: scene.count_posts() == MANY, "all is collected")
    follower.signal(signal.SIGTERM)
    assert follower.wait() == 0
    assert [run.outcome for run in scene.runs()] == ["finished", "lost"]
