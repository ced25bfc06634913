"""Ghost on SQLite, and writers whose posts its Admin API takes."""

from __future__ import annotations

import json
import os
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.servers.installed import ROOT, require_server
from tests.servers.processes import accepts, find_free_port, keep_running

HOST = "press.harbour.test"
SCRIPTS = ROOT / "scripts" / "servers" / "ghost"
TITLE = "海港日报 Harbour Press"
OWNER, PASSWORD = "desk@harbour.test", "lanterns over grey water"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A running site and its owner's session."""

    port: int
    database: Path
    cookie: str = ""

    def publish(self, post: Mapping[str, Any]) -> dict[str, Any]:
        """A published post, its text in ``html``."""
        sent = {"posts": [{"status": "published", **post}]}
        (made,) = self.ask("POST", "posts/?source=html", sent)["posts"]
        return dict(made)

    def change(self, post: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
        """``post``, as the API gave it, with other ``fields``."""
        sent = {"posts": [{"updated_at": post["updated_at"], **fields}]}
        (made,) = self.ask("PUT", f"posts/{post['id']}/?source=html", sent)["posts"]
        return dict(made)

    def delete(self, post: Mapping[str, Any]) -> None:
        """Take a post away."""
        self.ask("DELETE", f"posts/{post['id']}/")

    def hire(self, name: str) -> dict[str, Any]:
        """A new author who was invited and accepted; as the API tells of them."""
        (role,) = (one for one in self.ask("GET", "roles/")["roles"] if one["name"] == "Author")
        email = f"{name.lower()}@harbour.test"
        self.ask("POST", "invites/", {"invites": [{"email": email, "role_id": role["id"]}]})
        with closing(sqlite3.connect(self.database)) as database:  # the mail with the token goes nowhere
            ((token,),) = database.execute("SELECT token FROM invites WHERE email = ?", (email,)).fetchall()
        accepted = {"token": token, "name": name, "email": email}
        self.ask("POST", "authentication/invitation/", {"invitation": [{**accepted, "password": PASSWORD}]})
        (author,) = (one for one in self.ask("GET", "users/?limit=all")["users"] if one["email"] == email)
        return dict(author)

    def ask(self, method: str, path: str, fields: Mapping[str, Any] | None = None) -> Any:
        """The answer of the Admin API."""
        with self._send(method, path, fields) as response:
            text = response.read()
        return json.loads(text) if text else None

    def enter(self) -> Ghost:
        """The site with a session of its owner."""
        with self._send("POST", "session/", {"username": OWNER, "password": PASSWORD}) as response:
            response.read()  # the session is kept before its last byte, which comes after the headers
            cookie = response.headers["Set-Cookie"].partition(";")[0]
        return Ghost(self.port, self.database, cookie)

    def _send(self, method: str, path: str, fields: Mapping[str, Any] | None) -> Any:
        body = None if fields is None else json.dumps(fields).encode()
        address = f"http://127.0.0.1:{self.port}/ghost/api/admin/{path}"
        request = urllib.request.Request(address, data=body, method=method)
        for name, value in {"Host": HOST, "Origin": f"https://{HOST}", "Cookie": self.cookie}.items():
            request.add_header(name, value)
        request.add_header("Content-Type", "application/json")
        try:
            return urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:500]!r}") from error


@contextmanager
def run_ghost(folder: Path) -> Iterator[Ghost]:
    """A new site as long as the block, with its data in ``folder``."""
    installed = require_server("ghost")
    package, content, port = installed / "package", folder / "content", find_free_port()
    _furnish(content, package)
    database = content / "data" / "ghost.db"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "NODE_ENV": "production",
        "url": f"https://{HOST}",
        "server__host": "127.0.0.1",
        "server__port": str(port),
        "database__client": "better-sqlite3",
        "database__connection__filename": str(database),
        "paths__contentPath": str(content),
        "mail__transport": "stub",
        "mail__from": OWNER,
        "logging__transports": '["stdout"]',
        "security__staffDeviceVerification": "false",
        # What it would tell its makers, the search engines and Gravatar.
        "explore__update_url": "",
        "privacy__useUpdateCheck": "false",
        "privacy__useRpcPing": "false",
        "privacy__useGravatar": "false",
    }
    # It looks for its own package in the working directory.
    start = ("sh", "-c", 'cd "$1" && exec "$2" -r "$3" index.js', "sh", package)
    command: Sequence[str | Path] = (*start, installed / "node", SCRIPTS / "behind-tls.cjs")
    with keep_running(command, folder / "log", environment) as kept:
        kept.wait_for(partial(_is_ready, port, folder / "log"))
        site = Ghost(port, database)
        owner = {"name": "Harbour Desk", "email": OWNER, "password": PASSWORD, "blogTitle": TITLE}
        site.ask("POST", "authentication/setup/", {"setup": [owner]})
        entered = site.enter()
        for sample in entered.ask("GET", "posts/?limit=all")["posts"]:
            entered.delete(sample)
        yield entered


def _furnish(content: Path, package: Path) -> None:
    """A content folder of this site's own, with the theme that is shipped."""
    for name in ("data", "files", "images", "logs", "media", "public", "settings", "themes"):
        (content / name).mkdir(parents=True)
    theme = package / "content" / "themes" / "source"
    (content / "themes" / "source").symlink_to(theme.resolve())


def _is_ready(port: int, log: Path) -> bool:
    """It listens early, and answers with 503 until its tables are made."""
    return accepts(port) and b"Ghost booted in" in log.read_bytes()
