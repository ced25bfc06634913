"""Domains that show one site, and domains that look like a known outlet's.

Two kinds of flags, each a function of what is indexed (and of the list of outlets, which is why that list is
part of the version: with another one the past is looked at again):

- ``alternate_domain``: a domain where links arrived later than at another one that shows the same site.
- ``lookalike_domain``: a domain in a posted link, on its way or at its end, that imitates an outlet's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pipelines.detector import CURSOR_PREFIX, name_cursor
from pipelines.lookalike_domains import Lookalike, judge_host, read_punycode
from pipelines.outlets import list_outlets, name_own_list
from pipelines.site_flags import write_alternate_flag, write_lookalike_flag
from pipelines.site_joining import Join, Marked, gather_site, is_common, join_domains
from pipelines.site_marks import mark_page
from storage.following import Page
from storage.history import LinkSeen, PostSeen
from storage.items import Flag
from storage.keys import key_parts
from storage.urls import host_of, registered_domain

NAME = "sites"
MOST_LINKS = 2000
"""Links to a domain whose posts are told."""


class Sites:
    """Follows landing pages, their icons, and the posts that show links."""

    name = NAME

    def __init__(self) -> None:
        self._outlets = list_outlets()
        self.version = f"1{name_own_list()}"

    def begin(self, page: Page) -> None:
        """Forget all marks, and that another list of outlets was ever followed."""
        page.sites.forget()
        page.forget_cursors(f"{CURSOR_PREFIX}{NAME}:", name_cursor(self))

    def follow(self, page: Page) -> Iterable[Flag]:
        """Judge anew every site that a changed page belongs to, and every link posted or followed."""
        posted = page.history.links_of({content.post for content in page.changes.contents})
        shown = frozenset(number for numbers in posted.values() for number in numbers)
        yield from self._judge_links(page, page.changes.links | shown)
        moved = page.changes.links | page.sites.links_with_new_icons(page.position, page.changes.end)
        seeds = _renew_marks(page, moved)
        seeds |= {each.domain for each in page.sites.marks_of_links(shown)}
        yield from self._judge_sites(page, seeds)

    def _judge_links(self, page: Page, numbers: frozenset[int]) -> Iterator[Flag]:
        urls = page.sites.urls_of(numbers)
        hosts = {host_of(url) for url in urls.values()}
        for link in page.history.followed(numbers):
            hosts |= _list_hosts(link)
        found: dict[str, list[Lookalike]] = {}
        for host in sorted(hosts - {""}):
            if judged := judge_host(host, self._outlets):
                found.setdefault(judged.domain, []).append(judged)
        for domain, each in sorted(found.items()):
            through = page.sites.links_through((domain, read_punycode(domain)), MOST_LINKS)
            links, posts = page.history.followed(through), _read_posts(page, through)
            if posts:
                near = {host for link in links for host in _list_hosts(link)}
                here = (judge_host(host, self._outlets) for host in near if registered_domain(host) == domain)
                best = min((*each, *filter(None, here)), key=lambda one: (-one.score, one.host))
                yield write_lookalike_flag(best, links, posts, self.version)

    def _judge_sites(self, page: Page, seeds: Collection[str]) -> Iterator[Flag]:
        looked = _Looked(page)
        left = set(seeds)
        while left:
            domains = set(gather_site(min(left), looked.join))
            left -= domains
            site = sorted(
                (marked for domain in domains if (marked := looked.read(domain)).marks),
                key=lambda marked: (marked.marks[0].at, marked.domain),
            )
            joins = gather_site(site[0].domain, looked.join) if site else {}
            for domain in sorted(domains):
                posts = _read_posts(page, page.history.links_to(domain, MOST_LINKS)[:MOST_LINKS])
                later = looked.read(domain).marks and looked.read(domain).marks[0].at > site[0].marks[0].at
                join = joins.get(domain)
                if join and later and posts:
                    yield write_alternate_flag(join, site, posts, self.version)
                else:
                    page.withdraw(NAME, [key_parts("alternate_domain", domain).hex()])


class _Looked:
    """What was read of domains in this step."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._read: dict[str, Marked] = {}
        self._bearing: dict[str, frozenset[str]] = {}

    def read(self, domain: str) -> Marked:
        if domain not in self._read:
            self._read[domain] = Marked(domain, self._page.sites.marks_of_domain(domain))
        return self._read[domain]

    def join(self, domain: str, left_out: Collection[str]) -> list[Join]:
        """The domains, but for some, that show the site of ``domain``, by name."""
        known = self.read(domain)
        unread = [mark for mark in known.names if mark not in self._bearing]
        counts = self._page.sites.count_domains(unread)
        telling = [mark for mark in unread if counts.get(mark, 0) > 1 and not is_common(mark, counts[mark])]
        self._bearing.update(dict.fromkeys(unread, frozenset()))
        self._bearing.update(self._page.sites.domains_with(telling))
        shared = frozenset(mark for mark in known.names if self._bearing[mark])
        near = {other for mark in shared for other in self._bearing[mark]} - {domain, *left_out}
        joins = (join_domains(self.read(other), known, shared) for other in sorted(near))
        return [join for join in joins if join]


def _renew_marks(page: Page, numbers: Collection[int]) -> set[str]:
    """Mark the pages of these links anew; the domains of which something may hold, or not hold, since."""
    before = page.sites.marks_of_links(numbers)
    after = [mark for each in page.sites.pages(numbers) for mark in mark_page(each)]
    touched = {each.mark for each in (*before, *after)} - {""}
    seeds = {each.domain for each in (*before, *after)} | _list_bearing(page, touched)
    page.sites.replace_marks(numbers, after)
    return seeds | _list_bearing(page, touched)


def _list_bearing(page: Page, marks: Collection[str]) -> set[str]:
    """The domains that bear any of the marks as far as these are not common."""
    counts = page.sites.count_domains(marks)
    telling = [mark for mark, count in counts.items() if not is_common(mark, count)]
    return set().union(*page.sites.domains_with(telling).values())


def _list_hosts(link: LinkSeen) -> set[str]:
    """Every host that a link shows, passes or ends at."""
    urls = [link.url, link.expanded]
    urls += [url for chain in link.chains for hop in chain.hops for url in (hop.url, hop.next_url)]
    return {host_of(url) for url in urls if url} - {""}


def _read_posts(page: Page, numbers: Collection[int]) -> list[PostSeen]:
    """The posts that show any of these links."""
    shown = page.history.posts_showing(numbers)
    return list(page.history.posts({post for each in shown.values() for post in each}).values())
