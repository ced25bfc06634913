"""Who else used this text, this picture, this link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select

from storage.keys import clean_text, key_text, make_uid
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
    query = (
        _select_uses(media.c.url)
        .join(post_media, post_media.c.post_id == posts.c.id)
        .join(media, media.c.id == post_media.c.media_id)
        .join(media_files, media_files.c.media_id == media.c.id)
        .where(media_files.c.sha256 == sha256.lower())
    )
    return _read_uses(index, query, limit)


def lookup_url(index: Index, url: str, *, limit: int = 100) -> tuple[Use, ...]:
    """Posts that link to a URL, as posted or by way of redirects, earliest first."""
    asked = clean_text(url)
    through = select(redirect_hops.c.link_id).where(
        or_(redirect_hops.c.url == asked, redirect_hops.c.normalised_url == asked)
    )
    to = select(landing_pages.c.link_id).where(
        or_(landing_pages.c.url == asked, landing_pages.c.normalised_url == asked)
    )
    query = (
        _select_uses(links.c.url)
        .join(post_links, post_links.c.post_id == posts.c.id)
        .join(links, links.c.id == post_links.c.link_id)
        .where(or_(links.c.url_key == key_text(asked), links.c.id.in_(through), links.c.id.in_(to)))
    )
    return _read_uses(index, query, limit)


def _select_uses(used: Any) -> Select[Any]:
    columns = (posts.c.platform, posts.c.post_id, posts.c.url, posts.c.posted_at, posts.c.first_seen_at)
    return (
        select(*columns, accounts.c.key, accounts.c.handle, used.label("used"))
        .select_from(posts)
        .join(accounts, accounts.c.id == posts.c.account_id)
        .distinct()
    )


def _read_uses(index: Index, query: Select[Any], limit: int) -> tuple[Use, ...]:
    ordered = query.order_by(posts.c.posted_at, posts.c.platform, posts.c.post_id).limit(limit)
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
