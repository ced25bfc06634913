"""Ours beside datasketch and rensa on the same planted posts, in one run.

``scripts/setup-bench.sh``, then ``python -m benchmarks.reuse_peers PLANTED.parquet [--peers NAME …]``

Peers get our forms of the posts (the normalisation that they lack) and the time that making them takes; none
of them verifies its candidates. Rates are posts a second of CPU time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.reuse_score import score
from benchmarks.reuse_text import PAGE, read_posts, run
from pipelines.text_folding import fold_many

PYTHON = Path(__file__).parents[1] / ".cache/bench/venv/bin/python"
WORKER = Path(__file__).with_name("reuse_peer_worker.py")


def write_forms(posts: Path, target: Path) -> tuple[int, float]:
    """Ids and forms as lines of JSON; how many posts, and the CPU time of folding in seconds."""
    count, spent = 0, 0.0
    with target.open("w", encoding="utf-8") as lines:
        for names, texts in read_posts(posts, PAGE):
            began = time.thread_time()
            forms = fold_many(texts).forms
            spent += time.thread_time() - began
            lines.writelines(json.dumps(each) + "\n" for each in zip(names, forms, strict=True))
            count += len(names)
    return count, spent


def run_peer(name: str, forms: Path, pairs: Path) -> dict[str, float]:
    """Run one peer in its own environment."""
    if not PYTHON.exists():
        raise SystemExit("there are no peers: run scripts/setup-bench.sh first")
    told = subprocess.run([PYTHON, WORKER, name, forms, pairs], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(told.stdout)
    return found


def main() -> None:
    """Run all and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("planted", type=Path)
    parser.add_argument("--peers", nargs="*", default=["datasketch", "rensa"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vedette-bench-") as folder:
        forms, pairs = Path(folder) / "forms.jsonl", Path(folder) / "pairs.csv"
        ours = run(asked.planted, pairs)
        rates = {"Vedette": (ours.posts_per_cpu_s, ours.memory_mb, score(asked.planted, pairs))}
        count, folding = write_forms(asked.planted, forms)
        for name in asked.peers:
            told = run_peer(name, forms, pairs)
            rate = count / (told["cpu_s"] + folding)
            rates[name] = (round(rate), told["memory_mb"], score(asked.planted, pairs))
    for name, (rate, memory, found) in rates.items():
        print(
            f"{name:12}{rate:>9,.0f} posts/s ({ours.posts_per_cpu_s / rate:5.1f})  {memory:8,.0f} MB  "
            f"recall {found.recall:.3f} (weakest {found.weakest:.3f})  precision {found.precision:.3f}"
        )


if __name__ == "__main__":
    main()
