"""The browser's proxy as a client sees it, in front of a real door, archive and site."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.network.door import Door, DoorOptions
from crawlers.network.proxy import Proxy
from crawlers.network.requests import Requests
from crawlers.network.visit import Budget, Visit
from storage.archive_reader import ArchiveReader
from storage.archive_writer import ArchiveWriter
from storage.captured import Record
from storage.warc import Provenance
from tests.crawlers.site import Reply, Site, packed, page, run_site

PACKED = gzip.compress("很长的一段话".encode() * 50, mtime=0)
REPLIES = {
    "https://one.example/": page(
        "one", ("Set-Cookie", "a=first-secret"), ("Set-Cookie", "b=second-secret"), ("Alt-Svc", 'h3=":443"')
    ),
    "https://one.example/packed": Reply(
        PACKED, headers=(("Content-Type", "text/plain"), ("Content-Encoding", "gzip"))
    ),
    "https://one.example/bomb": packed("0" * 30_000_000, "text/plain"),
    "https://one.example/locked": Reply(b"no", 401, (("WWW-Authenticate", "Basic realm=x"),)),
    "https://one.example/never": Reply(never=True),
    "https://two.example:8443/": page("two"),
}


@dataclass(slots=True)
class Bench:
    """A proxy with one visit admitted."""

    site: Site
    proxy: Proxy
    visit: Visit
    folder: Path
    writer: ArchiveWriter

    def records(self, kind: str) -> list[Record]:
        self.writer.sync()
        reader = ArchiveReader(self.folder)
        return [one for name in reader.files() for one in reader.raw_records(name) if one.type == kind]

    async def connect(self, place: str, token: str | None = None) -> Client:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.proxy.port)
        client = Client(reader, writer)
        secret = f"{self.visit.name}:{self.visit.token if token is None else token}"
        proof = b64encode(secret.encode()).decode()
        lines = f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\nProxy-Authorization: Basic {proof}\r\n\r\n"
        writer.write(lines.encode())
        client.status = int((await client.head())[0].split(" ")[1])
        return client

    async def secure(self, place: str) -> Client:
        client = await self.connect(place)
        context = ssl.create_default_context(cadata=self.proxy.authority.certificate.decode())
        await client.writer.start_tls(context, server_hostname=place.partition(":")[0])
        return client


@dataclass(slots=True)
class Client:
    """One connection to the proxy."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    status: int = 0

    async def head(self) -> list[str]:
        return (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]

    async def ask(
        self, path: str, *headers: str, method: str = "GET", body: bytes = b""
    ) -> tuple[int, dict[str, list[str]], bytes]:
        """Status, headers in lower case, body as sent."""
        size = (f"Content-Length: {len(body)}",) if body else ()
        lines = [f"{method} {path} HTTP/1.1", "Host: anything.example", *headers, *size, "", ""]
        self.writer.write("\r\n".join(lines).encode() + body)
        first, *rest = await self.head()
        found: dict[str, list[str]] = {}
        for line in rest:
            name, _, value = line.partition(": ")
            found.setdefault(name.lower(), []).append(value)
        size_told = int(found.get("content-length", ["0"])[0])
        return int(first.split(" ")[1]), found, await self.reader.readexactly(size_told)


@asynccontextmanager
async def run_bench(
    folder: Path, budget: Budget | None = None, scheme: str = "https"
) -> AsyncIterator[Bench]:
    async with run_site(folder, REPLIES, scheme) as site:
        options = DoorOptions(connect_to=("127.0.0.1", site.port), ca_file=site.ca_file)
        writer = ArchiveWriter(folder / "archive")
        async with Door(writer, options) as door:
            proxy = Proxy(door)
            await proxy.start()
            visit = Visit(
                provenance=Provenance(platform="page", reader="page", route="browser"),
                reads=((r"/packed$", "posts"),),
                budget=budget or Budget(),
            )
            proxy.admit(visit)
            yield Bench(site, proxy, visit, folder / "archive", writer)
            await proxy.close()
        writer.close()


async def test_an_answer_is_passed_on_and_archived_as_it_came(tmp_path: Path) -> None:
    async with run_bench(tmp_path) as bench:
        client = await bench.secure("one.example:443")
        status, headers, body = await client.ask("/packed", "X-Own: 1", "Referer: https://from.example/")
        assert (status, headers["content-encoding"], body) == (200, ["gzip"], PACKED)
        (archived,) = bench.records("response")
        assert archived.payload == PACKED
        assert archived.target_uri == "https://one.example/packed"
        seen = bench.site.find("https://one.example/packed")
        assert (seen.header("x-own"), seen.header("referer")) == ("1", "")
        (capture,) = (one for one in bench.visit.captures if one.record_type == "response")
        assert (capture.reader, capture.platform, capture.route) == ("posts", "page", "browser")
        assert capture.body == "很长的一段话".encode() * 50


async def test_one_connection_serves_many_requests(tmp_path: Path) -> None:
    async with run_bench(tmp_path) as bench:
        client = await bench.secure("two.example:8443")
        for _ in range(3):
            assert await client.ask("/") == (200, {"content-type": ["text/html; charset=utf-8"],
                                                   "content-length": ["3"]}, b"two")  # fmt: skip
        assert bench.site.urls() == ["https://two.example:8443/"] * 3


async def test_cookies_reach_the_browser_and_never_the_archive(tmp_path: Path) -> None:
    async with run_bench(tmp_path) as bench:
        client = await bench.secure("one.example:443")
        _, headers, _ = await client.ask("/", "Cookie: session=third-secret")
        assert headers["set-cookie"] == ["a=first-secret", "b=second-secret"]
        assert "alt-svc" not in headers
        assert bench.site.find("https://one.example/").header("cookie") == "session=third-secret"
        heads = [one.head.decode() for kind in ("request", "response") for one in bench.records(kind)]
        assert sum(head.count("REDACTED-") for head in heads) == 3
        assert not [head for head in heads if "-secret" in head]


async def test_who_has_no_token_gets_nothing(tmp_path: Path) -> None:
    async with run_bench(tmp_path) as bench:
        assert (await bench.connect("one.example:443", token="guessed")).status == 407
        reader, writer = await asyncio.open_connection("127.0.0.1", bench.proxy.port)
        status, headers, _ = await Client(reader, writer).ask("http://one.example/")
        assert (status, headers["proxy-authenticate"]) == (407, ['Basic realm="proxy"'])
        await bench.proxy.dismiss(bench.visit)
        assert (await bench.connect("one.example:443")).status == 407
        assert not bench.site.seen


async def test_no_site_may_ask_the_browser_for_a_password(tmp_path: Path) -> None:
    """Playwright would answer with the visit's token, whoever asks."""
    async with run_bench(tmp_path) as bench:
        status, headers, _ = await (await bench.secure("one.example:443")).ask("/locked")
        assert status == 401
        assert "www-authenticate" not in headers


async def test_plain_http_goes_out_without_what_is_for_the_proxy(tmp_path: Path) -> None:
    async with run_bench(tmp_path, scheme="http") as bench:
        bench.site.replies["http://plain.example/a?b=c"] = page("plain")
        proof = b64encode(f"{bench.visit.name}:{bench.visit.token}".encode()).decode()
        reader, writer = await asyncio.open_connection("127.0.0.1", bench.proxy.port)
        for _ in range(2):
            answer = await Client(reader, writer).ask(
                "http://plain.example/a?b=c",
                f"Proxy-Authorization: Basic {proof}",
                "Proxy-Connection: keep-alive",
            )
            assert answer[2] == b"plain"
        first = bench.site.seen[0]
        assert (first.header("host"), first.header("proxy-authorization")) == ("plain.example", "")
        assert first.header("proxy-connection") == ""


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("127.0.0.1:443", "loopback"),
        ("[::1]:443", "loopback"),
        ("169.254.169.254:443", "link-local"),
        ("localhost:443", "name for this machine"),
        ("one.example:22", "port 22"),
    ],
)
async def test_what_the_guard_refuses_is_archived_and_not_asked(
    tmp_path: Path, place: str, word: str
) -> None:
    async with run_bench(tmp_path) as bench:
        client = await bench.connect(place)
        context = ssl.create_default_context(cadata=bench.proxy.authority.certificate.decode())
        await client.writer.start_tls(context, server_hostname=place.rpartition(":")[0].strip("[]"))
        status, _, body = await client.ask("/latest/meta-data/")
        assert (status, body) == (403, b"Not allowed.\n")
        (record,) = bench.records("metadata")
        assert word in record.payload.decode()
        (asked,) = bench.visit.asked
        assert (asked.refused, asked.status, asked.record_id) == (True, 0, record.record_id)
        assert not bench.site.seen


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
async def test_methods_that_change_things_are_refused(tmp_path: Path, method: str) -> None:
    async with run_bench(tmp_path) as bench:
        status, _, _ = await (await bench.secure("one.example:443")).ask("/", method=method)
        assert status == 403
        assert method in bench.records("metadata")[0].payload.decode()
        assert not bench.site.seen


async def test_web_sockets_are_refused_with_and_without_tls(tmp_path: Path) -> None:
    upgrade = (
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Version: 13",
    )
    async with run_bench(tmp_path) as bench:
        plain = await bench.connect("one.example:80")
        assert (await plain.ask("/socket", *upgrade))[0] == 403
        secure = await bench.secure("one.example:443")
        assert (await secure.ask("/socket", *upgrade))[0] == 403
        uris = [one.target_uri for one in bench.records("metadata")]
        assert uris == ["ws://one.example/socket", "wss://one.example/socket"]
        assert not bench.site.seen


async def test_a_tunnel_takes_nothing_but_http(tmp_path: Path) -> None:
    async with run_bench(tmp_path) as bench:
        client = await bench.connect("one.example:443")
        client.writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        assert await client.reader.read() == b""
        assert not bench.site.seen


async def test_a_bomb_is_not_handed_to_the_browser(tmp_path: Path) -> None:
    async with run_bench(tmp_path) as bench:
        status, headers, body = await (await bench.secure("one.example:443")).ask("/bomb")
        assert status == 200
        assert "content-encoding" not in headers
        assert len(body) < 30_000_000
        (archived,) = bench.records("response")
        assert gzip.decompress(archived.payload) == b"0" * 30_000_000


async def test_a_page_that_asks_without_end_is_stopped(tmp_path: Path) -> None:
    async with run_bench(tmp_path, Budget(requests=3)) as bench:
        client = await bench.secure("one.example:443")
        statuses = [(await client.ask(f"/{number}"))[0] for number in range(5)]
        assert statuses == [404, 404, 404, 403, 403]
        assert len(bench.site.seen) == 3
        assert "more than 3 things" in bench.visit.asked[-1].refusal
        assert (bench.visit.dropped, len(bench.records("metadata"))) == (2, 1)


async def test_what_has_no_answer_when_the_page_is_left_is_broken_off_and_noted(tmp_path: Path) -> None:
    async with run_bench(tmp_path) as bench:
        client = await bench.secure("one.example:443")
        client.writer.write(b"GET /never HTTP/1.1\r\nHost: one.example\r\n\r\n")
        await bench.site.arrived.wait()
        await bench.proxy.dismiss(bench.visit)
        (record,) = bench.records("metadata")
        assert "broken off" in record.payload.decode()
        assert bench.visit.asked[-1].record_id == record.record_id
        assert await client.reader.read() == b""


class _Fed:
    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces

    async def read(self) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_whatever_bytes_come_reading_ends_or_says_so(pieces: list[bytes]) -> None:
    async def take() -> None:
        requests = Requests(_Fed(pieces))
        while await requests.take():
            pass

    with suppress(h11.RemoteProtocolError):
        asyncio.run(take())
