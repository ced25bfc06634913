"""WebSockets through the door: guarded, bounded, and every message archived with its handshake."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crawlers.frames import read_texts
from crawlers.network.credentials import Credentials
from crawlers.network.door import Answer, Ask, Door, DoorOptions, Limits
from storage.archive_reader import ArchiveReader
from storage.archive_writer import ArchiveWriter
from storage.captured import Record, view_record
from storage.warc import Provenance
from tests.crawlers.network.doorway import check_digests, make_authority, make_context, trust

URL = "ws://relay.example/"
OPTIONS = DoorOptions(tries=1, robots_for=frozenset(), pace_factor=0.0)
END = r'^\["END"'
READER = Provenance(platform="nostr", reader="events", account="a")
SECRET = "s3cret-of-the-user"
Script = Callable[[web.BaseRequest, web.WebSocketResponse], Awaitable[None]]


@dataclass
class Relay:
    """A door, what it archives, and how often the server was asked."""

    door: Door
    folder: Path
    writer: ArchiveWriter
    asked: list[web.BaseRequest] = field(default_factory=list)

    async def ask(self, *messages: str, url: str = URL, **more: Any) -> Answer:
        body = "\n".join(messages).encode()
        return await self.door.ask(Ask(url=url, body=body, **{"until": END, "provenance": READER, **more}))

    def records(self) -> list[Record]:
        self.writer.sync()
        reader = ArchiveReader(self.folder)
        return [one for name in reader.files() for one in reader.raw_records(name)]


@asynccontextmanager
async def run_relay(
    folder: Path, *scripts: Script | int, options: DoorOptions = OPTIONS, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Relay]:
    """A server that plays ``scripts`` one after another, the last for good; a number is a plain refusal."""
    waiting = list(scripts)
    asked: list[web.BaseRequest] = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(request)
        script = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(script, int):
            return web.Response(status=script, text="no")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await script(request, socket)
        return socket

    server = await asyncio.get_running_loop().create_server(web.Server(answer), "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    archive = folder / "archive"
    try:
        with ArchiveWriter(archive) as writer:
            async with Door(writer, replace(options, connect_to=("127.0.0.1", port))) as door:
                yield Relay(door, archive, writer, asked)
    finally:
        server.close()
    check_digests(archive)


async def echo(request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
    """Every message comes back, then the end; a ping in between."""
    async for message in socket:
        await socket.ping(b"there?")
        await socket.send_str(message.data)
        if message.data.startswith('["LAST'):
            await socket.send_str('["END"]')


async def talk(request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
    """It never stops by itself."""
    while not socket.closed:
        await socket.send_str('["MORE","海"]')
        await asyncio.sleep(0)


async def wait(request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
    """A word, then silence."""
    await socket.send_str('["WORD"]')
    while not socket.closed:
        await socket.receive()


async def leave(request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
    """A word, and the connection is cut."""
    await socket.send_str('["WORD"]')
    assert request.transport is not None
    request.transport.abort()


async def close(request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
    """A word, and an orderly end."""
    await socket.send_str('["WORD"]')
    await socket.close(code=1008, message=b"not today")


async def babble(request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
    """Bytes that are no frames."""
    assert request.transport is not None
    request.transport.write(b"\xff\xff\xff\xff" * 9)
    await socket.receive()


async def huge(request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
    """One message that is longer than any."""
    await socket.send_str("x" * (9 * 1024 * 1024))


def frames(answer: Answer) -> list[tuple[str, str, str]]:
    told = [json.loads(line) for line in answer.capture.body.splitlines()]
    return [(one["from"], one["kind"], one.get("text", one.get("base64"))) for one in told]


async def test_what_was_said_is_archived_beside_its_handshake_and_read_by_the_reader(tmp_path: Path) -> None:
    async with run_relay(tmp_path, echo) as relay:
        reply = await relay.ask('["FIRST","海边"]', '["LAST"]')
        said = [one for one in frames(reply) if one[1] not in ("ping", "pong")]
        assert reply.failure is None and reply.capture.truncated == ""
        assert said == [
            ("us", "text", '["FIRST","海边"]'),
            ("us", "text", '["LAST"]'),
            ("server", "text", '["FIRST","海边"]'),
            ("server", "text", '["LAST"]'),
            ("server", "text", '["END"]'),
            ("us", "close", ""),
        ]
        assert ("server", "ping", "dGhlcmU/") in frames(reply) and ("us", "pong", "dGhlcmU/") in frames(reply)
        assert [text for _, text in read_texts(reply.capture.body)][-1] == '["END"]'
        assert (reply.capture.record_type, reply.capture.url) == ("resource", f"urn:websocket:{URL}")
        assert (reply.capture.reader, reply.capture.media_type) == ("events", "application/x-ndjson")

        records = {one.type: one for one in relay.records()}
        assert records["response"].head.startswith(b"HTTP/1.1 101 ")
        assert b"\r\nSec-WebSocket-Key: " in records["request"].head
        assert {records[kind].target_uri for kind in ("request", "response")} == {"http://relay.example/"}
        assert records["response"].record_id in records["resource"].field("WARC-Concurrent-To")
        again = view_record(records["resource"], lambda _: None)
        assert (again.body, again.reader, again.account) == (reply.capture.body, "events", "a")
        assert view_record(records["response"], lambda _: None).reader == ""


@pytest.mark.parametrize(
    ("script", "truncated", "said"),
    [
        (wait, "time", "too slow"),
        (leave, "disconnect", "ended the connection"),
        (close, "disconnect", "1008 not today"),
        (babble, "disconnect", "not a WebSocket"),
        (huge, "disconnect", "not a WebSocket"),
        (talk, "length", "more than"),
    ],
)
async def test_a_conversation_without_an_end_is_cut_and_what_came_is_kept(
    tmp_path: Path, script: Script, truncated: str, said: str
) -> None:
    limits = Limits(answer_s=0.5, total_s=5.0, body_bytes=100_000)
    async with run_relay(tmp_path, script, options=replace(OPTIONS, limits=limits)) as relay:
        reply = await relay.ask('["REQ"]')
        assert reply.failure is not None and reply.failure.kind == "truncated"
        assert said in reply.failure.reason
        assert reply.capture.truncated == truncated
        assert frames(reply)[0] == ("us", "text", '["REQ"]')
        if script in (wait, close):
            assert ("server", "text", '["WORD"]') in frames(reply)


async def test_nothing_more_is_listened_to_when_all_messages_are_wanted_and_the_server_closes(
    tmp_path: Path,
) -> None:
    async with run_relay(tmp_path, close) as relay:
        reply = await relay.ask(until="")
        assert reply.failure is None and ("server", "close", "not today") in frames(reply)


async def test_a_refused_handshake_is_an_http_answer_for_the_reader(tmp_path: Path) -> None:
    async with run_relay(tmp_path, 403) as relay:
        reply = await relay.ask('["REQ"]')
        assert (reply.capture.status, reply.capture.record_type, reply.capture.reader) == (
            403,
            "response",
            "events",
        )
        assert [one.type for one in relay.records() if one.type == "resource"] == []


async def test_a_server_that_agrees_without_the_key_is_none(tmp_path: Path) -> None:
    async def forge(request: web.BaseRequest, socket: web.WebSocketResponse) -> None:
        raise AssertionError("no handshake came about")

    def sign(self: web.WebSocketResponse, request: web.BaseRequest) -> Any:
        headers, *rest = original(self, request)
        headers["Sec-WebSocket-Accept"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAA="
        return headers, *rest

    original = web.WebSocketResponse._handshake
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web.WebSocketResponse, "_handshake", sign)
        async with run_relay(tmp_path, wait) as relay:
            reply = await relay.ask('["REQ"]')
    assert reply.failure is not None and "not answered by a WebSocket server" in reply.failure.reason


async def test_what_broke_off_is_asked_again_and_only_the_last_is_read(tmp_path: Path) -> None:
    async with run_relay(tmp_path, leave, 503, echo, options=replace(OPTIONS, tries=3)) as relay:
        reply = await relay.ask('["LAST"]')
        assert reply.failure is None and len(relay.asked) == 3
        keys = [one.headers["Sec-WebSocket-Key"] for one in relay.asked]
        assert len(set(keys)) == 3
        assert [one.reader for one in (*reply.earlier, reply.capture)].count("events") == 1


@pytest.mark.parametrize("purpose", ["link", "media", "browser"])
async def test_only_a_platform_opens_a_web_socket(tmp_path: Path, purpose: str) -> None:
    async with run_relay(tmp_path, echo) as relay:
        reply = await relay.ask('["LAST"]', purpose=purpose)
        assert reply.failure is not None and reply.failure.kind == "refused_by_guard"
        assert relay.asked == []


@pytest.mark.parametrize(
    "url",
    ["ws://127.0.0.1/", "wss://[::1]/", "ws://localhost/", "ws://relay.example:22/", "ws://a@relay.example/"],
)
async def test_the_guard_stands_before_a_web_socket_too(tmp_path: Path, url: str) -> None:
    async with run_relay(tmp_path, echo) as relay:
        reply = await relay.ask('["LAST"]', url=url)
        assert reply.failure is not None and reply.failure.kind == "refused_by_guard"
        assert relay.asked == []


async def test_a_name_that_leads_home_is_not_connected_to(tmp_path: Path) -> None:
    async def home(_: str) -> list[str]:
        return ["10.0.0.7"]

    async with run_relay(tmp_path, echo, options=replace(OPTIONS, look_up=home)) as relay:
        reply = await relay.ask('["LAST"]')
        assert reply.failure is not None and reply.failure.kind == "refused_by_guard"
        assert relay.asked == []


async def test_senseless_conversations_are_refused(tmp_path: Path) -> None:
    async with run_relay(tmp_path, echo) as relay:
        for more in ({"until": "("}, {"until": END, "body": b"\xff"}):
            reply = await relay.door.ask(Ask(url=URL, **more))
            assert reply.failure is not None and reply.failure.kind == "refused_by_guard"


async def test_certificates_are_verified(tmp_path: Path) -> None:
    tls = make_context(make_authority().issue_cert("relay.example"))
    url = URL.replace("ws:", "wss:")
    trusting = replace(OPTIONS, ca_file=trust(tmp_path))
    async with run_relay(tmp_path / "a", echo, options=trusting, tls=tls) as relay:
        reply = await relay.ask('["LAST"]', url=url)
        assert reply.failure is None and reply.capture.certificate
        assert any(one.target_uri.startswith("urn:x509:") for one in relay.records())
    async with run_relay(tmp_path / "b", echo, tls=tls) as relay:
        reply = await relay.ask('["LAST"]', url=url)
        assert reply.failure is not None and "not to be trusted" in reply.failure.reason


async def test_a_secret_that_a_server_repeats_is_not_archived(tmp_path: Path) -> None:
    options = replace(OPTIONS, credentials=Credentials({"relay": SECRET}))
    async with run_relay(tmp_path, echo, options=options) as relay:
        reply = await relay.ask(f'["LAST","{SECRET}"]')
        refused = await relay.ask('["LAST"]', credential="relay")
        payloads = b"".join(one.head + one.payload for one in relay.records())
    assert SECRET.encode() not in payloads and SECRET.encode() not in reply.capture.body
    assert refused.failure is not None
