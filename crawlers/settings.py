"""Scrapy's settings: its engine is used, its network is not.

Everything that Scrapy would do between spider and network (retries, redirects, cookies, compression,
robots.txt, referrers, delays) is the door's business or nobody's, so that it happens once and is archived.
"""

from __future__ import annotations

from typing import Any

BOT_NAME = "vedette"
SPIDER_MODULES = ["crawlers.spider"]
NEWSPIDER_MODULE = "crawlers"

DOWNLOAD_HANDLERS: dict[str, Any] = {
    "http": "crawlers.handler.DoorHandler",
    "https": "crawlers.handler.DoorHandler",
    "ws": "crawlers.handler.DoorHandler",
    "wss": "crawlers.handler.DoorHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
ITEM_PIPELINES = {"pipelines.stages.IndexStage": 100}
SCHEDULER = "crawlers.waiting.WaitingList"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Scrapy starts this many tasks for every response; the stage batches, so one is enough.
CONCURRENT_ITEMS = 1
# Scrapy would parse the source of the callback again for every response, to warn of what is not done here.
WARN_ON_GENERATOR_RETURN_VALUE = False
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 16
DOWNLOAD_DELAY = 0
DOWNLOAD_TIMEOUT = 0

TWISTED_REACTOR_ENABLED = False
ASYNCIO_EVENT_LOOP = "uvloop.Loop"
LOG_LEVEL = "WARNING"
LOG_FORMATTER = "crawlers.handler.FewLines"
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
STATS_DUMP = False
