"""A researcher at the command line: every step is the command that a person would type."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.front import Front

WITHIN_S = 240.0


@dataclass(frozen=True, slots=True)
class Researcher:
    """Someone with a data folder, whose connections all go to one front."""

    data: Path
    environment: Mapping[str, str]

    def run(self, *words: str) -> str:
        """What ``vedette WORDS`` prints; it must end well."""
        command = (str(Path(sys.executable).with_name("vedette")), "--data", str(self.data), *words)
        done = subprocess.run(
            command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=WITHIN_S,
            check=False,
        )
        told = f"vedette {' '.join(words)}: status {done.returncode}"
        assert done.returncode == 0, f"{told}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def ask(self, *words: str) -> Any:
        """What ``vedette WORDS --json`` says."""
        return json.loads(self.run(*words, "--json"))

    def posts(self, host: str = "") -> dict[str, dict[str, Any]]:
        """Every collected post by its id, as the export gives it; only those whose id names ``host``."""
        place = self.data / "posts.jsonl"
        self.run("export", "jsonl", "-o", str(place), "--force")
        rows = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]
        found = {row["post_id"]: row for row in rows if host in row["post_id"]}
        assert len(found) == sum(host in row["post_id"] for row in rows), "a post is there twice"
        return found

    def check_archive(self) -> None:
        """The archive is whole, and the index made from it anew is the same."""
        self.run("verify")
        before = self.posts()
        self.run("rebuild")
        assert self.posts() == before


def employ(data: Path, front: Front) -> Researcher:
    """A researcher with an empty folder. Nothing of this machine's own settings comes through."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("VEDETTE_")}
    return Researcher(
        data,
        {
            **ours,
            "VEDETTE_CONNECT_TO": f"127.0.0.1:{front.port}",
            "VEDETTE_CA_FILE": str(front.ca_file),
            "VEDETTE_PACE": "0",
        },
    )
