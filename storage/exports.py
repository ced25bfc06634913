"""Posts as CSV and JSON Lines: streamed, written aside and renamed, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import orjson
from sqlalchemy import Row, Select, func, select

from storage.desk_tables import cases, watchlist
from storage.keys import make_uid
from storage.tables import accounts, posts

if TYPE_CHECKING:
    from storage.index import Index

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection), full-width forms too."""

COLUMNS = (
    *("uid", "platform", "post_id", "url", "account", "handle", "kind", "title", "text", "author"),
    *("language", "posted_at", "posted_at_text", "edited_at", "first_seen_at", "last_seen_at", "gone_at"),
    *("reply_to", "repost_of", "quote_of", "hashtags", "mentions", "links", "media"),
    *("replies", "reposts", "likes", "views", "record_id", "where"),
)
"""The columns of the CSV and the keys of each JSON object."""

_OWNER = accounts.c.id == posts.c.account_id

_PAGE = 1000

Told = Callable[[int], None]
"""Called with how many posts were written."""


def count_posts(index: Index, *, case: str = "") -> int:
    """How many posts an export has."""
    query = _of_case(select(func.count()).select_from(posts).join(accounts, _OWNER), case)
    with index.reading() as connection:
        return int(connection.scalar(query) or 0)


def export_csv(index: Index, path: Path, *, case: str = "", told: Told = lambda _: None) -> int:
    """Write posts (of a case, or all) as CSV (RFC 4180, UTF-8); how many. Lists are space-separated.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    count = 0
    with write_aside(path) as binary:
        lines = io.TextIOWrapper(binary, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(lines)
        writer.writerow(COLUMNS)
        for values in _read_posts(index, case):
            writer.writerow([make_cell(values[column]) for column in COLUMNS])
            count += 1
            told(count)
        lines.detach()
    return count


def export_jsonl(index: Index, path: Path, *, case: str = "", told: Told = lambda _: None) -> int:
    """Write posts as canonical JSON, one object a line (sorted keys, no spaces, UTF-8); how many."""
    count = 0
    with write_aside(path) as binary:
        for values in _read_posts(index, case):
            binary.write(orjson.dumps(values, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
            count += 1
            told(count)
    return count


@contextmanager
def write_aside(path: Path) -> Iterator[IO[bytes]]:
    """A file beside ``path`` that takes its place once all is written and on disk."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with aside.open("xb") as binary:
            yield binary
            binary.flush()
            os.fsync(binary.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def make_cell(value: Any) -> str:
    """A value as a cell of CSV: what a spreadsheet would run as a formula begins with an apostrophe."""
    if value is None:
        return ""
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return "'" + text if text[:1] and text[0] in FORMULA_STARTS else text


def _read_posts(index: Index, case: str) -> Iterator[dict[str, Any]]:
    """Every post by page of ids, so that no transaction stays open and memory stays small."""
    query = select(posts, accounts.c.key.label("account_key"), accounts.c.handle).join(accounts, _OWNER)
    query = _of_case(query, case)
    last = 0
    while True:
        page = query.where(posts.c.id > last).order_by(posts.c.id).limit(_PAGE)
        with index.reading() as connection:
            rows = connection.execute(page).all()
        if not rows:
            return
        yield from map(_read_values, rows)
        last = rows[-1].id


def _of_case(query: Select[Any], case: str) -> Select[Any]:
    if not case:
        return query
    watched = select(watchlist.c.uid_key).join(cases).where(cases.c.name == case)
    return query.where(accounts.c.uid_key.in_(watched))


def _read_values(row: Row[Any]) -> dict[str, Any]:
    details = orjson.loads(row.details or "{}")
    values: dict[str, Any] = {
        "uid": make_uid(row.platform, row.post_id),
        "account": make_uid(row.platform, row.account_key),
        "hashtags": details.get("hashtags", []),
        "mentions": details.get("mentions", []),
        "links": [link[3] or link[0] for link in details.get("links", [])],
        "media": [medium[0] for medium in details.get("media", [])],
        "record_id": row.last_record_id,
        "where": row.last_where,
    }
    for column in COLUMNS:
        if column not in values:
            value = getattr(row, column)
            values[column] = value.isoformat() if isinstance(value, datetime) else value
    return values
