"""The same link as different visitors were shown it: where each arrived, and how alike the pages are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.vantages import Vantage
from storage.link_findings import ChainFound
from storage.urls import normalise_url
from vedette.hop_rows import ChainEvidence, tell_hops, tell_landing, tell_outcome

ALIKE = 0.7
"""Pages that share less of their words are told as different; what changes at each load (dates, related
pieces) leaves them above that."""
_WORDS = re.compile(r"[\u3400-\u9fff]|\w+")


@dataclass(frozen=True, slots=True)
class Visit:
    """What one kind of visitor was led to; ``chain`` is missing where nothing came of it."""

    vantage: Vantage
    chain: ChainFound | None
    text: str

    @property
    def outcome(self) -> str:
        """How it ended."""
        return tell_outcome(self.chain)

    @property
    def destination(self) -> str:
        """Where it ended, in the form for comparing: the landing page, else the last address."""
        if self.chain is None or not self.chain.hops:
            return ""
        return normalise_url(self.chain.landing.url if self.chain.landing else self.chain.hops[-1].url)


def measure_likeness(one: str, other: str) -> float:
    """How much of their words two texts share, from 0 to 1 (Jaccard over the words, Chinese by character)."""
    first, second = set(_WORDS.findall(one.lower())), set(_WORDS.findall(other.lower()))
    return len(first & second) / len(first | second) if first or second else 1.0


def compare_visits(url: str, visits: Sequence[Visit], evidence: ChainEvidence) -> dict[str, object]:
    """The comparison for programs, in the shape that docs/following.md gives; the first visit is the
    measure of the others."""
    first = visits[0]
    ends = {(visit.outcome, visit.destination) for visit in visits}
    same = [
        visit for visit in visits if (visit.outcome, visit.destination) == (first.outcome, first.destination)
    ]
    return {
        "url": url,
        "differs": {
            "destination": len(ends) > 1,
            "content": any(_is_other_page(first, visit) for visit in same),
        },
        "vantages": [_tell_visit(visit, first, evidence) for visit in visits],
    }


def _is_other_page(first: Visit, visit: Visit) -> bool:
    likeness = _measure(first, visit)
    return likeness is not None and likeness < ALIKE


def _measure(first: Visit, visit: Visit) -> float | None:
    """How alike the pages are; ``None`` where one of them is none."""
    if not (first.chain and first.chain.landing and visit.chain and visit.chain.landing):
        return None
    return round(measure_likeness(first.text, visit.text), 3)


def _tell_visit(visit: Visit, first: Visit, evidence: ChainEvidence) -> dict[str, object]:
    chain = visit.chain
    return {
        "vantage": visit.vantage.label,
        "device": visit.vantage.device,
        "language": visit.vantage.language,
        "referrer": visit.vantage.referrer,
        "outcome": visit.outcome,
        "destination": visit.destination,
        "same_destination": (visit.outcome, visit.destination) == (first.outcome, first.destination),
        "likeness": _measure(first, visit),
        "hops": tell_hops(chain, evidence) if chain else [],
        "landing": tell_landing(chain.landing, evidence) if chain else None,
    }
