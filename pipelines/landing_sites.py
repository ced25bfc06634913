"""Sites that several accounts send people to by detours.

Evidence of ``shared_landing_site``: ``domain``, ``accounts``, ``links`` (different ones that lead there),
``detours`` (the share of posts that lead there through another domain), ``posted_domains``, ``also_at``
(other sites that the same links led to), ``ways`` (post, account, time, link and its chain with records).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.link_evidence import tell_chain, tell_posts
from storage.history import ChainSeen, LinkSeen, PostSeen
from storage.items import Flag
from storage.urls import defang, registered_domain

LEAST_ACCOUNTS = 2
LEAST_LINKS = 2
LEAST_DETOURS = 0.5
MOST_WAYS = 100


@dataclass(frozen=True, slots=True)
class Visit:
    """A post that leads to the site by a link; ``is_detour`` if the link shows another domain."""

    post: PostSeen
    link: LinkSeen
    chain: ChainSeen
    is_detour: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """Whose detours lead to a site, by which links."""

    accounts: tuple[str, ...]
    links: tuple[str, ...]
    detours: float


def list_visits(
    domain: str,
    links: Sequence[LinkSeen],
    posts: dict[int, PostSeen],
    crosses: Callable[[LinkSeen, ChainSeen], bool],
) -> tuple[Visit, ...]:
    """Every post and link that leads to ``domain``, by the latest chain that did, earliest post first."""
    found: list[Visit] = []
    for link in links:
        chains = [chain for chain in link.chains if chain.domain == domain]
        if chains:
            found += [
                Visit(posts[number], link, chains[-1], crosses(link, chains[-1]))
                for number in link.posts
                if number in posts
            ]
    return tuple(sorted(found, key=lambda visit: (visit.post.at, visit.post.uid, visit.link.url)))


def judge_site(visits: Sequence[Visit]) -> Finding | None:
    """A finding where at least two accounts come by detours of different links, and most posts do."""
    detours = [visit for visit in visits if visit.is_detour]
    accounts = tuple(dict.fromkeys(visit.post.account for visit in detours))
    links = tuple(sorted({visit.link.url for visit in detours}))
    if len(accounts) < LEAST_ACCOUNTS or len(links) < LEAST_LINKS:
        return None
    share = len(detours) / len(visits)
    if share < LEAST_DETOURS:
        return None
    return Finding(accounts, links, round(share, 4))


def write_site_flag(domain: str, key: str, visits: Sequence[Visit], found: Finding) -> Flag:
    """The flag of a site."""
    also = {chain.domain for visit in visits for chain in visit.link.chains if chain.domain} - {domain}
    posted = {registered_domain(visit.link.url) for visit in visits if visit.is_detour}
    return Flag(
        detector="redirections",
        version="1",
        kind="shared_landing_site",
        key=key,
        score=round(min(0.99, 1 - 0.5 ** len(found.accounts)) * found.detours, 4),
        summary=(
            f"{len(found.accounts)} accounts lead to {defang('https://' + domain)} by detours "
            f"of {len(found.links)} links over {len(posted)} domains"
        ),
        members=tell_posts({visit.post.uid: visit.post for visit in visits}.values()),
        evidence={
            "domain": domain,
            "accounts": list(found.accounts),
            "links": list(found.links),
            "detours": found.detours,
            "posted_domains": sorted(posted),
            "also_at": sorted(also),
            "ways": [
                {
                    "uid": visit.post.uid,
                    "account": visit.post.account,
                    "at": visit.post.at.isoformat(),
                    "link": visit.link.url,
                    "detour": visit.is_detour,
                    "chain": tell_chain(visit.chain),
                }
                for visit in visits[:MOST_WAYS]
            ],
            "parameters": {
                "least_accounts": LEAST_ACCOUNTS,
                "least_links": LEAST_LINKS,
                "least_detours": LEAST_DETOURS,
            },
        },
    )
