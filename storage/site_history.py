"""What the detector of sites asks of the index, and the marks that it remembers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select, union

from storage.history import chunks
from storage.keys import key_text, reverse_host
from storage.site_facts import SiteFacts, unpack_facts
from storage.site_tables import site_marks
from storage.tables import captures, landing_pages, links, media, redirect_hops

ICON_AT = "icon-at:"
"""The mark that names where a page's icon is fetched from."""
MOST_ROWS = 5000
"""Marks of one domain that are looked at, the earliest."""
_CONNECTION = (redirect_hops.c.ip_address, redirect_hops.c.certificate)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A landing page with what its answer told, and the digest of its icon if that is archived."""

    link_id: int
    chain: str
    url: str
    domain: str
    text: str
    record_id: str
    at: datetime
    address: str
    certificate: str
    icon_sha256: str
    facts: SiteFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMark:
    """That a page of a domain bears a mark; an empty one stands for the page itself."""

    mark: str
    domain: str
    link_id: int
    chain: str
    url: str
    record_id: str
    at: datetime


class SiteHistory:
    """Landing pages and marks as they stand in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def urls_of(self, numbers: Collection[int]) -> dict[int, str]:
        """Links as posted, by number."""
        found: dict[int, str] = {}
        for chunk in chunks(sorted(numbers)):
            for row in self._connection.execute(select(links.c.id, links.c.url).where(links.c.id.in_(chunk))):
                found[row.id] = row.url
        return found

    def links_through(self, domains: Collection[str], most: int) -> tuple[int, ...]:
        """At most so many links whose address, hops or end are on one of the domains or below it."""
        columns = ((links.c.id, links), (redirect_hops.c.link_id, redirect_hops))
        parts = [
            select(number).where(table.c.host_path >= prefix, table.c.host_path < prefix[:-1] + "/")
            for prefix in map(reverse_host, sorted(set(domains)))
            for number, table in (*columns, (landing_pages.c.link_id, landing_pages))
        ]
        found = union(*parts).subquery()
        return tuple(self._connection.scalars(select(found).order_by(found.c[0]).limit(most)))

    def links_with_new_icons(self, start: int, end: int) -> frozenset[int]:
        """The links to pages whose icon was fetched between two numbers of the change counter."""
        fetched = select(media.c.url).where(
            media.c.change_seq > start, media.c.change_seq <= end, media.c.sha256 != ""
        )
        found: set[int] = set()
        for chunk in chunks(list(self._connection.scalars(fetched))):
            query = select(site_marks.c.link_id).where(
                site_marks.c.mark.in_([ICON_AT + url for url in chunk])
            )
            found.update(self._connection.scalars(query))
        return frozenset(found)

    def pages(self, numbers: Collection[int]) -> tuple[SitePage, ...]:
        """Every landing page of these links."""
        landing = and_(
            redirect_hops.c.link_id == landing_pages.c.link_id,
            redirect_hops.c.chain == landing_pages.c.chain,
            redirect_hops.c.kind == "landing",
        )
        columns = (redirect_hops.c.record_id.label("answer"), *_CONNECTION)
        found: dict[tuple[int, str], SitePage] = {}
        for chunk in chunks(sorted(numbers)):
            query = select(landing_pages, *columns).join(redirect_hops, landing)
            query = query.where(landing_pages.c.link_id.in_(chunk), landing_pages.c.registered_domain != "")
            rows = self._connection.execute(query.order_by(redirect_hops.c.position)).all()
            facts = [unpack_facts(row.facts) for row in rows]
            icons = self._digests({each.icon for each in facts if each.icon})
            answered = self._connections({row.answer for row in rows if not row.ip_address})
            for row, told in zip(rows, facts, strict=True):
                address, certificate = answered.get(row.answer, (row.ip_address, row.certificate))
                found[row.link_id, row.chain] = SitePage(
                    link_id=row.link_id,
                    chain=row.chain,
                    url=row.url,
                    domain=row.registered_domain,
                    text=row.text,
                    record_id=row.record_id,
                    at=row.captured_at,
                    address=address,
                    certificate=certificate,
                    icon_sha256=told.icon_sha256 or icons.get(told.icon, ""),
                    facts=told,
                )
        return tuple(found.values())

    def _connections(self, records: Collection[str]) -> dict[str, tuple[str, str]]:
        """Server address and certificate by record: of what the browser loaded the hop itself has none."""
        found: dict[str, tuple[str, str]] = {}
        for chunk in chunks(sorted(records)):
            query = select(captures.c.record_id, captures.c.ip_address, captures.c.certificate)
            query = query.where(captures.c.record_key.in_([key_text(record) for record in chunk]))
            found.update((row[0], (row[1], row[2])) for row in self._connection.execute(query))
        return found

    def _digests(self, urls: Collection[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for chunk in chunks(sorted(urls)):
            query = select(media.c.url, media.c.sha256)
            query = query.where(media.c.url_key.in_([key_text(url) for url in chunk]))
            found.update((row.url, row.sha256) for row in self._connection.execute(query))
        return found

    def forget(self) -> None:
        """No marks any more."""
        self._connection.execute(delete(site_marks))

    def marks_of_links(self, numbers: Collection[int]) -> tuple[SiteMark, ...]:
        """What is remembered of the pages that these links led to."""
        found: list[SiteMark] = []
        for chunk in chunks(sorted(numbers)):
            query = select(site_marks).where(site_marks.c.link_id.in_(chunk))
            found += [SiteMark(**row._mapping) for row in self._connection.execute(query)]
        return tuple(found)

    def replace_marks(self, numbers: Collection[int], marks: Sequence[SiteMark]) -> None:
        """Remember ``marks`` of these links and nothing else."""
        for chunk in chunks(sorted(numbers)):
            self._connection.execute(delete(site_marks).where(site_marks.c.link_id.in_(chunk)))
        for part in chunks(marks):
            self._connection.execute(insert(site_marks), [asdict(each) for each in part])

    def marks_of_domain(self, domain: str) -> tuple[SiteMark, ...]:
        """What is remembered of a domain, earliest first."""
        query = select(site_marks).where(site_marks.c.domain == domain)
        order = (site_marks.c.at, site_marks.c.url, site_marks.c.chain, site_marks.c.mark)
        rows = self._connection.execute(query.order_by(*order).limit(MOST_ROWS))
        return tuple(SiteMark(**row._mapping) for row in rows)

    def count_domains(self, marks: Iterable[str]) -> dict[str, int]:
        """How many domains bear each mark."""
        found: dict[str, int] = {}
        for chunk in chunks(sorted(set(marks))):
            query = select(site_marks.c.mark, func.count(site_marks.c.domain.distinct()).label("domains"))
            query = query.where(site_marks.c.mark.in_(chunk)).group_by(site_marks.c.mark)
            found.update((row.mark, row.domains) for row in self._connection.execute(query))
        return found

    def domains_with(self, marks: Iterable[str]) -> dict[str, frozenset[str]]:
        """The domains that bear each mark."""
        found: dict[str, set[str]] = defaultdict(set)
        for chunk in chunks(sorted(set(marks))):
            query = select(site_marks.c.mark, site_marks.c.domain).distinct()
            for row in self._connection.execute(query.where(site_marks.c.mark.in_(chunk))):
                found[row.mark].add(row.domain)
        return {mark: frozenset(domains) for mark, domains in found.items()}
