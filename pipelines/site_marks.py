"""By what marks a landing page's site can be known again under another domain.

A mark is ``kind:value``. Paragraphs of the text are marks of their own (``text:LENGTH:DIGEST``), so that a
page with another header or one more paragraph is still the same.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from storage.keys import key_text
from storage.site_history import ICON_AT, SiteMark, SitePage

LEAST_PARAGRAPH = 40
"""Weight of a paragraph that tells texts apart: one a character, two where it is of a wide script."""
MOST_PARAGRAPHS = 20
LEAST_PATH = 12

_WORDS = re.compile(r"\w+")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_TELLING_PATH = re.compile(r"[-_\d%]|/[^/]+/[^/]+")


def mark_page(page: SitePage) -> tuple[SiteMark, ...]:
    """The page's marks; the first is empty and stands for the page."""
    facts = page.facts
    marks = [f"id:{each}" for each in facts.ids] + [f"mail:{each}" for each in facts.contacts]
    if facts.icon:
        marks.append(ICON_AT + facts.icon)
    if page.icon_sha256:
        marks.append(f"icon:{page.icon_sha256}")
    if facts.skeleton:
        marks.append(f"structure:{facts.made_by}:{facts.skeleton}")
    if facts.generator and facts.theme:
        marks.append(f"template:{facts.generator} {facts.theme}")
    if page.certificate:
        marks.append(f"certificate:{page.certificate}")
    if page.address and _is_public(page.address):
        marks.append(f"address:{page.address}")
    path = urlsplit(page.url).path.rstrip("/")
    if len(path) >= LEAST_PATH and _TELLING_PATH.search(path[1:]):
        marks.append(f"path:{path}")
    marks += mark_text(page.text)
    return tuple(
        SiteMark(
            mark=mark,
            domain=page.domain,
            link_id=page.link_id,
            chain=page.chain,
            url=page.url,
            record_id=page.record_id,
            at=page.at,
        )
        for mark in dict.fromkeys(("", *marks))
    )


def mark_text(text: str) -> list[str]:
    """The heaviest paragraphs, as marks."""
    found: dict[str, int] = {}
    for line in text.split("\n"):
        form = " ".join(_WORDS.findall(line.casefold()))
        weight = len(form) + len(_WIDE.findall(form))
        if weight >= LEAST_PARAGRAPH:
            found[f"text:{weight}:{key_text(form).hex()}"] = weight
    return sorted(found, key=lambda mark: (-found[mark], mark))[:MOST_PARAGRAPHS]


def _is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False
