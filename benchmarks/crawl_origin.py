"""The origin of the crawl benchmark: small pages made from a seed, served by a local nginx."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.warc_writing import make_exchanges

_HERE = Path(__file__).parents[1]
_UNPACKED = _HERE / ".cache/bench/nginx/usr/sbin/nginx"
_PATIENCE_S = 10.0
_CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; image/jpeg jpg; }}
    default_type application/json;
    server {{ listen 127.0.0.1:{port}; root {folder}/pages; }}
}}
"""


def write_pages(folder: Path, count: int) -> list[str]:
    """Write ``count`` bodies under ``folder/pages`` and return their paths, without a slash first.

    Of eleven five are JSON (22 KB), five HTML (58 KB), one is noise like a JPEG (154 KB).
    """
    paths = []
    for exchange in make_exchanges(count):
        path = exchange.url.split("/", 3)[3]
        place = folder / "pages" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(exchange.body)
        paths.append(path)
    return paths


@contextmanager
def serve(folder: Path) -> Iterator[int]:
    """nginx on loopback over ``folder/pages``; the port. Raises ``SystemExit`` where there is none."""
    nginx = shutil.which("nginx") or (str(_UNPACKED) if _UNPACKED.exists() else "")
    if not nginx:
        raise SystemExit("there is no nginx: run scripts/setup-bench.sh first")
    port = find_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, port=port))
    server = subprocess.Popen([nginx, "-p", str(folder), "-c", str(configuration), "-e", "stderr"])
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def find_port() -> int:
    """A port on loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return when something listens; raises ``SystemExit`` if ``server`` ended or takes too long."""
    end = time.monotonic() + _PATIENCE_S
    while server.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit(f"nothing listens on port {port}: {server.args!r}")
