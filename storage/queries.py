"""What a researcher asks of one post or one account, as frozen values with the way back to the archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, Row, func, select

from storage.account_problems import ProblemFound, find_end, read_account_problems
from storage.capture_refs import CaptureRef, read_capture_refs
from storage.findings import FlagFound, read_flags_of
from storage.keys import key_text, make_uid
from storage.link_findings import LinkFound, read_links_of, read_profile_links
from storage.tables import (
    account_aliases,
    account_handles,
    account_snapshots,
    accounts,
    media,
    observations,
    post_media,
    post_versions,
    posts,
)

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFound:
    """One content of a post between its first and last sighting; ``digest`` is hexadecimal."""

    digest: str
    title: str
    text: str
    first_seen_at: datetime
    last_seen_at: datetime
    first_record_id: str
    last_record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFound:
    """A change, disappearance or return, after ``since_at`` and not later than ``captured_at``."""

    kind: str
    captured_at: datetime
    since_at: datetime | None
    record_id: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumFound:
    """A picture, video or file of a post; ``sha256`` is empty until it was fetched."""

    url: str
    kind: str
    media_type: str
    sha256: str
    size: int
    description: str
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFound:
    """A post with all that the index tells of it."""

    uid: str
    platform: str
    post_id: str
    url: str
    account_uid: str
    handle: str
    kind: str
    title: str
    text: str
    author: str
    language: str
    posted_at: datetime | None
    posted_at_text: str
    edited_at: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None
    reply_to: str
    repost_of: str
    quote_of: str
    hashtags: tuple[str, ...]
    mentions: tuple[str, ...]
    attributes: Mapping[str, str]
    counts: Mapping[str, int | None]
    where: str
    versions: tuple[VersionFound, ...]
    events: tuple[EventFound, ...]
    media: tuple[MediumFound, ...]
    links: tuple[LinkFound, ...]
    flags: tuple[FlagFound, ...]
    captures: tuple[CaptureRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFound:
    """An account as it showed itself at one time."""

    captured_at: datetime
    record_id: str
    handle: str
    display_name: str
    bio: str
    state: str
    followers: int | None
    following: int | None
    posts: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFound:
    """An account with its history: ``state`` is how it last showed itself, or how it ended since; ``handles``
    are pairs of handle and last sighting under it."""

    uid: str
    platform: str
    key: str
    handle: str
    url: str
    display_name: str
    bio: str
    state: str
    created_at: datetime | None
    created_at_text: str
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    aliases: tuple[str, ...]
    handles: tuple[tuple[str, datetime], ...]
    attributes: Mapping[str, str]
    snapshots: tuple[SnapshotFound, ...]
    posts_known: int
    newest_posts: tuple[str, ...]
    links: tuple[LinkFound, ...]
    flags: tuple[FlagFound, ...]
    problems: tuple[ProblemFound, ...]
    captures: tuple[CaptureRef, ...]


def show_post(index: Index, name: str) -> PostFound | None:
    """The post of a uid, a URL, or an id alone (the newest one, if several platforms use that id)."""
    with index.reading() as connection:
        row = _find_post(connection, name)
        return None if row is None else _read_post(connection, row)


def _find_post(connection: Connection, name: str) -> Row[Any] | None:
    query = select(posts, accounts.c.key.label("account_key"), accounts.c.handle).join(
        accounts, accounts.c.id == posts.c.account_id
    )
    platforms = connection.scalars(select(accounts.c.platform).distinct())
    keys = [key_text(name), *(key_text(make_uid(platform, name)) for platform in platforms)]
    row = connection.execute(query.where(posts.c.uid_key.in_(keys)).order_by(posts.c.id.desc())).first()
    if row is None:
        row = connection.execute(
            query.where(posts.c.url_key == key_text(name)).order_by(posts.c.id.desc())
        ).first()
    return row


def _read_post(connection: Connection, row: Row[Any]) -> PostFound:
    details = orjson.loads(row.details or "{}")
    versions = _read_versions(connection, row)
    events = _read_events(connection, row.uid_key)
    uid = make_uid(row.platform, row.post_id)
    found_media = _read_media(connection, row.id)
    records = [row.first_record_id, row.last_record_id]
    records += [event.record_id for event in events] + [medium.record_id for medium in found_media]
    records += [each for version in versions for each in (version.first_record_id, version.last_record_id)]
    found_links = read_links_of(connection, row.id)
    records += _list_records(found_links)
    return PostFound(
        uid=uid,
        platform=row.platform,
        post_id=row.post_id,
        url=row.url,
        account_uid=make_uid(row.platform, row.account_key),
        handle=row.handle,
        kind=row.kind,
        title=row.title,
        text=row.text,
        author=row.author,
        language=row.language,
        posted_at=row.posted_at,
        posted_at_text=row.posted_at_text,
        edited_at=row.edited_at,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        gone_at=row.gone_at,
        reply_to=row.reply_to,
        repost_of=row.repost_of,
        quote_of=row.quote_of,
        hashtags=tuple(details.get("hashtags", ())),
        mentions=tuple(details.get("mentions", ())),
        attributes=details.get("attributes", {}),
        counts={name: getattr(row, name) for name in ("replies", "reposts", "likes", "views")},
        where=row.last_where,
        versions=versions,
        events=events,
        media=found_media,
        links=found_links,
        flags=read_flags_of(connection, uid),
        captures=read_capture_refs(connection, records),
    )


def _read_versions(connection: Connection, row: Row[Any]) -> tuple[VersionFound, ...]:
    """All contents, oldest first; a post never edited has the one that stands in its row."""
    query = select(post_versions).where(post_versions.c.post_id == row.id)
    rows = connection.execute(query.order_by(post_versions.c.first_seen_at)).all() or [row]
    return tuple(
        VersionFound(
            digest=bytes(each.digest).hex(),
            title=each.title,
            text=each.text,
            first_seen_at=each.first_seen_at,
            last_seen_at=each.last_seen_at,
            first_record_id=each.first_record_id,
            last_record_id=each.last_record_id,
        )
        for each in rows
    )


def _read_events(connection: Connection, uid_key: bytes) -> tuple[EventFound, ...]:
    query = select(observations).where(observations.c.uid_key == uid_key, observations.c.kind != "seen")
    return tuple(
        EventFound(
            kind=row.kind,
            captured_at=row.captured_at,
            since_at=row.since_at,
            record_id=row.record_id,
            where=row.where,
            reason=row.reason,
        )
        for row in connection.execute(query.order_by(observations.c.captured_at, observations.c.kind))
    )


def _read_media(connection: Connection, post: int) -> tuple[MediumFound, ...]:
    query = select(media, post_media.c.description).join(post_media).where(post_media.c.post_id == post)
    return tuple(
        MediumFound(
            url=row.url,
            kind=row.kind,
            media_type=row.media_type,
            sha256=row.sha256,
            size=row.size,
            description=row.description,
            record_id=row.record_id,
        )
        for row in connection.execute(query.order_by(post_media.c.position, media.c.id))
    )


def _list_records(found: Iterable[LinkFound]) -> list[str]:
    """The records of hops and landing pages."""
    chains = [chain for link in found for chain in link.chains]
    records = [hop.record_id for chain in chains for hop in chain.hops]
    pages = [chain.landing for chain in chains if chain.landing]
    return records + [each for page in pages for each in (page.record_id, page.screenshot_record_id)]


def show_account(index: Index, name: str, *, newest: int = 10) -> AccountFound | None:
    """The account of a uid, key, URL, alias or handle (also a former one), with its newest posts."""
    with index.reading() as connection:
        row = _find_account(connection, name)
        return None if row is None else _read_account(connection, row, newest)


def _find_account(connection: Connection, name: str) -> Row[Any] | None:
    bare = name.removeprefix("@")
    handle = func.lower(accounts.c.handle) == bare.lower()
    by_alias = select(account_aliases.c.account_id).where(account_aliases.c.alias == bare)
    formerly = select(account_handles.c.account_id).where(account_handles.c.handle == bare)
    for condition in (
        accounts.c.uid_key == key_text(name),
        accounts.c.key == bare,
        accounts.c.handle == bare,
        accounts.c.url == name,
        handle,
        accounts.c.id.in_(by_alias),
        accounts.c.id.in_(formerly),
    ):
        query = select(accounts).where(condition).order_by(accounts.c.last_seen_at.desc(), accounts.c.id)
        if row := connection.execute(query).first():
            return row
    return None


def _read_account(connection: Connection, row: Row[Any], newest: int) -> AccountFound:
    uid = make_uid(row.platform, row.key)
    own_aliases = select(account_aliases.c.alias).where(account_aliases.c.account_id == row.id)
    aliases = connection.scalars(own_aliases).all()
    handles = select(account_handles.c.handle, account_handles.c.last_seen_at)
    snapshots = select(account_snapshots).where(account_snapshots.c.account_id == row.id)
    own_posts = select(posts.c.platform, posts.c.post_id).where(posts.c.account_id == row.id)
    count = select(func.count()).select_from(posts).where(posts.c.account_id == row.id)
    found_links = read_profile_links(connection, row.id)
    states = tuple(
        map(_read_snapshot, connection.execute(snapshots.order_by(account_snapshots.c.captured_at)))
    )
    found_problems = read_account_problems(connection, row, aliases)
    records = [row.first_record_id, *(state.record_id for state in states), row.last_record_id]
    records += [problem.record_id for problem in found_problems]
    latest = own_posts.order_by(posts.c.posted_at.desc(), posts.c.id.desc()).limit(newest)
    return AccountFound(
        uid=uid,
        platform=row.platform,
        key=row.key,
        handle=row.handle,
        url=row.url,
        display_name=row.display_name,
        bio=row.bio,
        state=find_end(connection, row, aliases) or row.state,
        created_at=row.created_at,
        created_at_text=row.created_at_text,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        aliases=tuple(sorted(aliases)),
        handles=tuple(
            (each.handle, each.last_seen_at)
            for each in connection.execute(
                handles.where(account_handles.c.account_id == row.id).order_by(account_handles.c.last_seen_at)
            )
        ),
        attributes=orjson.loads(row.details or "{}").get("attributes", {}),
        snapshots=states,
        posts_known=int(connection.scalar(count) or 0),
        newest_posts=tuple(make_uid(each.platform, each.post_id) for each in connection.execute(latest)),
        links=found_links,
        flags=read_flags_of(connection, uid),
        problems=found_problems,
        captures=read_capture_refs(connection, (*records, *_list_records(found_links))),
    )


def _read_snapshot(row: Row[Any]) -> SnapshotFound:
    return SnapshotFound(
        captured_at=row.captured_at,
        record_id=row.record_id,
        handle=row.handle,
        display_name=row.display_name,
        bio=row.bio,
        state=row.state,
        followers=row.followers,
        following=row.following,
        posts=row.posts,
    )
