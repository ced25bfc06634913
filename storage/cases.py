"""Cases: what a watch, a search or an export belongs to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.desk_tables import cases
from storage.keys import clean_text


def open_case(connection: Connection, name: str, now: datetime) -> int:
    """The id of the case ``name``, which is opened if there is none."""
    name = clean_text(name)
    found = connection.scalar(select(cases.c.id).where(cases.c.name == name))
    if found is not None:
        return int(found)
    added = connection.execute(insert(cases).values(name=name, opened_at=now))
    return int(added.inserted_primary_key[0])  # type: ignore[index]
