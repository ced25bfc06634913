"""How far each reader of the index has come along ``change_seq``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from storage.desk_tables import cursors

if TYPE_CHECKING:
    from storage.index import Index


def read_cursor(index: Index, name: str) -> int:
    """The last ``change_seq`` that was worked on; 0 at the beginning."""
    with index.reading() as connection:
        return read_position(connection, name)


def read_position(connection: Connection, name: str) -> int:
    """The same inside a transaction."""
    return int(connection.scalar(select(cursors.c.position).where(cursors.c.name == name)) or 0)


def move_cursor(connection: Connection, name: str, position: int, token: int = 0) -> bool:
    """Move a cursor in the transaction that stores the work done up to there.

    False, and nothing moved, if a holder with a newer fencing ``token`` moved it before: then undo.
    """
    row = connection.execute(select(cursors).where(cursors.c.name == name)).first()
    values = {"position": position, "token": token, "moved_at": datetime.now(UTC)}
    if row is None:
        connection.execute(insert(cursors).values(name=name, **values))
        return True
    if row.token > token:
        return False
    connection.execute(update(cursors).where(cursors.c.name == name).values(**values))
    return True


def set_cursor(index: Index, name: str, position: int) -> None:
    """Put a cursor somewhere, as to have a detector look at everything again (position 0)."""
    with index.writing() as connection:
        row = connection.execute(select(cursors.c.token).where(cursors.c.name == name)).first()
        move_cursor(connection, name, position, 0 if row is None else int(row.token))
