"""Whether two domains show one site, and by which reasons."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.site_history import SiteMark
from storage.urls import shared_suffix

WEIGHTS: Mapping[str, float] = {
    "id": 0.8,
    "text": 0.55,
    "certificate": 0.55,
    "mail": 0.5,
    "icon": 0.4,
    "path": 0.4,
    "structure": 0.35,
    "address": 0.25,
    "template": 0.15,
}
"""How much one reason of a kind tells; reasons of several kinds add up as independent doubts do. An id is
enough alone; else two or three kinds are needed, such as the same text under the same path."""
HOSTERS = frozenset({"certificate", "icon", "structure", "address", "template"})
"""What all sites of a host share (``one.blogspot.com``, ``two.blogspot.com``): it does not count there."""
LEAST_SCORE = 0.7
MOST_DOMAINS: Mapping[str, int] = {"id": 200, "mail": 200, "icon": 100, "text": 100}
MOST_DOMAINS_ELSE = 30
"""A mark that more domains bear is a service's or a template's, and no reason."""
LEAST_TEXT = 200
LEAST_TEXT_SHARE = 0.6
MOST_OF_A_SITE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A mark that two domains share, with the first page of each that bears it."""

    kind: str
    value: str
    one: SiteMark
    other: SiteMark


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """That ``one`` shows the site of ``other``."""

    one: str
    other: str
    score: float
    reasons: tuple[Reason, ...]


class Marked:
    """A domain with the marks of its pages, earliest first."""

    def __init__(self, domain: str, marks: Sequence[SiteMark]) -> None:
        self.domain = domain
        self.marks = tuple(marks)
        self.first: dict[str, SiteMark] = {}
        self.texts: dict[tuple[str, str], dict[str, SiteMark]] = defaultdict(dict)
        """Paragraphs by page."""
        for each in marks:
            self.first.setdefault(each.mark, each)
            if each.mark.startswith("text:"):
                self.texts[each.url, each.record_id][each.mark] = each

    @property
    def names(self) -> frozenset[str]:
        """Marks that another domain may share."""
        return frozenset(mark for mark in self.first if mark.partition(":")[0] in WEIGHTS)


def is_common(mark: str, domains: int) -> bool:
    """Whether so many domains bear a mark that it joins none."""
    return domains > MOST_DOMAINS.get(mark.partition(":")[0], MOST_DOMAINS_ELSE)


def join_domains(one: Marked, other: Marked, shared: frozenset[str]) -> Join | None:
    """Judge two domains by the marks that both bear and that are not common."""
    hosts = shared_suffix(one.domain), shared_suffix(other.domain)
    ignored = HOSTERS if hosts[0] and hosts[0] == hosts[1] else frozenset[str]()
    reasons: list[Reason] = []
    for mark in sorted(shared & one.first.keys() & other.first.keys()):
        kind, _, value = mark.partition(":")
        if kind != "text" and kind not in ignored:
            reasons.append(Reason(kind=kind, value=value, one=one.first[mark], other=other.first[mark]))
    if text := _compare_texts(one, other, shared):
        reasons.append(text)
    doubt = 1.0
    for kind in sorted({reason.kind for reason in reasons}):
        doubt *= 1 - WEIGHTS[kind]
    score = round(1 - doubt, 4)
    if score < LEAST_SCORE:
        return None
    return Join(one=one.domain, other=other.domain, score=min(score, 0.99), reasons=tuple(reasons))


def gather_site(
    domain: str, join: Callable[[str, Collection[str]], Iterable[Join]]
) -> dict[str, Join | None]:
    """The domains that hang together with ``domain``, each with the join by which it was reached from there.

    ``join`` gives the joins of a domain with others than those named.
    """
    found: dict[str, Join | None] = {domain: None}
    waiting = deque([domain])
    while waiting and len(found) < MOST_OF_A_SITE:
        for each in join(waiting.popleft(), found):
            found[each.one] = each
            waiting.append(each.one)
    return found


def _compare_texts(one: Marked, other: Marked, shared: frozenset[str]) -> Reason | None:
    """The two pages that share most text, if it is most of the shorter one's."""
    best: tuple[int, Reason] | None = None
    bearing: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, marks in other.texts.items():
        for mark in marks.keys() & shared:
            bearing[mark].append(name)
    for ours in one.texts.values():
        for name in sorted({name for mark in ours.keys() & shared for name in bearing.get(mark, ())}):
            theirs = other.texts[name]
            same = sum(_weigh(mark) for mark in ours.keys() & theirs.keys() & shared)
            least = min(sum(map(_weigh, ours)), sum(map(_weigh, theirs)))
            if same < LEAST_TEXT or same < LEAST_TEXT_SHARE * least or (best and best[0] >= same):
                continue
            value = f"{round(100 * same / least)} % of the shorter text"
            pages = next(iter(ours.values())), next(iter(theirs.values()))
            best = same, Reason(kind="text", value=value, one=pages[0], other=pages[1])
    return best[1] if best else None


def _weigh(mark: str) -> int:
    return int(mark.split(":")[1])
