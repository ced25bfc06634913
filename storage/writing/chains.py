"""Redirect hops and landing pages: one row per link, chain and position, the newest capture of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.items import Hop, LandingPage, Link
from storage.keys import read_host, reverse_host
from storage.site_facts import pack_facts
from storage.tables import landing_pages, redirect_hops
from storage.writing.attachments import Links, write_icons
from storage.writing.batch import Batch, Row, name_columns

_HOP_COLUMNS = name_columns(
    "link_id chain position captured_at record_id url normalised_url kind status next_url vantage ip_address"
    " certificate server where reason host_path change_seq"
)
_PAGE_COLUMNS = name_columns(
    "link_id chain captured_at record_id url normalised_url registered_domain status title language text"
    " screenshot_record_id facts host_path change_seq"
)


def write_chains(
    batch: Batch, link_rows: Links, hops: Sequence[Hop], pages: Sequence[LandingPage]
) -> tuple[int, int]:
    """Merge hops and pages; how many of each were new or newer."""
    both: tuple[Hop | LandingPage, ...] = (*hops, *pages)
    link_rows.load((Link(url=each.link_url), batch.time(each.captured_at)) for each in both)
    write_icons(batch, ((page.facts.icon, page.captured_at) for page in pages if page.facts.icon))
    hop_rows = [_hop_row(batch, link_rows.get(each.link_url), each) for each in hops]
    page_rows = [_page_row(batch, link_rows.get(each.link_url), each) for each in pages]
    return (
        _store(batch, hop_rows, redirect_hops, _HOP_COLUMNS),
        _store(batch, page_rows, landing_pages, _PAGE_COLUMNS),
    )


def _hop_row(batch: Batch, link_id: int, hop: Hop) -> Row:
    return (
        link_id,
        hop.chain,
        hop.position,
        batch.time(hop.captured_at),
        hop.record_id,
        hop.url,
        hop.normalised_url,
        hop.kind,
        hop.status,
        hop.next_url,
        hop.vantage,
        hop.ip_address,
        hop.certificate,
        hop.server,
        hop.where,
        hop.reason,
        reverse_host(read_host(hop.url)),
    )


def _page_row(batch: Batch, link_id: int, page: LandingPage) -> Row:
    return (
        link_id,
        page.chain,
        batch.time(page.captured_at),
        page.record_id,
        page.url,
        page.normalised_url,
        page.registered_domain,
        page.status,
        page.title,
        page.language,
        page.text,
        page.screenshot_record_id,
        pack_facts(page.facts),
        reverse_host(read_host(page.url)),
    )


def _store(batch: Batch, found: Sequence[Row], table: Any, columns: tuple[str, ...]) -> int:
    """Rows whose sighting (the two columns after the key) is newer than what is stored."""
    width = len(table.primary_key.columns)
    newest: dict[Row, Row] = {}
    for row in found:
        key = row[:width]
        if key not in newest or row[width:] > newest[key][width:]:
            newest[key] = row
    for stored in batch.find(table, "link_id", {key[0] for key in newest}, columns[:-1]):
        key = tuple(stored[:width])
        if key in newest and tuple(stored[width:]) >= newest[key][width:]:
            del newest[key]
    batch.upsert(table, columns, [(*row, batch.next_change()) for row in newest.values()])
    return len(newest)
