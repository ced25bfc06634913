"""What a detector may ask of the index, as plain values inside one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, Table, select

from storage.arrivals import has_arrived
from storage.detector_tables import text_posts
from storage.keys import make_uid
from storage.picture_tables import pictures
from storage.tables import (
    accounts,
    counters,
    landing_pages,
    links,
    media,
    post_links,
    post_versions,
    posts,
    redirect_hops,
)

CHUNK = 500
PICTURES = 50
"""Pictures that one step compares with all others: some ten milliseconds each, while crawls wait."""

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One content of a post that is new to the detector; ``digest`` names it among the post's."""

    post: int
    digest: bytes
    kind: str
    text: str
    repost_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSeen:
    """A post as evidence shows it. ``at`` is when it was posted, or first seen where that is not known."""

    number: int
    uid: str
    platform: str
    account: str
    handle: str
    url: str
    text: str
    at: datetime
    is_dated: bool
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HopSeen:
    """One step of a chain."""

    position: int
    url: str
    kind: str
    status: int
    next_url: str
    record_id: str
    captured_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainSeen:
    """One following of a link; ``domain`` is the registered domain that it ended at, empty if nowhere."""

    chain: str
    hops: tuple[HopSeen, ...]
    landing_url: str
    domain: str
    title: str
    landing_record_id: str

    @property
    def at(self) -> datetime:
        """When it was followed."""
        return max(hop.captured_at for hop in self.hops)

    @property
    def visitor(self) -> str:
        """As what kind of visitor it was followed, where a person asked for that; empty for our own."""
        return self.chain.partition(" ")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSeen:
    """A link as posted, what the platform said that it leads to (empty if nothing), each time it was
    followed (earliest first) and the posts that show it."""

    number: int
    url: str
    expanded: str
    chains: tuple[ChainSeen, ...]
    posts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What entered the index after a position, up to ``end``: contents of posts, links that were followed,
    media that gave a file, pictures that were read, accounts whose profile is new or changed."""

    contents: tuple[Content, ...]
    links: frozenset[int]
    media: frozenset[int]
    pictures: frozenset[int]
    accounts: frozenset[int]
    end: int


class History:
    """The index as it stands in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self) -> int:
        """The last number of the change counter."""
        query = select(counters.c.value).where(counters.c.name == "change")
        return int(self._connection.scalar(query) or 0)

    def changes_after(self, position: int, limit: int) -> Changes:
        """At most ``limit`` rows of each kind, in the order in which they were committed."""
        end = self.newest()
        found: dict[str, list[Row[Any]]] = {}
        for source in (posts, post_versions, redirect_hops, landing_pages, media, pictures, accounts):
            most = min(limit, PICTURES) if source is pictures else limit
            query = _select_changes(source).where(source.c.change_seq > position, source.c.change_seq <= end)
            rows = list(self._connection.execute(query.order_by(source.c.change_seq).limit(most)))
            found[source.name] = rows
            if len(rows) == most:
                end = min(end, rows[-1].change_seq)
        contents: dict[tuple[int, bytes], Content] = {}
        for row in (*found["posts"], *found["post_versions"]):
            if row.change_seq <= end:
                contents[(row.id, bytes(row.digest))] = _read_content(row)
        followed = (*found["redirect_hops"], *found["landing_pages"])
        return Changes(
            contents=tuple(contents.values()),
            links=frozenset(row.link_id for row in followed if row.change_seq <= end),
            media=frozenset(row.id for row in found["media"] if row.change_seq <= end),
            pictures=frozenset(row.id for row in found["pictures"] if row.change_seq <= end),
            accounts=frozenset(row.id for row in found["accounts"] if row.change_seq <= end),
            end=end,
        )

    def posts(self, numbers: Iterable[int]) -> dict[int, PostSeen]:
        """Posts as they stand, by number."""
        found: dict[int, PostSeen] = {}
        for chunk in chunks(sorted(set(numbers))):
            for row in self._connection.execute(
                _select_posts().where(posts.c.id.in_(chunk)).order_by(posts.c.id)
            ):
                found[row.id] = _read_post(row)
        return found

    def contents(self, wanted: Collection[tuple[int, bytes]]) -> dict[tuple[int, bytes], PostSeen]:
        """Posts with the text that they had in the content named, also where they were edited since."""
        now = self.posts(number for number, _ in wanted)
        found = {each: now[each[0]] for each in wanted if each[0] in now}
        for chunk in chunks(sorted(now)):
            query = select(post_versions).where(post_versions.c.post_id.in_(chunk))
            for row in self._connection.execute(query):
                name = (row.post_id, bytes(row.digest))
                if name in found:
                    found[name] = replace(found[name], text=row.text, record_id=row.first_record_id)
        return found

    def links_of(self, numbers: Collection[int]) -> dict[int, tuple[int, ...]]:
        """The links that posts show, by post."""
        return self._join(post_links.c.post_id, post_links.c.link_id, numbers)

    def posts_showing(self, numbers: Collection[int]) -> dict[int, tuple[int, ...]]:
        """The posts that show links, by link."""
        return self._join(post_links.c.link_id, post_links.c.post_id, numbers)

    def links_to(self, domain: str, most: int) -> tuple[int, ...]:
        """The links that ever led to a site of this registered domain; at most one more than ``most``."""
        query = select(landing_pages.c.link_id).where(
            landing_pages.c.registered_domain == domain, has_arrived()
        )
        found = self._connection.scalars(query.distinct().order_by(landing_pages.c.link_id).limit(most + 1))
        return tuple(found)

    def followed(self, numbers: Collection[int]) -> tuple[LinkSeen, ...]:
        """Links with all their chains and posts, as far as they were followed."""
        shown = self.posts_showing(numbers)
        found: list[LinkSeen] = []
        for chunk in chunks(sorted(numbers)):
            hops: dict[tuple[int, str], list[HopSeen]] = defaultdict(list)
            query = select(redirect_hops).where(redirect_hops.c.link_id.in_(chunk))
            for row in self._connection.execute(query.order_by(redirect_hops.c.position)):
                hops[(row.link_id, row.chain)].append(_read_hop(row))
            pages = {
                (row.link_id, row.chain): row
                for row in self._connection.execute(
                    select(landing_pages).where(landing_pages.c.link_id.in_(chunk), has_arrived())
                )
            }
            by_link: dict[int, list[ChainSeen]] = defaultdict(list)
            for key, steps in hops.items():
                by_link[key[0]].append(_read_chain(key[1], steps, pages.get(key)))
            urls = (
                select(links.c.id, links.c.url, links.c.expanded)
                .where(links.c.id.in_(chunk))
                .order_by(links.c.id)
            )
            for row in self._connection.execute(urls):
                chains = sorted(by_link[row.id], key=lambda each: (each.at, each.chain))
                if chains:
                    found.append(
                        LinkSeen(
                            number=row.id,
                            url=row.url,
                            expanded=row.expanded,
                            chains=tuple(chains),
                            posts=shown.get(row.id, ()),
                        )
                    )
        return tuple(found)

    def titles_of(self, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The titles of what posts link to, by post: of link cards and of landing pages."""
        titles: dict[int, set[str]] = defaultdict(set)
        for chunk in chunks(sorted(numbers)):
            cards = select(post_links.c.post_id, post_links.c.text.label("title"))
            pages = select(post_links.c.post_id, landing_pages.c.title).join(
                landing_pages, landing_pages.c.link_id == post_links.c.link_id
            )
            for query in (cards, pages):
                for row in self._connection.execute(query.where(post_links.c.post_id.in_(chunk))):
                    if row.title:
                        titles[row.post_id].add(row.title)
        return {number: tuple(sorted(found)) for number, found in titles.items()}

    def texts_of(self, numbers: Collection[int]) -> frozenset[int]:
        """The text classes that posts are in."""
        found: set[int] = set()
        for chunk in chunks(sorted(numbers)):
            query = select(text_posts.c.class_id).where(text_posts.c.post_id.in_(chunk))
            found.update(self._connection.scalars(query))
        return frozenset(found)

    def _join(self, key: Any, value: Any, numbers: Collection[int]) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = defaultdict(list)
        for chunk in chunks(sorted(numbers)):
            for one, other in self._connection.execute(
                select(key, value).where(key.in_(chunk)).order_by(value)
            ):
                found[one].append(other)
        return {one: tuple(others) for one, others in found.items()}


def chunks(numbers: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Parts small enough for one statement."""
    for start in range(0, len(numbers), CHUNK):
        yield numbers[start : start + CHUNK]


def _select_changes(source: Table) -> Select[Any]:
    if source is posts:
        return select(
            posts.c.id, posts.c.digest, posts.c.kind, posts.c.text, posts.c.repost_of, posts.c.change_seq
        )
    if source is post_versions:
        return select(
            post_versions.c.post_id.label("id"),
            post_versions.c.digest,
            post_versions.c.kind,
            post_versions.c.text,
            post_versions.c.repost_of,
            post_versions.c.change_seq,
        )
    number = source.c.id if source in (media, pictures, accounts) else source.c.link_id
    return select(number, source.c.change_seq)


def _select_posts() -> Select[Any]:
    return select(
        posts.c.id,
        posts.c.platform,
        posts.c.post_id,
        posts.c.url,
        posts.c.text,
        posts.c.posted_at,
        posts.c.first_seen_at,
        posts.c.first_record_id,
        accounts.c.key,
        accounts.c.handle,
    ).join(accounts, accounts.c.id == posts.c.account_id)


def _read_content(row: Row[Any]) -> Content:
    return Content(
        post=row.id, digest=bytes(row.digest), kind=row.kind, text=row.text, repost_of=row.repost_of
    )


def _read_post(row: Row[Any]) -> PostSeen:
    return PostSeen(
        number=row.id,
        uid=make_uid(row.platform, row.post_id),
        platform=row.platform,
        account=make_uid(row.platform, row.key),
        handle=row.handle,
        url=row.url,
        text=row.text,
        at=row.posted_at or row.first_seen_at,
        is_dated=row.posted_at is not None,
        record_id=row.first_record_id,
    )


def _read_hop(row: Row[Any]) -> HopSeen:
    return HopSeen(
        position=row.position,
        url=row.url,
        kind=row.kind,
        status=row.status,
        next_url=row.next_url,
        record_id=row.record_id,
        captured_at=row.captured_at,
    )


def _read_chain(chain: str, hops: list[HopSeen], page: Row[Any] | None) -> ChainSeen:
    return ChainSeen(
        chain=chain,
        hops=tuple(hops),
        landing_url=page.url if page is not None else "",
        domain=page.registered_domain if page is not None else "",
        title=page.title if page is not None else "",
        landing_record_id=page.record_id if page is not None else "",
    )
