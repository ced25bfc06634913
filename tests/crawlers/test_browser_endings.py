"""Every load ends by itself, with an outcome and what could be seen, and leaves nothing running."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from crawlers.browser import Browser, BrowserMissing
from crawlers.chromium import find_executable
from crawlers.network.door import Door, DoorOptions
from crawlers.network.visit import Budget
from storage.archive_writer import ArchiveWriter
from tests.crawlers.browsing import BRISK, describe, run_desk
from tests.crawlers.site import Reply, move, page

pytestmark = pytest.mark.browser

SHORT = replace(BRISK, load_s=3.0, collect_s=3.0, navigation_s=2.0)

HANGING = {
    "endless loop": "before<script>setTimeout(() => { while (1); }, 100)</script>",
    "endless dialogs": "before<script>setTimeout(() => { while (1) alert('stay'); }, 100)</script>",
    "endless questions": "before<script>onbeforeunload = () => 'stay'; while (1) confirm('stay')</script>",
    "endless work": "before<script>"
    "setInterval(() => { for (const end = Date.now() + 900; Date.now() < end;); }, 1)</script>",
}


@pytest.mark.parametrize("means", HANGING)
async def test_a_page_that_hangs_ends_in_time(tmp_path: Path, means: str) -> None:
    async with run_desk(tmp_path, {"https://bad.example/": page(f"<body>{HANGING[means]}")}, SHORT) as desk:
        told = await desk.tell("https://bad.example/")
        assert told["outcome"] == "timeout"
        assert told["text"] in ("before", "")  # what Chromium still shows, if it does
        desk.site.replies["https://bad.example/"] = page("<body>well again")
        assert (await desk.tell("https://bad.example/"))["text"] == "well again"


async def test_a_page_that_hangs_is_still_looked_at(tmp_path: Path) -> None:
    body = page(f"<title>hung</title><body>{HANGING['endless loop']}")
    async with run_desk(tmp_path, {"https://bad.example/": body}, SHORT) as desk:
        told = await desk.tell("https://bad.example/")
        assert (told["outcome"], told["title"], told["text"]) == ("timeout", "hung", "before")
        assert desk.record(told["screenshot_record_id"]).payload.startswith(b"\x89PNG")


async def test_no_answer_is_an_outcome_with_its_record(tmp_path: Path) -> None:
    async with run_desk(tmp_path, {"https://bad.example/": Reply(never=True)}, SHORT) as desk:
        told = await desk.tell("https://bad.example/")
        assert (told["outcome"], told["status"], told["text"]) == ("timeout", 0, "")
        (step,) = told["navigations"]
        assert b"broken off" in desk.record(step["record_id"]).payload


async def test_a_page_is_shown_though_a_part_of_it_never_comes(tmp_path: Path) -> None:
    replies = {
        "https://slow.example/": page("<body>text<img src='/never'>"),
        "https://slow.example/never": Reply(never=True),
    }
    options = replace(BRISK, navigation_s=1.5, busy_s=1.0)
    async with run_desk(tmp_path, replies, options) as desk:
        told = await desk.tell("https://slow.example/")
        assert (told["outcome"], told["text"]) == ("ok", "text")
        (never,) = (one for one in told["requests"] if one["url"].endswith("/never"))
        assert "broken off" in never["reason"]


async def test_a_server_that_cannot_be_reached(tmp_path: Path) -> None:
    async with run_desk(tmp_path, {}) as desk:
        told = await desk.tell("http://plain.example/")  # the site speaks TLS only
        assert (told["outcome"], told["status"], told["text"]) == ("unreachable", 0, "")
        assert told["reason"]
        assert told["screenshot_record_id"] == ""


async def test_a_file_to_save_is_archived_and_not_saved(tmp_path: Path) -> None:
    headers = (("Content-Type", "application/zip"), ("Content-Disposition", "attachment; filename=a.zip"))
    replies = {
        "https://file.example/": move("/a.zip"),
        "https://file.example/a.zip": Reply(b"PK", 200, headers),
    }
    async with run_desk(tmp_path, replies) as desk:
        told = await desk.tell("https://file.example/")
        assert told["outcome"] == "download"
        assert [(one["kind"], one["status"]) for one in told["navigations"]] == [
            ("http", 302),
            ("dead_end", 200),
        ]
        assert desk.archived("https://file.example/a.zip").payload == b"PK"


async def test_redirects_without_end(tmp_path: Path) -> None:
    replies = {
        "https://a.example/": move("https://b.example/"),
        "https://b.example/": move("https://a.example/"),
    }
    async with run_desk(tmp_path, replies) as desk:
        told = await desk.tell("https://a.example/")
        assert told["outcome"] == "too_many_navigations"
        assert told["navigations"][-1]["kind"] == "loop"
        assert len(desk.site.urls()) <= 21


async def test_a_page_that_never_stops_moving_on(tmp_path: Path) -> None:
    body = "<body>here<script>setTimeout(() => location = '/?' + Math.random(), 1)</script>"
    replies = {"https://a.example/": page(body)}
    async with run_desk(tmp_path, replies, replace(BRISK, navigations=5)) as desk:
        desk.site.fallback = page(body)
        told = await desk.tell("https://a.example/")
        assert (told["outcome"], told["text"]) == ("too_many_navigations", "here")
        assert len(told["navigations"]) == 6
        assert len([url for url in desk.site.urls() if url.startswith("https://a.example/")]) <= 7


async def test_a_page_that_asks_for_too_much(tmp_path: Path) -> None:
    body = "<body>greedy<script>for (let i = 0; i < 200; i += 1) fetch('/part?' + i)</script>"
    options = replace(BRISK, budget=Budget(requests=20))
    async with run_desk(tmp_path, {"https://a.example/": page(body)}, options) as desk:
        told = await desk.tell("https://a.example/")
        assert (told["outcome"], told["text"]) == ("ok", "greedy")
        assert len(desk.site.seen) == 20
        assert [one["refused"] for one in told["requests"]].count(True) == 1
        assert told["requests_dropped"] >= 180


async def test_a_page_that_eats_memory_is_killed_alone(tmp_path: Path) -> None:
    body = """<body><script>const kept = []; setInterval(() => {
      for (let i = 0; i < 20; i += 1) kept.push(new Uint8Array(10 << 20).fill(1)) }, 10)</script>"""
    options = replace(BRISK, memory_bytes=300 << 20)
    replies = {"https://fat.example/": page(body), "https://lean.example/": page("<body>lean")}
    async with run_desk(tmp_path, replies, options) as desk:
        assert (await desk.tell("https://fat.example/"))["outcome"] == "crashed"
        assert (await desk.tell("https://lean.example/"))["text"] == "lean"


async def test_popups_do_not_open(tmp_path: Path) -> None:
    body = "<body>one<script>open('https://ad.example/'); open('/own')</script>"
    async with run_desk(tmp_path, {"https://a.example/": page(body)}) as desk:
        assert (await desk.tell("https://a.example/"))["text"] == "one"
        assert set(desk.site.urls()) == {"https://a.example/"}


async def test_a_browser_that_was_killed_is_started_again(tmp_path: Path) -> None:
    async with run_desk(tmp_path, {"https://a.example/": page("<body>fine")}) as desk:
        assert (await desk.tell("https://a.example/"))["text"] == "fine"
        assert desk.browser._running is not None
        os.killpg(desk.browser._running.group, signal.SIGKILL)
        told = [describe((await desk.load("https://a.example/")).page) for _ in range(2)]
        assert told[-1]["text"] == "fine"


async def test_nothing_is_left_running(tmp_path: Path) -> None:
    replies = {"https://bad.example/": page(f"<body>{HANGING['endless loop']}")}
    async with run_desk(tmp_path, replies, replace(SHORT, loads_per_process=1)) as desk:
        groups = []
        for _ in range(2):
            await desk.tell("https://bad.example/")
            assert desk.browser._running is not None
            groups.append(desk.browser._running.group)
        assert len(set(groups)) == 2
    for group in groups:
        assert not list_members(group)


def list_members(group: int) -> list[int]:
    """The processes of a group that still run; those that only wait for their parent don't."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


async def test_no_chromium_is_one_clear_line(tmp_path: Path) -> None:
    async with Door(ArchiveWriter(tmp_path), DoorOptions()) as door:
        browser = Browser(door, environment={"VEDETTE_CHROMIUM": "/nowhere/chromium", "PATH": ""})
        with pytest.raises(BrowserMissing, match=r"^VEDETTE_CHROMIUM names /nowhere/chromium") as raised:
            await browser.start()
        assert "\n" not in str(raised.value)


async def test_a_program_that_is_no_chromium_is_one_clear_line(tmp_path: Path) -> None:
    async with Door(ArchiveWriter(tmp_path), DoorOptions()) as door:
        browser = Browser(door, environment={"VEDETTE_CHROMIUM": "/bin/false"})
        with pytest.raises(BrowserMissing, match=r"^Chromium \(/bin/false\) does not start: ") as raised:
            await browser.start()
        assert "\n" not in str(raised.value)


async def test_chromium_is_found_by_name(tmp_path: Path) -> None:
    program = tmp_path / "mine"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    async with async_playwright() as playwright:
        assert find_executable({"VEDETTE_CHROMIUM": str(program)}, playwright) == program
