"""Redirect chains as trees for people: each step with its means, status and record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.tree import Tree

from storage.certificates import CertificateFacts
from storage.link_findings import ChainFound, HopFound, LandingFound, LinkFound
from storage.urls import defang
from vedette.options import local
from vedette.output import add_line, make_tree


def show_url(url: str, raw: bool) -> str:
    """A URL for people: defanged unless ``raw``."""
    return url if raw else defang(url)


def grow_link(
    link: LinkFound,
    *,
    raw: bool = False,
    records: bool = True,
    certificates: Mapping[str, CertificateFacts] | None = None,
) -> Tree:
    """A link with each time it was followed; ``records`` says whether record ids are shown."""
    shown = f"{link.posts} posts" + (f", {link.profiles} profiles" if link.profiles else "")
    tree = make_tree(f"{show_url(link.url, raw)}  ({shown})")
    if link.expanded and link.expanded != link.url:
        add_line(tree, f"the platform says: {show_url(link.expanded, raw)}")
    if not link.chains:
        add_line(tree, "not followed yet")
    for chain in link.chains:
        grow_chain(tree, chain, raw=raw, records=records, certificates=certificates)
    return tree


def grow_chain(
    tree: Tree,
    chain: ChainFound,
    *,
    raw: bool,
    records: bool = True,
    certificates: Mapping[str, CertificateFacts] | None = None,
) -> None:
    """One following of a link below ``tree``; servers are told where ``certificates`` are given."""
    times = sorted(hop.captured_at for hop in chain.hops)
    vantages = ", ".join(dict.fromkeys(hop.vantage for hop in chain.hops if hop.vantage))
    followed = f"followed {local(times[0])} UTC" if times else "followed"
    branch = add_line(tree, followed + (f" ({vantages})" if vantages else ""))
    for hop in chain.hops:
        line = add_line(branch, _tell_hop(hop, raw) + (f"  {hop.record_id}" if records else ""))
        if certificates is not None and (server := _tell_server(hop, certificates, raw)):
            add_line(line, server)
    if chain.landing:
        add_line(branch, _tell_landing(chain.landing, raw))


def _tell_hop(hop: HopFound, raw: bool) -> str:
    status = str(hop.status) if hop.status else "   "
    onward = f" → {show_url(hop.next_url, raw)}" if hop.next_url else ""
    reason = f"  [{hop.reason}]" if hop.reason else ""
    return f"{status} {hop.kind}: {show_url(hop.url, raw)}{onward}{reason}"


def _tell_server(hop: HopFound, certificates: Mapping[str, CertificateFacts], raw: bool) -> str:
    """Who answered: address, software, and what its certificate says."""
    told = [hop.ip_address, hop.server]
    if found := certificates.get(hop.certificate):
        names = ", ".join(found.names[:4]) + (f" and {len(found.names) - 4} more" if found.names[4:] else "")
        names = names if raw else names.replace(".", "[.]")
        days = f"{local(found.not_before)[:10]} to {local(found.not_after)[:10]}"
        said = f"for {names or found.subject}, by {found.issuer}, {days}" if not found.fault else found.fault
        told.append(f"certificate {found.sha256[:16]}… {said}")
    return ", ".join(part for part in told if part)


def _tell_landing(landing: LandingFound, raw: bool) -> str:
    domain = landing.registered_domain if raw else landing.registered_domain.replace(".", "[.]")
    title = f" “{landing.title}”" if landing.title else ""
    return f"lands at {domain or show_url(landing.url, raw)}{title}" + (
        f" ({landing.language})" if landing.language else ""
    )


def grow_told_chain(tree: Tree, chain: Mapping[str, Any], *, raw: bool = False) -> None:
    """A chain as a flag's evidence tells it (``pipelines.link_evidence``) below ``tree``."""
    branch = add_line(tree, f"followed {str(chain.get('at', ''))[:16].replace('T', ' ')} UTC")
    hops: Sequence[Mapping[str, Any]] = chain.get("hops", ())
    for hop in hops:
        status = hop.get("status") or "   "
        onward = f" → {show_url(str(hop['next']), raw)}" if hop.get("next") else ""
        line = f"{status} {hop.get('kind', '')}: {show_url(str(hop.get('url', '')), raw)}{onward}"
        add_line(branch, f"{line}  {hop.get('record_id', '')}")
    landing: Mapping[str, Any] = chain.get("landing") or {}
    if landing.get("domain"):
        shown = str(landing["domain"]) if raw else str(landing["domain"]).replace(".", "[.]")
        title = f" “{landing['title']}”" if landing.get("title") else ""
        add_line(
            branch,
            f"lands at {shown}{title}  {landing.get('record_id', '')}",
        )
