"""Reused pictures over a folder of files, each against all earlier ones, by the detector's own functions.

``python -m benchmarks.reuse images DIR -o PAIRS.csv [--most N] [--json]``

The files of DIR and below are taken in the order of their names; PAIRS gets ``id, match_id, kind, score``:
for each file (named by its path in DIR) the earlier ones that show the same, how (as evidence says it) and
the share of what both show that is alike. Plain pictures, which make no flags on their own, and files that
are not read as pictures get no pairs; how many there were is told.

The index is a new SQLite one. Milliseconds are CPU time of this process, reading (decoding, hashes, corners)
and comparing apart; memory is the process's highest resident size.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.picture_stream import find_copies, find_near, keep_keys
from pipelines.pictures import read_picture
from storage.index import Index
from storage.pictures import Pictures, StoredPicture, write_pictures

Row = tuple[str, str, str, float]


@dataclass(kw_only=True)
class Measured:
    """What a run took."""

    files: int = 0
    pictures: int = 0
    plain: int = 0
    unread: int = 0
    pairs: int = 0
    reading_ms: float = 0.0
    comparing_ms: float = 0.0
    ms_a_picture: float = 0.0
    memory_mb: float = 0.0


class Pairing:
    """Files in their order, and which earlier ones each one shows again."""

    def __init__(self, index: Index, measured: Measured) -> None:
        self._index = index
        self._measured = measured
        self._names: dict[str, list[str]] = {}

    def take(self, name: str, data: bytes) -> list[Row]:
        """The pairs of one file."""
        measured = self._measured
        measured.files += 1
        start = time.process_time()
        read = read_picture(data)
        measured.reading_ms += 1000 * (time.process_time() - start)
        if read.problem:
            measured.unread += 1
            return []
        if read.plain:
            measured.plain += 1
            return []
        measured.pictures += 1
        start = time.process_time()
        told = [(name, other, "the same file", 1.0) for other in self._names.get(read.sha256, ())]
        if not told:
            told = list(self._compare(name, read))
        self._names.setdefault(read.sha256, []).append(name)
        measured.comparing_ms += 1000 * (time.process_time() - start)
        measured.pairs += len(told)
        return told

    def _compare(self, name: str, read: StoredPicture) -> Iterator[Row]:
        with self._index.writing() as connection:
            numbers = write_pictures(connection, [read])
            pictures = Pictures(connection)
            near = find_near(pictures, pictures.read(numbers)[numbers[0]])
            for stored, likeness in find_copies(pictures, near):
                for other in self._names[stored.sha256]:
                    yield name, other, likeness.how, likeness.share
            keep_keys(pictures, numbers[0], near)


def run(folder: Path, out: Path, most: int = 0) -> Measured:
    """Pairs of the files in a folder (at most so many, 0: all)."""
    measured = Measured()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as place, out.open("w", newline="", encoding="utf-8") as file:
        index = Index.open(Path(place))
        pairing = Pairing(index, measured)
        writer = csv.writer(file)
        writer.writerow(("id", "match_id", "kind", "score"))
        for path in files[: most or None]:
            writer.writerows(pairing.take(path.relative_to(folder).as_posix(), path.read_bytes()))
        index.close()
    taken = max(1, measured.files)
    measured.reading_ms = round(measured.reading_ms / taken, 2)
    measured.comparing_ms = round(measured.comparing_ms / taken, 2)
    measured.ms_a_picture = round(measured.reading_ms + measured.comparing_ms, 2)
    measured.memory_mb = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1)
    return measured


def main() -> None:
    """Run over the folder that the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("-o", dest="out", metavar="PAIRS.csv", type=Path, required=True)
    parser.add_argument("--most", metavar="N", type=int, default=0, help="take at most so many files")
    parser.add_argument("--json", action="store_true", help="tell figures as JSON")
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is no folder")
    figures = asdict(run(given.folder, given.out, given.most))
    if given.json:
        json.dump(figures, sys.stdout)
        print()
    else:
        for name, value in figures.items():
            print(f"{name:14} {value}")


if __name__ == "__main__":
    main()
