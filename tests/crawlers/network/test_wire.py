"""Whatever a server does, the question ends, the evidence is archived, and other hosts go on."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import gzip
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from crawlers.network.door import Answer, Ask, Door, DoorOptions, Limits
from storage.archive_writer import ArchiveWriter
from storage.content import RATIO
from tests.crawlers.network.doorway import (
    IMPATIENT,
    Doorway,
    make_authority,
    make_context,
    open_doorway,
    trust,
)
from tests.crawlers.network.misbehaving import Ending, Script, answer

BAD = "bad.example"
GOOD = "good.example"
OK = b"HTTP/1.1 200 OK\r\n"
OPTIONS = DoorOptions(tries=1, robots_for=frozenset())
HURRIED = replace(OPTIONS, limits=IMPATIENT)


async def ask_both(doorway: Doorway, script: Script | bytes) -> Answer:
    """The answer of a host that plays ``script``, asked together with a host that behaves."""
    doorway.server.play(f"{BAD}/", script)
    doorway.server.play(f"{GOOD}/", answer(b"good"))
    bad, good = await asyncio.gather(doorway.ask(f"http://{BAD}/"), doorway.ask(f"http://{GOOD}/"))
    assert (good.failure, good.capture.body) == (None, b"good")
    return bad


def read_received(doorway: Doorway) -> bytes:
    return base64.b64decode(doorway.facts().get("received_base64", ""))


@pytest.mark.parametrize(
    "script",
    [
        Script(b"", "close"),
        Script(b"", "reset"),
        Script(OK + b"Content-Type: te", "close"),
        Script(OK + b"Content-Type: te", "reset"),
        Script(b"HTTP/1.1 103 Early Hints\r\n\r\n", "close"),
    ],
)
async def test_a_connection_that_ends_before_the_answer_began(tmp_path: Path, script: Script) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        reply = await ask_both(doorway, script)
        assert reply.failure
        assert (reply.failure.kind, reply.capture.record_type) == ("unreachable", "metadata")
        assert read_received(doorway) == script.sent
        facts = doorway.facts()
        assert (facts["problem"], facts["fault"]) == ("unreachable", "disconnect")
        assert [one.head for one in doorway.records("request")].count(doorway.server.asked(BAD)[0]) == 1


@pytest.mark.parametrize("ending", ["close", "reset"])
@pytest.mark.parametrize(
    "sent", [OK + b"Content-Length: 300\r\n\r\nthe beginning", OK + b"Transfer-Encoding: chunked\r\n\r\n"
             b"d\r\nthe beginning\r\n40\r\n"], ids=["length", "chunks"]
)  # fmt: skip
async def test_a_body_that_breaks_off_is_kept_as_far_as_it_came(
    tmp_path: Path, sent: bytes, ending: Ending
) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        reply = await ask_both(doorway, Script(sent, ending))
        assert reply.failure
        assert (reply.failure.kind, reply.capture.truncated) == ("truncated", "disconnect")
        assert (reply.capture.status, reply.capture.body) == (200, b"the beginning")
        (response,) = (one for one in doorway.records("response") if one.target_uri == f"http://{BAD}/")
        assert (response.payload, response.field("WARC-Truncated")) == (b"the beginning", "disconnect")


@pytest.mark.parametrize(
    "sent",
    [
        OK + b"Content-Length: 13\r\n\r\nthe beginning and much that nobody announced",
        OK + b"Connection: close\r\nContent-Length: 13\r\n\r\nthe beginning and more",
        OK + b"Transfer-Encoding: chunked\r\n\r\nd\r\nthe beginning\r\n0\r\n\r\nand more",
    ],
)
async def test_what_comes_after_a_whole_body_is_left_aside(tmp_path: Path, sent: bytes) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        reply = await ask_both(doorway, sent)
        assert (reply.failure, reply.capture.body, reply.capture.truncated) == (None, b"the beginning", "")
        doorway.server.play(f"{BAD}/next", answer(b"next"))
        assert (await doorway.ask(f"http://{BAD}/next")).capture.body == b"next"


@pytest.mark.parametrize(
    "chunk", [b"zz\r\nnonsense\r\n", b"-5\r\nx\r\n", b"fffffffffffffffff\r\nx", b"d\r\nx"]
)
async def test_broken_chunks_end_the_body_at_once(tmp_path: Path, chunk: bytes) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        sent = OK + b"Transfer-Encoding: chunked\r\n\r\nd\r\nthe beginning\r\n" + chunk
        reply = await ask_both(doorway, Script(sent, "close" if chunk == b"d\r\nx" else "hang"))
        assert reply.failure
        assert (reply.failure.kind, reply.capture.truncated) == ("truncated", "disconnect")
        assert reply.capture.body.startswith(b"the beginning")


@pytest.mark.parametrize(
    "sent",
    [
        b"nothing like HTTP\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        OK + b"a line without colon\r\n\r\n",
        OK + b"X: nul\0byte\r\n\r\n",
        OK + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nab",
        OK + b"Content-Length: -1\r\n\r\nab",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/3.0 200 OK\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_kept_as_evidence(tmp_path: Path, sent: bytes) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        reply = await ask_both(doorway, Script(sent, "close"))
        assert reply.failure
        assert (reply.failure.kind, reply.capture.record_type) == ("unreachable", "metadata")
        assert reply.failure.reason.startswith("not an HTTP answer")
        assert read_received(doorway) == sent


@pytest.mark.parametrize(
    "again", [b"X-A: b\r\n", b"x" * 1000, b"HTTP/1.1 103 Hint\r\n\r\n", b"X: " + b"y" * 30_000 + b"\r\n"],
    ids=["headers", "line", "interim", "long"],
)  # fmt: skip
async def test_a_flood_of_headers_is_given_up(tmp_path: Path, again: bytes) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        begin = b"" if again.startswith(b"HTTP") else OK
        reply = await ask_both(doorway, Script(begin, "endless", again))
        assert reply.failure
        assert (reply.failure.kind, reply.capture.record_type) == ("unreachable", "metadata")
        assert read_received(doorway).startswith(begin + again[:100])


@pytest.mark.parametrize(
    "script",
    [Script(b"", "hang"), Script(OK, "hang"), Script(OK + b"X: ", "drip", b"y")],
    ids=["silent", "half", "drip"],
)
async def test_a_head_that_does_not_come_is_given_up(tmp_path: Path, script: Script) -> None:
    async with open_doorway(tmp_path, HURRIED) as doorway:
        reply = await ask_both(doorway, script)
        assert reply.failure
        assert (reply.failure.kind, reply.failure.reason) == ("unreachable", "too slow: gave up answering")
        assert (doorway.facts()["fault"], reply.capture.record_type) == ("time", "metadata")
        assert read_received(doorway).startswith(script.sent)


@pytest.mark.parametrize("ending", ["hang", "drip"])
async def test_a_body_that_hardly_comes_is_given_up_and_kept(tmp_path: Path, ending: Ending) -> None:
    async with open_doorway(tmp_path, HURRIED) as doorway:
        sent = OK + b"Content-Length: 1000000\r\n\r\nthe beginning"
        reply = await ask_both(doorway, Script(sent, ending, b"."))
        assert reply.failure
        assert (reply.failure.kind, reply.capture.truncated) == ("truncated", "time")
        assert reply.capture.body.strip(b".") == b"the beginning"


async def test_a_host_that_never_answers_holds_up_nobody_else(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{BAD}/", Script(b"", "hang"))
        waiting = [asyncio.create_task(doorway.ask(f"http://{BAD}/")) for _ in range(50)]
        await doorway.server.arrived.wait()
        for number in range(10):
            doorway.server.play(f"{number}.{GOOD}/", answer(b"good"))
            assert (await doorway.ask(f"http://{number}.{GOOD}/")).capture.body == b"good"
        assert not any(one.done() for one in waiting)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


@pytest.mark.parametrize(
    "head", [OK, OK + b"Transfer-Encoding: chunked\r\n", OK + b"Content-Length: 9999999\r\n"]
)
async def test_an_endless_body_is_cut_at_the_limit(tmp_path: Path, head: bytes) -> None:
    options = replace(OPTIONS, limits=Limits(body_bytes=100_000))
    async with open_doorway(tmp_path, options) as doorway:
        piece = b"1000\r\n" + b"x" * 4096 + b"\r\n" if b"chunked" in head else b"x" * 5000
        reply = await ask_both(doorway, Script(head + b"\r\n", "endless", piece))
        assert reply.failure
        assert (reply.failure.kind, reply.capture.truncated) == ("truncated", "length")
        assert reply.failure.reason == "the body is longer than 100000 bytes"
        assert reply.capture.body == b"x" * 100_000
        (response,) = (one for one in doorway.records("response") if one.target_uri == f"http://{BAD}/")
        assert (len(response.payload), response.field("WARC-Truncated")) == (100_000, "length")


async def test_a_body_of_exactly_the_limit_is_whole(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, replace(OPTIONS, limits=Limits(body_bytes=1000))) as doorway:
        reply = await ask_both(doorway, answer(b"x" * 1000))
        assert (reply.failure, reply.capture.truncated, len(reply.capture.body)) == (None, "", 1000)


async def test_a_gzip_bomb_is_archived_as_sent_and_unpacked_within_bounds(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 30_000_000, mtime=0)
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        reply = await ask_both(doorway, answer(bomb, "Content-Encoding: gzip"))
        assert len(reply.capture.body) == RATIO * len(bomb)
        assert reply.capture.truncated == f"gzip: expands beyond {RATIO * len(bomb)} bytes"
        (response,) = (one for one in doorway.records("response") if one.target_uri == f"http://{BAD}/")
        assert response.payload == bomb


async def test_an_answer_that_nobody_asked_for_is_not_taken_for_the_next_one(tmp_path: Path) -> None:
    """As a server might try to slip in what another page is to have said."""
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{BAD}/", Script(answer(b"first"), "later", answer(b"forged")))
        doorway.server.play(f"{BAD}/next", answer(b"next"))
        assert (await doorway.ask(f"http://{BAD}/")).capture.body == b"first"
        doorway.server.later.set()
        for number in range(3):  # whoever waits for these answers has taken the forged one by then
            await doorway.ask(f"http://{number}.{GOOD}/")
        assert (await doorway.ask(f"http://{BAD}/next")).capture.body == b"next"
        assert b"forged" not in doorway.bytes()


async def test_a_connection_that_was_closed_meanwhile_is_made_anew(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{GOOD}/", answer(b"first"))
        doorway.server.play(f"{GOOD}/next", Script(b"", "close"), answer(b"next"))
        await doorway.ask(f"http://{GOOD}/")
        reply = await doorway.ask(f"http://{GOOD}/next")
        assert (reply.failure, reply.capture.body) == (None, b"next")
        assert doorway.server.connections == 2
        assert [one.record_type for one in reply.earlier] == ["metadata"]
        assert doorway.facts()["retried"] is True


@asynccontextmanager
async def open_door_to(folder: Path, port: int) -> AsyncIterator[Door]:
    """A door whose every connection goes to a port of loopback where no such server is."""
    with ArchiveWriter(folder / "archive") as writer:
        async with Door(writer, replace(OPTIONS, connect_to=("127.0.0.1", port))) as door:
            yield door


async def test_a_closed_port_is_unreachable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    async with open_door_to(tmp_path, port) as door:
        reply = await door.ask(Ask(url=f"http://{BAD}/"))
    assert reply.failure
    assert reply.failure.kind == "unreachable"
    assert reply.failure.reason.startswith("no connection: ")
    assert reply.capture.record_type == "metadata"


async def test_a_handshake_that_is_never_answered_is_given_up(tmp_path: Path) -> None:
    options = replace(OPTIONS, limits=Limits(connect_s=0.3))
    async with open_doorway(tmp_path, options) as doorway:  # a plain server waits for a request's end
        reply = await doorway.ask(f"https://{BAD}/")
        assert reply.failure
        assert (reply.failure.kind, reply.failure.reason) == ("unreachable", "too slow: gave up connecting")
        assert (doorway.facts()["fault"], doorway.records("request")) == ("time", [])


async def test_a_plain_server_where_tls_is_due_is_unreachable(tmp_path: Path) -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"speak plainly", status=400))
        writer.close()

    listening = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening, open_door_to(tmp_path, port) as door:
        reply = await door.ask(Ask(url=f"https://{BAD}/"))
    assert reply.failure
    assert reply.failure.kind == "unreachable"
    assert reply.failure.reason.startswith("no TLS connection: ")


def make_expired() -> ssl.SSLContext:
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    return make_context(
        make_authority().issue_cert(BAD, GOOD, not_before=past, not_after=past + dt.timedelta(1))
    )


@pytest.mark.parametrize(
    ("tls", "reason"),
    [
        (lambda: make_context(make_authority().issue_cert("other.example")), "Hostname mismatch"),
        (lambda: make_context(trustme.CA().issue_cert(BAD)), "unable to get local issuer certificate"),
        (make_expired, "certificate has expired"),
    ],
    ids=["another host", "unknown authority", "expired"],
)
async def test_a_certificate_that_is_wrong_is_refused_and_recorded(
    tmp_path: Path, tls: Callable[[], ssl.SSLContext], reason: str
) -> None:
    options = replace(OPTIONS, ca_file=trust(tmp_path))
    async with open_doorway(tmp_path, options, tls=tls()) as doorway:
        reply = await doorway.ask(f"https://{BAD}/")
        assert reply.failure
        assert reply.failure.kind == "unreachable"
        assert reply.failure.reason.startswith("the certificate is not to be trusted: ")
        assert reason in reply.failure.reason
        assert (doorway.facts()["fault"], doorway.server.requests) == ("tls", [])


async def test_old_tls_is_not_spoken(tmp_path: Path) -> None:
    tls = make_context(make_authority().issue_cert(BAD))
    tls.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning):
        tls.minimum_version = ssl.TLSVersion.TLSv1
        tls.maximum_version = ssl.TLSVersion.TLSv1_1
    async with open_doorway(tmp_path, replace(OPTIONS, ca_file=trust(tmp_path)), tls=tls) as doorway:
        reply = await doorway.ask(f"https://{BAD}/")
        assert reply.failure
        assert (reply.failure.kind, doorway.server.requests) == ("unreachable", [])
