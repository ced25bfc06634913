"""What landing pages tell of their sites, and the marks by which domains are joined."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import BigId, UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("landing_pages", sa.Column("facts", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "site_marks",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("link_id", BigId, nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "domain", "link_id", "chain", name=op.f("pk_site_marks")),
    )
    op.create_index("ix_site_marks_link_id", "site_marks", ["link_id"], unique=False)
    op.create_index("ix_site_marks_domain", "site_marks", ["domain"], unique=False)
