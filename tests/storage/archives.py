"""Short ways to say drafts and archives in tests of the archive."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.archive_writer import ArchiveWriter
from storage.verify import Difference, verify_archive
from storage.warc import REQUEST_TYPE, RESPONSE_TYPE, Draft, Original, Provenance, Written, refer_identical

ROOT = Path(__file__).parents[2]
RECORDINGS = ROOT.parent / "shared" / "recordings" / "warc"
MOMENT = datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=UTC)
PAGE = "https://social.example/@someone"


def make_response(payload: bytes, url: str = PAGE, **more: Any) -> Draft:
    values: dict[str, Any] = {
        "type": "response",
        "target_uri": url,
        "date": MOMENT,
        "content_type": RESPONSE_TYPE,
        "head": make_head("HTTP/1.1 200 OK", ("Content-Type", "text/html")),
        "payload": payload,
        "provenance": Provenance(platform="gab", reader="read_posts", account="42", context={"page": "1"}),
    }
    return Draft(**{**values, **more})


def make_request(url: str = PAGE) -> Draft:
    head = make_head("GET /@someone HTTP/1.1", ("Host", "social.example"))
    return Draft(
        type="request", target_uri=url, date=MOMENT, content_type=REQUEST_TYPE, head=head, payload=b""
    )


def make_revisit(original: Written, payload: bytes, **more: Any) -> Draft:
    refers = refer_identical(Original(original.record_id, original.target_uri, original.date))
    return make_response(payload, type="revisit", fields=refers, **more)


def make_made(payload: bytes, kind: str = "resource") -> Draft:
    """What was made of the page: a resource, or a metadata record."""
    return Draft(
        type="resource" if kind == "resource" else "metadata",
        target_uri=f"urn:view:{PAGE}",
        date=MOMENT,
        content_type="application/json",
        payload=payload,
    )


def make_head(line: str, *headers: tuple[str, str]) -> bytes:
    lines = [line, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def fill_archive(folder: Path, pairs: int = 3, *, name: str = "test", size: int = 200) -> tuple[Written, ...]:
    """One closed file: pairs of response and request, a revisit, a resource and a metadata record."""
    written: list[Written] = []
    with ArchiveWriter(folder, name=name) as writer:
        for number in range(pairs):
            url = f"{PAGE}/{name}/{number}"
            written += writer.append((make_response(make_text(size, number), url), make_request(url)))
        written += writer.append((make_revisit(written[0], make_text(size, 0)), make_request()))
        written += writer.append((make_made(b'{"view": 1}'), make_made(b'{"seen": 2}', "metadata")))
    return tuple(written)


def make_text(size: int, number: int) -> bytes:
    """Readable bytes that differ by number."""
    return (f"<p>post {number}</p>".encode() * (size // 10 + 1))[:size]


def find_warc(folder: Path) -> Path:
    (path,) = folder.glob("*.warc.gz")
    return path


def find_ledger(folder: Path) -> Path:
    (path,) = folder.glob("*.ledger.jsonl")
    return path


def find_faults(folder: Path) -> list[Difference]:
    return [found for found in verify_archive(folder) if found.severity == "fault"]


def run_python(code: str, arguments: Sequence[object] = (), **more: Any) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in another process that can import the project."""
    command = (sys.executable, "-c", code, *map(str, arguments))
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **more)
