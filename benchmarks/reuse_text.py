"""Reused text over a file of posts, each against all earlier ones, by the detector's own functions.

``python -m benchmarks.reuse text POSTS.parquet -o PAIRS.csv [--stored] [--page N] [--most N] [--json]``

POSTS has columns ``id, account, ts, lang, text`` and is read in its order; PAIRS gets ``id, match_id, kind,
score``: for each post the earliest and the latest posts with the same text, if there are any, and the same
of each text that its own is a near-copy of. Unlike flags, pairs are told within one account too, and for
posts that name whom they repeat ("RT @…"): planted copies of such posts are copies.

In memory (``pipelines.text_memory``), or with ``--stored`` over a new SQLite index
(``pipelines.text_stream``). Rates are posts a second of CPU time of this process and on the clock, for
reading texts into their forms and matching them; reading POSTS and writing PAIRS are left out, and so is
compiling the inner loops (seconds). Memory is what the process grew by, at its
peak, from before the first post was read.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import threading
import time
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import psutil
import pyarrow.parquet as parquet  # type: ignore[import-untyped]

from pipelines.text_folding import Folds, fold_many
from pipelines.text_matching import LIGHT, Measure, name_kind, rate_likeness
from pipelines.text_memory import TextMemory
from pipelines.text_stream import place_forms
from storage.index import Index
from storage.texts import Texts

PAGE = 1000
MOST_TOLD = 8
"""Posts with the same text that are told, and near-copies of a text that was there before: the earliest post
and the latest; a new text tells all its near-copies."""
MOST_NEAR_TOLD = 3
STEP_S = 0.02
Near = tuple[int, int, Measure]
Row = tuple[Any, Any, str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a run took; memory in MB (10^6 bytes)."""

    posts: int
    texts: int
    pairs: int
    store: str
    posts_per_cpu_s: float
    posts_per_s: float
    memory_mb: float
    memory_mb_per_million_posts: float


class Store(Protocol):
    """Where texts are kept."""

    def place(self, forms: Sequence[str], weights: Sequence[float]) -> tuple[list[int], list[Near]]:
        """The number of each form, and the pairs that new ones make."""


class InMemory:
    """Texts in arrays."""

    def __init__(self) -> None:
        self._memory = TextMemory()

    def place(self, forms: Sequence[str], weights: Sequence[float]) -> tuple[list[int], list[Near]]:
        """Place a page."""
        numbers, found = self._memory.place(forms, weights)
        return numbers, [(each.later, each.earlier, each.measure) for each in found]


class Stored:
    """Texts in the index, a transaction a page."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def place(self, forms: Sequence[str], weights: Sequence[float]) -> tuple[list[int], list[Near]]:
        """Place a page."""
        with self._index.writing() as connection:
            placed = place_forms(Texts(connection), dict(zip(forms, weights, strict=True)))
        pairs = [(high, low, likeness) for (low, high), likeness in placed.pairs.items()]
        return [placed.numbers[form] for form in forms], pairs


class Pairing:
    """Posts in their order, and which earlier posts each one reuses."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: list[Any] | array[int] = array("q")
        self._first = array("q")
        self._latest: dict[int, list[int]] = {}
        self._near: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
        self.texts = 0

    def take(self, names: Sequence[Any], folds: Folds) -> list[Row]:
        """A page of posts (their ids and forms); its pairs."""
        kept = [place for place, weight in enumerate(folds.weights.tolist()) if weight >= LIGHT]
        weights = folds.weights[kept].tolist()
        numbers, found = self._store.place([folds.forms[place] for place in kept], weights)
        start = len(self._names)
        self._remember(names)
        fresh = self._number(numbers, [start + place for place in kept])
        for one, other, likeness in found:
            later, earlier = (one, other) if self._first[one] > self._first[other] else (other, one)
            self._near[later].append((earlier, name_kind(likeness), rate_likeness(likeness)))
        told: list[Row] = []
        for place, number, weight in zip(kept, numbers, weights, strict=True):
            certain = min(1.0, max(0.5, weight / 20))
            near = self._near.get(number, [])
            if start + place not in fresh:
                exact = round(certain, 4)
                told += [
                    (names[place], name, "exact", exact)
                    for name in self._name_members(number, MOST_TOLD, start + place)
                ]
                near = near[:MOST_TOLD]
            told += [
                (names[place], name, kind, round(certain * likeness, 4))
                for earlier, kind, likeness in near
                for name in self._name_members(earlier, MOST_NEAR_TOLD, start + place)
            ]
        return told

    def _remember(self, names: Sequence[Any]) -> None:
        if isinstance(self._names, array) and not all(isinstance(name, int) for name in names):
            self._names = list(self._names)
        self._names.extend(names)

    def _number(self, numbers: Sequence[int], places: Sequence[int]) -> set[int]:
        """Note which post had each text first; the places of those that were the first."""
        fresh: set[int] = set()
        for number, place in zip(numbers, places, strict=True):
            if number >= len(self._first):
                self._first.extend([-1] * (number + 1 - len(self._first)))
            if self._first[number] < 0:
                self._first[number] = place
                fresh.add(place)
            else:
                latest = self._latest.setdefault(number, [])
                latest.append(place)
                del latest[: 1 - MOST_TOLD]
        self.texts += len(fresh)
        return fresh

    def _name_members(self, number: int, most: int, before: int) -> list[Any]:
        """Posts with a text that stand before a place: the earliest and the latest."""
        latest = [place for place in self._latest.get(number, ()) if place < before]
        return [self._names[place] for place in (self._first[number], *latest[1 - most :])]


def read_posts(path: Path, page: int, most: int = 0) -> Iterator[tuple[list[Any], list[str]]]:
    """Ids and texts of a Parquet file, ``page`` posts at a time, ``most`` in all (0: no end)."""
    taken = 0
    for batch in parquet.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False).iter_batches(
        page, columns=["id", "text"]
    ):
        names, texts = batch.column("id").to_pylist(), batch.column("text").to_pylist()
        if most and taken + len(names) > most:
            names, texts = names[: most - taken], texts[: most - taken]
        if names:
            yield names, [text or "" for text in texts]
        taken += len(names)
        if most and taken >= most:
            return


class Peak:
    """The most memory that the process held, above what it held at the start; sampled."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._before = self._process.memory_info().rss
        self.most = self._before
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """End watching; MB above the start."""
        self._over.set()
        self._thread.join()
        return float(max(0, self.most - self._before)) / 1e6

    def _watch(self) -> None:
        while True:
            self.most = max(self.most, self._process.memory_info().rss)
            if self._over.wait(STEP_S):
                return


@contextmanager
def open_store(*, stored: bool) -> Iterator[Store]:
    """A new store."""
    if not stored:
        yield InMemory()
        return
    with tempfile.TemporaryDirectory(prefix="vedette-bench-") as folder:
        index = Index.open(Path(folder), "")
        yield Stored(index)
        index.close()


def warm_up(posts: Path, *, stored: bool, page: int) -> None:
    """Compile everything, and make what is made once: tables, buffers, the reader's and allocator's pools."""
    with open_store(stored=stored) as store:
        names, texts = next(read_posts(posts, page), ([1], ["Nothing to read here."]))
        Pairing(store).take(names, fold_many(texts))


def run(posts: Path, pairs: Path, *, stored: bool = False, page: int = PAGE, most: int = 0) -> Measured:
    """Stream ``posts`` and write ``pairs``."""
    warm_up(posts, stored=stored, page=page)
    with ExitStack() as stack:
        store = stack.enter_context(open_store(stored=stored))
        writer = csv.writer(stack.enter_context(pairs.open("w", newline="", encoding="utf-8")))
        writer.writerow(("id", "match_id", "kind", "score"))
        peak, pairing, count, told = Peak(), Pairing(store), 0, 0
        cpu = clock = 0.0
        for names, texts in read_posts(posts, page, most):
            began, began_cpu = time.perf_counter(), time.thread_time()
            rows = pairing.take(names, fold_many(texts))
            clock += time.perf_counter() - began
            cpu += time.thread_time() - began_cpu
            writer.writerows(rows)
            count, told = count + len(names), told + len(rows)
        memory = peak.stop()
    return Measured(
        posts=count,
        texts=pairing.texts,
        pairs=told,
        store="SQLite" if stored else "memory",
        posts_per_cpu_s=round(count / max(cpu, 1e-9)),
        posts_per_s=round(count / max(clock, 1e-9)),
        memory_mb=round(memory, 1),
        memory_mb_per_million_posts=round(memory / max(count, 1) * 1e6, 1),
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--stored", action="store_true", help="over a new SQLite index")
    parser.add_argument("--page", type=int, default=PAGE, help="posts at a time")
    parser.add_argument("--most", type=int, default=0, help="posts in all")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = run(asked.posts, asked.output, stored=asked.stored, page=asked.page, most=asked.most)
    if asked.json:
        print(json.dumps(asdict(found), indent=2))
        return
    print(
        f"{found.posts:,} posts, {found.texts:,} distinct texts, {found.pairs:,} pairs, "
        f"store: {found.store}\n"
        f"rate: {found.posts_per_cpu_s:,.0f} posts/s of CPU time, {found.posts_per_s:,.0f} on the clock\n"
        f"memory: {found.memory_mb:,.1f} MB at the peak, "
        f"{found.memory_mb_per_million_posts:,.1f} MB per million posts"
    )


if __name__ == "__main__":
    main()
