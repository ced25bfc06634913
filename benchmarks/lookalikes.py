"""How many imitated outlets are seen by their domains alone.

``python -m benchmarks.lookalikes [FILE] [--outlets FILE] [--list]``

FILE is a published indicator file in the form of Meta's threat research (columns Tactic, Technique,
Procedure, Indicator, Note). What is true is taken from the file's own words: a domain whose note says that it
spoofs news or government sites imitates one. Redirect domains and the operation's own brands have no such
note; they count as none, but for those in ``LABELLED``, which bear an outlet's name: labelled by hand.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

from crawlers.platform import platforms
from pipelines.lookalike_domains import judge_host
from pipelines.outlets import Outlets, list_outlets, read_outlets
from storage.urls import host_of, refang, registered_domain

FILE = Path(__file__).parents[2] / "shared" / "recordings" / "indicators-sample.csv"
LABELLED = {
    "washingtonpost.pm": "washingtonpost.com",
    "jewishjournal.info": "jewishjournal.com",
}
SPOOFING = "spoofing news"
DOMAIN_PROCEDURES = ("Using redirect domains", "Acquiring domains")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A published domain, and whether it is said to imitate somebody's."""

    domain: str
    imitates: bool
    is_redirect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Domains by whether they imitate and whether that was seen."""

    right: tuple[str, ...]
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    others: int

    @property
    def precision(self) -> float:
        seen = len(self.right) + len(self.wrong)
        return len(self.right) / seen if seen else 0.0

    @property
    def recall(self) -> float:
        there = len(self.right) + len(self.missed)
        return len(self.right) / there if there else 0.0


def read_indicators(file: Path) -> list[Indicator]:
    """The domains of an indicator file, each once."""
    found: dict[str, Indicator] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if not any(each in row["Procedure"] for each in DOMAIN_PROCEDURES):
                continue
            domain = registered_domain(host_of(f"https://{refang(row['Indicator'])}"))
            imitates = SPOOFING in (row["Note"] or "") or domain in LABELLED
            is_redirect = "redirect" in row["Procedure"]
            found[domain] = Indicator(domain=domain, imitates=imitates, is_redirect=is_redirect)
    return list(found.values())


def measure(indicators: list[Indicator], outlets: Outlets) -> Measured:
    """Judge each domain."""
    seen = {each.domain for each in indicators if judge_host(each.domain, outlets)}
    true = {each.domain for each in indicators if each.imitates}
    return Measured(
        right=tuple(sorted(seen & true)),
        missed=tuple(sorted(true - seen)),
        wrong=tuple(sorted(seen - true)),
        others=len(indicators) - len(true),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--outlets", type=Path, help="this list alone, in place of the shipped one")
    parser.add_argument("--list", action="store_true", help="each domain that was seen")
    asked = parser.parse_args()
    lines = asked.outlets.read_text(encoding="utf-8").splitlines() if asked.outlets else None
    outlets = list_outlets() if lines is None else read_outlets(lines)
    indicators = read_indicators(asked.file)
    found = measure(indicators, outlets)
    redirects = sum(each.is_redirect for each in indicators)
    print(f"{len(indicators)} domains ({redirects} redirect domains), {len(outlets.outlets)} outlets")
    print(f"imitations: {len(found.right)} seen, {len(found.missed)} missed; {len(found.wrong)} others seen")
    print(f"precision {found.precision:.3f}, recall {found.recall:.3f}")
    print(f"missed: {', '.join(found.missed) or 'none'}")
    print(f"wrong:  {', '.join(found.wrong) or 'none'} (of {found.others})")
    hosts = sorted({host.lstrip(".") for platform in platforms().values() for host in platform.hosts})
    taken = [host for host in hosts if judge_host(host, outlets)]
    print(f"hosts of platforms: {len(taken)} of {len(hosts)} seen ({', '.join(taken) or 'none'})")
    if asked.list:
        for domain in found.right:
            judged = judge_host(domain, outlets)
            print(f"  {domain}: {judged.outlet}, {judged.way}" if judged else domain)


if __name__ == "__main__":
    main()
