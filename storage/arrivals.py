"""Which landing pages count: what plain reading took for the end is none once script moved on from it."""

from __future__ import annotations

from sqlalchemy import Exists, exists

from storage.tables import landing_pages, redirect_hops


def has_arrived() -> Exists:
    """Whether the chain of a row of ``landing_pages`` ends by landing, as far as its hops tell."""
    return exists().where(
        redirect_hops.c.link_id == landing_pages.c.link_id,
        redirect_hops.c.chain == landing_pages.c.chain,
        redirect_hops.c.kind == "landing",
    )
