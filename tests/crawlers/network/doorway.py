"""A door on a real archive, in front of the misbehaving server, with a clock that only sleeping moves."""

from __future__ import annotations

import asyncio
import gzip
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import trustme
from warcio.archiveiterator import ArchiveIterator

from crawlers.network.door import Answer, Ask, Clock, Door, DoorOptions, Limits
from crawlers.network.recorder import FindOriginal
from storage.archive_reader import ArchiveReader
from storage.archive_writer import ArchiveWriter
from storage.captured import Record
from tests.crawlers.network.misbehaving import Misbehaving, run_misbehaving

START = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
IMPATIENT = Limits(connect_s=5.0, answer_s=0.3, total_s=1.0, grace_s=0.3, min_rate=100_000)


@dataclass(slots=True)
class Hours:
    """Time that passes only where somebody sleeps; ``chance`` is always the same."""

    seconds: float = 0.0
    chance: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        until = self.seconds + seconds
        await asyncio.sleep(0)
        self.seconds = max(self.seconds, until)

    def clock(self) -> Clock:
        return Clock(self.now, lambda: self.seconds, self.sleep, lambda: self.chance)


@dataclass(slots=True)
class Doorway:
    """A door, what it archives, the server in front of it and its clock."""

    door: Door
    server: Misbehaving
    folder: Path
    writer: ArchiveWriter
    hours: Hours

    async def ask(self, url: str, **more: Any) -> Answer:
        return await self.door.ask(Ask(url=url, **more))

    def records(self, kind: str = "") -> list[Record]:
        """What is archived so far, of one kind or all."""
        self.writer.sync()
        reader = ArchiveReader(self.folder)
        found = [one for name in reader.files() for one in reader.raw_records(name)]
        return [one for one in found if not kind or one.type == kind]

    def facts(self) -> dict[str, Any]:
        """What the newest metadata record says."""
        facts: dict[str, Any] = json.loads(self.records("metadata")[-1].payload)
        return facts

    def bytes(self) -> bytes:
        """Everything archived, uncompressed."""
        self.writer.sync()
        return b"".join(gzip.decompress(path.read_bytes()) for path in self.folder.glob("*.warc.gz*"))


@asynccontextmanager
async def open_doorway(
    folder: Path,
    options: DoorOptions | None = None,
    find_original: FindOriginal | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[Doorway]:
    """Everything connects to the server, as long as the block; then every digest is checked by warcio."""
    hours = Hours()
    archive = folder / "archive"
    async with run_misbehaving(tls) as server:
        options = options or DoorOptions()
        options = replace(options, connect_to=("127.0.0.1", server.port), clock=hours.clock())
        with ArchiveWriter(archive) as writer:
            async with Door(writer, options, find_original) as door:
                yield Doorway(door, server, archive, writer, hours)
    check_digests(archive)


def check_digests(folder: Path) -> int:
    """How many records warcio reads; each block and payload must have the digest that it claims."""
    count = 0
    for path in folder.glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                record.raw_stream.read()
                assert record.digest_checker.passed is not False, record.digest_checker.problems
                count += 1
    return count


@cache
def make_authority() -> trustme.CA:
    """An authority for the tests' certificates."""
    return trustme.CA()


def trust(folder: Path) -> Path:
    """A file with the authority's certificate."""
    path = folder / "ca.pem"
    make_authority().cert_pem.write_to_path(path)
    return path


def make_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """A server's side of TLS with that certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context
