"""Redirect chains as a table (CSV, JSON Lines: a row a hop) and as a graph (GraphML) of who leads where.

The graph's nodes are accounts, addresses and the registered domains where chains end; its edges are
``links`` (an account shows an address, with how often and when), hops (by their kind) and ``lands``. GraphML
1.0 is what Gephi, Cytoscape, yEd and networkx read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import orjson

from storage.exports import make_cell, write_aside
from storage.link_findings import ChainFound, LinkFound, each_followed
from storage.link_uses import Shower, list_showers
from storage.urls import defang, registered_domain

if TYPE_CHECKING:
    from storage.index import Index

COLUMNS = (
    *("link", "expanded", "posts", "profiles", "chain", "position", "url", "normalised_url", "domain"),
    *(
        "kind",
        "status",
        "next_url",
        "captured_at",
        "vantage",
        "ip_address",
        "certificate",
        "server",
        "reason",
    ),
    *("record_id", "landing_url", "landing_domain", "landing_title"),
)
"""The columns of the CSV and the keys of each JSON object."""
_URLS = ("link", "expanded", "url", "normalised_url", "domain", "next_url", "landing_url", "landing_domain")
_NODE = (("label", "string"), ("kind", "string"), ("domain", "string"))
_EDGE = (("means", "string"), ("status", "int"), ("count", "int"), ("first", "string"), ("last", "string"))

Show = Callable[[str], str]


def choose_form(defanged: bool) -> Show:
    """How URLs and domains are written: as they are, or so that nobody clicks them by accident."""
    return (lambda url: defang(url) if url else "") if defanged else (lambda url: url)


def export_chains_csv(index: Index, path: Path, *, case: str = "", defanged: bool = False) -> int:
    """Write every hop of every followed link (of a case, or all) as CSV (RFC 4180, UTF-8); how many.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    count = 0
    with write_aside(path) as binary:
        lines = io.TextIOWrapper(binary, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(lines)
        writer.writerow(COLUMNS)
        for values in _read_hops(index, case, choose_form(defanged)):
            writer.writerow([make_cell(values[column]) for column in COLUMNS])
            count += 1
        lines.detach()
    return count


def export_chains_jsonl(index: Index, path: Path, *, case: str = "", defanged: bool = False) -> int:
    """Write the same as canonical JSON, an object a line; how many."""
    count = 0
    with write_aside(path) as binary:
        for values in _read_hops(index, case, choose_form(defanged)):
            binary.write(orjson.dumps(values, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count


def export_chains_graph(index: Index, path: Path, *, case: str = "", defanged: bool = False) -> int:
    """Write who leads where as GraphML; how many edges."""
    graph = _Graph(choose_form(defanged))
    for link in each_followed(index, case=case):
        for chain in link.chains:
            graph.add_chain(chain)
        for shower in list_showers(index, link.url, case=case):
            graph.add_shower(link.url, shower)
    with write_aside(path) as binary:
        lines = io.TextIOWrapper(binary, encoding="utf-8", newline="\n", write_through=True)
        graph.write(XMLGenerator(lines, "utf-8", short_empty_elements=True))
        lines.detach()
    return len(graph.edges)


def _read_hops(index: Index, case: str, show: Show) -> Iterator[dict[str, Any]]:
    for link in each_followed(index, case=case):
        for chain in link.chains:
            yield from (
                {**row, **{name: show(row[name]) for name in _URLS}} for row in _tell_hops(link, chain)
            )


def _tell_hops(link: LinkFound, chain: ChainFound) -> Iterator[dict[str, Any]]:
    landing = chain.landing
    for hop in chain.hops:
        yield {
            "link": link.url,
            "expanded": link.expanded,
            "posts": link.posts,
            "profiles": link.profiles,
            "chain": chain.chain,
            "position": hop.position,
            "url": hop.url,
            "normalised_url": hop.normalised_url,
            "domain": registered_domain(hop.url),
            "kind": hop.kind,
            "status": hop.status,
            "next_url": hop.next_url,
            "captured_at": hop.captured_at.isoformat(),
            "vantage": hop.vantage,
            "ip_address": hop.ip_address,
            "certificate": hop.certificate,
            "server": hop.server,
            "reason": hop.reason,
            "record_id": hop.record_id,
            "landing_url": landing.url if landing else "",
            "landing_domain": landing.registered_domain if landing else "",
            "landing_title": landing.title if landing else "",
        }


class _Graph:
    """Nodes and edges, each once, in the order in which they were met."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self.nodes: dict[tuple[str, str], dict[str, str]] = {}
        self.edges: dict[tuple[str, str, str], dict[str, Any]] = {}

    def add_chain(self, chain: ChainFound) -> None:
        for hop in chain.hops:
            here = self._node("address", hop.url)
            if hop.next_url and hop.kind not in ("landing", "dead_end"):
                there = self._node("address", hop.next_url)
                self._edge((here, there, hop.kind), hop.captured_at, hop.captured_at, 1, hop.status)
            elif hop.kind == "landing" and chain.landing and chain.landing.registered_domain:
                there = self._node("site", chain.landing.registered_domain)
                self._edge((here, there, "lands"), hop.captured_at, hop.captured_at, 1, hop.status)

    def add_shower(self, link: str, shower: Shower) -> None:
        edge = (self._node("account", shower.account), self._node("address", link), "links")
        self._edge(edge, shower.first_at, shower.last_at, shower.posts, 0)

    def _node(self, kind: str, name: str) -> str:
        known = self.nodes.get((kind, name))
        if known is None:
            is_account = kind == "account"
            known = self.nodes[kind, name] = {
                "id": f"n{len(self.nodes)}",
                "label": name if is_account else self._show(name),
                "kind": kind,
                "domain": "" if is_account else self._show(registered_domain(name)),
            }
        return known["id"]

    def _edge(
        self, key: tuple[str, str, str], first: datetime, last: datetime, count: int, status: int
    ) -> None:
        known = self.edges.setdefault(key, {"first": first, "last": last, "count": 0, "status": status})
        known["first"], known["last"] = min(known["first"], first), max(known["last"], last)
        known["count"] += count

    def write(self, xml: XMLGenerator) -> None:
        xml.startDocument()
        xml.startElement("graphml", AttributesImpl({"xmlns": "http://graphml.graphdrawing.org/xmlns"}))
        for owner, names in (("node", _NODE), ("edge", _EDGE)):
            for name, form in names:
                about = {"id": f"{owner}-{name}", "for": owner, "attr.name": name, "attr.type": form}
                _write_element(xml, "key", about, ())
        xml.startElement("graph", AttributesImpl({"id": "chains", "edgedefault": "directed"}))
        for node in self.nodes.values():
            _write_element(
                xml, "node", {"id": node["id"]}, [(f"node-{name}", node[name]) for name, _ in _NODE]
            )
        for (source, target, means), edge in self.edges.items():
            told = {
                **edge,
                "means": means,
                "first": edge["first"].isoformat(),
                "last": edge["last"].isoformat(),
            }
            data = [(f"edge-{name}", str(told[name])) for name, _ in _EDGE]
            _write_element(xml, "edge", {"source": source, "target": target}, data)
        xml.endElement("graph")
        xml.endElement("graphml")
        xml.endDocument()


def _write_element(
    xml: XMLGenerator, name: str, attributes: dict[str, str], data: list[tuple[str, str]] | tuple[()]
) -> None:
    xml.startElement(name, AttributesImpl(attributes))
    for key, value in data:
        xml.startElement("data", AttributesImpl({"key": key}))
        xml.characters(
            "".join(sign if sign >= " " and sign not in "\ufffe\uffff" else "\ufffd" for sign in value)
        )
        xml.endElement("data")
    xml.endElement(name)
    xml.characters("\n")
