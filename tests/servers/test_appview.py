"""Bluesky's AppView: what accounts wrote on their own server, collected by the network's public API."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.servers.bluesky import HOST, Author, Bluesky
from tests.servers.bluesky_diary import SPARK, minute, read_entry, stamp, write_diary
from tests.servers.front import Front
from tests.servers.researcher import Researcher

pytestmark = pytest.mark.servers


def test_every_post_is_collected_as_the_appview_shows_it(
    network: Bluesky, network_front: Front, network_researcher: Researcher, picture: bytes
) -> None:
    author = network.join("alice")
    profile = {"displayName": "海港的爱丽丝", "description": "写海边的事 https://alice.elsewhere.test/"}
    author.create("app.bsky.actor.profile", {**profile, "createdAt": stamp(minute(0))}, key="self")
    written = write_diary(author, network.join("bob"), picture)
    network.settle()
    network_front.asked.clear()
    network_researcher.run("watch", "add", _page(author))
    network_researcher.run("collect")

    rows = network_researcher.posts()
    shown = {uri: replace(entry, text=SPARK) if entry.repost_of else entry for uri, entry in written.items()}
    assert {uri: read_entry(row) for uri, row in rows.items()} == shown
    assert {row["account"] for row in rows.values()} == {f"bluesky:{author.did}"}
    assert not {HOST, "plc.directory"} & set(network_front.asked), "the account's own server was not needed"

    account = network_researcher.ask("show", f"bluesky:{author.did}")
    assert (account["handle"], account["display_name"]) == (author.handle, "海港的爱丽丝")
    (pictured,) = (row for row in rows.values() if row["media"])
    (found,) = network_researcher.ask("show", pictured["uid"])["media"]
    assert (found["description"], found["media_type"]) == ("码头", "image/webp")

    (quiet,) = network_researcher.ask("collect", _page(author), "--no-links")
    assert quiet["exchanges"] <= 4
    network_researcher.check_archive()


def test_what_is_edited_deleted_and_new_is_seen_at_the_next_visit(
    network: Bluesky, network_researcher: Researcher
) -> None:
    author = network.join("carol")
    posts = [author.write(f"第{number}条", createdAt=stamp(minute(number))) for number in range(5)]
    spark = network.join("dan").write("A post to share", createdAt=stamp(minute(0)))
    share = {"subject": spark, "createdAt": stamp(minute(5))}
    shared = author.create("app.bsky.feed.repost", share)
    network.settle()
    network_researcher.run("watch", "add", _page(author))
    network_researcher.run("collect", "--no-links")
    assert set(network_researcher.posts()) == {one["uri"] for one in (*posts, shared)}

    author.put(posts[1]["uri"], {"text": "第1条，改过了", "createdAt": stamp(minute(1))})
    author.delete(posts[2]["uri"])
    author.delete(shared["uri"])
    network.take_down(network.appview, **posts[3])
    new = author.write("新的一条", createdAt=stamp(minute(9)))
    network.settle()
    network_researcher.run("collect", _page(author), "--recheck", "--no-links")

    rows = network_researcher.posts()
    assert {uri: row["text"] for uri, row in rows.items() if uri != shared["uri"]} == {
        posts[0]["uri"]: "第0条",
        posts[1]["uri"]: "第1条，改过了",
        posts[2]["uri"]: "第2条",
        posts[3]["uri"]: "第3条",
        posts[4]["uri"]: "第4条",
        new["uri"]: "新的一条",
    }
    # That a repost was taken back goes unnoticed: the AppView cannot be asked for a repost by its URI.
    assert {uri for uri, row in rows.items() if row["gone_at"]} == {posts[2]["uri"], posts[3]["uri"]}


def test_an_account_that_went_is_a_finding_and_its_posts_stay(
    network: Bluesky, network_researcher: Researcher
) -> None:
    left, expelled, hidden = (network.join(name) for name in ("left", "expelled", "hidden"))
    written = {one.write("再见", createdAt=stamp(minute(0)))["uri"] for one in (left, expelled, hidden)}
    network.settle()
    network_researcher.run("watch", "add", *map(_page, (left, expelled, hidden)))
    network_researcher.run("collect", "--no-links")
    left.ask("com.atproto.server.deactivateAccount", {})
    network.take_down(network.pds, did=expelled.did)
    network.take_down(network.appview, did=hidden.did)
    network.settle()
    for author, kind in ((left, "deleted"), (expelled, "suspended"), (hidden, "suspended")):
        (crawl,) = network_researcher.ask("collect", _page(author), "--no-links")
        assert kind in crawl["problem_kinds"], author.handle
    assert {uri for uri, row in network_researcher.posts().items() if row["text"] == "再见"} == written


def _page(author: Author) -> str:
    return f"https://bsky.app/profile/{author.handle}"
