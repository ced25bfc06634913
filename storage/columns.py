"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, String
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

BigId = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit surrogate id (SQLite's rowid needs the plain ``INTEGER`` spelling)."""

Key = LargeBinary(16)
"""A 128-bit digest of a text that may be too long for an index of its own."""


def write_time(moment: datetime | None) -> str | None:
    """``moment`` as fixed-width UTC text, so that text order is time order."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def read_time(text: str | None) -> datetime | None:
    """What ``write_time`` wrote, as an aware UTC time."""
    return None if text is None else datetime.fromisoformat(text[:26]).replace(tzinfo=UTC)


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time with microseconds: sortable text on SQLite, ``timestamptz`` on PostgreSQL.

    Binding a naive ``datetime`` raises ``ValueError``: nobody could tell which hour was meant.
    """

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """``timestamptz`` where the database has it."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Into the database."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value!r}")
        return value if dialect.name == "postgresql" else write_time(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Out of the database."""
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return read_time(value)
