"""Scrapy's way to the door: a download handler that asks it, and hands on what was archived."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter

from storage.errors import VedetteError

if TYPE_CHECKING:
    from scrapy import Request

    from crawlers.spider import AccountSpider

ERRAND = "errand"
CAPTURES = "captures"


class DoorHandler(BaseDownloadHandler):
    """The response has no body of its own: ``request.meta["captures"]`` are the archived records."""

    lazy = False

    async def download_request(self, request: Request) -> Response:
        """Ask the door. A fault of archive or browser ends the crawl instead of being skipped."""
        spider = cast("AccountSpider", self.crawler.spider)
        try:
            request.meta[CAPTURES] = await spider.ask(request.meta[ERRAND])
        except VedetteError as fault:
            spider.fail(fault)
            request.meta[CAPTURES] = ()
        return Response(request.url, request=request)


class FewLines(LogFormatter):
    """No line in the log for each answer and item.

    The archive holds them, and Scrapy would make the record of a line that no handler writes.
    """

    def crawled(self, *_: object) -> None:  # type: ignore[override]
        """Nothing."""

    def scraped(self, *_: object) -> None:  # type: ignore[override]
        """Nothing."""
