"""Full text follows the index in a step of its own, so that bulk writing stays fast.

A document of the full-text index is one content of one post; its number is the ``change_seq`` under
which that content entered the index, so documents are only ever added: an edited post is found by its
former words too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, Select, func, select, text

from storage.cursors import move_cursor, read_position
from storage.engine import driver_connection
from storage.search_text import list_words
from storage.tables import accounts, counters, post_versions, posts

if TYPE_CHECKING:
    from storage.index import Index

CURSOR = "search"


def catch_up_search(index: Index, limit: int = 5000) -> int:
    """Put at most ``limit`` contents more into full text; how many were left to do, 0 at the end."""
    with index.reading() as connection:
        if read_position(connection, CURSOR) >= _read_newest(connection):
            return 0
    with index.writing() as connection:
        position = read_position(connection, CURSOR)
        found = _read_contents(connection, position, limit)
        documents = [(number, _make_words(row)) for number, row in found]
        if connection.dialect.name == "postgresql":
            _write_postgres(connection, documents)
        else:
            _write_sqlite(connection, documents)
        end = found[-1][0] if len(found) == limit else _read_newest(connection)
        move_cursor(connection, CURSOR, end)
    return len(documents)


def count_search_backlog(index: Index) -> int:
    """How many posts and versions full text has not taken in yet."""
    with index.reading() as connection:
        position = read_position(connection, CURSOR)
        query = select(func.count()).select_from(posts).where(posts.c.change_seq > position)
        return int(connection.scalar(query) or 0)


def renew_search(index: Index) -> None:
    """Empty full text, so that the next steps build it anew."""
    with index.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("TRUNCATE search_documents"))
        else:
            connection.execute(text("INSERT INTO search_documents(search_documents) VALUES ('delete-all')"))
        move_cursor(connection, CURSOR, 0)


def _read_newest(connection: Connection) -> int:
    return int(connection.scalar(select(counters.c.value).where(counters.c.name == "change")) or 0)


def _read_contents(connection: Connection, position: int, limit: int) -> list[tuple[int, Any]]:
    """Contents in the order of their numbers; a version's own row goes before the post's."""
    rows = {row[0]: row for row in connection.execute(_select_contents(posts, position, limit))}
    rows |= {row[0]: row for row in connection.execute(_select_contents(post_versions, position, limit))}
    return sorted(rows.items())[:limit]


def _select_contents(source: Any, position: int, limit: int) -> Select[Any]:
    columns = (source.c.change_seq, source.c.title, source.c.text, source.c.author, source.c.details)
    query = select(*columns, accounts.c.handle).select_from(source)
    if source is post_versions:
        query = query.join(posts)
    return (
        query.join(accounts, accounts.c.id == posts.c.account_id)
        .where(source.c.change_seq > position)
        .order_by(source.c.change_seq)
        .limit(limit)
    )


def _make_words(row: Any) -> list[str]:
    _, title, content, author, details, handle = row
    further = [title]
    tags = [f"@{name.lstrip('@')}" for name in (handle, author) if name]
    if details != "{}":
        lists = orjson.loads(details)
        for url, shown, _, expanded in lists.get("links", ()):
            further += (url, shown, expanded)
        further += [medium[3] for medium in lists.get("media", ())]
        tags += [f"#{tag.lstrip('#＃')}" for tag in lists.get("hashtags", ())]
        tags += [f"@{name.lstrip('@')}" for name in lists.get("mentions", ())]
    return list_words(content, further, tags)


def _write_sqlite(connection: Connection, documents: Sequence[tuple[int, list[str]]]) -> None:
    rows = [(number, " ".join(words)) for number, words in documents]
    driver_connection(connection).executemany(
        "INSERT INTO search_documents(rowid, words) VALUES (?, ?)", rows
    )


def _write_postgres(connection: Connection, documents: Sequence[tuple[int, list[str]]]) -> None:
    cursor = driver_connection(connection).cursor()
    with cursor.copy("COPY search_documents (doc, words) FROM STDIN") as copy:
        for number, words in documents:
            copy.write_row((number, _write_vector(words)))


def _write_vector(words: Sequence[str]) -> str:
    """The words as the text form of a ``tsvector`` (PostgreSQL manual, 8.11.1)."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"{quote_lexeme(word)}:{','.join(found)}" for word, found in places.items())


def quote_lexeme(word: str) -> str:
    """A word as PostgreSQL reads it in text search values, whatever characters it has."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
