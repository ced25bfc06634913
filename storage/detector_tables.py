"""What detectors remember of the posts: made from the index, and again from it by a new version.

Ids are those of ``posts``, so these tables are emptied whenever the index is made anew.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text

from storage.columns import BigId, Key
from storage.picture_tables import PICTURES
from storage.site_tables import site_marks
from storage.tables import metadata

text_classes = Table(
    "text_classes",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("text_key", Key, nullable=False, unique=True),
    Column("form", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("cluster", BigId, nullable=False, index=True),
)
"""One row per distinct text in its form for comparing. ``cluster`` is the least id of those it hangs
together with by verified pairs."""

text_bands = Table(
    "text_bands",
    metadata,
    Column("band_key", BigId, primary_key=True),
    Column("class_id", BigId, primary_key=True),
    sqlite_with_rowid=False,
)
"""Locality-sensitive hash: texts that share a band may be near-copies. No foreign key: it would cost
a look-up for each of sixteen rows a text."""

text_posts = Table(
    "text_posts",
    metadata,
    Column("class_id", BigId, primary_key=True),
    Column("post_id", BigId, primary_key=True),
    Column("digest", Key, nullable=False),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("spelling", Text, nullable=False, server_default=""),
    Index("ix_text_posts_post_id", "post_id"),
    sqlite_with_rowid=False,
)
"""Which posts have, or had before an edit, a text; ``digest`` names that content of the post.
``number`` is the list number that stood before it, 0 if none did."""

text_pairs = Table(
    "text_pairs",
    metadata,
    Column("low_id", BigId, ForeignKey("text_classes.id"), primary_key=True),
    Column("high_id", BigId, ForeignKey("text_classes.id"), primary_key=True),
    Column("ratio", Float, nullable=False),
    Column("containment", Float, nullable=False),
    Column("shared", Integer, nullable=False),
    Index("ix_text_pairs_high_id", "high_id"),
)
"""Texts verified to be near-copies, and by what measure."""

text_numbers = Table(
    "text_numbers",
    metadata,
    Column("post_id", BigId, primary_key=True),
    Column("class_id", BigId, primary_key=True),
    Column("script", Text, nullable=False),
    Index("ix_text_numbers_script", "script"),
)
"""First-person posts with a list number before them."""

published_findings = Table(
    "published_findings",
    metadata,
    Column("detector", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("flag_key", Text, nullable=False),
)
"""Under which key a detector last flagged a subject (a cluster, a series): merges and changes of identity
replace that flag."""

DERIVED = (
    text_classes,
    text_bands,
    text_posts,
    text_pairs,
    text_numbers,
    site_marks,
    *PICTURES,
    published_findings,
)
"""All of them, parents first."""
