"""A browser with a real door and a real archive, in front of a ``Site``."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import async_playwright

from crawlers.browser import Browser, BrowserOptions, Loaded
from crawlers.chromium import BrowserMissing, find_executable
from crawlers.network.door import Door, DoorOptions
from crawlers.platform import Browse, Fetch
from storage.archive_reader import ArchiveReader
from storage.archive_writer import ArchiveWriter
from storage.captured import Record
from storage.items import Capture
from storage.warc import Provenance
from tests.crawlers.site import Reply, Site, run_site

BRISK = BrowserOptions(
    pages=2, navigation_s=10.0, load_s=25.0, collect_s=10.0, patience_s=0.6, quiet_s=0.2, busy_s=3.0
)


@dataclass(slots=True)
class Desk:
    """Someone with a browser: loads pages and looks into the archive."""

    site: Site
    browser: Browser
    folder: Path
    writer: ArchiveWriter

    async def load(self, url: str, browse: Browse | None = None) -> Loaded:
        """Load a page for a reader called ``page``."""
        fetch = Fetch(url=url, reader="page", route="browser", browse=browse)
        return await self.browser.load(fetch, Provenance(platform="page", reader="page", route="browser"))

    async def tell(self, url: str, browse: Browse | None = None) -> dict[str, Any]:
        """Load a page; its description."""
        return describe((await self.load(url, browse)).page)

    def records(self) -> list[Record]:
        """All records that are in the archive now, as archived."""
        self.writer.sync()
        reader = ArchiveReader(self.folder)
        return [record for name in reader.files() for record in reader.raw_records(name)]

    def record(self, record_id: str) -> Record:
        """One record."""
        (found,) = (one for one in self.records() if one.record_id == record_id)
        return found

    def archived(self, url: str, kind: str = "response") -> Record:
        """The only record of that type for a URL."""
        (found,) = (one for one in self.records() if (one.target_uri, one.type) == (url, kind))
        return found


def describe(capture: Capture) -> dict[str, Any]:
    """What a description says."""
    found: dict[str, Any] = json.loads(capture.body)
    return found


@asynccontextmanager
async def run_desk(
    folder: Path,
    replies: Mapping[str, Reply],
    options: BrowserOptions = BRISK,
    *,
    scheme: str = "https",
    **door_options: Any,
) -> AsyncIterator[Desk]:
    """A browser whose every connection goes to a site with ``replies``, over TLS or not."""
    await require_chromium()
    async with run_site(folder, replies, scheme) as site:
        settings = DoorOptions(connect_to=("127.0.0.1", site.port), ca_file=site.ca_file, pace_factor=0.0)
        writer = ArchiveWriter(folder / "archive")
        async with Door(writer, replace(settings, **door_options)) as door:
            browser = Browser(door, options)
            await browser.start()
            try:
                yield Desk(site, browser, folder / "archive", writer)
            finally:
                await browser.close()
        writer.close()


async def require_chromium() -> None:
    """Skip the test where there is no Chromium."""
    async with async_playwright() as playwright:
        try:
            find_executable(os.environ, playwright)
        except BrowserMissing as missing:
            pytest.skip(str(missing))
