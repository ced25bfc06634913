"""Chromium as a process: found, started with nothing of its own going out, watched, and ended for certain."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from playwright.async_api import Browser as Chromium
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Playwright
from playwright.sync_api import sync_playwright

from crawlers.network.proxy import Proxy
from storage.errors import Missing

DEBIAN = Path("/usr/bin/chromium")
NAMES = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
START_S = 60.0
CLOSE_S = 10.0
WATCH_S = 0.5

_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")

_QUIET = (
    "--disable-quic",
    "--no-pings",
    "--dns-prefetch-disable",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-client-side-phishing-detection",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-speech-api",
    "--disable-notifications",
    "--disable-file-system",
    "--disable-print-preview",
    "--deny-permission-prompts",
    "--mute-audio",
    "--force-color-profile=srgb",
    "--autoplay-policy=user-gesture-required",
    # WebRTC has its own sockets: these leave it the proxy alone, which refuses whatever is not HTTP.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)


class BrowserMissing(Missing):
    """There is no Chromium, or it does not start."""


@dataclass(slots=True)
class Running:
    """A Chromium that runs, its process group, and how much it has done."""

    chromium: Chromium
    group: int
    loads: int = 0
    active: int = 0
    watch: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self.chromium.is_connected()

    async def close(self) -> None:
        """End it: politely, and its whole process group by force where that takes too long."""
        if self.watch is not None:
            self.watch.cancel()
        with suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await self.chromium.close()
        self.kill()

    def kill(self) -> None:
        """End the whole process group at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.group, signal.SIGKILL)


class HasChromium(Protocol):
    """As much of playwright as is asked: where its own Chromium would be."""

    @property
    def chromium(self) -> Any:
        """Its browser type; ``executable_path`` is what is looked at."""


def find_executable(environment: Mapping[str, str], playwright: HasChromium) -> Path:
    """VEDETTE_CHROMIUM, else Debian's, else one on PATH, else Playwright's own. Raises ``BrowserMissing``."""
    if named := environment.get("VEDETTE_CHROMIUM", ""):
        if not os.access(named, os.X_OK):
            raise BrowserMissing(f"VEDETTE_CHROMIUM names {named}, which is no program")
        return Path(named)
    on_path = (shutil.which(name, path=environment.get("PATH")) for name in NAMES)
    for found in (DEBIAN, *(Path(one) for one in on_path if one), Path(playwright.chromium.executable_path)):
        if os.access(found, os.X_OK):
            return found
    raise BrowserMissing(
        "there is no Chromium: install it (apt-get install chromium) or set VEDETTE_CHROMIUM"
    )


def find_installed(environment: Mapping[str, str]) -> Path | None:
    """The same for those who only want to know; ``None`` where there is none."""
    with sync_playwright() as playwright, suppress(BrowserMissing):
        return find_executable(environment, playwright)
    return None


async def start_chromium(playwright: Playwright, executable: Path, proxy: Proxy) -> Running:
    """Start a Chromium that reaches nothing but ``proxy``. Raises ``BrowserMissing``.

    Its sandbox stays on, but for root, as whom Chromium refuses to start with it.
    """
    place = f"127.0.0.1:{proxy.port}"
    trusted = ",".join(proxy.authority.key_digests)
    arguments = (
        *_QUIET,
        f"--ignore-certificate-errors-spki-list={trusted}",
        # Names are the proxy's to resolve; without it, nothing has an address.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--js-flags=--max-old-space-size=1024",
    )
    try:
        chromium = await playwright.chromium.launch(
            executable_path=executable,
            headless=True,
            args=arguments,
            ignore_default_args=["--disable-popup-blocking"],
            chromium_sandbox=os.geteuid() != 0,
            proxy={"server": f"http://{place}", "bypass": "<-loopback>"},
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=START_S * 1000,
        )
        session = await chromium.new_browser_cdp_session()
        processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
        await session.detach()
    except PlaywrightError as error:
        first = next((line for line in error.message.splitlines() if line.strip()), "no reason given")
        raise BrowserMissing(f"Chromium ({executable}) does not start: {first[:300]}") from None
    pid = next(int(one["id"]) for one in processes if one["type"] == "browser")
    return Running(chromium, os.getpgid(pid))


async def watch_memory(running: Running, limit: int) -> None:
    """Kill each renderer of ``running`` that takes more than ``limit`` bytes; its page crashes."""
    while running.alive:
        for pid, size in _list_renderers(running.group):
            if size > limit:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(WATCH_S)


def _list_renderers(group: int) -> Iterator[tuple[int, int]]:
    """The renderers in a process group with the bytes each holds for itself (Linux's /proc)."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            pid = int(folder.name)
            if os.getpgid(pid) != group or b"--type=renderer" not in (folder / "cmdline").read_bytes():
                continue
            resident, shared = (folder / "statm").read_bytes().split()[1:3]
            yield pid, (int(resident) - int(shared)) * _PAGE_SIZE
