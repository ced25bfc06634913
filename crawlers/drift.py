"""Fields that a platform sends and its reader does not know: counted, never skipped in silence.

A family declares the fields it knows of each shape (those it reads and those it leaves aside on
purpose). What else stands in a body is named in ``attributes["drift"]`` of the item read from it:
``shape.field`` words with spaces between, sorted, e.g. ``status.reactions status.thread_id``. The
status command counts them per platform; the WARC keeps their values.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

MOST_NAMES = 20
LONGEST_NAME = 64
ATTRIBUTE = "drift"


def unknown_fields(known: Collection[str], mapping: Mapping[str, object]) -> frozenset[str]:
    """The top-level field names of ``mapping`` that are not ``known``."""
    return frozenset(name for name in mapping if name not in known)


def name_drift(shape: str, known: Collection[str], mapping: Mapping[str, object]) -> str:
    """The ``drift`` attribute of one item, empty if all its fields are known.

    Names come from the platform: they are cut in length and number, and never hold a space.
    """
    names = unknown_fields(known, mapping)
    return " ".join(f"{shape}.{'_'.join(name.split())[:LONGEST_NAME]}" for name in sorted(names)[:MOST_NAMES])
