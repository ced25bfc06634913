"""One page loaded as a person would see it: opened, waited for, scrolled, looked at. Nothing is clicked."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import files
from time import monotonic
from typing import Any, Literal

from playwright.async_api import CDPSession, Page
from playwright.async_api import Error as PlaywrightError

from crawlers.navigations import Trail
from crawlers.network.visit import Budget, Visit
from crawlers.platform import Browse

Outcome = Literal[
    "ok", "timeout", "crashed", "too_many_navigations", "refused", "unreachable", "download", "failed"
]

FACTS = files("crawlers").joinpath("page_facts.js").read_text("utf-8")
SCROLL = files("crawlers").joinpath("page_scroll.js").read_text("utf-8")

_POLL_S = 0.05
_FREEZE_S = 2.0
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserOptions:
    """How the browser behaves. Times in seconds, sizes in bytes and CSS pixels.

    A page has ``navigation_s`` to answer and load, then ``patience_s`` after its last move to move on
    by itself (a refresh that says when is waited for up to ``longest_refresh_s``); ``load_s`` bounds
    the whole, ``collect_s`` the looking after that. It is quiet when it asked for nothing for
    ``quiet_s``; one that never is, is looked at after ``busy_s``. ``user_agent`` empty: that of an
    ordinary Chromium of the same version. Locale and time zone are fixed, so that pages don't differ
    by the machine they are collected on, and say nothing of where it stands.
    """

    pages: int = 4
    loads_per_process: int = 100
    navigation_s: float = 30.0
    load_s: float = 90.0
    collect_s: float = 20.0
    patience_s: float = 5.5
    longest_refresh_s: float = 10.0
    quiet_s: float = 0.5
    busy_s: float = 10.0
    navigations: int = 20
    width: int = 1280
    height: int = 900
    screenshot_height: int = 10_000
    memory_bytes: int = 1536 * 1024 * 1024
    budget: Budget = field(default_factory=Budget)
    user_agent: str = ""
    locale: str = "en-US"
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a load came to. ``facts`` are page_facts.js's, none where no page was shown."""

    outcome: Outcome
    reason: str = ""
    facts: Mapping[str, Any] | None = None
    screenshot: bytes = b""


class _Ended(Exception):
    """The load is over before its end; the outcome, and why."""

    def __init__(self, outcome: Outcome, reason: str = "") -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


class PageLoad:
    """A load in one page of a fresh context. ``session`` speaks the DevTools protocol with that page."""

    def __init__(self, page: Page, session: CDPSession, visit: Visit, options: BrowserOptions) -> None:
        self._session = session
        self._visit = visit
        self._options = options
        self._frame = ""
        self._crash: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.trail = Trail("", options.navigations)
        page.on("crash", lambda _: self._note_crash())
        page.on("close", lambda _: self._note_crash())

    async def run(self, url: str, browse: Browse) -> Shown:
        """Load ``url``. Raises nothing on what a page does."""
        outcome: Outcome = "ok"
        reason = ""
        try:
            async with asyncio.timeout(self._options.load_s):
                await self._listen()
                await self._open(url, browse.referrer)
                await self._rest()
                await self._wait_for(browse.wait_for)
                await self._scroll(browse.scrolls)
                await self._rest()
        except TimeoutError:
            outcome, reason = "timeout", f"the page was not done after {self._options.load_s:g} s"
        except _Ended as end:
            outcome, reason = end.outcome, end.reason
        except PlaywrightError as error:
            outcome, reason = "crashed", _first_line(error)
        if outcome in ("timeout", "too_many_navigations"):
            self._visit.over = True
            await self._freeze()
        return await self._look(outcome, reason, browse.screenshot)

    def _note_crash(self) -> None:
        if not self._crash.done():
            self._crash.set_result(None)

    async def _listen(self) -> None:
        tree = await self._send("Page.getFrameTree")
        self._frame = str(tree["frameTree"]["frame"]["id"])
        self.trail = Trail(self._frame, self._options.navigations)
        for name in Trail.EVENTS:
            self._session.on(name, lambda event, name=name: self.trail.follow(name, event))
        await self._send("Page.enable")
        await self._send("Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0})

    async def _open(self, url: str, referrer: str) -> None:
        try:
            async with asyncio.timeout(self._options.navigation_s):
                wish = {"url": url, "referrer": referrer} if referrer else {"url": url}
                answer = await self._send("Page.navigate", wish)
        except TimeoutError:
            raise _Ended("timeout", f"no answer within {self._options.navigation_s:g} s") from None
        fault = str(answer.get("errorText", ""))
        if answer.get("isDownload"):
            raise _Ended("download", "the answer is a file to be saved, not a page")
        if fault == "net::ERR_TOO_MANY_REDIRECTS":
            raise _Ended("too_many_navigations", "redirects without end")
        if fault and fault != "net::ERR_ABORTED":  # aborted: no content, or moved on by itself already
            raise _Ended("failed", fault)

    async def _rest(self) -> None:
        """Return when the page is loaded, asks for nothing more, and had its time to move on."""
        options, trail = self._options, self.trail
        while True:
            self._check()
            now = monotonic()
            since = now - trail.moved_at
            loaded = trail.loaded or trail.shows_nothing or since > options.navigation_s
            quiet = self._is_quiet() or since > options.busy_s + options.patience_s
            due = max(trail.moved_at, trail.loaded_at) + options.patience_s
            if 0 < trail.scheduled_at - trail.moved_at <= options.longest_refresh_s:
                due = max(due, trail.scheduled_at + 1.0)
            if loaded and quiet and now >= due and (not trail.under_way or since > options.navigation_s):
                return
            await asyncio.sleep(_POLL_S)

    async def _wait_for(self, selector: str) -> None:
        """Wait for an element, as long as a page that loads may take; some pages never have it."""
        if not selector:
            return
        script = f"Document.prototype.querySelector.call(document, {_quote(selector)}) !== null"
        end = monotonic() + self._options.busy_s
        while monotonic() < end and not await self._evaluate(script):
            self._check()
            await asyncio.sleep(4 * _POLL_S)

    async def _scroll(self, times: int) -> None:
        """To the end and wait for what that loads, again and again as long as the page grows."""
        height = 0
        for _ in range(times):
            start = monotonic()
            found = await self._evaluate(SCROLL)
            if not isinstance(found, (int, float)) or found <= height:
                return
            height = int(found)
            waited = 0.0
            while waited < self._options.busy_s and not (
                waited > 2 * self._options.quiet_s and self._is_quiet()
            ):
                self._check()
                await asyncio.sleep(_POLL_S)
                waited = monotonic() - start

    def _is_quiet(self) -> bool:
        return self._visit.is_quiet(self._options.quiet_s)

    def _check(self) -> None:
        if self._crash.done():
            raise _Ended("crashed", "the page's process ended")
        if self.trail.is_full and not self._visit.over:
            raise _Ended("too_many_navigations", f"moved on more than {self._options.navigations} times")

    async def _freeze(self) -> None:
        """Stop the page's scripts, so that it can be looked at."""
        for method, arguments in (
            ("Emulation.setScriptExecutionDisabled", {"value": True}),
            ("Runtime.terminateExecution", {}),
            ("Page.stopLoading", {}),
        ):
            with suppress(TimeoutError, PlaywrightError, _Ended):
                async with asyncio.timeout(_FREEZE_S):
                    await self._send(method, arguments)

    async def _look(self, outcome: Outcome, reason: str, with_screenshot: bool) -> Shown:
        """What is shown at the end, as far as it can be had."""
        facts: Mapping[str, Any] | None = None
        screenshot = b""
        if not self._crash.done():
            with suppress(TimeoutError, PlaywrightError, _Ended):
                async with asyncio.timeout(self._options.collect_s):
                    facts = await self._read_facts()
                    if facts is not None and with_screenshot:
                        screenshot = await self._take_screenshot()
        if outcome == "ok" and facts is None:
            if self._crash.done():
                outcome, reason = "crashed", "the page's process ended"
            elif self.trail.shows_nothing:
                outcome, reason = "failed", "the answer is no page that can be shown"
            else:
                outcome, reason = "timeout", "the page could not be looked at"
        return Shown(outcome=outcome, reason=reason, facts=facts, screenshot=screenshot)

    async def _read_facts(self) -> Mapping[str, Any] | None:
        for _ in range(_TRIES):
            facts = await self._evaluate(FACTS)
            if isinstance(facts, dict):
                return facts if str(facts.get("url", "")).startswith(("http:", "https:")) else None
        return None

    async def _take_screenshot(self) -> bytes:
        await self._evaluate("scrollTo(0, 0)")
        size = (await self._send("Page.getLayoutMetrics"))["cssContentSize"]
        height = min(max(int(size["height"]), self._options.height), self._options.screenshot_height)
        clip = {"x": 0, "y": 0, "width": self._options.width, "height": height, "scale": 1}
        wish = {"format": "png", "captureBeyondViewport": True, "clip": clip}
        return b64decode((await self._send("Page.captureScreenshot", wish))["data"])

    async def _send(self, method: str, arguments: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give a command. Chromium never answers those that a page's crash overtakes: that ends the load."""
        sent = asyncio.ensure_future(self._session.send(method, arguments))
        try:
            waiting: set[asyncio.Future[Any]] = {sent, self._crash}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if sent.done():
                return sent.result()
        finally:
            sent.cancel()
        raise _Ended("crashed", "the page's process ended")

    async def _evaluate(self, script: str) -> object:
        """The value of ``script``, run beside the page's own scripts and out of their reach; ``None`` if
        it failed or the page moved on meanwhile."""
        self._check()
        try:
            world = await self._send("Page.createIsolatedWorld", {"frameId": self._frame})
            wish = {"expression": script, "contextId": world["executionContextId"], "returnByValue": True}
            answer = await self._send("Runtime.evaluate", {**wish, "awaitPromise": True})
        except PlaywrightError:
            await asyncio.sleep(_POLL_S)
            return None
        return answer["result"].get("value") if "exceptionDetails" not in answer else None


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _first_line(error: PlaywrightError) -> str:
    return next((line for line in error.message.splitlines() if line.strip()), "")[:300]
