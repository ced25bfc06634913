"""What is remembered of pictures: facts of each content, the keys by which copies are found, who shows them.

All of it comes from the archived bytes and from the index, and is made again from them.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from storage.columns import BigId, Key
from storage.tables import metadata

pictures = Table(
    "pictures",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False, unique=True),
    Column("reader", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("problem", Text, nullable=False, server_default=""),
    Column("form", Text, nullable=False, server_default=""),
    Column("width", Integer, nullable=False, server_default="0"),
    Column("height", Integer, nullable=False, server_default="0"),
    Column("quality", Integer, nullable=False, server_default="0"),
    Column("is_animated", Boolean(create_constraint=False), nullable=False),
    Column("plain", Text, nullable=False, server_default=""),
    Column("views", LargeBinary, nullable=False),
    Column("corners", LargeBinary, nullable=False),
    Column("thumb", LargeBinary, nullable=False),
    Column("cluster", BigId, nullable=False, index=True),
    Column("change_seq", BigId, nullable=False, index=True),
)
"""One row per content of an image file, by the sha256 of its bytes.

``reader`` is the version of what read it, ``problem`` why it could not be read (empty: it was), ``plain`` why
it is too plain to tell by (empty: it is not), ``quality`` PDQ's (0 to 100). ``views`` are hashes with the box
that each is of, ``corners`` places and descriptors, ``thumb`` a small grey copy (``pipelines.pictures`` packs
them). ``cluster`` is the least id of those it hangs together with."""

picture_keys = Table(
    "picture_keys",
    metadata,
    Column("key", BigId, primary_key=True),
    Column("picture_id", BigId, primary_key=True),
    sqlite_with_rowid=False,
)
"""Words of hashes and of corners; pictures with a key in common may be copies. No foreign key: it would cost
a look-up for each of some hundred rows a picture."""

account_pictures = Table(
    "account_pictures",
    metadata,
    Column("account_id", BigId, ForeignKey("accounts.id"), primary_key=True),
    Column("url_key", Key, primary_key=True),
    Column("kind", Text, primary_key=True),
    Index("ix_account_pictures_url_key", "url_key"),
)
"""The avatars and banners (``kind``) that accounts ever showed, by the keys of their URLs."""

PICTURES = (pictures, picture_keys, account_pictures)
"""All of them, parents first."""
