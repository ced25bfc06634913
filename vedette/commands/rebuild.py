"""``vedette rebuild``: the index again from the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.detector import catch_up
from schedules.reread import rebuild
from storage.clearing import clear_evidence, restore_schedules
from storage.compare import count_differences, find_differences
from storage.errors import Misuse, VedetteError
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
    if check and into is None:
        raise Misuse("--check compares ours with the one made --into another folder; name one")
    if not place.archive.is_dir():
        raise VedetteError(f"there is no archive in {place.data}; collect something first")
    if into is None:
        with opened(context) as index:
            kept = clear_evidence(index)
            records = _rebuild(index, place.archive)
            restore_schedules(index, kept)
        _tell({"records": records}, as_json)
        return
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise VedetteError(f"{into} is not an empty folder; name a new one")
    into.mkdir(parents=True, exist_ok=True)
    made = Index.open(into)
    try:
        result: dict[str, object] = {"records": _rebuild(made, place.archive)}
        differences: tuple[tuple[object, ...], ...] = ()
        if check:
            with opened(context) as index:
                differences = find_differences(index, made)
            result["differences"] = count_differences(differences)
    finally:
        made.close()
    _tell(result, as_json)
    if differences:
        raise typer.Exit(1)


def _rebuild(index: Index, archive: Path) -> int:
    with progress_bar() as progress:
        task = progress.add_task("rereading the archive", total=None, note="")
        records = rebuild(index, archive, lambda done: progress.update(task, completed=done))
        task = progress.add_task("full text and detectors", total=None, note="")
        while catch_up_search(index):
            pass
        catch_up(index, archive=archive)
    return records


def _tell(result: dict[str, object], as_json: bool) -> None:
    if as_json:
        print_json(result)
        return
    say(f"the index was made again from {result['records']} archived records")
    differences = result.get("differences")
    if not isinstance(differences, dict):
        return
    if not differences:
        say("both indexes are equal")
    for table, (missing, extra) in differences.items():
        say(f"{table}: {missing} rows only in ours, {extra} rows only in the one made again")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rebuild")(rebuild_index)
