"""WordPress as Debian ships it, collected by its REST API and by its feeds."""

from __future__ import annotations

import hashlib
from datetime import datetime

import pytest

from tests.servers.front import Front
from tests.servers.researcher import Researcher
from tests.servers.wordpress import CLOSED_HOST, HOST, WordPress
from tests.servers.wordpress_diary import (
    Article,
    add_author,
    address,
    of_author,
    publish,
    read_article,
    write_diary,
)

pytestmark = pytest.mark.servers

SITE = f"https://{HOST}/wp-json/wp/v2/posts"


@pytest.fixture(scope="module")
def diary(wordpress: WordPress, picture: bytes) -> dict[int, Article]:
    return write_diary(wordpress, picture)


def test_every_post_of_a_site_is_collected_by_rest_as_published(
    diary: dict[int, Article], wordpress_researcher: Researcher, picture: bytes
) -> None:
    wordpress_researcher.run("watch", "add", SITE)
    wordpress_researcher.run("collect")

    rows = wordpress_researcher.posts()
    found = {article.number: article for article in map(read_article, rows.values())}
    assert found == diary
    assert all(row["edited_at"] is None for row in rows.values())

    number = next(article.number for article in diary.values() if article.picture)
    (shown,) = wordpress_researcher.ask("show", rows[address(number)]["uid"])["media"]
    assert shown["sha256"] == hashlib.sha256(picture).hexdigest()
    wordpress_researcher.check_archive()


def test_an_author_has_only_what_that_author_published(
    diary: dict[int, Article], wordpress_researcher: Researcher
) -> None:
    wordpress_researcher.run("watch", "add", f"https://{HOST}/author/lin/")
    wordpress_researcher.run("collect", "--no-links")
    found = [read_article(row) for row in wordpress_researcher.posts().values()]
    assert {article.number: article for article in found} == of_author(diary.values(), "lin")


def test_where_rest_is_shut_the_feed_has_every_post(
    diary: dict[int, Article], wordpress_researcher: Researcher
) -> None:
    wordpress_researcher.run("watch", "add", f"https://{CLOSED_HOST}/wp-json/wp/v2/posts")
    wordpress_researcher.run("collect", "--no-links")
    check_feed(diary, wordpress_researcher, CLOSED_HOST)


def test_the_feed_alone_has_every_post(diary: dict[int, Article], wordpress_researcher: Researcher) -> None:
    wordpress_researcher.run("watch", "add", f"https://{HOST}/feed/")
    wordpress_researcher.run("collect", "--no-links")
    check_feed(diary, wordpress_researcher, HOST)


def test_a_feed_without_news_is_one_exchange(
    diary: dict[int, Article], wordpress_researcher: Researcher, wordpress_front: Front
) -> None:
    feed = f"https://{HOST}/feed/"
    wordpress_researcher.run("watch", "add", feed)
    wordpress_researcher.run("collect", "--no-links")
    (crawl,) = wordpress_researcher.ask("collect", feed, "--no-links")
    assert (crawl["exchanges"], crawl["posts"]) == (1, 0)
    assert len(wordpress_researcher.posts()) == len(diary)


def test_what_is_edited_and_deleted_is_seen_at_the_next_visit(
    diary: dict[int, Article], wordpress: WordPress, wordpress_researcher: Researcher
) -> None:
    author = add_author(wordpress, "wen", "文")
    posts = [
        publish(wordpress, {"title": f"消息 {number}", "content": f"原文 {number}", "author": author})["id"]
        for number in range(3)
    ]
    watched = f"https://{HOST}/author/wen/"
    try:
        wordpress_researcher.run("watch", "add", watched)
        wordpress_researcher.run("collect", "--no-links")
        wordpress.send("POST", f"/posts/{posts[0]}", {"content": "改过的原文"})
        wordpress.send("DELETE", f"/posts/{posts[1]}")
        wordpress_researcher.run("collect", watched, "--recheck", "--no-links")
    finally:
        for number in posts:
            wordpress.send("DELETE", f"/posts/{number}?force=true")

    rows = wordpress_researcher.posts()
    assert {number: rows[address(number)]["text"] for number in posts} == {
        posts[0]: "改过的原文",
        posts[1]: "原文 1",
        posts[2]: "原文 2",
    }
    assert [number for number in posts if rows[address(number)]["gone_at"]] == [posts[1]]
    versions = wordpress_researcher.ask("show", rows[address(posts[0])]["uid"])["versions"]
    assert {version["text"] for version in versions} == {"原文 0", "改过的原文"}
    wordpress_researcher.check_archive()


def check_feed(diary: dict[int, Article], researcher: Researcher, host: str) -> None:
    """Everything that a feed tells is collected: words, times, addresses, authors."""
    wanted = {
        (
            article.url.replace(f"//{HOST}/", f"//{host}/"),
            article.title,
            article.words,
            article.published,
            article.author,
        )
        for article in diary.values()
    }
    found = {
        (
            row["url"],
            row["title"],
            " ".join(row["text"].split()),
            datetime.fromisoformat(row["posted_at"]),
            row["author"],
        )
        for row in researcher.posts().values()
    }
    assert found == wanted
