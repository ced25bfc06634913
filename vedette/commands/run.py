"""``vedette run``: the service."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from crawlers.network.options import DoorOptions
from schedules.activities import Activities
from schedules.clock import Rhythm, serve
from schedules.dispatch import Dispatcher, Premises
from vedette.output import say
from vedette.place import opened, place_of


def run(
    context: typer.Context,
    tick: Annotated[
        float, typer.Option("--tick", min=0.2, help="Seconds between looks at what is due.")
    ] = 10,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Crawl processes at once.")] = 2,
) -> None:
    """Collect on schedule until stopped; Ctrl-C once finishes what is on the way, twice stops at once."""
    place = place_of(context)
    DoorOptions.from_environment(os.environ, place.data)  # what makes no sense is said now, not at each crawl
    with opened(context, make=True) as index:
        dispatcher = Dispatcher(Premises(data=place.data, database=place.database), at_once=jobs)
        rhythm = Rhythm(tick=tick, detect=max(tick, 1) * 6, follow=max(tick, 1) * 12)
        serve(index, Activities(index, dispatcher, tell=say), rhythm, say)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run")(run)
