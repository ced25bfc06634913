"""The watchlist: who is watched, for which case, why, and when next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import orjson
from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from storage.cases import open_case
from storage.desk_tables import cases, watch_aliases, watchlist
from storage.items import Watched
from storage.keys import clean_text, key_text, make_uid
from storage.tables import account_aliases, accounts

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why an account is watched, for which case, on whose authority, and how urgently."""

    case: str = ""
    note: str = ""
    why: str = ""
    authority: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding did: ``known`` means that nothing was stored, ``watched`` is the entry there is."""

    status: Literal["added", "known"]
    watched: Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A watchlist entry; ``next_due_at`` is ``None`` for one that the clock leaves alone."""

    id: int
    watched: Watched
    reasons: Reasons
    added_at: datetime
    next_due_at: datetime | None
    failures: int


def add(
    index: Index, watched: Watched, reasons: Reasons = Reasons(), *, now: datetime | None = None
) -> Added:
    """Watch an account, due at once. The same account in another spelling is ``known``."""
    moment = now or datetime.now(UTC)
    with index.writing() as connection:
        known = _find(connection, watched)
        if known is not None:
            _add_alias(connection, known, watched)
            return Added(status="known", watched=_read_watched(known))
        canonical = _find_canonical(connection, watched)
        values = {
            "uid_key": _uid_key(watched) if canonical is None else canonical.uid_key,
            "platform": watched.platform,
            "key": clean_text(watched.key if canonical is None else canonical.key),
            "url": clean_text(watched.url),
            "handle": clean_text(watched.handle),
            "host": watched.host,
            "wants": orjson.dumps(watched.wants).decode(),
            "case_id": open_case(connection, reasons.case, moment) if reasons.case else None,
            "priority": reasons.priority,
            "note": clean_text(reasons.note),
            "why": clean_text(reasons.why),
            "authority": clean_text(reasons.authority),
            "added_at": moment,
            "next_due_at": moment,
        }
        connection.execute(insert(watchlist).values(values))
        row = connection.execute(select(watchlist).where(watchlist.c.uid_key == values["uid_key"])).one()
        _add_alias(connection, row, watched)
    return Added(status="added", watched=_read_watched(row))


def entries(index: Index, *, case: str = "", platform: str = "") -> tuple[Entry, ...]:
    """All entries, by platform and handle."""
    query = _select_entries().order_by(watchlist.c.platform, watchlist.c.handle, watchlist.c.id)
    if case:
        query = query.where(cases.c.name == case)
    if platform:
        query = query.where(watchlist.c.platform == platform)
    with index.reading() as connection:
        return tuple(map(_read_entry, connection.execute(query)))


def find_entry(index: Index, watched: Watched) -> Entry | None:
    """The entry of an account in whatever spelling, if it is watched."""
    with index.reading() as connection:
        row = _find(connection, watched)
        if row is None:
            return None
        return _read_entry(connection.execute(_select_entries().where(watchlist.c.id == row.id)).one())


def remove(index: Index, watched: Watched) -> bool:
    """Stop watching; what was collected stays. False if it was not watched."""
    with index.writing() as connection:
        row = _find(connection, watched)
        if row is None:
            return False
        connection.execute(delete(watch_aliases).where(watch_aliases.c.watch_id == row.id))
        connection.execute(delete(watchlist).where(watchlist.c.id == row.id))
    return True


def due(index: Index, now: datetime, limit: int, *, without: Collection[str] = ()) -> tuple[Entry, ...]:
    """The entries due at ``now``, the longest due first, none of the platforms ``without``."""
    query = (
        _select_entries()
        .where(watchlist.c.next_due_at <= now, watchlist.c.platform.not_in(without))
        .order_by(watchlist.c.next_due_at, watchlist.c.priority.desc(), watchlist.c.id)
        .limit(limit)
    )
    with index.reading() as connection:
        return tuple(map(_read_entry, connection.execute(query)))


def count_due(index: Index, now: datetime) -> int:
    """How many entries are due."""
    query = select(func.count()).select_from(watchlist).where(watchlist.c.next_due_at <= now)
    with index.reading() as connection:
        return int(connection.scalar(query) or 0)


def reschedule(index: Index, entry: Entry, next_due_at: datetime | None, failures: int = 0) -> None:
    """Set when an entry is due next and how often it has failed in a row."""
    reschedule_all(index, [(entry, next_due_at, failures)])


def reschedule_all(index: Index, changes: Sequence[tuple[Entry, datetime | None, int]]) -> None:
    """The same for several entries in one transaction."""
    with index.writing() as connection:
        for entry, next_due_at, failures in changes:
            connection.execute(
                update(watchlist)
                .where(watchlist.c.id == entry.id)
                .values(next_due_at=next_due_at, failures=failures)
            )


def each_case(index: Index) -> Iterator[str]:
    """The names of all cases."""
    with index.reading() as connection:
        yield from connection.scalars(select(cases.c.name).order_by(cases.c.name))


def _uid_key(watched: Watched) -> bytes:
    return key_text(make_uid(watched.platform, watched.key))


def _find(connection: Connection, watched: Watched) -> Row[Any] | None:
    """The entry under this key, under it as an alias, or under the account that has it as an alias."""
    key = _uid_key(watched)
    by_key = select(watchlist).where(watchlist.c.uid_key == key)
    by_alias = select(watchlist).join(watch_aliases).where(watch_aliases.c.alias_key == key)
    by_account = (
        select(watchlist)
        .join(accounts, accounts.c.uid_key == watchlist.c.uid_key)
        .join(account_aliases, account_aliases.c.account_id == accounts.c.id)
        .where(account_aliases.c.alias_key == key)
    )
    for query in (by_key, by_alias, by_account):
        if row := connection.execute(query).first():
            return row
    return None


def _find_canonical(connection: Connection, watched: Watched) -> Row[Any] | None:
    """The collected account that has this key as an alias: it is watched under its own key."""
    query: Select[Any] = (
        select(accounts.c.uid_key, accounts.c.key)
        .join(account_aliases, account_aliases.c.account_id == accounts.c.id)
        .where(account_aliases.c.alias_key == _uid_key(watched), accounts.c.platform == watched.platform)
        .order_by(accounts.c.last_seen_at.desc())
    )
    return connection.execute(query).first()


def _add_alias(connection: Connection, row: Row[Any], watched: Watched) -> None:
    key = _uid_key(watched)
    if key == bytes(row.uid_key):
        return
    if connection.execute(select(watch_aliases).where(watch_aliases.c.alias_key == key)).first() is None:
        alias = clean_text(watched.key)
        connection.execute(insert(watch_aliases).values(alias_key=key, watch_id=row.id, alias=alias))


def _select_entries() -> Select[Any]:
    return select(watchlist, cases.c.name.label("case_name")).outerjoin(cases)


def _read_watched(row: Row[Any]) -> Watched:
    return Watched(
        platform=row.platform,
        key=row.key,
        url=row.url,
        handle=row.handle,
        host=row.host,
        wants=tuple(orjson.loads(row.wants)),
    )


def _read_entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        watched=_read_watched(row),
        reasons=Reasons(
            case=row.case_name or "",
            note=row.note,
            why=row.why,
            authority=row.authority,
            priority=row.priority,
        ),
        added_at=row.added_at,
        next_due_at=row.next_due_at,
        failures=row.failures,
    )
