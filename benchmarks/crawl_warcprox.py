"""A client through warcprox, for ``benchmarks.crawling``: both are started and ended here.

``python -m benchmarks.crawl_warcprox URLS FOLDER AT_ONCE``. warcprox runs with its defaults and ``--gzip``;
that it may go to loopback has no option, so its launcher here sets the attribute that forbids it.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import aiohttp

from benchmarks.crawl_origin import find_port, wait_for

PYTHON = Path(__file__).parents[1] / ".cache/bench/venv/bin/python"
_LAUNCH = "from warcprox import main, warcproxy;warcproxy.WarcProxyHandler.allow_localhost = True;main.main()"


async def fetch_all(urls: list[str], proxy: str, at_once: int) -> int:
    """Ask for every URL through ``proxy``, ``at_once`` at a time; how many answers were whole."""
    waiting = iter(urls)
    pages = 0

    async with aiohttp.ClientSession() as session:

        async def work() -> None:
            nonlocal pages
            for url in waiting:
                async with session.get(url, proxy=proxy) as answer:
                    await answer.read()
                    pages += answer.status == 200

        await asyncio.gather(*(work() for _ in range(at_once)))
    return pages


def crawl(urls: list[str], folder: Path, at_once: int) -> int:
    """Crawl into WARC files in ``folder/warcs`` and return how many pages came."""
    if not PYTHON.exists():
        raise SystemExit("there is no warcprox: run scripts/setup-bench.sh first")
    port = find_port()
    options = ["--address", "127.0.0.1", "--port", str(port), "--gzip", "--quiet"]
    server = subprocess.Popen([PYTHON, "-c", _LAUNCH, *options], cwd=folder, stdout=sys.stderr)
    try:
        wait_for(port, server)
        return asyncio.run(fetch_all(urls, f"http://127.0.0.1:{port}", at_once))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    print(crawl(Path(sys.argv[1]).read_text().split(), Path(sys.argv[2]), int(sys.argv[3])))
