"""The list of pages of a WACZ: readable, and each page to be found in the index."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

import orjson

from storage.urls import normalise_url
from storage.wacz_index import IndexLines
from storage.warc_stream import Fault
from storage.zip_reading import READ_ERRORS, Spent, read_small

MOST_PAGES = 512 << 20
MOST_TOLD = 20
_NAME = "pages/pages.jsonl"


def check_pages(archive: zipfile.ZipFile, index: IndexLines) -> Iterator[tuple[str, Fault]]:
    """What is wrong with ``pages/pages.jsonl`` (json-pages-1.0): its entry and the fault."""
    if _NAME not in archive.namelist():
        yield _NAME, Fault("missing_file", "a WACZ lists its pages here; this one does not")
        return
    try:
        lines = read_small(archive, _NAME, MOST_PAGES).splitlines()
    except (*READ_ERRORS, Spent) as error:
        yield _NAME, Fault("pages", f"does not read: {error}")
        return
    if not lines or _parse(lines[0]).get("format") != "json-pages-1.0":
        yield _NAME, Fault("pages", "the first line does not say json-pages-1.0")
    told = 0
    known = {_without_fragment(url) for url in index.urls}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        url = _parse(line).get("url")
        if not isinstance(url, str) or not url:
            reason = f"line {number} is no page"
        elif _without_fragment(url) not in known and normalise_url(url) not in known:
            reason = f"line {number} lists {url[:200]}, which the index does not have"
        else:
            continue
        told += 1
        if told > MOST_TOLD:
            yield _NAME, Fault("pages", "and more lines after it")
            return
        yield _NAME, Fault("pages", reason)


def _parse(line: bytes) -> dict[str, object]:
    try:
        found = orjson.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _without_fragment(url: str) -> str:
    return url.partition("#")[0]
