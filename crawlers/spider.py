"""The one Scrapy spider for all platforms: asks through the door, reads what was archived, goes on.

What a platform is and what its answers say stands in ``platforms/`` and ``families/``; this file only
carries fetches out and readings back.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.http import Response

from crawlers import media, redirects
from crawlers.handler import CAPTURES, ERRAND
from crawlers.network.asking import Ask, Purpose
from crawlers.network.door import Door
from crawlers.network.options import DoorOptions
from crawlers.network.recorder import FindOriginal
from crawlers.reading import Reading as Read
from crawlers.reading import describe, find_platform, read_capture
from crawlers.visiting import Complaint, Errand, Visit, open_routes
from storage.archive_writer import ArchiveWriter
from storage.errors import Misuse, VedetteError
from storage.index import Index
from storage.items import Capture, Harvest, Known, ProblemKind, Watched
from storage.urls import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawlers.browser import Browser
    from crawlers.videos import Videos

log = logging.getLogger(__name__)

_PURPOSES: dict[str, Purpose] = {redirects.platform.key: "link", media.platform.key: "media"}
_NOWHERE = "https://address.invalid/"
"""What Scrapy is told where an address is none; the door sees the real one and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errands:
    """What a crawl is to do, and with what: accounts with what is known of them, archive, index, door.

    ``heard`` is called with every harvest, as soon as it was read; ``ended`` with every account whose visit
    has come to its end, well or not.
    """

    entries: Sequence[tuple[Watched, Known]]
    run: str
    archive: ArchiveWriter
    index: Index
    options: DoorOptions
    heard: Callable[[Harvest], None] = lambda _: None
    ended: Callable[[Watched], None] = lambda _: None
    find_original: FindOriginal | None = None


class AccountSpider(Spider):
    """Started by ``schedules.process``; ``errands`` says what to do."""

    name = "accounts"

    def __init__(self, errands: Errands | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if errands is None:
            raise Misuse("this spider is started by `vedette collect` or `vedette run`")
        self.errands = errands
        self.archive = errands.archive
        self.index = errands.index
        self.fault: Exception | None = None
        self.ended = ""
        self._closing: asyncio.Task[None] | None = None
        self._resources = AsyncExitStack()
        self._door: Door | None = None
        self._browser: Browser | None = None
        self._browser_lack = ""
        self._starting_browser = asyncio.Lock()
        self._videos: Videos | None = None
        self._starting_videos = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.let_go, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Open the door and send the first question for every account."""
        _spare_collector()
        self._door = Door(self.archive, self.errands.options, self.errands.find_original)
        self._resources.push_async_callback(self._door.close)
        for watched, known in self.errands.entries:
            platform = find_platform(watched.platform)
            if platform is None:
                continue
            has = self.errands.options.credentials.has
            allowed = [route.name for route in platform.routes if has(route.credential)]
            visit = Visit(platform, watched, known, open_routes(platform, allowed, known.routes))
            # All of it at once: the first answer must not find the others not yet under way.
            for out in self._send(visit, tuple(visit.begin())):
                yield out
            if not visit.pending:
                self.errands.ended(watched)

    async def ask(self, errand: Errand) -> tuple[Capture, ...]:
        """Carry one fetch through the door; every record that came of it.

        Raises ``VedetteError`` where the crawl cannot go on. Any other fault of ours is archived as what
        became of this one fetch, so that its visit comes to an end all the same.
        """
        try:
            return await self._carry(errand)
        except VedetteError:
            raise
        except Exception as fault:
            log.exception("a fetch for the reader %s failed by a fault of our own", errand.fetch.reader)
            return self._excuse(errand, fault)

    async def _carry(self, errand: Errand) -> tuple[Capture, ...]:
        assert self._door is not None
        visit, fetch = errand.visit, errand.fetch
        provenance = describe(visit.watched, fetch, self.errands.run)
        if fetch.browse is not None:
            browser = await self._lend_browser()
            if browser is None:
                return (self._door.note(fetch.url, "unreachable", self._browser_lack, provenance),)
            loaded = await browser.load(fetch, provenance)
            return (loaded.page, *loaded.captures)
        if fetch.download:
            videos = await self._lend_videos()
            return await videos.download(fetch, provenance)
        if fetch.credential and not _is_for(fetch.url, visit):
            reason = f"the credential {fetch.credential} is not for this host"
            return (self._door.note(fetch.url, "unauthorised", reason, provenance),)
        purpose = _PURPOSES.get(visit.platform.key, "platform")
        answer = await self._door.ask(
            Ask(
                url=fetch.url,
                method=fetch.method,
                headers=fetch.headers,
                body=fetch.body,
                until=fetch.until,
                credential=fetch.credential,
                purpose=purpose,
                provenance=provenance,
                etag=fetch.etag,
                last_modified=fetch.last_modified,
                pace=visit.platform.pace,
                referrer=fetch.context.get("referrer", "") if purpose == "link" else "",
            )
        )
        return (*answer.earlier, answer.capture)

    def read(self, response: Response) -> Iterator[Any]:
        """Read what was archived for one fetch, hand it on, and ask what follows from it."""
        assert response.request is not None
        errand: Errand = response.request.meta[ERRAND]
        captures: tuple[Capture, ...] = response.request.meta[CAPTURES]
        visit = errand.visit
        if self.fault is not None:
            return  # the crawl ends: nothing is to be concluded from what was not asked
        read = [read_capture(capture) for capture in captures]
        whole = Read(
            tuple(item for one in read for item in one.items),
            tuple(fetch for one in read for fetch in one.fetches),
        )
        if captures:
            yield self._hand_on(Harvest(captures=captures, items=whole.items))
        unchanged = any(capture.status == 304 for capture in captures)
        yield from self._send(visit, visit.go_on(errand, whole, unchanged=unchanged))
        visit.pending -= 1
        if not visit.pending:
            yield from self._send(visit, tuple(visit.end()))
            if not visit.pending:
                self.errands.ended(visit.watched)

    def fail(self, fault: Exception) -> None:
        """End the crawl: what cannot be archived or indexed must not go on being asked for."""
        if self.fault is None:
            self.fault = fault
            assert self.crawler.engine is not None
            closing = self.crawler.engine.close_spider_async(reason="fault")
            self._closing = asyncio.ensure_future(closing)

    async def let_go(self, reason: str) -> None:
        """Close browser and door; the archive stays its owner's. ``reason`` is Scrapy's word for the end."""
        self.ended = reason
        await self._resources.aclose()

    def _request(self, errand: Errand) -> Request:
        fetch = errand.fetch
        meta = {ERRAND: errand}
        try:
            return Request(fetch.url, self.read, dont_filter=True, meta=meta, priority=fetch.priority)
        except ValueError:
            return Request(_NOWHERE, self.read, dont_filter=True, meta=meta)

    def _excuse(self, errand: Errand, fault: Exception) -> tuple[Capture, ...]:
        assert self._door is not None
        provenance = describe(errand.visit.watched, errand.fetch, self.errands.run)
        reason = f"a fault of our own: {type(fault).__name__}: {fault}"
        return (self._door.note(errand.fetch.url, "unreachable", reason, provenance),)

    def _send(self, visit: Visit, found: Iterable[Errand | Complaint]) -> Iterator[Any]:
        """Requests for errands, harvests of complaints; an archive that takes no more ends the crawl."""
        for each in found:
            if isinstance(each, Errand):
                yield self._request(each)
                continue
            try:
                harvest = self._complain(visit, each)
            except VedetteError as fault:
                self.fail(fault)
                return
            yield harvest

    def _complain(self, visit: Visit, complaint: Complaint) -> Harvest:
        """Archive what is wrong with the visit and read it back like any other record."""
        assert self._door is not None
        kind: ProblemKind = complaint.kind
        provenance = describe(visit.watched, complaint.fetch, self.errands.run)
        capture = self._door.note(complaint.fetch.url, kind, complaint.reason, provenance)
        return self._hand_on(Harvest(captures=(capture,), items=read_capture(capture).items))

    def _hand_on(self, harvest: Harvest) -> Harvest:
        self.errands.heard(harvest)
        return harvest

    async def _lend_browser(self) -> Browser | None:
        """The browser, started at its first use; ``None`` where there is none, and why stands aside."""
        from crawlers.browser import Browser, BrowserMissing  # Playwright is slow to import, seldom needed

        assert self._door is not None
        async with self._starting_browser:
            if self._browser is None and not self._browser_lack:
                browser = Browser(self._door)
                try:
                    await browser.start()
                except BrowserMissing as lack:
                    self._browser_lack = str(lack)
                else:
                    self._browser = browser
                    self._resources.push_async_callback(browser.close)
        return self._browser

    async def _lend_videos(self) -> Videos:
        """What downloads videos, started at its first use."""
        from crawlers.videos import VideoOptions, Videos  # with a proxy and its certificates, seldom needed

        assert self._door is not None
        async with self._starting_videos:
            if self._videos is None:
                options = self._door.options
                videos = Videos(
                    self._door, VideoOptions(pause_s=options.pace_factor if options.connect_to else 1.0)
                )
                await videos.start()
                self._videos = videos
                self._resources.push_async_callback(videos.close)
        return self._videos


def _spare_collector() -> None:
    """Let the garbage collector leave alone what was imported, and look less often: a tenth of all CPU."""
    gc.freeze()
    gc.set_threshold(20_000)


def _is_for(url: str, visit: Visit) -> bool:
    """Whether a credential may go to ``url``: a host of the platform, of its API, or the account's own."""
    platform = visit.platform
    host = host_of(url)
    return bool(host) and host in (*platform.hosts, *platform.credential_hosts, visit.watched.host)
