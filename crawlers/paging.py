"""Page after page, and an end also where a site never gives one.

Sites repeat a page for ever: they ignore the page number, hand out cursors in a circle, or make up pages
without end. A reader remembers nothing from capture to capture, so what is to be known of the pages before
travels in the ``Fetch``'s context, and must stay small: one mark, that of the last page whose number is a
power of two. A page with the same mark shows that the pages go in a circle, whatever its length (R. P.
Brent, "An improved Monte Carlo factorization algorithm", BIT 20, 1980, section 2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

MOST_PAGES = 2000
"""Pages of one list in one crawl: at 20 to 100 posts a page, more than any account that was met holds."""
COUNT, MARK = "pages", "mark"


def mark_page(ids: Iterable[str], cursor: str = "") -> str:
    """A short mark of what a page shows: the ids on it; of a page without any, the cursor it names."""
    shown = "\n".join(ids) or f"cursor {cursor}"
    return hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:16]


def count_page(context: Mapping[str, str], mark: str) -> dict[str, str] | None:
    """What the context of the next page's ``Fetch`` holds beside its own, after a page that ``mark`` names.

    ``None`` where the pages have begun to repeat themselves, or where there were ``MOST_PAGES``.
    """
    written = context.get(COUNT, "1")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1
    before = context.get(MARK, "")
    if mark == before or number >= MOST_PAGES:
        return None
    is_power_of_two = number & (number - 1) == 0
    return {COUNT: str(number + 1), MARK: mark if is_power_of_two else before}
