"""Whatever arrives, in whatever order and portions, the index tells the same."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.compare import find_differences, snapshot
from storage.index import Index
from storage.items import Account, Harvest, Item, Link, Media, Observation, Post
from tests.databases import copy_sqlite
from tests.storage.harvests import (
    harvest,
    make_account,
    make_capture,
    make_observation,
    make_post,
    record,
)

HOURS = st.integers(0, 60)
LINKS = st.lists(st.sampled_from([Link(url=f"https://l.example/{n}") for n in range(3)]), max_size=2).map(
    tuple
)
MEDIA = st.lists(st.sampled_from([Media(url=f"https://m.example/{n}") for n in range(3)]), max_size=2).map(
    tuple
)
POSTS = st.builds(
    lambda name, text, hours, links, media: make_post(
        name, text, hours, links=links, media=media, likes=hours
    ),
    st.sampled_from("abc"),
    st.sampled_from(["one", "two", "three"]),
    HOURS,
    LINKS,
    MEDIA,
)
ACCOUNTS = st.builds(
    lambda handle, hours, aliases: make_account("42", handle, hours, aliases=aliases, followers=hours),
    st.sampled_from(["bob", "robert"]),
    HOURS,
    st.sampled_from([(), ("handle:bob",)]),
)
GONE = st.builds(lambda name, hours: make_observation(name, "gone", hours), st.sampled_from("abc"), HOURS)


def gather(readings: list[list[Post | Account | Observation]]) -> list[Harvest]:
    """One harvest a record. A place in a record reads as one thing, so every item has a place of its own."""
    return [
        harvest(
            *(replace(item, record_id=record(number), where=f"/{spot}") for spot, item in enumerate(items)),
            captures=(make_capture(number, number),),
        )
        for number, items in enumerate(readings)
    ]


HARVESTS = st.lists(
    st.lists(st.one_of(POSTS, POSTS, ACCOUNTS, GONE), min_size=1, max_size=4), min_size=1, max_size=6
).map(gather)
SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def fresh(template: Path) -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as folder:
        index = copy_sqlite(template, Path(folder))
        yield index
        index.close()


@SLOW
@given(harvests=HARVESTS)
def test_again_changes_nothing(sqlite_template: Path, harvests: list[Harvest]) -> None:
    with fresh(sqlite_template) as index:
        index.write(harvests)
        before = set(snapshot(index))
        for each in harvests:
            index.write([each])
        kept = {row for row in snapshot(index) if not is_ordered(row)}
        assert kept == {row for row in before if not is_ordered(row)}


@SLOW
@given(harvests=HARVESTS, cuts=st.sets(st.integers(1, 5)))
def test_portions_do_not_matter(sqlite_template: Path, harvests: list[Harvest], cuts: set[int]) -> None:
    with fresh(sqlite_template) as whole, fresh(sqlite_template) as parts:
        whole.write(harvests)
        ends = [0, *sorted(cut for cut in cuts if cut < len(harvests)), len(harvests)]
        for start, end in zip(ends, ends[1:], strict=False):
            parts.write(harvests[start:end])
        assert find_differences(whole, parts) == ()


@SLOW
@given(harvests=HARVESTS, seed=st.integers(0, 1000))
def test_order_does_not_matter(sqlite_template: Path, harvests: list[Harvest], seed: int) -> None:
    """Except for what only the order of time tells: returns, and the bounds of events."""
    shuffled = random.Random(seed).sample(harvests, len(harvests))
    with fresh(sqlite_template) as one, fresh(sqlite_template) as other:
        for each in harvests:
            one.write([each])
        other.write(shuffled)
        differing = [row for row in find_differences(one, other) if not is_ordered(row[1:])]
        assert differing == []


def is_ordered(row: tuple[object, ...]) -> bool:
    return row[0] == "observations"


@pytest.mark.postgres
def test_both_databases_tell_the_same(sqlite_index: Index, postgres_index: Index) -> None:
    source = random.Random(5)
    items: list[Item] = [
        *(
            make_post(source.choice("abc"), source.choice(["1", "2"]), hours, likes=hours)
            for hours in range(20)
        ),
        *(make_account("42", source.choice(["bob", "rob"]), hours, aliases=("x",)) for hours in range(5)),
        *(make_observation("a", "gone", hours + 0.5) for hours in (3, 9)),
    ]
    items.sort(key=lambda item: item.captured_at)
    for start in range(0, len(items), 4):
        for index in (sqlite_index, postgres_index):
            index.write([harvest(item) for item in items[start : start + 4]])
    assert find_differences(sqlite_index, postgres_index) == ()
