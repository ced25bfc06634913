"""WARC writing beside warcio, in one run: ``python -m benchmarks.warc_writing [--json]``.

The same pairs of response and request (22 KB JSON, 58 KB HTML, 154 KB JPEG-like noise, which makes
some 30 % of the bytes) are written into a file by each subject:

- ``warcio``: its own writer with ``gzip=True``, which digests with sha1;
- ``warcio_sha256``: the same with sha256, the digest that the archive writes;
- ``records``: the archive's records, built, compressed and written, as warcio does and no more;
- ``archive``: the archive's writer with its ledger, the file's own sha256, and fsync after every
  hundred pairs.

CPU seconds of this process, user and system, the subjects taken in turn in each round; ratios are
taken within a round, and their median is reported.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from storage.archive_writer import ArchiveWriter
from storage.warc import (
    REQUEST_TYPE,
    RESPONSE_TYPE,
    Draft,
    Frame,
    build_record,
    compress_record,
    make_record_id,
)

_MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Exchange(NamedTuple):
    """One request and its answer."""

    url: str
    request_headers: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Sha256Writer(WARCWriter):  # type: ignore[misc]
    """warcio's writer with sha256 digests."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def make_exchanges(count: int, seed: int = 7) -> list[Exchange]:
    """``count`` exchanges: of eleven five JSON, five HTML, one picture, in a shuffled order."""
    dice = random.Random(seed)
    words = ["".join(dice.choices("etaoinshrdlucmfwypvbgkjqxz", k=dice.randint(2, 11))) for _ in range(6000)]
    makers = ([_make_json] * 5 + [_make_html] * 5 + [_make_picture]) * (count // 11 + 1)
    dice.shuffle(makers)
    return [make(dice, words, number) for number, make in enumerate(makers[:count])]


def _say(dice: random.Random, words: list[str], least: int, most: int) -> str:
    """Words with a natural frequency: the few common ones again and again (Zipf)."""
    count = dice.randint(least, most)
    return " ".join(words[int(len(words) ** dice.random()) - 1] for _ in range(count))


def _make_json(dice: random.Random, words: list[str], number: int) -> Exchange:
    posts: list[dict[str, object]] = []
    while len(posts) < 34:
        text = _say(dice, words, 20, 60)
        author = {"id": str(dice.getrandbits(60)), "username": dice.choice(words)}
        posts.append(
            {
                "id": str(dice.getrandbits(60)),
                "created_at": f"2026-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}T09:17:22.000Z",
                "content": f"<p>{text}</p>",
                "account": author,
                "url": f"https://social.example/@{author['username']}/{dice.getrandbits(60)}",
                "reblogs_count": dice.getrandbits(8),
                "media": [{"id": str(dice.getrandbits(60)), "blurhash": f"{dice.getrandbits(128):032x}"}],
            }
        )
    body = json.dumps(posts).encode()
    return _exchange(f"api/v1/timelines/{number}", "application/json; charset=utf-8", body)


def _make_html(dice: random.Random, words: list[str], number: int) -> Exchange:
    parts = ["<!doctype html><html><head><title>", *dice.choices(words, k=6), "</title></head><body>"]
    size = 0
    while size < 58_000:
        author = dice.choice(words)
        part = (
            f'<article class="post card shadow-sm" id="p{dice.getrandbits(40)}">\n'
            f'  <header><a class="author" rel="author" href="/u/{author}">{author}</a></header>\n'
            f'  <p class="content" dir="auto">{_say(dice, words, 20, 60)}</p>\n</article>\n'
        )
        parts.append(part)
        size += len(part)
    return _exchange(f"page/{number}.html", "text/html; charset=utf-8", "".join(parts).encode())


def _make_picture(dice: random.Random, words: list[str], number: int) -> Exchange:
    return _exchange(f"media/{number}.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + dice.randbytes(154_000))


def _exchange(path: str, media_type: str, body: bytes) -> Exchange:
    request_headers = (
        ("Host", "social.example"),
        ("User-Agent", "benchmark/1.0"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip, br, zstd"),
    )
    headers = (
        ("Server", "nginx"),
        ("Date", "Fri, 02 Jan 2026 03:04:05 GMT"),
        ("Content-Type", media_type),
        ("Content-Length", str(len(body))),
        ("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("Connection", "keep-alive"),
        ("ETag", f'"{len(body):x}-{len(path):x}"'),
    )
    return Exchange(f"https://social.example/{path}", request_headers, headers, body)


def write_with_warcio(
    exchanges: list[Exchange], folder: Path, writer_type: Callable[..., WARCWriter] = WARCWriter
) -> int:
    """Write with warcio as its documentation shows; the file's size in bytes."""
    path = folder / "warcio.warc.gz"
    with path.open("wb") as file:
        writer = writer_type(file, gzip=True, warc_version="1.1")
        for exchange in exchanges:
            answer = writer.create_warc_record(
                exchange.url,
                "response",
                payload=BytesIO(exchange.body),
                length=len(exchange.body),
                http_headers=StatusAndHeaders("200 OK", list(exchange.headers), protocol="HTTP/1.1"),
            )
            path_part = exchange.url.removeprefix("https://social.example")
            request = writer.create_warc_record(
                exchange.url,
                "request",
                http_headers=StatusAndHeaders(
                    f"GET {path_part} HTTP/1.1", list(exchange.request_headers), is_http_request=True
                ),
            )
            writer.write_request_response_pair(request, answer)
    return path.stat().st_size


def write_records(exchanges: list[Exchange], folder: Path) -> int:
    """Build, compress and write the archive's records, without ledger; the file's size in bytes."""
    path = folder / "records.warc.gz"
    warcinfo_id = make_record_id()
    with path.open("wb") as file:
        for exchange in exchanges:
            ids = (make_record_id(), make_record_id())
            for draft, own, other in zip(draft_pair(exchange), ids, reversed(ids), strict=True):
                built = build_record(draft, Frame(own, draft.date, warcinfo_id, (other,)))
                file.write(compress_record(built.data))
    return path.stat().st_size


def write_archive(exchanges: list[Exchange], folder: Path) -> int:
    """Write with the archive's writer, closed and sealed at the end; the WARC file's size in bytes."""
    with ArchiveWriter(folder, name="ours") as writer:
        for number, exchange in enumerate(exchanges):
            writer.append(draft_pair(exchange))
            if number % 100 == 99:
                writer.sync()
    return sum(path.stat().st_size for path in folder.glob("ours-*.warc.gz"))


def draft_pair(exchange: Exchange) -> tuple[Draft, Draft]:
    """The response and the request."""
    path_part = exchange.url.removeprefix("https://social.example")
    answer = Draft(
        type="response",
        target_uri=exchange.url,
        date=_MOMENT,
        content_type=RESPONSE_TYPE,
        head=_format_head("HTTP/1.1 200 OK", exchange.headers),
        payload=exchange.body,
    )
    request = Draft(
        type="request",
        target_uri=exchange.url,
        date=_MOMENT,
        content_type=REQUEST_TYPE,
        head=_format_head(f"GET {path_part} HTTP/1.1", exchange.request_headers),
        payload=b"",
    )
    return answer, request


def _format_head(line: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    lines = [line, *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


SUBJECTS: dict[str, Callable[[list[Exchange], Path], int]] = {
    "warcio": write_with_warcio,
    "warcio_sha256": lambda exchanges, folder: write_with_warcio(exchanges, folder, Sha256Writer),
    "records": write_records,
    "archive": write_archive,
}


def measure(pairs: int, rounds: int) -> dict[str, object]:
    """MB/s of body bytes by CPU time, bytes written, and the ratios to warcio."""
    exchanges = make_exchanges(pairs)
    megabytes = sum(len(exchange.body) for exchange in exchanges) / 1e6
    rates: dict[str, list[float]] = {name: [] for name in SUBJECTS}
    sizes: dict[str, int] = {}
    for _ in range(rounds):
        for name, write in SUBJECTS.items():
            with tempfile.TemporaryDirectory() as folder:
                begin = time.process_time()
                sizes[name] = write(exchanges, Path(folder))
                rates[name].append(megabytes / (time.process_time() - begin))
    paired = {
        name: [ours / theirs for ours, theirs in zip(rates[name], rates["warcio"], strict=True)]
        for name in ("records", "archive")
    }
    return {
        "megabytes": round(megabytes, 1),
        "pairs": pairs,
        "rounds": rounds,
        "megabytes_per_cpu_second": {name: _median(found, 1) for name, found in rates.items()},
        "bytes": sizes,
        "ratio_rate": {name: _median(found, 2) for name, found in paired.items()},
        "ratio_rate_range": {
            name: [round(min(found), 2), round(max(found), 2)] for name, found in paired.items()
        },
        "ratio_bytes": {name: round(sizes[name] / sizes["warcio"], 4) for name in paired},
    }


def _median(found: list[float], digits: int) -> float:
    return round(statistics.median(found), digits)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pairs", type=int, default=440)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    found = measure(options.pairs, options.rounds)
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        print()
        return
    for name, value in found.items():
        print(f"{name:26} {value}")


if __name__ == "__main__":
    main()
