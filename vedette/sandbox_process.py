"""The sandbox as a process of its own: started, moved on from phase to phase, and ended for certain."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from storage.errors import Missing, VedetteError

STOP_S = 10


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox and where its files are."""

    port: int
    ca_file: Path
    truth: Path
    watchlist: Path
    _process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def environment(self) -> Mapping[str, str]:
        """What leads every connection of a crawl to it."""
        return {
            "VEDETTE_CONNECT_TO": f"127.0.0.1:{self.port}",
            "VEDETTE_CA_FILE": str(self.ca_file),
            "VEDETTE_PACE": "0",
        }

    def move_on(self) -> int:
        """Play the next phase and return which it is."""
        self._process.send_signal(signal.SIGUSR1)
        return int(_read_line(self._process)["phase"])


@contextmanager
def run_sandbox(folder: Path, seed: int) -> Iterator[Sandbox]:
    """A sandbox on a free port of loopback for the length of the block.

    Raises ``VedetteError`` where it does not start.
    """
    command = [
        sys.executable,
        "-m",
        "sandbox",
        "--demo",
        "--port",
        "0",
        "--folder",
        str(folder),
        "--seed",
        str(seed),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ, start_new_session=True)
    try:
        said = _read_line(process)
        yield Sandbox(
            port=int(said["port"]),
            ca_file=Path(said["ca_file"]),
            truth=Path(said["truth"]),
            watchlist=Path(said["watchlist"]),
            _process=process,
        )
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _read_line(process: subprocess.Popen[bytes]) -> Mapping[str, str]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise VedetteError(f"the sandbox ended with code {process.wait()} before it was ready")
    said = orjson.loads(line)
    if not isinstance(said, dict):
        raise Missing("the sandbox said something else than where it listens")
    return said
