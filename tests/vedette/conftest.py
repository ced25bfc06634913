"""Running the command line in this process, as a person would from a shell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from storage.index import Index
from tests.databases import copy_sqlite
from tests.vedette import scene
from vedette.sandbox_process import Sandbox, run_sandbox


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document on standard output of a command that ended well."""
        assert (self.code, self.err) == (0, ""), self.err
        return json.loads(self.out)

    def refusal(self) -> str:
        """The one line that says why not."""
        assert self.out == ""
        (line,) = self.err.splitlines()
        assert line.startswith("vedette: ")
        return line


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls ``vedette`` with arguments."""
    monkeypatch.delenv("VEDETTE_DATA", raising=False)
    monkeypatch.delenv("VEDETTE_DATABASE", raising=False)

    def call(*arguments: object) -> Outcome:
        from vedette.cli import app, main

        app.registered_commands.clear()  # main adds them, once in the life of a process
        app.registered_groups.clear()
        monkeypatch.setattr("sys.argv", ["vedette", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        code = stop.value.code
        said = capsys.readouterr()
        return Outcome(code if isinstance(code, int) else 0, said.out, said.err)

    return call


@pytest.fixture
def desk(index: Index, tmp_path: Path, run: Run) -> Run:
    """``vedette`` on the filled index of each database."""
    scene.fill(index)
    places: list[object] = ["--data", tmp_path]
    if index.engine.dialect.name == "postgresql":
        places += ["--database", index.engine.url.render_as_string(hide_password=False)]
    return lambda *arguments: run(*places, *arguments)


@pytest.fixture(scope="session")
def filled_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the filled index, made once."""
    folder = tmp_path_factory.mktemp("filled-template")
    index = Index.open(folder)
    scene.fill(index)
    index.close()
    return folder


@pytest.fixture
def filled_index(filled_template: Path, tmp_path: Path) -> Iterator[Index]:
    """The filled index in a data folder."""
    index = copy_sqlite(filled_template, tmp_path)
    yield index
    index.close()


@pytest.fixture
def sqlite_desk(filled_index: Index, tmp_path: Path, run: Run) -> Run:
    """``vedette`` on the filled index in a data folder."""
    return lambda *arguments: run("--data", tmp_path, *arguments)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The played world, served, in its first phase."""
    with run_sandbox(tmp_path_factory.mktemp("sandbox"), 7) as playing:
        yield playing


@pytest.fixture
def online(sandbox: Sandbox, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``vedette`` on an empty folder, with the played world for the internet."""
    for name, value in sandbox.environment.items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: run("--data", tmp_path, *arguments)
