"""Captures of others, through the same readers: archived first, then read, then indexed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from crawlers.importing import Taker, find_takers, guess_accounts
from crawlers.network.options import KEY_FILE
from crawlers.network.redact import Redactor, load_key
from crawlers.platform import Fetch
from crawlers.reading import describe, read_capture
from storage.archive_writer import ArchiveWriter
from storage.captured import view_draft
from storage.har import Outside
from storage.index import Index
from storage.items import Account, Capture, Harvest, Post, Problem, Watched
from storage.outside import read_outside
from storage.warc import RESPONSE_TYPE, Draft

BATCH = 200


@dataclass(slots=True)
class Imported:
    """What came of one file: responses by what they gave, and what no reader wanted."""

    file: str
    responses: int = 0
    read: int = 0
    posts: int = 0
    accounts: int = 0
    problems: dict[str, int] = field(default_factory=dict)
    unwanted: int = 0
    unnamed: int = 0
    damaged: list[str] = field(default_factory=list)
    by_reader: dict[str, int] = field(default_factory=dict)


def import_file(
    path: Path, data: Path, index: Index, *, watched: Watched | None, told: Callable[[int], None]
) -> Imported:
    """Archive and read every response of ``path`` that some platform's reader takes.

    ``watched`` names the account; without it the URLs in the file must name exactly one of a platform.
    """
    done = Imported(path.name)
    guessed = {} if watched else guess_accounts(one.url for one in read_outside(path, lambda _: None))
    redactor = Redactor(load_key(data / KEY_FILE))
    batch: list[Harvest] = []
    with ArchiveWriter(data / "archive", name="import") as archive:

        def flush() -> None:
            archive.sync()
            index.write(batch)
            batch.clear()

        for one in read_outside(path, done.damaged.append):
            done.responses += 1
            told(done.responses)
            takers = find_takers(one.url, watched)
            if not takers:
                done.unwanted += 1
                continue
            for taker in takers:
                account = watched or guessed.get(taker.platform.key)
                if account is None:
                    done.unnamed += 1
                    continue
                capture = _archive(archive, redactor, one, (taker, account))
                reading = read_capture(capture)
                batch.append(Harvest(captures=(capture,), items=reading.items))
                _count(done, taker, reading.items)
            if len(batch) >= BATCH:
                flush()
        flush()
    return done


def _archive(
    archive: ArchiveWriter, redactor: Redactor, one: Outside, taken: tuple[Taker, Watched]
) -> Capture:
    taker, account = taken
    fetch = Fetch(url=one.url, reader=taker.reader, route="import", context={"imported": one.source})
    head, _ = redactor.clean_head(one.head, for_platform=False)
    draft = Draft(
        type="response",
        target_uri=redactor.clean_url(one.url, for_platform=False),
        date=one.date,
        content_type=RESPONSE_TYPE,
        payload=one.payload,
        head=head,
        provenance=describe(account, fetch, ""),
    )
    (written,) = archive.append((draft,))
    return view_draft(draft, written)


def _count(done: Imported, taker: Taker, items: Iterable[object]) -> None:
    done.read += 1
    name = f"{taker.platform.key}: {taker.reader}"
    done.by_reader[name] = done.by_reader.get(name, 0) + 1
    for item in items:
        if isinstance(item, Post):
            done.posts += 1
        elif isinstance(item, Account):
            done.accounts += 1
        elif isinstance(item, Problem):
            done.problems[item.kind] = done.problems.get(item.kind, 0) + 1
