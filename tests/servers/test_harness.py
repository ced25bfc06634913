"""That the servers of these tests are reached by name only, and never outlive the test run."""

from __future__ import annotations

import http.server
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from tests.servers.front import Front, run_front
from tests.servers.processes import accepts, keep_running

ROOT = Path(__file__).parents[2]
LISTENER = """
import socket
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
held = server.accept()
server.accept()
"""
TEST_RUN = f"""
import os, signal, sys
from pathlib import Path
from tests.servers.processes import keep_running
log = Path(sys.argv[1])
with keep_running((sys.executable, "-c", {LISTENER!r}), log, os.environ) as kept:
    kept.wait_for(lambda: log.read_text().endswith("\\n"))
    print(log.read_text(), flush=True)
    signal.pause()
"""


class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"{self.headers['Host']} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with run_front({"a.harbour.test": server.server_port}, tmp_path) as running:
            yield running
        server.shutdown()


def get(front: Front, host: str, path: str) -> tuple[int, bytes]:
    context = ssl.create_default_context(cafile=front.ca_file)
    with (
        socket.create_connection(("127.0.0.1", front.port), 30) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        secure.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        answer = HTTPResponse(secure)
        answer.begin()
        return answer.status, answer.read()


def test_a_host_is_answered_by_its_own_server(front: Front) -> None:
    assert get(front, "a.harbour.test", "/%e6%b8%94?x=1") == (200, b"a.harbour.test /%e6%b8%94?x=1")
    assert front.asked["a.harbour.test"] == 1


def test_a_host_without_server_is_not_found(front: Front) -> None:
    assert get(front, "b.elsewhere.test", "/")[0] == 404


def test_a_server_is_gone_after_its_block(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with keep_running((sys.executable, "-c", LISTENER), log, os.environ) as kept:
        kept.wait_for(lambda: log.read_text().endswith("\n"))
    assert not accepts(int(log.read_text()))


def test_a_server_ends_when_the_test_run_is_killed(tmp_path: Path) -> None:
    command = (sys.executable, "-c", TEST_RUN, str(tmp_path / "log"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        with socket.create_connection(("127.0.0.1", int(run.stdout.readline()))) as held:
            run.send_signal(signal.SIGKILL)
            assert held.recv(1) == b""
