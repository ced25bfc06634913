"""Which links are to be followed and which media fetched, and when again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from storage.tables import links, media

if TYPE_CHECKING:
    from storage.index import Index


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
    """Links whose time has come, the longest due first; a new link is due when it is first seen."""
    query = select(links).where(links.c.next_due_at <= now).order_by(links.c.next_due_at, links.c.id)
    with index.reading() as connection:
        return tuple(
            DueLink(id=row.id, url=row.url, expanded=row.expanded, failures=row.failures)
            for row in connection.execute(query.limit(limit))
        )


def media_due(index: Index, now: datetime, limit: int) -> tuple[DueMedium, ...]:
    """Media that were not fetched yet (or failed and are to be tried again)."""
    query = select(media).where(media.c.next_due_at <= now).order_by(media.c.next_due_at, media.c.id)
    with index.reading() as connection:
        return tuple(
            DueMedium(id=row.id, url=row.url, kind=row.kind, failures=row.failures)
            for row in connection.execute(query.limit(limit))
        )


def reschedule_links(index: Index, changes: Sequence[tuple[DueLink, datetime | None, int]]) -> None:
    """Set when links are due next (``None``: never) and how often they have failed in a row."""
    with index.writing() as connection:
        for link, next_due_at, failures in changes:
            connection.execute(
                update(links).where(links.c.id == link.id).values(next_due_at=next_due_at, failures=failures)
            )


def reschedule_media(index: Index, changes: Sequence[tuple[DueMedium, datetime | None, int]]) -> None:
    """The same for media."""
    with index.writing() as connection:
        for medium, next_due_at, failures in changes:
            connection.execute(
                update(media)
                .where(media.c.id == medium.id)
                .values(next_due_at=next_due_at, failures=failures)
            )
