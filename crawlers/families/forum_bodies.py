"""What a post's body shows: the author's own words, what is quoted, pictures, files and links.

Quotes, signatures and edit notes are cut out of the tree before the words are read; smileys are the words
that they stand for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from crawlers.families.forum_engine import PostMarks
from crawlers.families.forum_pages import Page, find, pick, text_in
from crawlers.html_text import absolute, read_element
from storage.items import Link, Media
from storage.shims import unwrap_shim

LONGEST_QUOTE = 2000
_SMILEY = re.compile(r"smil(ie|ey|es)|emoji|emotic|/sticker", re.IGNORECASE)
_PICTURE = re.compile(r"\.(jpe?g|png|gif|webp|bmp|avif)(\?|$)", re.IGNORECASE)
_MARKS_OF_SMILEYS = ("data-smilie", "data-smiley", "smilieid", "data-shortname", "emoid")


@dataclass(frozen=True, slots=True)
class Body:
    """A post's body. ``quoted`` are the words of others in it, ``quoted_post`` the id of the first post
    that it quotes, where told."""

    text: str = ""
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    mentions: tuple[str, ...] = ()
    quoted: str = ""
    quoted_post: str = ""
    quoted_author: str = ""


def read_body(page: Page, block: etree._Element, marks: PostMarks) -> Body | None:
    """The body of the post in ``block``, which is changed by it; ``None`` where the block has none."""
    found = find(block, marks.body)
    if not found:
        return None
    body = found[0]
    files = _read_files(page, block, marks)
    quotes = [one for one in find(body, marks.quotes) if one is not body]
    outer = [one for one in quotes if not any(above in quotes for above in _ancestors(one, body))]
    said = "\n\n".join(read_element(one).text for one in outer)[:LONGEST_QUOTE]
    quoted_post = next((id for one in outer if (id := pick(one, marks.quoted_post))), "")
    quoted_author = next((name for one in outer if (name := pick(one, marks.quoted_author))), "")
    for one in outer:
        _cut(one)
    for css in marks.left_out:
        for one in find(body, (css,)):
            if one is not body:
                _cut(one)
    for picture in body.iter("img"):
        _settle_picture(picture)
    shown = read_element(body, page.base)
    links = tuple(
        replace(one, expanded=unwrap_shim(one.url) or "")
        for one in shown.links
        if not _is_picture_of(one, shown.media)
    )
    return Body(
        text=shown.text,
        links=links,
        media=tuple(dict.fromkeys((*shown.media, *files))),
        mentions=shown.mentions,
        quoted=said,
        quoted_post=quoted_post[:20],
        quoted_author=quoted_author[:120],
    )


def _read_files(page: Page, block: etree._Element, marks: PostMarks) -> tuple[Media, ...]:
    """Attached files; a link around a small picture leads to the large one."""
    files: list[Media] = []
    for css in marks.attached:
        for holder in find(block, (css,))[:100]:
            if (made := _read_file(page, holder)) and made.url not in {one.url for one in files}:
                files.append(made)
    return tuple(files)


def _read_file(page: Page, holder: etree._Element) -> Media | None:
    links = [holder] if holder.tag == "a" else find(holder, ("a[href]",))
    pictures = [one for one in holder.iter("img") if not _is_smiley(one)]
    shown = next((url for one in pictures if (url := absolute(_source_of(one), page.base))), "")
    target = next((url for one in links if (url := absolute(one.get("href") or "", page.base))), "")
    url = target or shown
    if not url:
        return None
    label = " ".join((pictures[0].get("alt") or "").split()) if pictures else ""
    label = label or text_in(links[0]) if links else label
    is_picture = bool(shown or _PICTURE.search(url) or _PICTURE.search(label))
    preview = shown if shown != url else ""
    return Media(
        url=url, kind="image" if is_picture else "document", description=label[:500], preview_url=preview
    )


def _settle_picture(picture: etree._Element) -> None:
    """Give a picture the address from which it is loaded late, and a smiley the mark of one."""
    if _is_smiley(picture):
        picture.set("class", "emoji")
        return
    picture.set("src", _source_of(picture))


def _source_of(picture: etree._Element) -> str:
    """Where the picture itself lies: not a proxy's address, nor what stands in until it is loaded."""
    names = ("data-url", "data-src", "data-original", "file", "zoomfile", "src")
    return next(
        (value for name in names if (value := picture.get(name) or "") and not value.startswith("data:")), ""
    )


def _is_smiley(picture: etree._Element) -> bool:
    told = f"{picture.get('class') or ''} {(picture.get('src') or '')[:500]}"
    return any(picture.get(name) is not None for name in _MARKS_OF_SMILEYS) or bool(_SMILEY.search(told))


def _is_picture_of(link: Link, media: tuple[Media, ...]) -> bool:
    return not link.text and any(link.url == one.url for one in media)


def _ancestors(element: etree._Element, top: etree._Element) -> list[etree._Element]:
    above: list[etree._Element] = []
    here = element.getparent()
    while here is not None and here is not top and len(above) < 300:
        above.append(here)
        here = here.getparent()
    return above


def _cut(element: etree._Element) -> None:
    """Take an element out, and leave what follows it, on a line of its own."""
    parent = element.getparent()
    if parent is None:
        return
    gap = etree.Element("br")
    gap.tail = element.tail
    parent.replace(element, gap)
