"""How fast words are found among many posts, and how large full text is beside the texts.

``python -m benchmarks.search [--posts N] [--database URL] [--folder DIR] [--json]``

Posts of some 110 characters, two in three Chinese by a Zipf-like vocabulary of two- and four-character
words, are written and taken into full text; then each class of 40 words is asked for with limit 50.
``--folder`` keeps the index and uses it again.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from storage.index import Index
from storage.items import Harvest, Post
from storage.search import Query, search
from storage.search_upkeep import catch_up_search

START = datetime(2026, 1, 1, tzinfo=UTC)
SYLLABLES = ("ka", "lo", "mi", "tar", "ven", "os", "pri", "dun", "el", "ster", "qua", "bi", "no", "rem")


@dataclass(slots=True)
class Vocabulary:
    """Words by falling frequency (rank to the power of -1) and the running sums to draw by."""

    words: list[str]
    sums: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sums = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(self.words))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds for one class of questions, and the posts they gave on average."""

    p50_ms: float
    p95_ms: float
    mean_hits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The result; sizes in bytes."""

    database: str
    posts: int
    written_per_s: float
    full_text_per_s: float
    text_bytes: int
    index_bytes: int
    classes: dict[str, Latency]


def make_vocabularies(source: random.Random) -> tuple[Vocabulary, Vocabulary]:
    """Chinese and English words."""
    characters = [chr(code) for code in source.sample(range(0x4E00, 0x8E00), 3000)]
    common = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(characters))))
    chinese = {
        "".join(source.choices(characters, cum_weights=common, k=2 if source.random() < 0.8 else 4)): None
        for _ in range(40_000)
    }
    english = {"".join(source.choices(SYLLABLES, k=source.randint(1, 4))): None for _ in range(30_000)}
    return Vocabulary(list(chinese)), Vocabulary(list(english))


def make_harvests(count: int, vocabularies: tuple[Vocabulary, Vocabulary]) -> Iterator[Harvest]:
    """Posts by the thousand."""
    source = random.Random(11)
    chinese, english = vocabularies
    for first in range(0, count, 1000):
        found = []
        for number in range(first, min(first + 1000, count)):
            if number % 3:
                words = source.choices(chinese.words, cum_weights=chinese.sums, k=45)
                content = "，".join("".join(words[start : start + 9]) for start in range(0, 45, 9))
            else:
                words = source.choices(english.words, cum_weights=english.sums, k=22)
                content = " ".join(words)
            found.append(make_post(number, content))
        yield Harvest(captures=(), items=tuple(found))


def make_post(number: int, content: str) -> Post:
    """A post with the given words."""
    moment = START + timedelta(seconds=number)
    return Post(
        platform="gab",
        id=str(number),
        account=str(number % 5000),
        url=f"https://gab.com/u/posts/{number}",
        text=content,
        record_id=f"<urn:uuid:00000000-0000-4000-8000-{number // 20:012}>",
        where=f"/{number % 20}",
        captured_at=moment,
        posted_at=moment,
        route="api",
    )


def draw_questions(vocabularies: tuple[Vocabulary, Vocabulary]) -> dict[str, list[str]]:
    """40 questions of each class, drawn as often as words occur."""
    source = random.Random(3)
    chinese, english = vocabularies

    def draw(vocabulary: Vocabulary, length: int = 0) -> list[str]:
        drawn: list[str] = []
        while len(drawn) < 40:
            word = source.choices(vocabulary.words, cum_weights=vocabulary.sums)[0]
            if not length or len(word) == length:
                drawn.append(word)
        return drawn

    rare = source.sample([word for word in chinese.words[5000:] if len(word) == 2], 40)
    two, other = draw(chinese, 2), draw(chinese, 2)
    return {
        "chinese, 2 characters": two,
        "chinese, 2 characters, rare": rare,
        "chinese, 4 characters": draw(chinese, 4),
        "chinese, two words": [" ".join(pair) for pair in zip(two, other, strict=True)],
        "chinese, 1 character": [word[0] for word in two],
        "english word": draw(english),
        "english, absent": [f"{word}zzq" for word in draw(english)],
    }


def ask_all(index: Index, questions: list[str]) -> Latency:
    """Each question once, after one to warm up."""
    search(index, Query(text=questions[0]))
    spent, hits = [], []
    for question in questions:
        begun = time.perf_counter()
        hits.append(len(search(index, Query(text=question, limit=50))))
        spent.append((time.perf_counter() - begun) * 1000)
    return Latency(
        p50_ms=round(statistics.median(spent), 2),
        p95_ms=round(statistics.quantiles(spent, n=20)[-1], 2),
        mean_hits=round(statistics.mean(hits), 1),
    )


def measure_size(connection: Connection) -> tuple[int, int]:
    """Bytes of all texts (UTF-8) and of full text."""
    if connection.dialect.name == "postgresql":
        words = connection.scalar(text("SELECT pg_total_relation_size('search_documents')"))
        texts = connection.scalar(text("SELECT sum(octet_length(text)) FROM posts"))
    else:
        words = connection.scalar(text("SELECT sum(length(block)) FROM search_documents_data"))
        texts = connection.scalar(text("SELECT sum(length(CAST(text AS BLOB))) FROM posts"))
    return int(texts or 0), int(words or 0)


def measure(index: Index, count: int) -> Measured:
    """Fill the index unless it is filled, and ask."""
    vocabularies = make_vocabularies(random.Random(5))
    with index.reading() as connection:
        stored = connection.scalar(text("SELECT count(*) FROM posts")) or 0
    written = taken = 0.0
    if stored < count:
        writing = 0.0
        for page in make_harvests(count, vocabularies):
            begun = time.perf_counter()
            index.write([page])
            writing += time.perf_counter() - begun
        written = count / writing
        begun = time.perf_counter()
        while catch_up_search(index, 20_000):
            pass
        taken = count / (time.perf_counter() - begun)
    with index.reading() as connection:
        texts, words = measure_size(connection)
    asked = draw_questions(vocabularies)
    return Measured(
        database=index.engine.dialect.name,
        posts=count,
        written_per_s=round(written),
        full_text_per_s=round(taken),
        text_bytes=texts,
        index_bytes=words,
        classes={name: ask_all(index, questions) for name, questions in asked.items()},
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--database", default=os.environ.get("VEDETTE_DATABASE", ""))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vedette-bench-") as passing:
        index = Index.open(asked.folder or Path(passing), asked.database)
        found = measure(index, asked.posts)
        index.close()
    if asked.json:
        print(json.dumps(asdict(found), indent=2, ensure_ascii=False))
        return
    print(
        f"{found.database}: {found.posts:,} posts, written {found.written_per_s:,.0f}/s, "
        f"full text {found.full_text_per_s:,.0f}/s; texts {found.text_bytes / 1e6:.0f} MB, "
        f"full text {found.index_bytes / 1e6:.0f} MB ({found.index_bytes / max(found.text_bytes, 1):.2f})"
    )
    for name, latency in found.classes.items():
        print(
            f"  {name:30} p50 {latency.p50_ms:8.2f} ms  p95 {latency.p95_ms:8.2f} ms"
            f"  hits {latency.mean_hits}"
        )


if __name__ == "__main__":
    main()
