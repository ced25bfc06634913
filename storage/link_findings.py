"""Links with their redirect chains, and the sites where they end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from storage.arrivals import has_arrived
from storage.findings import select_case_accounts
from storage.history import chunks
from storage.keys import key_text, make_uid
from storage.site_facts import SiteFacts, unpack_facts
from storage.tables import account_links, captures, landing_pages, links, post_links, posts, redirect_hops

if TYPE_CHECKING:
    from storage.index import Index


_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class HopFound:
    """One step of a chain. ``certificate`` is the sha256 of the server's: see ``storage.certificates``."""

    position: int
    url: str
    normalised_url: str
    kind: str
    status: int
    next_url: str
    vantage: str
    record_id: str
    captured_at: datetime
    reason: str
    ip_address: str
    certificate: str
    server: str


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
    facts: SiteFacts


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


def list_links(
    index: Index, *, case: str = "", followed: bool = False, limit: int = 100
) -> tuple[LinkFound, ...]:
    """Links by how many posts show them; of one case, or only those that were followed."""
    in_posts = select(post_links.c.link_id, func.count().label("uses")).group_by(post_links.c.link_id)
    in_profiles = select(account_links.c.link_id, func.count().label("profiles"))
    in_profiles = in_profiles.group_by(account_links.c.link_id)
    if case:
        own = select_case_accounts(case)
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


def each_followed(index: Index, *, case: str = "") -> Iterator[LinkFound]:
    """Every link that was followed (of posts and profiles of one case, or all), in pages."""
    query = _select_counted_links().where(links.c.id.in_(select(redirect_hops.c.link_id)))
    if case:
        own = select_case_accounts(case)
        posted = select(post_links.c.link_id).join(posts, posts.c.id == post_links.c.post_id)
        named = select(account_links.c.link_id).where(account_links.c.account_id.in_(own))
        query = query.where(links.c.id.in_(posted.where(posts.c.account_id.in_(own)).union(named)))
    last = 0
    while True:
        with index.reading() as connection:
            rows = connection.execute(query.where(links.c.id > last).order_by(links.c.id).limit(_PAGE)).all()
            found = _read_links(connection, rows)
        if not rows:
            return
        yield from found
        last = rows[-1].id


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
        query = query.where(posts.c.account_id.in_(select_case_accounts(case)))
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
        rows_of_hops = connection.execute(query.order_by(redirect_hops.c.position)).all()
        servers = _read_servers(connection, rows_of_hops)
        for row in rows_of_hops:
            hops[(row.link_id, row.chain)].append(_read_hop(row, servers.get(row.record_id, ("", ""))))
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


def _read_servers(connection: Connection, hops: Iterable[Row[Any]]) -> dict[str, tuple[str, str]]:
    """Address and certificate of the server behind records of hops that do not say so themselves."""
    asked = {row.record_id for row in hops if row.kind != "shim" and not row.ip_address and row.record_id}
    found: dict[str, tuple[str, str]] = {}
    for part in chunks(sorted(asked)):
        query = select(captures.c.record_id, captures.c.ip_address, captures.c.certificate)
        query = query.where(captures.c.record_key.in_([key_text(record) for record in part]))
        found |= {row.record_id: (row.ip_address, row.certificate) for row in connection.execute(query)}
    return found


def _read_hop(row: Row[Any], server: tuple[str, str]) -> HopFound:
    return HopFound(
        position=row.position,
        url=row.url,
        normalised_url=row.normalised_url,
        kind=row.kind,
        status=row.status,
        next_url=row.next_url,
        vantage=row.vantage,
        record_id=row.record_id,
        captured_at=row.captured_at,
        reason=row.reason,
        ip_address=row.ip_address or server[0],
        certificate=row.certificate or server[1],
        server=row.server,
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
        facts=unpack_facts(row.facts),
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
