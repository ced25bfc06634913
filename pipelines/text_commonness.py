"""How common the words of a cluster are elsewhere in the archive: greetings, quotations, chants weigh less.

The passages that most of a cluster's texts share (a sample of their longer shingles) are looked up among all
texts. Accounts that use them amid words of their own speak for a phrase that anybody has at hand; accounts
that post the whole text speak for reuse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from statistics import median_low

from pipelines.sketches import pass_many
from pipelines.text_evidence import Cluster, Commonness
from pipelines.text_matching import LEAST_WEIGHT
from storage.texts import Texts

SATURATED = 32
"""Accounts outside a cluster that are counted; so many make any phrase common."""
MOST_ASKED = 24
"""Passages that are looked up."""
MOST_READ = 200
"""Texts of a cluster whose passages are compared."""
CLOSE = 65.0
"""Edit ratio from which two texts are the same text, rather than one a part of the other."""


def weigh_commonness(texts: Texts, cluster: Cluster) -> Commonness:
    """How many accounts use the cluster's words amid their own, beside those that post them as they are.

    The weight is 1 as long as no more others use them than the cluster has accounts, and falls from there:
    four others for each account weigh 0.4.
    """
    passages = list_passages(cluster)
    held = texts.read_bands(passages)
    holders = {number for each in held.values() for number in each}
    users = texts.accounts_of_each(holders | set(cluster.classes))
    whole = {number for number in cluster.classes if number in list_whole(cluster, users)}
    inside: set[int] = set().union(*(users.get(number, set()) for number in whole))
    spare = 1 if len(inside) < 2 else 0
    counts: list[int] = []
    for passage in passages:
        others = [number for number in held.get(passage, ()) if number not in whole]
        accounts = set().union(*(users.get(number, set()) for number in others)) - inside
        counts.append(SATURATED if len(others) > SATURATED else min(SATURATED, len(accounts)) - spare)
    common = max(0, median_low(counts)) if counts else 0
    return Commonness(common, len(passages), weigh_use(max(2, len(inside)), common))


def list_passages(cluster: Cluster) -> list[int]:
    """The passages that most of the cluster's texts share; those that as many as any share, if none."""
    forms = sorted(each.form for each in cluster.classes.values())[:MOST_READ]
    times = Counter(passage for found in pass_many(forms) for passage in set(found))
    most = max(times.values(), default=0)
    return sorted(passage for passage, count in times.items() if count >= min(most, len(forms) / 2))[
        :MOST_ASKED
    ]


def list_whole(cluster: Cluster, users: Mapping[int, set[int]]) -> frozenset[int]:
    """The texts of a cluster that are posted as a whole: by several accounts, or with near-copies; the
    shortest, if there are none."""
    near = {number for pair in cluster.pairs if pair.ratio >= CLOSE for number in (pair.low, pair.high)}
    near |= {number for number in cluster.classes if len(users.get(number, ())) > 1}
    if near:
        return frozenset(near)
    long = [each for each in cluster.classes.values() if each.weight >= LEAST_WEIGHT]
    return frozenset({min(long, key=lambda each: (each.weight, each.form)).number} if long else set())


def weigh_use(inside: int, outside: int) -> float:
    """The weight of words that so many accounts post as they are, and so many amid others."""
    return round(min(1.0, 2 * inside / max(1, inside + outside)), 4)


def find_affected(texts: Texts, placed: Mapping[str, int]) -> frozenset[int]:
    """The clusters whose commonness may have changed now that posts with these forms (by number) came in.

    A cluster that had enough outsiders without them stays as it is.
    """
    forms = list(placed)
    passages = [set(keys) for keys in pass_many(forms)]
    held = texts.read_bands({key for keys in passages for key in keys})
    came = set(placed.values())
    cluster_of = texts.cluster_of_each({number for holders in held.values() for number in holders})
    affected: set[int] = set()
    for holders in held.values():
        before = [cluster_of[number] for number in holders if number not in came]
        affected.update(one for one in set(before) if len(before) - before.count(one) <= SATURATED)
    return frozenset(affected)
