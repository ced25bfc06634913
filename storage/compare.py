"""An index as plain tuples under natural names, to see whether two indexes tell the same.

Surrogate ids, change numbers and schedules are left out: they tell how the index came to be, not
what the archive holds. ``snapshot`` is unordered; compare by ``collections.Counter`` or a set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, Table, select

from storage.host_tables import hosts
from storage.tables import (
    account_aliases,
    account_handles,
    account_links,
    account_snapshots,
    accounts,
    captures,
    landing_pages,
    links,
    media,
    media_files,
    observations,
    post_links,
    post_media,
    post_versions,
    posts,
    problems,
    redirect_hops,
)

if TYPE_CHECKING:
    from storage.index import Index

_LEFT_OUT = {"id", "change_seq", "next_due_at", "failures", "account_id", "post_id", "link_id", "media_id"}

OWNED: tuple[tuple[Table, tuple[Table, ...]], ...] = (
    (accounts, ()),
    (account_aliases, (accounts,)),
    (account_handles, (accounts,)),
    (account_snapshots, (accounts,)),
    (account_links, (accounts, links)),
    (posts, (accounts,)),
    (post_versions, (posts,)),
    (post_media, (posts, media)),
    (post_links, (posts, links)),
    (observations, ()),
    (media, ()),
    (media_files, (media,)),
    (links, ()),
    (redirect_hops, (links,)),
    (landing_pages, (links,)),
    (hosts, ()),
    (captures, ()),
    (problems, ()),
)
"""Each table of evidence with the tables whose rows its foreign keys name."""


def snapshot(index: Index) -> Iterator[tuple[Any, ...]]:
    """Every row of evidence: the table's name, the natural names of its owners, its values."""
    with index.reading() as connection:
        for table, owners in OWNED:
            for row in connection.execute(_select_rows(table, owners)):
                yield (table.name, *(bytes(each) if isinstance(each, memoryview) else each for each in row))


def _select_rows(table: Table, owners: tuple[Table, ...]) -> Select[Any]:
    names = [_natural_key(owner) for owner in owners]
    left_out = _LEFT_OUT - ({"post_id"} if table in (posts, observations) else set())
    columns = [column for column in table.c if column.name not in left_out]
    query = select(*names, *columns).select_from(table)
    for owner in owners:
        query = query.join(owner, owner.c.id == posts.c.account_id if table is posts else None)
    return query


def _natural_key(table: Table) -> Any:
    column = table.c.url_key if "url_key" in table.c and table not in (posts, accounts) else table.c.uid_key
    return column.label(f"{table.name}_name")


def find_differences(one: Index, other: Index) -> tuple[tuple[Any, ...], ...]:
    """Rows that only one of two indexes has, each headed by ``-`` (only ``one``) or ``+``."""
    first, second = set(snapshot(one)), set(snapshot(other))
    missing = (("-", *row) for row in first - second)
    extra = (("+", *row) for row in second - first)
    return tuple(sorted((*missing, *extra), key=repr))


def count_differences(differences: Iterable[tuple[Any, ...]]) -> dict[str, tuple[int, int]]:
    """By table, how many rows only the first and only the second index has."""
    found: dict[str, list[int]] = {}
    for sign, table, *_ in differences:
        found.setdefault(table, [0, 0])[sign == "+"] += 1
    return {table: (counts[0], counts[1]) for table, counts in sorted(found.items())}
