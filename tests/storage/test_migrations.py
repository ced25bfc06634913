"""Opening an index: made on first use, brought up to date, refused if it is from the future."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from storage.errors import IndexFault
from storage.index import FILE_NAME, Index
from storage.migrations.models import all_tables
from storage.migrations.upgrade import newest_revision


def test_migrations_add_up_to_the_tables(index: Index) -> None:
    def include(name: str | None, kind: str, _: object) -> bool:
        return not (kind == "table" and (name or "").startswith("search_documents"))

    with index.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": include, "compare_type": False}
        )
        assert compare_metadata(context, all_tables()) == []


def test_an_index_of_a_later_version_is_refused_in_one_line(tmp_path: Path) -> None:
    index = Index.open(tmp_path)
    with index.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    index.close()
    with pytest.raises(IndexFault, match="schema 9999") as caught:
        Index.open(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["nonsense://x", "mysql://x/y", "postgresql://127.0.0.1:1/none"])
def test_a_database_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path, url: str) -> None:
    with pytest.raises(IndexFault) as caught:
        Index.open(tmp_path, url)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(IndexFault, match="not a database"):
        Index.open(tmp_path)


def open_and_close(folder: str) -> str:
    index = Index.open(Path(folder))
    with index.reading() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    index.close()
    return str(found)


def test_several_processes_may_open_a_new_index_at_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert set(pool.map(open_and_close, [str(tmp_path)] * 4)) == {newest_revision()}


def test_the_index_is_for_its_owner_only(tmp_path: Path) -> None:
    Index.open(tmp_path).close()
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0
