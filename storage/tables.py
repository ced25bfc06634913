"""The index's tables: a view of the archive, plus what people decided (watchlist, cases, users).

Times are UTC; the platform's own time string stands beside them. ``…_key`` columns are 128-bit
digests (``storage.keys``) of texts of any length. ``details`` columns are canonical JSON.
``change_seq`` is drawn from one counter under the write lock, so a reader that has seen ``n`` will
never later find a row committed with a smaller number.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text

from storage.columns import BigId, Key, UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _number(name: str) -> Column[int]:
    return Column(name, BigId, nullable=False, server_default="0")


def _count(name: str) -> Column[int]:
    return Column(name, BigId)


def _time(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, UtcTime, nullable=nullable)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean(create_constraint=False), nullable=False)


def _key(name: str, *, unique: bool = False, index: bool = False) -> Column[bytes]:
    return Column(name, Key, nullable=False, unique=unique, index=index)


def _change_seq() -> Column[int]:
    return Column("change_seq", BigId, nullable=False, index=True)


def _account_columns() -> tuple[Column[Any], ...]:
    """What an account shows; the same in ``accounts`` and ``account_snapshots``."""
    return (
        _text("handle"),
        _text("host"),
        _text("url"),
        _text("display_name"),
        _text("bio"),
        _time("created_at"),
        _text("created_at_text"),
        _text("created_at_precision"),
        _count("followers"),
        _count("following"),
        _count("posts"),
        _text("state"),
        _text("avatar_url"),
        _text("banner_url"),
        _text("details"),
    )


def _post_columns() -> tuple[Column[Any], ...]:
    """What a post's author controls; the same in ``posts`` and ``post_versions``."""
    return (
        _text("url"),
        _text("kind"),
        _text("title"),
        _text("text"),
        _text("author"),
        _text("language"),
        _time("posted_at"),
        _text("posted_at_text"),
        _time("edited_at"),
        _flag("sensitive"),
        _text("reply_to"),
        _text("repost_of"),
        _text("quote_of"),
        _text("route"),
        _text("details"),
    )


counters = Table("counters", metadata, Column("name", Text, primary_key=True), _number("value"))

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _key("uid_key", unique=True),
    _text("platform"),
    _text("key"),
    *_account_columns(),
    Column("digest", Key),
    _time("first_seen_at"),
    _text("first_record_id"),
    _time("last_seen_at"),
    _text("last_record_id"),
    _text("last_where"),
    _change_seq(),
)
"""``last_seen_at`` is empty while only posts named the account and no profile was read."""

account_aliases = Table(
    "account_aliases",
    metadata,
    Column("alias_key", Key, primary_key=True),
    Column("account_id", BigId, ForeignKey("accounts.id"), primary_key=True),
    _text("alias"),
)

account_handles = Table(
    "account_handles",
    metadata,
    Column("account_id", BigId, ForeignKey("accounts.id"), primary_key=True),
    Column("handle", Text, primary_key=True),
    _time("first_seen_at", nullable=False),
    _time("last_seen_at", nullable=False),
)

account_snapshots = Table(
    "account_snapshots",
    metadata,
    Column("account_id", BigId, ForeignKey("accounts.id"), primary_key=True),
    Column("day", Text, primary_key=True),
    Column("digest", Key, primary_key=True),
    _time("captured_at", nullable=False),
    _text("record_id"),
    _text("where"),
    *_account_columns(),
)
"""The first sighting of each state (counters aside) of each UTC day."""

posts = Table(
    "posts",
    metadata,
    _id(),
    _key("uid_key", unique=True),
    _text("platform"),
    _text("post_id"),
    Column("account_id", BigId, nullable=False),
    *_post_columns(),
    _key("url_key", index=True),
    _text("uri"),
    _flag("pinned"),
    _count("replies"),
    _count("reposts"),
    _count("likes"),
    _count("views"),
    _key("digest"),
    _time("first_seen_at", nullable=False),
    _text("first_record_id"),
    _text("first_where"),
    _time("last_seen_at", nullable=False),
    _text("last_record_id"),
    _text("last_where"),
    _time("gone_at"),
    _change_seq(),
    Index("ix_posts_account_id_posted_at", "account_id", "posted_at"),
)
"""The newest sighting of each post. ``change_seq`` grows when the content is new or changed.

``account_id`` has no foreign key: checking it would cost a fifth of PostgreSQL's rate, and the one
writer, which holds the lock, makes the account's row in the same transaction.
"""

post_versions = Table(
    "post_versions",
    metadata,
    Column("post_id", BigId, ForeignKey("posts.id"), primary_key=True),
    Column("digest", Key, primary_key=True),
    *_post_columns(),
    _time("first_seen_at", nullable=False),
    _text("first_record_id"),
    _text("first_where"),
    _time("last_seen_at", nullable=False),
    _text("last_record_id"),
    _change_seq(),
)
"""Every content of a post that had more than one; a post never edited has its only one in ``posts``."""

observations = Table(
    "observations",
    metadata,
    Column("event_key", Key, primary_key=True),
    _key("uid_key", index=True),
    _text("platform"),
    _text("post_id"),
    _text("kind"),
    _time("captured_at", nullable=False),
    _text("record_id"),
    _text("where"),
    _text("reason"),
    _time("since_at"),
    _text("since_record_id"),
)
"""Changed, gone and back; ``since_at`` is the last sighting before, the other bound of the event.

"Seen" is compressed: first and last sighting stand in ``posts``; one row here, kept at the newest,
tells of a sighting without content (kind ``seen``).
"""

media = Table(
    "media",
    metadata,
    _id(),
    _key("url_key", unique=True),
    _text("url"),
    _text("kind"),
    _text("sha256"),
    _number("size"),
    _text("media_type"),
    _text("record_id"),
    _time("captured_at"),
    _time("next_due_at"),
    _number("failures"),
    _change_seq(),
    Index("ix_media_next_due_at", "next_due_at"),
)

media_files = Table(
    "media_files",
    metadata,
    Column("media_id", BigId, ForeignKey("media.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    _number("size"),
    _text("media_type"),
    _text("record_id"),
    _time("captured_at", nullable=False),
    Index("ix_media_files_sha256", "sha256"),
)
"""Every content that a medium's URL ever gave, as first archived; ``media`` has the newest."""

post_media = Table(
    "post_media",
    metadata,
    Column("post_id", BigId, ForeignKey("posts.id"), primary_key=True),
    Column("media_id", BigId, ForeignKey("media.id"), primary_key=True),
    _number("position"),
    _text("description"),
    _text("preview_url"),
    Column("width", Integer),
    Column("height", Integer),
    Column("duration_s", Float),
    Index("ix_post_media_media_id", "media_id"),
)

links = Table(
    "links",
    metadata,
    _id(),
    _key("url_key", unique=True),
    _text("url"),
    _text("expanded"),
    _text("host_path"),
    _time("next_due_at"),
    _number("failures"),
    _change_seq(),
    Index("ix_links_next_due_at", "next_due_at"),
    Index("ix_links_host_path", "host_path"),
)
"""``host_path`` is the host with its labels reversed (``com.example.www.``): a domain is a prefix."""

post_links = Table(
    "post_links",
    metadata,
    Column("post_id", BigId, ForeignKey("posts.id"), primary_key=True),
    Column("link_id", BigId, ForeignKey("links.id"), primary_key=True),
    _number("position"),
    _text("kind"),
    _text("text"),
    Index("ix_post_links_link_id", "link_id"),
)

account_links = Table(
    "account_links",
    metadata,
    Column("account_id", BigId, ForeignKey("accounts.id"), primary_key=True),
    Column("link_id", BigId, ForeignKey("links.id"), primary_key=True),
    _text("kind"),
    Index("ix_account_links_link_id", "link_id"),
)

redirect_hops = Table(
    "redirect_hops",
    metadata,
    Column("link_id", BigId, ForeignKey("links.id"), primary_key=True),
    Column("chain", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("url"),
    _text("normalised_url"),
    _text("kind"),
    _text("record_id"),
    _time("captured_at", nullable=False),
    _number("status"),
    _text("next_url"),
    _text("vantage"),
    _text("ip_address"),
    _text("certificate"),
    _text("server"),
    _text("where"),
    _text("reason"),
    _text("host_path"),
    _change_seq(),
    Index("ix_redirect_hops_host_path", "host_path"),
)

landing_pages = Table(
    "landing_pages",
    metadata,
    Column("link_id", BigId, ForeignKey("links.id"), primary_key=True),
    Column("chain", Text, primary_key=True),
    _text("url"),
    _text("normalised_url"),
    _text("registered_domain"),
    _text("record_id"),
    _time("captured_at", nullable=False),
    _number("status"),
    _text("title"),
    _text("language"),
    _text("text"),
    _text("screenshot_record_id"),
    _text("facts"),
    _text("host_path"),
    _change_seq(),
    Index("ix_landing_pages_host_path", "host_path"),
    Index("ix_landing_pages_registered_domain", "registered_domain"),
)

captures = Table(
    "captures",
    metadata,
    _id(),
    _key("record_key", unique=True),
    _text("record_id"),
    _text("url"),
    _key("url_key"),
    _number("status"),
    _text("record_type"),
    _text("media_type"),
    _time("captured_at", nullable=False),
    _text("warc_file"),
    _number("offset"),
    _number("length"),
    _text("payload_digest"),
    _text("platform"),
    _text("reader"),
    _text("account"),
    _text("route"),
    _text("run"),
    _text("context"),
    _text("truncated"),
    _text("refers_to"),
    _text("ip_address"),
    _text("certificate"),
    _text("etag"),
    _text("last_modified"),
    Index("ix_captures_url_key", "url_key"),
    Index("ix_captures_warc_file_offset", "warc_file", "offset"),
    Index("ix_captures_platform_account_captured_at", "platform", "account", "captured_at"),
)
"""The CDX, with what a reader needs to read the record again."""

problems = Table(
    "problems",
    metadata,
    Column("problem_key", Key, primary_key=True),
    _text("kind"),
    _text("platform"),
    _text("account"),
    _text("url"),
    _text("record_id"),
    _time("captured_at", nullable=False),
    _text("reason"),
    _text("where"),
    _time("retry_at"),
    Index("ix_problems_platform_captured_at", "platform", "captured_at"),
)
