"""A cluster of reused text as a flag that a person can check.

Evidence of ``reused_text``: ``first`` (who was first: uid, account, platform, time), ``accounts`` and
``platforms`` (how many and which), ``span_s`` (seconds from the first post to the last), ``members`` in order
of time (post, account, record id, the edit against the first post, the passage they share, the measure) and
``pairs`` (texts verified as near-copies with their measure, each named by its earliest post), ``commonness``
(how many other accounts use its middling passage in other texts, and what the score was multiplied by for
it), ``parameters``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipelines import sketches, text_kernels, text_matching
from pipelines.normalise import normalise
from pipelines.passages import describe
from pipelines.sketches import compare_many
from pipelines.text_matching import Measure, measure, name_kind, rate_likeness, same
from storage.history import PostSeen
from storage.items import Flag, FlagMember
from storage.keys import key_parts
from storage.texts import Membership, Pair, TextClass

MOST_SHOWN = 200
MOST_MEMBERS = 5000
TEXT_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Commonness:
    """``others``: accounts outside the cluster that use its middling passage; ``passages``: how many were
    looked up; ``weight``: by what the score is multiplied, 0 to 1."""

    others: int
    passages: int
    weight: float


@dataclass(frozen=True, slots=True)
class Member:
    """A post in a cluster and the text by which it is in it."""

    post: PostSeen
    text: TextClass
    membership: Membership


@dataclass(frozen=True, slots=True)
class Cluster:
    """Posts in order of time, their texts by number, and the verified pairs of texts."""

    members: tuple[Member, ...]
    classes: dict[int, TextClass]
    pairs: tuple[Pair, ...]

    @property
    def accounts(self) -> tuple[str, ...]:
        """Who is in it, in order of first appearance."""
        return tuple(dict.fromkeys(member.post.account for member in self.members))


def name_cluster(cluster: Cluster) -> str:
    """The identity of a cluster: its earliest post and that post's text."""
    first = cluster.members[0]
    return key_parts(first.post.uid, first.text.form).hex()


def write_cluster_flag(cluster: Cluster, commonness: Commonness, key: str, replaces: tuple[str, ...]) -> Flag:
    """The flag of a cluster, given how common its words are elsewhere."""
    first = cluster.members[0]
    shown = cluster.members[:MOST_SHOWN]
    measures = _measure_all(first, shown)
    platforms = tuple(dict.fromkeys(member.post.platform for member in cluster.members))
    likeness = sum(rate_likeness(found) for found in measures[1:]) / max(1, len(measures) - 1)
    score = score_cluster(len(cluster.accounts), likeness, first.text.weight)
    return Flag(
        detector="reused_text",
        version="2",
        kind="reused_text",
        key=key,
        score=round(score * commonness.weight, 4),
        summary=_summarise(cluster, platforms),
        members=tuple(
            FlagMember(
                uid=member.post.uid,
                role="first" if member is first else "member",
                note=member.post.at.isoformat(),
            )
            for member in cluster.members[:MOST_MEMBERS]
        ),
        evidence={
            "first": _name_post(first.post),
            "accounts": len(cluster.accounts),
            "platforms": list(platforms),
            "posts": len(cluster.members),
            "span_s": (cluster.members[-1].post.at - first.post.at).total_seconds(),
            "members": [
                _tell_member(first, member, found) for member, found in zip(shown, measures, strict=True)
            ],
            "pairs": _tell_pairs(cluster),
            "commonness": {
                "other_accounts": commonness.others,
                "passages": commonness.passages,
                "weight": commonness.weight,
            },
            "parameters": tell_parameters(),
        },
        replaces=replaces,
    )


def score_cluster(accounts: int, likeness: float, weight: float) -> float:
    """How sure reuse is, 0 to 1: grows with accounts, likeness (0 to 1) and length (``weight`` in words).

    Two accounts with a long, equal text have 0.75, five have 0.97; a text of fewer than 20 words counts in
    proportion, but at least by half.
    """
    length = min(1.0, max(0.5, weight / 20))
    return round((1 - 0.5**accounts) * likeness * length, 4)


def tell_parameters() -> dict[str, object]:
    """The detector's settings as evidence names them."""
    return {
        "bands": sketches.BANDS,
        "rows": sketches.ROWS,
        "shingle_cjk": text_kernels.WIDE_SHINGLE,
        "shingle_other": text_kernels.NARROW_SHINGLE,
        "least_words": text_matching.LEAST_WEIGHT,
        "least_shared_shingles": text_matching.LEAST_SHARED,
        "least_containment": text_matching.LEAST_CONTAINMENT,
    }


def _measure_all(first: Member, members: tuple[Member, ...]) -> list[Measure]:
    """Each member's text against the first one's.

    Texts of one cluster may be far from its first: likeness holds from pair to pair.
    """
    forms = list(dict.fromkeys((first.text.form, *(member.text.form for member in members))))
    shared = compare_many(forms, [(0, place) for place in range(len(forms))]).tolist()
    by_form = {
        form: same(form) if form == first.text.form else measure(first.text.form, form, both, fewest)
        for form, (both, fewest) in zip(forms, shared, strict=True)
    }
    return [by_form[member.text.form] for member in members]


def _tell_member(first: Member, member: Member, found: Measure) -> dict[str, object]:
    told: dict[str, object] = dict(_name_post(member.post))
    told["url"] = member.post.url
    told["record_id"] = member.post.record_id
    told["text"] = member.post.text[:TEXT_SHOWN]
    told["after_s"] = (member.post.at - first.post.at).total_seconds()
    told["measure"] = {
        "kind": name_kind(found),
        "ratio": round(found.ratio, 2),
        "containment": round(found.containment, 4),
        "cover": round(found.cover, 4),
        "shared_shingles": found.shared,
    }
    if member is not first:
        difference = describe(
            first.post.text, member.post.text, (normalise(first.post.text), normalise(member.post.text))
        )
        told["edit"] = difference.edit
        told["passage"] = difference.passage
    if member.membership.list_number:
        told["list_number"] = member.membership.list_number
    return told


def _tell_pairs(cluster: Cluster) -> list[dict[str, object]]:
    earliest: dict[int, str] = {}
    for member in cluster.members:
        earliest.setdefault(member.text.number, member.post.uid)
    told = [
        {
            "one": min(earliest[pair.low], earliest[pair.high]),
            "other": max(earliest[pair.low], earliest[pair.high]),
            "ratio": pair.ratio,
            "containment": pair.containment,
            "shared_shingles": pair.shared,
        }
        for pair in cluster.pairs
        if pair.low in earliest and pair.high in earliest
    ]
    return sorted(told, key=lambda each: (each["one"], each["other"], each["ratio"]))[:MOST_SHOWN]


def _name_post(post: PostSeen) -> dict[str, object]:
    return {
        "uid": post.uid,
        "account": post.account,
        "handle": post.handle,
        "platform": post.platform,
        "at": _write_time(post.at),
        "at_is": "posted" if post.is_dated else "first seen",
    }


def _write_time(at: datetime) -> str:
    return at.isoformat()


def _summarise(cluster: Cluster, platforms: tuple[str, ...]) -> str:
    first = cluster.members[0].post
    excerpt = " ".join(first.text.split())[:80]
    return (
        f"{len(cluster.accounts)} accounts on {len(platforms)} platforms posted the same text "
        f"{len(cluster.members)} times, first {first.handle or first.account}: {excerpt}"
    )
