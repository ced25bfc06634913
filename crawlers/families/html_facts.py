"""How pages become answers: the table of facts that ``html_list`` reads a platform's HTML by.

A page becomes one JSON object, and ``json_facts`` say the rest of it: ``/page`` holds the values that were
cut out of the page as a whole, ``/rows`` those of each row of its list. Of itself ``/page`` has ``address``
(where it was), ``key``, ``handle`` and ``profile`` of the watched account, ``due`` (the text of what had to
be there), ``title`` and ``text``; beside it stand ``/status`` and ``/location``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from crawlers.platform import Recognise

Reads = Literal["text", "markup", "lines", "json", "date", "number", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One value: the element that ``css`` finds, or an attribute of it (``a.title@href``).

    ``@address`` is the address of the page. Several selectors stand with `` | `` between them, the first
    that finds something counts; none is the row itself, and ``+ `` before one looks in the element after the
    row. ``match`` is a regular expression on the value, whose first group is taken. ``lines`` is markup in
    which line ends count, ``json`` is parsed, ``date`` is a date in any form, ``number`` loses its commas,
    ``count`` is how many elements there are. ``every`` makes a list of all that is found; what ``drop``
    finds in the element is left out.
    """

    name: str
    css: str = ""
    match: str = ""
    reads: Reads = "text"
    every: bool = False
    drop: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is cut out of one kind of page.

    ``due`` finds what each such page has; a page without it is another one. ``rows`` finds the rows, ``row``
    is cut out of each, ``marks`` are names with selectors of the rows that bear them. ``encoding`` is that of
    pages that name none; dates are ``utc_offset_h`` hours ahead of UTC.
    """

    due: str = ""
    page: tuple[Cut, ...] = ()
    rows: str = ""
    row: tuple[Cut, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"
    utc_offset_h: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages of a platform: of its lists, its posts and, where they are others, its accounts.

    Addresses to ask are relative to the account's own (empty: that one), and a post's is its own where
    ``one`` has none. ``by_link`` says that lists are but links and posts are read from their own pages.
    Where the page of a post has rows, the row with the post's id (or ``author`` the watched one) is the
    post. ``ends_with_404`` says that the page after the last one does not exist. ``recognise`` tells
    accounts whose addresses no ``spellings`` can tell. ``names_account`` is for lists in JSON that do not
    say whose they are: ``/page`` is put into them as into a page's answer, and ``/account``, the handle,
    into each item.

    Values with these names mean the same on all platforms: ``time`` (when it was posted, with ``time_text``
    and ``time_doubt`` as a ``date`` leaves them) and ``author`` (who wrote it, where that is not the
    account).
    """

    listing: Sheet
    post: Sheet = field(default_factory=Sheet)
    account: Sheet = field(default_factory=Sheet)
    by_link: bool = False
    ends_with_404: bool = False
    author: str = "/author"
    names_account: bool = False
    recognise: Recognise | None = None
