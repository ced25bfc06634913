"""Which captures and pages of the index go into a WACZ: those of a case's accounts, or all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, or_, select, tuple_

from storage.archive_reader import ArchiveReader
from storage.captures import read_capture_row
from storage.desk_tables import cases, watch_aliases, watchlist
from storage.items import Capture
from storage.tables import (
    account_aliases,
    account_links,
    account_snapshots,
    accounts,
    captures,
    landing_pages,
    media_files,
    observations,
    post_links,
    post_media,
    post_versions,
    posts,
    redirect_hops,
)
from storage.wacz import Contents, Labels, Page, Told, write_wacz

if TYPE_CHECKING:
    from storage.index import Index

_PAGE = 1000
_HTML = ("text/html", "application/xhtml+xml")
MOST_FIRST = 100


def export_wacz(
    index: Index, archive: Path, path: Path, *, case: str = "", told: Told = lambda done, total: None
) -> int:
    """Write the captures of a case's accounts (or all) to ``path``; how many records, 0 and no file if none.

    With them: profiles, posts, media, and the chains and landing pages of their links. Pages are the
    HTML that answered well; where only an API was asked, the first answers of each account.

    Raises ``ArchiveFault`` if the archive lacks a record, ``OSError`` if the file cannot be written.
    """
    if not count_captures(index, case=case):
        return 0
    pages = _read_pages(index, case)
    title = f"Vedette: {case}" if case else "Vedette"
    contents = Contents(captures=_read_captures(index, case), pages=pages, labels=Labels(title=title))
    return write_wacz(path, ArchiveReader(archive), contents, told)


def count_captures(index: Index, *, case: str = "") -> int:
    """How many captures an export is made of, before what belongs to them."""
    with index.reading() as connection:
        return int(connection.scalar(_of_case(select(func.count()).select_from(captures), case)) or 0)


def _read_captures(index: Index, case: str) -> Iterator[Capture]:
    last = 0
    query = _of_case(select(captures), case)
    while True:
        with index.reading() as connection:
            rows = connection.execute(
                query.where(captures.c.id > last).order_by(captures.c.id).limit(_PAGE)
            ).all()
        if not rows:
            return
        yield from map(read_capture_row, rows)
        last = rows[-1].id


def _read_pages(index: Index, case: str) -> tuple[Page, ...]:
    title = select(func.max(landing_pages.c.title)).where(landing_pages.c.record_id == captures.c.record_id)
    query = _of_case(select(captures, title.scalar_subquery().label("title")), case)
    query = query.where(
        captures.c.record_type.in_(("response", "revisit")), captures.c.status.between(200, 299)
    ).order_by(captures.c.captured_at, captures.c.id)
    html = query.where(or_(*(captures.c.media_type.startswith(kind) for kind in _HTML)))
    with index.reading() as connection:
        rows = connection.execute(html).all() or connection.execute(query.limit(MOST_FIRST)).all()
    return tuple(Page(url=row.url, date=row.captured_at, title=row.title or "") for row in rows)


def _of_case(query: Select[Any], case: str) -> Select[Any]:
    """Captures asked for an account under any of its keys, and those that its rows were read from."""
    if not case:
        return query
    entries = select(watchlist.c.platform, watchlist.c.key).join(cases).where(cases.c.name == case)
    watched = select(watchlist.c.uid_key).join(cases).where(cases.c.name == case)
    own = select(accounts.c.id).where(accounts.c.uid_key.in_(watched))
    asked = entries.union(
        select(watchlist.c.platform, watch_aliases.c.alias)
        .join(watch_aliases, watch_aliases.c.watch_id == watchlist.c.id)
        .join(cases, cases.c.id == watchlist.c.case_id)
        .where(cases.c.name == case),
        select(accounts.c.platform, account_aliases.c.alias)
        .join(account_aliases, account_aliases.c.account_id == accounts.c.id)
        .where(accounts.c.id.in_(own)),
    )
    by_account = tuple_(captures.c.platform, captures.c.account).in_(asked)
    return query.where(or_(by_account, captures.c.record_id.in_(_select_records(own))))


def _select_records(own: Select[Any]) -> Any:
    """The records that the rows of some accounts name."""
    of_posts = select(posts.c.id).where(posts.c.account_id.in_(own))
    links_shown = select(post_links.c.link_id).where(post_links.c.post_id.in_(of_posts))
    links_named = select(account_links.c.link_id).where(account_links.c.account_id.in_(own))
    media_shown = select(post_media.c.media_id).where(post_media.c.post_id.in_(of_posts))
    their_links = links_shown.union(links_named)
    seen = select(posts.c.uid_key).where(posts.c.account_id.in_(own))
    snapshots = select(account_snapshots.c.record_id).where(account_snapshots.c.account_id.in_(own))
    return snapshots.union(
        *(select(column).where(accounts.c.id.in_(own)) for column in _bounds(accounts)),
        *(select(column).where(posts.c.account_id.in_(own)) for column in _bounds(posts)),
        *(select(column).where(post_versions.c.post_id.in_(of_posts)) for column in _bounds(post_versions)),
        select(observations.c.record_id).where(observations.c.uid_key.in_(seen)),
        select(media_files.c.record_id).where(media_files.c.media_id.in_(media_shown)),
        select(redirect_hops.c.record_id).where(redirect_hops.c.link_id.in_(their_links)),
        select(landing_pages.c.record_id).where(landing_pages.c.link_id.in_(their_links)),
        select(landing_pages.c.screenshot_record_id).where(landing_pages.c.link_id.in_(their_links)),
    )


def _bounds(table: Any) -> tuple[Any, Any]:
    return table.c.first_record_id, table.c.last_record_id
