"""A real Nostr relay, collected by the commands a researcher types."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawlers.families.nostr_names import write_npub
from tests.crawlers.families.nostr_writing import Author
from tests.servers.front import Front
from tests.servers.nostr import RELAYS, Relay
from tests.servers.nostr_diary import Entry, minute, read_entry, stamp, write_article, write_diary
from tests.servers.researcher import Researcher

pytestmark = pytest.mark.servers

Diary = tuple[Author, dict[str, Entry]]


@pytest.fixture(scope="module")
def diary(relay: Relay) -> Diary:
    author = Author("alice of the harbour")
    return author, write_diary(relay, author, Author("bob of the harbour"))


def test_every_event_of_an_author_is_collected_as_written(
    diary: Diary, nostr_researcher: Researcher, nostr_front: Front
) -> None:
    author, written = diary
    nostr_researcher.run("watch", "add", f"https://njump.me/{write_npub(author.key)}")
    nostr_researcher.run("collect", "--no-links")

    rows = nostr_researcher.posts()
    assert {id: read_entry(row) for id, row in rows.items()} == written
    assert {row["account"] for row in rows.values()} == {f"nostr:{author.key}"}
    assert set(RELAYS) <= set(nostr_front.asked)
    account = nostr_researcher.ask("show", f"nostr:{author.key}")
    assert (account["handle"], account["display_name"]) == ("alice", "海港的爱丽丝")
    nostr_researcher.check_archive()


def test_the_relay_takes_our_signatures_and_no_false_ones(relay: Relay) -> None:
    """So that what the other tests sign is what the network takes for true."""
    event = Author("eve of the harbour").write("true", at=stamp(1))
    ((accepted, _),) = relay.offer({**event, "content": "false"})
    assert not accepted
    ((accepted, _),) = relay.offer({**event, "sig": "0" * 128})
    assert not accepted
    relay.publish(event)


def test_what_is_edited_deleted_and_new_is_seen_at_the_next_visit(
    relay: Relay, nostr_researcher: Researcher
) -> None:
    author = Author("carol of the harbour")
    notes = [author.write(f"第{number}条", at=stamp(number)) for number in range(4)]
    article = Entry(text="初稿", posted_at=minute(5), kind="article", title="文章")
    relay.publish(*notes, write_article(author, article, at=5))
    nostr_researcher.run("watch", "add", write_npub(author.key), "--family", "nostr")
    nostr_researcher.run("collect", "--no-links")

    deletion = author.write("mistake", kind=5, at=stamp(20), tags=[["e", notes[2]["id"]]])
    new = author.write("新的一条", at=stamp(21))
    relay.publish(deletion, new, write_article(author, replace(article, text="定稿"), at=22))
    address = f"nostr:{write_npub(author.key)}"
    nostr_researcher.run("collect", address, "--recheck", "--no-links")

    rows = nostr_researcher.posts()
    place = f"30023:{author.key}:fish"
    assert {id: row["text"] for id, row in rows.items()} == {
        **{note["id"]: note["content"] for note in notes},
        new["id"]: "新的一条",
        place: "定稿",
    }
    assert [id for id, row in rows.items() if row["gone_at"]] == [notes[2]["id"]]
    versions = nostr_researcher.ask("show", rows[place]["uid"])["versions"]
    assert {version["text"] for version in versions} == {"初稿", "定稿"}
    nostr_researcher.check_archive()
