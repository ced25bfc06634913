"""The video file of a page that shows one, by yt-dlp: its every request through the recording proxy.

yt-dlp runs as a process of its own (``video_process``). What it asks for is archived like a browser's
requests; the file it makes of that becomes a ``resource`` record (``urn:video:URL``) for the reader that
the ``Fetch`` names, or a ``metadata`` record says why there is none. It brings no cookie of a person, goes
under our own name, and without a JavaScript runtime: what a site asks it to solve stays unsolved, and is
told as ``challenge``.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from crawlers.network.options import DoorOptions
from crawlers.network.proxy import Asking, Proxy
from crawlers.network.visit import Budget, Visit
from crawlers.platform import Fetch
from crawlers.video_words import Finding, judge_words
from storage.items import Capture
from storage.warc import Draft, Provenance

SCRIPT = Path(__file__).with_name("video_process.py")
WORDS = 65_536
"""How many bytes of what yt-dlp said are looked at, from the end."""
CHUNK = 10 * 1024 * 1024
"""Files are asked for in ranges of so many bytes, well below what the door takes in one answer."""

_TYPES = {
    ".3gp": "video/3gpp",
    ".flv": "video/x-flv",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".ts": "video/mp2t",
    ".webm": "video/webm",
}
_UNFINISHED = (".part", ".ytdl", ".temp")


class Keeping(Asking, Protocol):
    """As much of the door as is used here."""

    @property
    def options(self) -> DoorOptions:
        """How the door behaves: our name is from there."""

    def keep(self, drafts: Sequence[Draft]) -> tuple[Capture, ...]:
        """Archive records of our own making."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoOptions:
    """Bounds of one download: seconds, bytes of the file, lines of its picture where there is a choice, and
    seconds between the questions that lead to it."""

    time_s: float = 900.0
    largest: int = 128 * 1024 * 1024
    height: int = 720
    pause_s: float = 1.0


class Videos:
    """Started and closed inside a running loop. One download at a time: a file is held in memory once."""

    def __init__(self, door: Keeping, options: VideoOptions | None = None) -> None:
        self.options = options or VideoOptions()
        self._door = door
        self._proxy = Proxy(door)
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Have the proxy listen."""
        await self._proxy.start()

    async def close(self) -> None:
        """Stop listening; a download under way ends with the task that waits for it."""
        await self._proxy.close()

    async def download(self, fetch: Fetch, provenance: Provenance) -> tuple[Capture, ...]:
        """The record for the reader of ``fetch``, file or failure, and all records of the way there.

        Raises ``ArchiveFault``.
        """
        if not fetch.url.lower().startswith(("http://", "https://")):
            # yt-dlp has addresses of its own that search or read files.
            reason = "neither http nor https"
            return (self._door.note(fetch.url, "refused_by_guard", reason, provenance),)
        # Extraction and the repeated end of a range come on top of the file.
        budget = Budget(requests=1500, bytes=self.options.largest * 2)
        visit = Visit(provenance=provenance, budget=budget)
        async with self._turn:
            with tempfile.TemporaryDirectory(prefix="vedette-video-") as name:
                folder = Path(name)
                self._proxy.admit(visit)
                try:
                    finding = await self._run(fetch.url, visit, folder)
                finally:
                    await self._proxy.dismiss(visit)
                file = _find_file(folder / "got")
                result = self._conclude(fetch.url, visit, finding, file)
        return (result, *visit.captures)

    def _conclude(self, url: str, visit: Visit, finding: Finding | None, file: Path | None) -> Capture:
        cut = next((one for one in visit.captures if one.truncated), None)
        refused = visit.asked[-1] if visit.asked and visit.asked[-1].refused else None
        if finding is None and file is not None and cut is None:
            draft = Draft(
                type="resource",
                target_uri=f"urn:video:{url}",
                date=datetime.now(UTC),
                content_type=_TYPES.get(file.suffix.lower(), "application/octet-stream"),
                payload=file.read_bytes(),
                fields=(("WARC-X-Vedette-Tool", f"yt-dlp {version('yt-dlp')}"),),
                provenance=visit.provenance,
            )
            return self._door.keep((draft,))[0]
        if refused is not None:  # where it came to an end: yt-dlp saw a mere 403
            finding = Finding("refused_by_guard", f"{refused.url[:200]}: {refused.refusal}")
        elif cut is not None:
            finding = Finding("truncated", f"an answer was cut: {cut.truncated}")
        elif finding is None:
            finding = Finding("changed_format", "yt-dlp made no file of it")
        return self._door.note(url, finding.kind, finding.reason, visit.provenance)

    async def _run(self, url: str, visit: Visit, folder: Path) -> Finding | None:
        """Run yt-dlp to its end, or ours; ``None`` if it is content."""
        for name in ("got", "empty"):
            (folder / name).mkdir()
        authority = folder / "authority.pem"
        authority.write_bytes(self._proxy.authority.certificate)
        said = folder / "said.txt"
        job = {
            "port": self._proxy.port,
            "largest": self.options.largest,
            "arguments": self._argue(url, visit),
        }
        with said.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-X", "utf8", str(SCRIPT)),
                stdin=asyncio.subprocess.PIPE,
                stdout=out,
                stderr=asyncio.subprocess.STDOUT,
                cwd=folder / "got",
                env=_make_environment(folder, authority),
                start_new_session=True,
            )
        try:
            assert process.stdin is not None
            with suppress(OSError):  # it died at once: its words say why
                process.stdin.write(json.dumps(job).encode() + b"\n")
                await process.stdin.drain()
            async with asyncio.timeout(self.options.time_s):
                code = await process.wait()
        except TimeoutError:
            return Finding("unreachable", f"not fetched within {self.options.time_s:g} seconds")
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        words = said.read_bytes()[-WORDS:].decode("utf-8", "replace")
        return judge_words(words, code)

    def _argue(self, url: str, visit: Visit) -> list[str]:
        """The arguments of yt-dlp. The proxy's token is among them, which is why they go by a pipe."""
        options = self.options
        return [
            *("--no-config", "--no-cache-dir", "--no-plugin-dirs", "--no-update", "--no-progress"),
            *("--no-js-runtimes", "--no-remote-components"),
            f"--proxy=http://{visit.name}:{visit.token}@127.0.0.1:{self._proxy.port}",
            # The proxy's authority is the only one to be trusted, not those that certifi brings.
            "--compat-options=no-certifi",
            f"--user-agent={self._door.options.user_agent}",
            # Others of its clients pass for apps on telephones and headsets; that is no way of ours.
            "--extractor-args=youtube:player_client=web;formats=missing_pot",
            *("--no-playlist", "--playlist-items=1", "--match-filters=!is_live"),
            f"--format=b[height<=?{options.height}]/b",
            f"--max-filesize={options.largest}",
            f"--http-chunk-size={CHUNK}",
            f"--sleep-requests={options.pause_s:g}",
            *("--retries=2", "--fragment-retries=2", "--extractor-retries=1", "--file-access-retries=0"),
            *("--abort-on-unavailable-fragments", "--socket-timeout=200"),
            *("--downloader=native", "--fixup=never", "--no-mtime", "--output=video.%(ext)s"),
            *("--", url),
        ]


def _make_environment(folder: Path, authority: Path) -> dict[str, str]:
    """Nothing of ours: no credential, no program to be found, no home with settings in it."""
    empty = str(folder / "empty")
    return {
        "PATH": empty,
        "HOME": empty,
        "TMPDIR": str(folder / "got"),
        "SSL_CERT_FILE": str(authority),
        "SSL_CERT_DIR": empty,
    }


def _find_file(folder: Path) -> Path | None:
    """The one finished file."""
    found = [one for one in folder.glob("video.*") if one.is_file() and one.suffix not in _UNFINISHED]
    return found[0] if len(found) == 1 and found[0].stat().st_size else None
