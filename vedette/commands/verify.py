"""``vedette verify``: everything again, of the archive, of one WARC or of one WACZ."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from storage.errors import VedetteError
from storage.index import FILE_NAME
from storage.verify import Difference, Progress, verify_archive, verify_file
from storage.verify_index import verify_indexed
from storage.verify_wacz import verify_wacz
from vedette.options import AsJson
from vedette.output import print_json, print_table, progress_bar, say
from vedette.place import opened, place_of

ARCHIVE = "archive"


def verify(
    context: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(help="A WARC or WACZ file, whoever wrote it, or an archive folder; ours if none."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every digest, offset and ledger again; 1 and a list where anything is not as written.

    Notes (a file still being written, a spelling that the standard frowns on) are listed too, and are
    no failure.
    """
    target = path or place_of(context).archive
    if not target.exists():
        raise VedetteError(f"nothing to verify: {target} is not there")
    with progress_bar() as progress:
        task = progress.add_task("verifying", total=None, note="")

        def told(file: str, done: int, size: int) -> None:
            progress.update(task, completed=done, total=size, note=file)

        found = list(_check(target, told))
        place = place_of(context)
        if path is None and (place.database or (place.data / FILE_NAME).is_file()):
            with opened(context) as index:
                found += verify_indexed(index, target)
    faults = [item for item in found if item.severity == "fault"]
    if as_json:
        print_json([_tell(item) for item in found])
    elif found:
        print_table(
            f"{target}: {len(faults)} faults, {len(found) - len(faults)} notes",
            ("severity", "file", "#offset", "kind", "reason"),
            (
                (item.severity, item.file, item.offset if item.offset >= 0 else "", item.kind, item.reason)
                for item in found
            ),
        )
    else:
        say(f"{target}: everything is as it was written")
    if faults:
        raise typer.Exit(1)


def _check(target: Path, told: Progress) -> Iterator[Difference]:
    if target.is_dir():
        inner = target / ARCHIVE
        return verify_archive(inner if inner.is_dir() else target, told)
    if target.suffix.lower() == ".wacz" or zipfile.is_zipfile(target):
        return verify_wacz(target, told)
    return verify_file(target, told)


def _tell(item: Difference) -> dict[str, object]:
    return {
        "file": item.file,
        "offset": item.offset,
        "kind": item.kind,
        "reason": item.reason,
        "severity": item.severity,
    }


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify")(verify)
