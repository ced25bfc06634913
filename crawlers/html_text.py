"""HTML as people read it: plain text, the links and the pictures in it.

The walk is iterative and the parser's own depth limit stays on, so that nested markup made to
exhaust a recursive reader costs no more than its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawlers.words import words
from storage.items import Link, Media

BLOCKS = words(
    """
    address article aside blockquote dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5
    h6 header hr li main nav ol p pre section table tr ul
    """
)
PARAGRAPHS = words(
    """
    p blockquote h1 h2 h3 h4 h5 h6 ul ol table figure pre
    """
)
DROPPED = words(
    """
    script style noscript template head title svg iframe object form button select
    """
)
LONGEST_URL = 8192

_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_BARE_URL = re.compile(r"https?://[^\s<>\"'「」『』【】（）《》，。；！？、]+", re.IGNORECASE)
_CLOSING = ".,;:!?…*_'\""
_MARKUP = re.compile(r"[<&]")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class HtmlText:
    """What a piece of HTML shows: its text (lines by block), outbound links, mentions, pictures."""

    text: str = ""
    links: tuple[Link, ...] = ()
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()


@dataclass(slots=True)
class _Walk:
    """What the walk has gathered so far."""

    base: str
    skip: frozenset[str]
    chunks: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    hashtags: list[str] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    dropping: etree._Element | None = None
    anchors: list[int] = field(default_factory=list)
    preformatted: int = 0


def read_html(markup: str, base: str = "", skip: frozenset[str] = frozenset()) -> HtmlText:
    """Read a fragment or a page of HTML; markup that cannot be parsed is taken for plain text.

    ``base`` resolves relative links; elements with a class in ``skip`` are left out.
    """
    if not _MARKUP.search(markup):
        text = tidy(_NOT_XML.sub("", markup))
        return HtmlText(text=text, links=find_links(text))
    return read_element(parse_html(markup), base, skip)


def parse_html(markup: str | bytes, encoding: str = "utf-8") -> etree._Element:
    """The root element of ``markup``; an empty ``html`` element if there is nothing in it."""
    if isinstance(markup, str):
        markup = _NOT_XML.sub("", markup).encode("utf-8", "replace")
        encoding = "utf-8"
    parser = etree.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup, parser) if markup.strip() else None
    except (etree.LxmlError, LookupError, ValueError):
        root = None
    return etree.Element("html") if root is None else root


def read_element(root: etree._Element, base: str = "", skip: frozenset[str] = frozenset()) -> HtmlText:
    """What an element already parsed shows; its own tail is not part of it."""
    walk = _Walk(base=base, skip=skip)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            if event == "end" and walk.dropping is None and element is not root:
                _add(walk, element.tail)
        elif event == "start":
            _enter(walk, element)
        else:
            _leave(walk, element, element is root)
    return HtmlText(
        text=tidy("".join(walk.chunks)),
        links=tuple(dict.fromkeys(walk.links)),
        mentions=tuple(dict.fromkeys(walk.mentions)),
        hashtags=tuple(dict.fromkeys(walk.hashtags)),
        media=tuple(dict.fromkeys(walk.media)),
    )


def select(root: etree._Element, xpath: str) -> list[etree._Element]:
    """The elements that an XPath expression finds."""
    found = root.xpath(xpath)
    return [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []


def find_class(root: etree._Element, name: str) -> list[etree._Element]:
    """The elements below ``root`` (itself included) that have the class ``name``, in page order."""
    return select(
        root, f"descendant-or-self::*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    )


def text_of(root: etree._Element, name: str) -> str:
    """The text of the first element of that class, empty if there is none."""
    found = find_class(root, name)
    return read_element(found[0]).text if found else ""


def find_links(text: str) -> tuple[Link, ...]:
    """The http(s) URLs that stand bare in plain text, without closing punctuation."""
    return tuple(dict.fromkeys(Link(url=url) for url in _bare_urls(text)))


def tidy(text: str) -> str:
    """Lines without surrounding spaces, at most one empty line between them."""
    lines = (line.strip(" \t\r\f\u200b\ufeff") for line in text.replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def absolute(href: str, base: str = "") -> str:
    """``href`` as an absolute http(s) URL, or the empty string if it is none."""
    href = href.strip()
    if not href or len(href) > LONGEST_URL or "\x00" in href:
        return ""
    try:
        url = urljoin(base, href) if base else href
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def _enter(walk: _Walk, element: etree._Element) -> None:
    if walk.dropping is not None:
        return
    tag = str(element.tag).lower()
    classes = frozenset((element.get("class") or "").split())
    if tag in DROPPED or classes & walk.skip:
        walk.dropping = element
        return
    if tag == "br":
        walk.chunks.append("\n")
    elif tag in BLOCKS:
        _break(walk, tag)
    elif tag == "a":
        walk.anchors.append(len(walk.chunks))
    elif tag in ("img", "video", "audio"):
        _add_media(walk, element, tag, classes)
    walk.preformatted += tag == "pre"
    _add(walk, element.text)


def _leave(walk: _Walk, element: etree._Element, last: bool) -> None:
    if walk.dropping is not None:
        if walk.dropping is not element:
            return
        walk.dropping = None
    else:
        tag = str(element.tag).lower()
        walk.preformatted -= tag == "pre"
        if tag == "a" and walk.anchors:
            _add_link(walk, element, "".join(walk.chunks[walk.anchors.pop() :]))
        if tag in BLOCKS:
            _break(walk, tag)
        elif tag in ("td", "th"):
            walk.chunks.append(" ")
    if not last:
        _add(walk, element.tail)


def _break(walk: _Walk, tag: str) -> None:
    """A new line for a block, an empty one around a paragraph; two blocks in a row make one new line."""
    if tag in PARAGRAPHS:
        walk.chunks.append("\n\n")
    elif not "".join(walk.chunks[-2:]).rstrip(" ").endswith("\n"):
        walk.chunks.append("\n")


def _add(walk: _Walk, text: str | None) -> None:
    if text:
        walk.chunks.append(text if walk.preformatted else _SPACES.sub(" ", text))
        if not walk.anchors:
            walk.links.extend(Link(url=url) for url in _bare_urls(text))


def _add_link(walk: _Walk, element: etree._Element, shown: str) -> None:
    classes = frozenset((element.get("class") or "").split())
    shown = _SPACES.sub(" ", shown).strip()
    if "hashtag" in classes or "tag" in (element.get("rel") or "").split():
        walk.hashtags.append(shown.lstrip("#＃"))
        return
    url = absolute(element.get("href") or "", walk.base)
    if "mention" in classes:
        walk.mentions.append(shown.lstrip("@"))
    elif url:
        walk.links.append(Link(url=url, text=shown[:500]))


def _add_media(walk: _Walk, element: etree._Element, tag: str, classes: frozenset[str]) -> None:
    label = element.get("alt") or ""
    if classes & {"emoji", "emojione", "custom-emoji", "wp-smiley"}:
        walk.chunks.append(label)
        return
    source = element.get("src") or element.get("data-src") or element.get("poster") or ""
    if url := absolute(source, walk.base):
        kind = {"img": "image", "video": "video", "audio": "audio"}[tag]
        walk.media.append(Media(url=url, kind=kind, description=label))  # type: ignore[arg-type]


def _bare_urls(text: str) -> Iterator[str]:
    for found in _BARE_URL.finditer(text):
        url = found.group()
        if len(url) <= LONGEST_URL and absolute(url := _drop_closing(url)):
            yield url


def _drop_closing(url: str) -> str:
    """``url`` without the punctuation and the unmatched brackets of the sentence that it ends."""
    spare = {")": url.count(")") - url.count("("), "]": url.count("]") - url.count("[")}
    end = len(url)
    while end:
        last = url[end - 1]
        if spare.get(last, 0) > 0:
            spare[last] -= 1
        elif last not in _CLOSING:
            break
        end -= 1
    return url[:end]
