"""Bluesky's own account server and directory, collected by the commands a researcher types."""

from __future__ import annotations

import hashlib

import pytest

from tests.servers.bluesky import HOST, Author, Bluesky
from tests.servers.bluesky_diary import Entry, minute, read_entry, stamp, write_diary
from tests.servers.front import Front
from tests.servers.researcher import Researcher

pytestmark = pytest.mark.servers

Diary = tuple[Author, dict[str, Entry]]


@pytest.fixture(scope="module")
def diary(bluesky: Bluesky, picture: bytes) -> Diary:
    author = bluesky.join("alice")
    profile = {"displayName": "海港的爱丽丝", "description": "写海边的事 https://alice.elsewhere.test/"}
    author.create("app.bsky.actor.profile", {**profile, "createdAt": stamp(minute(0))}, key="self")
    return author, write_diary(author, bluesky.join("bob"), picture)


def test_every_post_of_an_account_server_is_collected_as_written(
    diary: Diary, bluesky_researcher: Researcher, bluesky_front: Front, picture: bytes
) -> None:
    author, written = diary
    bluesky_front.asked.clear()
    bluesky_researcher.run("watch", "add", f"https://{HOST}/@{author.handle}")
    bluesky_researcher.run("collect")

    rows = bluesky_researcher.posts()
    assert {uri: read_entry(row) for uri, row in rows.items()} == written
    assert {row["account"] for row in rows.values()} == {f"bluesky:{author.did}"}
    assert not {"public.api.bsky.app", "plc.directory"} & set(bluesky_front.asked)

    (pictured,) = (row for row in rows.values() if row["media"])
    (shown,) = bluesky_researcher.ask("show", pictured["uid"])["media"]
    assert shown["sha256"] == hashlib.sha256(picture).hexdigest()
    assert shown["description"] == "码头"

    account = bluesky_researcher.ask("show", f"bluesky:{author.did}")
    assert (account["handle"], account["display_name"]) == (author.handle, "海港的爱丽丝")
    bluesky_researcher.check_archive()


def test_words_of_every_script_are_found(diary: Diary, bluesky_researcher: Researcher) -> None:
    author, written = diary
    bluesky_researcher.run("watch", "add", f"https://{HOST}/@{author.handle}")
    bluesky_researcher.run("collect", "--no-links")
    for word in ("海边", "garden", "국수", "朝市"):
        found = bluesky_researcher.ask("search", word, "--limit", "500")
        assert {post["post_id"] for post in found} == {
            uri for uri, entry in written.items() if word in entry.text
        }


def test_where_the_appview_refuses_the_directory_leads_to_the_account_server(
    diary: Diary, bluesky_researcher: Researcher, bluesky_front: Front
) -> None:
    author, written = diary
    bluesky_front.asked.clear()
    bluesky_researcher.run("watch", "add", f"https://bsky.app/profile/{author.handle}")
    bluesky_researcher.run("collect", "--no-links")
    assert {uri: read_entry(row) for uri, row in bluesky_researcher.posts().items()} == written
    assert {"public.api.bsky.app", "plc.directory", HOST} <= set(bluesky_front.asked)


def test_what_is_edited_deleted_and_new_is_seen_at_the_next_visit(
    bluesky: Bluesky, bluesky_researcher: Researcher
) -> None:
    author = bluesky.join("carol")
    posts = [author.write(f"第{number}条", createdAt=stamp(minute(number)))["uri"] for number in range(4)]
    bluesky_researcher.run("watch", "add", f"https://{HOST}/@{author.handle}")
    bluesky_researcher.run("collect")

    author.put(posts[1], {"text": "第1条，改过了", "createdAt": stamp(minute(1))})
    author.delete(posts[2])
    new = author.write("新的一条", createdAt=stamp(minute(9)))["uri"]
    bluesky_researcher.run("collect", f"https://{HOST}/@{author.handle}", "--recheck")

    rows = bluesky_researcher.posts()
    assert {uri: row["text"] for uri, row in rows.items()} == {
        posts[0]: "第0条",
        posts[1]: "第1条，改过了",
        posts[2]: "第2条",
        posts[3]: "第3条",
        new: "新的一条",
    }
    assert [uri for uri, row in rows.items() if row["gone_at"]] == [posts[2]]
    versions = bluesky_researcher.ask("show", rows[posts[1]]["uid"])["versions"]
    assert {version["text"] for version in versions} == {"第1条", "第1条，改过了"}
    bluesky_researcher.check_archive()


def test_a_deactivated_account_is_a_finding_and_its_posts_stay(
    bluesky: Bluesky, bluesky_researcher: Researcher
) -> None:
    author = bluesky.join("dave")
    uri = author.write("再见", createdAt=stamp(minute(0)))["uri"]
    address = f"https://{HOST}/xrpc/com.atproto.repo.describeRepo?repo={author.did}"
    bluesky_researcher.run("watch", "add", address)
    bluesky_researcher.run("collect")
    author.ask("com.atproto.server.deactivateAccount", {})
    crawls = bluesky_researcher.ask("collect", address)
    assert "deleted" in {kind for crawl in crawls for kind in crawl["problem_kinds"]}
    assert bluesky_researcher.posts()[uri]["text"] == "再见"
