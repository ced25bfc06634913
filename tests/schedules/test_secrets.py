"""A token that the server repeats everywhere is found nowhere in what is kept."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from schedules.dispatch import CrawlProcess, Premises
from schedules.job import Job, Progress
from storage.compare import snapshot
from storage.exports import export_csv, export_jsonl
from storage.items import Watched
from tests.schedules.crawling import WITHIN_S
from tests.schedules.reading import opened, read_problems
from tests.schedules.world import Asked, Page, format_answer, make_environment, run_world

TOKEN = "tok/En+with=odd&chars-8d1f3"
SPELLINGS = (TOKEN, quote(TOKEN, safe=""), json.dumps(TOKEN)[1:-1], base64.b64encode(TOKEN.encode()).decode())
HOST = "truthsocial.com"
ADA = Watched(platform="truthsocial", key=f"ada@{HOST}", url=f"https://{HOST}/@ada", handle="ada", host=HOST)
JSON = (
    "Content-Type: application/json",
    "Content-Encoding: gzip",
    f"X-You: {TOKEN}",
    f"Set-Cookie: t={TOKEN}",
)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder after a crawl, as the service starts it, of a host that repeats the token."""
    data, shown = tmp_path / "data", 0
    with run_world(tmp_path, HOST) as world:
        world.add_mastodon(HOST, 12)
        world.mastodons[HOST].say(f'{TOKEN} <a href="https://x.pages.test/?q={quote(TOKEN)}">here</a>')

        def answer(asked: Asked) -> Page:
            nonlocal shown
            shown += f"Bearer {TOKEN}" in asked.head
            if "max_id" in asked.url:
                return Page(format_answer(403, f"<html>{TOKEN} is not welcome</html>".encode()))
            body = json.dumps(world.mastodons[HOST].answer(asked.url).value).encode()
            return Page(format_answer(200, gzip.compress(body), JSON))

        world.answers.append(answer)
        for name, value in make_environment(world, data, {}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("VEDETTE_CREDENTIAL_TRUTHSOCIAL", TOKEN)
        heard: list[Progress] = []
        job = Job(platform="truthsocial", entries=(ADA,))
        data.mkdir()
        process = CrawlProcess(job, Premises(data=data), heard.append)
        assert process.wait(WITHIN_S)
        assert (process.last.outcome, process.last.posts) == ("finished", 5), process.last
        assert shown == len(world.asked) > 3, "the token was not sent"
        yield data


def find_token(text: bytes) -> list[str]:
    return [spelling for spelling in SPELLINGS if spelling.encode() in text]


def test_the_token_stands_in_no_file(kept: Path) -> None:
    files = [path for path in kept.rglob("*") if path.is_file()]
    assert {"archive", "logs"} <= {path.relative_to(kept).parts[0] for path in files}
    for path in files:
        raw = path.read_bytes()
        plain = gzip.decompress(raw) if path.suffix == ".gz" else raw
        assert find_token(raw) + find_token(plain) == [], path.name


def test_the_token_stands_in_no_row_and_no_export(kept: Path, tmp_path: Path) -> None:
    with opened(kept) as index:
        rows = [repr(row).encode() for row in snapshot(index)]
        export_csv(index, tmp_path / "posts.csv")
        export_jsonl(index, tmp_path / "posts.jsonl")
    assert len(rows) > 10
    for text in (*rows, (tmp_path / "posts.csv").read_bytes(), (tmp_path / "posts.jsonl").read_bytes()):
        assert find_token(text) == []
    assert b"REDACTED-" in (tmp_path / "posts.jsonl").read_bytes(), "the post that says it was not collected"
    assert [problem.kind for problem in read_problems(kept)] == ["unauthorised"]
