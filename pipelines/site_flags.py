"""Flags of domains, and what their evidence shows.

Evidence of ``alternate_domain``: ``domain`` with ``first_seen`` and the ``first_capture`` there;
``known_domain`` (the site's earliest) with ``known_since`` and ``known_capture``; ``joined_with`` (the known
domain, or another one of the site that stands between) and ``reasons`` (kind, value, and of both domains the
page and record that bear it); ``site`` (all its domains with first and last sighting).

Evidence of ``lookalike_domain``: ``domain``, ``host``, ``outlet``, ``way``, ``detail``, ``first_posted``,
``chains`` (followings of the links that lead to or over it, with records), ``links``.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.link_evidence import tell_chain, tell_posts
from pipelines.lookalike_domains import Lookalike
from pipelines.site_joining import Join, Marked
from storage.history import LinkSeen, PostSeen
from storage.items import Flag
from storage.keys import key_parts
from storage.site_history import SiteMark
from storage.urls import defang

MOST_CHAINS = 20
MOST_REASONS = 50


def write_alternate_flag(join: Join, site: Sequence[Marked], posts: Sequence[PostSeen], version: str) -> Flag:
    """The flag of ``join.one``, a later domain of ``site`` (its domains, the earliest first)."""
    first = next(marked.marks[0] for marked in site if marked.domain == join.one)
    known = site[0].marks[0]
    kinds = sorted({reason.kind for reason in join.reasons})
    return Flag(
        detector="sites",
        version=version,
        kind="alternate_domain",
        key=key_parts("alternate_domain", join.one).hex(),
        score=join.score,
        summary=(
            f"since {first.at:%Y-%m-%d %H:%M} the site of {defang(known.domain)} is also at "
            f"{defang(join.one)} (same {', '.join(kinds)})"
        ),
        members=tell_posts(posts),
        evidence={
            "domain": join.one,
            "first_seen": first.at.isoformat(),
            "first_capture": _tell_page(first),
            "known_domain": known.domain,
            "known_since": known.at.isoformat(),
            "known_capture": _tell_page(known),
            "joined_with": join.other,
            "reasons": [
                {
                    "kind": reason.kind,
                    "value": reason.value,
                    "here": _tell_page(reason.one),
                    "there": _tell_page(reason.other),
                }
                for reason in join.reasons[:MOST_REASONS]
            ],
            "site": [
                {
                    "domain": marked.domain,
                    "first_seen": marked.marks[0].at.isoformat(),
                    "last_seen": marked.marks[-1].at.isoformat(),
                }
                for marked in site
            ],
        },
    )


def write_lookalike_flag(
    found: Lookalike, links: Sequence[LinkSeen], posts: Sequence[PostSeen], version: str
) -> Flag:
    """The flag of a domain that imitates an outlet's."""
    chains = sorted(
        (chain for link in links for chain in link.chains), key=lambda chain: (chain.at, chain.hops[0].url)
    )
    return Flag(
        detector="sites",
        version=version,
        kind="lookalike_domain",
        key=key_parts("lookalike_domain", found.domain).hex(),
        score=found.score,
        summary=f"{defang(found.host)} looks like {defang(found.outlet)}: {found.detail}",
        members=tell_posts(posts),
        evidence={
            "domain": found.domain,
            "host": found.host,
            "outlet": found.outlet,
            "way": found.way,
            "detail": found.detail,
            "first_posted": min(post.at for post in posts).isoformat(),
            "links": sorted({link.url for link in links}),
            "chains": [tell_chain(chain) for chain in chains[:MOST_CHAINS]],
        },
    )


def _tell_page(page: SiteMark) -> dict[str, str]:
    return {
        "domain": page.domain,
        "url": page.url,
        "record_id": page.record_id,
        "at": page.at.isoformat(),
    }
