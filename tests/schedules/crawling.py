"""Crawls in processes of their own that start at once: forked from one that has loaded everything.

What runs in them is ``schedules.crawl.perform`` with the door's options as a test wants them. A crawl can be
made to die as by ``kill -9`` at an exact place: within the bytes it writes, or around a transaction.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any, Literal

from schedules.dispatch import Premises
from schedules.job import Job, Progress
from storage.items import Watched
from tests.schedules.world import World, make_environment

WITHIN_S = 60.0
Place = Literal["bytes", "before_commit", "after_commit"]


@dataclass(frozen=True, slots=True)
class Death:
    """Where a crawl dies: at so many bytes of WARC and ledger, or at the n-th batch of the index."""

    place: Place
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A crawl to be run. ``tweaks`` are fields of ``DoorOptions`` that differ from the environment's."""

    job: Job
    data: Path
    database: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    tweaks: Mapping[str, Any] = field(default_factory=dict)
    batch: int = 0
    death: Death | None = None
    lease_s: float = 0.0


class Crawling:
    """A crawl under way in its own process."""

    def __init__(self, process: ForkServerProcess, told: Connection) -> None:
        self._process = process
        self._told = told

    @property
    def pid(self) -> int:
        """The process."""
        assert self._process.pid is not None
        return self._process.pid

    def signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def has_ended(self, within_s: float) -> bool:
        """Whether it ends within so many seconds; ``wait`` says how."""
        return self._told.poll(within_s)

    def wait(self) -> Progress | None:
        """How it ended; ``None`` if it was killed."""
        end: Progress | None = None
        with suppress(EOFError):
            assert self._told.poll(WITHIN_S), "the crawl does not end"
            end = self._told.recv()
        self._process.join(WITHIN_S)
        assert self._process.exitcode is not None, "the crawl's process does not end"
        self._told.close()
        return end


def start_crawl(order: Order) -> Crawling:
    """Start it; it runs while the caller goes on."""
    context = prepare_context()
    heard, told = context.Pipe(duplex=False)
    process = context.Process(target=_crawl, args=(order, told), daemon=True)
    process.start()
    told.close()
    return Crawling(process, heard)


def prepare_context() -> ForkServerContext:
    """Processes forked from one that has loaded what crawls need."""
    context = multiprocessing.get_context("forkserver")
    platforms = [f"crawlers.platforms.{key}" for key in _list_platforms()]
    context.set_forkserver_preload(["schedules.process", "schedules.crawl", __name__, *platforms])
    return context


def _list_platforms() -> list[str]:
    folder = Path(__file__).parents[2] / "crawlers" / "platforms"
    return sorted(path.stem for path in folder.glob("[a-z]*.py"))


def run_crawl(world: World, data: Path, *entries: Watched, **more: Any) -> Progress:
    """A crawl of ``entries``, all of one platform, to its end. ``full`` and ``recheck`` are the job's."""
    asked = {name: more.pop(name) for name in ("full", "recheck") if name in more}
    job = Job(platform=entries[0].platform, entries=entries, **asked)
    environment = make_environment(world, data, {}) | more.pop("environment", {})
    end = start_crawl(Order(job=job, data=data, environment=environment, **more)).wait()
    assert end is not None, "the crawl's process died"
    return end


def _crawl(order: Order, told: Connection) -> None:
    from crawlers.network.options import DoorOptions
    from schedules import crawl

    for name in [name for name in os.environ if name.startswith("VEDETTE_")]:
        del os.environ[name]
    os.environ.update(order.environment)
    order.data.mkdir(parents=True, exist_ok=True)
    options = replace(DoorOptions.from_environment(order.environment, order.data), **order.tweaks)
    premises = Premises(data=order.data, database=order.database, door=options)
    if order.batch:
        _set_batch(order.batch)
    if order.lease_s:
        _set_lease(order.lease_s)
    if order.death:
        _plan_death(order.death)
    told.send(crawl.perform(order.job, premises, lambda _: None))


def _set_batch(size: int) -> None:
    from pipelines import stages

    stages.BATCH = size


def _set_lease(seconds: float) -> None:
    from schedules import holding

    holding.TTL = timedelta(seconds=seconds)


def _plan_death(death: Death) -> None:
    if death.place == "bytes":
        _die_in_file(death.number)
    else:
        _die_at_commit(death)


def _die_in_file(number: int) -> None:
    """Die when ``number`` bytes are written, the last record, or line of the ledger, torn at that place."""
    from storage import archive_writer, ledger

    whole = ledger.write_whole
    left = number

    def write(file: int, data: bytes, offset: int) -> None:
        nonlocal left
        if len(data) > left:
            whole(file, data[:left], offset)
            os.kill(os.getpid(), signal.SIGKILL)
        left -= len(data)
        whole(file, data, offset)

    for module in (archive_writer, ledger):
        setattr(module, "write_whole", write)  # noqa: B010


def _die_at_commit(death: Death) -> None:
    from sqlalchemy import event

    from storage.index import Index

    batches = 0
    write = Index.write

    def write_and_die(index: Index, harvests: Any) -> Any:
        nonlocal batches
        batches += 1
        if batches == death.number and death.place == "before_commit":
            event.listen(index.engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
        done = write(index, harvests)
        if batches == death.number:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(Index, "write", write_and_die)  # noqa: B010
