"""The crawl itself: Scrapy set up around archive, index and door, run to its end in this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawlers import settings as crawl_settings
from crawlers.network.options import DoorOptions
from crawlers.spider import AccountSpider, Errands
from schedules.dispatch import Premises
from storage.archive_writer import ArchiveWriter, Software
from storage.captures import find_original
from storage.index import Index
from storage.items import Harvest, Known, Watched
from storage.pauses import StoredPauses


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Who hears what while a crawl goes on: ``heard`` each harvest, ``ended`` each visit's end."""

    heard: Callable[[Harvest], None]
    ended: Callable[[Watched], None] = lambda _: None


def run_spider(
    entries: Sequence[tuple[Watched, Known]],
    run: str,
    premises: Premises,
    index: Index,
    listening: Listening,
) -> str:
    """Crawl ``entries`` and return Scrapy's word for how it ended (``finished``, ``shutdown``).

    Raises the fault that ended it: ``VedetteError`` for archive, index or settings, else what it was.
    """
    options = premises.door or DoorOptions.from_environment(os.environ, premises.data)
    options = replace(options, pauses=StoredPauses(index))
    settings = Settings()
    settings.setmodule(crawl_settings, priority="project")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(AccountSpider)
    software = Software(
        version=version("vedette"),
        operator=os.environ.get("VEDETTE_CONTACT", ""),
        robots="asked for links, not for platforms" if options.robots_for else "not asked",
    )
    with ArchiveWriter(premises.data / "archive", software=software) as archive:
        errands = Errands(
            entries=entries,
            run=run,
            archive=archive,
            index=index,
            options=options,
            heard=listening.heard,
            ended=listening.ended,
            find_original=lambda digest, url: find_original(index, digest, url),
        )
        process.crawl(crawler, errands=errands)
        process.start()
        spider = crawler.spider
        assert isinstance(spider, AccountSpider)
        if spider.fault is not None:
            raise spider.fault
        return spider.ended or "shutdown"
