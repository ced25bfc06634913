"""A Nostr relay, and authors whose signed events it takes over its WebSocket."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiohttp

from tests.crawlers.families.nostr_writing import Event
from tests.servers.installed import require_server
from tests.servers.processes import accepts, find_free_port, keep_running

RELAYS = ("relay.damus.io", "nos.lol", "relay.primal.net", "purplepag.es")
"""Names of the relays that are asked for everybody; one server stands for all."""
MOST = 40
"""Events in one answer, so that longer lists take several pages."""


@dataclass(frozen=True, slots=True)
class Relay:
    """A running relay."""

    port: int

    def publish(self, *events: Event) -> None:
        """Have the relay take ``events``; each must be accepted."""
        for event, (accepted, reason) in zip(events, self.offer(*events), strict=True):
            assert accepted, f"{event['kind']}: {reason}"

    def offer(self, *events: Event) -> list[tuple[bool, str]]:
        """What the relay says to each event: taken or not, and why (NIP-01, ``OK``)."""
        return asyncio.run(_offer(self.port, events))


async def _offer(port: int, events: Sequence[Event]) -> list[tuple[bool, str]]:
    said: list[tuple[bool, str]] = []
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"ws://127.0.0.1:{port}/") as socket,
        asyncio.timeout(60),
    ):
        for event in events:
            await socket.send_str(json.dumps(["EVENT", event]))
            answer = json.loads(await socket.receive_str())
            said.append((bool(answer[2]), str(answer[3])) if answer[0] == "OK" else (False, str(answer)))
    return said


@contextmanager
def run_relay(folder: Path) -> Iterator[Relay]:
    """An empty relay as long as the block, with its data in ``folder``."""
    program = require_server("nostr") / "bin" / "nostr-relay"
    port = find_free_port()
    settings = {
        "max_limit": MOST,
        "storage": {
            "sqlalchemy.url": f"sqlite+aiosqlite:///{folder / 'events.sqlite3'}",
            "num_concurrent_reqs": 10,
            "num_concurrent_adds": 2,
            # Without ``is_recent``: the tests' own time stands still.
            "validators": ["nostr_relay.validators.is_signed"],
        },
        "gunicorn": {"bind": f"127.0.0.1:{port}", "workers": 1, "loglevel": "info"},
    }
    config = folder / "relay.yaml"
    config.write_text(json.dumps(settings))  # YAML holds JSON
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    with keep_running((program, "-c", config, "serve"), folder / "log", environment) as kept:
        kept.wait_for(partial(accepts, port))
        yield Relay(port)
