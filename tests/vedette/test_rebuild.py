"""The index again from the archive."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from storage import compare, links, watchlist
from storage.index import Index
from storage.tables import posts
from tests.storage.archives import MOMENT
from tests.vedette import recorded
from tests.vedette.conftest import Run
from tests.vedette.scene import SLOGAN


@pytest.fixture
def recorded_index(index: Index, tmp_path: Path) -> Index:
    recorded.write_archive(tmp_path / "archive")
    recorded.fill(index, tmp_path / "archive")
    return index


@pytest.fixture
def recorded_desk(recorded_index: Index, tmp_path: Path, run: Run) -> Run:
    places: list[object] = ["--data", tmp_path]
    if recorded_index.engine.dialect.name == "postgresql":
        places += ["--database", recorded_index.engine.url.render_as_string(hide_password=False)]
    return lambda *arguments: run(*places, *arguments)


def test_all_is_there_again(recorded_index: Index, recorded_desk: Run) -> None:
    before = set(compare.snapshot(recorded_index))
    flags = [(flag["key"], flag["score"]) for flag in recorded_desk("flags", "--json").json()]
    watched = watchlist.entries(recorded_index)
    (link,) = links.links_due(recorded_index, MOMENT + timedelta(days=9), 10)
    links.postpone_links(recorded_index, [link.url], MOMENT + timedelta(days=30))
    assert flags and len(watched) == 2
    with recorded_index.writing() as connection:
        connection.execute(update(posts).values(text="spoiled"))
    assert recorded_desk("rebuild", "--json").json() == {"records": 6}
    assert set(compare.snapshot(recorded_index)) == before
    assert [(flag["key"], flag["score"]) for flag in recorded_desk("flags", "--json").json()] == flags
    assert watchlist.entries(recorded_index) == watched
    assert [hit["how"] for hit in recorded_desk("lookup", SLOGAN, "--json").json()][0] == "near copy: surface"
    assert len(recorded_desk("search", "harbour", "--json").json()) == 2
    assert links.links_due(recorded_index, MOMENT + timedelta(days=29), 10) == ()
    assert [each.url for each in links.links_due(recorded_index, MOMENT + timedelta(days=30), 10)] == [
        link.url
    ]


def test_beside_ours_and_compared(recorded_index: Index, recorded_desk: Run, tmp_path: Path) -> None:
    same = recorded_desk("rebuild", "--into", tmp_path / "again", "--check")
    assert (same.code, same.out) == (
        0,
        "the index was made again from 6 archived records\nboth indexes are equal\n",
    )
    with recorded_index.writing() as connection:
        lost = connection.scalar(select(posts.c.id).where(posts.c.text.contains("foreigners")))
        connection.execute(delete(posts).where(posts.c.id == lost))
    other = recorded_desk("rebuild", "--into", tmp_path / "third", "--check")
    assert other.code == 1
    assert "posts: 0 rows only in ours, 1 rows only in the one made again" in other.out


def test_without_a_check_nothing_is_claimed(recorded_desk: Run, tmp_path: Path) -> None:
    told = recorded_desk("rebuild", "--into", tmp_path / "again")
    assert (told.code, told.out) == (0, "the index was made again from 6 archived records\n")


def test_misuse(sqlite_desk: Run, tmp_path: Path) -> None:
    nothing = sqlite_desk("rebuild")
    assert nothing.code == 1 and "there is no archive" in nothing.refusal()
    assert len(sqlite_desk("search", "--json").json()) == 3
    assert sqlite_desk("rebuild", "--check").code == 2
    (tmp_path / "archive").mkdir()
    full = sqlite_desk("rebuild", "--into", tmp_path)
    assert full.code == 1 and "not an empty folder" in full.refusal()
