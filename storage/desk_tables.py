"""The tables of what people and the service decide: no archive could give them again."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.columns import BigId, Key, UtcTime
from storage.tables import metadata

cases = Table(
    "cases",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False, unique=True),
    Column("note", Text, nullable=False, server_default=""),
    Column("opened_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
)

watchlist = Table(
    "watchlist",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("uid_key", Key, nullable=False, unique=True),
    Column("platform", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("handle", Text, nullable=False, server_default=""),
    Column("host", Text, nullable=False, server_default=""),
    Column("wants", Text, nullable=False, server_default="[]"),
    Column("case_id", BigId, ForeignKey("cases.id")),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("note", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Column("authority", Text, nullable=False, server_default=""),
    Column("added_at", UtcTime, nullable=False),
    Column("next_due_at", UtcTime),
    Column("failures", Integer, nullable=False, server_default="0"),
    Index("ix_watchlist_next_due_at", "next_due_at"),
)
"""``next_due_at`` empty: never collected by the clock, only when asked for."""

watch_aliases = Table(
    "watch_aliases",
    metadata,
    Column("alias_key", Key, primary_key=True),
    Column("watch_id", BigId, ForeignKey("watchlist.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("alias", Text, nullable=False),
)
"""Other keys and spellings under which a watched account was asked for."""

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False, server_default=""),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("outcome", Text, nullable=False, server_default="running"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("holder", Text, nullable=False, server_default=""),
    Column("accounts", BigId, nullable=False, server_default="0"),
    Column("captures", BigId, nullable=False, server_default="0"),
    Column("posts_new", BigId, nullable=False, server_default="0"),
    Column("posts_changed", BigId, nullable=False, server_default="0"),
    Column("problems", BigId, nullable=False, server_default="0"),
    Index("ix_runs_platform_started_at", "platform", "started_at"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", BigId, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

cursors = Table(
    "cursors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", BigId, nullable=False),
    Column("token", BigId, nullable=False, server_default="0"),
    Column("moved_at", UtcTime, nullable=False),
)

flags = Table(
    "flags",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("flag_key", Key, nullable=False, unique=True),
    Column("detector", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("summary", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("found_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Index("ix_flags_kind_score", "kind", "score"),
)

flag_members = Table(
    "flag_members",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("flag_id", BigId, ForeignKey("flags.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("uid", Text, nullable=False),
    Column("uid_key", Key, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False),
    UniqueConstraint("flag_id", "position"),
)

users = Table(
    "users",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("disabled_at", UtcTime),
)

custody_events = Table(
    "custody_events",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("happened_at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("digest", Text, nullable=False, server_default=""),
    Column("details", Text, nullable=False, server_default="{}"),
    Column("previous", Text, nullable=False, server_default=""),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("happened_at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False, server_default="{}"),
)
