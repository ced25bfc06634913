"""Opening the index's database: SQLite in WAL mode, or PostgreSQL through psycopg.

SQLite runs with ``synchronous=FULL``: each commit is on disk before the crawl goes on. With batches
of hundreds of posts the fsync is a few per cent of a batch, and no row can outlive its WARC record
or be lost once acknowledged. Writers begin with ``BEGIN IMMEDIATE`` so that a transaction which will
write never fails halfway for having started as a reader.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import IndexFault

BUSY_TIMEOUT_S = 60.0
"""How long a SQLite writer waits for another one; a batch takes well under a second."""

WRITE_LOCK = 0x5645_4445
"""Key of the PostgreSQL advisory lock that puts writers in a row (commit order = ``change_seq`` order)."""


def open_engine(database: str | Path) -> Engine:
    """An engine for a SQLAlchemy URL or the path of a SQLite file.

    Raises ``IndexFault`` for a URL of another database or one that cannot be read.
    """
    if isinstance(database, Path) or "://" not in database:
        path = Path(database)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        return _open_sqlite(f"sqlite:///{path}")
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise IndexFault("VEDETTE_DATABASE is not a database URL") from error
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(database)
    if url.get_backend_name() == "postgresql":
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            connect_args={"options": "-c timezone=UTC -c client_encoding=UTF8"},
        )
    raise IndexFault(f"the index runs on SQLite or PostgreSQL, not on {url.get_backend_name()}")


def _open_sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-65536",
        "temp_store=MEMORY",
        "mmap_size=268435456",
        "wal_autocheckpoint=4000",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def begin_writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is alone in writing evidence; committed at the end, undone on an error."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
        yield connection


def driver_connection(connection: Connection) -> Any:
    """The driver's own connection (``sqlite3`` or ``psycopg``) inside the same transaction."""
    return connection.connection.driver_connection
