"""``vedette export``: posts as CSV or JSON Lines, redirect chains as tables and graph, captures as WACZ."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from storage.chain_exports import export_chains_csv, export_chains_graph, export_chains_jsonl
from storage.errors import Misuse, VedetteError
from storage.export_wacz import export_wacz
from storage.exports import count_posts, export_csv, export_jsonl
from storage.index import Index
from vedette.options import Case, check_case, size
from vedette.output import progress_bar, say
from vedette.place import Place, opened, place_of


class Format(StrEnum):
    """What can be exported."""

    csv = "csv"
    jsonl = "jsonl"
    wacz = "wacz"
    chains_csv = "chains-csv"
    chains_jsonl = "chains-jsonl"
    chains_graphml = "chains-graphml"


_CHAINS = {
    Format.chains_csv: (export_chains_csv, "hops"),
    Format.chains_jsonl: (export_chains_jsonl, "hops"),
    Format.chains_graphml: (export_chains_graph, "edges"),
}


def export(
    context: typer.Context,
    form: Annotated[
        Format,
        typer.Argument(
            metavar="FORMAT",
            help="csv or jsonl: posts; wacz: captures that replay in a browser; chains-csv or chains-jsonl: "
            "a row for each hop of each followed link; chains-graphml: which account leads where, a graph. "
            "In a CSV a cell that a spreadsheet would run as a formula (begins with = + - @ tab CR) gets a "
            "leading apostrophe.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    case: Case = "",
    defanged: Annotated[
        bool,
        typer.Option("--defanged", help="Of chains: URLs and domains that nobody can click by accident."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write posts or captures to a file, which appears when it is whole."""
    if output.is_dir():
        raise VedetteError(f"{output} is a folder; name a file")
    if output.exists() and not force:
        raise VedetteError(f"{output} is there already; name another file, or say --force to replace it")
    if not output.absolute().parent.is_dir():
        raise VedetteError(f"there is no folder {output.absolute().parent}; make it first")
    if defanged and form not in _CHAINS:
        raise Misuse("--defanged is for chains: chains-csv, chains-jsonl, chains-graphml")
    with opened(context) as index:
        case = check_case(index, case)
        if form is Format.wacz:
            count, what = _write_wacz(index, place_of(context), output, case), "archived records"
        elif form in _CHAINS:
            write, what = _CHAINS[form]
            count = write(index, output, case=case, defanged=defanged)
        else:
            count, what = _write_posts(index, form, output, case), "posts"
    if not count and form is Format.wacz:
        raise VedetteError("nothing was captured yet that fits; `vedette collect` collects")
    say(f"{count} {what} in {output} ({size(output.stat().st_size)})")


def _write_posts(index: Index, form: Format, output: Path, case: str) -> int:
    write = export_csv if form is Format.csv else export_jsonl
    with progress_bar() as progress:
        task = progress.add_task("writing posts", total=count_posts(index, case=case), note="")
        return write(index, output, case=case, told=lambda done: progress.update(task, completed=done))


def _write_wacz(index: Index, place: Place, output: Path, case: str) -> int:
    with progress_bar() as progress:
        task = progress.add_task("copying records", total=None, note="")

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        return export_wacz(index, place.archive, output, case=case, told=told)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)
