"""Services in processes of their own, at a rhythm of fractions of a second; crawls are real commands."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from schedules.activities import Activities
from schedules.dispatch import Dispatcher, Premises
from storage.index import Index
from tests.schedules.crawling import prepare_context

WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service works."""

    data: Path
    database: str
    environment: Mapping[str, str]


class Service:
    """A running service and what it told."""

    def __init__(self, process: ForkServerProcess, lines: Connection) -> None:
        self.told: list[str] = []
        self._process = process
        self._lines = lines

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    def wait_for(self, words: str) -> str:
        """The next line with these words in it."""
        while self._lines.poll(WITHIN_S):
            line: str = self._lines.recv()
            self.told.append(line)
            if words in line:
                return line
        raise AssertionError(f"nothing was told of {words!r}, but {self.told}")

    def wait(self) -> int:
        """Its exit code."""
        with suppress(EOFError):
            while self._lines.poll(WITHIN_S):
                self.told.append(self._lines.recv())
        self._process.join(WITHIN_S)
        assert self._process.exitcode is not None, "the service does not end"
        return self._process.exitcode

    def kill(self) -> None:
        """End it as by ``kill -9``, if it lives."""
        self._process.kill()
        self._process.join(WITHIN_S)


def start_service(place: Place) -> Service:
    """Start one."""
    context = prepare_context()
    lines, told = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(place, told))
    process.start()
    told.close()
    return Service(process, lines)


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Look again and again until it is so."""
    end = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < end, f"it never came to this: {what}"
        time.sleep(0.05)


def _serve(place: Place, told: Connection) -> None:
    from schedules import clock, resting

    clock.STANDBY_S = 0.2
    resting.FIRST_S = 0.5
    for name in [name for name in os.environ if name.startswith("VEDETTE_")]:
        del os.environ[name]
    os.environ.update(place.environment)
    index = Index.open(place.data, place.database)
    dispatcher = Dispatcher(Premises(data=place.data, database=place.database))
    rhythm = clock.Rhythm(tick=0.2, detect=0.5, follow=0.3, upkeep=0.5, fixity=3600)
    clock.serve(index, Activities(index, dispatcher, told.send), rhythm, told.send)
    index.close()
