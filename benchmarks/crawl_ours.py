"""One crawl as users run it, for ``benchmarks.crawling``: archive, index, door, spider.

``python -m benchmarks.crawl_ours URLS FOLDER``: every URL in the file URLS is asked; the data folder is made
in FOLDER. The platform exists in this process alone. Where connections go is said by VEDETTE_CONNECT_TO.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from crawlers.platform import Fetch, Pace, Platform, Reading, Route, platforms
from schedules.dispatch import Premises
from schedules.process import Listening, run_spider
from schedules.visits import Visits
from storage.index import Index
from storage.items import Capture, Known, Watched

KEY = "benchmark"
PER_HOST = 16


def make_platform(urls: Iterable[str]) -> Platform:
    """A platform whose accounts are hosts: it asks their URLs and reads nothing in the answers."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc].append(url)

    def start(account: Watched, known: Known) -> Iterable[Fetch]:
        return [Fetch(url=url, reader="page", route="page") for url in by_host[account.key]]

    return Platform(
        key=KEY,
        title="Benchmark",
        homepage="http://one.example/",
        family="benchmark",
        example="http://one.example/",
        recognise=lambda url: None,
        routes=(Route(name="page", sees="everything"),),
        start=start,
        readers={"page": _read_nothing},
        hosts=tuple(by_host),
        pace=Pace(seconds=0.0, concurrency=PER_HOST, source="as fast as it goes"),
        expects_posts=0,
    )


def _read_nothing(capture: Capture, account: Watched) -> Iterable[Reading]:
    return ()


def crawl(urls: list[str], folder: Path) -> int:
    """Crawl into ``folder`` and return how many exchanges there were."""
    platform = make_platform(urls)
    cast(dict[str, Platform], platforms())[KEY] = platform
    index = Index.open(folder, "")
    visits = Visits()
    entries = [(Watched(platform=KEY, key=host, url=f"http://{host}/"), Known()) for host in platform.hosts]
    try:
        end = run_spider(entries, "benchmark", Premises(data=folder), index, Listening(heard=visits.note))
    finally:
        index.close()
    if end != "finished":
        raise SystemExit(f"the crawl ended with {end!r}")
    return visits.exchanges


if __name__ == "__main__":
    print(crawl(Path(sys.argv[1]).read_text().split(), Path(sys.argv[2])))
