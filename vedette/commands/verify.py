"""``vedette verify``: everything again, of the archive or of one WACZ."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from storage.verify_wacz import verify_wacz

from storage.errors import VedetteError
from storage.verify import verify_archive
from vedette.options import AsJson
from vedette.output import print_json, print_table, progress_bar, say
from vedette.place import place_of


def verify(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="A WACZ file or archive folder; this data folder's if none.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every digest, offset and ledger again; 1 and a list where anything differs."""
    target = path or place_of(context).archive
    if not target.exists():
        raise VedetteError(f"nothing to verify: {target} is not there")
    with progress_bar() as progress:
        task = progress.add_task("verifying", total=None, note="")
        told = lambda done, total: progress.update(task, completed=done, total=total)  # noqa: E731
        found = list(verify_archive(target, told) if target.is_dir() else verify_wacz(target))
    if as_json:
        print_json(found)
    elif found:
        print_table(
            f"{len(found)} differences in {target}",
            ("file", "#offset", "kind", "reason"),
            ((item.file, item.offset, item.kind, item.reason) for item in found),
        )
    else:
        say(f"{target}: everything is as it was written")
    if found:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify")(verify)
