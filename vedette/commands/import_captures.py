"""``vedette import``: captures that somebody else made, through the same readers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawlers.watching import find_watched
from pipelines.detector import catch_up
from schedules.importing import Imported, import_file
from storage.search_upkeep import catch_up_search
from vedette.options import AsJson
from vedette.output import print_json, print_table, progress_bar, say, warn
from vedette.place import opened, place_of


def import_captures(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="WARC, WACZ or HAR files.")],
    as_url: Annotated[
        str, typer.Option("--as", help="The account they show, where their addresses do not tell.")
    ] = "",
    platform: Annotated[str, typer.Option("--platform", help="With --as: what the URL is.")] = "",
    as_json: AsJson = False,
) -> None:
    """Archive, read and index what a person recorded in a browser of their own."""
    watched = find_watched(as_url, platform=platform) if as_url else None
    place = place_of(context)
    done: list[Imported] = []
    with opened(context, make=True) as index, progress_bar() as progress:
        for path in paths:
            task = progress.add_task(path.name, total=None, note="")
            found = import_file(
                path,
                place.data,
                index,
                watched=watched,
                told=lambda count, task=task: progress.update(task, completed=count),  # type: ignore[misc]
            )
            progress.update(task, total=found.responses, completed=found.responses)
            done.append(found)
        task = progress.add_task("full text and detectors", total=None, note="")
        while catch_up_search(index):
            pass
        catch_up(index, archive=place.archive)
    if as_json:
        print_json(done)
        return
    print_table(
        "imported",
        ("file", "#responses", "#read", "#posts", "#accounts", "problems", "#no reader", "#no account"),
        (
            (
                one.file,
                one.responses,
                one.read,
                one.posts,
                one.accounts,
                ", ".join(f"{count} {kind}" for kind, count in sorted(one.problems.items())),
                one.unwanted,
                one.unnamed,
            )
            for one in done
        ),
    )
    for one in done:
        for line in one.damaged[:20]:
            warn(f"damaged: {line}")
    if any(one.unnamed for one in done):
        say("name the account with --as URL to read the responses that do not tell whose they are")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_captures)
