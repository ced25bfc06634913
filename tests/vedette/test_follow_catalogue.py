"""Every redirection of the sandbox's catalogue, followed by ``vedette follow`` and compared hop for hop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.chromium import find_installed
from sandbox.platforms.links_catalogue import Detour, Stop, list_detours
from storage.archive_reader import ArchiveReader
from storage.index import Index
from vedette.sandbox_process import Sandbox, run_sandbox

DETOURS = list_detours()
PLAIN = tuple(one for one in DETOURS if not one.renders)
MOVING = tuple(one for one in DETOURS if one.later)
Told = dict[str, dict[str, Any]]


def follow(sandbox: Sandbox, data: Path, detours: tuple[Detour, ...], *options: str) -> Told:
    """What ``vedette follow --json`` says of each, by its link."""
    command = [sys.executable, "-c", "from vedette.cli import main; main()", "--data", str(data), "follow"]
    done = subprocess.run(
        [*command, *(one.url for one in detours), "--json", *options],
        env={**os.environ, **sandbox.environment},
        capture_output=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return {row["url"]: row for row in json.loads(done.stdout)}


@pytest.fixture(scope="module")
def playing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A world of this module's own, which it moves on at its end."""
    with run_sandbox(tmp_path_factory.mktemp("catalogue-sandbox"), 7) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def plain(playing: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Path]:
    """All that needs no browser, followed without one; and where it is archived."""
    data = tmp_path_factory.mktemp("plain")
    return follow(playing, data, PLAIN, "--no-browser"), data


@pytest.fixture(scope="module")
def rendered(playing: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Path]:
    """Everything, with the browser where it is needed."""
    if find_installed(os.environ) is None:
        pytest.skip("there is no Chromium")
    data = tmp_path_factory.mktemp("rendered")
    return follow(playing, data, DETOURS), data


def compare(row: dict[str, Any], stops: tuple[Stop, ...]) -> None:
    """Assert that what was told is the truth."""
    told = [
        (hop["kind"], hop["url"], 0 if hop["kind"] == "shim" else hop["status"], hop["next"])
        for hop in row["hops"]  # a browser asks a shim that script leads to; nobody else does
    ]
    onward = [*(stop.url for stop in stops[1:]), ""]
    last = stops[-1]
    due = [(stop.kind, stop.url, stop.status, after) for stop, after in zip(stops, onward, strict=True)]
    if last.kind == "loop" and row["hops"]:
        due[-1] = (*due[-1][:3], row["hops"][-1]["next"])  # where it goes back to, which is told too
    assert told == due
    assert row["outcome"] == last.kind
    assert (row["landing"] or {"url": ""})["url"] == (last.url if last.kind == "landing" else "")
    for hop, stop in zip(row["hops"], stops, strict=True):
        assert stop.reason in hop["reason"]


def test_the_catalogue_is_large_and_mixes_kinds() -> None:
    assert len(DETOURS) >= 40
    assert len({one.url for one in DETOURS}) == len(DETOURS)
    assert {len(one.stops) for one in DETOURS} >= set(range(1, 17))
    kinds = {stop.kind for one in DETOURS for stop in one.stops}
    assert kinds >= {"http", "refresh_header", "meta_refresh", "script", "shim", "frame", "interstitial"}
    assert kinds >= {"landing", "dead_end", "loop", "refused"}


@pytest.mark.parametrize("detour", PLAIN, ids=lambda one: one.name)
def test_plain_reading_tells_the_true_hops(plain: tuple[Told, Path], detour: Detour) -> None:
    compare(plain[0][detour.url], detour.stops)


@pytest.mark.browser
@pytest.mark.parametrize("detour", DETOURS, ids=lambda one: one.name)
def test_following_tells_the_true_hops(rendered: tuple[Told, Path], detour: Detour) -> None:
    compare(rendered[0][detour.url], detour.stops)


@pytest.mark.browser
def test_service_workers_are_not_even_asked_for(rendered: tuple[Told, Path]) -> None:
    index = Index.open(rendered[1])
    try:
        hosts = {capture.url for capture in index.captures() if "//worker-0.example/" in capture.url}
    finally:
        index.close()
    assert hosts and not any(url.endswith("/worker.js") for url in hosts)


def test_every_hop_has_its_record(plain: tuple[Told, Path]) -> None:
    told, data = plain
    archive = ArchiveReader(data / "archive")
    for row in told.values():
        for hop in row["hops"]:
            record = archive.read(hop["capture"]["warc_file"], hop["capture"]["offset"])
            assert record.record_id == hop["capture"]["record_id"]
            if hop["status"]:
                assert (record.url, record.status) == (hop["url"].partition("#")[0], hop["status"])


def test_what_leads_elsewhere_now_is_told_beside_what_it_led_to(
    plain: tuple[Told, Path], playing: Sandbox
) -> None:
    told, data = plain
    playing.move_on()
    after = follow(playing, data, MOVING, "--no-browser")
    for detour in MOVING:
        compare(told[detour.url], detour.stops)
        compare(after[detour.url], detour.later)
