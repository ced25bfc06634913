"""What the detector of sites remembers: by what marks the pages of a domain can be known again."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from storage.columns import BigId, UtcTime
from storage.tables import metadata

site_marks = Table(
    "site_marks",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("domain", Text, primary_key=True),
    Column("link_id", BigId, primary_key=True),
    Column("chain", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_site_marks_link_id", "link_id"),
    Index("ix_site_marks_domain", "domain"),
)
"""A row for each mark of each landing page, and one without mark (empty) for each page: ``domain`` is the
registered domain, ``record_id`` the archived page."""
