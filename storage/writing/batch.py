"""Rows in and out by the thousand, through the driver: no ORM, no statement built per row.

All of it happens inside the one write transaction of ``storage.engine.begin_writing``, so ids and
change numbers are drawn here, in Python, and new rows need no conflict clause.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, Float, Integer, LargeBinary, Table, Text

from storage.columns import UtcTime, write_time
from storage.engine import driver_connection

Row = tuple[Any, ...]

_CHUNK = 512

_POSTGRES_TYPES: dict[type, str] = {
    BigInteger: "int8",
    Boolean: "bool",
    Float: "float8",
    Integer: "int4",
    LargeBinary: "bytea",
    Text: "text",
    UtcTime: "timestamptz",
}


class Batch(ABC):
    """One write transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.driver = driver_connection(connection)
        self._ids: dict[str, Iterator[int]] = {}
        self._change_first = self._change = self._read_change()

    @abstractmethod
    def time(self, moment: datetime | None) -> Any:
        """A time as this database's driver takes and gives it, so that both compare."""

    @abstractmethod
    def find(self, table: Table, column: str, keys: Iterable[Any], columns: Sequence[str]) -> list[Row]:
        """The ``columns`` of the rows whose ``column`` is one of ``keys``."""

    @abstractmethod
    def insert(self, table: Table, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        """New rows; a row that is there already is an error."""

    @abstractmethod
    def insert_missing(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> int:
        """New rows, except those that are there already; how many were new."""

    @abstractmethod
    def upsert(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Rows that replace what has the same primary key. A row may occur once in ``rows``."""

    @abstractmethod
    def update(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Set columns of existing rows; the first of ``columns`` tells which row."""

    @abstractmethod
    def run(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """One statement in the driver's own parameter style given as ``?``; its rows."""

    def next_id(self, table: Table) -> int:
        """An id for a new row of ``table``; the write lock makes it ours."""
        ids = self._ids.get(table.name)
        if ids is None:
            newest = self.run(f'SELECT coalesce(max(id), 0) FROM "{table.name}"')[0][0]  # noqa: S608
            ids = self._ids[table.name] = itertools.count(newest + 1)
        return next(ids)

    def next_change(self) -> int:
        """The next number of the change counter."""
        self._change += 1
        return self._change

    def finish(self) -> None:
        """Store the change counter; call once, before the commit."""
        if self._change != self._change_first:
            self.run("UPDATE counters SET value = ? WHERE name = 'change'", (self._change,))

    def _read_change(self) -> int:
        found = self.run("SELECT value FROM counters WHERE name = 'change'")
        if not found:
            self.run("INSERT INTO counters (name, value) VALUES ('change', 0)")
        return int(found[0][0]) if found else 0


class SqliteBatch(Batch):
    """The ``sqlite3`` module's ``executemany``, whose statements it keeps prepared."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._times: dict[datetime | None, str | None] = {None: None}

    def time(self, moment: datetime | None) -> Any:
        """Text; a page of posts shares its capture's time, so what was written once is kept."""
        text = self._times.get(moment)
        if text is None and moment is not None:
            text = self._times[moment] = write_time(moment)
        return text

    def find(self, table: Table, column: str, keys: Iterable[Any], columns: Sequence[str]) -> list[Row]:
        """By chunks of a fixed size, so that the statement stays prepared."""
        wanted = list(dict.fromkeys(keys))
        found: list[Row] = []
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            size = _CHUNK if len(chunk) > 16 else 16
            chunk += [None] * (size - len(chunk))
            found += self.driver.execute(_select(table.name, column, tuple(columns), size), chunk)
        return found

    def insert(self, table: Table, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        """By one prepared statement."""
        self.driver.executemany(_insert(table.name, columns, ""), rows)

    def insert_missing(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> int:
        """By ``ON CONFLICT DO NOTHING``."""
        if not rows:
            return 0
        before = self.driver.total_changes
        self.driver.executemany(_insert(table.name, columns, " ON CONFLICT DO NOTHING"), rows)
        return int(self.driver.total_changes - before)

    def upsert(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """By ``ON CONFLICT DO UPDATE``."""
        if rows:
            self.driver.executemany(_insert(table.name, columns, _on_conflict(table, columns)), rows)

    def update(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """By one prepared statement; the row's name goes last."""
        if rows:
            sets = ", ".join(f'"{column}" = ?' for column in columns[1:])
            sql = f'UPDATE "{table.name}" SET {sets} WHERE "{columns[0]}" = ?'  # noqa: S608
            self.driver.executemany(sql, [(*row[1:], row[0]) for row in rows])

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """As it stands."""
        return list(self.driver.execute(sql, parameters))


class PostgresBatch(Batch):
    """COPY, straight into the table for new rows and through a temporary table for the others."""

    def time(self, moment: datetime | None) -> Any:
        """As it is."""
        return moment

    def find(self, table: Table, column: str, keys: Iterable[Any], columns: Sequence[str]) -> list[Row]:
        """By one array parameter."""
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            return []
        names = ", ".join(f'"{name}"' for name in columns)
        sql = f'SELECT {names} FROM "{table.name}" WHERE "{column}" = ANY(%b)'  # noqa: S608
        return list(self.driver.execute(sql, (wanted,)))

    def insert(self, table: Table, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        """By COPY into the table."""
        self._copy(table.name, table, columns, rows)

    def insert_missing(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> int:
        """By COPY into a temporary table and an insert of what is missing."""
        return self._insert_from(table, columns, rows, "ON CONFLICT DO NOTHING")

    def upsert(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """By COPY into a temporary table and an upsert."""
        self._insert_from(table, columns, rows, _on_conflict(table, columns))

    def update(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
        """By COPY into a temporary table and a joined update."""
        if not rows:
            return
        staging = self._stage(table, columns, rows)
        sets = ", ".join(f'"{column}" = s."{column}"' for column in columns[1:])
        self.driver.execute(
            f'UPDATE "{table.name}" t SET {sets} FROM {staging} s WHERE t."{columns[0]}" = s."{columns[0]}"'  # noqa: S608
        )

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """With ``?`` turned into psycopg's placeholder."""
        cursor = self.driver.execute(sql.replace("?", "%s"), parameters)
        return list(cursor) if cursor.description else []

    def _insert_from(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row], end: str) -> int:
        if not rows:
            return 0
        names = ", ".join(f'"{column}"' for column in columns)
        staging = self._stage(table, columns, rows)
        sql = f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {staging} {end}'  # noqa: S608
        return int(self.driver.execute(sql).rowcount)

    def _stage(self, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> str:
        """A temporary table with ``rows``; it is made once a connection and emptied at each commit."""
        name = f"staging_{table.name}_{abs(hash(columns)):x}"
        names = ", ".join(f'"{column}"' for column in columns)
        self.driver.execute(
            f'CREATE TEMPORARY TABLE IF NOT EXISTS "{name}" ON COMMIT DELETE ROWS'  # noqa: S608
            f' AS SELECT {names} FROM "{table.name}" WITH NO DATA'
        )
        self.driver.execute(f'TRUNCATE "{name}"')
        self._copy(name, table, columns, rows)
        return f'"{name}"'

    def _copy(self, name: str, table: Table, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        if rows == []:
            return
        types = [_POSTGRES_TYPES[type(table.c[column].type)] for column in columns]
        names = ", ".join(f'"{column}"' for column in columns)
        with self.driver.cursor().copy(f'COPY "{name}" ({names}) FROM STDIN (FORMAT BINARY)') as copy:
            copy.set_types(types)
            write_row = copy.write_row
            for row in rows:
                write_row(row)


def open_batch(connection: Connection) -> Batch:
    """The batch that fits the connection's database."""
    return PostgresBatch(connection) if connection.dialect.name == "postgresql" else SqliteBatch(connection)


def name_columns(names: str) -> tuple[str, ...]:
    """Column names from a line of them."""
    return tuple(names.split())


@cache
def _select(table: str, column: str, columns: tuple[str, ...], size: int) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ",".join("?" * size)
    return f'SELECT {names} FROM "{table}" WHERE "{column}" IN ({marks})'  # noqa: S608


@cache
def _insert(table: str, columns: tuple[str, ...], end: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ",".join("?" * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks}){end}'  # noqa: S608


@cache
def _on_conflict(table: Table, columns: tuple[str, ...]) -> str:
    keys = [column.name for column in table.primary_key]
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in keys)
    names = ", ".join(f'"{key}"' for key in keys)
    return f" ON CONFLICT ({names}) DO UPDATE SET {sets}" if sets else " ON CONFLICT DO NOTHING"
