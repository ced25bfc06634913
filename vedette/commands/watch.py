"""``vedette watch``: adding to, importing into, listing and shortening the watchlist."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from crawlers.indicators import Indicator, place_indicator
from storage import watchlist
from storage.errors import Misuse, VedetteError
from storage.hosts import find_host
from storage.links import NEVER
from storage.watchlist import Reasons
from vedette.options import AsJson, Case, PlatformKey, local
from vedette.output import print_json, print_table, progress_bar, say, shorten, warn
from vedette.place import opened, place_of
from vedette.unknown_hosts import Asking, describe_host, find_account
from vedette.watch_file import Line, read_watch_file

FOLLOWS: dict[str, tuple[str, ...]] = {"archive": (), "never": (NEVER,)}
PRIORITIES = {"high": 1, "normal": 0, "low": -1}

watch = typer.Typer(help="The watchlist: who is watched, for which case and why.", no_args_is_help=True)

ForCase = Annotated[str, typer.Option("--case", help="The case it belongs to.")]
Note = Annotated[str, typer.Option("--note", help="A note of yours.")]
Why = Annotated[str, typer.Option("--why", help="Why it is watched.")]
Authority = Annotated[str, typer.Option("--authority", help="On whose authority.")]
Priority = Annotated[str, typer.Option("--priority", help="high, normal or low.")]
AsPlatform = Annotated[
    str,
    typer.Option(
        "--family",
        "--platform",
        help="What it is, where the URL does not say (phpbb, discourse, feed, page …).",
    ),
]
AskHosts = Annotated[
    bool, typer.Option("--ask-hosts", help="Find out what hosts run that no platform is known by.")
]
Wants = Annotated[bool, typer.Option("--media", help="Keep videos and files too, not only pictures.")]

Follow = Annotated[
    str,
    typer.Option("--follow", help="archive (follow its links and archive every hop) or never (ask nobody)."),
]


@watch.command("add")
def add(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(help="Accounts' URLs, in any spelling, defanged or not.")],
    case: ForCase = "",
    note: Note = "",
    why: Why = "",
    authority: Authority = "",
    priority: Priority = "normal",
    platform: AsPlatform = "",
    media: Wants = False,
    follow: Follow = "archive",
) -> None:
    """Watch accounts; the same account in another spelling is not stored twice.

    A site that is known to nobody is asked what software it runs, in ten questions at most; what it said is
    printed, and --family corrects it.
    """
    reasons = _reasons(case=case, note=note, why=why, authority=authority, priority=priority)
    wants = _wants(media=media, follow=follow)
    refused = 0
    with opened(context, make=True) as index:
        asking = Asking(index=index, place=place_of(context))
        for url in urls:
            try:
                watched = find_account(url, asking, family=platform, wants=wants)
            except VedetteError as refusal:
                warn(f"vedette: {refusal}")
                refused = max(refused, 2 if isinstance(refusal, Misuse) else 1)
                continue
            if not platform and (found := find_host(index, watched.host)) is not None:
                say(describe_host(found))
            added = watchlist.add(index, watched, reasons)
            word = "watching" if added.status == "added" else "already watched:"
            say(f"{word} {added.watched.platform} {shorten(added.watched.handle or added.watched.key)}")
    if refused:
        raise typer.Exit(refused)


@watch.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV with a column url (or Indicator), or one URL a line.")],
    case: ForCase = "",
    why: Why = "",
    authority: Authority = "",
    priority: Priority = "normal",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what each line is.")] = False,
    ask_hosts: AskHosts = False,
    media: Wants = False,
    follow: Follow = "archive",
    as_json: AsJson = False,
) -> None:
    """Watch every account that a file names; what cannot be placed is listed with the reason."""
    wants = _wants(media=media, follow=follow)
    lines = read_watch_file(file)
    if dry_run:
        _tell_lines(lines, as_json=as_json)
        return
    told: list[dict[str, object]] = []
    with opened(context, make=True) as index, progress_bar() as progress:
        asking = Asking(index=index, place=place_of(context), may_ask=ask_hosts)
        task = progress.add_task("importing", total=len(lines), note="")
        for line in lines:
            reasons = _reasons(
                case=line.case or case, note=line.note, why=why, authority=authority, priority=priority
            )
            told.append(_import_line(asking, line, reasons, wants))
            progress.advance(task)
    if as_json:
        print_json(told)
        return
    for row in told:
        if row["status"] == "refused":
            warn(f"line {row['line']}: {row['reason']}")
    counts = Counter(str(row["status"]) for row in told)
    say(f"{counts['added']} added, {counts['known']} already watched, {counts['refused']} not placed")


def _tell_lines(lines: tuple[Line, ...], *, as_json: bool) -> None:
    rows = [_tell_line(line, place_indicator(line.url, platform=line.platform)) for line in lines]
    if as_json:
        print_json(rows)
        return
    counts = Counter(str(row["kind"]) for row in rows)
    print_table(
        ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())),
        ("#line", "kind", "platform", "key", "address", "reason"),
        (
            (row["line"], row["kind"], row["platform"], row["key"], shorten(str(row["url"])), row["reason"])
            for row in rows
        ),
    )


def _tell_line(line: Line, indicator: Indicator) -> dict[str, object]:
    return {
        "line": line.number,
        "url": line.url,
        "kind": indicator.kind,
        "platform": indicator.platform,
        "key": indicator.key,
        "reason": indicator.reason,
    }


def _import_line(asking: Asking, line: Line, reasons: Reasons, wants: tuple[str, ...]) -> dict[str, object]:
    indicator = place_indicator(line.url, platform=line.platform)
    told = _tell_line(line, indicator)
    watched = indicator.watched
    if watched is None and indicator.kind == "other" and indicator.key:
        try:
            watched = find_account(line.url, asking)
        except VedetteError as refusal:
            return {**told, "status": "refused", "reason": str(refusal)}
        told |= {"kind": "account", "platform": watched.platform}
    if watched is None:
        return {**told, "status": "refused"}
    added = watchlist.add(asking.index, replace(watched, wants=wants), reasons)
    return {**told, "status": added.status, "key": added.watched.key}


@watch.command("list")
def list_entries(
    context: typer.Context, case: Case = "", platform: PlatformKey = "", as_json: AsJson = False
) -> None:
    """Who is watched, and when each is due next."""
    with opened(context) as index:
        entries = watchlist.entries(index, case=case, platform=platform)
    if as_json:
        print_json(entries)
        return
    print_table(
        f"{len(entries)} accounts watched",
        ("platform", "account", "case", "next due (UTC)", "#failures", "note"),
        (
            (
                entry.watched.platform,
                entry.watched.handle or entry.watched.key,
                entry.reasons.case,
                local(entry.next_due_at),
                entry.failures or "",
                shorten(entry.reasons.note, 60),
            )
            for entry in entries
        ),
    )


@watch.command("remove")
def remove(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(help="Accounts' URLs, in any spelling.")],
    platform: AsPlatform = "",
) -> None:
    """Stop watching accounts; what was collected stays."""
    missing = 0
    with opened(context) as index:
        for url in urls:
            asking = Asking(index=index, place=place_of(context), may_ask=False)
            watched = find_account(url, asking, family=platform)
            if watchlist.remove(index, watched):
                say(f"no longer watching {watched.platform} {shorten(watched.handle or watched.key)}")
            else:
                warn(f"vedette: {shorten(url)} is not watched; `vedette watch list` shows who is")
                missing += 1
    if missing:
        raise typer.Exit(1)


def _wants(*, media: bool, follow: str) -> tuple[str, ...]:
    """What a watch entry asks for beside posts, as options say it."""
    if follow not in FOLLOWS:
        raise Misuse(f"--follow takes {' or '.join(FOLLOWS)}, not {follow[:20]!r}")
    return (*(("media",) if media else ()), *FOLLOWS[follow])


def _reasons(*, case: str, note: str, why: str, authority: str, priority: str) -> Reasons:
    if priority not in PRIORITIES:
        raise Misuse(f"--priority takes high, normal or low, not {priority[:20]!r}")
    return Reasons(case=case, note=note, why=why, authority=authority, priority=PRIORITIES[priority])


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(watch, name="watch")
