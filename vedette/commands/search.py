"""``vedette search``: posts by words and by what surrounds them."""

from __future__ import annotations

from typing import Annotated

import typer

from storage.search import Query, search
from vedette.options import AsJson, Case, Limit, PlatformKey, local, read_time
from vedette.output import print_json, print_table, say, shorten
from vedette.place import opened


def search_posts(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(help='Words, "a phrase", a #hashtag, a @handle, part of a URL.')
    ] = "",
    platform: PlatformKey = "",
    account: Annotated[str, typer.Option("--account", help="A handle or account id.")] = "",
    case: Case = "",
    since: Annotated[str, typer.Option("--since", help="Posted at or after, e.g. 2026-11-24.")] = "",
    until: Annotated[str, typer.Option("--until", help="Posted before.")] = "",
    domain: Annotated[str, typer.Option("--domain", help="Links to, through or onto this domain.")] = "",
    lang: Annotated[str, typer.Option("--lang", help="Language, e.g. zh or en.")] = "",
    flag: Annotated[str, typer.Option("--flag", help="In a flag of this kind, or in this flag.")] = "",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Find posts, the newest in the index first."""
    asked = Query(
        text=query,
        platform=platform,
        account=account,
        case=case,
        since=read_time(since, "--since"),
        until=read_time(until, "--until"),
        domain=domain,
        lang=lang,
        flag=flag,
        limit=limit,
    )
    with opened(context) as index:
        found = search(index, asked)
    if as_json:
        print_json(found)
        return
    if not found:
        say("nothing found; fewer words or filters find more")
        return
    print_table(
        f"{len(found)} posts",
        ("posted (UTC)", "account", "text", "id"),
        (
            (
                local(post.posted_at),
                f"{post.platform} {post.handle}",
                ("[gone] " if post.gone_at else "")
                + ("[earlier version] " if post.superseded else "")
                + shorten(f"{post.title} {post.text}".strip(), 120),
                post.uid,
            )
            for post in found
        ),
    )
    say("more of one: vedette show ID")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("search")(search_posts)
