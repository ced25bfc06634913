"""An archived crawl beside others, in one run: ``python -m benchmarks.crawling [--rounds 3] [--pages 2200]``.

The same pages of a local nginx over plain HTTP, 32 at once, by each subject in a process of its own:

- ``ours``: the crawl as ``vedette collect`` runs it: guard, recorder, WARC with requests and sha256,
  reader, index;
- ``scrapy``: bare Scrapy with its defaults, no archive, a callback that yields nothing;
- ``wget``: ``wget --warc-file``, which asks for one page after another;
- ``warcprox``: an aiohttp client through warcprox.

The subjects take turns in each round. CPU is user and system of the whole process tree (nginx is
outside). ``whole`` figures count everything from the start of the process to its end, ``net`` ones have the
same subject's figures for a single page subtracted, so that starting up does not count. Ratios are taken
within a round, and their median is reported. Every archive is checked: ``warcio check``, and how many pages
are in it; ours must hold each of them, and its index too.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crawl_checks import check_ours, check_warcs
from benchmarks.crawl_origin import serve, write_pages
from storage.index import Index

AT_ONCE = 32
HOSTS = ("one.example", "two.example")
"""Ours asks two hosts, as no host is asked more than 16 things at once; both are the one nginx."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a subject has to do: ``paths`` of the origin at ``port``, in ``folder``."""

    paths: Sequence[str]
    port: int
    folder: Path

    def write_urls(self, hosts: Sequence[str] = ()) -> tuple[Path, list[str]]:
        """The URLs, in turn on each of ``hosts`` (else on the origin), and a file of them."""
        names = hosts or (f"127.0.0.1:{self.port}",)
        urls = [f"http://{names[at % len(names)]}/{path}" for at, path in enumerate(self.paths)]
        file = self.folder / "urls.txt"
        file.write_text("\n".join(urls) + "\n")
        return file, urls


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of CPU, bytes of WARC, pages that it should hold and does not."""

    wall: float
    cpu: float
    size: int = 0
    lost: int = 0


def crawl_ours(errand: Errand) -> Cost:
    """The project's own crawl, into a data folder made before, as by ``vedette watch add``."""
    Index.open(errand.folder).close()
    file, urls = errand.write_urls(HOSTS)
    environment = {"VEDETTE_CONNECT_TO": f"127.0.0.1:{errand.port}", "VEDETTE_PACE": "0"}
    command = [sys.executable, "-m", "benchmarks.crawl_ours", str(file), str(errand.folder)]
    cost = measure(command, errand, environment)
    return Cost(cost.wall, cost.cpu, check_ours(errand.folder, urls).size)


def crawl_scrapy(errand: Errand) -> Cost:
    """Scrapy without an archive."""
    file, _ = errand.write_urls()
    return measure([sys.executable, "-m", "benchmarks.crawl_scrapy", str(file), str(AT_ONCE)], errand)


def crawl_wget(errand: Errand) -> Cost:
    """wget, which prints nothing to count."""
    file, urls = errand.write_urls()
    options = ["--no-verbose", f"--input-file={file}", f"--warc-file={errand.folder / 'wget'}"]
    cost = measure(["wget", *options, "--output-document=/dev/null"], errand, counts=False)
    return _weigh(cost, [errand.folder / "wget.warc.gz"], urls)


def crawl_warcprox(errand: Errand) -> Cost:
    """warcprox and its client."""
    file, urls = errand.write_urls()
    command = [sys.executable, "-m", "benchmarks.crawl_warcprox", str(file), str(errand.folder), str(AT_ONCE)]
    cost = measure(command, errand)
    return _weigh(cost, sorted((errand.folder / "warcs").glob("*.warc.gz")), urls)


def _weigh(cost: Cost, warcs: list[Path], urls: list[str]) -> Cost:
    archived = check_warcs(warcs)
    return Cost(cost.wall, cost.cpu, archived.size, len(set(urls) - set(archived.urls.values())))


SUBJECTS: dict[str, Callable[[Errand], Cost]] = {
    "ours": crawl_ours,
    "scrapy": crawl_scrapy,
    "wget": crawl_wget,
    "warcprox": crawl_warcprox,
}


def measure(
    command: list[str], errand: Errand, environment: dict[str, str] | None = None, *, counts: bool = True
) -> Cost:
    """What ``command`` and all its children took. Raises ``SystemExit`` if not every page came."""
    log = errand.folder / "log.txt"
    with log.open("wb") as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, env={**os.environ, **(environment or {})}
        )
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or (counts and int(said) != len(errand.paths)):
        tail = log.read_text(errors="replace")[-1500:]
        raise SystemExit(f"{command[:3]} ended with {process.returncode}, printed {said!r}:\n{tail}")
    return Cost(wall, used.ru_utime + used.ru_stime)


def run_rounds(pages: int, rounds: int, names: Sequence[str]) -> dict[str, list[tuple[Cost, Cost]]]:
    """Per subject and round: the cost of all pages and the cost of one."""
    costs: dict[str, list[tuple[Cost, Cost]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as place:
        origin = Path(place)
        paths = write_pages(origin, pages)
        with serve(origin) as port:
            for number in range(rounds):
                for name in names:
                    pair = []
                    for part in (paths, paths[:1]):
                        with tempfile.TemporaryDirectory() as folder:
                            errand = Errand(paths=part, port=port, folder=Path(folder))
                            pair.append(SUBJECTS[name](errand))
                    costs[name].append((pair[0], pair[1]))
                    whole = pair[0]
                    print(
                        f"round {number + 1} {name}: {whole.wall:.2f} s, CPU {whole.cpu:.2f} s",
                        file=sys.stderr,
                    )
    return costs


def summarise(costs: dict[str, list[tuple[Cost, Cost]]], pages: int) -> dict[str, object]:
    """Medians per subject, and of the paired ratios of ours to each other subject."""
    rows: dict[str, object] = {}
    ratios: dict[str, object] = {}
    for name, found in costs.items():
        rows[name] = {
            "pages_per_second": _median([(pages - 1) / (full.wall - one.wall) for full, one in found], 0),
            "cpu_s_per_1000": _median([1000 * (full.cpu - one.cpu) / (pages - 1) for full, one in found], 3),
            "whole_pages_per_second": _median([pages / full.wall for full, _ in found], 0),
            "whole_cpu_s": _median([full.cpu for full, _ in found], 2),
            "start_cpu_s": _median([one.cpu for _, one in found], 2),
            "warc_mb": round(found[0][0].size / 1e6, 1),
            "pages_lost": sum(full.lost for full, _ in found),
        }
        if name == "ours" or "ours" not in costs:
            continue
        paired = list(zip(costs["ours"], found, strict=True))
        ratios[name] = {
            "rate": _spread([_net(other).wall / _net(ours).wall for ours, other in paired]),
            "cpu": _spread([_net(ours).cpu / _net(other).cpu for ours, other in paired]),
            "whole_rate": _spread([other[0].wall / ours[0].wall for ours, other in paired]),
            "whole_cpu": _spread([ours[0].cpu / other[0].cpu for ours, other in paired]),
        }
    return {"pages": pages, "subjects": rows, "ours_to": ratios}


def _net(pair: tuple[Cost, Cost]) -> Cost:
    return Cost(pair[0].wall - pair[1].wall, pair[0].cpu - pair[1].cpu)


def _median(found: list[float], digits: int) -> float:
    return round(statistics.median(found), digits)


def _spread(found: list[float]) -> list[float]:
    """Median, least and most."""
    return [_median(found, 2), round(min(found), 2), round(max(found), 2)]


def print_table(title: str, rows: object) -> None:
    """One line a subject, its figures in columns."""
    assert isinstance(rows, dict)
    columns = list(next(iter(rows.values()), {}))
    print(f"{title:12}" + "".join(f"{column:>24}" for column in columns))
    for name, row in rows.items():
        texts = [f"{v[0]} ({v[1]}-{v[2]})" if isinstance(v, list) else str(v) for v in row.values()]
        print(f"{name:12}" + "".join(f"{text:>24}" for text in texts))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pages", type=int, default=2200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--subjects", nargs="+", choices=list(SUBJECTS), default=list(SUBJECTS))
    options = parser.parse_args()
    found = summarise(run_rounds(options.pages, options.rounds, options.subjects), options.pages)
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        print()
        return
    print_table("subject", found["subjects"])
    print_table("ours to", found["ours_to"])


if __name__ == "__main__":
    main()
