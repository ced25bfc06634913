"""``vedette rebuild``: the index again from the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from storage.clearing import clear_evidence

from pipelines.detector import catch_up
from schedules.reread import rebuild
from storage.compare import compare
from storage.errors import VedetteError
from storage.index import Index
from storage.search_upkeep import catch_up_search
from vedette.options import AsJson
from vedette.output import print_json, progress_bar, say
from vedette.place import opened, place_of


def rebuild_index(
    context: typer.Context,
    into: Annotated[
        Path | None,
        typer.Option("--into", help="Make the index in this empty folder, and leave ours as it is."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="With --into: compare the two; 1 where they differ.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the index again from the archive; watchlist, cases and verdicts are kept."""
    place = place_of(context)
    if not place.archive.is_dir():
        raise VedetteError(f"there is no archive in {place.data}; collect something first")
    if into is None:
        with opened(context) as index:
            clear_evidence(index)
            records = _rebuild(index, place.archive)
        _tell({"records": records}, as_json)
        return
    if into.exists() and any(into.iterdir()):
        raise VedetteError(f"{into} is not empty; name a new folder")
    into.mkdir(parents=True, exist_ok=True)
    made = Index.open(into)
    try:
        records = _rebuild(made, place.archive)
        differences: list[str] = []
        if check:
            with opened(context) as index:
                differences = [str(line) for line in compare(index, made)]
    finally:
        made.close()
    _tell({"records": records, "differences": differences}, as_json)
    if differences:
        raise typer.Exit(1)


def _rebuild(index: Index, archive: Path) -> int:
    with progress_bar() as progress:
        task = progress.add_task("rereading the archive", total=None, note="")
        records = rebuild(index, archive, lambda done: progress.update(task, completed=done))
        task = progress.add_task("full text and detectors", total=None, note="")
        while catch_up_search(index):
            pass
        catch_up(index)
    return records


def _tell(result: dict[str, object], as_json: bool) -> None:
    if as_json:
        print_json(result)
        return
    say(f"the index was made again from {result['records']} archived records")
    differences = result.get("differences")
    if isinstance(differences, list):
        for line in differences[:20]:
            say(line)
        say(
            f"{len(differences)} differences between the two indexes"
            if differences
            else "both indexes are equal"
        )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rebuild")(rebuild_index)
