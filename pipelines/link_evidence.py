"""Chains and posts as evidence shows them."""

from __future__ import annotations

from collections.abc import Iterable

from storage.history import ChainSeen, PostSeen
from storage.items import FlagMember

MOST_MEMBERS = 5000


def tell_chain(chain: ChainSeen) -> dict[str, object]:
    """A chain: ``chain`` (which following), ``at``, ``hops`` (each with its record), ``landing``."""
    return {
        "chain": chain.chain,
        "at": chain.at.isoformat(),
        "hops": [
            {
                "position": hop.position,
                "url": hop.url,
                "kind": hop.kind,
                "status": hop.status,
                "next": hop.next_url,
                "record_id": hop.record_id,
            }
            for hop in chain.hops
        ],
        "landing": {
            "url": chain.landing_url,
            "domain": chain.domain,
            "title": chain.title,
            "record_id": chain.landing_record_id,
        },
    }


def tell_posts(posts: Iterable[PostSeen]) -> tuple[FlagMember, ...]:
    """Posts as members, earliest first."""
    ordered = sorted(posts, key=lambda post: (post.at, post.uid))[:MOST_MEMBERS]
    return tuple(
        FlagMember(uid=post.uid, role="member" if number else "first", note=post.at.isoformat())
        for number, post in enumerate(ordered)
    )
