"""What detectors remember: texts, their bands, posts, pairs and list numbers; published findings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import BigId, Key

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_classes",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("text_key", Key, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("cluster", BigId, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_classes")),
        sa.UniqueConstraint("text_key", name=op.f("uq_text_classes_text_key")),
    )
    op.create_index(op.f("ix_text_classes_cluster"), "text_classes", ["cluster"], unique=False)
    op.create_table(
        "text_bands",
        sa.Column("band_key", BigId, nullable=False),
        sa.Column("class_id", BigId, nullable=False),
        sa.PrimaryKeyConstraint("band_key", "class_id", name=op.f("pk_text_bands")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "text_posts",
        sa.Column("class_id", BigId, nullable=False),
        sa.Column("post_id", BigId, nullable=False),
        sa.Column("digest", Key, nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("spelling", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("class_id", "post_id", name=op.f("pk_text_posts")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_text_posts_post_id", "text_posts", ["post_id"], unique=False)
    op.create_table(
        "text_pairs",
        sa.Column("low_id", BigId, nullable=False),
        sa.Column("high_id", BigId, nullable=False),
        sa.Column("ratio", sa.Float(), nullable=False),
        sa.Column("containment", sa.Float(), nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["low_id"], ["text_classes.id"], name=op.f("fk_text_pairs_low_id")),
        sa.ForeignKeyConstraint(["high_id"], ["text_classes.id"], name=op.f("fk_text_pairs_high_id")),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_text_pairs")),
    )
    op.create_index("ix_text_pairs_high_id", "text_pairs", ["high_id"], unique=False)
    op.create_table(
        "text_numbers",
        sa.Column("post_id", BigId, nullable=False),
        sa.Column("class_id", BigId, nullable=False),
        sa.Column("script", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("post_id", "class_id", name=op.f("pk_text_numbers")),
    )
    op.create_index("ix_text_numbers_script", "text_numbers", ["script"], unique=False)
    op.create_table(
        "published_findings",
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("flag_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("detector", "subject", name=op.f("pk_published_findings")),
    )
