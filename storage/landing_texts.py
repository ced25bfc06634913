"""What the pages said that a link led to, each time it was followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.keys import key_text
from storage.tables import landing_pages, links

if TYPE_CHECKING:
    from storage.index import Index


def read_landing_texts(index: Index, url: str) -> Mapping[str, str]:
    """The text of the page at the end of each following of a link, by chain."""
    query = (
        select(landing_pages.c.chain, landing_pages.c.text)
        .join(links, links.c.id == landing_pages.c.link_id)
        .where(links.c.url_key == key_text(url))
    )
    with index.reading() as connection:
        return {row.chain: row.text for row in connection.execute(query)}
