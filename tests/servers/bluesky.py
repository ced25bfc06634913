"""Bluesky's account server (PDS) and directory (PLC), and accounts that write through their API."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.calling import call
from tests.servers.installed import ROOT, require_server
from tests.servers.processes import keep_running

HOST = "pds.harbour.test"
SCRIPTS = ROOT / "scripts" / "servers" / "bluesky"


@dataclass(frozen=True, slots=True)
class Bluesky:
    """Running servers: the ports of the account server and of the directory."""

    pds: int
    plc: int

    def join(self, name: str) -> Author:
        """A new account of the name ``NAME.harbour.test``."""
        handle = f"{name}.{HOST.partition('.')[2]}"
        account = {"email": f"{name}@mail.test", "handle": handle, "password": f"password of {name}"}
        made = _ask(self.pds, "com.atproto.server.createAccount", account)
        return Author(self.pds, made["did"], handle, made["accessJwt"])


@dataclass(frozen=True, slots=True)
class Author:
    """An account that is logged in."""

    port: int
    did: str
    handle: str
    token: str

    def write(self, text: str, **fields: Any) -> dict[str, str]:
        """A post; ``uri`` and ``cid`` of its record. ``fields`` need a ``createdAt``."""
        return self.create("app.bsky.feed.post", {"text": text, **fields})

    def create(self, collection: str, record: Mapping[str, Any], *, key: str = "") -> dict[str, str]:
        """A record of a collection; its ``uri`` and ``cid``. Without ``key`` the server chooses one."""
        body = {"repo": self.did, "collection": collection, "record": {"$type": collection, **record}}
        if key:
            body["rkey"] = key
        made = self.ask("com.atproto.repo.createRecord", body)
        return {"uri": made["uri"], "cid": made["cid"]}

    def put(self, uri: str, record: Mapping[str, Any]) -> None:
        """The record at ``uri`` in a new form."""
        _, collection, key = uri.removeprefix("at://").split("/")
        body = {"repo": self.did, "collection": collection, "rkey": key}
        self.ask("com.atproto.repo.putRecord", {**body, "record": {"$type": collection, **record}})

    def delete(self, uri: str) -> None:
        """Take back the record at ``uri``."""
        _, collection, key = uri.removeprefix("at://").split("/")
        body = {"repo": self.did, "collection": collection, "rkey": key}
        self.ask("com.atproto.repo.deleteRecord", body)

    def upload(self, content: bytes, media_type: str) -> dict[str, Any]:
        """A blob, as records refer to it."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": media_type}
        made = call(self.port, "POST", "/xrpc/com.atproto.repo.uploadBlob", headers=headers, body=content)
        blob: dict[str, Any] = made["blob"]
        return blob

    def ask(self, procedure: str, body: Mapping[str, Any]) -> Any:
        """The answer to a procedure called as this account."""
        return _ask(self.port, procedure, body, {"Authorization": f"Bearer {self.token}"})


@contextmanager
def run_bluesky(folder: Path) -> Iterator[Bluesky]:
    """The servers as long as the block, with their data in ``folder``."""
    installed = require_server("bluesky")
    environment = {"PATH": os.environ["PATH"], "BLUESKY_MODULES": str(installed), "NODE_ENV": "production"}
    command = (installed / "node", "-r", SCRIPTS / "loopback.cjs", SCRIPTS / "start.cjs", folder, HOST)
    ports = folder / "ports.json"
    with keep_running(command, folder / "log", environment) as kept:
        kept.wait_for(ports.is_file)
        yield Bluesky(**json.loads(ports.read_text()))


def _ask(port: int, procedure: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
    headers = {"Content-Type": "application/json", **(headers or {})}
    return call(port, "POST", f"/xrpc/{procedure}", headers=headers, body=json.dumps(body).encode())
