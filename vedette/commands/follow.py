"""``vedette follow``: where links lead now, hop by hop, without a post."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from schedules.dispatch import Dispatcher, Premises
from schedules.job import Job, Progress
from storage.capture_refs import CaptureRef, read_capture_refs
from storage.errors import Misuse, VedetteError
from storage.index import Index
from storage.items import Watched
from storage.link_findings import ChainFound, find_link
from storage.urls import parse_url, refang
from vedette.chain_trees import grow_chain, show_url
from vedette.options import AsJson, Raw
from vedette.output import make_tree, print_json, print_tree, progress_bar
from vedette.place import opened, place_of

MOST_AT_ONCE = 500
"""Links of one crawl process: enough to keep it busy, few enough to hold in a line of its job."""


def follow(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(help="Links, defanged or not.")],
    browser: Annotated[
        bool | None,
        typer.Option(
            "--browser/--no-browser", help="Always look in the browser too, or never; else where needed."
        ),
    ] = None,
    raw: Raw = False,
    as_json: AsJson = False,
) -> None:
    """Follow links now: print and archive every hop, and the page at the end."""
    wanted = tuple(dict.fromkeys(_read_link(url) for url in urls))
    wants = {True: ("browser",), False: ("no_browser",), None: ()}[browser]
    since = datetime.now(UTC)
    with opened(context, make=True) as index:
        place = place_of(context)
        entries = [Watched(platform="links", key=url, url=url, wants=wants) for url in wanted]
        jobs = tuple(
            Job(platform="links", entries=tuple(entries[start : start + MOST_AT_ONCE]))
            for start in range(0, len(entries), MOST_AT_ONCE)
        )
        with progress_bar() as bars:
            task = bars.add_task("following", total=len(wanted), note="")

            def heard(progress: Progress) -> None:
                bars.update(task, completed=progress.finished, note=f"{progress.exchanges} exchanges")

            premises = Premises(data=place.data, database=place.database)
            ended = Dispatcher(premises, heard=heard).run_all(jobs)
        told = [_tell(index, url, since) for url in wanted]
        if as_json:
            print_json([each[0] for each in told])
        else:
            for url, (row, chain) in zip(wanted, told, strict=True):
                _print_chain(url, row, chain, raw=raw)
    if lost := [one.reason for one in ended if one.outcome in ("failed", "crashed", "busy")]:
        raise VedetteError(lost[0])


def _read_link(text: str) -> str:
    url = refang(text.strip())
    try:
        return parse_url(url if "://" in url else f"https://{url}").href
    except (ValueError, UnicodeError) as error:
        raise Misuse(f"{text[:60]!r} is no link ({error}); give a web address") from None


def _tell(index: Index, url: str, since: datetime) -> tuple[dict[str, object], ChainFound | None]:
    """The chain of this following, in the shape that docs/cli.md gives."""
    found = find_link(index, url)
    chains = [one for one in (found.chains if found else ()) if _begin(one) >= since]
    chain = chains[-1] if chains else None
    if chain is None:
        return {"url": url, "outcome": "not_followed", "hops": [], "landing": None}, None
    records = [hop.record_id for hop in chain.hops]
    if chain.landing:
        records += [chain.landing.record_id, chain.landing.screenshot_record_id]
    with index.reading() as connection:
        refs = {ref.record_id: ref for ref in read_capture_refs(connection, records)}
    hops = [
        {
            "position": hop.position,
            "url": hop.url,
            "normalised_url": hop.normalised_url,
            "status": hop.status,
            "kind": hop.kind,
            "next": hop.next_url,
            "reason": hop.reason,
            "vantage": hop.vantage,
            "ip_address": hop.ip_address,
            "server": hop.server,
            "captured_at": hop.captured_at,
            "capture": _name(refs.get(hop.record_id)),
        }
        for hop in chain.hops
    ]
    landing = chain.landing
    shown = None
    if landing:
        shown = {
            "url": landing.url,
            "registered_domain": landing.registered_domain,
            "title": landing.title,
            "language": landing.language,
            "status": landing.status,
            "capture": _name(refs.get(landing.record_id)),
            "screenshot": _name(refs.get(landing.screenshot_record_id)),
        }
    outcome = chain.hops[-1].kind if chain.hops else "not_followed"
    if outcome not in ("landing", "dead_end", "loop", "refused"):
        outcome = "dead_end"
    return {"url": url, "outcome": outcome, "hops": hops, "landing": shown}, chain


def _begin(chain: ChainFound) -> datetime:
    return max((hop.captured_at for hop in chain.hops), default=datetime.min.replace(tzinfo=UTC))


def _name(ref: CaptureRef | None) -> CaptureRef | None:
    return ref if ref is not None and ref.warc_file else None


def _print_chain(url: str, row: dict[str, object], chain: ChainFound | None, *, raw: bool) -> None:
    tree = make_tree(f"{show_url(url, raw)}  ({str(row['outcome']).replace('_', ' ')})")
    if chain is not None:
        grow_chain(tree, chain, raw=raw, records=True)
    print_tree(tree)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("follow")(follow)
