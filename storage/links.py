"""Which links are to be followed and which media fetched, and when again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, exists, or_, select, true, update

from storage.desk_tables import watchlist
from storage.history import chunks
from storage.keys import key_text
from storage.tables import (
    account_aliases,
    account_links,
    accounts,
    links,
    media,
    post_links,
    post_media,
    posts,
)

if TYPE_CHECKING:
    from storage.index import Index

ALWAYS = ("image", "unknown")
"""Kinds of media that are fetched unasked: they are what reuse is seen by, and small."""
NEVER = "follow=never"
"""Among the wishes of a watch entry: its links may lead to addresses made for one visitor each."""
RETRY = timedelta(hours=1)
MOST_TRIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLink:
    """A link to follow; ``expanded`` is what the platform says it leads to."""

    id: int
    url: str
    expanded: str
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMedium:
    """A medium to fetch."""

    id: int
    url: str
    kind: str
    failures: int


def links_due(index: Index, now: datetime, limit: int) -> tuple[DueLink, ...]:
    """Links whose time has come, the longest due first; a new link is due when it is first seen.

    Links that only accounts show whose watch entry says ``NEVER`` are left alone.
    """
    query = select(links).where(links.c.next_due_at <= now).order_by(links.c.next_due_at, links.c.id)
    query = query.where(_may_be_followed(index))
    with index.reading() as connection:
        return tuple(
            DueLink(id=row.id, url=row.url, expanded=row.expanded, failures=row.failures)
            for row in connection.execute(query.limit(limit))
        )


def _may_be_followed(index: Index) -> ColumnElement[bool]:
    """Whether anybody shows a link whose links may be followed, or nobody shows it any more."""
    quiet = select(watchlist.c.uid_key).where(watchlist.c.wants.contains(f'"{NEVER}"'))
    with index.reading() as connection:
        if connection.execute(quiet.limit(1)).first() is None:
            return true()
    by_alias = select(account_aliases.c.account_id).where(account_aliases.c.alias_key.in_(quiet))
    theirs = select(accounts.c.id).where(or_(accounts.c.uid_key.in_(quiet), accounts.c.id.in_(by_alias)))
    posted = exists().where(post_links.c.link_id == links.c.id, posts.c.id == post_links.c.post_id)
    named = exists().where(account_links.c.link_id == links.c.id)
    return or_(
        posted.where(posts.c.account_id.not_in(theirs)).correlate(links),
        named.where(account_links.c.account_id.not_in(theirs)).correlate(links),
        ~or_(posted.correlate(links), named.correlate(links)),
    )


def media_due(index: Index, now: datetime, limit: int) -> tuple[DueMedium, ...]:
    """Media that were not fetched yet, or failed and are to be tried again.

    Pictures of all; videos, sound and files where the watchlist asks for them (``media``).
    """
    wanted = select(watchlist.c.uid_key).where(watchlist.c.wants.contains('"media"'))
    by_alias = select(account_aliases.c.account_id).where(account_aliases.c.alias_key.in_(wanted))
    shown = (
        select(post_media.c.media_id)
        .join(posts, posts.c.id == post_media.c.post_id)
        .join(accounts, accounts.c.id == posts.c.account_id)
        .where(or_(accounts.c.uid_key.in_(wanted), accounts.c.id.in_(by_alias)))
    )
    query = (
        select(media)
        .where(media.c.next_due_at <= now)
        .where(or_(media.c.kind.in_(ALWAYS), media.c.id.in_(shown)))
        .order_by(media.c.next_due_at, media.c.id)
    )
    with index.reading() as connection:
        return tuple(
            DueMedium(id=row.id, url=row.url, kind=row.kind, failures=row.failures)
            for row in connection.execute(query.limit(limit))
        )


def postpone_links(index: Index, urls: Sequence[str], next_due_at: datetime | None) -> None:
    """Set when links are due next; ``None``: never."""
    with index.writing() as connection:
        for chunk in chunks([key_text(url) for url in urls]):
            connection.execute(
                update(links).where(links.c.url_key.in_(chunk)).values(next_due_at=next_due_at, failures=0)
            )


def make_links_due(index: Index, now: datetime) -> None:
    """Have every link followed again at the next opportunity, whenever it was due."""
    with index.writing() as connection:
        connection.execute(update(links).where(links.c.next_due_at > now).values(next_due_at=now))


def retry_media(index: Index, urls: Sequence[str], now: datetime) -> None:
    """Media that could not be fetched: later again, each time later, and after ``MOST_TRIES`` no more."""
    with index.writing() as connection:
        for chunk in chunks([key_text(url) for url in urls]):
            query = select(media.c.id, media.c.failures).where(media.c.url_key.in_(chunk))
            for row in connection.execute(query).all():
                failures = row.failures + 1
                due = now + RETRY * 2**row.failures if failures < MOST_TRIES else None
                connection.execute(
                    update(media).where(media.c.id == row.id).values(next_due_at=due, failures=failures)
                )
