"""``vedette follow``: where links lead now, hop by hop, without a post; and whether all are led there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain as joined
from typing import Annotated

import typer

from crawlers.vantages import DEVICES, LANGUAGES, Vantage, list_vantages
from schedules.dispatch import Dispatcher, Premises
from schedules.job import Job, Progress
from storage.errors import Misuse, VedetteError
from storage.index import Index
from storage.items import Watched
from storage.landing_texts import read_landing_texts
from storage.link_findings import ChainFound, find_link
from storage.urls import parse_url, refang
from vedette.chain_trees import grow_chain, show_url
from vedette.hop_rows import gather_evidence, tell_hops, tell_landing, tell_outcome
from vedette.link_comparison import Visit, compare_visits
from vedette.options import AsJson, Raw
from vedette.output import make_tree, print_json, print_table, print_tree, progress_bar, say
from vedette.place import Place, opened, place_of

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
    compare: Annotated[
        bool, typer.Option("--compare", help="Ask as several kinds of visitor, and tell what differs.")
    ] = False,
    vantages: Annotated[
        str, typer.Option("--vantages", help="Which kinds, by commas; implies --compare.")
    ] = ",".join(DEVICES),
    languages: Annotated[
        str, typer.Option("--languages", help="In which languages, by commas; implies --compare.")
    ] = ",".join(LANGUAGES),
    referrer: Annotated[
        str,
        typer.Option("--referrer", help="Also as if coming from this origin; implies --compare."),
    ] = "",
    raw: Raw = False,
    as_json: AsJson = False,
) -> None:
    """Follow links now: print and archive every hop, and the page at the end.

    With --compare the same link is asked for as a desktop browser, a phone, a fetcher of link previews and
    without script, in two languages. Every one of them names Vedette in its User-Agent.
    """
    wanted = tuple(dict.fromkeys(_read_link(url) for url in urls))
    kinds = _read_vantages(vantages, languages, referrer)
    compare = compare or kinds != list_vantages()
    if compare and browser is not None:
        raise Misuse("--browser and --no-browser say nothing where --compare asks as several visitors")
    wants: tuple[tuple[str, ...], ...] = tuple((one.want,) for one in kinds)
    if not compare:
        wants = ({True: ("browser",), False: ("no_browser",), None: ()}[browser],)
    since = datetime.now(UTC)
    with opened(context, make=True) as index:
        place = place_of(context)
        entries = [
            Watched(platform="links", key=url, url=url, wants=each) for url in wanted for each in wants
        ]
        ended = _run(place, entries)
        chains = {url: _find_chains(index, url, since) for url in wanted}
        evidence = gather_evidence(index, place.archive, joined.from_iterable(chains.values()))
        if compare:
            compared = []
            for url in wanted:
                texts = read_landing_texts(index, url)
                visits = [_find_visit(kind, chains[url], texts) for kind in kinds]
                compared.append(compare_visits(url, visits, evidence))
                if not as_json:
                    _print_comparison(url, visits, compared[-1], raw=raw)
            if as_json:
                print_json(compared)
        else:
            told = [(url, chains[url][-1] if chains[url] else None) for url in wanted]
            if as_json:
                print_json(
                    [
                        {
                            "url": url,
                            "outcome": tell_outcome(chain),
                            "hops": tell_hops(chain, evidence) if chain else [],
                            "landing": tell_landing(chain.landing, evidence) if chain else None,
                        }
                        for url, chain in told
                    ]
                )
            for url, chain in () if as_json else told:
                tree = make_tree(f"{show_url(url, raw)}  ({tell_outcome(chain).replace('_', ' ')})")
                if chain is not None:
                    grow_chain(tree, chain, raw=raw, certificates=evidence.certificates)
                print_tree(tree)
    if lost := [one.reason for one in ended if one.outcome in ("failed", "crashed", "busy")]:
        raise VedetteError(lost[0])


def _run(place: Place, entries: Sequence[Watched]) -> tuple[Progress, ...]:
    jobs = tuple(
        Job(platform="links", entries=tuple(entries[start : start + MOST_AT_ONCE]))
        for start in range(0, len(entries), MOST_AT_ONCE)
    )
    with progress_bar() as bars:
        task = bars.add_task("following", total=len(entries), note="")

        def heard(progress: Progress) -> None:
            bars.update(task, completed=progress.finished, note=f"{progress.exchanges} exchanges")

        return Dispatcher(Premises(data=place.data, database=place.database), heard=heard).run_all(jobs)


def _read_link(text: str) -> str:
    url = refang(text.strip())
    try:
        return parse_url(url if "://" in url else f"https://{url}").href
    except (ValueError, UnicodeError) as error:
        raise Misuse(f"{text[:60]!r} is no link ({error}); give a web address") from None


def _read_vantages(devices: str, languages: str, referrer: str) -> tuple[Vantage, ...]:
    try:
        origin = parse_url(refang(referrer)) if referrer else None
        port = f":{origin.port}" if origin and origin.port else ""
        made = list_vantages(
            _split(devices), _split(languages), f"{origin.scheme}://{origin.host}{port}/" if origin else ""
        )
    except ValueError as error:
        raise Misuse(f"no vantage: {error}") from None
    if not made:
        raise Misuse("--vantages and --languages must name at least one each")
    return made


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _find_chains(index: Index, url: str, since: datetime) -> tuple[ChainFound, ...]:
    """The chains of this following, in the order in which they were begun."""
    found = find_link(index, url)
    nothing = datetime.min.replace(tzinfo=UTC)
    return tuple(
        one
        for one in (found.chains if found else ())
        if max((hop.captured_at for hop in one.hops), default=nothing) >= since
    )


def _find_visit(kind: Vantage, chains: Sequence[ChainFound], texts: Mapping[str, str]) -> Visit:
    """The chain that was asked for as that visitor: its name ends in the vantage's."""
    chain = next((one for one in chains if one.chain.partition(" ")[2] == kind.label), None)
    return Visit(kind, chain, texts.get(chain.chain, "") if chain else "")


def _print_comparison(url: str, visits: Sequence[Visit], compared: dict[str, object], *, raw: bool) -> None:
    rows = compared["vantages"]
    assert isinstance(rows, list)
    print_table(
        show_url(url, raw),
        ("visitor", "outcome", "destination", "title", "#hops", "same end", "#likeness"),
        (
            (
                visit.vantage.label if raw else visit.vantage.label.replace("://", "[://]"),
                visit.outcome.replace("_", " "),
                show_url(visit.destination, raw),
                visit.chain.landing.title if visit.chain and visit.chain.landing else "",
                len(visit.chain.hops) if visit.chain else "",
                "yes" if row["same_destination"] else "no",
                "" if row["likeness"] is None else row["likeness"],
            )
            for visit, row in zip(visits, rows, strict=True)
        ),
    )
    differs = compared["differs"]
    assert isinstance(differs, dict)
    apart = [name for name, is_apart in differs.items() if is_apart]
    say(f"not the same for all: {' and '.join(apart)}" if apart else "the same for all who were asked for")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("follow")(follow)
