"""Fixtures that several folders of tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.index import Index
from tests.databases import PostgresTemplates, copy_sqlite, require_postgres, serve_postgres
from tests.require_all import requires_all

# A busy machine is no fault, so no time-outs of examples; where all must pass, the same ones each time.
settings.register_profile("vedette", deadline=None, derandomize=requires_all())
settings.load_profile("vedette")

RECORDINGS = Path(__file__).parents[2] / "shared" / "recordings"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what reads recordings where there are none: the tests need nothing beside the project."""
    if RECORDINGS.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("recordings")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty, migrated SQLite index."""
    folder = tmp_path_factory.mktemp("sqlite-template")
    Index.open(folder).close()
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresTemplates]:
    """One embedded PostgreSQL for the whole session."""
    require_postgres()
    with serve_postgres() as uri:
        yield PostgresTemplates(uri)


@pytest.fixture
def sqlite_index(sqlite_template: Path, tmp_path: Path) -> Iterator[Index]:
    """An empty index on SQLite."""
    index = copy_sqlite(sqlite_template, tmp_path)
    yield index
    index.close()


@pytest.fixture
def postgres_index(postgres_server: PostgresTemplates) -> Iterator[Index]:
    """An empty index on PostgreSQL."""
    with postgres_server.fresh_url() as url:
        index = Index.open(Path(), url)
        yield index
        index.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def index(request: pytest.FixtureRequest) -> Index:
    """An empty index, once on each database."""
    found: Index = request.getfixturevalue(f"{request.param}_index")
    return found
