"""The door as a whole: what it refuses, tries again, gives up and lets through."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawlers.network.door import DoorOptions
from crawlers.network.options import read_place
from crawlers.platform import Pace
from crawlers.refusals import follow_move
from storage.errors import Misuse
from storage.warc import RESPONSE_TYPE, Draft, Provenance
from tests.crawlers.network.doorway import START, open_doorway
from tests.crawlers.network.misbehaving import Script, answer, run_misbehaving

HOST = "social.example"
URL = f"http://{HOST}/"
EAGER = DoorOptions(pace_factor=0.0, robots_for=frozenset())

HOME = [
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0x7f.1/",
    "http://localhost/",
    "http://public.example@127.0.0.1/",
    "http://public.example:22/",
    "file:///etc/passwd",
    "//127.0.0.1/",
    "not a URL",
]


@pytest.mark.parametrize("purpose", ["platform", "media", "link", "browser", "robots"])
async def test_nothing_is_sent_home_and_the_record_says_why(tmp_path: Path, purpose: str) -> None:
    """Although every connection goes to loopback here, by ``connect_to``."""
    async with open_doorway(tmp_path) as doorway:
        provenance = Provenance(platform="gab", reader="read", account="1")
        for url in HOME:
            reply = await doorway.ask(url, purpose=purpose, provenance=provenance)
            assert reply.failure
            assert reply.failure.kind == "refused_by_guard"
            assert doorway.records("metadata")[-1].record_id == reply.capture.record_id
            facts = doorway.facts()
            assert (facts["problem"], facts["reason"]) == ("refused_by_guard", reply.failure.reason)
            assert (facts["purpose"], facts["url"]) == (purpose, url)
            assert (reply.capture.platform, reply.capture.account) == ("gab", "1")
        assert doorway.server.connections == 0


async def test_a_redirect_home_is_handed_on_and_refused_at_the_next_question(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        for url in HOME[:12]:
            doorway.server.play(f"{HOST}/", answer(b"", f"Location: {url}", status=302))
            reply = await doorway.ask(URL)
            assert (reply.failure, reply.capture.status) == (None, 302)
            moved = follow_move(reply.capture, "api")
            assert moved
            refused = await doorway.ask(moved.url)
            assert refused.failure
            assert refused.failure.kind == "refused_by_guard"
        assert doorway.server.requests == doorway.server.asked(HOST)


async def test_a_redirect_loop_is_not_followed(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        doorway.server.play(f"{HOST}/", answer(b"round", f"Location: {URL}", status=301))
        reply = await doorway.ask(URL)
        assert (reply.capture.status, dict(reply.capture.headers)["Location"]) == (301, URL)
        assert len(doorway.server.requests) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_a_passing_fault_is_asked_again_and_every_try_is_kept(tmp_path: Path, status: int) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        fault = answer(b"not now", status=status)
        doorway.server.play(f"{HOST}/", fault, fault, answer(b"posts"))
        reply = await doorway.ask(URL, provenance=Provenance(platform="gab", reader="read"))
        assert (reply.failure, reply.capture.body, reply.capture.reader) == (None, b"posts", "read")
        assert [(one.status, one.reader) for one in reply.earlier] == [(status, ""), (status, "")]
        assert len(doorway.records("response")) == 3


@pytest.mark.parametrize(
    ("status", "kind"),
    [(408, "unreachable"), (429, "rate_limited"), (500, "unreachable"), (503, "unreachable")],
)
async def test_a_fault_that_stays_is_told_after_the_last_try(tmp_path: Path, status: int, kind: str) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        doorway.server.play(f"{HOST}/", answer(b"not now", status=status))
        reply = await doorway.ask(URL, provenance=Provenance(reader="read"))
        assert reply.failure
        assert (reply.failure.kind, reply.failure.reason) == (kind, f"status {status}")
        assert (reply.capture.status, reply.capture.reader) == (status, "read")
        assert len(doorway.server.requests) == EAGER.tries


@pytest.mark.parametrize("status", [200, 204, 301, 400, 401, 403, 404, 410, 451])
async def test_an_answer_is_an_answer_whatever_it_says(tmp_path: Path, status: int) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        doorway.server.play(f"{HOST}/", answer(b"", status=status))
        reply = await doorway.ask(URL)
        assert (reply.failure, reply.capture.status, len(doorway.server.requests)) == (None, status, 1)


@pytest.mark.parametrize(
    "fault",
    [
        Script(b"", "close"),
        Script(b"", "reset"),
        Script(b"HTTP/1.1 200 OK\r\nContent-Le", "close"),
        Script(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "close"),
    ],
)
async def test_a_broken_connection_is_tried_again(tmp_path: Path, fault: Script) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        doorway.server.play(f"{HOST}/", fault, answer(b"whole"))
        reply = await doorway.ask(URL)
        assert (reply.failure, reply.capture.body) == (None, b"whole")
        (earlier,) = reply.earlier
        assert earlier.record_type == ("response" if b"half" in fault.sent else "metadata")
        assert earlier.reader == ""


@pytest.mark.parametrize(
    "sent", [b"no HTTP\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz"]
)
async def test_nonsense_is_not_asked_for_again(tmp_path: Path, sent: bytes) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        doorway.server.play(f"{HOST}/", Script(sent, "close"), answer(b"fine"))
        assert (await doorway.ask(URL)).failure
        assert len(doorway.server.requests) == 1


async def test_tries_are_spaced_out_more_and_more(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, replace(EAGER, pace_factor=1.0, tries=4)) as doorway:
        doorway.hours.chance = 1.0
        doorway.server.play(f"{HOST}/", answer(b"", status=500))
        await doorway.ask(URL, pace=Pace(seconds=0.0))
        assert doorway.hours.slept == [1.0, 2.0, 4.0]


async def test_the_breaker_leaves_a_dead_host_alone_and_others_go_on(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, replace(EAGER, tries=1, breaker=3)) as doorway:
        doorway.server.play(f"{HOST}/", Script(b"", "close"))
        doorway.server.play("other.example/", answer(b"fine"))
        for _ in range(3):
            await doorway.ask(URL)
        reply = await doorway.ask(URL)
        assert reply.failure
        assert reply.failure.kind == "unreachable"
        assert reply.failure.reason == f"{HOST} is left alone in this crawl after 3 failures in a row"
        assert reply.capture.record_type == "metadata"
        assert len(doorway.server.asked(HOST)) == 3
        assert (await doorway.ask("http://other.example/")).capture.body == b"fine"


async def test_questions_that_wait_while_the_breaker_opens_are_not_asked_any_more(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, replace(EAGER, tries=1, breaker=2)) as doorway:
        doorway.server.play(f"{HOST}/", Script(b"", "close"))
        replies = await asyncio.gather(*(doorway.ask(URL, pace=Pace(concurrency=1)) for _ in range(8)))
        assert all(one.failure and one.failure.kind == "unreachable" for one in replies)
        assert len(doorway.server.requests) == 2


async def test_an_answer_closes_the_breakers_count(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, replace(EAGER, tries=1, breaker=2)) as doorway:
        dead, alive = Script(b"", "close"), Script(answer(b"alive", status=404), "close")
        doorway.server.play(f"{HOST}/", dead, alive, dead, alive)
        for _ in range(4):
            await doorway.ask(URL)
        assert len(doorway.server.requests) == 4


@pytest.mark.parametrize("purpose", ["platform", "media", "link", "robots"])
async def test_no_referer_and_no_cookie_is_ever_sent(tmp_path: Path, purpose: str) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        doorway.server.play(f"{HOST}/", answer(b"x", "Set-Cookie: id=1", "Alt-Svc: clear"))
        given = (("Referer", "https://from.example/"), ("Cookie", "a=b"), ("User-Agent", "Other/1"))
        for _ in range(2):
            await doorway.ask(URL, purpose=purpose, headers=given)
        for request in doorway.server.requests:
            lowered = request.lower()
            assert b"\r\nreferer:" not in lowered
            assert b"\r\ncookie:" not in lowered
            assert b"\r\nuser-agent: vedette/" in lowered
            assert b"other/1" not in lowered


@pytest.mark.parametrize(
    "more",
    [
        {"method": "GET / HTTP/1.1\r\nX: y\r\n\r\nGET"},
        {"method": "CONNECT"},
        {"method": ""},
        {"headers": (("X: y\r\nZ", "1"),)},
        {"headers": (("X", "1\r\nHost: other.example"),)},
        {"headers": (("X", "1\n\nGET / HTTP/1.1"),)},
        {"headers": (("X", "nul\0"),)},
        {"headers": (("", "1"),)},
    ],
)
async def test_a_second_request_cannot_be_slipped_into_the_first(
    tmp_path: Path, more: dict[str, Any]
) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        reply = await doorway.ask(URL, **more)
        assert reply.failure
        assert (reply.failure.kind, doorway.server.connections) == ("refused_by_guard", 0)


async def test_validators_cannot_smuggle_either(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        await doorway.ask(URL, etag='"1"\r\nX-Smuggled: 1', last_modified="x\r\n\r\nGET /other HTTP/1.1")
        (request,) = doorway.server.requests
        assert b"muggled" not in request
        assert b"/other" not in request


async def test_framing_headers_are_the_doors_own(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, EAGER) as doorway:
        given = (("Host", "other.example"), ("Content-Length", "99"), ("Transfer-Encoding", "chunked"))
        reply = await doorway.ask(URL, headers=given)
        (request,) = doorway.server.requests
        assert request.startswith(b"GET / HTTP/1.1\r\nHost: social.example\r\n")
        assert b"ontent-Length" not in request
        assert b"ransfer-Encoding" not in request
        assert reply.failure is None


async def test_findings_and_pictures_of_the_crawl_are_archived_through_the_door(tmp_path: Path) -> None:
    async with open_doorway(tmp_path) as doorway:
        provenance = Provenance(platform="gab", account="1")
        noted = doorway.door.note(f"{URL}?access_token=abcdef", "login_wall", "a login page", provenance)
        assert (noted.record_type, noted.account) == ("metadata", "1")
        assert doorway.facts()["problem"] == "login_wall"
        drafts = [
            Draft(
                type="resource",
                target_uri=f"urn:{kind}:{URL}?access_token=abcdef",
                date=START,
                content_type="text/plain",
                payload=kind.encode(),
            )
            for kind in ("view", "text")
        ]
        kept = doorway.door.keep(drafts)
        assert [one.body for one in kept] == [b"view", b"text"]
        assert b"abcdef" not in doorway.bytes()
        assert RESPONSE_TYPE.encode() not in doorway.bytes()


async def test_the_environments_proxy_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with run_misbehaving() as proxy, open_doorway(tmp_path, EAGER) as doorway:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        doorway.server.play(f"{HOST}/", answer(b"direct"))
        assert (await doorway.ask(URL)).capture.body == b"direct"
        assert proxy.connections == 0


async def test_a_proper_door_says_who_it_is(tmp_path: Path) -> None:
    options = DoorOptions.from_environment(
        {"VEDETTE_CONTACT": " press@lab.example \t see lab.example/vedette "}, tmp_path
    )
    async with open_doorway(tmp_path, options) as doorway:
        await doorway.ask(URL)
        agent = b"\r\nUser-Agent: Vedette/0.1.0 (+press@lab.example see lab.example/vedette)\r\n"
        assert agent in doorway.server.requests[0]


@pytest.mark.parametrize(
    "environment",
    [
        {"VEDETTE_CONNECT_TO": "127.0.0.1"},
        {"VEDETTE_CONNECT_TO": ":443"},
        {"VEDETTE_CONNECT_TO": "127.0.0.1:0"},
        {"VEDETTE_CONNECT_TO": "127.0.0.1:65536"},
        {"VEDETTE_CONNECT_TO": "127.0.0.1:\u0664\u0664\u0663"},
        {"VEDETTE_CA_FILE": "/nowhere/ca.pem"},
        {"VEDETTE_CONTACT": "x\r\nX-Smuggled: 1\x00"},
        {"VEDETTE_CONTACT": "jörg"},
        {"VEDETTE_CONNECT_TO": "127.0.0.1:443", "VEDETTE_PACE": "-1"},
        {"VEDETTE_CONNECT_TO": "127.0.0.1:443", "VEDETTE_PACE": "nan"},
        {"VEDETTE_CONNECT_TO": "127.0.0.1:443", "VEDETTE_PACE": "fast"},
    ],
)
def test_settings_that_make_no_sense_are_named(tmp_path: Path, environment: dict[str, str]) -> None:
    with pytest.raises(Misuse, match=list(environment)[-1]):
        DoorOptions.from_environment(environment, tmp_path)


def test_a_place_may_be_written_in_brackets() -> None:
    assert read_place("[::1]:8443") == ("::1", 8443)
    assert read_place("") is None
