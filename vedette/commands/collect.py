"""``vedette collect``: one run now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from crawlers.watching import find_watched
from storage import watchlist
from storage.index import Index
from storage.items import Watched
from vedette.collecting import Wish, collect, print_collected
from vedette.options import AsJson, Case, PlatformKey
from vedette.output import print_json
from vedette.place import opened, place_of

MOST_AT_ONCE = 1_000_000


def collect_now(
    context: typer.Context,
    urls: Annotated[
        list[str] | None, typer.Argument(help="Accounts' URLs; all due accounts if none.")
    ] = None,
    case: Case = "",
    platform: PlatformKey = "",
    full: Annotated[bool, typer.Option("--full", help="Whole histories, not only what is new.")] = False,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Look at known posts again, due or not.")
    ] = False,
    follow: Annotated[
        bool, typer.Option("--links/--no-links", help="Follow the links that posts hold.")
    ] = True,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Crawl processes at once.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Collect the named accounts, or all that are due, once."""
    wish = Wish(full=full, recheck=recheck, links=follow, at_once=jobs)
    with opened(context, make=bool(urls)) as index:
        accounts = _choose(index, urls or [], case=case, platform=platform)
        done = collect(index, place_of(context), accounts, wish)
    if as_json:
        print_json(done)
    else:
        print_collected(done)
    if any(progress.outcome in ("failed", "crashed") for progress in done):
        raise typer.Exit(1)


def _choose(index: Index, urls: list[str], *, case: str, platform: str) -> list[Watched]:
    if not urls:
        due = watchlist.due(index, datetime.now(UTC), MOST_AT_ONCE)
        return [
            entry.watched
            for entry in due
            if (not case or entry.reasons.case == case)
            and (not platform or entry.watched.platform == platform)
        ]
    named = []
    for url in urls:
        watched = find_watched(url, platform=platform)
        entry = watchlist.find_entry(index, watched)
        named.append(entry.watched if entry else watched)
    return named


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("collect")(collect_now)
