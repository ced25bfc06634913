"""CDXJ: which URL was captured when, and where in which file it stands; what pywb looks up.

A line is ``SURT TIMESTAMP {json}``, lines are sorted as bytes. Responses, revisits and resources are
listed; a revisit's type is ``warc/revisit``, which tells pywb to look for the payload by its digest.
"""

from __future__ import annotations

import contextlib
import heapq
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.archive_reader import ArchiveReader, Spoiled
from storage.captured import Record
from storage.http_head import parse_head
from storage.surt import make_surt
from storage.warc import digest

INDEX_NAME = "index.cdxj"
LISTED = frozenset({"response", "revisit", "resource"})


def write_cdxj(reader: ArchiveReader) -> Path:
    """List the whole archive in ``index.cdxj`` beside it, replaced as a whole; damaged places left out.

    Raises ``ArchiveFault`` if a file cannot be read.
    """
    path = reader.folder / INDEX_NAME
    with contextlib.ExitStack() as stack:
        parts: list[Iterable[bytes]] = []
        for name in reader.files():
            part = stack.enter_context(tempfile.TemporaryFile(dir=reader.folder))
            part.writelines(sorted(_list_file(reader, name)))
            part.seek(0)
            parts.append(part)
        temporary = path.with_name(INDEX_NAME + ".tmp")
        with temporary.open("wb") as out:
            out.writelines(heapq.merge(*parts))
            out.flush()
            os.fsync(out.fileno())
    temporary.replace(path)
    return path


def format_line(record: Record) -> bytes:
    """The line of ``record`` with its newline."""
    is_http = bool(record.head)
    head = parse_head(record.head)
    facts = {"url": record.target_uri}
    if record.type == "revisit":
        facts["mime"] = "warc/revisit"
    elif media_type := (head.get("content-type") if is_http else record.content_type):
        facts["mime"] = media_type.replace(";", " ").split(" ", 1)[0]
    if head.status:
        facts["status"] = str(head.status)
    payload_digest = record.field("WARC-Payload-Digest") or digest(record.payload)
    facts["digest"] = payload_digest.removeprefix("sha1:")  # bare, as pywb writes this one
    facts |= {"length": str(record.length), "offset": str(record.offset), "filename": record.warc_file}
    moment = record.date.strftime("%Y%m%d%H%M%S")
    return f"{make_surt(record.target_uri)} {moment} {json.dumps(facts)}\n".encode("ascii")


def _list_file(reader: ArchiveReader, name: str) -> Iterator[bytes]:
    for record in reader.raw_records(name, on_damage=_pass_over):
        if record.type in LISTED:
            yield format_line(record)


def _pass_over(_: Spoiled) -> None:
    """What is damaged is for ``verify`` to tell."""
