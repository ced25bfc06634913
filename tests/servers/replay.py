"""pywb on loopback: how others replay what was archived, with nowhere to go but the archive."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Frame, async_playwright

from crawlers.chromium import find_executable
from tests.servers.installed import CACHE, ROOT
from tests.servers.processes import accepts, find_free_port, keep_running

COLLECTION = "kept"
PROGRAMS = ROOT / ".venv-replay" / "bin"
TOP = "example"
"""The top level domain of all that is replayed."""
WITHIN_MS = 30_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A replayed page: its visible text, its pictures' widths, its frames' texts, its background, what was
    answered to it, what pywb did not have, and what it asked others for."""

    text: str
    pictures: tuple[int, ...]
    frames: tuple[str, ...]
    background: str
    answered: tuple[str, ...]
    lacking: tuple[str, ...]
    escaped: tuple[str, ...]


@dataclass(slots=True)
class Outside:
    """What stands for the rest of the world: counts who comes, answers nobody."""

    port: int
    came: list[str] = field(default_factory=list)


def require_replay() -> None:
    """Skip the test, with the reason, where pywb is not installed."""
    if not (PROGRAMS / "wayback").is_file():
        reason = CACHE / "missing" / "replay"
        told = reason.read_text().strip() if reason.is_file() else "`make test` installs it"
        pytest.skip(f"pywb is not installed: {told}")


def run_program(name: str, *words: str | Path, folder: Path | None = None) -> str:
    """What a program of the replay environment prints; it must end well."""
    done = subprocess.run(
        (str(PROGRAMS / name), *map(str, words)),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, f"{name} {' '.join(map(str, words))}: {done.returncode}\n{told[-3000:]}"
    return told


def serve_archive(folder: Path, archive: Path) -> None:
    """Set up ``folder`` so that pywb serves an archive by its own ``index.cdxj``."""
    folder.mkdir()
    settings = {"index_paths": str(archive / "index.cdxj"), "archive_paths": f"{archive}/"}
    # What is JSON is YAML.
    (folder / "config.yaml").write_text(json.dumps({"collections": {COLLECTION: settings}}))


def serve_package(folder: Path, package: Path) -> None:
    """Set up ``folder`` so that pywb serves a WACZ, which it indexes itself."""
    folder.mkdir()
    run_program("wb-manager", "init", COLLECTION, folder=folder)
    run_program("wb-manager", "add", "--unpack-wacz", COLLECTION, package, folder=folder)


@contextmanager
def run_pywb(folder: Path, outside: Outside) -> Iterator[str]:
    """The collection's address, as long as the block; pywb's own requests would go ``outside``."""
    port = find_free_port()
    way_out = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), f"http://127.0.0.1:{outside.port}")
    environment = {**os.environ, **way_out, "no_proxy": "localhost"}  # its own parts talk there
    command = (PROGRAMS / "wayback", "-b", "127.0.0.1", "-p", str(port), "-d", folder)
    with keep_running(command, folder / "log", environment) as kept:
        kept.wait_for(lambda: accepts(port))
        yield f"http://127.0.0.1:{port}/{COLLECTION}"


@asynccontextmanager
async def watch_outside() -> AsyncIterator[Outside]:
    """A port of loopback where whoever comes is counted and sent away."""

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        outside.came.append((await reader.read(200)).decode("latin-1"))
        writer.close()

    server = await asyncio.start_server(note, "127.0.0.1", 0)
    outside = Outside(server.sockets[0].getsockname()[1])
    try:
        yield outside
    finally:
        server.close()


async def look_at(address: str, url: str, ready: str, outside: Outside) -> Shown:
    """The newest capture of ``url`` in a browser for which every host under ``TOP`` is ``outside``; no other
    has an address, so that what a browser asks for by itself does not count.

    Returns when an element that ``ready`` selects is there, its frames have text, and all pictures are
    loaded or broken.
    """
    asked: list[str] = []
    answers: dict[str, int] = {}
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=find_executable(os.environ, playwright),
            args=[
                f"--host-resolver-rules=MAP *.{TOP} 127.0.0.1:{outside.port}, MAP * ~NOTFOUND, "
                "EXCLUDE 127.0.0.1",
            ],
            chromium_sandbox=os.geteuid() != 0,
        )
        context = await chromium.new_context(service_workers="block")
        page = await context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda response: answers.update({response.url: response.status}))
        await page.goto(f"{address}/{url}")
        holder = await page.wait_for_selector("iframe#replay_iframe", timeout=WITHIN_MS)
        assert holder is not None
        frame = await holder.content_frame()
        assert frame is not None
        await frame.wait_for_selector(ready, timeout=WITHIN_MS)
        await frame.wait_for_function(
            "Array.from(document.images).every((one) => one.complete)", timeout=WITHIN_MS
        )
        for inner in frame.child_frames:
            await inner.wait_for_function("document.body?.innerText", timeout=WITHIN_MS)
        await page.wait_for_load_state("networkidle", timeout=WITHIN_MS)
        shown = await _describe(frame)
        await chromium.close()
    here = (f"{address.rpartition('/')[0]}/", "data:", "blob:", "about:")
    return Shown(
        **shown,
        answered=tuple(url for url, status in answers.items() if status < 400),
        lacking=tuple(url for url, status in answers.items() if status >= 400),
        escaped=tuple(url for url in asked if not url.startswith(here)),
    )


async def _describe(frame: Frame) -> dict[str, Any]:
    widths = "Array.from(document.images).map((one) => one.naturalWidth)"
    return {
        "text": await frame.inner_text("body"),
        "pictures": tuple(await frame.evaluate(widths)),
        "frames": tuple([await inner.inner_text("body") for inner in frame.child_frames]),
        "background": await frame.evaluate("getComputedStyle(document.body).backgroundColor"),
    }
