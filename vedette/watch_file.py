"""Reading a file of accounts to watch: CSV with a header, a published indicator list, or plain URLs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.errors import Misuse

URL_COLUMNS = ("url", "indicator", "indicator_value", "account", "link")
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of such a file: its number (from 1), the URL as given, what it is, and what is said of it."""

    number: int
    url: str
    case: str = ""
    note: str = ""
    platform: str = ""


def read_watch_file(path: Path) -> tuple[Line, ...]:
    """Every line that names something to watch.

    A CSV is told by a header with one of the columns url, indicator, indicator_value; blanks around
    header names are ignored. Anything else is read as one URL a line, ``#`` begins a comment.

    Raises:
        Misuse: the file cannot be read, is no text, or holds nothing.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Misuse(f"{path} is larger than {MOST_BYTES >> 20} MiB; split it")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Misuse(f"cannot read {path}: {error.strerror}; name a CSV or text file") from error
    except UnicodeDecodeError as error:
        raise Misuse(f"{path} is not UTF-8 text; save it as CSV in UTF-8") from error
    lines = tuple(_rows(text))
    if not lines:
        raise Misuse(f"{path} names nothing to watch; give a CSV with a column url, or one URL a line")
    return lines


def _rows(text: str) -> Iterator[Line]:
    first = text.split("\n", 1)[0]
    names = [name.strip().lower() for name in next(csv.reader([first]), [])]
    column = next((names.index(name) for name in URL_COLUMNS if name in names), None)
    if column is None:
        for number, raw in enumerate(text.splitlines(), start=1):
            url = raw.split(" #", 1)[0].strip()
            if url and not url.startswith("#"):
                yield Line(number, url)
        return
    reader = csv.reader(io.StringIO(text))
    next(reader)
    for row in reader:
        if len(row) > column and row[column].strip():
            named = dict(zip(names, (cell.strip() for cell in row), strict=False))
            note = (
                named.get("note") or named.get("notes") or named.get("comment") or named.get("comments") or ""
            )
            yield Line(
                number=reader.line_num,
                url=row[column].strip(),
                case=named.get("case", ""),
                note=note,
                platform=named.get("platform", ""),
            )
