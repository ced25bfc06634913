"""Word lists as they are best read in code: words with spaces between."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words in ``text``."""
    return frozenset(text.split())
