"""The video of a page: its file in archive and index, its every request recorded, its process kept in."""

from __future__ import annotations

import asyncio
import hashlib
import json
import struct
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from crawlers import media, videos
from crawlers.network.door import Door, DoorOptions
from crawlers.platform import Fetch
from crawlers.reading import describe, read_capture
from crawlers.video_words import judge_words
from crawlers.videos import VideoOptions, Videos
from storage.archive_reader import ArchiveReader
from storage.archive_writer import ArchiveWriter
from storage.captured import Record
from storage.items import Capture, Item, Known, MediaFile, Problem, Watched
from storage.tables import media_files
from tests.crawlers.site import Reply, Site, move, page, run_site
from tests.schedules.crawling import run_crawl
from tests.schedules.reading import read_problems, read_record, read_rows
from tests.schedules.world import Asked, Page, format_answer, run_world

PAGE = "https://clips.example.com/watch/1"
CLIP = "https://files.example.com/clip.mp4"
WATCHED = Watched(platform="media", key=PAGE, url=PAGE)
BRISK = VideoOptions(pause_s=0.0, time_s=60.0)


def make_box(name: bytes, content: bytes) -> bytes:
    """A box of an MP4 file (ISO/IEC 14496-12, 4.2)."""
    return struct.pack(">I4s", len(content) + 8, name) + content


MP4 = make_box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + make_box(b"mdat", bytes(range(256)) * 40)
SHOWN = page(f'<html><head><title>A clip</title></head><body><video src="{CLIP}"></video></body></html>')
FILE = Reply(MP4, headers=(("Content-Type", "video/mp4"),))


@dataclass(slots=True)
class Desk:
    """Someone who downloads videos and looks into the archive."""

    site: Site
    videos: Videos
    folder: Path
    writer: ArchiveWriter

    async def download(self, url: str = PAGE) -> tuple[Item, tuple[Capture, ...]]:
        """What the reader makes of the video's record, and all records."""
        fetch = Fetch(url=url, reader="video", route="page", download=True)
        captures = await self.videos.download(fetch, describe(WATCHED, fetch, "a-run"))
        (found,) = (item for one in captures for item in read_capture(one).items)
        assert found.record_id == captures[0].record_id
        return found, captures

    def records(self, kind: str) -> list[Record]:
        """All records of a type that are in the archive."""
        self.writer.sync()
        reader = ArchiveReader(self.folder)
        return [one for name in reader.files() for one in reader.raw_records(name) if one.type == kind]


@asynccontextmanager
async def run_desk(
    folder: Path, replies: Mapping[str, Reply], options: VideoOptions = BRISK, **door_options: Any
) -> AsyncIterator[Desk]:
    """Downloads whose every connection goes to a site with ``replies``."""
    async with run_site(folder, replies) as site:
        settings = DoorOptions(connect_to=("127.0.0.1", site.port), ca_file=site.ca_file, pace_factor=0.0)
        writer = ArchiveWriter(folder / "archive")
        async with Door(writer, replace(settings, **door_options)) as door:
            maker = Videos(door, options)
            await maker.start()
            try:
                yield Desk(site, maker, folder / "archive", writer)
            finally:
                await maker.close()
        writer.close()


async def test_the_file_is_kept_and_every_request_is_in_the_archive(tmp_path: Path) -> None:
    async with run_desk(tmp_path, {PAGE: SHOWN, CLIP: FILE}) as desk:
        found, captures = await desk.download()
        assert isinstance(found, MediaFile)
        assert (found.url, found.size, found.media_type) == (PAGE, len(MP4), "video/mp4")
        assert found.sha256 == hashlib.sha256(MP4).hexdigest()
        (kept,) = (one for one in desk.records("resource") if one.target_uri.startswith("urn:video:"))
        assert (kept.target_uri, kept.payload) == (f"urn:video:{PAGE}", MP4)
        assert kept.record_id == found.record_id
        asked = desk.site.urls()
        assert {PAGE, CLIP} == set(asked)
        assert sorted(one.target_uri for one in desk.records("request")) == sorted(asked)
        assert {one.record_id for one in desk.records("response")} <= {one.record_id for one in captures}
        reread = ArchiveReader(desk.folder).read(captures[0].warc_file, captures[0].offset)
        assert read_capture(reread).items == (found,)


async def test_it_says_who_we_are_and_brings_no_cookie(tmp_path: Path) -> None:
    async with run_desk(tmp_path, {PAGE: SHOWN, CLIP: FILE}, user_agent="Vedette/9 (+desk)") as desk:
        await desk.download()
        assert {one.header("user-agent") for one in desk.site.seen} == {"Vedette/9 (+desk)"}
        assert not any(one.header("cookie") or one.header("referer") for one in desk.site.seen)


async def test_a_page_that_leads_to_this_machine_is_refused(tmp_path: Path) -> None:
    replies = {PAGE: SHOWN, CLIP: move("http://127.0.0.1:8080/secret.mp4")}
    async with run_desk(tmp_path, replies) as desk:
        found, captures = await desk.download()
        assert isinstance(found, Problem) and found.kind == "refused_by_guard"
        assert "127.0.0.1" in found.reason
        assert all("127.0.0.1" not in url for url in desk.site.urls())
        refused = [one for one in captures if one.url == "http://127.0.0.1:8080/secret.mp4"]
        assert refused and all(one.record_type == "metadata" for one in refused)
        assert not [one for one in desk.records("resource") if one.target_uri.startswith("urn:video:")]


@pytest.mark.parametrize("url", ["ytsearch:cats", "file:///etc/hostname", "-v", "data:text/html,x"])
async def test_only_addresses_of_the_web_are_handed_on(tmp_path: Path, url: str) -> None:
    async with run_desk(tmp_path, {}) as desk:
        found, _ = await desk.download(url)
        assert isinstance(found, Problem) and found.kind == "refused_by_guard"


async def test_a_server_that_never_answers_is_left_and_no_process_stays(tmp_path: Path) -> None:
    replies = {PAGE: SHOWN, CLIP: Reply(never=True)}
    async with run_desk(tmp_path, replies, replace(BRISK, time_s=4.0)) as desk:
        before = psutil.Process().children(recursive=True)
        found, captures = await desk.download()
        assert isinstance(found, Problem) and found.kind == "unreachable"
        assert found.reason == "not fetched within 4 seconds"
        assert psutil.Process().children(recursive=True) == before
        assert {one.url for one in captures[1:] if one.record_type != "resource"} == set(desk.site.urls())


async def test_a_download_that_is_called_off_leaves_no_process(tmp_path: Path) -> None:
    async with run_desk(tmp_path, {PAGE: Reply(never=True)}) as desk:
        before = psutil.Process().children(recursive=True)
        task = asyncio.create_task(desk.download())
        await desk.site.arrived.wait()
        assert len(psutil.Process().children(recursive=True)) == len(before) + 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert psutil.Process().children(recursive=True) == before


async def test_a_cut_file_is_no_file(tmp_path: Path) -> None:
    """The door takes so much of an answer; yt-dlp sees a shorter file and is content."""
    limits = replace(DoorOptions().limits, body_bytes=4096)
    async with run_desk(tmp_path, {PAGE: SHOWN, CLIP: FILE}, limits=limits) as desk:
        found, _ = await desk.download()
        assert isinstance(found, Problem) and found.kind == "truncated"


async def test_a_file_beyond_our_measure_is_left(tmp_path: Path) -> None:
    async with run_desk(tmp_path, {PAGE: SHOWN, CLIP: FILE}, replace(BRISK, largest=5000)) as desk:
        found, _ = await desk.download()
        assert isinstance(found, Problem) and found.kind == "truncated"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (page("<html><body>No video at all</body></html>"), "changed_format"),
        (Reply(b"gone", 410), "deleted"),
        (Reply(b"nothing", 404), "not_found"),
        (Reply(b"slowly", 429), "rate_limited"),
    ],
)
async def test_a_page_without_video_is_a_problem(tmp_path: Path, reply: Reply, kind: str) -> None:
    async with run_desk(tmp_path, {PAGE: reply}) as desk:
        found, _ = await desk.download()
        assert isinstance(found, Problem)
        assert found.kind == kind, found.reason


@pytest.mark.parametrize(
    ("attempt", "stopped"),
    [
        ("import socket; socket.socket().connect(('198.51.100.7', 80))", "socket.connect"),
        ("import socket; socket.socket().connect(('127.0.0.1', 1))", "socket.connect"),
        ("import socket; socket.getaddrinfo('example.com', 80)", "socket.getaddrinfo"),
        ("import socket; socket.socket(type=2).sendto(b'x', ('198.51.100.7', 53))", "socket.sendto"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
        ("import os; os.system('true')", "os.system"),
    ],
)
async def test_nothing_in_the_process_goes_round_the_proxy(
    tmp_path: Path, attempt: str, stopped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process as it is, with a line in the place of yt-dlp that tries to get out."""
    text = videos.SCRIPT.read_text()
    script = tmp_path / "child.py"
    run = 'runpy.run_module("yt_dlp", run_name="__main__", alter_sys=True)'
    assert run in text
    script.write_text(text.replace(run, attempt))
    monkeypatch.setattr(videos, "SCRIPT", script)
    async with run_desk(tmp_path, {}) as desk:
        found, _ = await desk.download()
        assert isinstance(found, Problem)
        assert f"{stopped} is not for this process" in found.reason


async def test_the_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    """Here its standard input ends while it waits for an answer that does not come."""
    async with run_site(tmp_path, {}) as site:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(videos.SCRIPT)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert process.stdin is not None
        silent = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
        port = silent.sockets[0].getsockname()[1]
        arguments = ["--no-config", f"--proxy=http://127.0.0.1:{port}", PAGE]
        job = {"port": port, "largest": 1000, "arguments": arguments}
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.close()
        assert await process.wait() == 3
        silent.close()
        assert not site.seen


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("[youtube] x: Sign in to confirm you’re not a bot. Use --cookies for it", "challenge"),
        ("[youtube] x: Sign in to confirm your age. This video may be inappropriate", "login_wall"),
        ("[youtube] x: Private video. Sign in if you've been granted access to this video", "private"),
        ("[youtube] x: Video unavailable. This video has been removed by the uploader", "deleted"),
        ("[youtube] x: Video unavailable", "not_found"),
        ("[youtube] x: The uploader has not made this video available in your country", "geo_blocked"),
        (
            "[youtube] x: Video unavailable. The account associated with this video has been terminated",
            "suspended",
        ),
        ("[x] 1: Unable to download webpage: timed out", "unreachable"),
    ],
)
def test_what_it_says_is_told_in_our_words(words: str, kind: str) -> None:
    found = judge_words(f"WARNING: something\nERROR: {words}\n", 1)
    assert found is not None and found.kind == kind


def test_a_script_to_be_solved_is_a_challenge_and_not_a_format() -> None:
    words = (
        "WARNING: [youtube] x: n challenge solving failed: Some formats may be missing.\n"
        "ERROR: [youtube] x: Requested format is not available. Use --list-formats for a list\n"
    )
    found = judge_words(words, 1)
    assert found is not None and found.kind == "challenge"
    assert judge_words("[download] 100%\n", 0) is None


VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
STREAM = "https://rr1.googlevideo.com/videoplayback?itag=18&mime=video%2Fmp4"
PLAYER = {
    "playabilityStatus": {"status": "OK"},
    "videoDetails": {"videoId": "abcdefghijk", "title": "A clip", "lengthSeconds": "1"},
    "streamingData": {
        "formats": [
            {
                "itag": 18,
                "url": STREAM,
                "mimeType": 'video/mp4; codecs="avc1.42001E, mp4a.40.2"',
                "width": 640,
                "height": 360,
                "contentLength": str(len(MP4)),
            }
        ]
    },
}
AROUND: Mapping[str, Any] = {"contents": {"twoColumnWatchNextResults": {}}, "currentVideoEndpoint": {}}


def write_watch_page(player: Mapping[str, Any]) -> bytes:
    """A page of YouTube in the shape of the real one, as far as the player is concerned."""
    script = f"var ytInitialPlayerResponse = {json.dumps(player)};"
    return (
        f"<html><script>{script}</script><script>var ytInitialData = {json.dumps(AROUND)};</script>".encode()
    )


def crawl_video(folder: Path, player: Mapping[str, Any]) -> list[str]:
    """A crawl of the media of one video, and what was asked for."""

    def answer(asked: Asked) -> Page | None:
        if asked.url.startswith(VIDEO):
            return Page(format_answer(200, write_watch_page(player), ("Content-Type: text/html",)))
        return None

    with run_world(folder, "www.youtube.com", "rr1.googlevideo.com") as world:
        world.answers.append(answer)
        world.put(STREAM, MP4, "Content-Type: video/mp4")
        end = run_crawl(world, folder / "data", Watched(platform="media", key=VIDEO, url=VIDEO))
        assert end.outcome == "finished"
        return world.urls()


def test_a_crawl_brings_the_video_of_a_watch_page_into_the_index(tmp_path: Path) -> None:
    asked = crawl_video(tmp_path, PLAYER)
    assert STREAM in asked
    (row,) = read_rows(tmp_path / "data", media_files)
    assert (row["sha256"], row["size"]) == (hashlib.sha256(MP4).hexdigest(), len(MP4))
    kept = read_record(tmp_path / "data", row["record_id"])
    assert (kept.url, kept.body) == (f"urn:video:{VIDEO}", MP4)
    assert not read_problems(tmp_path / "data")


def test_a_watch_page_that_asks_for_a_person_is_a_challenge(tmp_path: Path) -> None:
    status = {"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm you\u2019re not a bot"}
    asked = crawl_video(tmp_path, {"playabilityStatus": status})
    assert STREAM not in asked
    assert [one.kind for one in read_problems(tmp_path / "data")] == ["challenge"]
    assert not read_rows(tmp_path / "data", media_files)


def test_pages_of_videos_are_downloaded_and_files_are_fetched() -> None:
    def downloads(url: str) -> bool:
        (fetch,) = media.start(Watched(platform="media", key=url, url=url), Known())
        return fetch.download

    assert downloads("https://www.youtube.com/watch?v=abcdefghijk")
    assert not downloads("https://i.ytimg.com/vi/abcdefghijk/hqdefault.jpg")
    assert not downloads("https://files.example/watch.mp4")
