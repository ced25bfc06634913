"""``vedette links``: redirect chains and landing sites, and what one link led to on each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer

from storage.errors import VedetteError
from storage.link_findings import LinkFound, count_unfollowed, find_link, list_links, list_sites
from storage.site_facts import NOTHING, SiteFacts
from storage.urls import defang, refang
from vedette.chain_trees import grow_link, show_url
from vedette.hop_rows import tell_certificates
from vedette.options import AsJson, Case, Limit, Raw, check_case, local
from vedette.output import print_facts, print_json, print_table, print_tree, say, shorten
from vedette.place import opened, place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What a link led to when it was followed: ``outcome`` is the kind of its last hop, ``url`` its landing
    page or where it ended; ``changed`` whether that is another registered domain than the time before, to a
    visitor of the same kind."""

    day: str
    at: datetime
    chain: str
    vantages: tuple[str, ...]
    hops: int
    outcome: str
    url: str
    domain: str
    title: str
    record_id: str
    changed: bool


def show_links(
    context: typer.Context,
    url: Annotated[
        str,
        typer.Argument(metavar="[URL]", help="One link, as posted or defanged: what it led to on each day."),
    ] = "",
    case: Case = "",
    limit: Limit = 50,
    every: Annotated[bool, typer.Option("--all", help="Also links that were not followed yet.")] = False,
    raw: Raw = False,
    as_json: AsJson = False,
) -> None:
    """Where links lead: chains with means, statuses and dates, most posted first; then the sites."""
    if url:
        _show_one(context, url, raw=raw, as_json=as_json)
        return
    with opened(context) as index:
        case = check_case(index, case)
        found = list_links(index, case=case, followed=not every, limit=limit)
        sites = list_sites(index, case=case, limit=limit)
        waiting = count_unfollowed(index)
        certificates = tell_certificates(index, place_of(context).archive, found) if as_json else {}
    if as_json:
        print_json({"links": found, "sites": sites, "not_followed": waiting, "certificates": certificates})
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


def tell_history(link: LinkFound) -> tuple[Destination, ...]:
    """Each time that a link was followed, earliest first."""
    told: list[Destination] = []
    known: dict[str, str] = {}
    for chain in link.chains:
        if not chain.hops:
            continue
        last, landing = chain.hops[-1], chain.landing
        begun = min(hop.captured_at for hop in chain.hops).astimezone(UTC)
        domain = landing.registered_domain if landing else ""
        visitor = chain.chain.partition(" ")[2]
        before = known.get(visitor, "")
        told.append(
            Destination(
                day=f"{begun:%Y-%m-%d}",
                at=begun,
                chain=chain.chain,
                vantages=tuple(dict.fromkeys(hop.vantage for hop in chain.hops if hop.vantage)),
                hops=len(chain.hops),
                outcome=last.kind,
                url=landing.url if landing else last.url,
                domain=domain,
                title=landing.title if landing else "",
                record_id=landing.record_id if landing else last.record_id,
                changed=bool(before and domain) and domain != before,
            )
        )
        known[visitor] = domain or before
    return tuple(told)


def _show_one(context: typer.Context, url: str, *, raw: bool, as_json: bool) -> None:
    with opened(context) as index:
        found = find_link(index, url) or find_link(index, refang(url))
    if found is None:
        raise VedetteError(
            f"no post or profile shows the link {shorten(url, 80)!r}; give it as it was posted "
            "(`vedette links --all` shows them), or follow it now: `vedette follow URL`"
        )
    history = tell_history(found)
    if as_json:
        print_json({"link": found, "history": history})
        return
    print_tree(grow_link(found, raw=raw))
    if not history:
        return
    print_table(
        "\nwhat it led to",
        ("when (UTC)", "asked as", "#hops", "outcome", "where", "title", "record"),
        (
            (
                local(each.at),
                ", ".join(each.vantages),
                each.hops,
                f"{each.outcome}, another site" if each.changed else each.outcome,
                show_url(each.url, raw),
                each.title,
                each.record_id,
            )
            for each in history
        ),
    )
    landings = [chain.landing for chain in found.chains if chain.landing]
    if landings:
        _print_facts(landings[-1].facts, raw)


def _print_facts(facts: SiteFacts, raw: bool) -> None:
    """What the page where the link led to last tells of its site."""
    if facts == NOTHING:
        return
    say("\nthe site, by its page")
    print_facts(
        (
            ("ids", " ".join(facts.ids)),
            ("made with", " ".join(filter(None, (facts.generator, facts.theme)))),
            (
                "links to",
                " ".join(domain if raw else domain.replace(".", "[.]") for domain in facts.outbound),
            ),
            ("mail", " ".join(address if raw else defang(address) for address in facts.contacts)),
            ("imprint", " ".join(show_url(url, raw) for url in facts.imprints)),
            ("feed", show_url(facts.feed, raw) if facts.feed else ""),
            ("icon", show_url(facts.icon, raw) if facts.icon else facts.icon_sha256),
            ("structure", facts.skeleton),
        )
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("links")(show_links)
