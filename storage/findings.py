"""Flags with their evidence, and links with their redirect chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from storage.arrivals import has_arrived
from storage.desk_tables import cases, flag_members, flags, watchlist
from storage.history import chunks
from storage.keys import key_text, make_uid
from storage.tables import (
    account_links,
    accounts,
    landing_pages,
    links,
    post_links,
    posts,
    redirect_hops,
)

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFound:
    """A flag in a list; ``members`` is how many."""

    id: int
    detector: str
    version: str
    kind: str
    key: str
    score: float
    summary: str
    found_at: datetime
    updated_at: datetime
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFound:
    """A member of a flag; ``url``, ``handle`` and ``text`` if it is an indexed post or account."""

    uid: str
    role: str
    note: str
    url: str
    handle: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagDetail:
    """A flag with everybody in it and its evidence, in the detector's documented shape."""

    flag: FlagFound
    members: tuple[MemberFound, ...]
    evidence: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class HopFound:
    """One step of a chain."""

    position: int
    url: str
    kind: str
    status: int
    next_url: str
    vantage: str
    record_id: str
    captured_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingFound:
    """Where a chain ended."""

    url: str
    registered_domain: str
    title: str
    language: str
    status: int
    record_id: str
    screenshot_record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFound:
    """One following of a link."""

    chain: str
    hops: tuple[HopFound, ...]
    landing: LandingFound | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFound:
    """A link, how many posts and profiles show it, and each time it was followed."""

    url: str
    expanded: str
    posts: int
    profiles: int
    chains: tuple[ChainFound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFound:
    """A site where followed links ended, and how many links, posts and accounts lead there."""

    domain: str
    title: str
    links: int
    posts: int
    accounts: int


def list_flags(
    index: Index, *, kind: str = "", case: str = "", min_score: float = 0.0, limit: int = 100
) -> tuple[FlagFound, ...]:
    """Flags, the surest first. A case has the flags of its watched accounts and their posts."""
    query = _select_flags().where(flags.c.score >= min_score)
    if kind:
        query = query.where(flags.c.kind == kind)
    if case:
        query = query.where(flags.c.id.in_(_select_case_flags(case)))
    with index.reading() as connection:
        rows = connection.execute(query.order_by(flags.c.score.desc(), flags.c.id).limit(limit))
        return tuple(map(_read_flag, rows))


def show_flag(index: Index, number: int) -> FlagDetail | None:
    """One flag with members and evidence."""
    with index.reading() as connection:
        row = connection.execute(_select_flags().where(flags.c.id == number)).first()
        if row is None:
            return None
        url = func.coalesce(posts.c.url, accounts.c.url).label("url")
        query = select(flag_members, url, posts.c.text, accounts.c.handle)
        query = query.outerjoin(posts, posts.c.uid_key == flag_members.c.uid_key)
        named = or_(
            accounts.c.id == posts.c.account_id,
            and_(posts.c.id.is_(None), accounts.c.uid_key == flag_members.c.uid_key),
        )
        query = query.outerjoin(accounts, named).where(flag_members.c.flag_id == number)
        members = tuple(
            MemberFound(
                uid=each.uid,
                role=each.role,
                note=each.note,
                url=each.url or "",
                handle=each.handle or "",
                text=each.text or "",
            )
            for each in connection.execute(query.order_by(flag_members.c.position))
        )
        return FlagDetail(flag=_read_flag(row), members=members, evidence=orjson.loads(row.evidence))


def count_flags(index: Index) -> tuple[tuple[str, int], ...]:
    """Which kinds of flags there are, and how many of each."""
    query = select(flags.c.kind, func.count()).group_by(flags.c.kind).order_by(flags.c.kind)
    with index.reading() as connection:
        return tuple((row[0], row[1]) for row in connection.execute(query))


def read_flags_of(connection: Connection, uid: str) -> tuple[FlagFound, ...]:
    """The flags that something is a member of."""
    member = select(flag_members.c.flag_id).where(flag_members.c.uid_key == key_text(uid))
    query = _select_flags().where(flags.c.id.in_(member)).order_by(flags.c.score.desc(), flags.c.id)
    return tuple(map(_read_flag, connection.execute(query)))


def _select_flags() -> Select[Any]:
    count = select(func.count()).where(flag_members.c.flag_id == flags.c.id).scalar_subquery()
    return select(flags, count.label("member_count"))


def _select_case_flags(case: str) -> Select[Any]:
    watched = select(watchlist.c.uid_key).join(cases).where(cases.c.name == case)
    theirs = select(posts.c.uid_key).where(posts.c.account_id.in_(_select_case_accounts(case)))
    return select(flag_members.c.flag_id).where(
        or_(flag_members.c.uid_key.in_(watched), flag_members.c.uid_key.in_(theirs))
    )


def _read_flag(row: Row[Any]) -> FlagFound:
    return FlagFound(
        id=row.id,
        detector=row.detector,
        version=row.version,
        kind=row.kind,
        key=row.key,
        score=row.score,
        summary=row.summary,
        found_at=row.found_at,
        updated_at=row.updated_at,
        members=row.member_count,
    )


def list_links(
    index: Index, *, case: str = "", followed: bool = False, limit: int = 100
) -> tuple[LinkFound, ...]:
    """Links by how many posts show them; of one case, or only those that were followed."""
    in_posts = select(post_links.c.link_id, func.count().label("uses")).group_by(post_links.c.link_id)
    in_profiles = select(account_links.c.link_id, func.count().label("profiles"))
    in_profiles = in_profiles.group_by(account_links.c.link_id)
    if case:
        own = _select_case_accounts(case)
        in_posts = in_posts.join(posts, posts.c.id == post_links.c.post_id).where(posts.c.account_id.in_(own))
        in_profiles = in_profiles.where(account_links.c.account_id.in_(own))
    shown, named = in_posts.subquery(), in_profiles.subquery()
    uses = func.coalesce(shown.c.uses, 0).label("uses")
    query = (
        select(links, uses, func.coalesce(named.c.profiles, 0).label("profiles"))
        .outerjoin(shown, shown.c.link_id == links.c.id)
        .outerjoin(named, named.c.link_id == links.c.id)
        .where(or_(shown.c.uses > 0, named.c.profiles > 0))
    )
    if followed:
        query = query.where(links.c.id.in_(select(redirect_hops.c.link_id)))
    with index.reading() as connection:
        rows = connection.execute(query.order_by(uses.desc(), links.c.id).limit(limit)).all()
        return _read_links(connection, rows)


def list_sites(index: Index, *, case: str = "", limit: int = 100) -> tuple[SiteFound, ...]:
    """The sites where links ended, by how many accounts lead there."""
    people = func.count(posts.c.account_id.distinct()).label("accounts")
    query = (
        select(
            landing_pages.c.registered_domain,
            func.max(landing_pages.c.title).label("title"),
            func.count(landing_pages.c.link_id.distinct()).label("links"),
            func.count(posts.c.id.distinct()).label("posts"),
            people,
        )
        .join(post_links, post_links.c.link_id == landing_pages.c.link_id)
        .join(posts, posts.c.id == post_links.c.post_id)
        .where(landing_pages.c.registered_domain != "", has_arrived())
        .group_by(landing_pages.c.registered_domain)
        .order_by(people.desc(), landing_pages.c.registered_domain)
        .limit(limit)
    )
    if case:
        query = query.where(posts.c.account_id.in_(_select_case_accounts(case)))
    with index.reading() as connection:
        return tuple(
            SiteFound(
                domain=row.registered_domain,
                title=row.title,
                links=row.links,
                posts=row.posts,
                accounts=row.accounts,
            )
            for row in connection.execute(query)
        )


def count_unfollowed(index: Index) -> int:
    """How many links were never followed."""
    followed = select(redirect_hops.c.link_id)
    query = select(func.count()).select_from(links).where(links.c.id.not_in(followed))
    with index.reading() as connection:
        return int(connection.scalar(query) or 0)


def _select_case_accounts(case: str) -> Select[Any]:
    watched = select(watchlist.c.uid_key).join(cases).where(cases.c.name == case)
    return select(accounts.c.id).where(accounts.c.uid_key.in_(watched))


def _select_counted_links() -> Select[Any]:
    uses = select(func.count()).where(post_links.c.link_id == links.c.id)
    profiles = select(func.count()).where(account_links.c.link_id == links.c.id)
    return select(
        links,
        uses.correlate(links).scalar_subquery().label("uses"),
        profiles.correlate(links).scalar_subquery().label("profiles"),
    )


def read_links_of(connection: Connection, post: int) -> tuple[LinkFound, ...]:
    """The links of a post, in its order."""
    query = _select_counted_links().join(post_links, post_links.c.link_id == links.c.id)
    query = query.where(post_links.c.post_id == post).order_by(post_links.c.position)
    return _read_links(connection, connection.execute(query).all())


def read_profile_links(connection: Connection, account: int) -> tuple[LinkFound, ...]:
    """The links of an account's profile."""
    query = _select_counted_links().join(account_links, account_links.c.link_id == links.c.id)
    query = query.where(account_links.c.account_id == account).order_by(links.c.id)
    return _read_links(connection, connection.execute(query).all())


def find_link(index: Index, url: str) -> LinkFound | None:
    """One link as it was posted, with its chains."""
    with index.reading() as connection:
        rows = connection.execute(_select_counted_links().where(links.c.url_key == key_text(url))).all()
        found = _read_links(connection, rows)
    return found[0] if found else None


def _read_links(connection: Connection, rows: Iterable[Row[Any]]) -> tuple[LinkFound, ...]:
    found = list(rows)
    hops: dict[tuple[int, str], list[HopFound]] = defaultdict(list)
    pages: dict[tuple[int, str], LandingFound] = {}
    for numbers in chunks([row.id for row in found]):
        query = select(redirect_hops).where(redirect_hops.c.link_id.in_(numbers))
        for row in connection.execute(query.order_by(redirect_hops.c.position)):
            hops[(row.link_id, row.chain)].append(_read_hop(row))
        ends = select(landing_pages).where(landing_pages.c.link_id.in_(numbers), has_arrived())
        for row in connection.execute(ends):
            pages[(row.link_id, row.chain)] = _read_landing(row)
    chains: dict[int, list[ChainFound]] = defaultdict(list)
    for key in sorted(hops.keys() | pages.keys(), key=lambda key: (_begin(hops[key]), key)):
        chain = ChainFound(chain=key[1], hops=tuple(hops[key]), landing=pages.get(key))
        chains[key[0]].append(chain)
    return tuple(
        LinkFound(
            url=row.url,
            expanded=row.expanded,
            posts=row.uses,
            profiles=row.profiles,
            chains=tuple(chains[row.id]),
        )
        for row in found
    )


def _begin(hops: list[HopFound]) -> datetime:
    return min((hop.captured_at for hop in hops), default=datetime.min.replace(tzinfo=UTC))


def _read_hop(row: Row[Any]) -> HopFound:
    return HopFound(
        position=row.position,
        url=row.url,
        kind=row.kind,
        status=row.status,
        next_url=row.next_url,
        vantage=row.vantage,
        record_id=row.record_id,
        captured_at=row.captured_at,
        reason=row.reason,
    )


def _read_landing(row: Row[Any]) -> LandingFound:
    return LandingFound(
        url=row.url,
        registered_domain=row.registered_domain,
        title=row.title,
        language=row.language,
        status=row.status,
        record_id=row.record_id,
        screenshot_record_id=row.screenshot_record_id,
    )


def posts_with_link(index: Index, url: str) -> tuple[str, ...]:
    """The uids of the posts that show a link, earliest first."""
    query = (
        select(posts.c.platform, posts.c.post_id)
        .join(post_links, post_links.c.post_id == posts.c.id)
        .join(links, links.c.id == post_links.c.link_id)
        .where(links.c.url_key == key_text(url))
        .order_by(posts.c.posted_at, posts.c.id)
    )
    with index.reading() as connection:
        return tuple(make_uid(row.platform, row.post_id) for row in connection.execute(query))
