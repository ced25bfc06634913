"""How results reach people and programs: tables and lines on one side, JSON on the other."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

import orjson
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: object) -> str:
    """Text of a stranger made safe for a terminal: escape sequences and bidi controls made visible."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", str(text))


def shorten(text: str, length: int = 80) -> str:
    """One line of at most ``length`` characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= length else line[: length - 1] + "…"


def plain(value: object) -> Any:
    """A JSON-ready form of what the queries return."""
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def print_json(value: object) -> None:
    """One JSON document on standard output, keys sorted, times in ISO 8601 UTC."""
    if isinstance(value, (list, tuple)):
        value = [plain(item) for item in value]
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z
    sys.stdout.buffer.write(orjson.dumps(plain(value), option=options, default=str) + b"\n")
    sys.stdout.buffer.flush()


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people; cells are cleaned, never read as markup."""
    table = Table(title=title or None, title_justify="left", show_edge=False, pad_edge=False, expand=False)
    for column in columns:
        numeric = column.startswith("#")
        table.add_column(column.lstrip("#"), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(cell) for cell in row))
    out.print(table)


def _cell(value: object) -> Any:
    from rich.text import Text

    return Text(clean("" if value is None else value))


def say(line: str) -> None:
    """A line for people on standard output, taken literally."""
    out.print(line, markup=False, soft_wrap=True)


def warn(line: str) -> None:
    """A line for people on standard error, taken literally."""
    err.print(line, markup=False, soft_wrap=True)


def progress_bar() -> Progress:
    """A progress bar on standard error; silent where that is no terminal."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
        console=err,
        disable=not err.is_terminal,
        transient=True,
    )
