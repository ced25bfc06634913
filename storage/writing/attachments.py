"""Media and links of posts and accounts, and the files of media that were fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from storage.items import Account, Link, Media, MediaFile, Post
from storage.keys import key_text, read_host, reverse_host
from storage.tables import account_links, links, media, media_files, post_links, post_media
from storage.writing.batch import Batch, Row, name_columns

_MEDIA_COLUMNS = ("id", "url_key", "url", "kind", "next_due_at", "change_seq")
_LINK_COLUMNS = ("id", "url_key", "url", "expanded", "host_path", "next_due_at", "change_seq")
_POST_MEDIA_COLUMNS = name_columns(
    "post_id media_id position description preview_url width height duration_s"
)
_POST_LINK_COLUMNS = ("post_id", "link_id", "position", "kind", "text")


class Links:
    """Rows of ``links`` by URL for one batch; new ones are made, due at once."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._ids: dict[str, int] = {}

    def load(self, wanted: Iterable[tuple[Link, Any]]) -> None:
        """Find or make the row of each link; the time with it is when it was first seen."""
        by_url: dict[str, list[Any]] = {}
        for link, at in wanted:
            entry = by_url.setdefault(link.url, [link.expanded, at])
            entry[0] = max(entry[0], link.expanded)
            entry[1] = min(entry[1], at)
        if not by_url:
            return
        keys = {key_text(url): url for url in by_url}
        expanded: list[Row] = []
        for number, key, known in self._batch.find(links, "url_key", keys, ("id", "url_key", "expanded")):
            url = keys.pop(bytes(key))
            self._ids[url] = number
            if by_url[url][0] > known:
                expanded.append((number, by_url[url][0]))
        rows: list[Row] = []
        for key, url in keys.items():
            number = self._ids[url] = self._batch.next_id(links)
            host_path = reverse_host(read_host(url))
            rows.append((number, key, url, *_pair(by_url[url], host_path), self._batch.next_change()))
        self._batch.insert(links, _LINK_COLUMNS, rows)
        self._batch.update(links, ("id", "expanded"), expanded)

    def get(self, url: str) -> int:
        """The id of a loaded link."""
        return self._ids[url]


def _pair(entry: list[Any], host_path: str) -> Row:
    return (entry[0], host_path, entry[1])


def write_attachments(batch: Batch, link_rows: Links, contents: Sequence[tuple[int, bool, Post]]) -> None:
    """Join posts with the media and links of contents not seen before."""
    with_links = [each for each in contents if each[2].links]
    link_rows.load((link, batch.time(post.captured_at)) for _, _, post in with_links for link in post.links)
    joins: dict[tuple[int, int], Row] = {}
    for number, _, post in with_links:
        for position, link in enumerate(post.links):
            _keep_least(joins, (number, link_rows.get(link.url), position, link.kind, link.text))
    _store_joins(batch, contents, joins, (post_links, _POST_LINK_COLUMNS))

    with_media = [each for each in contents if each[2].media]
    ids = _load_media(batch, ((each, post.captured_at) for _, _, post in with_media for each in post.media))
    joins = {}
    for number, _, post in with_media:
        for position, medium in enumerate(post.media):
            _keep_least(joins, _media_join(number, ids[medium.url], position, medium))
    _store_joins(batch, contents, joins, (post_media, _POST_MEDIA_COLUMNS))


def _media_join(number: int, media_id: int, position: int, medium: Media) -> Row:
    shape = (medium.width, medium.height, medium.duration_s)
    return (number, media_id, position, medium.description, medium.preview_url, *shape)


def _keep_least(joins: dict[tuple[int, int], Row], row: Row) -> None:
    """Of several ways in which one post shows one thing keep the least: the same in any order."""
    known = joins.get(row[:2])
    if known is None or _order(row) < _order(known):
        joins[row[:2]] = row


def _order(row: Row) -> tuple[Any, ...]:
    return tuple((value is None, value) for value in row[2:])


def _store_joins(
    batch: Batch, contents: Sequence[tuple[int, bool, Post]], joins: dict[tuple[int, int], Row], target: Any
) -> None:
    table, columns = target
    if not joins:
        return
    stored = {number for number, is_stored, _ in contents if is_stored}
    for row in batch.find(table, "post_id", stored & {number for number, _ in joins}, columns):
        if row[:2] in joins:
            _keep_least(joins, tuple(row))
    fresh = [row for key, row in joins.items() if key[0] not in stored]
    batch.insert(table, columns, fresh)
    batch.upsert(table, columns, [row for key, row in joins.items() if key[0] in stored])


def write_icons(batch: Batch, found: Iterable[tuple[str, datetime]]) -> None:
    """The icons of sites are media too, due at once: (URL, when it was seen)."""
    _load_media(batch, ((Media(url=url, kind="image"), at) for url, at in found))


def _load_media(batch: Batch, shown: Iterable[tuple[Media, datetime]]) -> dict[str, int]:
    """Find or make the row of each medium; the time with it is when it was seen."""
    by_url: dict[str, list[Any]] = {}
    for medium, at in shown:
        entry = by_url.setdefault(medium.url, [medium.kind, batch.time(at)])
        entry[0] = min(entry[0], medium.kind)
        entry[1] = min(entry[1], batch.time(at))
    if not by_url:
        return {}
    ids: dict[str, int] = {}
    keys = {key_text(url): url for url in by_url}
    kinds: list[Row] = []
    for number, key, kind in batch.find(media, "url_key", keys, ("id", "url_key", "kind")):
        url = keys.pop(bytes(key))
        ids[url] = number
        if by_url[url][0] < kind:
            kinds.append((number, by_url[url][0]))
    rows: list[Row] = []
    for key, url in keys.items():
        number = ids[url] = batch.next_id(media)
        rows.append((number, key, url, *by_url[url], batch.next_change()))
    batch.insert(media, _MEDIA_COLUMNS, rows)
    batch.update(media, ("id", "kind"), kinds)
    return ids


def write_account_links(batch: Batch, link_rows: Links, found: Sequence[tuple[int, Account]]) -> None:
    """Join accounts with the links of their profiles."""
    shown = [(number, each) for number, each in found if each.links]
    link_rows.load((link, batch.time(each.captured_at)) for _, each in shown for link in each.links)
    rows: dict[tuple[int, int], Row] = {}
    for number, each in shown:
        for link in each.links:
            _keep_least(rows, (number, link_rows.get(link.url), link.kind))
    columns = ("account_id", "link_id", "kind")
    for row in batch.find(account_links, "account_id", {number for number, _ in rows}, columns):
        if row[:2] in rows:
            _keep_least(rows, tuple(row))
    batch.upsert(account_links, columns, list(rows.values()))


def write_media_files(batch: Batch, found: Sequence[MediaFile]) -> int:
    """What media URLs gave: the newest in ``media``, each content once in ``media_files``."""
    if not found:
        return 0
    keys = {key_text(each.url): each.url for each in found}
    columns = ("id", "url_key", "captured_at", "record_id", "sha256")
    newest = {
        bytes(row[1]): (row[0], row[2], row[3], row[4]) for row in batch.find(media, "url_key", keys, columns)
    }
    rows = []
    for key, url in keys.items():
        if key not in newest:
            number = batch.next_id(media)
            newest[key] = (number, None, "", "")
            rows.append((number, key, url, "unknown", None, batch.next_change()))
    batch.insert(media, _MEDIA_COLUMNS, rows)
    updates: dict[int, Row] = {}
    files: dict[tuple[int, str], Row] = {}
    for each in found:
        key = key_text(each.url)
        number, at, record, _ = newest[key]
        moment = batch.time(each.captured_at)
        if at is None or (moment, each.record_id) > (at, record):
            newest[key] = (number, moment, each.record_id, each.sha256)
            shown = (each.sha256, each.size, each.media_type, each.record_id, moment, None, 0)
            updates[number] = (number, *shown, batch.next_change())
        row = (number, each.sha256, each.size, each.media_type, each.record_id, moment)
        known = files.get(row[:2])
        if known is None or (row[5], row[4]) < (known[5], known[4]):
            files[row[:2]] = row
    fetched = "sha256 size media_type record_id captured_at next_due_at failures change_seq"
    batch.update(media, ("id", *fetched.split()), list(updates.values()))
    # Detectors follow the counter: a content that arrives after a newer one is news to them too.
    late = _store_files(batch, files) - set(updates)
    batch.update(media, ("id", "change_seq"), [(number, batch.next_change()) for number in sorted(late)])
    return len(updates)


def _store_files(batch: Batch, files: dict[tuple[int, str], Row]) -> set[int]:
    """Keep the earliest record of each content; the media for which that told something new."""
    columns = ("media_id", "sha256", "size", "media_type", "record_id", "captured_at")
    for row in batch.find(media_files, "media_id", {number for number, _ in files}, columns):
        key = row[:2]
        if key in files and (row[5], row[4]) <= (files[key][5], files[key][4]):
            del files[key]
    batch.upsert(media_files, columns, list(files.values()))
    return {number for number, _ in files}
