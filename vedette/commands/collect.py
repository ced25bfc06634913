"""``vedette collect``: one run now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from crawlers.platform import platforms
from storage import watchlist
from storage.errors import Misuse
from storage.items import Watched
from vedette.collecting import Wish, collect, print_collected
from vedette.options import AsJson, Case, PlatformKey
from vedette.output import print_json
from vedette.place import opened, place_of
from vedette.unknown_hosts import Asking, find_account

MOST_AT_ONCE = 1_000_000
ROUTES = ("api", "feed", "page", "browser")
"""Routes that a crawl can go; the fifth, ``import``, is a command of its own."""


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
    route: Annotated[
        str,
        typer.Option(
            "--route",
            help="By this route alone: api, feed, page or browser; else by the best that is open.",
        ),
    ] = "",
    follow: Annotated[
        bool, typer.Option("--links/--no-links", help="Follow the links that posts hold.")
    ] = True,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Crawl processes at once.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Collect the named accounts, or all that are due, once."""
    wish = Wish(full=full, recheck=recheck, route=route, links=follow, at_once=jobs)
    with opened(context, make=bool(urls)) as index:
        accounts = _choose(
            Asking(index=index, place=place_of(context), may_ask=False),
            urls or [],
            case=case,
            platform=platform,
        )
        if route:
            accounts = _keep_reachable(accounts, route, named=bool(urls))
        done = collect(index, place_of(context), accounts, wish)
    if as_json:
        print_json(done)
    else:
        print_collected(done)
    if any(progress.outcome in ("failed", "crashed") for progress in done):
        raise typer.Exit(1)


def _choose(asking: Asking, urls: list[str], *, case: str, platform: str) -> list[Watched]:
    index = asking.index
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
        watched = find_account(url, asking, family=platform)
        entry = watchlist.find_entry(index, watched)
        named.append(entry.watched if entry else watched)
    return named


def _keep_reachable(accounts: list[Watched], route: str, *, named: bool) -> list[Watched]:
    """The accounts whose platform has the route; one that was ``named`` without having it is a mistake."""
    if route not in ROUTES:
        raise Misuse(f"--route takes {', '.join(ROUTES)}, not {route[:20]!r}")
    kept = []
    for watched in accounts:
        routes = [one.name for one in platforms()[watched.platform].routes]
        if route in routes:
            kept.append(watched)
        elif named:
            ways = ", ".join(name for name in routes if name in ROUTES)
            raise Misuse(f"{watched.platform} has no route {route}; it has: {ways}")
    return kept


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("collect")(collect_now)
