"""Bluesky's account server (PDS), directory (PLC) and AppView, and accounts that write through their API."""

from __future__ import annotations

import json
import os
from base64 import b64encode
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
PASSWORD = "the administrator's"


@dataclass(frozen=True, slots=True)
class Bluesky:
    """Running servers: the ports of the account server, the directory and, where there is one, the AppView
    and of what tells when the AppView is up to date."""

    pds: int
    plc: int
    appview: int = 0
    settling: int = 0

    def join(self, name: str) -> Author:
        """A new account of the name ``NAME.harbour.test``."""
        handle = f"{name}.{HOST.partition('.')[2]}"
        account = {"email": f"{name}@mail.test", "handle": handle, "password": f"password of {name}"}
        made = _ask(self.pds, "com.atproto.server.createAccount", account)
        return Author(self.pds, made["did"], handle, made["accessJwt"])

    def settle(self) -> None:
        """Return once the AppView shows all that was written until now."""
        call(self.settling, "GET", "/", headers={})

    def take_down(self, port: int, **subject: str) -> None:
        """Have the server at ``port`` take an account (``did``) or a record (``uri``, ``cid``) down."""
        kind = "com.atproto.repo.strongRef" if "uri" in subject else "com.atproto.admin.defs#repoRef"
        body = {"subject": {"$type": kind, **subject}, "takedown": {"applied": True, "ref": "a report"}}
        login = b64encode(f"admin:{PASSWORD}".encode()).decode()
        _ask(port, "com.atproto.admin.updateSubjectStatus", body, {"Authorization": f"Basic {login}"})


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
def run_bluesky(folder: Path, database: str = "") -> Iterator[Bluesky]:
    """The servers as long as the block, with their data in ``folder``; with an AppView where there is the URL
    of an empty PostgreSQL database for it."""
    installed = require_server("bluesky")
    environment = {"PATH": os.environ["PATH"], "BLUESKY_MODULES": str(installed), "NODE_ENV": "production"}
    start = (installed / "node", "-r", SCRIPTS / "loopback.cjs", SCRIPTS / "start.cjs")
    asked = (HOST, PASSWORD, database) if database else (HOST, PASSWORD)
    ports = folder / "ports.json"
    with keep_running((*start, folder, *asked), folder / "log", environment) as kept:
        kept.wait_for(ports.is_file)
        yield Bluesky(**json.loads(ports.read_text()))


def _ask(port: int, procedure: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
    headers = {"Content-Type": "application/json", **(headers or {})}
    return call(port, "POST", f"/xrpc/{procedure}", headers=headers, body=json.dumps(body).encode())
