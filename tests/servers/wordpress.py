"""WordPress on MariaDB, and a desk that writes its posts through the REST API."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.servers.calling import call
from tests.servers.installed import ROOT, SEARCH_PATH, require_program, require_server
from tests.servers.processes import accepts, find_free_port, keep_running

HOST = "blog.harbour.test"
CLOSED_HOST = "closed.harbour.test"
"""The same site under a name at which its REST API is shut to visitors."""

TITLE = "海港日记 Harbour Diary"
SCRIPTS = ROOT / "scripts" / "servers" / "wordpress"


@dataclass(frozen=True, slots=True)
class WordPress:
    """A running site and its administrator's application password (RFC 7617, Basic)."""

    port: int
    login: str

    def send(self, method: str, path: str, fields: Mapping[str, Any] | None = None) -> Any:
        """A call of the REST API (``path`` below ``/wp-json/wp/v2``) as the administrator."""
        headers = {"Host": HOST, "Authorization": f"Basic {self.login}", "Content-Type": "application/json"}
        body = None if fields is None else json.dumps(fields).encode()
        return call(self.port, method, f"/wp-json/wp/v2{path}", headers=headers, body=body)

    def upload(self, name: str, content: bytes, media_type: str) -> Any:
        """A media item made of ``content``."""
        headers = {
            "Host": HOST,
            "Authorization": f"Basic {self.login}",
            "Content-Type": media_type,
            "Content-Disposition": f'attachment; filename="{name}"',
        }
        return call(self.port, "POST", "/wp-json/wp/v2/media", headers=headers, body=content)


@contextmanager
def run_wordpress(folder: Path) -> Iterator[WordPress]:
    """A new site as long as the block, with its content in ``folder``."""
    root = require_server("wordpress") / "root"
    php = require_program("php")
    content = _furnish(folder / "content", root)
    with _run_database(folder) as socket:
        environment = {
            "PATH": SEARCH_PATH,
            "PHP_CLI_SERVER_WORKERS": "3",
            "WORDPRESS_SOCKET": str(socket),
            "WORDPRESS_CONTENT": str(content),
            "WORDPRESS_HOST": HOST,
            "WORDPRESS_CLOSED_HOST": CLOSED_HOST,
        }
        founded = _found(php, root, environment)
        port = find_free_port()
        command = (php, "-S", f"127.0.0.1:{port}", "-t", root, SCRIPTS / "router.php")
        with keep_running(command, folder / "php.log", environment) as kept:
            kept.wait_for(partial(accepts, port))
            yield WordPress(port, b64encode(f"{founded['user']}:{founded['password']}".encode()).decode())


def _furnish(content: Path, root: Path) -> Path:
    """A content folder of this site's own, with the themes that were installed and our plugin."""
    (content / "uploads").mkdir(parents=True)
    (content / "plugins").mkdir()
    (content / "mu-plugins").mkdir()
    (content / "themes").symlink_to(root / "wp-content" / "themes")
    shutil.copy(SCRIPTS / "closed-rest.php", content / "mu-plugins")
    return content


@contextmanager
def _run_database(folder: Path) -> Iterator[Path]:
    """An empty MariaDB as long as the block; the path of its socket, on which alone it listens."""
    user = ("--user=root",) if os.geteuid() == 0 else ()
    data = folder / "database"
    environment = {"PATH": SEARCH_PATH}
    install = (
        *(require_program("mariadb-install-db"), "--no-defaults", f"--datadir={data}", *user),
        *("--auth-root-authentication-method=normal", "--skip-test-db"),
    )
    done = subprocess.run(install, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-1000:]}\n{done.stderr[-1000:]}"
    with tempfile.TemporaryDirectory(prefix="vedette-") as short:  # a socket's path has 107 bytes at most
        socket = Path(short) / "my.sock"
        command = (
            *(require_program("mariadbd"), "--no-defaults", f"--datadir={data}", f"--socket={socket}", *user),
            *("--skip-networking", "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0"),
            *(f"--pid-file={Path(short) / 'pid'}", "--innodb-buffer-pool-size=32M"),
        )
        with keep_running(command, folder / "database.log", environment) as kept:
            kept.wait_for(socket.exists)
            yield socket


def _found(php: str, root: Path, environment: Mapping[str, str]) -> dict[str, str]:
    command = (php, str(SCRIPTS / "found.php"), str(root), TITLE)
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    founded: dict[str, str] = json.loads(done.stdout)
    return founded
