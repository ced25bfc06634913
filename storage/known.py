"""What the index has of an account, so that a crawl asks only for what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, Row, func, or_, select

from storage.cursors import move_cursor, read_cursor
from storage.items import Known, KnownPost, Validators, Watched
from storage.keys import key_text, make_uid
from storage.tables import account_aliases, account_snapshots, accounts, captures, posts

if TYPE_CHECKING:
    from storage.index import Index

NEVER = datetime(1, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MARK = "newest_"
"""How attributes begin that say how far a board, thread or site was read."""
VALIDATORS = 50
"""How many of an account's last captured URLs are looked through for validators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """Which known posts to look at again: at most ``limit``, posted after ``since``, not seen lately.

    ``not_seen_since`` leaves out posts that any crawl saw after that time.
    """

    limit: int = 0
    since: datetime | None = None
    not_seen_since: datetime | None = None


def known(
    index: Index, watched: Watched, recheck: Recheck = Recheck(), until: datetime | None = None
) -> Known:
    """What is known of an account; an empty ``Known`` for one that was never collected.

    ``until`` bounds the newest post, the validators and the attributes ``newest_…`` (how far boards and
    threads were read) to what was first seen up to then: a visit that broke off has left a gap below the
    newest post it saw. ``routes`` and ``full`` are the caller's to set
    (``dataclasses.replace``).
    """
    with index.reading() as connection:
        account = _find_account(connection, watched)
        keys = {watched.key}
        if account is None:
            validators = _read_validators(connection, watched, keys, until)
            return Known(handle=watched.handle, validators=validators)
        aliases = select(account_aliases.c.alias).where(account_aliases.c.account_id == account.id)
        keys |= {account.key, *connection.scalars(aliases)}
        whole = select(posts.c.post_id, posts.c.posted_at).where(posts.c.account_id == account.id).limit(1)
        if until is not None:
            whole = whole.where(posts.c.first_seen_at <= until)
        dated = whole.where(posts.c.posted_at.is_not(None)).order_by(posts.c.posted_at.desc())
        newest = connection.execute(dated).first()
        if newest is None:
            newest = connection.execute(whole.order_by(posts.c.first_seen_at.desc(), posts.c.id)).first()
        return Known(
            newest_id="" if newest is None else newest.post_id,
            newest_at=None if newest is None else newest.posted_at,
            key=account.key,
            handle=account.handle or watched.handle,
            attributes=_bound_marks(connection, account, until),
            validators=_read_validators(connection, watched, keys, until),
            recheck=_read_recheck(connection, account.id, recheck),
        )


def read_whole(index: Index, watched: Watched) -> datetime:
    """Until when all of an account was collected: the end of its last visit that did not break off."""
    position = read_cursor(index, _name_mark(watched))
    return _EPOCH + timedelta(microseconds=position) if position else NEVER


def note_whole(index: Index, visited: Iterable[Watched], moment: datetime) -> None:
    """Note that visits of these accounts came to their end at ``moment``.

    An account watched under a provisional key is noted under its own as well: the next visit asks by that.
    """
    position = (moment - _EPOCH) // timedelta(microseconds=1)
    with index.writing() as connection:
        for watched in visited:
            move_cursor(connection, _name_mark(watched), position)
            account = _find_account(connection, watched)
            if account is not None and account.key != watched.key:
                move_cursor(connection, _name_mark(replace(watched, key=account.key)), position)


def _name_mark(watched: Watched) -> str:
    return f"whole:{key_text(make_uid(watched.platform, watched.key)).hex()}"


def _find_account(connection: Connection, watched: Watched) -> Row[Any] | None:
    key = key_text(make_uid(watched.platform, watched.key))
    row = connection.execute(select(accounts).where(accounts.c.uid_key == key)).first()
    if row is None:
        by_alias = select(accounts).join(account_aliases).where(account_aliases.c.alias_key == key)
        row = connection.execute(by_alias.order_by(accounts.c.last_seen_at.desc())).first()
    return row


def _bound_marks(connection: Connection, account: Row[Any], until: datetime | None) -> Mapping[str, str]:
    """The attributes, marks of how far was read as they were at the last visit that came to its end."""
    now = _read_attributes(account.details)
    if until is None or not any(name.startswith(MARK) for name in now):
        return now
    query = (
        select(account_snapshots.c.details)
        .where(account_snapshots.c.account_id == account.id, account_snapshots.c.captured_at <= until)
        .order_by(account_snapshots.c.captured_at.desc())
        .limit(1)
    )
    before = _read_attributes(connection.scalar(query) or "{}")
    kept = {name: value for name, value in now.items() if not name.startswith(MARK)}
    return {**kept, **{name: value for name, value in before.items() if name.startswith(MARK)}}


def _read_attributes(details: str) -> Mapping[str, str]:
    found: Mapping[str, str] = orjson.loads(details or "{}").get("attributes", {})
    return found


def _read_validators(
    connection: Connection, watched: Watched, keys: set[str], until: datetime | None
) -> Mapping[str, Validators]:
    """The newest validators of each URL that answered with any."""
    query = (
        select(captures.c.url, captures.c.etag, captures.c.last_modified)
        .where(captures.c.platform == watched.platform, captures.c.account.in_(sorted(keys)))
        .where(or_(captures.c.etag != "", captures.c.last_modified != ""))
        .order_by(captures.c.captured_at.desc())
        .limit(VALIDATORS)
    )
    if until is not None:
        query = query.where(captures.c.captured_at <= until)
    found: dict[str, Validators] = {}
    for row in connection.execute(query):
        found.setdefault(row.url, Validators(etag=row.etag, last_modified=row.last_modified))
    return found


def _read_recheck(connection: Connection, account_id: int, recheck: Recheck) -> tuple[KnownPost, ...]:
    if recheck.limit <= 0:
        return ()
    query = (
        select(posts.c.post_id, posts.c.url, posts.c.posted_at, posts.c.details)
        .where(posts.c.account_id == account_id)
        .where(or_(posts.c.gone_at.is_(None), posts.c.gone_at < posts.c.last_seen_at))
        .order_by(posts.c.last_seen_at, posts.c.id)
        .limit(recheck.limit)
    )
    if recheck.since is not None:
        query = query.where(func.coalesce(posts.c.posted_at, posts.c.first_seen_at) >= recheck.since)
    if recheck.not_seen_since is not None:
        query = query.where(posts.c.last_seen_at < recheck.not_seen_since)
    return tuple(
        KnownPost(id=row.post_id, url=row.url, posted_at=row.posted_at, context=_read_attributes(row.details))
        for row in connection.execute(query)
    )
