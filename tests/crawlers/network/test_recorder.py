"""What is archived is what was on the wire: heads, bodies, who answered, and what came before."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from crawlers.network.door import DoorOptions
from storage.archive_reader import ArchiveReader
from storage.verify import verify_archive
from storage.warc import Provenance, digest
from tests.crawlers.network.doorway import (
    Doorway,
    check_digests,
    make_authority,
    make_context,
    open_doorway,
    trust,
)
from tests.crawlers.network.misbehaving import Script, answer

HOST = "press.example"
URL = f"http://{HOST}/"
BODY = "很长的一段话, over and over. ".encode() * 100


async def fetch(folder: Path, sent: bytes | Script, **more: object) -> Doorway:
    """Ask once; what is archived can be read afterwards."""
    async with open_doorway(folder) as doorway:
        doorway.server.play(f"{HOST}/", sent)
        await doorway.ask(URL, **more)
    return doorway


async def test_a_head_keeps_order_case_repetition_and_odd_bytes(tmp_path: Path) -> None:
    head = (
        b"HTTP/1.1 200 Tr\xe8s bien\r\nx-LAST: first\r\nVia:1.1 a\r\nvia:  1.1 b \r\nX-Empty:\r\n"
        b"X-Latin: \xe9\xff\r\nX-Folded: a\r\n\tb\r\nContent-Length: 2\r\n\r\n"
    )
    doorway = await fetch(tmp_path, head + b"hi")
    (response,) = doorway.records("response")
    assert (response.head, response.payload) == (head, b"hi")


async def test_the_request_is_archived_as_it_was_sent(tmp_path: Path) -> None:
    doorway = await fetch(
        tmp_path, answer(b""), method="POST", body=b'{"a": 1}', headers=(("X-Own", "1"), ("x-own", "2"))
    )
    (request,), (response,) = doorway.records("request"), doorway.records("response")
    assert request.head + request.payload == doorway.server.requests[0]
    assert request.head.startswith(b"POST / HTTP/1.1\r\nHost: press.example\r\nX-Own: 1\r\nx-own: 2\r\n")
    assert request.field("WARC-Concurrent-To") == f"<{response.record_id}>"
    assert response.field("WARC-Concurrent-To") == f"<{request.record_id}>"
    assert request.target_uri == response.target_uri == URL


@pytest.mark.parametrize(
    "path", ["/", "/?", "/a?b", "/a?b=%41+c", "//a//b", "/%C3%BC/%2F;x=1", "/a|b?[d]={e}"]
)
async def test_the_url_that_is_asked_is_the_url_that_is_archived(tmp_path: Path, path: str) -> None:
    async with open_doorway(tmp_path) as doorway:
        await doorway.ask(f"http://{HOST}{path}#fragment")
        (request,) = doorway.server.requests
        (response,) = doorway.records("response")
        assert request.split(b" ")[1].decode() == path
        assert response.target_uri == f"http://{HOST}{path}"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [("gzip", gzip.compress(BODY, mtime=0)), ("br", brotli.compress(BODY)), ("identity", BODY)],
    ids=["gzip", "br", "identity"],
)
async def test_a_content_coding_stays_in_the_archive_and_is_undone_for_readers(
    tmp_path: Path, coding: str, packed: bytes
) -> None:
    async with open_doorway(tmp_path) as doorway:
        doorway.server.play(f"{HOST}/", answer(packed, f"Content-Encoding: {coding}"))
        reply = await doorway.ask(URL)
        (response,) = doorway.records("response")
        assert (response.payload, reply.capture.body, reply.capture.truncated) == (packed, BODY, "")
        assert response.field("WARC-Payload-Digest") == digest(packed) == reply.capture.payload_digest


async def test_chunks_are_joined_and_their_header_renamed(tmp_path: Path) -> None:
    sent = (
        b"HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\ntransfer-ENCODING: chunked\r\n"
        b"X-Text: transfer-encoding: no\r\n\r\n"
        b"4;ext=1\r\nwiki\r\n06\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nX-Sum: 1\r\n\r\n"
    )
    doorway = await fetch(tmp_path, sent)
    (response,) = doorway.records("response")
    assert response.payload == b"wikipedia in \r\n\r\nchunks."
    assert response.head == (
        b"HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n"
        b"X-Text: transfer-encoding: no\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("sent", "head", "body"),
    [
        (b"HTTP/1.0 200 OK\r\nX: y\r\n\r\na\r\n\r\nb", b"HTTP/1.0 200 OK\r\nX: y\r\n\r\n", b"a\r\n\r\nb"),
        (b"HTTP/1.1 200 OK\r\n\r\nuntil the end", b"HTTP/1.1 200 OK\r\n\r\n", b"until the end"),
        (b"HTTP/1.1 200\r\n\r\n", b"HTTP/1.1 200\r\n\r\n", b""),
        (b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\nlate", b"HTTP/1.1 200 OK\r\n\r\n", b"late"),
        (b"HTTP/1.1 200 OK\nX: y\n\nbare", b"HTTP/1.1 200 OK\r\nX: y\r\n\r\n", b"bare"),
    ],
)
async def test_a_body_may_end_with_the_connection(
    tmp_path: Path, sent: bytes, head: bytes, body: bytes
) -> None:
    doorway = await fetch(tmp_path, Script(sent, "close"))
    (response,) = doorway.records("response")
    assert (response.head, response.payload) == (head, body)
    assert response.field("WARC-Truncated") == ""
    protocol = "http/1.0" if b"/1.0" in head else "http/1.1"
    assert response.field("WARC-Protocol") == protocol


@pytest.mark.parametrize("whole", [True, False])
async def test_interim_answers_are_not_taken_for_the_answer(tmp_path: Path, whole: bool) -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    sent = interim + answer(b"the answer")
    script = Script(sent) if whole else Script(sent, "hang")
    doorway = await fetch(tmp_path, script)
    (response,) = doorway.records("response")
    assert response.head + response.payload == answer(b"the answer")


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"),
        ("GET", b"HTTP/1.1 204 No Content\r\nX: y\r\n\r\n"),
        ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\n\r\n"),
    ],
)
async def test_answers_without_body_leave_the_connection_in_order(
    tmp_path: Path, method: str, sent: bytes
) -> None:
    async with open_doorway(tmp_path) as doorway:
        doorway.server.play(f"{HOST}/", sent)
        doorway.server.play(f"{HOST}/next", answer(b"next"))
        reply = await doorway.ask(URL, method=method)
        assert (reply.failure, reply.capture.body) == (None, b"")
        assert (await doorway.ask(f"{URL}next")).capture.body == b"next"
        assert doorway.server.connections == 1
        assert doorway.records(reply.capture.record_type)[0].head == sent


async def test_address_tls_and_certificate_are_archived_with_the_answer(tmp_path: Path) -> None:
    tls = make_context(make_authority().issue_cert(HOST))
    async with open_doorway(tmp_path, DoorOptions(ca_file=trust(tmp_path)), tls=tls) as doorway:
        for path in ("a", "b"):
            doorway.server.play(f"{HOST}/{path}", Script(answer(path.encode()), "close"))
            reply = await doorway.ask(f"https://{HOST}/{path}")
        one, two = doorway.records("response")
        (certificate,) = doorway.records("resource")
        assert one.field("WARC-IP-Address") == "127.0.0.1"
        assert ("WARC-Protocol", "http/1.1") in one.fields
        assert ("WARC-Protocol", "tls/1.3") in one.fields
        assert one.field("WARC-Cipher-Suite").startswith("TLS_")
        assert certificate.content_type == "application/pkix-cert"
        assert certificate.target_uri == f"urn:x509:sha256:{reply.capture.certificate}"
        assert doorway.server.connections == 2
        assert two.field("WARC-X-Vedette-Timing").startswith("connected=")


async def test_the_record_says_for_whom_it_was_asked_and_when(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    facts = {"platform": "gab", "reader": "read", "account": "1", "route": "api", "run": "7"}
    provenance = Provenance(**facts, context={"page": "2"})
    doorway = await fetch(tmp_path, answer(b"x"), provenance=provenance)
    (response,) = doorway.records("response")
    assert json.loads(response.field("WARC-JSON-Metadata")) == {**facts, "context": {"page": "2"}}
    assert before - timedelta(seconds=1) < response.date < datetime.now(UTC) + timedelta(seconds=1)
    timing = dict(one.split("=") for one in response.field("WARC-X-Vedette-Timing").split(" "))
    assert 0 < float(timing["connected"]) <= float(timing["answered"]) <= float(timing["finished"])


async def test_what_the_door_hands_on_is_what_the_archive_gives_back(tmp_path: Path) -> None:
    packed = gzip.compress(BODY, mtime=0)
    async with open_doorway(tmp_path) as doorway:
        doorway.server.play(f"{HOST}/", answer(packed, "Content-Encoding: gzip", "Content-Type: text/html"))
        replies = [await doorway.ask(URL, provenance=Provenance(reader="read")) for _ in range(2)]
        replies.append(await doorway.ask("http://127.0.0.1/"))
        doorway.writer.sync()
        reader = ArchiveReader(doorway.folder)
        for reply in replies:
            assert reader.read(reply.capture.warc_file, reply.capture.offset) == reply.capture
    assert list(verify_archive(doorway.folder)) == []
    assert check_digests(doorway.folder) == 1 + 3 * 2 - 1


async def test_a_body_that_came_before_becomes_a_revisit(tmp_path: Path) -> None:
    async with open_doorway(tmp_path) as doorway:
        doorway.server.play(f"{HOST}/", answer(BODY, "Date: first"), answer(BODY, "Date: second"))
        first, second = await doorway.ask(URL), await doorway.ask(URL)
        assert second.capture.record_type == "revisit"
        assert second.capture.refers_to == first.capture.record_id
        assert second.capture.body == BODY
        assert dict(second.capture.headers)["Date"] == "second"
        (revisit,) = doorway.records("revisit")
        assert revisit.payload == b""
        assert revisit.head == answer(BODY, "Date: second").removesuffix(BODY)
    (fields,) = read_named_fields(doorway.folder, "revisit")
    profile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert fields["WARC-Profile"] == profile
    assert fields["WARC-Refers-To"] == f"<{first.capture.record_id}>"
    assert fields["WARC-Refers-To-Target-URI"] == URL
    assert fields["WARC-Refers-To-Date"] == first.capture.captured_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert fields["WARC-Payload-Digest"] == digest(BODY)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (answer(BODY), answer(BODY + b".")),
        (answer(BODY), answer(BODY, status=404)),
        (answer(BODY, status=404), answer(BODY, status=404)),
        (answer(b"small"), answer(b"small")),
        (answer(BODY), Script(answer(BODY + b"cut").removesuffix(b"cut"), "close")),
    ],
)
async def test_anything_else_is_archived_whole(tmp_path: Path, first: bytes, second: bytes | Script) -> None:
    async with open_doorway(tmp_path, DoorOptions(tries=1)) as doorway:
        doorway.server.play(f"{HOST}/", first, second)
        await doorway.ask(URL)
        assert (await doorway.ask(URL)).capture.record_type == "response"
        assert len(doorway.records("response")) == 2


async def test_a_304_is_a_revisit_of_what_was_archived_last(tmp_path: Path) -> None:
    async with open_doorway(tmp_path) as doorway:
        unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
        doorway.server.play(f"{HOST}/", answer(BODY, 'ETag: "1"'), unchanged)
        first = await doorway.ask(URL)
        second = await doorway.ask(URL, etag='"1"', last_modified="Sat, 01 Aug 2026 12:00:00 GMT")
        assert b'\r\nIf-None-Match: "1"\r\n' in doorway.server.requests[1]
        assert b"\r\nIf-Modified-Since: Sat, 01 Aug 2026 12:00:00 GMT\r\n" in doorway.server.requests[1]
        assert (second.failure, second.capture.status, second.capture.body) == (None, 304, b"")
        assert (second.capture.record_type, second.capture.refers_to) == ("revisit", first.capture.record_id)
        assert doorway.records("revisit")[0].head == unchanged
    (fields,) = read_named_fields(doorway.folder, "revisit")
    assert fields["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert fields["WARC-Refers-To"] == f"<{first.capture.record_id}>"
    assert fields["WARC-Refers-To-Target-URI"] == URL


@dataclass(frozen=True)
class Indexed:
    """A response that an earlier crawl archived."""

    record_id: str = "urn:uuid:7a3f3c51-0000-4000-8000-000000000001"
    url: str = URL
    captured_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "asked"),
    [(answer(BODY), (digest(BODY), URL)), (b"HTTP/1.1 304 Not Modified\r\n\r\n", ("", URL))],
)
async def test_an_earlier_crawls_original_is_asked_of_the_index(
    tmp_path: Path, sent: bytes, asked: tuple[str, str]
) -> None:
    questions: list[tuple[str, str]] = []

    def find_original(payload_digest: str, url: str) -> Indexed:
        questions.append((payload_digest, url))
        return Indexed()

    async with open_doorway(tmp_path, find_original=find_original) as doorway:
        doorway.server.play(f"{HOST}/", sent)
        reply = await doorway.ask(URL)
        assert (reply.capture.record_type, reply.capture.refers_to) == ("revisit", Indexed.record_id)
        assert questions == [asked]
        (revisit,) = doorway.records("revisit")
        assert revisit.field("WARC-Refers-To-Date") == "2026-01-01T00:00:00.000000Z"


def read_named_fields(folder: Path, kind: str) -> list[dict[str, str]]:
    """The named fields of each record of a kind, as warcio reads them."""
    (path,) = folder.glob("*.warc.gz")
    with path.open("rb") as file:
        return [dict(one.rec_headers.headers) for one in ArchiveIterator(file) if one.rec_type == kind]
