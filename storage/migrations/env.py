"""Alembic's entry: runs on the connection that it is handed, in the caller's transaction."""

from __future__ import annotations

from alembic import context

from storage.migrations.models import all_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=all_tables(),
    transactional_ddl=False,
)
context.run_migrations()
