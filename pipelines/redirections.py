"""Where links lead: sites that several accounts reach by detours, chains, changed destinations.

Three kinds of flags, each with the hops as evidence, each a function of the links, chains and posts that are
indexed (so neither order nor repetition matters):

- ``shared_landing_site``: a registered domain that posts of several accounts lead to by different links, most
  of them by detour. A site that most people link to openly is not flagged, however popular its short links.
- ``redirect_chain``: a link that ends under another registered domain than it was posted with. Shims that a
  platform puts before every link are not counted.
- ``destination_changed``: a link that led to one registered domain and later to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipelines.landing_sites import judge_site, list_visits, write_site_flag
from pipelines.link_evidence import tell_chain, tell_posts
from storage.following import Page
from storage.history import ChainSeen, LinkSeen, PostSeen
from storage.items import Flag
from storage.keys import key_parts
from storage.urls import defang, registered_domain

NAME = "redirections"
VERSION = "1"
MOST_LINKS = 2000
"""A site that more links lead to is a public place, and no detour hides it."""


class Redirections:
    """Follows hops, landing pages and the posts that show links."""

    name = NAME
    version = VERSION

    def begin(self, page: Page) -> None:
        """It remembers nothing of its own."""

    def follow(self, page: Page) -> Iterable[Flag]:
        """Judge anew every link that was followed or posted, and every site that they lead to."""
        posted = page.history.links_of({content.post for content in page.changes.contents})
        numbers = page.changes.links | {number for shown in posted.values() for number in shown}
        links = page.history.followed(numbers)
        posts = page.history.posts({post for link in links for post in link.posts})
        for link in links:
            yield from judge_link(link, posts)
        domains = {chain.domain for link in links for chain in link.chains if chain.domain}
        for domain in sorted(domains):
            leading = page.history.links_to(domain, MOST_LINKS)
            if len(leading) <= MOST_LINKS:
                yield from _judge_domain(page, domain, leading)


def judge_link(link: LinkSeen, posts: dict[int, PostSeen]) -> Iterator[Flag]:
    """What one link's chains show."""
    shown = [posts[number] for number in link.posts if number in posts]
    landed = [chain for chain in link.chains if chain.domain]
    if not shown or not landed:
        return
    if crosses(link, landed[-1]):
        yield _write_chain_flag(link, landed[-1], shown)
    changes = [
        (before, after)
        for visitor in dict.fromkeys(chain.visitor for chain in landed)
        for before, after in pairwise(chain for chain in landed if chain.visitor == visitor)
        if before.domain != after.domain
    ]
    if changes:
        yield _write_change_flag(link, changes, shown)


def crosses(link: LinkSeen, chain: ChainSeen) -> bool:
    """Whether a chain leaves the registered domain that a reader of the post sees.

    That is the one of the link, or where the platform wraps every link (t.co), the one that it shows instead.
    """
    visible = [link.expanded] if link.expanded else [hop.url for hop in chain.hops if hop.kind != "shim"]
    return bool(chain.domain) and bool(visible) and registered_domain(visible[0]) != chain.domain


def _judge_domain(page: Page, domain: str, leading: tuple[int, ...]) -> Iterator[Flag]:
    links = page.history.followed(leading)
    posts = page.history.posts({post for link in links for post in link.posts})
    visits = list_visits(domain, links, posts, crosses)
    key = key_parts("shared_landing_site", domain).hex()
    found = judge_site(visits)
    if found is None:
        page.withdraw(NAME, [key])
        return
    yield write_site_flag(domain, key, visits, found)


def _write_chain_flag(link: LinkSeen, chain: ChainSeen, shown: list[PostSeen]) -> Flag:
    domains = tuple(dict.fromkeys(registered_domain(hop.url) for hop in chain.hops))
    means = tuple(
        dict.fromkeys(hop.kind for hop in chain.hops if hop.kind not in ("landing", "shim", "http"))
    )
    score = round(min(0.9, 0.1 + 0.12 * (len(domains) - 1) + 0.15 * len(means)), 4)
    return Flag(
        detector=NAME,
        version=VERSION,
        kind="redirect_chain",
        key=key_parts("redirect_chain", link.url).hex(),
        score=score,
        summary=f"{defang(link.url)} leads to {defang(chain.landing_url)} in {len(chain.hops)} steps",
        members=tell_posts(shown),
        evidence={
            "link": link.url,
            "domains": list(domains),
            "means": list(means),
            "chain": tell_chain(chain),
            "times_followed": len(link.chains),
        },
    )


def _write_change_flag(
    link: LinkSeen, changes: list[tuple[ChainSeen, ChainSeen]], shown: list[PostSeen]
) -> Flag:
    before, after = changes[-1]
    return Flag(
        detector=NAME,
        version=VERSION,
        kind="destination_changed",
        key=key_parts("destination_changed", link.url).hex(),
        score=round(min(0.95, 0.6 + 0.1 * len(changes)), 4),
        summary=(
            f"{defang(link.url)} led to {defang('https://' + before.domain)} and since "
            f"{after.at:%Y-%m-%d %H:%M} leads to {defang('https://' + after.domain)}"
        ),
        members=tell_posts(shown),
        evidence={
            "link": link.url,
            "changes": [
                {
                    "from": earlier.domain,
                    "to": later.domain,
                    "last_seen_before": earlier.at.isoformat(),
                    "first_seen_after": later.at.isoformat(),
                    "before": tell_chain(earlier),
                    "after": tell_chain(later),
                }
                for earlier, later in changes
            ],
        },
    )
