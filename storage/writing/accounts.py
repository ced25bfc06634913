"""Accounts: the newest sighting, a snapshot per state and day, handles and aliases over time.

Rows only named by posts are stubs (``last_seen_at`` empty) until a profile is read. A stub under a
provisional key is folded into the account whose ``aliases`` name that key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

import orjson

from storage.items import Account
from storage.keys import key_text, make_uid
from storage.tables import account_aliases, account_handles, account_snapshots, accounts, posts
from storage.writing.batch import Batch, Row, name_columns
from storage.writing.captures import write_json
from storage.writing.watch import point_watch_entries

_SHOWN = name_columns(
    "handle host url display_name bio created_at created_at_text created_at_precision followers following"
    " posts state avatar_url banner_url details"
)
_SEEN = ("last_seen_at", "last_record_id", "last_where")
_ACCOUNT_COLUMNS = (
    *("id", "uid_key", "platform", "key"),
    *_SHOWN,
    *("digest", "first_seen_at", "first_record_id"),
    *_SEEN,
    "change_seq",
)
_SNAPSHOT_COLUMNS = ("account_id", "day", "digest", "captured_at", "record_id", "where", *_SHOWN)
_STUB_COLUMNS = ("id", "uid_key", "platform", "key", "change_seq")


class AccountIds:
    """Account ids by (platform, key or alias), looked up once a batch; makes stubs for new ones."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._ids: dict[tuple[str, str], int] = {}

    def load(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Look up what is not known yet: first as a key, then as an alias."""
        missing = {key_text(make_uid(*name)): name for name in wanted if name not in self._ids}
        if not missing:
            return
        for key, number in self._batch.find(accounts, "uid_key", missing, ("uid_key", "id")):
            self._ids[missing.pop(bytes(key))] = number
        for key, number in sorted(
            self._batch.find(account_aliases, "alias_key", missing, ("alias_key", "account_id"))
        ):
            self._ids[missing[bytes(key)]] = number

    def get(self, platform: str, key: str) -> int | None:
        """The id of a loaded name."""
        return self._ids.get((platform, key))

    def put(self, platform: str, key: str, number: int) -> None:
        """Remember a row that was just made or a name that now means another row."""
        self._ids[(platform, key)] = number

    def forget(self, number: int) -> None:
        """A row was folded into another."""
        self._ids = {name: each for name, each in self._ids.items() if each != number}

    def make_stubs(self, wanted: Iterable[tuple[str, str]]) -> None:
        """A row for each account that posts name and no row has."""
        rows: list[Row] = []
        for platform, key in wanted:
            if (platform, key) not in self._ids:
                number = self._batch.next_id(accounts)
                uid_key = key_text(make_uid(platform, key))
                rows.append((number, uid_key, platform, key, self._batch.next_change()))
                self._ids[(platform, key)] = number
        self._batch.insert(accounts, _STUB_COLUMNS, rows)


def write_accounts(batch: Batch, ids: AccountIds, found: Sequence[Account]) -> int:
    """Merge account sightings; how many accounts had no profile before."""
    if not found:
        return 0
    keys = {key_text(make_uid(each.platform, each.key)): each for each in found}
    names = [(each.platform, name) for each in found for name in (each.key, *each.aliases)]
    stored = {
        bytes(row[0]): list(row[1:])
        for row in batch.find(
            accounts, "uid_key", keys, ("uid_key", *(c for c in _ACCOUNT_COLUMNS if c != "uid_key"))
        )
    }
    new: list[Row] = []
    for uid_key, each in keys.items():
        if uid_key not in stored:
            number = batch.next_id(accounts)
            stored[uid_key] = _blank_row(number, each)
            new.append((number, uid_key, each.platform, each.key, batch.next_change()))
    batch.insert(accounts, _STUB_COLUMNS, new)
    ids.load(names)
    for uid_key, each in keys.items():
        ids.put(each.platform, each.key, stored[uid_key][0])
    fresh = sum(row[_LAST] is None for row in stored.values())
    changed = _merge(batch, stored, found)
    batch.update(accounts, tuple(c for c in _ACCOUNT_COLUMNS if c != "uid_key"), changed)
    numbers = {key: row[0] for key, row in stored.items()}
    _write_handles(batch, numbers, found)
    _write_aliases(batch, ids, numbers, found)
    return fresh


# Positions in a stored row (``_ACCOUNT_COLUMNS`` without ``uid_key``).
_COLUMN = {name: place for place, name in enumerate(c for c in _ACCOUNT_COLUMNS if c != "uid_key")}
_FIRST = _COLUMN["first_seen_at"]
_LAST = _COLUMN["last_seen_at"]
_DIGEST = _COLUMN["digest"]


def _blank_row(number: int, account: Account) -> list[Any]:
    row: list[Any] = [None] * len(_COLUMN)
    row[0], row[1], row[2] = number, account.platform, account.key
    row[_FIRST + 1] = row[_LAST + 1] = row[_LAST + 2] = ""
    row[-1] = 0
    return row


def _merge(batch: Batch, stored: dict[bytes, list[Any]], found: Sequence[Account]) -> list[Row]:
    """Each sighting into its row and its day's snapshot; the rows that changed."""
    touched: dict[bytes, list[Any]] = {}
    snapshots: dict[tuple[Any, ...], Row] = {}
    for each in found:
        uid_key = key_text(make_uid(each.platform, each.key))
        row = stored[uid_key]
        at = batch.time(each.captured_at)
        shown, digest = _show(batch, each)
        if row[_FIRST] is None or (at, each.record_id) < (row[_FIRST], row[_FIRST + 1]):
            row[_FIRST : _FIRST + 2] = (at, each.record_id)
            touched[uid_key] = row
        if row[_LAST] is None or (at, each.record_id, each.where) > tuple(row[_LAST : _LAST + 3]):
            row[_LAST : _LAST + 3] = (at, each.record_id, each.where)
            if row[_DIGEST] is None or bytes(row[_DIGEST]) != digest:
                row[-1] = batch.next_change()
            row[3 : 3 + len(_SHOWN)] = shown
            row[_DIGEST] = digest
            touched[uid_key] = row
        key = (row[0], each.captured_at.date().isoformat(), digest)
        snapshot = (*key, at, each.record_id, each.where, *shown)
        if key not in snapshots or snapshot[3:6] < snapshots[key][3:6]:
            snapshots[key] = snapshot
    _write_snapshots(batch, snapshots)
    return [tuple(row) for row in touched.values()]


def _write_snapshots(batch: Batch, snapshots: dict[tuple[Any, ...], Row]) -> None:
    owners = {key[0] for key in snapshots}
    columns = ("account_id", "day", "digest", "captured_at", "record_id", "where")
    for number, day, digest, *sighting in batch.find(account_snapshots, "account_id", owners, columns):
        key = (number, day, bytes(digest))
        if key in snapshots and snapshots[key][3:6] >= tuple(sighting):
            del snapshots[key]
    batch.upsert(account_snapshots, _SNAPSHOT_COLUMNS, list(snapshots.values()))


def _show(batch: Batch, account: Account) -> tuple[Row, bytes]:
    """What the account shows, and the digest of that without the counters."""
    links = [[link.url, link.text, link.kind, link.expanded] for link in account.links]
    details = write_json({"links": links, "attributes": dict(account.attributes)})
    shown = (
        account.handle,
        account.host,
        account.url,
        account.display_name,
        account.bio,
        batch.time(account.created_at),
        account.created_at_text,
        account.created_at_precision,
        account.followers,
        account.following,
        account.posts,
        account.state,
        account.avatar_url,
        account.banner_url,
        details,
    )
    steady = (
        *shown[:5],
        account.created_at_text,
        account.state,
        account.avatar_url,
        account.banner_url,
        links,
    )
    return shown, blake2b(orjson.dumps(steady), digest_size=16).digest()


def _write_handles(batch: Batch, numbers: dict[bytes, int], found: Sequence[Account]) -> None:
    spans: dict[tuple[int, str], tuple[Any, Any]] = {}
    for each in found:
        if each.handle:
            key = (numbers[key_text(make_uid(each.platform, each.key))], each.handle)
            at = batch.time(each.captured_at)
            first, last = spans.get(key, (at, at))
            spans[key] = (min(first, at), max(last, at))
    columns = ("account_id", "handle", "first_seen_at", "last_seen_at")
    owners = {number for number, _ in spans}
    for number, handle, first, last in batch.find(account_handles, "account_id", owners, columns):
        if (number, handle) in spans:
            new_first, new_last = spans[(number, handle)]
            spans[(number, handle)] = (min(first, new_first), max(last, new_last))
    batch.upsert(account_handles, columns, [(*key, *span) for key, span in spans.items()])


def _write_aliases(
    batch: Batch, ids: AccountIds, numbers: dict[bytes, int], found: Sequence[Account]
) -> None:
    rows: set[Row] = set()
    for each in found:
        number = numbers[key_text(make_uid(each.platform, each.key))]
        for alias in each.aliases:
            if alias == each.key:
                continue
            rows.add((key_text(make_uid(each.platform, alias)), number, alias))
            other = ids.get(each.platform, alias)
            if other is not None and other != number and _fold_stub(batch, other, number):
                ids.forget(other)
            if ids.get(each.platform, alias) is None:
                ids.put(each.platform, alias, number)
        if each.aliases:
            point_watch_entries(batch, each)
    batch.insert_missing(account_aliases, ("alias_key", "account_id", "alias"), sorted(rows))


def _fold_stub(batch: Batch, stub: int, number: int) -> bool:
    """Move a stub's posts to the account it stands for; false if it is an account of its own."""
    if not batch.run("SELECT 1 FROM accounts WHERE id = ? AND last_seen_at IS NULL", (stub,)):
        return False
    batch.run(f"UPDATE {posts.name} SET account_id = ? WHERE account_id = ?", (number, stub))  # noqa: S608
    batch.run("DELETE FROM accounts WHERE id = ?", (stub,))
    return True
