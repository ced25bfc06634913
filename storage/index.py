"""The index: opened, migrated, written to. Reading it is the business of its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, PoolProxiedConnection, Table, select

from storage.captures import read_capture_row
from storage.engine import begin_writing, open_engine
from storage.items import (
    Account,
    Capture,
    Flag,
    Harvest,
    Hop,
    Host,
    LandingPage,
    MediaFile,
    Observation,
    Post,
    Problem,
)
from storage.migrations.upgrade import upgrade_schema
from storage.tables import captures, problems
from storage.writing.accounts import AccountIds, write_accounts
from storage.writing.attachments import Links, write_account_links, write_attachments, write_media_files
from storage.writing.batch import Batch, open_batch
from storage.writing.captures import write_captures, write_problems
from storage.writing.chains import write_chains
from storage.writing.cleaning import clean_item
from storage.writing.flags import write_flags
from storage.writing.hosts import write_hosts
from storage.writing.posts import PostChanges, write_posts

FILE_NAME = "index.sqlite3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one ``Index.write`` changed; all zero when everything was there already.

    ``posts_seen`` counts sightings of known posts, of which ``posts_changed`` had a new content.
    """

    captures: int = 0
    accounts_new: int = 0
    posts_new: int = 0
    posts_changed: int = 0
    posts_seen: int = 0
    media_files: int = 0
    hops: int = 0
    landing_pages: int = 0
    hosts: int = 0
    problems: int = 0


class Index:
    """The database behind a data folder. Safe to open from several processes at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._asking: PoolProxiedConnection | None = None

    @classmethod
    def open(cls, data: Path, database: str = "") -> Index:
        """Open and bring up to date the index of ``data``, or the one at the URL ``database``.

        Raises ``storage.errors.IndexFault`` where the database cannot be opened or is newer than we.
        """
        engine = open_engine(database or data / FILE_NAME)
        try:
            upgrade_schema(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Give the connections back."""
        if self._asking is not None:
            self._asking.close()
            self._asking = None
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the index."""
        with self.engine.connect() as connection:
            yield connection

    def knows(self, table: Table, column: str, key: bytes) -> bool:
        """Whether a row has this ``key``; for what is asked at every answer of a crawl, in one thread.

        The driver is asked itself, on a connection kept for this: six times as fast as a ``reading``.
        """
        is_postgres = self.engine.dialect.name == "postgresql"
        if self._asking is None:
            self._asking = self.engine.raw_connection()
            if is_postgres:
                _driver(self._asking).autocommit = True  # no transaction stays open in between
        mark = "%s" if is_postgres else "?"
        query = f'SELECT 1 FROM "{table.name}" WHERE "{column}" = {mark} LIMIT 1'  # noqa: S608
        return _driver(self._asking).execute(query, (key,)).fetchone() is not None

    def writing(self) -> AbstractContextManager[Connection]:
        """A write transaction, alone in the index; committed at the end, undone on an error."""
        return begin_writing(self.engine)

    def write(self, harvests: Sequence[Harvest]) -> Counts:
        """Index harvests in one transaction. Writing the same again changes nothing.

        The WARC records of all captures must be on disk before this is called.
        """
        if not harvests:
            return Counts()
        with self.writing() as connection:
            batch = open_batch(connection)
            counts = _write_harvests(batch, harvests)
            batch.finish()
        return counts

    def write_flags(self, flags: Sequence[Flag]) -> int:
        """Store findings, each in place of what it was before; how many were new or changed."""
        if not flags:
            return 0
        with self.writing() as connection:
            return write_flags(connection, flags)

    def problems(self, platform: str = "", since: datetime | None = None) -> Iterator[Problem]:
        """What could not be collected, oldest first."""
        query = select(problems).order_by(problems.c.captured_at, problems.c.record_id)
        if platform:
            query = query.where(problems.c.platform == platform)
        if since:
            query = query.where(problems.c.captured_at >= since)
        with self.reading() as connection:
            for row in connection.execute(query):
                values = dict(row._mapping)
                del values["problem_key"]
                yield Problem(**values)

    def captures(self, warc_file: str = "") -> Iterator[Capture]:
        """The CDX in the order of the archive; ``body`` and ``headers`` stay there."""
        query = select(captures).order_by(captures.c.warc_file, captures.c.offset)
        if warc_file:
            query = query.where(captures.c.warc_file == warc_file)
        with self.reading() as connection:
            yield from map(read_capture_row, connection.execute(query))


def _driver(connection: PoolProxiedConnection) -> Any:
    return connection.driver_connection


def _write_harvests(batch: Batch, harvests: Sequence[Harvest]) -> Counts:
    items = [clean_item(item) for harvest in harvests for item in harvest.items]
    found_accounts = [item for item in items if isinstance(item, Account)]
    sightings = [item for item in items if isinstance(item, Post | Observation)]
    links = Links(batch)
    ids = AccountIds(batch)

    captures_new = write_captures(batch, [capture for harvest in harvests for capture in harvest.captures])
    accounts_new = write_accounts(batch, ids, found_accounts)
    numbered = [(ids.get(each.platform, each.key) or 0, each) for each in found_accounts]
    write_account_links(batch, links, numbered)

    changes = _write_posts(batch, ids, sightings)
    write_attachments(batch, links, changes.contents)
    files = write_media_files(batch, [item for item in items if isinstance(item, MediaFile)])
    hosts = write_hosts(batch, [item for item in items if isinstance(item, Host)])
    hops, pages = write_chains(
        batch,
        links,
        [item for item in items if isinstance(item, Hop)],
        [item for item in items if isinstance(item, LandingPage)],
    )
    problems_new = write_problems(batch, [item for item in items if isinstance(item, Problem)])
    return Counts(
        captures=captures_new,
        accounts_new=accounts_new,
        posts_new=changes.new,
        posts_changed=changes.changed,
        posts_seen=changes.seen,
        media_files=files,
        hops=hops,
        landing_pages=pages,
        hosts=hosts,
        problems=problems_new,
    )


def _write_posts(batch: Batch, ids: AccountIds, sightings: Sequence[Post | Observation]) -> PostChanges:
    names = {(each.platform, each.account): None for each in sightings if isinstance(each, Post)}
    ids.load(names)
    ids.make_stubs(names)
    numbers = {name: ids.get(*name) or 0 for name in names}
    return write_posts(batch, sightings, numbers)
