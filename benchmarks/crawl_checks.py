"""That each subject of the crawl benchmark did its work: what was archived is whole and holds every page."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from storage.index import Index


class Archived:
    """The responses in some WARC files, URL by record id, and the bytes of the files."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.size = 0
        self.urls: dict[str, str] = {}
        for file in files:
            self.size += file.stat().st_size
            with file.open("rb") as stream:
                for record in ArchiveIterator(stream):
                    if record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
                        header = record.rec_headers.get_header
                        url = header("WARC-Target-URI").strip("<>")  # wget 1.21 puts brackets round it
                        self.urls[header("WARC-Record-ID").strip("<>")] = url


def check_warcs(files: list[Path]) -> Archived:
    """Check digests and count. Raises ``SystemExit`` where a digest differs."""
    command = [sys.executable, "-m", "warcio.cli", "check", *map(str, files)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    if checked.returncode:
        raise SystemExit(f"warcio check: {(checked.stdout + checked.stderr)[-500:]}")
    return Archived(files)


def check_ours(data: Path, urls: Iterable[str]) -> Archived:
    """Check archive and index of a data folder: every URL in both. Raises ``SystemExit``."""
    archived = check_warcs(sorted((data / "archive").glob("*.warc.gz")))
    index = Index.open(data, "")
    try:
        indexed = {capture.record_id: capture.url for capture in index.captures() if capture.status == 200}
    finally:
        index.close()
    if sorted(archived.urls.values()) != sorted(urls):
        raise SystemExit(f"{len(archived.urls)} responses are archived, not those that were asked for")
    if indexed != archived.urls:
        raise SystemExit(f"{len(indexed)} captures are indexed, {len(archived.urls)} responses archived")
    return archived
