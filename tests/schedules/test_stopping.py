"""A crawl that is asked to end: what is on the way is indexed, what was not come to stays due."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from crawlers.network.wire import Limits
from schedules.activities import Activities
from schedules.dispatch import Dispatcher, Premises
from schedules.job import Job
from storage import watchlist
from storage.desk_tables import leases
from storage.items import Watched
from storage.leases import read_lease
from storage.runs import list_runs
from storage.tables import posts
from tests.schedules.crawling import WITHIN_S, Crawling, Order, run_crawl, start_crawl
from tests.schedules.reading import opened, read_rows
from tests.schedules.world import Asked, Page, World, make_environment, run_world

LONG = 1500


def begin_long_crawl(
    world: World, data: Path, entries: tuple[Watched, ...], answer_s: float = 60.0, lease_s: float = 60.0
) -> Crawling:
    """A crawl of ``entries``, well under way: the first has posts without end, the others are done."""
    world.mastodons[entries[0].host].page = 1
    under_way = threading.Event()
    pages = 0

    def hear(asked: Asked) -> None:
        nonlocal pages
        pages += "max_id" in asked.url and asked.host == entries[0].host
        if pages >= 60:
            under_way.set()

    world.heard = hear
    job = Job(platform="mastodon", entries=entries)
    environment = make_environment(world, data, {})
    order = Order(
        job=job,
        data=data,
        environment=environment,
        tweaks={"limits": Limits(answer_s=answer_s)},
        lease_s=lease_s,
    )
    crawl = start_crawl(order)
    assert under_way.wait(WITHIN_S)
    return crawl


def test_the_first_signal_lets_what_is_on_the_way_finish(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with run_world(tmp_path) as world:
        entries = (world.add_mastodon("long.social.test", LONG), world.add_mastodon("short.social.test", 7))
        before = datetime.now(UTC) - timedelta(hours=1)
        with opened(data) as index:
            for entry in entries:
                watchlist.add(index, entry, now=before)
        crawl = begin_long_crawl(world, data, entries)
        crawl.signal(signal.SIGTERM)
        end = crawl.wait()
        assert end is not None and end.outcome == "stopped"
        shown = sum("max_id" in url or url.endswith("limit=40") for url in world.urls("long.social.test"))
        found = [row["post_id"] for row in read_rows(data, posts)]
        assert sum(one.startswith("long.") for one in found) == shown < LONG, "every answer is indexed"
        with opened(data) as index:
            assert [run.outcome for run in list_runs(index)] == ["stopped"]
            due = {entry.watched.host: entry.next_due_at for entry in watchlist.entries(index)}
        assert due["long.social.test"] == before, "it was not asked to its end"
        assert due["short.social.test"] is not None and due["short.social.test"] > datetime.now(UTC)

        world.mastodons["long.social.test"].page = LONG
        assert run_crawl(world, data, *entries).outcome == "finished"
    assert len(read_rows(data, posts)) == LONG + 7, "the next crawl fetches the rest"


def test_a_second_signal_does_not_wait_for_answers(tmp_path: Path) -> None:
    """What was archived and not yet indexed is indexed at the next start."""
    data = tmp_path / "data"
    with run_world(tmp_path) as world:
        account = world.add_mastodon("long.social.test", LONG)
        world.pages["https://long.social.test/api/v1/accounts/7/statuses?pinned=true"] = Page(b"", "hang")
        crawl = begin_long_crawl(world, data, (account,), answer_s=3600)
        while not crawl.has_ended(within_s=0.2):
            crawl.signal(signal.SIGTERM)
        end = crawl.wait()
        assert end is not None and end.outcome == "stopped"
        told: list[str] = []
        with opened(data) as index:
            Activities(index, Dispatcher(Premises(data=data)), told.append).begin()
            assert [run.outcome for run in list_runs(index)] == ["stopped"]
        shown = {row["post_id"] for row in read_rows(data, posts)}
        assert end.posts == len(shown) >= 60


def test_the_signal_of_a_lost_lease_ends_a_crawl(tmp_path: Path) -> None:
    """Another process has the platform now: the pace is kept in one place."""
    data = tmp_path / "data"
    with run_world(tmp_path) as world:
        account = world.add_mastodon("long.social.test", LONG)
        crawl = begin_long_crawl(world, data, (account,), lease_s=0.4)
        with opened(data) as index, index.writing() as connection:
            taken = update(leases).where(leases.c.name == "crawl:mastodon")
            connection.execute(taken.values(token=leases.c.token + 1, holder="elsewhere:1:2"))
        end = crawl.wait()
        assert end is not None and end.outcome == "stopped"
        with opened(data) as index:
            lease = read_lease(index, "crawl:mastodon")
        assert lease is not None and lease.holder == "elsewhere:1:2", "it was not ours to give back"
