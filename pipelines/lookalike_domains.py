"""Whether a host imitates a known outlet's: other suffix, homoglyphs, misspelling, added words.

Compare the classes of Kintis et al., "Hiding in Plain Sight" (2017, combosquatting), and Spaulding et al.,
"The Landscape of Domain Name Typosquatting" (2016).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import DamerauLevenshtein

from pipelines.lookalikes import LOOKALIKES
from pipelines.outlets import Outlet, Outlets
from storage.urls import registered_domain

Way = Literal["homoglyph", "subdomain", "suffix", "misspelling", "words"]

SCORES: dict[Way, float] = {
    "homoglyph": 0.95,
    "subdomain": 0.9,
    "suffix": 0.8,
    "misspelling": 0.75,
    "words": 0.6,
}
COMMON_SCORE = 0.5
"""A name that is a common word, or so short that chance gives it, under another suffix."""
SHORT = 3
FREELY_GLUED = 8
"""A name at least so long counts whatever is written on to it; a shorter one beside a telling word."""
TELLING = frozenset(
    """
    24 actu actualite aktuell blog breaking daily de direct eu fr global group info inter international it
    journal live magazin magazine media net new news newspaper noticias novosti now online plus pl portal
    post presse press report russia show site the times today top tv ua uk ukraine us usa web world www
    zeitung
    """.split()  # noqa: SIM905
)
_LIKE_LETTERS = str.maketrans("0135", "oles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """A host that imitates the domain of an outlet, in which way; ``detail`` for people."""

    host: str
    domain: str
    outlet: str
    way: Way
    detail: str
    score: float


def judge_host(host: str, outlets: Outlets) -> Lookalike | None:
    """The outlet that ``host`` imitates most surely; ``None`` if none, or if the host is an outlet's."""
    domain = registered_domain(host)
    if not domain or domain in outlets.own or "." not in domain:
        return None
    label = read_punycode(domain.partition(".")[0])
    best: tuple[float, str, Way, str] | None = None
    for outlet in outlets.outlets:
        way = _compare(label, host, domain, outlet)
        if way is None:
            continue
        score = SCORES[way]
        if way == "suffix" and (outlet.is_common or len(outlet.name) <= SHORT):
            score = COMMON_SCORE
        if best is None or (score, len(outlet.domain)) > (best[0], len(best[1])):
            best = score, outlet.domain, way, _tell(way, label, outlet)
    if best is None:
        return None
    score, name, way, detail = best
    return Lookalike(host=host, domain=domain, outlet=name, way=way, detail=detail, score=score)


def read_punycode(domain: str) -> str:
    """A domain as people see it; a label that is no punycode stays."""
    return ".".join(map(_read_label, domain.split(".")))


def _read_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").casefold()
    except (UnicodeError, ValueError):
        return label


def _compare(label: str, host: str, domain: str, outlet: Outlet) -> Way | None:
    name = outlet.name
    if label == name:
        return "suffix" if len(name) >= SHORT else None
    if len(name) > SHORT and _draw(label) == _draw(name):
        return "homoglyph"
    below = f".{host.removesuffix(domain)}"
    if f".{outlet.domain}." in below:
        return "subdomain"
    if len(name) > SHORT and _is_misspelt(label, name):
        return "misspelling"
    if _has_words(label, outlet):
        return "words"
    return None


@lru_cache(maxsize=4096)
def _draw(label: str) -> str:
    """A label as it looks: letters of other scripts, marks, digits and pairs made the Latin letter."""
    plain = unicodedata.normalize("NFKD", label.casefold().translate(LOOKALIKES))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(LOOKALIKES)
    return plain.replace("rn", "m").replace("vv", "w").translate(_LIKE_LETTERS)


def _is_misspelt(label: str, name: str) -> bool:
    """Few enough edits for the name's length; a short name only with a letter doubled or two swapped."""
    if label.replace("-", "") == name.replace("-", ""):
        return True
    allowed = 2 if len(name) > 10 else 1
    if DamerauLevenshtein.distance(label, name, score_cutoff=allowed) > allowed:
        return False
    return len(name) > 5 or _is_slip(label, name)


def _is_slip(label: str, name: str) -> bool:
    if len(label) == len(name):
        return sorted(label) == sorted(name)
    doubled = {name[:place] + name[place] + name[place:] for place in range(len(name))}
    return label in doubled


def _has_words(label: str, outlet: Outlet) -> bool:
    name = outlet.name
    if len(name) <= SHORT:
        return False
    parts = label.split("-")
    if "-" in label and f"-{name}-" in f"-{label}-":
        return not outlet.is_common or any(part in TELLING for part in parts if part != name)
    for rest in (label.removeprefix(name), label.removesuffix(name)):
        if "-" in name and rest[-1:].isalnum() and label.endswith(name):
            continue  # t-online is not in insight-online
        if rest != label and (
            rest.strip("-") in TELLING or (len(name) >= FREELY_GLUED and not outlet.is_common)
        ):
            return True
    return False


def _tell(way: Way, label: str, outlet: Outlet) -> str:
    return {
        "homoglyph": f"{label!r} is written with letters that look like those of {outlet.name!r}",
        "subdomain": "the outlet's whole domain stands before another one",
        "suffix": f"the name {outlet.name!r} under another suffix",
        "misspelling": f"{label!r} is nearly {outlet.name!r}",
        "words": f"{label!r} is {outlet.name!r} with more words",
    }[way]
