"""Links and pictures in Markdown, and in the MFM of Misskey, as their authors wrote them.

Sources: commonmark.org (links, images, autolinks); misskey-hub.net/docs (MFM: the same links, no images). The
text itself stays as it was written: only where an address stands in it is found out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawlers.html_text import LONGEST_URL, absolute, find_links
from storage.items import Link, LinkKind, Media
from storage.shims import unwrap_shim

LOOKED_AT = 200_000
"""Characters of a text that are searched: no platform of the family takes longer ones."""

_MARKED = re.compile(
    r"(?P<image>!?)\??\[(?P<label>[^\[\]\n]{0,500})\]\(\s{0,4}<?(?P<url>https?://[^\s<>()]{1,2000}"
    r"(?:\([^\s<>()]{0,500}\)[^\s<>()]{0,500}){0,3})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """The links and pictures of a text, each once, in order."""

    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()


def read_marked(text: str, kind: LinkKind = "text") -> Marked:
    """What ``text`` links to and shows; ``kind`` is that of its links."""
    text = text[:LOOKED_AT]
    links: list[Link] = []
    media: list[Media] = []
    for found in _MARKED.finditer(text):
        url = absolute(found["url"])
        if url and found["image"]:
            media.append(Media(url=url, kind="image", description=found["label"].strip()))
        elif url:
            links.append(Link(url=url, text=found["label"].strip()))
    links += find_links(_MARKED.sub(" ", text))
    kept = {link.url: link for link in reversed(links) if len(link.url) <= LONGEST_URL}
    ordered = [kept.pop(link.url) for link in links if link.url in kept]
    return Marked(
        links=tuple(
            Link(url=one.url, text=one.text, kind=kind, expanded=unwrap_shim(one.url) or "")
            for one in ordered
        ),
        media=tuple(dict.fromkeys(media)),
    )
