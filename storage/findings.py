"""Flags with their members and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from storage.desk_tables import cases, flag_members, flags, watchlist
from storage.keys import key_text
from storage.tables import (
    accounts,
    posts,
)

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFound:
    """A flag in a list; ``members`` is how many."""

    id: int
    detector: str
    version: str
    kind: str
    key: str
    score: float
    summary: str
    found_at: datetime
    updated_at: datetime
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFound:
    """A member of a flag; ``url``, ``handle`` and ``text`` if it is an indexed post or account."""

    uid: str
    role: str
    note: str
    url: str
    handle: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagDetail:
    """A flag with everybody in it and its evidence, in the detector's documented shape."""

    flag: FlagFound
    members: tuple[MemberFound, ...]
    evidence: Mapping[str, object]


def list_flags(
    index: Index, *, kind: str = "", case: str = "", min_score: float = 0.0, limit: int = 100
) -> tuple[FlagFound, ...]:
    """Flags, the surest first. A case has the flags of its watched accounts and their posts."""
    query = _select_flags().where(flags.c.score >= min_score)
    if kind:
        query = query.where(flags.c.kind == kind)
    if case:
        query = query.where(flags.c.id.in_(_select_case_flags(case)))
    with index.reading() as connection:
        rows = connection.execute(query.order_by(flags.c.score.desc(), flags.c.id).limit(limit))
        return tuple(map(_read_flag, rows))


def show_flag(index: Index, number: int) -> FlagDetail | None:
    """One flag with members and evidence."""
    with index.reading() as connection:
        row = connection.execute(_select_flags().where(flags.c.id == number)).first()
        if row is None:
            return None
        url = func.coalesce(posts.c.url, accounts.c.url).label("url")
        query = select(flag_members, url, posts.c.text, accounts.c.handle)
        query = query.outerjoin(posts, posts.c.uid_key == flag_members.c.uid_key)
        named = or_(
            accounts.c.id == posts.c.account_id,
            and_(posts.c.id.is_(None), accounts.c.uid_key == flag_members.c.uid_key),
        )
        query = query.outerjoin(accounts, named).where(flag_members.c.flag_id == number)
        members = tuple(
            MemberFound(
                uid=each.uid,
                role=each.role,
                note=each.note,
                url=each.url or "",
                handle=each.handle or "",
                text=each.text or "",
            )
            for each in connection.execute(query.order_by(flag_members.c.position))
        )
        return FlagDetail(flag=_read_flag(row), members=members, evidence=orjson.loads(row.evidence))


def count_flags(index: Index) -> tuple[tuple[str, int], ...]:
    """Which kinds of flags there are, and how many of each."""
    query = select(flags.c.kind, func.count()).group_by(flags.c.kind).order_by(flags.c.kind)
    with index.reading() as connection:
        return tuple((row[0], row[1]) for row in connection.execute(query))


def read_flags_of(connection: Connection, uid: str) -> tuple[FlagFound, ...]:
    """The flags that something is a member of."""
    member = select(flag_members.c.flag_id).where(flag_members.c.uid_key == key_text(uid))
    query = _select_flags().where(flags.c.id.in_(member)).order_by(flags.c.score.desc(), flags.c.id)
    return tuple(map(_read_flag, connection.execute(query)))


def _select_flags() -> Select[Any]:
    count = select(func.count()).where(flag_members.c.flag_id == flags.c.id).scalar_subquery()
    return select(flags, count.label("member_count"))


def _select_case_flags(case: str) -> Select[Any]:
    watched = select(watchlist.c.uid_key).join(cases).where(cases.c.name == case)
    theirs = select(posts.c.uid_key).where(posts.c.account_id.in_(select_case_accounts(case)))
    return select(flag_members.c.flag_id).where(
        or_(flag_members.c.uid_key.in_(watched), flag_members.c.uid_key.in_(theirs))
    )


def _read_flag(row: Row[Any]) -> FlagFound:
    return FlagFound(
        id=row.id,
        detector=row.detector,
        version=row.version,
        kind=row.kind,
        key=row.key,
        score=row.score,
        summary=row.summary,
        found_at=row.found_at,
        updated_at=row.updated_at,
        members=row.member_count,
    )


def select_case_accounts(case: str) -> Select[Any]:
    """The ids of the accounts that a case watches."""
    watched = select(watchlist.c.uid_key).join(cases).where(cases.c.name == case)
    return select(accounts.c.id).where(accounts.c.uid_key.in_(watched))
