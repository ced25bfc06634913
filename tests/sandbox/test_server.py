"""The sandbox as a process: many hosts on one port, over TLS and without, and its control host."""

from __future__ import annotations

import asyncio
import csv
import json
import signal
import socket
import ssl
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from sandbox.__main__ import write_files
from sandbox.authority import Authority
from sandbox.server import Server
from sandbox.site import Front
from sandbox.situation import Situation
from sandbox.truth import make_truth
from sandbox.world import build_world
from tests.sandbox.walking import SEED

CONTROL = "control.sandbox.test"
WORLD = build_world(SEED)


class _Here(AbstractResolver):
    """Every name leads to the sandbox's port on loopback."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=self._port, family=socket.AF_INET, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        return None


def _open(port: int, certificate: bytes) -> aiohttp.ClientSession:
    trust = ssl.create_default_context(cadata=certificate.decode())
    connector = aiohttp.TCPConnector(resolver=_Here(port), ssl=trust)
    return aiohttp.ClientSession(connector=connector)


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    authority = Authority()
    server = Server(Front(WORLD).answer, Situation(), authority)
    port = await server.start(0)
    async with _open(port, authority.certificate) as session:
        yield session
    await server.close()


async def test_each_host_has_its_own_site_and_certificate(client: aiohttp.ClientSession) -> None:
    channel = next(one for one in WORLD.accounts if one.platform == "telegram" and one.states[0] == "live")
    blog = next(one for one in WORLD.accounts if one.software == "feed")
    async with client.get(f"https://t.me/s/{channel.handle}") as answer:
        assert (answer.status, channel.display_name in await answer.text()) == (200, True)
    async with client.get(f"https://{blog.host}/") as answer:
        assert (answer.status, blog.display_name in await answer.text()) == (200, True)


async def test_plain_http_is_answered_on_the_same_port(client: aiohttp.ClientSession) -> None:
    plain = next(link for link in WORLD.links if link.recipe == "plain")
    async with client.get(plain.url, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (301, plain.chains[0][0].next_url)
    async with client.get(plain.url) as answer:
        assert (answer.status, str(answer.url)) == (200, plain.chains[0][-1].url)


async def test_a_client_that_does_not_trust_the_authority_is_not_served(
    client: aiohttp.ClientSession,
) -> None:
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await client.get("https://t.me/", ssl=ssl.create_default_context())


async def test_a_closed_connection_gives_no_answer(client: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.ClientError):
        await client.get("https://mirror.gone-harbour.example/a/index.html")


async def test_long_answers_are_packed_for_those_who_take_it(client: aiohttp.ClientSession) -> None:
    page = "https://www.harbourdaily.example/culture/lighthouse-season"
    async with client.get(page, headers={"Accept-Encoding": "gzip"}) as answer:
        packed = answer.headers.get("Content-Encoding"), await answer.read()
    async with client.get(page, headers={"Accept-Encoding": "identity"}) as answer:
        assert (packed, answer.headers.get("Content-Encoding")) == (("gzip", await answer.read()), None)


async def test_the_phase_goes_forward_and_never_back(client: aiohttp.ClientSession) -> None:
    ended = next(one for one in WORLD.accounts if one.platform == "telegram" and one.states[1] == "deleted")
    url = f"https://t.me/s/{ended.handle}"
    async with client.get(url, allow_redirects=False) as answer:
        assert answer.status == 200
    for phase, status in ((2, 200), (1, 400), (3, 400), ("x", 400)):
        async with client.post(f"https://{CONTROL}/phase", json={"phase": phase}) as answer:
            assert answer.status == status
    async with client.get(url, allow_redirects=False) as answer:
        assert answer.status == 302
    async with client.get(f"https://{CONTROL}/state") as answer:
        told = await answer.json()
    assert (told["phase"], told["seed"], told["requests"]["t.me"]) == (
        2,
        SEED,
        {f"/s/{ended.handle}": 2},
    )


async def test_what_was_asked_is_told_in_order(client: aiohttp.ClientSession) -> None:
    for path in ("/first?a=1", "/second"):
        async with client.get(f"https://bit.ly{path}", headers={"User-Agent": "me"}):
            pass
    async with client.get(f"https://{CONTROL}/requests") as answer:
        told: list[dict[str, Any]] = (await answer.json())["requests"]
    asked = [(one["host"], one["target"], one["status"], one["agent"]) for one in told]
    assert asked == [("bit.ly", "/first?a=1", 404, "me"), ("bit.ly", "/second", 404, "me")]


def test_the_files_hold_the_truth_and_the_watchlist(tmp_path: Path) -> None:
    files = write_files(WORLD, Authority(), tmp_path / "new")
    told = json.loads(Path(files["truth"]).read_text())
    assert told == json.loads(json.dumps(make_truth(WORLD)))
    with Path(files["watchlist"]).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert set(rows[0]) == {"url", "case", "note", "platform"}
    assert len(rows) == len(WORLD.accounts)
    assert Path(files["ca_file"]).read_text().startswith("-----BEGIN CERTIFICATE-----")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_says_when_it_listens_and_does_as_it_is_told(
    tmp_path: Path, number: signal.Signals
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--folder", str(tmp_path), "--seed", str(SEED),
        cwd=Path(__file__).parents[2], stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        told = json.loads(await process.stdout.readline())
        certificate = await asyncio.to_thread(Path(told["ca_file"]).read_bytes)
        async with (
            _open(told["port"], certificate) as client,
            client.get(f"https://{CONTROL}/state") as answer,
        ):
            assert (await answer.json())["phase"] == 1
        process.send_signal(signal.SIGUSR1)
        assert json.loads(await process.stdout.readline()) == {"phase": 2}
        process.send_signal(number)
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox", "--port", str(taken.getsockname()[1]),
            "--folder", str(tmp_path), cwd=Path(__file__).parents[2], stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        _, said = await process.communicate()
    assert process.returncode == 1
    assert said.startswith(b"the sandbox cannot start: ")
    assert said.count(b"\n") == 1
