"""``vedette flags``: what was flagged, and the evidence for a person to check."""

from __future__ import annotations

from typing import Annotated

import typer

from storage.errors import VedetteError
from storage.findings import count_flags, list_flags, show_flag
from storage.keys import clean_text
from vedette.evidence import print_evidence, print_members
from vedette.options import AsJson, Case, Limit, Raw, check_case, local
from vedette.output import print_facts, print_json, print_table, say
from vedette.place import opened

flags = typer.Typer(
    help="What was flagged, the surest first; `flags show ID` has the evidence.", invoke_without_command=True
)
MOST_ID = 2**63


@flags.callback()
def list_found(
    context: typer.Context,
    kind: Annotated[str, typer.Option("--kind", help="Only flags of this kind, e.g. reused_text.")] = "",
    case: Case = "",
    min_score: Annotated[
        float, typer.Option("--min-score", min=0.0, max=1.0, help="Only flags at least so sure (0 to 1).")
    ] = 0.0,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """What was flagged, the surest first; `flags show ID` has the evidence."""
    if context.invoked_subcommand:
        return
    with opened(context) as index:
        case, kinds = check_case(index, case), dict(count_flags(index))
        if kind and kinds and kind not in kinds:
            raise VedetteError(f"there is no flag of kind {kind[:40]!r}; there are: {', '.join(kinds)}")
        found = list_flags(index, kind=clean_text(kind), case=case, min_score=min_score, limit=limit)
    if as_json:
        print_json(found)
        return
    if not found:
        say(
            "nothing was flagged that fits; fewer filters find more"
            if kinds
            else "nothing was flagged yet; `vedette collect` runs the detectors over what it brings"
        )
        return
    print_table(
        f"{len(found)} flags",
        ("#id", "kind", "#score", "#members", "found (UTC)", "summary"),
        (
            (flag.id, flag.kind, f"{flag.score:.2f}", flag.members, local(flag.found_at), flag.summary)
            for flag in found
        ),
    )
    say("the evidence of one: vedette flags show ID")


@flags.command("show")
def show(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="The number that `vedette flags` lists.")],
    raw: Raw = False,
    as_json: AsJson = False,
) -> None:
    """The evidence of one flag: who, texts side by side with what differs, redirect chains."""
    with opened(context) as index:
        detail = show_flag(index, number) if 0 < number < MOST_ID else None
    if detail is None:
        raise VedetteError(f"there is no flag {number}; `vedette flags` lists them")
    if as_json:
        print_json(detail)
        return
    flag = detail.flag
    say(f"flag {flag.id}: {flag.kind}, score {flag.score:.2f}")
    say(flag.summary)
    print_facts(
        (
            ("detector", f"{flag.detector} {flag.version}"),
            ("found", f"{local(flag.found_at)} UTC"),
            ("changed", f"{local(flag.updated_at)} UTC" if flag.updated_at != flag.found_at else ""),
        )
    )
    say("")
    print_members(detail.members)
    say("")
    print_evidence(detail, raw=raw)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(flags, name="flags")
