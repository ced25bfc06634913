"""The tables of what sites run: what was found out, and what a person said in its place."""

from __future__ import annotations

from sqlalchemy import Column, Float, Table, Text

from storage.columns import UtcTime
from storage.tables import metadata

hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("engine", Text, nullable=False),
    Column("certainty", Float, nullable=False),
    Column("version", Text, nullable=False, server_default=""),
    Column("theme", Text, nullable=False, server_default=""),
    Column("feed_url", Text, nullable=False, server_default=""),
    Column("marks", Text, nullable=False, server_default="[]"),
    Column("record_id", Text, nullable=False),
    Column("captured_at", UtcTime, nullable=False),
)
"""The newest finding of each host, read from the archive."""

host_choices = Table(
    "host_choices",
    metadata,
    Column("host", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("chosen_at", UtcTime, nullable=False),
)
"""Which platform's readers a person wants for a host; no archive tells that."""
