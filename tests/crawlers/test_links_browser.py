"""A link in a post, followed by every means to the page at its end: feed, plain hops, browser, index."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from schedules.activities import Activities
from schedules.dispatch import Dispatcher, Premises
from schedules.job import Job
from storage.archive_reader import ArchiveReader
from storage.index import Index
from storage.items import Watched
from storage.link_findings import ChainFound, find_link
from tests.crawlers.browsing import require_chromium
from tests.crawlers.site import Reply, move, page, run_site

pytestmark = pytest.mark.browser

FEED = "https://blog.harbour.example/feed.xml"
SHORT = "https://go.short.example/r1"
SILENT = "https://start.silent.example/go"
DEAD = "https://start.silent.example/dead"
COUNTER = "https://count.tracker.example/c?id=7"
STAGE = "https://stage.tracker.example/s"
LANDING = "https://www.landing.example/story"
WORDS = "Ships wait outside the harbour"


def leave_for(url: str, wait_ms: int) -> Reply:
    """A page whose script moves on to an address that it puts together, so that only a browser knows it."""
    parts = ", ".join(f"'{part}'" for part in url.split("."))
    return page(f"<body><script>setTimeout(() => location.replace([{parts}].join('.')), {wait_ms})</script>")


def write_feed(*links: str) -> Reply:
    """A feed of one post that holds the links."""
    shown = " ".join(f'&lt;a href="{link}"&gt;more&lt;/a&gt;' for link in links)
    return Reply(
        f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title>
        <link>https://blog.harbour.example/</link><description>News</description>
        <item><guid isPermaLink="false">1</guid><title>Today</title>
        <link>https://blog.harbour.example/1</link>
        <description>Read {shown}</description></item></channel></rss>""".encode(),
        headers=(("Content-Type", "application/rss+xml"),),
    )


SITE: Mapping[str, Reply] = {
    FEED: write_feed(SHORT, SILENT, DEAD),
    SHORT: move(COUNTER),
    COUNTER: page(f"<meta http-equiv=refresh content='0; url={STAGE}'>"),
    STAGE: leave_for(LANDING, 500),
    # The page writes its words by script, so that what is kept of it can only be what the browser saw.
    LANDING: page(f"<title>Port</title><body><script>document.body.append('{WORDS}')</script>"),
    SILENT: leave_for(SHORT, 0),
    DEAD: leave_for("https://www.landing.example/gone", 0),
}
CHAIN = [(SHORT, "http", COUNTER), (COUNTER, "meta_refresh", STAGE), (STAGE, "script", LANDING)]
ENDS = [(LANDING, "landing", "")]


async def test_every_step_of_a_posts_links_is_indexed_with_its_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await require_chromium()
    data = tmp_path / "data"
    async with run_site(tmp_path, SITE) as site:
        monkeypatch.setenv("VEDETTE_CONNECT_TO", f"127.0.0.1:{site.port}")
        monkeypatch.setenv("VEDETTE_CA_FILE", str(site.ca_file))
        monkeypatch.setenv("VEDETTE_PACE", "0")
        await asyncio.to_thread(collect_and_follow, data)

    index = Index.open(data)
    try:
        short, silent, dead = (read_chain(index, link) for link in (SHORT, SILENT, DEAD))
    finally:
        index.close()
    assert tell(short) == [*CHAIN, *ENDS]
    assert [hop.vantage for hop in short.hops] == ["plain", "plain", "browser", "browser"]
    assert tell(silent) == [(SILENT, "script", SHORT), *CHAIN, *ENDS]
    assert {hop.vantage for hop in silent.hops} == {"browser"}
    gone = "https://www.landing.example/gone"
    assert tell(dead) == [(DEAD, "script", gone), (gone, "dead_end", "")]
    assert (dead.hops[-1].status, dead.hops[-1].reason) == (404, "status 404")
    assert dead.landing is None

    archive = ArchiveReader(data / "archive")
    for hop in (*short.hops, *silent.hops, *dead.hops):
        record = archive.find(hop.record_id)
        assert record is not None
        assert (record.url, record.status) == (hop.url, hop.status)
    for chain in (short, silent):
        assert chain.landing is not None
        assert (chain.landing.url, chain.landing.title) == (LANDING, "Port")
        shown = archive.find(chain.landing.screenshot_record_id)
        assert shown is not None and shown.body.startswith(b"\x89PNG")
        read_from = archive.find(chain.landing.record_id)
        assert read_from is not None and WORDS in read_from.body.decode()


def collect_and_follow(data: Path) -> None:
    """A crawl of the feed, then one of the links that its posts hold, each in a process of its own."""
    data.mkdir()
    feed = Watched(platform="feed", key=FEED, url=FEED, host="blog.harbour.example")
    index = Index.open(data)
    try:
        activities = Activities(index, Dispatcher(Premises(data=data)))
        (crawl,) = activities.collect((Job(platform="feed", entries=(feed,)),))
        assert (crawl.outcome, crawl.posts, crawl.problems) == ("finished", 1, 0), crawl.reason
        (following,) = activities.followings()
        assert {entry.url for entry in following.entries} == {SHORT, SILENT, DEAD}
        (crawl,) = activities.collect((following,))
        assert (crawl.outcome, crawl.problems) == ("finished", 0), crawl
    finally:
        index.close()


def read_chain(index: Index, link: str) -> ChainFound:
    """The only following of a link."""
    found = find_link(index, link)
    assert found is not None
    (chain,) = found.chains
    return chain


def tell(chain: ChainFound) -> list[tuple[str, str, str]]:
    """Where each hop stands, by what means it moves on, and where to."""
    assert [hop.position for hop in chain.hops] == list(range(len(chain.hops)))
    return [(hop.url, hop.kind, hop.next_url) for hop in chain.hops]
