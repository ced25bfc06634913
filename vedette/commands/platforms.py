"""``vedette platforms``: the catalogue, derived from what the platforms declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from crawlers.platform import Platform
from crawlers.platform import platforms as all_platforms
from storage.runs import last_successes
from vedette.new_platform import FAMILIES, Facts, write_platform
from vedette.options import local
from vedette.output import print_json, print_table, say
from vedette.place import has_data, opened, place_of


@dataclass(frozen=True, slots=True)
class Row:
    """A platform as the catalogue shows it."""

    key: str
    title: str
    family: str
    example: str
    routes: list[dict[str, str]]
    hosts: tuple[str, ...]
    browser: bool
    pace_seconds: float
    pace_source: str
    expects: str
    notes: str
    broken: str
    last_success: datetime | None


def _row(platform: Platform, last: Mapping[str, datetime]) -> Row:
    return Row(
        key=platform.key,
        title=platform.title,
        family=platform.family,
        example=platform.example,
        routes=[
            {"route": route.name, "credential": route.credential, "sees": route.sees}
            for route in platform.routes
        ],
        hosts=platform.hosts,
        browser=all(route.name == "browser" for route in platform.routes),
        pace_seconds=platform.pace.seconds,
        pace_source=platform.pace.source,
        expects=platform.expects,
        notes=platform.notes,
        broken=platform.broken,
        last_success=last.get(platform.key),
    )


platforms = typer.Typer(help="The catalogue of platforms, and adding one.", invoke_without_command=True)


@platforms.callback()
def show_platforms(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """The catalogue: routes, credentials, pace, state and last success of every platform."""
    if context.invoked_subcommand:
        return
    last: Mapping[str, datetime] = {}
    if has_data(place_of(context)):
        with opened(context) as index:
            last = last_successes(index)
    rows = [_row(platform, last) for platform in all_platforms().values()]
    if as_json:
        print_json(rows)
        return
    print_table(
        f"{len(rows)} platforms",
        ("key", "name", "family", "routes (credential)", "#pace s", "example", "state", "last success (UTC)"),
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
                local(row.last_success),
            )
            for row in rows
        ),
    )
    say("how to get a credential, and what each route can and cannot see: docs/platforms.md")


@platforms.command("new")
def make_new(
    key: Annotated[str, typer.Argument(help="A short name: small letters, digits, _.")],
    family: Annotated[str, typer.Option("--family", help=f"One of: {', '.join(FAMILIES)}.")],
    host: Annotated[str, typer.Option("--host", help="The host, such as social.example.org.")],
    title: Annotated[str, typer.Option("--title", help="Its name for people.")] = "",
) -> None:
    """Write a new platform into this checkout: its file, a case in the sandbox, and a test."""
    for path in write_platform(Facts(key=key, family=family, host=host.strip().lower(), title=title)):
        say(f"wrote {path}")
    say(
        "now: mend the first line and the facts, run `python -m crawlers.catalogue`, then "
        f"`python -m pytest tests/crawlers/platforms/test_{key}.py tests/crawlers/test_uniformity.py`"
    )


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(platforms, name="platforms")
