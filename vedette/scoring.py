"""Scoring what was found against what was planted: pure functions over sets."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Score:
    """How many were planted, found and both; shares are 1.0 where nothing was to be had."""

    planted: int
    found: int
    both: int

    @property
    def recall(self) -> float:
        """The share of what was planted that was found."""
        return self.both / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """The share of what was found that was planted."""
        return self.both / self.found if self.found else 1.0


def score(planted: Collection[Hashable], found: Collection[Hashable]) -> Score:
    """Compare two collections as sets."""
    planted, found = frozenset(planted), frozenset(found)
    return Score(len(planted), len(found), len(planted & found))


def pairs_across_accounts(clusters: Iterable[Iterable[tuple[str, str]]]) -> frozenset[frozenset[str]]:
    """Every pair of posts that stand in one cluster and belong to different accounts.

    A cluster is an iterable of (post uid, account uid).
    """
    return frozenset(
        frozenset((one, other))
        for cluster in clusters
        for (one, account), (other, other_account) in combinations(sorted(set(cluster)), 2)
        if account != other_account and one != other
    )
