"""One peer of text reuse, run by the environment of ``scripts/setup-bench.sh``: knows nothing of ours.

``python reuse_peer_worker.py NAME FORMS.jsonl PAIRS.csv``; FORMS has lines ``[id, form]``. Equal forms are
collapsed first, as ours are; shingles are three characters where they begin with a CJK one and five
elsewhere. Prints ``{"cpu_s", "memory_mb"}`` as JSON.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PERMUTATIONS = 128
THRESHOLD = 0.5
BANDS = 32
Ask = Callable[[int, list[str]], list[int]]


def slice_shingles(form: str) -> list[str]:
    """Distinct shingles."""
    found = {
        form[at : at + size]
        for at, mark in enumerate(form)
        if at + (size := 3 if mark >= "\u2e80" else 5) <= len(form)
    }
    return list(found) or [form]


def open_datasketch() -> Ask:
    """MinHashLSH of datasketch."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found, unused-ignore]

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)

    def ask(number: int, shingles: list[str]) -> list[int]:
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles])
        found: list[int] = index.query(sketch)
        index.insert(number, sketch, check_duplication=False)
        return found

    return ask


def open_rensa() -> Ask:
    """RMinHashLSH of rensa."""
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-not-found, unused-ignore]

    index = RMinHashLSH(THRESHOLD, PERMUTATIONS, BANDS)

    def ask(number: int, shingles: list[str]) -> list[int]:
        sketch = RMinHash(PERMUTATIONS, 42)
        sketch.update(shingles)
        found: list[int] = index.query(sketch)
        index.insert(number, sketch)
        return found

    return ask


PEERS: dict[str, Callable[[], Ask]] = {"datasketch": open_datasketch, "rensa": open_rensa}


def pair(ask: Ask, forms: list[tuple[Any, str]]) -> Iterator[tuple[Any, Any, str, float]]:
    """The pairs of posts."""
    first: dict[str, int] = {}
    for number, (name, form) in enumerate(forms):
        if len(form) < 6:
            continue
        if form in first:
            yield name, forms[first[form]][0], "exact", 1.0
            continue
        first[form] = number
        for other in ask(number, slice_shingles(form)):
            yield name, forms[other][0], "near", 0.5


def read_memory() -> float:
    """What this process holds, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    """Run one peer."""
    name, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    forms = [tuple(json.loads(line)) for line in source.read_text(encoding="utf-8").splitlines()]
    ask = PEERS[name]()
    ask(0, ["warm", "up"])
    ask = PEERS[name]()
    before = read_memory()
    began = time.process_time()
    rows = list(pair(ask, forms))
    spent = time.process_time() - began
    grown = read_memory() - before
    with target.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(("id", "match_id", "kind", "score"))
        writer.writerows(rows)
    print(json.dumps({"cpu_s": spent, "memory_mb": grown}))


if __name__ == "__main__":
    main()
