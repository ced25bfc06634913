"""Bare Scrapy for ``benchmarks.crawling``: its defaults, no archive, a callback that yields nothing.

``python -m benchmarks.crawl_scrapy URLS``. Only how much goes at once, and how much is logged (not one line
a page), differ from the defaults.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class PageSpider(Spider):
    """Asks for every page and counts the answers."""

    name = "pages"

    def __init__(self, urls: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = list(urls)
        self.pages = 0

    def parse(self, response: Response) -> None:
        """Count it."""
        self.pages += 1


def crawl(urls: list[str], at_once: int) -> int:
    """Crawl and return how many pages came."""
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": at_once,
            "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
            "LOG_LEVEL": "INFO",
        }
    )
    crawler = process.create_crawler(PageSpider)
    process.crawl(crawler, urls=urls)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, PageSpider)
    return spider.pages


if __name__ == "__main__":
    print(crawl(Path(sys.argv[1]).read_text().split(), int(sys.argv[2])))
