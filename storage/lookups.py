"""Who else used this text, this picture, this link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, or_, select

from storage.history import chunks
from storage.keys import clean_text, key_text, make_uid, read_host, reverse_host
from storage.search import Query, search
from storage.tables import (
    accounts,
    landing_pages,
    links,
    media,
    media_files,
    post_links,
    post_media,
    posts,
    redirect_hops,
)
from storage.urls import normalise_url

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A post that used what was looked up, and by what: the URL of its link or medium, or its text."""

    uid: str
    url: str
    account_uid: str
    handle: str
    posted_at: datetime | None
    first_seen_at: datetime
    used: str


def lookup_text(index: Index, words: str, *, limit: int = 100) -> tuple[Use, ...]:
    """Posts with exactly these words in a row, as full text has them."""
    phrase = '"' + words.replace('"', " ") + '"'
    return tuple(
        Use(
            uid=each.uid,
            url=each.url,
            account_uid=each.account_uid,
            handle=each.handle,
            posted_at=each.posted_at,
            first_seen_at=each.first_seen_at,
            used=each.text,
        )
        for each in search(index, Query(text=phrase, limit=limit))
    )


def lookup_media(index: Index, sha256: str, *, limit: int = 100) -> tuple[Use, ...]:
    """Posts whose media gave exactly these bytes, earliest first."""
    query = _select_media_uses().where(media_files.c.sha256 == sha256.lower())
    return _read_uses(index, query, limit)


def lookup_medium_url(index: Index, url: str, *, limit: int = 100) -> tuple[Use, ...]:
    """Posts that show the medium of a URL, or another one that gave the same bytes, earliest first."""
    number = select(media.c.id).where(media.c.url_key == key_text(clean_text(url)))
    contents = select(media_files.c.sha256).where(media_files.c.media_id.in_(number))
    query = _select_media_uses().where(or_(media.c.id.in_(number), media_files.c.sha256.in_(contents)))
    return _read_uses(index, query, limit)


def lookup_url(index: Index, url: str, *, limit: int = 100) -> tuple[Use, ...]:
    """Posts that link to a URL, as posted or by way of redirects, earliest first.

    URLs are compared as they stand and in their normal form (``storage.urls.normalise_url``).
    """
    asked, normal = clean_text(url), normalise_url(clean_text(url))
    host = reverse_host(read_host(asked))
    passing = select(redirect_hops.c.link_id).where(
        redirect_hops.c.host_path == host,
        or_(redirect_hops.c.url == asked, redirect_hops.c.normalised_url == normal),
    )
    to = select(landing_pages.c.link_id).where(
        landing_pages.c.host_path == host,
        or_(landing_pages.c.url == asked, landing_pages.c.normalised_url == normal),
    )
    posted = select(links.c.id, links.c.url).where(links.c.host_path == host)
    with index.reading() as connection:
        found = [row.id for row in connection.execute(posted) if normalise_url(row.url) == normal]
        found += connection.scalars(select(links.c.id).where(links.c.expanded.in_({asked, normal})))
        found += connection.scalars(passing.union(to))
    query = (
        _select_uses(links.c.url)
        .join(post_links, post_links.c.post_id == posts.c.id)
        .join(links, links.c.id == post_links.c.link_id)
    )
    uses = {
        (use.uid, use.used): use
        for numbers in chunks(sorted(set(found)))
        for use in _read_uses(index, query.where(links.c.id.in_(numbers)), limit)
    }
    return tuple(sorted(uses.values(), key=lambda use: (use.posted_at or use.first_seen_at, use.uid)))[:limit]


def lookup_domain(index: Index, domain: str, *, limit: int = 100) -> tuple[Use, ...]:
    """Posts that link to a domain or below it, as posted or by way of redirects, earliest first."""
    found = [
        Use(
            uid=each.uid,
            url=each.url,
            account_uid=each.account_uid,
            handle=each.handle,
            posted_at=each.posted_at,
            first_seen_at=each.first_seen_at,
            used=domain,
        )
        for each in search(index, Query(domain=domain, limit=limit))
    ]
    return tuple(sorted(found, key=lambda use: (use.posted_at or use.first_seen_at, use.uid)))


def _select_media_uses() -> Select[Any]:
    return (
        _select_uses(media.c.url)
        .join(post_media, post_media.c.post_id == posts.c.id)
        .join(media, media.c.id == post_media.c.media_id)
        .outerjoin(media_files, media_files.c.media_id == media.c.id)
    )


def _select_uses(used: Any) -> Select[Any]:
    columns = (posts.c.platform, posts.c.post_id, posts.c.url, posts.c.posted_at, posts.c.first_seen_at)
    return (
        select(*columns, accounts.c.key, accounts.c.handle, used.label("used"))
        .select_from(posts)
        .join(accounts, accounts.c.id == posts.c.account_id)
        .distinct()
    )


def _read_uses(index: Index, query: Select[Any], limit: int) -> tuple[Use, ...]:
    moment = func.coalesce(posts.c.posted_at, posts.c.first_seen_at, type_=posts.c.first_seen_at.type)
    ordered = (
        query.add_columns(moment.label("moment"))
        .order_by("moment", posts.c.platform, posts.c.post_id)
        .limit(limit)
    )
    with index.reading() as connection:
        return tuple(
            Use(
                uid=make_uid(row.platform, row.post_id),
                url=row.url,
                account_uid=make_uid(row.platform, row.key),
                handle=row.handle,
                posted_at=row.posted_at,
                first_seen_at=row.first_seen_at,
                used=row.used,
            )
            for row in connection.execute(ordered)
        )
