"""robots.txt: asked for links alone, once for each origin, whatever the server sends for it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import orjson
import pytest

from crawlers.network.door import Answer, DoorOptions
from crawlers.network.robots import LARGEST, MOST_MOVES
from tests.crawlers.network.doorway import IMPATIENT, Doorway, open_doorway
from tests.crawlers.network.misbehaving import Ending, Script, answer

HOST = "press.example"
FORBIDS = answer(b"User-agent: *\nDisallow: /private\n\nUser-agent: vedette\nDisallow: /no-vedettes\n")
OPTIONS = DoorOptions(limits=IMPATIENT, tries=1)


async def follow(doorway: Doorway, path: str, host: str = HOST) -> Answer:
    return await doorway.ask(f"http://{host}{path}", purpose="link")


def list_asked(doorway: Doorway) -> list[str]:
    """The paths that were asked for, in order."""
    return [one.split(b" ")[1].decode() for one in doorway.server.requests]


def is_allowed(reply: Answer) -> bool:
    if reply.failure is None:
        return True
    if reply.failure.kind != "unreachable":
        assert (reply.failure.kind, reply.failure.reason) == (
            "refused_by_guard",
            "robots.txt does not allow it",
        )
    return False


async def test_a_link_is_followed_only_where_robots_txt_allows_it(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{HOST}/robots.txt", FORBIDS)
        doorway.server.play(f"{HOST}/private", answer(b"page"))
        allowed = await follow(doorway, "/private")
        assert is_allowed(allowed)
        assert [one.url for one in allowed.earlier] == [f"http://{HOST}/robots.txt"]
        refused = await follow(doorway, "/no-vedettes/page")
        assert not is_allowed(refused)
        assert refused.capture.record_type == "metadata"
        assert doorway.facts()["reason"] == "robots.txt does not allow it"
        assert list_asked(doorway) == ["/robots.txt", "/private"]


async def test_robots_txt_is_archived_and_read_by_no_reader(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{HOST}/robots.txt", FORBIDS)
        reply = await follow(doorway, "/")
        (robots,) = reply.earlier
        assert robots.reader == ""
        assert doorway.records("response")[0].payload == robots.body


async def test_many_links_to_one_origin_ask_once_and_another_origin_anew(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{HOST}/robots.txt", FORBIDS)
        await asyncio.gather(*(follow(doorway, f"/{number}") for number in range(5)))
        assert list_asked(doorway).count("/robots.txt") == 1
        await follow(doorway, "/", "other.example")
        assert list_asked(doorway).count("/robots.txt") == 2


@pytest.mark.parametrize("purpose", ["platform", "media", "browser"])
async def test_only_links_ask_for_it(tmp_path: Path, purpose: str) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{HOST}/robots.txt", answer(b"User-agent: *\nDisallow: /\n"))
        await doorway.ask(f"http://{HOST}/page", purpose=purpose)
        assert list_asked(doorway) == ["/page"]


async def test_it_can_be_switched_off(tmp_path: Path) -> None:
    options = DoorOptions.from_environment({"VEDETTE_ROBOTS": "off"}, tmp_path)
    async with open_doorway(tmp_path, options) as doorway:
        doorway.server.play(f"{HOST}/robots.txt", answer(b"User-agent: *\nDisallow: /\n"))
        assert is_allowed(await follow(doorway, "/page"))
        assert list_asked(doorway) == ["/page"]


@pytest.mark.parametrize(
    ("sent", "allowed"),
    [
        (answer(b"no", status=404), True),
        (answer(b"no", status=403), True),
        (answer(b"no", status=500), False),
        (answer(b"no", status=503), False),
        (Script(b"", "close"), False),
        (Script(b"", "reset"), False),
        (Script(b"", "hang"), False),
        (b"not HTTP at all\r\n\r\n", False),
        (answer(b""), True),
        (answer(b"\x00\xff\xfe<html>\x00Disallow: /"), True),
        (answer("\ufeffUser-agent: *\r\rDisallow: /".encode()), False),
        (answer(b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"*b$\nCrawl-delay: " + b"9" * 5000), True),
        (answer(b"Disallow: /"), True),
    ],
)  # fmt: skip
async def test_a_robots_txt_that_is_broken_or_not_there(
    tmp_path: Path, sent: bytes | Script, allowed: bool
) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{HOST}/robots.txt", sent)
        assert is_allowed(await follow(doorway, "/" + "a" * 2000)) == allowed


@pytest.mark.parametrize("mode", ["close", "reset", "hang"])
async def test_an_origin_that_gives_no_answer_is_unreachable_rather_than_forbidden(
    tmp_path: Path, mode: Ending
) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{HOST}/robots.txt", Script(b"", mode))
        reply = await follow(doorway, "/page")
        (robots,) = reply.earlier
        assert reply.failure is not None and reply.failure.kind == "unreachable"
        assert reply.failure.reason == orjson.loads(robots.body)["reason"]
        assert doorway.facts()["problem"] == "unreachable"
        assert (await follow(doorway, "/other")).earlier == (), "it is not asked for again"


async def test_an_endless_robots_txt_is_cut_and_its_beginning_counts(tmp_path: Path) -> None:
    async with open_doorway(tmp_path) as doorway:
        head = b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n"
        doorway.server.play(f"{HOST}/robots.txt", Script(head, "endless", b"# more and more\n" * 1000))
        assert not is_allowed(await follow(doorway, "/private"))
        assert is_allowed(await follow(doorway, "/public"))
        robots = doorway.records("response")[0]
        assert (len(robots.payload), robots.field("WARC-Truncated")) == (LARGEST, "length")


async def test_its_redirects_are_followed_to_another_host_but_never_home(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        moved = answer(b"", "Location: http://other.example/rules", status=301)
        doorway.server.play(f"{HOST}/robots.txt", moved)
        doorway.server.play("other.example/rules", answer(b"User-agent: *\nDisallow: /\n"))
        assert not is_allowed(await follow(doorway, "/page"))
        doorway.server.play("sly.example/robots.txt", answer(b"", "Location: http://127.0.0.1/", status=302))
        reply = await follow(doorway, "/page", "sly.example")
        assert not is_allowed(reply)
        assert [one.record_type for one in reply.earlier] == ["response", "metadata"]
        assert doorway.server.asked("127.0.0.1") == []


async def test_a_robots_txt_that_moves_in_circles_is_left_alone(tmp_path: Path) -> None:
    async with open_doorway(tmp_path, OPTIONS) as doorway:
        doorway.server.play(f"{HOST}/robots.txt", answer(b"", "Location: /robots.txt", status=301))
        assert is_allowed(await follow(doorway, "/page"))
        assert list_asked(doorway) == ["/robots.txt"] * (MOST_MOVES + 1) + ["/page"]


async def test_a_question_that_is_given_up_meanwhile_decides_nothing_for_others(tmp_path: Path) -> None:
    async with open_doorway(tmp_path) as doorway:
        doorway.server.play(f"{HOST}/robots.txt", Script(b"", "hang"), FORBIDS)
        first = asyncio.create_task(follow(doorway, "/page"))
        await doorway.server.arrived.wait()
        second = asyncio.create_task(follow(doorway, "/page"))
        await asyncio.sleep(0)
        first.cancel()
        assert is_allowed(await second)
        assert list_asked(doorway) == ["/robots.txt", "/robots.txt", "/page"]
