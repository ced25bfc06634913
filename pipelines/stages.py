"""The one item pipeline: what a crawl read is indexed in batches, never before it is on disk."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol, Self

from storage.items import Harvest

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from storage.archive_writer import ArchiveWriter
    from storage.index import Index

BATCH = 200
SECONDS = 2.0


class Collecting(Protocol):
    """What the stage takes from the spider: the archive that is written and the index."""

    archive: ArchiveWriter
    index: Index

    def fail(self, fault: Exception) -> None:
        """End the crawl, saying why."""


class IndexStage:
    """Buffers harvests and writes them: archive to disk first, then one index transaction.

    A batch is written when it is full or ``SECONDS`` old at the next harvest, and at the end.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._batch: list[Harvest] = []
        self._since = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_item(self, item: Harvest) -> Harvest:
        """Take a harvest; it may be written later."""
        if not self._batch:
            self._since = time.monotonic()
        self._batch.append(item)
        if len(self._batch) >= BATCH or time.monotonic() - self._since >= SECONDS:
            self._flush()
        return item

    def close_spider(self) -> None:
        """Write what is left."""
        self._flush()

    def _flush(self) -> None:
        """Write the batch. A fault ends the crawl; the records are on disk and adopted at the next start."""
        if not self._batch:
            return
        spider: Collecting = self._crawler.spider  # type: ignore[assignment]
        batch, self._batch = self._batch, []
        try:
            spider.archive.sync()
            spider.index.write(batch)
        except Exception as fault:  # Scrapy would log it, drop the harvest and go on
            spider.fail(fault)
