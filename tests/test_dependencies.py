"""What is imported is declared, what is declared is pinned and explained, and no lock names a registry."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = tuple(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
LOCKS = ("main", "dev", "replay", "bench")


def name_of(requirement: str) -> str:
    """The normalised name (PEP 503) that a requirement begins with."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def read_lock(name: str) -> set[str]:
    """The lines of a lock."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {line for line in text.splitlines() if line and not line.startswith("#")}


def declared() -> set[str]:
    """Names of what the project says it needs to run."""
    return {name_of(requirement) for requirement in PROJECT["project"]["dependencies"]}


def imported(package: str) -> Iterator[str]:
    """Top-level modules that a package's files import."""
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_imported_is_declared(package: str) -> None:
    makers = packages_distributions()
    strange = {
        module
        for module in imported(package)
        if module not in sys.stdlib_module_names
        and module not in PACKAGES
        and not declared() & {name_of(maker) for maker in makers.get(module, ())}
    }
    assert not strange


def test_what_is_declared_is_explained() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")}
    explained = {name for row in rows for name in row.split(", ")}
    assert declared() <= explained


def test_what_is_declared_is_pinned() -> None:
    pinned = {name_of(line) for line in read_lock("main")}
    assert declared() <= pinned


def test_what_runs_is_what_is_checked() -> None:
    assert read_lock("main") <= read_lock("dev")


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_exactly_and_name_no_registry(lock: str) -> None:
    for line in read_lock(lock):
        assert re.fullmatch(r"[a-z0-9.-]+==[0-9a-z.+!]+( ; .+)?", line), line


def test_the_lock_of_the_node_servers_names_no_registry() -> None:
    text = (ROOT / "scripts" / "servers" / "bluesky" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert "registry" not in text
