"""Servers as processes: started through the keeper, waited for, and always stopped."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEEPER = Path(__file__).with_name("keeper.py")
START_WITHIN_S = 90.0
STOP_WITHIN_S = 30.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A running server and the file that takes its output."""

    process: subprocess.Popen[bytes]
    log: Path

    def wait_for(self, answers: Callable[[], bool]) -> None:
        """Return once ``answers()`` is true; raise with the log's end if the server ends or never does."""
        deadline = time.monotonic() + START_WITHIN_S
        while not answers():
            ended = self.process.poll()
            if ended is not None or time.monotonic() > deadline:
                told = f"ended with status {ended}" if ended is not None else "does not answer"
                raise RuntimeError(f"the server {told}:\n{self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)


@contextmanager
def keep_running(command: Sequence[str | Path], log: Path, environment: Mapping[str, str]) -> Iterator[Kept]:
    """Run a server as long as the block; its process group is gone afterwards."""
    line = (sys.executable, str(KEEPER), *map(str, command))
    with log.open("wb") as output:
        process = subprocess.Popen(
            line,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
        )
    try:
        yield Kept(process, log)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(STOP_WITHIN_S)


def find_free_port() -> int:
    """A port of loopback on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def accepts(port: int) -> bool:
    """Whether something on loopback takes connections on ``port``."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
