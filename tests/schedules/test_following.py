"""What posts show is fetched: media once, links to their end, videos where somebody asked for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from schedules.activities import Activities
from schedules.dispatch import Dispatcher, Premises
from schedules.job import Job, Progress
from storage import watchlist
from storage.items import Watched
from storage.link_findings import find_link
from storage.links import NEVER
from storage.tables import landing_pages, links, media
from tests.schedules.crawling import run_crawl
from tests.schedules.reading import opened, read_problems, read_record, read_rows
from tests.schedules.world import World, run_world

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
PICTURE_URL = "https://files.pages.test/one.png"
VIDEO_URL = "https://files.pages.test/two.mp4"
START = "https://short.pages.test/a"
MIDDLE = "https://middle.pages.test/b"
END = "https://news.pages.test/story"
STORY = (
    b"<!doctype html><html lang=en><title>The story</title><body><p>Once upon a time there was an end.</p>"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A world, a data folder, and the account whose posts show a link, a picture and a video."""

    world: World
    data: Path
    account: Watched

    def due(self) -> dict[str, Job]:
        """What is to be followed and fetched now."""
        with opened(self.data) as index:
            activities = Activities(index, Dispatcher(Premises(data=self.data)))
            return {job.platform: job for job in activities.followings()}

    def follow(self, platform: str) -> Progress:
        """Follow what is due."""
        return run_crawl(self.world, self.data, *self.due()[platform].entries)

    def pass_time(self, hours: int) -> None:
        """Have everything be due that much earlier."""
        with opened(self.data) as index, index.writing() as connection:
            for table in (links, media):
                for row in read_rows(self.data, table):
                    if row["next_due_at"] is not None:
                        due = row["next_due_at"] - timedelta(hours=hours)
                        connection.execute(
                            update(table).where(table.c.id == row["id"]).values(next_due_at=due)
                        )


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with run_world(tmp_path) as world:
        account = world.add_mastodon("a.social.test", 0)
        shown = (("image", PICTURE_URL), ("video", VIDEO_URL))
        for text in ("First", "Second, the same again"):
            world.mastodons[account.host].say(f'{text}: <a href="{START}">read</a>', *shown)
        world.put(START, b"", f"Location: {MIDDLE}", status=301)
        world.put(
            MIDDLE, b"<meta http-equiv=refresh content='0; url=%s'>" % END.encode(), "Content-Type: text/html"
        )
        world.put(END, STORY, "Content-Type: text/html; charset=utf-8")
        world.put(PICTURE_URL, PICTURE, "Content-Type: image/png")
        world.put(VIDEO_URL, b"\0\0\0\x18ftypmp42" + b"v" * 5000, "Content-Type: video/mp4")
        run_crawl(world, tmp_path / "data", account)
        world.forget()
        yield Scene(world, tmp_path / "data", account)


def test_a_picture_is_fetched_once_and_is_what_was_served(scene: Scene) -> None:
    assert [entry.url for entry in scene.due()["media"].entries] == [PICTURE_URL], "two posts, one picture"
    scene.follow("media")
    (row,) = (row for row in read_rows(scene.data, media) if row["url"] == PICTURE_URL)
    digest = hashlib.sha256(PICTURE).hexdigest()
    assert (row["sha256"], row["size"], row["media_type"]) == (digest, len(PICTURE), "image/png")
    assert read_record(scene.data, row["record_id"]).body == PICTURE
    scene.pass_time(1000)
    assert "media" not in scene.due(), "it is asked for again"
    assert scene.world.urls() == [PICTURE_URL]


def test_a_video_is_fetched_where_the_watchlist_asks_for_media(scene: Scene) -> None:
    with opened(scene.data) as index:
        watchlist.add(index, replace(scene.account, wants=("media",)))
    scene.follow("media")
    assert sorted(scene.world.urls()) == [PICTURE_URL, VIDEO_URL]


def test_a_picture_that_could_not_be_fetched_is_tried_again_later(scene: Scene) -> None:
    scene.world.put(PICTURE_URL, b"", status=404)
    scene.follow("media")
    assert [problem.kind for problem in read_problems(scene.data)] == ["not_found"]
    assert "media" not in scene.due(), "at once again"
    scene.pass_time(1)
    scene.world.put(PICTURE_URL, PICTURE, "Content-Type: image/png")
    scene.follow("media")
    (row,) = (row for row in read_rows(scene.data, media) if row["url"] == PICTURE_URL)
    assert row["sha256"] == hashlib.sha256(PICTURE).hexdigest()
    assert (row["failures"], row["next_due_at"]) == (0, None)


def test_a_picture_that_never_comes_is_given_up(scene: Scene) -> None:
    scene.world.put(PICTURE_URL, b"<!doctype html><title>Sorry</title>", "Content-Type: text/html")
    tries = 0
    while "media" in scene.due():
        scene.follow("media")
        tries += 1
        scene.pass_time(1 << tries)
        assert tries < 10
    assert tries == 6
    assert {problem.kind for problem in read_problems(scene.data)} == {"changed_format"}


def test_links_of_accounts_that_say_never_are_left_alone_unless_others_show_them(scene: Scene) -> None:
    quiet = replace(scene.account, wants=(NEVER,))
    with opened(scene.data) as index:
        watchlist.add(index, quiet)
    assert "links" not in scene.due() and "media" in scene.due()
    other = scene.world.add_mastodon("b.social.test", 0)
    scene.world.mastodons[other.host].say(f'Me too: <a href="{START}">read</a>')
    run_crawl(scene.world, scene.data, other)
    assert [entry.url for entry in scene.due()["links"].entries] == [START]


def test_a_link_is_followed_to_its_end(scene: Scene) -> None:
    scene.follow("links")
    with opened(scene.data) as index:
        found = find_link(index, START)
    assert found is not None and found.posts == 2
    (chain,) = found.chains
    hops = [(hop.url, hop.kind, hop.status, hop.next_url) for hop in chain.hops]
    assert hops == [
        (START, "http", 301, MIDDLE),
        (MIDDLE, "meta_refresh", 200, END),
        (END, "landing", 200, ""),
    ]
    assert [read_record(scene.data, hop.record_id).url for hop in chain.hops] == [START, MIDDLE, END]
    (page,) = read_rows(scene.data, landing_pages)
    assert (page["url"], page["title"], page["language"]) == (END, "The story", "en")
    assert "Once upon a time" in page["text"]


def test_a_link_is_followed_again_after_a_day_as_a_chain_of_its_own(scene: Scene) -> None:
    scene.follow("links")
    assert "links" not in scene.due()
    scene.pass_time(24)
    scene.world.put(START, b"gone", status=410)
    scene.follow("links")
    with opened(scene.data) as index:
        found = find_link(index, START)
    assert found is not None
    assert [[hop.kind for hop in chain.hops] for chain in found.chains] == [
        ["http", "meta_refresh", "landing"],
        ["dead_end"],
    ]
