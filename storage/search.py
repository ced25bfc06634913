"""Finding posts by words, and by who, when, where to and what was flagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    cast,
    column,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from storage.desk_tables import cases, flag_members, flags, watchlist
from storage.keys import clean_text, key_text, make_uid, reverse_host
from storage.search_text import read_question
from storage.search_upkeep import quote_lexeme
from storage.tables import (
    account_aliases,
    accounts,
    landing_pages,
    links,
    post_links,
    post_versions,
    posts,
    redirect_hops,
)

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to find; every field given must hold. Times bound when posts were posted (else first seen).

    ``text`` is words (all must occur), ``"a phrase"``, ``#tag``, ``@handle``. ``account`` is a key, handle,
    alias or uid; ``domain`` matches links, hops and landing pages on it or below; ``lang`` a language tag or
    its beginning; ``flag`` a flag's id or kind.
    """

    text: str = ""
    platform: str = ""
    account: str = ""
    case: str = ""
    since: datetime | None = None
    until: datetime | None = None
    domain: str = ""
    lang: str = ""
    flag: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A post that was found; ``superseded`` if the text is an earlier version's."""

    uid: str
    platform: str
    post_id: str
    url: str
    account_uid: str
    handle: str
    title: str
    text: str
    language: str
    posted_at: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None
    superseded: bool


def search(index: Index, query: Query) -> tuple[Found, ...]:
    """The posts that fit, what entered the index last first; nothing where no word was asked for in ``text``.

    No text that a person types is ever syntax of the database; nothing raises for it.
    """
    phrases = read_question(query.text)
    if query.limit <= 0 or (query.text.strip() and not phrases):
        return ()
    with index.reading() as connection:
        current = _filter(_select_current(), query)
        if not phrases:
            rows = connection.execute(current.order_by(posts.c.change_seq.desc()).limit(query.limit)).all()
            return tuple(_read_found(row, superseded=False) for row in rows)
        return _search_words(connection, query, (current, _filter(_select_former(), query)), phrases)


def _search_words(
    connection: Connection,
    query: Query,
    selects: tuple[Select[Any], Select[Any]],
    phrases: Sequence[tuple[str, ...]],
) -> tuple[Found, ...]:
    """Documents that match, joined by their number to the contents that they stand for."""
    if connection.dialect.name == "postgresql":
        documents = table("search_documents", column("doc"), column("words"))
        number: Any = documents.c.doc
        asked = _ask_postgres(phrases)
        matches: Any = documents.c.words.op("@@")(cast(bindparam("asked"), TSQUERY))
    else:
        documents = table("search_documents", column("rowid"), column("search_documents"))
        number = documents.c.rowid
        asked = _ask_sqlite(phrases)
        matches = documents.c.search_documents.op("MATCH")(bindparam("asked"))
    found: dict[int, tuple[int, Found]] = {}
    for source, base, superseded in ((post_versions, selects[1], True), (posts, selects[0], False)):
        statement = (
            base.join(documents, number == source.c.change_seq)
            .where(matches)
            .order_by(number.desc())
            .limit(query.limit)
        )
        for row in connection.execute(statement, {"asked": asked}):
            found[row.id] = (row.document, _read_found(row, superseded=superseded))
    ranked = sorted(found.values(), key=lambda pair: pair[0], reverse=True)
    return tuple(each for _, each in ranked[: query.limit])


def _ask_sqlite(phrases: Sequence[tuple[str, ...]]) -> str:
    """FTS5 strings only (https://www.sqlite.org/fts5.html, section 3.1): no word of ours has a quote."""
    asked = []
    for phrase in phrases:
        words = " ".join(phrase)
        asked.append(f'"{words[:-1]}" *' if words.endswith("*") else f'"{words}"')
    return " AND ".join(asked)


def _ask_postgres(phrases: Sequence[tuple[str, ...]]) -> str:
    """Quoted lexemes only (PostgreSQL manual, 8.11.2)."""
    asked = []
    for phrase in phrases:
        words = [
            quote_lexeme(word[:-1]) + ":*" if word.endswith("*") else quote_lexeme(word) for word in phrase
        ]
        asked.append(f"({' <-> '.join(words)})")
    return " & ".join(asked)


_SHOWN = (
    *(posts.c.id, posts.c.platform, posts.c.post_id, posts.c.url, posts.c.posted_at),
    *(posts.c.first_seen_at, posts.c.last_seen_at, posts.c.gone_at),
    *(accounts.c.key.label("account_key"), accounts.c.handle),
)


def _select_current() -> Select[Any]:
    columns = (posts.c.title, posts.c.text, posts.c.language, posts.c.change_seq.label("document"))
    return select(*_SHOWN, *columns).join(accounts, accounts.c.id == posts.c.account_id)


def _select_former() -> Select[Any]:
    version = post_versions.c
    columns = (version.title, version.text, version.language, version.change_seq.label("document"))
    query = select(*_SHOWN, *columns).join(accounts, accounts.c.id == posts.c.account_id)
    return query.join(post_versions, post_versions.c.post_id == posts.c.id).where(
        version.digest != posts.c.digest
    )


def _filter(statement: Select[Any], query: Query) -> Select[Any]:
    moment = func.coalesce(posts.c.posted_at, posts.c.first_seen_at, type_=posts.c.first_seen_at.type)
    if query.platform:
        statement = statement.where(posts.c.platform == clean_text(query.platform))
    if query.account:
        statement = statement.where(posts.c.account_id.in_(_select_accounts(clean_text(query.account))))
    if query.case:
        watched = select(watchlist.c.uid_key).join(cases).where(cases.c.name == clean_text(query.case))
        statement = statement.where(accounts.c.uid_key.in_(watched))
    if query.since:
        statement = statement.where(moment >= query.since)
    if query.until:
        statement = statement.where(moment < query.until)
    if query.lang:
        lang = clean_text(query.lang).lower()
        tag = func.lower(posts.c.language)
        statement = statement.where(or_(tag == lang, tag.startswith(lang + "-", autoescape=True)))
    if query.domain:
        statement = statement.where(posts.c.id.in_(_select_linking(clean_text(query.domain))))
    if query.flag:
        statement = statement.where(posts.c.uid_key.in_(_select_flagged(clean_text(query.flag))))
    return statement


def _select_accounts(asked: str) -> Select[Any]:
    name = asked.removeprefix("@")
    platform, _, key = asked.partition(":")
    by_alias = select(account_aliases.c.account_id).where(account_aliases.c.alias == name)
    return select(accounts.c.id).where(
        or_(
            accounts.c.key == name,
            func.lower(accounts.c.handle) == name.lower(),
            accounts.c.uid_key == key_text(make_uid(platform, key)),
            accounts.c.id.in_(by_alias),
        )
    )


def _select_linking(domain: str) -> Select[Any]:
    """Posts whose links, their hops or landing pages are on a domain or below it."""
    prefix = reverse_host(domain.strip(".").lower())
    end = prefix[:-1] + "/"

    def under(host_path: Any) -> Any:
        return (host_path >= prefix) & (host_path < end)

    passing = select(redirect_hops.c.link_id).where(under(redirect_hops.c.host_path))
    landing = select(landing_pages.c.link_id).where(under(landing_pages.c.host_path))
    leading = select(links.c.id).where(under(links.c.host_path))
    return select(post_links.c.post_id).where(post_links.c.link_id.in_(leading.union(passing, landing)))


def _select_flagged(asked: str) -> Select[Any]:
    query = select(flag_members.c.uid_key).join(flags)
    if asked.isascii() and asked.isdigit() and len(asked) < 19:
        return query.where(flags.c.id == int(asked))
    return query.where(flags.c.kind == asked)


def _read_found(row: Any, *, superseded: bool) -> Found:
    return Found(
        uid=make_uid(row.platform, row.post_id),
        platform=row.platform,
        post_id=row.post_id,
        url=row.url,
        account_uid=make_uid(row.platform, row.account_key),
        handle=row.handle,
        title=row.title,
        text=row.text,
        language=row.language,
        posted_at=row.posted_at,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        gone_at=row.gone_at,
        superseded=superseded,
    )
