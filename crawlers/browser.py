"""The browser: public pages as a person would see them, every byte of them through the one door.

One Chromium serves many loads, each in a context of its own: no cookie, cache or storage passes from one to
the next. Where the user lends a session of their own (see ``sessions``), the loads of that platform, and no
others, begin with it. What hangs is killed with its whole process group.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Protocol, cast

from playwright.async_api import (
    BrowserContext,
    Page,
    Playwright,
    StorageState,
    ViewportSize,
    async_playwright,
)
from playwright.async_api import Error as PlaywrightError

from crawlers.chromium import CLOSE_S, BrowserMissing, Running, find_executable, start_chromium, watch_memory
from crawlers.navigations import Step
from crawlers.network.options import DoorOptions
from crawlers.network.proxy import Asking, Proxy
from crawlers.network.redact import Redactor
from crawlers.network.visit import Visit
from crawlers.page_load import BrowserOptions, PageLoad, Shown
from crawlers.page_records import Loaded, Report, conclude, draft_records
from crawlers.platform import Browse, Fetch
from crawlers.sessions import Session
from storage.items import Capture
from storage.warc import Draft, Provenance

PHONE = (412, 915)
"""A phone's window in CSS pixels."""

__all__ = ["Browser", "BrowserMissing", "BrowserOptions", "Loaded"]


class Keeping(Asking, Protocol):
    """As much of the door as is used here."""

    @property
    def options(self) -> DoorOptions:
        """Among them the user's sessions."""

    @property
    def redactor(self) -> Redactor:
        """What takes secrets out."""

    def keep(self, drafts: Sequence[Draft]) -> tuple[Capture, ...]:
        """Archive records of our own making."""


class Browser:
    """Started and closed inside a running loop; one per process. Loads may run at the same time."""

    def __init__(
        self,
        door: Keeping,
        options: BrowserOptions | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.options = options or BrowserOptions()
        self._door = door
        self._environment = os.environ if environment is None else environment
        self._proxy = Proxy(door)
        self._playwright: Playwright | None = None
        self._running: Running | None = None
        self._slots = asyncio.Semaphore(self.options.pages)
        self._starting = asyncio.Lock()
        self._learned: set[str] = set()

    async def start(self) -> None:
        """Find Chromium and start it. Raises ``BrowserMissing``."""
        await self._proxy.start()
        self._playwright = await async_playwright().start()
        try:
            async with self._starting:
                self._running = await self._launch(self._playwright)
        except BrowserMissing:
            await self.close()
            raise

    async def close(self) -> None:
        """End Chromium and the proxy; nothing of them is left running."""
        running, self._running = self._running, None
        if running is not None:
            await running.close()
        if self._playwright is not None:
            await self._playwright.stop()
            self._playwright = None
        await self._proxy.close()

    async def load(self, fetch: Fetch, provenance: Provenance) -> Loaded:
        """Load ``fetch.url``; what it came to stands in the description, whatever the page did.

        Raises ``BrowserMissing`` if Chromium died and does not start again, and ``ArchiveFault``.
        """
        browse = fetch.browse or Browse()
        visit = Visit(
            provenance=provenance,
            referrer=browse.referrer,
            reads=browse.reads,
            budget=self.options.budget,
        )
        async with self._lend() as running:
            shown, load = await self._show(running, visit, fetch.url, browse)
            with_session = provenance.platform in self._door.options.sessions
            setting = {**self._describe(running, browse), "session": with_session}
        steps: tuple[Step, ...] = ()
        if load is not None:
            shown, steps = conclude(shown, load.trail, visit.asked)
        clean = self._door.redactor.clean_url
        report = Report(url=fetch.url, shown=shown, steps=steps, setting=setting)
        drafts = draft_records(report, visit, lambda url: clean(url, for_platform=False))
        page, *made = self._door.keep(drafts)
        return Loaded(page=page, captures=(*visit.captures, *made))

    async def _show(
        self, running: Running, visit: Visit, url: str, browse: Browse
    ) -> tuple[Shown, PageLoad | None]:
        if not url.lower().startswith(("http://", "https://")):
            return Shown(outcome="refused", reason="neither http nor https"), None
        self._proxy.admit(visit)
        context: BrowserContext | None = None
        try:
            context = await self._open_context(running, visit, browse)
            page = await context.new_page()
            context.on("page", _close_popup)
            load = PageLoad(page, await context.new_cdp_session(page), visit, self.options)
            return await load.run(url, browse), load
        except PlaywrightError as error:
            return Shown(outcome="crashed", reason=error.message.partition("\n")[0][:300]), None
        finally:
            visit.over = True
            if context is not None:
                await _close_context(running, context)
            await self._proxy.dismiss(visit)

    async def _open_context(self, running: Running, visit: Visit, browse: Browse) -> BrowserContext:
        options, session = self.options, self._lend_session(visit.provenance.platform)
        return await running.chromium.new_context(
            storage_state=None if session is None else cast("StorageState", session.state),
            proxy={
                "server": f"http://127.0.0.1:{self._proxy.port}",
                "bypass": "<-loopback>",
                "username": visit.name,
                "password": visit.token,
            },
            viewport=self._size(browse),
            is_mobile=browse.device == "phone",
            has_touch=browse.device == "phone",
            user_agent=self._name_agent(running, browse.device),
            locale=browse.language or options.locale,
            timezone_id=options.timezone,
            service_workers="block",
            accept_downloads=False,
            permissions=[],
        )

    def _lend_session(self, platform: str) -> Session | None:
        """The user's session there, if any; its secrets are known before anything is asked with it."""
        session = self._door.options.sessions.get(platform)
        if session is not None and platform not in self._learned:
            self._learned.add(platform)
            for secret in session.secrets:
                self._door.redactor.learn(secret)
        return session

    def _size(self, browse: Browse) -> ViewportSize:
        width, height = PHONE if browse.device == "phone" else (self.options.width, self.options.height)
        return {"width": width, "height": height}

    def _name_agent(self, running: Running, device: str) -> str:
        """That of Chromium itself; ours stands behind it where a link is asked for by kinds of visitor."""
        if self.options.user_agent and not device:
            return self.options.user_agent
        major = running.chromium.version.partition(".")[0]
        engine = "AppleWebKit/537.36 (KHTML, like Gecko)"
        if device == "phone":
            system, product = "Linux; Android 10; K", f"Chrome/{major}.0.0.0 Mobile Safari/537.36"
        else:
            system, product = "X11; Linux x86_64", f"Chrome/{major}.0.0.0 Safari/537.36"
        ours = f" {self._door.options.user_agent}" if device else ""
        return f"Mozilla/5.0 ({system}) {engine} {product}{ours}"

    def _describe(self, running: Running, browse: Browse) -> dict[str, object]:
        options = self.options
        return {
            "browser": f"Chromium {running.chromium.version}",
            "user_agent": self._name_agent(running, browse.device),
            "locale": browse.language or options.locale,
            "timezone": options.timezone,
            **self._size(browse),
        }

    @asynccontextmanager
    async def _lend(self) -> AsyncIterator[Running]:
        """A Chromium that runs, for one load; a worn one is closed when its last load is done."""
        async with self._slots:
            async with self._starting:
                running = await self._find_running()
            running.loads += 1
            running.active += 1
            try:
                yield running
            finally:
                running.active -= 1
                if running is not self._running and not running.active:
                    await running.close()

    async def _find_running(self) -> Running:
        assert self._playwright is not None, "not started"
        running = self._running
        if running is not None and running.alive and running.loads < self.options.loads_per_process:
            return running
        self._running = None
        if running is not None and not running.active:
            await running.close()
        self._running = await self._launch(self._playwright)
        return self._running

    async def _launch(self, playwright: Playwright) -> Running:
        running = await start_chromium(
            playwright, find_executable(self._environment, playwright), self._proxy
        )
        running.watch = asyncio.create_task(watch_memory(running, self.options.memory_bytes))
        return running


async def _close_popup(page: Page) -> None:
    with suppress(PlaywrightError):
        await page.close()


async def _close_context(running: Running, context: BrowserContext) -> None:
    """Close it, or kill the Chromium that cannot."""
    try:
        async with asyncio.timeout(CLOSE_S):
            await context.close()
    except TimeoutError:
        running.kill()
    except PlaywrightError:
        pass  # gone already
