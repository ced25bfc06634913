"""What hosts run, as found and as said by a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Float(), nullable=False),
        sa.Column("version", sa.Text(), server_default="", nullable=False),
        sa.Column("theme", sa.Text(), server_default="", nullable=False),
        sa.Column("feed_url", sa.Text(), server_default="", nullable=False),
        sa.Column("marks", sa.Text(), server_default="[]", nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
    )
    op.create_table(
        "host_choices",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("chosen_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_choices")),
    )
