"""Every command explains itself, lists as JSON, and refuses in one line."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import vedette.commands
from tests.vedette.conftest import Run

LISTING = (
    *(
        "collect",
        "flags",
        "flags show",
        "links",
        "lookup",
        "platforms",
        "rebuild",
        "search",
        "show",
        "status",
    ),
    *("verify", "watch import", "watch list"),
)
READING = (
    *(("flags",), ("flags", "show", "1"), ("links",), ("lookup", "x"), ("search", "x"), ("show", "x")),
    *(("status",), ("watch", "list"), ("watch", "remove", "https://gab.com/a"), ("rebuild",)),
    *(("export", "csv", "-o", "x.csv"), ("collect",)),
)


def walk_commands() -> Iterator[tuple[str, Any]]:
    app = typer.Typer()
    for found in pkgutil.iter_modules(vedette.commands.__path__):
        importlib.import_module(f"vedette.commands.{found.name}").register(app)
    root: Any = typer.main.get_command(app)
    for name, command in root.commands.items():
        yield name, command
        for inner, below in getattr(command, "commands", {}).items():
            yield f"{name} {inner}", below


COMMANDS = dict(walk_commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    assert COMMANDS[name].help
    for parameter in COMMANDS[name].params:
        assert parameter.name == "help" or parameter.help, f"{name}: {parameter.name}"


def test_the_help_page_has_them_all(run: Run) -> None:
    page = run("--help")
    assert page.code == 0
    for name in COMMANDS:
        assert f"│ {name.split()[0]} " in page.out


@pytest.mark.parametrize("name", LISTING)
def test_what_lists_lists_as_json(name: str) -> None:
    assert "--json" in {spelling for each in COMMANDS[name].params for spelling in each.opts}


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_before_there_is_data_it_says_how_to_begin(
    tmp_path: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    found = run("--data", tmp_path / "none", *arguments)
    assert found.code == 1
    line = found.refusal()
    assert "vedette watch add" in line or "collect something first" in line
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("show", "--nonsense"), ("links", "--limit", "many")], ids=" ".join
)
def test_misuse_is_one_line(tmp_path: Path, run: Run, arguments: tuple[str, ...]) -> None:
    found = run("--data", tmp_path, *arguments)
    assert found.code == 2
    assert "vedette --help" in found.refusal()
