"""Findings of detectors; each stands in place of what the same detector said under the same key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage.desk_tables import flag_members, flags
from storage.items import Flag
from storage.keys import clean_text, key_parts, key_text
from storage.writing.captures import write_json


def write_flags(connection: Connection, found: Sequence[Flag]) -> int:
    """Insert or replace flags with their members, and delete those they replace; how many changed."""
    return sum(_write_flag(connection, flag) for flag in found)


def _write_flag(connection: Connection, flag: Flag) -> bool:
    flag_key = key_parts(flag.detector, flag.key)
    for replaced in flag.replaces:
        if replaced != flag.key:
            _delete_flag(connection, key_parts(flag.detector, replaced))
    now = datetime.now(UTC)
    values = {
        "detector": flag.detector,
        "version": flag.version,
        "kind": flag.kind,
        "key": clean_text(flag.key),
        "score": flag.score,
        "summary": clean_text(flag.summary),
        "evidence": write_json(_clean(flag.evidence)),
    }
    members = [(clean_text(each.uid), each.role, clean_text(each.note)) for each in flag.members]
    stored = connection.execute(select(flags).where(flags.c.flag_key == flag_key)).mappings().first()
    if stored is None:
        added = connection.execute(
            insert(flags).values(flag_key=flag_key, found_at=now, updated_at=now, **values)
        )
        number = added.inserted_primary_key[0]  # type: ignore[index]
    else:
        number = stored["id"]
        if all(stored[name] == value for name, value in values.items()) and members == _read_members(
            connection, number
        ):
            return False
        connection.execute(update(flags).where(flags.c.id == number).values(updated_at=now, **values))
        connection.execute(delete(flag_members).where(flag_members.c.flag_id == number))
    rows = [
        {
            "flag_id": number,
            "uid": uid,
            "uid_key": key_text(uid),
            "role": role,
            "note": note,
            "position": position,
        }
        for position, (uid, role, note) in enumerate(members)
    ]
    if rows:
        connection.execute(insert(flag_members), rows)
    return True


def _read_members(connection: Connection, number: int) -> list[tuple[str, str, str]]:
    query = select(flag_members.c.uid, flag_members.c.role, flag_members.c.note)
    rows = connection.execute(query.where(flag_members.c.flag_id == number).order_by(flag_members.c.position))
    return [(row.uid, row.role, row.note) for row in rows]


def _delete_flag(connection: Connection, flag_key: bytes) -> None:
    number = connection.scalar(select(flags.c.id).where(flags.c.flag_key == flag_key))
    if number is not None:
        connection.execute(delete(flag_members).where(flag_members.c.flag_id == number))
        connection.execute(delete(flags).where(flags.c.id == number))


def _clean(value: object) -> object:
    """JSON-ready data with texts that a database can hold."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(str(key)): _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value
