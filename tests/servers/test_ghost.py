"""Ghost as its makers ship it: what a site and an author published, by the Content API and by feed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from tests.servers.ghost import HOST, TITLE, Ghost
from tests.servers.researcher import Researcher

pytestmark = pytest.mark.servers

ORDINARY = 52
"""More posts than a page of the API holds."""
IN_FEED = 15
BEGINNING = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
LINK = "https://news.elsewhere.test/渔业/2026?from=ghost"
SITE = f"https://{HOST}/ghost/api/content/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A post as it was published."""

    url: str
    title: str
    text: str
    posted_at: datetime
    author: str
    hashtags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def writer(ghost: Ghost) -> dict[str, Any]:
    """An author besides the owner."""
    return ghost.hire("Wen")


@pytest.fixture(scope="module")
def published(ghost: Ghost, writer: dict[str, Any]) -> dict[str, Entry]:
    """What is to be found, by the post's id."""
    found: dict[str, Entry] = {}

    def publish(title: str, text: str, html: str = "", **fields: Any) -> None:
        tags, links = fields.pop("tags", []), fields.pop("links", [])
        at = BEGINNING + timedelta(minutes=len(found))
        stamp = at.isoformat().replace("+00:00", ".000Z")
        sent = {
            "title": title,
            "html": html or f"<p>{text}</p>",
            "published_at": stamp,
            "tags": tags,
            **fields,
        }
        made = ghost.publish(sent)
        author = made["primary_author"]["name"]
        entry = Entry(
            url=made["url"], title=title, text=text, posted_at=at, author=author, hashtags=tags, links=links
        )
        found[f"{HOST}/{made['id']}"] = entry

    for number in range(ORDINARY):
        publish(f"第{number}天", f"风平浪静，鱼很多 {number}。 Nothing new, all well.")
    both = f'<p>看这篇 <a href="{LINK}">报道</a>。</p><p>第二段。</p>'
    publish(
        "渔业新闻",
        "看这篇 报道。 第二段。",
        both,
        links=[LINK.replace("渔业", quote("渔业")) + f"&ref={HOST}"],
    )
    publish("标签", "有标签的一天。", tags=["渔业", "Harbour"])
    publish("文写的", "文也写了一篇。", authors=[{"id": writer["id"]}])
    publish("文又写了", "文又写了一篇。", authors=[{"id": writer["id"]}])
    ghost.publish({"title": "还没写完", "html": "<p>草稿</p>", "status": "draft"})
    return found


def test_every_post_of_a_site_is_collected_as_published(
    published: dict[str, Entry], ghost_researcher: Researcher
) -> None:
    ghost_researcher.run("watch", "add", f"ghost:https://{HOST}/")
    ghost_researcher.run("collect", "--no-links")
    rows = ghost_researcher.posts()
    assert {id: read_entry(row) for id, row in rows.items()} == published
    account = ghost_researcher.ask("show", SITE)
    assert (account["key"], account["display_name"]) == (HOST, TITLE)
    ghost_researcher.check_archive()


def test_an_author_is_collected_alone(
    published: dict[str, Entry], writer: dict[str, Any], ghost_researcher: Researcher
) -> None:
    ghost_researcher.run("watch", "add", f"ghost:https://{HOST}/author/{writer['slug']}/")
    ghost_researcher.run("collect", "--no-links")
    rows = ghost_researcher.posts()
    assert {id: read_entry(row) for id, row in rows.items()} == {
        id: entry for id, entry in published.items() if entry.author == "Wen"
    }
    assert {row["author"] for row in rows.values()} == {"Wen"}


def test_the_feed_has_the_newest_posts_under_the_same_ids(
    published: dict[str, Entry], ghost_researcher: Researcher
) -> None:
    ghost_researcher.run("watch", "add", f"ghost:https://{HOST}/")
    ghost_researcher.run("collect", "--route", "feed", "--no-links")
    rows = ghost_researcher.posts()
    newest = dict(list(published.items())[-IN_FEED:])
    assert {id: read_entry(row) for id, row in rows.items()} == newest


def test_what_is_edited_deleted_and_new_is_seen_at_the_next_visit(
    ghost: Ghost, ghost_researcher: Researcher
) -> None:
    lan = ghost.hire("Lan")
    posts = [
        ghost.publish(
            {"title": f"消息 {number}", "html": f"<p>原文 {number}</p>", "authors": [{"id": lan["id"]}]}
        )
        for number in range(3)
    ]
    watched = f"{SITE}authors/slug/{lan['slug']}/"
    ghost_researcher.run("watch", "add", watched)
    ghost_researcher.run("collect", "--no-links")
    ghost.change(posts[0], html="<p>改过的原文</p>")
    ghost.delete(posts[1])
    new = ghost.publish({"title": "新的", "html": "<p>新的一条</p>", "authors": [{"id": lan["id"]}]})
    ghost_researcher.run("collect", watched, "--recheck", "--no-links")

    rows = ghost_researcher.posts()
    edited, deleted, kept, added = (f"{HOST}/{one['id']}" for one in (*posts, new))
    assert {id: row["text"] for id, row in rows.items()} == {
        edited: "改过的原文",
        deleted: "原文 1",
        kept: "原文 2",
        added: "新的一条",
    }
    assert [id for id, row in rows.items() if row["gone_at"]] == [deleted]
    versions = ghost_researcher.ask("show", rows[edited]["uid"])["versions"]
    assert {version["text"] for version in versions} == {"原文 0", "改过的原文"}
    ghost_researcher.check_archive()


def read_entry(row: dict[str, Any]) -> Entry:
    """A collected post, as the export gives it, in the form of what was published."""
    return Entry(
        url=row["url"],
        title=row["title"],
        text=" ".join(row["text"].split()),
        posted_at=datetime.fromisoformat(row["posted_at"]),
        author=row["author"],
        hashtags=row["hashtags"],
        links=row["links"],
    )
