"""``vedette platforms``: the catalogue, derived from what the platforms declare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from crawlers.platform import Platform
from crawlers.platform import platforms as all_platforms
from vedette.output import print_json, print_table


@dataclass(frozen=True, slots=True)
class Row:
    """A platform as the catalogue shows it."""

    key: str
    title: str
    family: str
    example: str
    routes: list[dict[str, str]]
    pace_seconds: float
    expects: str
    broken: str


def _row(platform: Platform) -> Row:
    routes = [
        {"route": route.name, "credential": route.credential, "sees": route.sees} for route in platform.routes
    ]
    return Row(
        platform.key,
        platform.title,
        platform.family,
        platform.example,
        routes,
        platform.pace.seconds,
        platform.expects,
        platform.broken,
    )


def show_platforms(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """The catalogue: routes, credentials, pace and state of every platform."""
    rows = [_row(platform) for platform in all_platforms().values()]
    if as_json:
        print_json(rows)
        return
    print_table(
        f"{len(rows)} platforms",
        ("key", "name", "family", "routes (credential)", "#pace s", "example", "state"),
        (
            (
                row.key,
                row.title,
                row.family,
                ", ".join(
                    route["route"] + (f" ({route['credential']})" if route["credential"] else "")
                    for route in row.routes
                ),
                f"{row.pace_seconds:g}",
                row.example,
                row.broken or "works",
            )
            for row in rows
        ),
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("platforms")(show_platforms)
