"""How fast new posts go into the index, beside the bare driver, in one run.

``python -m benchmarks.index_writing [--posts N] [--rounds N] [--json]``

Each round writes N new posts of some 400 characters in batches of 1,000 by ``Index.write`` and by the
driver alone (the same ``posts`` rows, made beforehand: prepared ``executemany`` on SQLite, COPY into a
temporary table and an upsert on PostgreSQL), then lets the background step catch full text up. Rates
are wall-clock posts a second, the median of the rounds.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.index import Index
from storage.items import Capture, Harvest, Link, Media, Post
from storage.search_upkeep import catch_up_search
from storage.tables import posts
from storage.writing.batch import open_batch
from tests.databases import PostgresTemplates, serve_postgres

BATCH = 1000
START = datetime(2026, 1, 1, tzinfo=UTC)
CHINESE = "中国人民香港台湾美国政府新闻社会经济发展国际合作历史文化科技教育法律真相"


@dataclass(frozen=True, slots=True)
class Rates:
    """Posts a second on one database."""

    database: str
    posts: int
    driver_floor: float
    plain: float
    with_links_and_media: float
    seen_again: float
    full_text_deferred: float
    full_text_at_once: float


def make_harvests(count: int, *, attached: bool, seed: int = 7) -> list[Harvest]:
    """Pages of 20 posts, each page one capture; half Chinese, half English."""
    random_source = random.Random(seed)
    words = [
        "".join(random_source.choices("abcdefghijklmnopqrstuvwxyz", k=random_source.randint(2, 9)))
        for _ in range(20000)
    ]
    harvests = []
    for first in range(0, count, 20):
        moment = START + timedelta(seconds=first)
        record = f"<urn:uuid:00000000-0000-4000-8000-{first:012}>"
        found = tuple(
            make_post(number, moment, record, (random_source, words), attached=attached)
            for number in range(first, min(first + 20, count))
        )
        harvests.append(Harvest(captures=(make_capture(first, moment, record),), items=found))
    return harvests


def make_capture(number: int, moment: datetime, record: str) -> Capture:
    """The page that a batch of posts was read from."""
    return Capture(
        url=f"https://gab.com/api/v1/accounts/{number}/statuses",
        status=200,
        headers=(("Content-Type", "application/json"),),
        body=b"",
        captured_at=moment,
        record_id=record,
        record_type="response",
        warc_file="bench.warc.gz",
        offset=number * 1000,
        length=1000,
        payload_digest=f"sha256:{number}",
        platform="gab",
        reader="statuses",
        account=str(number % 977),
        route="api",
        run="bench",
    )


def make_post(
    number: int, moment: datetime, record: str, source: tuple[random.Random, list[str]], *, attached: bool
) -> Post:
    """A post; every third with a link and every fourth with a picture if ``attached``."""
    random_source, words = source
    if number % 2:
        content = "".join(random_source.choices(CHINESE, k=140))
    else:
        content = " ".join(random_source.choices(words, k=64))
    link = (
        (Link(url=f"https://site{number % 5000}.example/{number}"),) if attached and number % 3 == 0 else ()
    )
    medium = (
        (Media(url=f"https://m.gab.com/{number}.jpg", kind="image"),) if attached and number % 4 == 0 else ()
    )
    return Post(
        platform="gab",
        id=str(number),
        account=str(number // 20 % 977),
        url=f"https://gab.com/user/posts/{number}",
        text=content,
        record_id=record,
        where=f"/{number % 20}",
        captured_at=moment,
        posted_at=moment - timedelta(hours=1),
        posted_at_text="2026-01-01T00:00:00Z",
        language="zh" if number % 2 else "en",
        likes=number % 50,
        route="api",
        links=link,
        media=medium,
    )


def time_writing(index: Index, harvests: list[Harvest], *, full_text: bool = False) -> float:
    """Posts a second by ``Index.write``."""
    gc.collect()
    step = BATCH // 20
    begun = time.perf_counter()
    for start in range(0, len(harvests), step):
        index.write(harvests[start : start + step])
        if full_text:
            catch_up_search(index, BATCH)
    spent = time.perf_counter() - begun
    return sum(len(each.items) for each in harvests) / spent


def time_driver(source: Index, target: Index) -> float:
    """Posts a second for the rows of ``source`` by the bare driver, into an empty ``target``."""
    columns = tuple(column.name for column in posts.columns)
    with source.reading() as connection:
        rows = [tuple(row) for row in open_batch(connection).run("SELECT * FROM posts ORDER BY id")]
        accounts = [tuple(row) for row in open_batch(connection).run("SELECT * FROM accounts ORDER BY id")]
    with target.writing() as connection:
        marks = ",".join("?" * len(accounts[0]))
        batch = open_batch(connection)
        for account in accounts:
            batch.run(f"INSERT INTO accounts VALUES ({marks})", account)
    gc.collect()
    begun = time.perf_counter()
    for start in range(0, len(rows), BATCH):
        with target.writing() as connection:
            open_batch(connection).upsert(posts, columns, rows[start : start + BATCH])
    return len(rows) / (time.perf_counter() - begun)


def time_search(index: Index, count: int) -> float:
    """Posts a second by the background step."""
    begun = time.perf_counter()
    while catch_up_search(index, 5 * BATCH):
        pass
    return count / (time.perf_counter() - begun)


Fresh = Callable[[], Index]


def measure(database: str, fresh: Fresh, count: int, rounds: int) -> Rates:
    """All rates on one database."""
    plain, attached = make_harvests(count, attached=False), make_harvests(count, attached=True)
    figures: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        figures.setdefault(name, []).append(value)

    for _ in range(rounds):
        index, bare, rich, direct = fresh(), fresh(), fresh(), fresh()
        note("plain", time_writing(index, plain))
        note("driver_floor", time_driver(index, bare))
        note("seen_again", time_writing(index, plain))
        note("full_text_deferred", time_search(index, count))
        note("with_links_and_media", time_writing(rich, attached))
        note("full_text_at_once", time_writing(direct, plain, full_text=True))
        for each in (index, bare, rich, direct):
            each.close()
    medians = {name: round(statistics.median(values)) for name, values in figures.items()}
    return Rates(database=database, posts=count, **medians)


@contextmanager
def fresh_sqlite() -> Iterator[Fresh]:
    """Empty SQLite indexes in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="vedette-bench-") as folder:
        numbers = iter(range(1000))
        yield lambda: Index.open(Path(folder) / str(next(numbers)), "")


@contextmanager
def fresh_postgres() -> Iterator[Fresh]:
    """Empty databases on an embedded PostgreSQL with its default fsync."""
    from contextlib import ExitStack

    with serve_postgres() as uri, ExitStack() as stack:
        templates = PostgresTemplates(uri)
        yield lambda: Index.open(Path(), stack.enter_context(templates.fresh_url()))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = []
    for database, opened in (("sqlite", fresh_sqlite), ("postgres", fresh_postgres)):
        if asked.only in (None, database):
            with opened() as fresh:
                found.append(measure(database, fresh, asked.posts, asked.rounds))
    if asked.json:
        print(json.dumps([asdict(each) for each in found], indent=2))
        return
    for each in found:
        print(f"{each.database}: {each.posts:,} posts, batches of {BATCH:,}, posts a second")
        for name, value in asdict(each).items():
            if name not in ("database", "posts"):
                print(f"  {name.replace('_', ' '):24}{value:>10,.0f}")


if __name__ == "__main__":
    main()
