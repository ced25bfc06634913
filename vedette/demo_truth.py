"""What the demo found, held against what the sandbox planted (``sandbox.truth`` documents the file)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import func, select

from storage.findings import list_flags, show_flag
from storage.index import Index
from storage.keys import make_uid
from storage.link_findings import ChainFound, list_links
from storage.tables import observations, post_versions, posts
from vedette.scoring import Score, pairs_across_accounts, score

MOST = 1_000_000

Truth = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scores:
    """One score a row of the demo's table; ``unchecked`` counts chains that only a browser could read."""

    posts: Score
    edits: Score
    deletions: Score
    pairs: Score
    chains: Score
    unchecked: int


def read_truth(path: Path) -> Truth:
    """The sandbox's ground truth."""
    found: Truth = orjson.loads(path.read_bytes())
    return found


def score_all(index: Index, truth: Truth, moved_on: datetime, *, with_browser: bool) -> Scores:
    """Every score. ``moved_on`` is when the sandbox went from phase 1 to phase 2."""
    chains, unchecked = _score_chains(index, truth, moved_on, with_browser)
    planted = _posts(truth, with_browser)
    live = {
        (one["platform"], one["key"]) for one in truth["phases"]["2"]["accounts"] if one["state"] == "live"
    }
    lost = {
        make_uid(one["platform"], one["id"]): (one["platform"], one["account"]) in live
        and one["why"] == "deleted"
        for one in truth["phases"]["2"]["gone"]
    }
    gone = {uid for uid, alone in lost.items() if alone}  # not those that went with their account
    edited = {
        make_uid(one["platform"], one["id"])
        for one in truth["phases"]["2"]["posts"]
        if planted.get(make_uid(one["platform"], one["id"]), one["text"]) != one["text"]
    }
    return Scores(
        posts=score(set(planted), _indexed(index)),
        edits=score(edited, _reworded(index)),
        deletions=score(gone, _observed(index, "gone") - (set(lost) - gone)),
        pairs=score(_planted_pairs(truth), _found_pairs(index, truth)),
        chains=chains,
        unchecked=unchecked,
    )


def _posts(truth: Truth, with_browser: bool) -> dict[str, str]:
    """The text that each post was first seen with, by uid."""
    found: dict[str, str] = {}
    for phase in ("1", "2"):
        for one in truth["phases"][phase]["posts"]:
            if with_browser or one["platform"] != "page":
                found.setdefault(make_uid(one["platform"], one["id"]), one["text"])
    return found


def _accounts(truth: Truth) -> dict[str, str]:
    return {
        make_uid(one["platform"], one["id"]): f"{one['platform']}:{one['account']}"
        for phase in ("1", "2")
        for one in truth["phases"][phase]["posts"]
    }


def _indexed(index: Index) -> set[str]:
    with index.reading() as connection:
        return {
            make_uid(row.platform, row.post_id)
            for row in connection.execute(select(posts.c.platform, posts.c.post_id))
        }


def _observed(index: Index, kind: str) -> set[str]:
    query = select(observations.c.platform, observations.c.post_id).where(observations.c.kind == kind)
    with index.reading() as connection:
        return {make_uid(row.platform, row.post_id) for row in connection.execute(query)}


def _reworded(index: Index) -> set[str]:
    """Posts that were seen with several texts; other changes (a parent that is gone) are no edits."""
    query = (
        select(posts.c.platform, posts.c.post_id)
        .join(post_versions, post_versions.c.post_id == posts.c.id)
        .group_by(posts.c.platform, posts.c.post_id)
        .having(func.count(post_versions.c.text.distinct()) > 1)
    )
    with index.reading() as connection:
        return {make_uid(row.platform, row.post_id) for row in connection.execute(query)}


def _planted_pairs(truth: Truth) -> frozenset[frozenset[str]]:
    owners = _accounts(truth)
    clusters = truth["phases"]["2"]["clusters"].values()
    uids = ([make_uid(one["platform"], one["id"]) for one in cluster] for cluster in clusters)
    return pairs_across_accounts([(uid, owners[uid]) for uid in cluster if uid in owners] for cluster in uids)


def _found_pairs(index: Index, truth: Truth) -> frozenset[frozenset[str]]:
    owners = _accounts(truth)
    found = []
    for flag in list_flags(index, kind="reused_text", limit=MOST):
        detail = show_flag(index, flag.id)
        members = detail.members if detail else ()
        found.append([(one.uid, owners.get(one.uid, one.handle or one.uid)) for one in members])
    return pairs_across_accounts(found)


def _score_chains(index: Index, truth: Truth, moved_on: datetime, with_browser: bool) -> tuple[Score, int]:
    """Chains of two hops and more, hop for hop: every address and by what means it sends on."""
    planted: dict[tuple[str, str], Sequence[Mapping[str, Any]]] = {}
    unchecked = 0
    shown: set[str] = set()  # once collected, a link is followed on, also when its post is gone
    for phase in ("1", "2"):
        shown |= {link for post in truth["phases"][phase]["posts"] for link in post["links"]}
        for link in truth["phases"][phase]["links"]:
            if len(link["hops"]) < 2 or link["url"] not in shown:
                continue
            if link["needs_browser"] and not with_browser:
                unchecked += 1
                continue
            planted[phase, link["url"]] = link["hops"]
    found = dict(_latest_chains(index, moved_on))
    several = {key for key, chain in found.items() if len(chain.hops) > 1}
    both = sum(1 for key, hops in planted.items() if key in found and _is_same(hops, found[key]))
    strangers = several - set(planted) if with_browser else set()
    return Score(
        planted=len(planted), found=len(several & set(planted)) + len(strangers), both=both
    ), unchecked


def _latest_chains(index: Index, moved_on: datetime) -> Iterator[tuple[tuple[str, str], ChainFound]]:
    for link in list_links(index, followed=True, limit=MOST):
        for chain in sorted(link.chains, key=lambda one: one.hops[0].captured_at):
            phase = "1" if chain.hops[0].captured_at < moved_on else "2"
            yield (phase, link.url), chain


def _is_same(planted: Sequence[Mapping[str, Any]], found: ChainFound) -> bool:
    return len(planted) == len(found.hops) and all(
        hop["url"].partition("#")[0] == seen.url.partition("#")[0]
        and seen.kind in (hop["kind"], *hop["also"])
        for hop, seen in zip(planted, found.hops, strict=True)
    )
