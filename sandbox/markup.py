"""Plain text as the HTML that platforms make of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

_TOKEN = re.compile(r"(https?://[^\s<>\"，。！？]+)|#(\w+)")


def find_links(text: str) -> list[str]:
    """The URLs in ``text``, in order."""
    return [found[0] for found in _TOKEN.findall(text) if found[0]]


def find_tags(text: str) -> list[str]:
    """The hashtags in ``text`` without their sign, in order."""
    return [found[1] for found in _TOKEN.findall(text) if found[1]]


def mark_up(text: str, link: Callable[[str], str], tag: Callable[[str], str]) -> str:
    """``text`` escaped, with its URLs and hashtags as ``link`` and ``tag`` write them; line ends stay."""
    parts: list[str] = []
    place = 0
    for found in _TOKEN.finditer(text):
        parts.append(escape(text[place : found.start()]))
        parts.append(link(found[1]) if found[1] else tag(found[2]))
        place = found.end()
    return "".join((*parts, escape(text[place:])))


def make_paragraphs(text: str, link: Callable[[str], str], tag: Callable[[str], str]) -> str:
    """``<p>`` per block of text, ``<br />`` per line in it."""
    blocks = mark_up(text, link, tag).split("\n\n")
    return "".join(f"<p>{block.replace(chr(10), '<br />')}</p>" for block in blocks)


def link_plainly(url: str) -> str:
    """A link that shows its whole URL."""
    return f'<a href="{escape(url)}">{escape(url)}</a>'


def write_plainly(tag: str) -> str:
    """A hashtag that is no link."""
    return f"#{escape(tag)}"
