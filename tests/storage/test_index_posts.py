"""Posts in the index: what is kept when they are seen, edited, deleted and seen again."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select

from storage.compare import snapshot
from storage.index import Index
from storage.items import Harvest, Link, Media
from storage.tables import accounts, observations, post_versions, posts
from tests.storage.harvests import at, harvest, make_account, make_observation, make_post, record


def read_post(index: Index, name: str) -> dict[str, object]:
    with index.reading() as connection:
        return dict(connection.execute(select(posts).where(posts.c.post_id == name)).mappings().one())


def read_events(index: Index) -> list[tuple[object, ...]]:
    query = select(observations.c.kind, observations.c.captured_at, observations.c.since_at)
    with index.reading() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(observations.c.captured_at))]


def test_writing_the_same_again_changes_nothing(index: Index) -> None:
    batch = [
        harvest(make_account("42", "someone", 1), make_post("a", "first", 1)),
        harvest(make_post("a", "second", 2, links=(Link(url="https://example.org/x"),))),
        harvest(make_observation("a", "gone", 3)),
        harvest(make_post("a", "second", 4, media=(Media(url="https://m.example/1.jpg", kind="image"),))),
    ]
    counts = index.write(batch)
    assert (counts.posts_new, counts.posts_changed, counts.accounts_new) == (1, 2, 1)
    before = set(snapshot(index))
    with index.reading() as connection:
        numbers = connection.execute(select(posts.c.id, posts.c.change_seq)).all()
    again = index.write(batch)
    assert (again.posts_new, again.posts_changed, again.accounts_new) == (0, 0, 0)
    assert set(snapshot(index)) == before
    with index.reading() as connection:
        assert connection.execute(select(posts.c.id, posts.c.change_seq)).all() == numbers


def test_an_edit_keeps_both_versions_and_says_when(index: Index) -> None:
    index.write([harvest(make_post("a", "first words", 1))])
    index.write([harvest(make_post("a", "first words", 2, likes=7))])
    index.write([harvest(make_post("a", "other words", 5))])
    with index.reading() as connection:
        query = select(post_versions.c.text, post_versions.c.first_seen_at, post_versions.c.last_seen_at)
        versions = {tuple(row) for row in connection.execute(query)}
    assert versions == {("first words", at(1), at(2)), ("other words", at(5), at(5))}
    assert read_post(index, "a")["text"] == "other words"
    assert read_events(index) == [("changed", at(5), at(2))]


def test_counters_alone_are_no_edit_and_the_newest_stand(index: Index) -> None:
    index.write([harvest(make_post("a", "words", 1, likes=1))])
    index.write([harvest(make_post("a", "words", 2, likes=9))])
    index.write([harvest(make_post("a", "words", 1.5, likes=5))])
    found = read_post(index, "a")
    assert (found["likes"], found["first_seen_at"], found["last_seen_at"]) == (9, at(1), at(2))
    assert read_events(index) == []


def test_a_late_arrival_adds_its_version_without_taking_over(index: Index) -> None:
    index.write([harvest(make_post("a", "newer", 9))])
    index.write([harvest(make_post("a", "older", 3))])
    found = read_post(index, "a")
    assert (found["text"], found["first_seen_at"], found["last_record_id"]) == ("newer", at(3), record(900))
    assert read_events(index) == [("changed", at(9), at(3))]


def test_gone_and_back_are_bounded_by_sightings(index: Index) -> None:
    index.write([harvest(make_post("a", "words", 1)), harvest(make_post("a", "words", 2))])
    index.write([harvest(make_observation("a", "gone", 5, reason="404"))])
    index.write([harvest(make_post("a", "words", 8)), harvest(make_post("a", "words", 9))])
    assert read_events(index) == [("gone", at(5), at(2)), ("back", at(8), at(2))]


def test_a_return_to_earlier_words_is_a_change(index: Index) -> None:
    for hours, text in ((1, "one"), (2, "two"), (3, "one"), (4, "one")):
        index.write([harvest(make_post("a", text, hours))])
    assert read_events(index) == [("changed", at(2), at(1)), ("changed", at(3), at(2))]
    assert read_post(index, "a")["text"] == "one"


def test_two_routes_wording_a_post_differently_are_no_edit(index: Index) -> None:
    for hours, text, route in ((1, "words", "api"), (2, "words…", "feed"), (3, "words", "api")):
        index.write([harvest(make_post("a", text, hours, route=route))])
    assert read_events(index) == []
    index.write([harvest(make_post("a", "other words", 4, route="api"))])
    assert read_events(index) == [("changed", at(4), at(3))]


def test_signed_media_addresses_make_no_versions(index: Index) -> None:
    for hours in (1, 2, 3):
        medium = Media(url=f"https://cdn.example/p.jpg?Expires={hours}&Signature=x{hours}")
        index.write([harvest(make_post("a", "words", hours, media=(medium,)))])
    assert read_events(index) == []


def test_what_no_database_stores_does_not_lose_the_post(index: Index) -> None:
    index.write([harvest(make_post("nul\x00id", "a\x00b \ud83d lone", 1, title="\udfff"))])
    found = read_post(index, "nul\ufffdid")
    assert (found["text"], found["title"]) == ("a\ufffdb \ufffd lone", "\ufffd")


def test_very_long_names_and_addresses(index: Index) -> None:
    name, url = "n" * 9000, "https://example.org/" + "é" * 9000
    post = make_post(name, "words", 1, url=url, links=(Link(url=url),), media=(Media(url=url),))
    index.write([harvest(post)])
    assert index.write([harvest(post)]).posts_new == 0
    assert read_post(index, name)["url"] == url


def history() -> list[Harvest]:
    link = Link(url="https://example.org/x", text="x")
    return [
        harvest(make_post("a", "one", 1)),
        harvest(make_post("a", "two", 2, links=(link,)), make_post("b", "beta", 2, account="someone")),
        harvest(
            make_account("42", "renamed", 3, aliases=("someone",)), make_post("a", "three", 3, links=(link,))
        ),
        harvest(make_observation("b", "gone", 4)),
        harvest(make_post("a", "three", 5, links=(link,), likes=3)),
    ]


@pytest.mark.parametrize("cuts", [(), (1,), (2, 3), (1, 2, 3, 4)])
def test_a_profile_read_later_gathers_what_came_under_another_key(
    index: Index, cuts: tuple[int, ...]
) -> None:
    for start, end in itertools.pairwise((0, *cuts, len(history()))):
        index.write(history()[start:end])
    with index.reading() as connection:
        owners = set(connection.scalars(select(posts.c.account_id)))
        assert len(owners) == 1
        assert [row.key for row in connection.execute(select(accounts))] == ["42"]
    assert read_events(index) == [
        ("changed", at(2), at(1)),
        ("changed", at(3), at(2)),
        ("gone", at(4), at(2)),
    ]
