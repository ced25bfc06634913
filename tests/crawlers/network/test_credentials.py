"""Where tokens come from, to whom they go, and that they are found nowhere afterwards."""

from __future__ import annotations

import base64
import gzip
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crawlers.network.credentials import Credentials, NoCredential, put_parameter, read_credentials
from crawlers.network.door import Answer, DoorOptions
from crawlers.network.redact import FIELD
from storage.errors import Misuse
from storage.warc import Provenance
from tests.crawlers.network.doorway import Doorway, make_authority, make_context, open_doorway, trust
from tests.crawlers.network.misbehaving import Script, answer

TOKEN = "tok_9f8e7d/6c5b+4a=secret"
QUOTED = "tok_9f8e7d%2F6c5b%2B4a%3Dsecret"
HOST = "api.example"
URL = f"https://{HOST}/v1/posts?limit=40"


def write_file(folder: Path, text: str, mode: int = 0o600) -> Mapping[str, str]:
    path = folder / "credentials.toml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return {"VEDETTE_CREDENTIALS": str(path)}


def test_tokens_come_from_the_environment_and_from_a_file_of_the_owner(tmp_path: Path) -> None:
    environment = write_file(tmp_path, 'truth_social = "from-the-file"\nother = "another-token"\n')
    found = read_credentials({**environment, "VEDETTE_CREDENTIAL_TRUTH_SOCIAL": " from-the-environment\n"})
    assert found.tokens == {"truth-social": "from-the-environment", "other": "another-token"}
    assert found.has("")
    assert found.has("truth-social")
    assert found.has("query:key:Truth_Social")
    assert not found.has("bluesky")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    environment = write_file(tmp_path, f'name = "{TOKEN}"\n', mode)
    with pytest.raises(Misuse) as caught:
        read_credentials(environment)
    path = environment["VEDETTE_CREDENTIALS"]
    assert str(caught.value) == f"{path} can be read by others: chmod 600 {path}"


@pytest.mark.parametrize(
    "text",
    [f"{TOKEN}\n", f'name = ["{TOKEN}"]\n', f'[name]\ntoken = "{TOKEN}"\n', f'name = "{TOKEN}', "\x00"],
)
def test_a_file_that_makes_no_sense_is_refused_without_quoting_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misuse, match='name = "token"') as caught:
        read_credentials(write_file(tmp_path, text))
    assert TOKEN not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="cannot be read: No such file"):
        read_credentials({"VEDETTE_CREDENTIALS": str(tmp_path / "none.toml")})


@pytest.mark.parametrize("token", ["", " ", "two words", "line\nbreak", "schlüssel", "short"])
def test_what_can_be_no_token_is_refused(token: str) -> None:
    with pytest.raises(Misuse, match="the credential 'gab'") as caught:
        read_credentials({"VEDETTE_CREDENTIAL_GAB": token})
    assert not token.strip() or token not in str(caught.value)


@pytest.mark.parametrize(
    ("spec", "url", "headers"),
    [
        ("gab", URL, (("Authorization", f"Bearer {TOKEN}"),)),
        ("bearer:gab", URL, (("Authorization", f"Bearer {TOKEN}"),)),
        ("query:access_token:gab", f"{URL}&access_token={QUOTED}", ()),
        ("header:X-Api-Key:gab", URL, (("X-Api-Key", TOKEN),)),
    ],
)
def test_a_token_is_sent_as_the_fetch_says(spec: str, url: str, headers: tuple[tuple[str, str], ...]) -> None:
    presented = Credentials({"gab": TOKEN}).present(spec, URL)
    assert (presented.name, presented.url, presented.headers) == ("gab", url, headers)
    assert TOKEN not in repr(presented)
    assert QUOTED not in repr(presented)


@pytest.mark.parametrize("spec", ["other", "query::gab", "header:Bad Name:gab", "cookie:x:gab", "query:gab"])
def test_a_credential_that_cannot_be_sent_says_so(spec: str) -> None:
    with pytest.raises(NoCredential) as caught:
        Credentials({"gab": TOKEN}).present(spec, URL)
    assert TOKEN not in str(caught.value)


def test_a_parameter_is_put_in_place_of_the_one_that_is_there() -> None:
    assert (
        put_parameter("https://a.example/?key=1&x=2#f", "key", "a b") == "https://a.example/?x=2&key=a%20b#f"
    )
    assert put_parameter("https://a.example/", "key", "1") == "https://a.example/?key=1"


def make_options(folder: Path) -> DoorOptions:
    return DoorOptions(
        credentials=Credentials({"gab": TOKEN}),
        redaction_key=b"k" * 32,
        ca_file=trust(folder),
        tries=2,
        robots_for=frozenset(),
    )


def echo() -> bytes:
    """An answer that repeats a token in every place of head and body."""
    body = f'{{"you_sent": "{TOKEN}", "next": "/v1/posts?access_token={QUOTED}"}}'.encode()
    return answer(
        body,
        f"Location: https://elsewhere.example/?access_token={QUOTED}&page=2",
        f"X-Echo: {TOKEN}",
        f"Set-Cookie: session={TOKEN}",
        "Content-Type: application/json",
        status=302,
        reason=f"Found {TOKEN}",
    )


def find_leaks(doorway: Doorway, *more: object) -> list[str]:
    """Where the token stands: the archive, uncompressed, and whatever else is given."""
    archived = doorway.bytes()
    text = archived.decode("latin-1") + " ".join(map(repr, more))
    return [one for one in (TOKEN, QUOTED, TOKEN.replace("/", "\\/")) if one in text]


async def ask_with(doorway: Doorway, spec: str, **more: Any) -> Answer:
    provenance = Provenance(platform="gab", reader="read", context={"next": f"{URL}&access_token={QUOTED}"})
    return await doorway.ask(URL, credential=spec, provenance=provenance, **more)


@pytest.mark.parametrize("spec", ["gab", "query:access_token:gab", "query:odd:gab", "header:X-Own:gab"])
async def test_a_token_reaches_the_platform_and_nothing_that_is_kept(
    tmp_path: Path, spec: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tls = make_context(make_authority().issue_cert(HOST))
    async with open_doorway(tmp_path, make_options(tmp_path), tls=tls) as doorway:
        place = URL.removeprefix("https://")
        for query in ("", f"&access_token={QUOTED}", f"&odd={QUOTED}"):
            doorway.server.play(place + query, echo())
        reply = await ask_with(doorway, spec)
        assert reply.capture.status == 302
        (request,) = doorway.server.requests
        assert TOKEN.encode() in request or QUOTED.encode() in request
        assert find_leaks(doorway, reply, caplog.text) == []
        mark = doorway.door.redactor.mark(TOKEN)
        (response,), (sent,) = doorway.records("response"), doorway.records("request")
        assert response.payload.count(mark.encode()) == 2
        assert f"access_token={mark}&page=2".encode() in response.head
        assert f"X-Echo: {mark}".encode() in response.head
        assert mark in sent.target_uri or b"REDACTED-" in sent.head
        assert "set-cookie" in response.field(FIELD)
        assert "body" in response.field(FIELD)
        assert sent.field(FIELD)
        assert response.target_uri == reply.capture.url


async def test_a_token_in_a_packed_body_is_found_and_the_record_says_what_was_done(tmp_path: Path) -> None:
    tls = make_context(make_authority().issue_cert(HOST))
    async with open_doorway(tmp_path, make_options(tmp_path), tls=tls) as doorway:
        packed = gzip.compress(f"hello {TOKEN}".encode(), mtime=0)
        doorway.server.play(
            URL.removeprefix("https://"), answer(packed + TOKEN.encode(), "Content-Encoding: gzip")
        )
        reply = await ask_with(doorway, "gab")
        assert reply.capture.body == f"hello {doorway.door.redactor.mark(TOKEN)}".encode()
        (response,) = doorway.records("response")
        assert b"X-Archive-Orig-Content-Encoding: gzip" in response.head
        assert response.field(FIELD) == "body"
        assert find_leaks(doorway, reply) == []


async def test_a_token_after_the_end_of_a_packed_body_is_found_too(tmp_path: Path) -> None:
    tls = make_context(make_authority().issue_cert(HOST))
    async with open_doorway(tmp_path, make_options(tmp_path), tls=tls) as doorway:
        packed = gzip.compress(b"hello", mtime=0)
        doorway.server.play(
            URL.removeprefix("https://"), answer(packed + TOKEN.encode(), "Content-Encoding: gzip")
        )
        reply = await ask_with(doorway, "gab")
        assert reply.capture.body == b"hello"
        assert find_leaks(doorway, reply) == []


@pytest.mark.parametrize(
    "sent",
    [
        f"{TOKEN} is no HTTP\r\n\r\n".encode(),
        f"HTTP/1.1 200 OK\r\n{TOKEN}\r\n\r\n".encode(),
        f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{TOKEN}\r\n".encode(),
        f"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{TOKEN}".encode(),
    ],
)
async def test_a_broken_answer_tells_no_token(
    tmp_path: Path, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tls = make_context(make_authority().issue_cert(HOST))
    async with open_doorway(tmp_path, make_options(tmp_path), tls=tls) as doorway:
        doorway.server.play(URL.removeprefix("https://"), Script(sent, "close"))
        reply = await ask_with(doorway, "gab")
        assert reply.failure
        assert find_leaks(doorway, reply.failure, reply.capture, reply.earlier, caplog.text) == []
        received = doorway.records("metadata")
        assert all(TOKEN.encode() not in decode_received(one.payload) for one in received)


def decode_received(payload: bytes) -> bytes:
    """What a metadata record keeps of a broken answer."""
    return base64.b64decode(json.loads(payload).get("received_base64", ""))


@pytest.mark.parametrize("purpose", ["link", "media", "browser", "robots"])
async def test_only_platform_calls_are_given_credentials(tmp_path: Path, purpose: str) -> None:
    tls = make_context(make_authority().issue_cert(HOST))
    async with open_doorway(tmp_path, make_options(tmp_path), tls=tls) as doorway:
        await ask_with(doorway, "gab", purpose=purpose)
        (request,) = doorway.server.requests
        assert b"authorization" not in request.lower()
        assert TOKEN.encode() not in request


async def test_a_redirect_takes_no_credential_along(tmp_path: Path) -> None:
    tls = make_context(make_authority().issue_cert(HOST, "elsewhere.example"))
    async with open_doorway(tmp_path, make_options(tmp_path), tls=tls) as doorway:
        moved = answer(b"", "Location: https://elsewhere.example/", status=302)
        doorway.server.play(URL.removeprefix("https://"), moved)
        reply = await ask_with(doorway, "gab")
        assert reply.capture.status == 302
        assert len(doorway.server.requests) == 1
        await doorway.ask("https://elsewhere.example/")
        (request,) = doorway.server.asked("elsewhere.example")
        assert b"authorization" not in request.lower()


async def test_a_credential_never_goes_over_plain_http(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, make_options(tmp_path)) as doorway:
        reply = await doorway.ask(f"http://{HOST}/", credential="gab")
        assert reply.failure
        assert reply.failure.kind == "refused_by_guard"
        assert reply.failure.reason == "the credential 'gab' does not go over plain http"
        assert (doorway.server.connections, doorway.facts()["problem"]) == (0, "refused_by_guard")


async def test_a_credential_that_is_not_set_is_a_finding_and_nothing_is_sent(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, make_options(tmp_path)) as doorway:
        reply = await doorway.ask(URL, credential="truth-social")
        assert reply.failure
        assert reply.failure.kind == "unauthorised"
        assert "VEDETTE_CREDENTIAL_TRUTH_SOCIAL" in reply.failure.reason
        assert (doorway.server.connections, doorway.facts()["problem"]) == (0, "unauthorised")


def test_options_never_show_a_token(tmp_path: Path) -> None:
    options = DoorOptions.from_environment({"VEDETTE_CREDENTIAL_GAB": TOKEN}, tmp_path)
    assert options.credentials.tokens == {"gab": TOKEN}
    assert TOKEN not in repr(options)
    assert options.redaction_key.hex() not in repr(options)
    assert repr(options.redaction_key) not in repr(options)
