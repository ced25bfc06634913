"""The first schema: evidence, what people decide, and full text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import BigId, Key, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("uid_key", Key, nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("handle", sa.Text(), server_default="", nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("display_name", sa.Text(), server_default="", nullable=False),
        sa.Column("bio", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", UtcTime(), nullable=True),
        sa.Column("created_at_text", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at_precision", sa.Text(), server_default="", nullable=False),
        sa.Column("followers", BigId, nullable=True),
        sa.Column("following", BigId, nullable=True),
        sa.Column("posts", BigId, nullable=True),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("avatar_url", sa.Text(), server_default="", nullable=False),
        sa.Column("banner_url", sa.Text(), server_default="", nullable=False),
        sa.Column("details", sa.Text(), server_default="", nullable=False),
        sa.Column("digest", Key, nullable=True),
        sa.Column("first_seen_at", UtcTime(), nullable=True),
        sa.Column("first_record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=True),
        sa.Column("last_record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("last_where", sa.Text(), server_default="", nullable=False),
        sa.Column("change_seq", BigId, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("uid_key", name=op.f("uq_accounts_uid_key")),
    )
    op.create_index(op.f("ix_accounts_change_seq"), "accounts", ["change_seq"], unique=False)
    op.create_table(
        "audit_log",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("happened_at", UtcTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_table(
        "captures",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("record_key", Key, nullable=False),
        sa.Column("record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("url_key", Key, nullable=False),
        sa.Column("status", BigId, server_default="0", nullable=False),
        sa.Column("record_type", sa.Text(), server_default="", nullable=False),
        sa.Column("media_type", sa.Text(), server_default="", nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.Column("warc_file", sa.Text(), server_default="", nullable=False),
        sa.Column("offset", BigId, server_default="0", nullable=False),
        sa.Column("length", BigId, server_default="0", nullable=False),
        sa.Column("payload_digest", sa.Text(), server_default="", nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("reader", sa.Text(), server_default="", nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("route", sa.Text(), server_default="", nullable=False),
        sa.Column("run", sa.Text(), server_default="", nullable=False),
        sa.Column("context", sa.Text(), server_default="", nullable=False),
        sa.Column("truncated", sa.Text(), server_default="", nullable=False),
        sa.Column("refers_to", sa.Text(), server_default="", nullable=False),
        sa.Column("ip_address", sa.Text(), server_default="", nullable=False),
        sa.Column("certificate", sa.Text(), server_default="", nullable=False),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
        sa.UniqueConstraint("record_key", name=op.f("uq_captures_record_key")),
    )
    op.create_index(
        "ix_captures_platform_account_captured_at",
        "captures",
        ["platform", "account", "captured_at"],
        unique=False,
    )
    op.create_index("ix_captures_url_key", "captures", ["url_key"], unique=False)
    op.create_index("ix_captures_warc_file_offset", "captures", ["warc_file", "offset"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("name", name=op.f("uq_cases_name")),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", BigId, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "cursors",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("token", BigId, server_default="0", nullable=False),
        sa.Column("moved_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cursors")),
    )
    op.create_table(
        "custody_events",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("happened_at", UtcTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.Column("details", sa.Text(), server_default="{}", nullable=False),
        sa.Column("previous", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_events")),
    )
    op.create_table(
        "flags",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("flag_key", Key, nullable=False),
        sa.Column("detector", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("found_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint("flag_key", name=op.f("uq_flags_flag_key")),
    )
    op.create_index("ix_flags_kind_score", "flags", ["kind", "score"], unique=False)
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("token", BigId, nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "links",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("url_key", Key, nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("expanded", sa.Text(), server_default="", nullable=False),
        sa.Column("host_path", sa.Text(), server_default="", nullable=False),
        sa.Column("next_due_at", UtcTime(), nullable=True),
        sa.Column("failures", BigId, server_default="0", nullable=False),
        sa.Column("change_seq", BigId, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("url_key", name=op.f("uq_links_url_key")),
    )
    op.create_index(op.f("ix_links_change_seq"), "links", ["change_seq"], unique=False)
    op.create_index("ix_links_host_path", "links", ["host_path"], unique=False)
    op.create_index("ix_links_next_due_at", "links", ["next_due_at"], unique=False)
    op.create_table(
        "media",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("url_key", Key, nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("size", BigId, server_default="0", nullable=False),
        sa.Column("media_type", sa.Text(), server_default="", nullable=False),
        sa.Column("record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=True),
        sa.Column("next_due_at", UtcTime(), nullable=True),
        sa.Column("failures", BigId, server_default="0", nullable=False),
        sa.Column("change_seq", BigId, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("url_key", name=op.f("uq_media_url_key")),
    )
    op.create_index(op.f("ix_media_change_seq"), "media", ["change_seq"], unique=False)
    op.create_index("ix_media_next_due_at", "media", ["next_due_at"], unique=False)
    op.create_table(
        "observations",
        sa.Column("event_key", Key, nullable=False),
        sa.Column("uid_key", Key, nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("post_id", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.Column("record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("where", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("since_at", UtcTime(), nullable=True),
        sa.Column("since_record_id", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("event_key", name=op.f("pk_observations")),
    )
    op.create_index(op.f("ix_observations_uid_key"), "observations", ["uid_key"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", BigId, autoincrement=False, nullable=False),
        sa.Column("uid_key", Key, nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("post_id", sa.Text(), server_default="", nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("posted_at", UtcTime(), nullable=True),
        sa.Column("posted_at_text", sa.Text(), server_default="", nullable=False),
        sa.Column("edited_at", UtcTime(), nullable=True),
        sa.Column("sensitive", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("reply_to", sa.Text(), server_default="", nullable=False),
        sa.Column("repost_of", sa.Text(), server_default="", nullable=False),
        sa.Column("quote_of", sa.Text(), server_default="", nullable=False),
        sa.Column("route", sa.Text(), server_default="", nullable=False),
        sa.Column("details", sa.Text(), server_default="", nullable=False),
        sa.Column("url_key", Key, nullable=False),
        sa.Column("uri", sa.Text(), server_default="", nullable=False),
        sa.Column("pinned", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("replies", BigId, nullable=True),
        sa.Column("reposts", BigId, nullable=True),
        sa.Column("likes", BigId, nullable=True),
        sa.Column("views", BigId, nullable=True),
        sa.Column("digest", Key, nullable=False),
        sa.Column("first_seen_at", UtcTime(), nullable=False),
        sa.Column("first_record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("first_where", sa.Text(), server_default="", nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=False),
        sa.Column("last_record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("last_where", sa.Text(), server_default="", nullable=False),
        sa.Column("gone_at", UtcTime(), nullable=True),
        sa.Column("change_seq", BigId, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("uid_key", name=op.f("uq_posts_uid_key")),
    )
    op.create_index("ix_posts_account_id_posted_at", "posts", ["account_id", "posted_at"], unique=False)
    op.create_index(op.f("ix_posts_change_seq"), "posts", ["change_seq"], unique=False)
    op.create_index(op.f("ix_posts_url_key"), "posts", ["url_key"], unique=False)
    op.create_table(
        "problems",
        sa.Column("problem_key", Key, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("where", sa.Text(), server_default="", nullable=False),
        sa.Column("retry_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("problem_key", name=op.f("pk_problems")),
    )
    op.create_index("ix_problems_platform_captured_at", "problems", ["platform", "captured_at"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="running", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("holder", sa.Text(), server_default="", nullable=False),
        sa.Column("accounts", BigId, server_default="0", nullable=False),
        sa.Column("captures", BigId, server_default="0", nullable=False),
        sa.Column("posts_new", BigId, server_default="0", nullable=False),
        sa.Column("posts_changed", BigId, server_default="0", nullable=False),
        sa.Column("problems", BigId, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index("ix_runs_platform_started_at", "runs", ["platform", "started_at"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("disabled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )
    op.create_table(
        "account_aliases",
        sa.Column("alias_key", Key, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("alias", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_aliases_account_id")),
        sa.PrimaryKeyConstraint("alias_key", "account_id", name=op.f("pk_account_aliases")),
    )
    op.create_table(
        "account_handles",
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("first_seen_at", UtcTime(), nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_handles_account_id")),
        sa.PrimaryKeyConstraint("account_id", "handle", name=op.f("pk_account_handles")),
    )
    op.create_table(
        "account_links",
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("link_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_links_account_id")),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_account_links_link_id")),
        sa.PrimaryKeyConstraint("account_id", "link_id", name=op.f("pk_account_links")),
    )
    op.create_index("ix_account_links_link_id", "account_links", ["link_id"], unique=False)
    op.create_table(
        "account_snapshots",
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("digest", Key, nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.Column("record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("where", sa.Text(), server_default="", nullable=False),
        sa.Column("handle", sa.Text(), server_default="", nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("display_name", sa.Text(), server_default="", nullable=False),
        sa.Column("bio", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", UtcTime(), nullable=True),
        sa.Column("created_at_text", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at_precision", sa.Text(), server_default="", nullable=False),
        sa.Column("followers", BigId, nullable=True),
        sa.Column("following", BigId, nullable=True),
        sa.Column("posts", BigId, nullable=True),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("avatar_url", sa.Text(), server_default="", nullable=False),
        sa.Column("banner_url", sa.Text(), server_default="", nullable=False),
        sa.Column("details", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_snapshots_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "day", "digest", name=op.f("pk_account_snapshots")),
    )
    op.create_table(
        "flag_members",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("flag_id", BigId, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("uid_key", Key, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flags.id"], name=op.f("fk_flag_members_flag_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_members")),
        sa.UniqueConstraint("flag_id", "position", name=op.f("uq_flag_members_flag_id_position")),
    )
    op.create_index(op.f("ix_flag_members_flag_id"), "flag_members", ["flag_id"], unique=False)
    op.create_index(op.f("ix_flag_members_uid_key"), "flag_members", ["uid_key"], unique=False)
    op.create_table(
        "landing_pages",
        sa.Column("link_id", BigId, nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("normalised_url", sa.Text(), server_default="", nullable=False),
        sa.Column("registered_domain", sa.Text(), server_default="", nullable=False),
        sa.Column("record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.Column("status", BigId, server_default="0", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("screenshot_record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("host_path", sa.Text(), server_default="", nullable=False),
        sa.Column("change_seq", BigId, nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_landing_pages_link_id")),
        sa.PrimaryKeyConstraint("link_id", "chain", name=op.f("pk_landing_pages")),
    )
    op.create_index(op.f("ix_landing_pages_change_seq"), "landing_pages", ["change_seq"], unique=False)
    op.create_index("ix_landing_pages_host_path", "landing_pages", ["host_path"], unique=False)
    op.create_index(
        "ix_landing_pages_registered_domain", "landing_pages", ["registered_domain"], unique=False
    )
    op.create_table(
        "media_files",
        sa.Column("media_id", BigId, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", BigId, server_default="0", nullable=False),
        sa.Column("media_type", sa.Text(), server_default="", nullable=False),
        sa.Column("record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_media_files_media_id")),
        sa.PrimaryKeyConstraint("media_id", "sha256", name=op.f("pk_media_files")),
    )
    op.create_index("ix_media_files_sha256", "media_files", ["sha256"], unique=False)
    op.create_table(
        "post_links",
        sa.Column("post_id", BigId, nullable=False),
        sa.Column("link_id", BigId, nullable=False),
        sa.Column("position", BigId, server_default="0", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_post_links_link_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_links_post_id")),
        sa.PrimaryKeyConstraint("post_id", "link_id", name=op.f("pk_post_links")),
    )
    op.create_index("ix_post_links_link_id", "post_links", ["link_id"], unique=False)
    op.create_table(
        "post_media",
        sa.Column("post_id", BigId, nullable=False),
        sa.Column("media_id", BigId, nullable=False),
        sa.Column("position", BigId, server_default="0", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("preview_url", sa.Text(), server_default="", nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_post_media_media_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_media_post_id")),
        sa.PrimaryKeyConstraint("post_id", "media_id", name=op.f("pk_post_media")),
    )
    op.create_index("ix_post_media_media_id", "post_media", ["media_id"], unique=False)
    op.create_table(
        "post_versions",
        sa.Column("post_id", BigId, nullable=False),
        sa.Column("digest", Key, nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("posted_at", UtcTime(), nullable=True),
        sa.Column("posted_at_text", sa.Text(), server_default="", nullable=False),
        sa.Column("edited_at", UtcTime(), nullable=True),
        sa.Column("sensitive", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("reply_to", sa.Text(), server_default="", nullable=False),
        sa.Column("repost_of", sa.Text(), server_default="", nullable=False),
        sa.Column("quote_of", sa.Text(), server_default="", nullable=False),
        sa.Column("route", sa.Text(), server_default="", nullable=False),
        sa.Column("details", sa.Text(), server_default="", nullable=False),
        sa.Column("first_seen_at", UtcTime(), nullable=False),
        sa.Column("first_record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("first_where", sa.Text(), server_default="", nullable=False),
        sa.Column("last_seen_at", UtcTime(), nullable=False),
        sa.Column("last_record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("change_seq", BigId, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_versions_post_id")),
        sa.PrimaryKeyConstraint("post_id", "digest", name=op.f("pk_post_versions")),
    )
    op.create_index(op.f("ix_post_versions_change_seq"), "post_versions", ["change_seq"], unique=False)
    op.create_table(
        "redirect_hops",
        sa.Column("link_id", BigId, nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("normalised_url", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("record_id", sa.Text(), server_default="", nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.Column("status", BigId, server_default="0", nullable=False),
        sa.Column("next_url", sa.Text(), server_default="", nullable=False),
        sa.Column("vantage", sa.Text(), server_default="", nullable=False),
        sa.Column("ip_address", sa.Text(), server_default="", nullable=False),
        sa.Column("certificate", sa.Text(), server_default="", nullable=False),
        sa.Column("server", sa.Text(), server_default="", nullable=False),
        sa.Column("where", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("host_path", sa.Text(), server_default="", nullable=False),
        sa.Column("change_seq", BigId, nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name=op.f("fk_redirect_hops_link_id")),
        sa.PrimaryKeyConstraint("link_id", "chain", "position", name=op.f("pk_redirect_hops")),
    )
    op.create_index(op.f("ix_redirect_hops_change_seq"), "redirect_hops", ["change_seq"], unique=False)
    op.create_index("ix_redirect_hops_host_path", "redirect_hops", ["host_path"], unique=False)
    op.create_table(
        "watchlist",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("uid_key", Key, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), server_default="", nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("wants", sa.Text(), server_default="[]", nullable=False),
        sa.Column("case_id", BigId, nullable=True),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("authority", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("next_due_at", UtcTime(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_watchlist_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlist")),
        sa.UniqueConstraint("uid_key", name=op.f("uq_watchlist_uid_key")),
    )
    op.create_index("ix_watchlist_next_due_at", "watchlist", ["next_due_at"], unique=False)
    op.create_table(
        "watch_aliases",
        sa.Column("alias_key", Key, nullable=False),
        sa.Column("watch_id", BigId, nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["watch_id"], ["watchlist.id"], name=op.f("fk_watch_aliases_watch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alias_key", name=op.f("pk_watch_aliases")),
    )
    op.create_index(op.f("ix_watch_aliases_watch_id"), "watch_aliases", ["watch_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search_documents (doc bigint PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_search_documents_words ON search_documents USING gin (words)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_documents USING fts5("
            "words, content='', columnsize=0, tokenize=\"ascii tokenchars '#@_'\")"
        )


def downgrade() -> None:
    raise NotImplementedError("an index is rebuilt from the archive, not downgraded")
