"""MediaWiki on SQLite, and editors who write through its action API."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.servers.installed import ROOT, SEARCH_PATH, require_program, require_server
from tests.servers.processes import accepts, find_free_port, keep_running

HOST = "wiki.harbour.test"
SETTINGS = ROOT / "scripts" / "servers" / "mediawiki" / "LocalSettings.php"
WARDEN, PASSWORD = "Warden", "the warden's long password"


@dataclass(frozen=True, slots=True)
class MediaWiki:
    """A running wiki."""

    port: int

    def join(self, name: str) -> Editor:
        """A new account, logged in."""
        editor = Editor(self.port)
        made = editor.ask(
            "createaccount",
            username=name,
            password=f"password of {name}",
            retype=f"password of {name}",
            createreturnurl=f"https://{HOST}/",
            createtoken=editor.token("createaccount"),
        )
        assert made["createaccount"]["status"] == "PASS", made
        return self._enter(name, f"password of {name}")

    def warden(self) -> Editor:
        """The administrator, logged in."""
        return self._enter(WARDEN, PASSWORD)

    def _enter(self, name: str, password: str) -> Editor:
        editor = Editor(self.port)
        entered = editor.ask(
            "clientlogin",
            username=name,
            password=password,
            loginreturnurl=f"https://{HOST}/",
            logintoken=editor.token("login"),
        )
        assert entered["clientlogin"]["status"] == "PASS", entered
        return editor


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody's session at the API."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def edit(self, title: str, text: str, summary: str = "") -> Mapping[str, Any]:
        """A page with a new text; ``newrevid`` and ``newtimestamp`` of the revision."""
        made = self.ask("edit", title=title, text=text, summary=summary, token=self.token("csrf"))
        assert made["edit"]["result"] == "Success", made
        edit: Mapping[str, Any] = made["edit"]
        return edit

    def delete(self, title: str) -> None:
        """Take a page away with all its revisions."""
        assert "delete" in self.ask("delete", title=title, token=self.token("csrf"))

    def token(self, kind: str) -> str:
        """A token against forged requests."""
        answered = self.ask("query", meta="tokens", type=kind)
        return str(answered["query"]["tokens"][f"{kind}token"])

    def ask(self, action: str, **fields: str) -> Any:
        """The answer to an action."""
        body = urlencode({"action": action, "format": "json", "formatversion": "2", **fields}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/w/api.php", data=body)
        request.add_header("Host", HOST)
        request.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        with urllib.request.urlopen(request, timeout=60) as response:
            for line in response.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name.strip()] = value
            return json.loads(response.read())


@contextmanager
def run_mediawiki(folder: Path) -> Iterator[MediaWiki]:
    """A new wiki as long as the block, with its data in ``folder``."""
    root = require_server("mediawiki") / "root"
    php = require_program("php")
    data, pages = folder / "data", folder / "pages"
    data.mkdir()
    pages.mkdir()
    (pages / "w").symlink_to(root.resolve())
    environment = {"PATH": SEARCH_PATH, "WIKI_DATA": str(data), "WIKI_HOST": HOST}
    found = (
        *(php, str(root / "maintenance" / "install.php"), "--dbtype=sqlite", f"--dbpath={data}"),
        *("--dbname=wiki", f"--server=https://{HOST}", "--scriptpath=/w", f"--confpath={folder}"),
        *(f"--pass={PASSWORD}", "Harbour Wiki", WARDEN),
    )
    done = subprocess.run(found, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-1000:]}\n{done.stderr[-1000:]}"
    port = find_free_port()
    command = (php, "-S", f"127.0.0.1:{port}", "-t", pages)
    environment |= {"MW_CONFIG_FILE": str(SETTINGS), "PHP_CLI_SERVER_WORKERS": "3"}
    with keep_running(command, folder / "php.log", environment) as kept:
        kept.wait_for(partial(accepts, port))
        yield MediaWiki(port)
