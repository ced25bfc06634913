"""``vedette links``: redirect chains and landing sites."""

from __future__ import annotations

from typing import Annotated

import typer

from storage.link_findings import count_unfollowed, list_links, list_sites
from vedette.chain_trees import grow_link
from vedette.options import AsJson, Case, Limit, Raw, check_case
from vedette.output import print_json, print_table, print_tree, say
from vedette.place import opened


def show_links(
    context: typer.Context,
    case: Case = "",
    limit: Limit = 50,
    every: Annotated[bool, typer.Option("--all", help="Also links that were not followed yet.")] = False,
    raw: Raw = False,
    as_json: AsJson = False,
) -> None:
    """Where links lead: chains with means, statuses and dates, most posted first; then the sites."""
    with opened(context) as index:
        case = check_case(index, case)
        found = list_links(index, case=case, followed=not every, limit=limit)
        sites = list_sites(index, case=case, limit=limit)
        waiting = count_unfollowed(index)
    if as_json:
        print_json({"links": found, "sites": sites, "not_followed": waiting})
        return
    for link in found:
        print_tree(grow_link(link, raw=raw, records=False))
    if sites:
        print_table(
            "\nwhere they lead",
            ("site", "title", "#accounts", "#posts", "#links"),
            (
                (
                    site.domain if raw else site.domain.replace(".", "[.]"),
                    site.title,
                    site.accounts,
                    site.posts,
                    site.links,
                )
                for site in sites
            ),
        )
    if waiting:
        say(f"{waiting} links were not followed yet; `vedette collect` and `vedette run` follow them")
    elif not found:
        say("no links yet; `vedette collect` brings posts and follows their links")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("links")(show_links)
