"""The one writer of a process: appends groups of records, rotates, survives a full disk.

A file is ``NAME-YYYYMMDDhhmmss-SERIAL-PID.warc.gz.open`` while it is written, under an advisory lock
(``flock``) that tells recovery to leave it alone; closing takes ``.open`` away. Nothing is
acknowledged before ``sync``.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from storage.errors import ArchiveFault
from storage.ledger import OPEN_SUFFIX, WARC_SUFFIX, Entry, LedgerWriter, ledger_path, write_whole
from storage.warc import (
    FIELDS_TYPE,
    Built,
    Draft,
    Frame,
    Written,
    build_record,
    compress_record,
    encode_uri,
    make_record_id,
)

T = TypeVar("T")
_MOST_MUTUAL = 4


class ArchiveFull(ArchiveFault):
    """The disk took no more; the archive ends with its last whole group and can be written on later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """What the warcinfo record says of the writer."""

    name: str = "Vedette"
    version: str = ""
    operator: str = ""
    robots: str = ""
    description: str = ""


class ArchiveWriter:
    """Appends records to the WARC files of ``folder``; for one thread.

    A file is closed when it holds ``max_bytes`` or is ``max_age_s`` seconds old at the next append.
    No file is made before the first append.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str = "vedette",
        max_bytes: int = 1 << 30,
        max_age_s: float = 86400.0,
        software: Software | None = None,
    ) -> None:
        self.folder = folder
        self._name = name
        self._max_bytes = max_bytes
        self._max_age_s = max_age_s
        self._software = software or Software()
        self._serial = 0
        self._file: _OpenFile | None = None

    def append(self, drafts: Sequence[Draft]) -> tuple[Written, ...]:
        """Write ``drafts`` as one concurrent group, after one another in one file.

        Up to four name each other in ``WARC-Concurrent-To``; of more, the first names all and each
        names the first. All carry the first one's date. Raises ``ArchiveFault`` (``ArchiveFull`` when
        the disk is full) and then has written none of them.
        """
        if not drafts:
            return ()
        file = self._ready_file()
        ids = [draft.record_id or make_record_id() for draft in drafts]
        group = []
        for draft, record_id in zip(drafts, ids, strict=True):
            known = ids if len(ids) <= _MOST_MUTUAL or record_id == ids[0] else ids[:1]
            others = tuple(other for other in known if other != record_id)
            frame = Frame(record_id, drafts[0].date, file.warcinfo_id, others)
            group.append(_Member(draft, frame, build_record(draft, frame)))
        return self._guard(file, lambda: file.write(group))

    def sync(self) -> None:
        """Return when everything appended is on disk: file, ledger and folder. Cheap if nothing is new."""
        if file := self._file:
            self._guard(file, file.sync)

    def close(self) -> None:
        """Sync, seal the ledger and give the file its final name. May be called again."""
        if file := self._file:
            self._guard(file, file.close)
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready_file(self) -> _OpenFile:
        if self._file and self._file.is_due(self._max_bytes, self._max_age_s):
            self.close()
        if self._file is None:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._file = self._make_file()
            except OSError as error:
                raise _explain(self.folder, error) from error
        return self._file

    def _make_file(self) -> _OpenFile:
        """A new file under a name that no other process and no recovery has taken."""
        while True:
            moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
            stem = f"{self._name}-{moment}-{self._serial:05d}-{os.getpid()}"
            path = self.folder / f"{stem}{WARC_SUFFIX}{OPEN_SUFFIX}"
            self._serial += 1
            if path.with_name(stem + WARC_SUFFIX).exists() or ledger_path(path).exists():
                continue
            try:
                file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            except FileExistsError:
                continue
            if not _lock(file, path):
                os.close(file)
                continue
            try:
                return _OpenFile(path, file, self._software)
            except OSError:
                os.close(file)
                path.unlink(missing_ok=True)
                raise

    def _guard(self, file: _OpenFile, step: Callable[[], T]) -> T:
        try:
            return step()
        except OSError as error:
            if file.is_broken:
                file.abandon()
                self._file = None
            raise _explain(file.path, error) from error


class _Member(NamedTuple):
    """A record on its way into the file."""

    draft: Draft
    frame: Frame
    built: Built


class _OpenFile:
    """The file that is being written, and its ledger."""

    def __init__(self, path: Path, file: int, software: Software) -> None:
        self.path = path
        self.warc_file = path.name.removesuffix(OPEN_SUFFIX)
        self.warcinfo_id = make_record_id()
        self.is_broken = True
        self._file = file
        self._size = 0
        self._hash = hashlib.sha256()
        self._born = time.monotonic()
        self._synced = -1
        self._sealed = False
        self._ledger = LedgerWriter(ledger_path(path), self.warc_file)
        draft = Draft(
            type="warcinfo",
            target_uri="",
            date=datetime.now(UTC),
            content_type=FIELDS_TYPE,
            payload=_describe(software),
            fields=(("WARC-Filename", self.warc_file),),
        )
        frame = Frame(self.warcinfo_id, draft.date)
        try:
            self.write([_Member(draft, frame, build_record(draft, frame))])
        except OSError:
            self._ledger.close()
            self._ledger.path.unlink(missing_ok=True)
            raise
        self.is_broken = False

    def is_due(self, max_bytes: int, max_age_s: float) -> bool:
        """Old or full; or sealed by a close that then failed: a record after the seal would break it."""
        is_old = time.monotonic() - self._born >= max_age_s
        return self._sealed or self._size >= max_bytes or is_old

    def write(self, group: Sequence[_Member]) -> tuple[Written, ...]:
        members = [compress_record(member.built.data) for member in group]
        whole = b"".join(members)
        try:
            write_whole(self._file, whole, self._size)
        except OSError:
            self._cut()
            raise
        self._hash.update(whole)
        return tuple(self._note(member, len(data)) for member, data in zip(group, members, strict=True))

    def sync(self) -> None:
        if self._synced == self._size:
            return
        self._fsync_file()
        self._ledger.flush()
        if self._synced < 0:
            sync_folder(self.path.parent)
        self._synced = self._size

    def close(self) -> None:
        self.sync()
        if not self._sealed:
            self._ledger.seal(self._size, self._hash.hexdigest())
            self._sealed = True
        self._ledger.flush()
        self.path.rename(self.path.with_name(self.warc_file))
        sync_folder(self.path.parent)
        self.abandon()

    def abandon(self) -> None:
        """Let go of file, lock and ledger as they are; recovery finishes an unfinished file."""
        os.close(self._file)
        self._ledger.close()

    def _note(self, member: _Member, length: int) -> Written:
        draft, frame, built = member
        offset = self._size
        self._size += length
        self._ledger.add(
            Entry(
                offset=offset,
                length=length,
                type=draft.type,
                record_id=frame.record_id,
                digest=built.block_digest,
            )
        )
        return Written(
            record_id=frame.record_id,
            type=draft.type,
            target_uri=encode_uri(draft.target_uri),
            warc_file=self.warc_file,
            offset=offset,
            length=length,
            payload_digest=built.payload_digest,
            date=frame.date,
        )

    def _cut(self) -> None:
        """Cut a partial group off again; a file that cannot be cut is not written on."""
        self.is_broken = True
        os.ftruncate(self._file, self._size)
        self.is_broken = False

    def _fsync_file(self) -> None:
        """A file whose fsync failed may have lost pages that no later fsync reports: left to recovery."""
        try:
            os.fsync(self._file)
        except OSError:
            self.is_broken = True
            raise


def sync_folder(folder: Path) -> None:
    """Make names that were made, changed or removed in ``folder`` last."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _lock(file: int, path: Path) -> bool:
    """Take the writer's lock; no, if recovery was quicker and has the file or has taken it away."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(file).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def _describe(software: Software) -> bytes:
    facts = {
        "software": f"{software.name} {software.version}".rstrip(),
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "operator": software.operator,
        "robots": software.robots,
        "description": software.description,
    }
    lines = (f"{name}: {' '.join(fact.split())}\r\n" for name, fact in facts.items() if fact)
    return "".join(lines).encode("utf-8", "replace")


def _explain(path: Path, error: OSError) -> ArchiveFault:
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return ArchiveFull(f"the archive is full: {path}: {reason}; make room, then collect again")
    return ArchiveFault(f"the archive cannot be written: {path}: {reason}; look at the disk")
