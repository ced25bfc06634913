"""The pictures that the detector compares: contents, keys, clusters, and who showed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, literal, or_, select, update

from storage.detector_tables import published_findings
from storage.history import chunks
from storage.keys import key_text, make_uid
from storage.picture_tables import account_pictures, picture_keys, pictures
from storage.tables import account_snapshots, accounts, media, media_files, post_media, posts
from storage.writing.batch import open_batch

MOST_PER_CORNER = 256
"""A corner's key that more pictures share than this tells nothing: later pictures are not put in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPicture:
    """One content of an image file; see ``storage.picture_tables.pictures``."""

    sha256: str
    record_id: str
    reader: str
    problem: str = ""
    form: str = ""
    width: int = 0
    height: int = 0
    quality: int = 0
    is_animated: bool = False
    plain: str = ""
    views: bytes = b""
    corners: bytes = b""
    thumb: bytes = b""
    number: int = 0
    cluster: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """That an account shows a picture: in a post (``post`` is its number) or as its avatar or banner."""

    sha256: str
    place: str
    account: int
    post: int
    record_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """An account as evidence shows it."""

    uid: str
    platform: str
    handle: str
    url: str


_COLUMNS = (
    *("id", "cluster", "sha256", "record_id", "reader", "problem", "form", "width", "height", "quality"),
    *("is_animated", "plain", "views", "corners", "thumb"),
)


class Pictures:
    """The tables of pictures inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._batch = open_batch(connection)

    def clear(self, detector: str) -> None:
        """Forget which pictures hang together and what ``detector`` published; what was read of them
        stays."""
        for table in (picture_keys, account_pictures):
            self._connection.execute(delete(table))
        self._connection.execute(update(pictures).values(cluster=pictures.c.id))
        self._connection.execute(delete(published_findings).where(published_findings.c.detector == detector))

    def read(self, numbers: Collection[int]) -> dict[int, StoredPicture]:
        """Pictures by number."""
        return {row[0]: _read(row) for row in self._batch.find(pictures, "id", numbers, _COLUMNS)}

    def read_clusters(self, clusters: Collection[int]) -> dict[int, list[StoredPicture]]:
        """The pictures of clusters, by the clusters' numbers."""
        found: dict[int, list[StoredPicture]] = {number: [] for number in clusters}
        for row in self._batch.find(pictures, "cluster", clusters, _COLUMNS):
            found[row[1]].append(_read(row))
        return found

    def read_views(self, numbers: Collection[int]) -> list[tuple[int, bytes]]:
        """The packed hashes of pictures."""
        rows = self._batch.find(pictures, "id", numbers, ("id", "views"))
        return [(row[0], bytes(row[1])) for row in rows]

    def clusters_of(self, numbers: Collection[int]) -> dict[int, int]:
        """The cluster of each picture."""
        return dict(self._batch.find(pictures, "id", numbers, ("id", "cluster")))

    def find_keys(self, keys: Collection[int]) -> dict[int, list[int]]:
        """The pictures under each key."""
        found: dict[int, list[int]] = defaultdict(list)
        for key, number in self._batch.find(picture_keys, "key", keys, ("key", "picture_id")):
            found[key].append(number)
        return found

    def add_keys(self, entries: Collection[tuple[int, int]]) -> None:
        """Keys with the picture that has them."""
        self._batch.insert_missing(picture_keys, ("key", "picture_id"), sorted(entries))

    def join(self, clusters: Collection[int]) -> dict[int, int]:
        """Make one of several clusters; which went into which."""
        into = min(clusters)
        others = sorted(set(clusters) - {into})
        for chunk in chunks(others):
            self._connection.execute(
                update(pictures).where(pictures.c.cluster.in_(chunk)).values(cluster=into)
            )
        return dict.fromkeys(others, into)

    def note_accounts(self, numbers: Collection[int]) -> frozenset[int]:
        """Remember the avatars and banners that accounts ever showed; the pictures among them."""
        rows: set[tuple[int, bytes, str]] = set()
        for chunk in chunks(sorted(numbers)):
            columns = (account_snapshots.c.account_id, account_snapshots.c.avatar_url)
            query = select(*columns, account_snapshots.c.banner_url)
            for row in self._connection.execute(query.where(account_snapshots.c.account_id.in_(chunk))):
                for kind, url in (("avatar", row.avatar_url), ("banner", row.banner_url)):
                    if url:
                        rows.add((row.account_id, key_text(url), kind))
        self._batch.insert_missing(account_pictures, ("account_id", "url_key", "kind"), sorted(rows))
        numbers_of = self._batch.find(media, "url_key", {key for _, key, _ in rows}, ("id",))
        return self.pictures_of_media({row[0] for row in numbers_of})

    def pictures_of_media(self, numbers: Collection[int]) -> frozenset[int]:
        """The pictures that media gave."""
        hashes = {row[0] for row in self._batch.find(media_files, "media_id", numbers, ("sha256",))}
        return frozenset(row[0] for row in self._batch.find(pictures, "sha256", hashes, ("id",)))

    def pictures_of_posts(self, numbers: Collection[int]) -> frozenset[int]:
        """The pictures that posts show."""
        shown = self._batch.find(post_media, "post_id", numbers, ("media_id",))
        return self.pictures_of_media({row[0] for row in shown})

    def uses_of(self, hashes: Collection[str]) -> list[Shown]:
        """Who showed pictures: posts that are no reposts, and profiles."""
        found: list[Shown] = []
        for chunk in chunks(sorted(hashes)):
            for query in (_select_posts(), _select_profiles()):
                rows = self._connection.execute(query.where(media_files.c.sha256.in_(chunk)))
                found += [
                    Shown(
                        sha256=row.sha256,
                        place=row.place,
                        account=row.account_id,
                        post=row.post_id,
                        record_id=row.record_id,
                        at=row.captured_at,
                    )
                    for row in rows
                ]
        return found

    def read_faces(self, numbers: Collection[int]) -> dict[int, Face]:
        """Accounts by number."""
        columns = ("id", "platform", "key", "handle", "url")
        return {
            row[0]: Face(uid=make_uid(row[1], row[2]), platform=row[1], handle=row[3], url=row[4])
            for row in self._batch.find(accounts, "id", numbers, columns)
        }


def find_unread(connection: Connection, reader: str, limit: int) -> list[tuple[str, str]]:
    """Contents of media (sha256, record id) that ``reader`` has not looked at; those of videos are left
    out."""
    query = (
        select(media_files.c.sha256, media_files.c.record_id, media_files.c.media_type)
        .outerjoin(pictures, pictures.c.sha256 == media_files.c.sha256)
        .where(or_(pictures.c.sha256.is_(None), pictures.c.reader != reader))
        .where(media_files.c.media_type.not_like("video/%"), media_files.c.media_type.not_like("audio/%"))
        .order_by(media_files.c.sha256, media_files.c.captured_at, media_files.c.record_id)
        .limit(limit)
    )
    found: dict[str, str] = {}
    for row in connection.execute(query):
        found.setdefault(row.sha256, row.record_id)
    return list(found.items())


def write_pictures(connection: Connection, found: Sequence[StoredPicture]) -> list[int]:
    """Store what was read of pictures, in place of what an earlier version read; their numbers in order."""
    batch = open_batch(connection)
    hashes = {each.sha256 for each in found}
    known = {row[0]: row[1] for row in batch.find(pictures, "sha256", hashes, ("sha256", "id"))}
    rows = []
    for each in found:
        number = known.get(each.sha256) or batch.next_id(pictures)
        values = [getattr(each, name) for name in _COLUMNS[2:]]
        rows.append((number, number, *values, batch.next_change()))
    batch.upsert(pictures, (*_COLUMNS, "change_seq"), rows)
    batch.finish()
    return [row[0] for row in rows]


def _read(row: Sequence[Any]) -> StoredPicture:
    values = dict(zip(_COLUMNS[2:], row[2:], strict=True))
    for name in ("views", "corners", "thumb"):
        values[name] = bytes(values[name])
    values["is_animated"] = bool(values["is_animated"])
    return StoredPicture(number=row[0], cluster=row[1], **values)


def _select_posts() -> Select[Any]:
    return (
        select(
            media_files.c.sha256,
            media_files.c.record_id,
            media_files.c.captured_at,
            posts.c.account_id,
            posts.c.id.label("post_id"),
            posts.c.kind.label("place"),
        )
        .join(post_media, post_media.c.media_id == media_files.c.media_id)
        .join(posts, posts.c.id == post_media.c.post_id)
        .where(posts.c.kind != "repost")
    )


def _select_profiles() -> Select[Any]:
    return (
        select(
            media_files.c.sha256,
            media_files.c.record_id,
            media_files.c.captured_at,
            account_pictures.c.account_id,
            literal(0).label("post_id"),
            account_pictures.c.kind.label("place"),
        )
        .select_from(media_files)
        .join(media, media.c.id == media_files.c.media_id)
        .join(account_pictures, account_pictures.c.url_key == media.c.url_key)
        .join(accounts, accounts.c.id == account_pictures.c.account_id)
    )
