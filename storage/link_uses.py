"""Who sends people where: the accounts that show a link, and those whose links lead to a site, over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from storage.arrivals import has_arrived
from storage.findings import select_case_accounts
from storage.keys import key_text, make_uid, reverse_host
from storage.tables import accounts, landing_pages, links, post_links, posts
from storage.urls import registered_domain

if TYPE_CHECKING:
    from storage.index import Index

_TIME = posts.c.first_seen_at.type
_MOMENT = func.coalesce(posts.c.posted_at, posts.c.first_seen_at, type_=_TIME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shower:
    """An account that shows a link: in how many posts, when first and last (posted, or else first seen)."""

    account: str
    handle: str
    posts: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """An account whose links lead to a site: posts, first and last use, and over which domains it posts."""

    account: str
    handle: str
    posts: int
    first_at: datetime
    last_at: datetime
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How many posts of how many accounts led to a site in a month (``2026-03``, UTC)."""

    month: str
    posts: int
    accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteUse:
    """Who leads to a site and when: its first use is the first sender's. Posts count once."""

    domain: str
    senders: tuple[Sender, ...]
    months: tuple[Month, ...]


def list_showers(index: Index, url: str, *, case: str = "") -> tuple[Shower, ...]:
    """The accounts whose posts show a link, earliest first."""
    first = func.min(_MOMENT, type_=_TIME).label("first")
    query = (
        select(
            *(accounts.c.platform, accounts.c.key, accounts.c.handle, first),
            func.max(_MOMENT, type_=_TIME).label("last"),
            func.count(posts.c.id.distinct()).label("posts"),
        )
        .join(posts, posts.c.account_id == accounts.c.id)
        .join(post_links, post_links.c.post_id == posts.c.id)
        .join(links, links.c.id == post_links.c.link_id)
        .where(links.c.url_key == key_text(url))
        .group_by(accounts.c.id, accounts.c.platform, accounts.c.key, accounts.c.handle)
        .order_by(first, accounts.c.platform, accounts.c.key)
    )
    if case:
        query = query.where(accounts.c.id.in_(select_case_accounts(case)))
    with index.reading() as connection:
        return tuple(
            Shower(
                account=make_uid(row.platform, row.key),
                handle=row.handle,
                posts=row.posts,
                first_at=row.first,
                last_at=row.last,
            )
            for row in connection.execute(query)
        )


def read_site_use(index: Index, domain: str) -> SiteUse:
    """The accounts whose posts lead to ``domain`` or below it, by links that end there or show it."""
    prefix = reverse_host(domain.strip(".").lower())
    end = prefix[:-1] + "/"
    ends = (landing_pages.c.host_path >= prefix, landing_pages.c.host_path < end, has_arrived())
    shown = select(links.c.id).where(links.c.host_path >= prefix, links.c.host_path < end)
    query = (
        select(
            *(posts.c.id, accounts.c.platform, accounts.c.key, accounts.c.handle, links.c.url),
            _MOMENT.label("moment"),
        )
        .select_from(posts)
        .join(accounts, accounts.c.id == posts.c.account_id)
        .join(post_links, post_links.c.post_id == posts.c.id)
        .join(links, links.c.id == post_links.c.link_id)
        .where(links.c.id.in_(shown.union(select(landing_pages.c.link_id).where(*ends))))
        .order_by("moment", posts.c.id)
    )
    uses: dict[tuple[str, str], list[Any]] = defaultdict(list)
    months: dict[str, list[Any]] = defaultdict(list)
    with index.reading() as connection:
        for row in connection.execute(query):
            uses[make_uid(row.platform, row.key), row.handle].append(row)
            months[f"{row.moment:%Y-%m}"].append(row)
    senders = (
        Sender(
            account=account,
            handle=handle,
            posts=len({row.id for row in rows}),
            first_at=rows[0].moment,
            last_at=rows[-1].moment,
            domains=tuple(sorted({registered_domain(row.url) for row in rows})),
        )
        for (account, handle), rows in uses.items()
    )
    return SiteUse(
        domain=domain,
        senders=tuple(senders),
        months=tuple(
            Month(month=month, posts=_count(rows, ("id",)), accounts=_count(rows, ("platform", "key")))
            for month, rows in sorted(months.items())
        ),
    )


def _count(rows: Collection[Any], names: tuple[str, ...]) -> int:
    return len({tuple(getattr(row, name) for name in names) for row in rows})
