"""What is remembered of pictures: facts, keys, and who shows them as avatar or banner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import BigId, Key

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("form", sa.Text(), server_default="", nullable=False),
        sa.Column("width", sa.Integer(), server_default="0", nullable=False),
        sa.Column("height", sa.Integer(), server_default="0", nullable=False),
        sa.Column("quality", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_animated", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("plain", sa.Text(), server_default="", nullable=False),
        sa.Column("views", sa.LargeBinary(), nullable=False),
        sa.Column("corners", sa.LargeBinary(), nullable=False),
        sa.Column("thumb", sa.LargeBinary(), nullable=False),
        sa.Column("cluster", BigId, nullable=False),
        sa.Column("change_seq", BigId, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
        sa.UniqueConstraint("sha256", name=op.f("uq_pictures_sha256")),
    )
    op.create_index(op.f("ix_pictures_cluster"), "pictures", ["cluster"], unique=False)
    op.create_index(op.f("ix_pictures_change_seq"), "pictures", ["change_seq"], unique=False)
    op.create_table(
        "picture_keys",
        sa.Column("key", BigId, nullable=False),
        sa.Column("picture_id", BigId, nullable=False),
        sa.PrimaryKeyConstraint("key", "picture_id", name=op.f("pk_picture_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account_pictures",
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("url_key", Key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_pictures_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("account_id", "url_key", "kind", name=op.f("pk_account_pictures")),
    )
    op.create_index("ix_account_pictures_url_key", "account_pictures", ["url_key"], unique=False)
