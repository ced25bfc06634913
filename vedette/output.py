"""How results reach people and programs: tables and lines on one side, JSON on the other."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any, Literal

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
from rich.text import Text
from rich.tree import Tree

WIDTH_OF_A_FILE = 200
"""Columns where standard output is no terminal: rows are not broken more than they must be."""
LONGEST_LINE = 1 << 20

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


_WHOLE = frozenset({"id", "account", "platform"})


def clean(text: object) -> str:
    """Text of a stranger made safe for a terminal: control characters, bidi controls and characters
    of no width made visible (joiners aside, which emoji and Persian need)."""
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
    """A table for people; cells are cleaned, never read as markup. A column ``id`` is never broken."""
    table = Table(title=title or None, title_justify="left", show_edge=False, pad_edge=False, expand=False)
    for column in columns:
        justify: Literal["left", "right"] = "right" if column.startswith("#") else "left"
        table.add_column(column.lstrip("#"), justify=justify, overflow="fold", no_wrap=column in _WHOLE)
    for row in rows:
        table.add_row(*(_cell(cell) for cell in row))
    console = out if out.is_terminal else Console(highlight=False, width=WIDTH_OF_A_FILE)
    console.print(table)


def print_facts(facts: Iterable[tuple[str, object]]) -> None:
    """Lines of name and value; those without a value are left out."""
    for name, value in facts:
        if value not in ("", None, (), [], {}):
            say(f"{name + ':':<14} {value}")


def print_tree(tree: Tree) -> None:
    """A tree for people, one line a node: long lines are broken by the terminal, so they can be copied."""
    Console(highlight=False, width=LONGEST_LINE).print(tree, soft_wrap=True)


def make_tree(line: str) -> Tree:
    """A tree whose root, like all that is added by ``add_line``, is cleaned and never read as markup."""
    return Tree(_cell(line))


def add_line(tree: Tree, line: str) -> Tree:
    """A node below ``tree``."""
    return tree.add(_cell(line))


def _cell(value: object) -> Text:
    return value if isinstance(value, Text) else Text(clean("" if value is None else value))


def say(line: str) -> None:
    """A line for people on standard output, cleaned and taken literally."""
    out.print(clean(line), markup=False, soft_wrap=True)


def warn(line: str) -> None:
    """A line for people on standard error, cleaned and taken literally."""
    err.print(clean(line), markup=False, soft_wrap=True)


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
