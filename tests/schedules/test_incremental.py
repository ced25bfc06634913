"""The second crawl of an account asks for what is new, and looks again at what is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.items import Watched
from storage.tables import captures, observations, post_versions, posts
from tests.schedules.crawling import run_crawl
from tests.schedules.reading import read_problems, read_rows
from tests.schedules.world import Asked, Page, World, format_answer, run_world

HOST = "a.social.test"
STATUSES = f"https://{HOST}/api/v1/accounts/7/statuses"
FEED_URL = "https://f.pages.test/feed.xml"
FEED = (
    b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><id>tag:f</id><title>Feed</title>"
    b"<entry><id>tag:1</id><title>Entry</title><link href='https://f.pages.test/1'/></entry></feed>"
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with run_world(tmp_path) as world:
        yield world


def test_the_second_crawl_asks_only_for_what_is_new(world: World, tmp_path: Path) -> None:
    account = world.add_mastodon(HOST, 23)
    run_crawl(world, tmp_path / "data", account)
    assert len(world.urls()) == 8, "account, pins, five pages and the end of the list"
    world.forget()
    world.mastodons[HOST].write(2)
    run_crawl(world, tmp_path / "data", account)
    asked = [url for url in world.urls() if url.startswith(f"{STATUSES}?limit")]
    assert asked == [f"{STATUSES}?limit=40&min_id=1023", f"{STATUSES}?limit=40&min_id=1025"]
    assert len(world.urls()) == 4
    assert {row["post_id"] for row in read_rows(tmp_path / "data", posts)} == world.post_ids()


def test_full_asks_for_the_whole_history(world: World, tmp_path: Path) -> None:
    account = world.add_mastodon(HOST, 7)
    run_crawl(world, tmp_path / "data", account)
    before = world.urls()
    world.forget()
    run_crawl(world, tmp_path / "data", account, full=True)
    assert world.urls() == before


def test_a_recheck_notices_edits_and_deletions(world: World, tmp_path: Path) -> None:
    account = world.add_mastodon(HOST, 7)
    run_crawl(world, tmp_path / "data", account)
    world.mastodons[HOST].edit(1, "Said otherwise")
    world.mastodons[HOST].delete(3)
    run_crawl(world, tmp_path / "data", account)
    assert not read_rows(tmp_path / "data", observations), "known posts were just seen: not looked at again"
    run_crawl(world, tmp_path / "data", account, recheck=True)
    found = {(row["post_id"], row["kind"]) for row in read_rows(tmp_path / "data", observations)}
    assert found == {(f"{HOST}/1002", "changed"), (f"{HOST}/1004", "gone")}
    texts = {row["text"] for row in read_rows(tmp_path / "data", post_versions)}
    assert texts == {"Post 2 of ada at a.social.test", "Said otherwise"}


def test_a_feed_is_asked_conditionally(world: World, tmp_path: Path) -> None:
    def show(asked: Asked) -> Page | None:
        if asked.url != FEED_URL:
            return None
        if 'if-none-match: "v1"' in asked.head.lower():
            return Page(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
        return Page(format_answer(200, FEED, ('ETag: "v1"', "Content-Type: application/atom+xml")))

    world.answers.append(show)
    feed = Watched(
        platform="feed", key="f.pages.test/feed.xml", url=FEED_URL, handle="f", host="f.pages.test"
    )
    for _ in range(2):
        assert run_crawl(world, tmp_path / "data", feed).outcome == "finished"
    run_crawl(world, tmp_path / "data", feed, full=True)
    statuses = [row["status"] for row in read_rows(tmp_path / "data", captures) if row["url"] == FEED_URL]
    assert statuses == [200, 304, 200]
    assert read_problems(tmp_path / "data") == []


def test_a_feed_whose_older_pages_failed_is_not_asked_conditionally(world: World, tmp_path: Path) -> None:
    """Its 304 would say that nothing is new, and the older pages would never be asked for again."""
    older = f"{FEED_URL}?page=2"
    first = FEED.replace(b"<entry>", f"<link rel='next' href='{older}'/><entry>".encode(), 1)
    world.put(FEED_URL, first, 'ETag: "v1"')
    world.put(older, b"", status=503)
    feed = Watched(
        platform="feed", key="f.pages.test/feed.xml", url=FEED_URL, handle="f", host="f.pages.test"
    )
    run_crawl(world, tmp_path / "data", feed)
    assert [problem.kind for problem in read_problems(tmp_path / "data")] == ["unreachable"]
    world.put(older, FEED.replace(b"tag:1", b"tag:2"))
    world.forget()
    run_crawl(world, tmp_path / "data", feed)
    assert not any("if-none-match" in asked.head.lower() for asked in world.asked)
    assert len(read_rows(tmp_path / "data", posts)) == 2
