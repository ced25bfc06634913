"""A forum post's HTML: the author's own words, and apart from them what is quoted of others.

Quotes are cut out before the words are read; their text goes along in ``attributes["quoted"]`` and their
links and pictures do not. A post that is nothing but words set off as a quotation of nobody keeps them: so a
statement is posted that somebody else wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from crawlers.html_text import parse_html, read_element, select
from storage.items import Link, Media
from storage.shims import unwrap_shim

LONGEST_QUOTE = 2000
Prepare = Callable[[etree._Element], None]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation as its engine marks it: the element, and who and what is quoted, where told."""

    element: etree._Element
    author: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What a post says. ``quoted_post`` is as the engine names it, of the first quotation that tells one."""

    text: str = ""
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    quoted: str = ""
    quoted_author: str = ""
    quoted_post: str = ""

    def tell(self) -> dict[str, str]:
        """What goes into a post's attributes."""
        return {"quoted": self.quoted, "quoted_author": self.quoted_author}


def read_body(
    markup: str, base: str, find: Callable[[etree._Element], Iterator[Quote]], prepare: Prepare | None = None
) -> Body:
    """Read the HTML of a post; ``find`` gives its outermost quotations, ``prepare`` mends the rest before."""
    root = parse_html(markup)
    if prepare is not None:
        prepare(root)
    quotes = list(find(root))
    said = "\n\n".join(read_element(one.element, base).text for one in quotes)
    author = next((one.author for one in quotes if one.author), "")[:120]
    whole = read_element(root, base)
    for one in quotes:
        cut(one.element)
    own = read_element(root, base) if quotes else whole
    alone = not own.text and not own.media and not author
    shown = whole if alone else own
    return Body(
        text=shown.text,
        links=tuple(
            Link(url=one.url, text=one.text, expanded=unwrap_shim(one.url) or "") for one in shown.links
        ),
        media=shown.media,
        mentions=shown.mentions,
        hashtags=shown.hashtags,
        quoted="" if alone else said[:LONGEST_QUOTE],
        quoted_author=author,
        quoted_post=next((one.post for one in quotes if one.post), "")[:64],
    )


def find_blockquotes(root: etree._Element) -> Iterator[Quote]:
    """The outermost ``blockquote``s, said to be nobody's."""
    for element in select(root, "descendant::blockquote[not(ancestor::blockquote)]"):
        yield Quote(element)


def cut(element: etree._Element) -> None:
    """Take an element out, and leave what follows it on a line of its own."""
    parent = element.getparent()
    if parent is not None:
        gap = etree.Element("br")
        gap.tail = element.tail
        parent.replace(element, gap)


def read_last_number(path: str) -> str:
    """The number at the end of an address, empty if none stands there."""
    found = re.search(r"/(\d{1,19})/?(?:[?#].*)?$", path[:2048])
    return found[1] if found else ""
