"""The words of VKontakte's posts: entities, ``[club1|name]``, ``[https://…|label]``, hashtags, leaving pages.

``vk.com/away.php?to=`` writes its target in windows-1251 on old pages, in UTF-8 on new ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote_to_bytes, urlsplit

from crawlers.html_text import absolute, find_links, tidy
from storage.items import Link

_WIKI = re.compile(r"\[([^\[\]|\n]{1,2000})\|([^\[\]\n]{1,1000}?)\]")
_PERSON = re.compile(r"((?:id|club|public|event)\d{1,16}|@?[A-Za-z][\w.]{1,63})(?::bp-?\d+_\d+)?")
_HASHTAG = re.compile(r"(?<![\w/&])#(\w{1,100})(?:@[\w.]{1,64})?")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot);")


@dataclass(frozen=True, slots=True)
class Words:
    """A post's text as it is shown, and what it points to."""

    text: str
    links: tuple[Link, ...]
    mentions: tuple[str, ...]
    hashtags: tuple[str, ...]


def read_words(raw: str) -> Words:
    """The text that the API sends, as pages show it."""
    links: list[Link] = []
    mentions: list[str] = []

    def show(found: re.Match[str]) -> str:
        target, label = found[1].strip(), found[2].strip()
        if url := absolute(target):
            links.append(unwrap(url, label))
        elif _PERSON.fullmatch(target):
            mentions.append(target.lstrip("@").partition(":")[0])
        else:
            return found[0]
        return label

    text = tidy(_WIKI.sub(show, _ENTITY.sub(lambda found: unescape(found[0]), raw)))
    links += [unwrap(one.url) for one in find_links(text)]
    return Words(
        text=text,
        links=tuple(dict.fromkeys(links)),
        mentions=tuple(dict.fromkeys(mentions)),
        hashtags=find_hashtags(text),
    )


def find_hashtags(text: str) -> tuple[str, ...]:
    """The hashtags in a text, without their sign and the wall they may be bound to."""
    return tuple(dict.fromkeys(_HASHTAG.findall(text)))


def unwrap(url: str, label: str = "") -> Link:
    """A link as posted, and where VKontakte's leaving page leads."""
    return Link(url=url, text=label[:500], expanded=read_away(url))


def read_away(url: str) -> str:
    """The target of ``away.php?to=``; empty if ``url`` is no such page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("m.")
    if host not in ("vk.com", "vk.ru") or parts.path not in ("/away.php", "/away"):
        return ""
    for part in parts.query.split("&"):
        name, _, value = part.partition("=")
        if name == "to":
            raw = unquote_to_bytes(value.replace("+", " "))
            try:
                return absolute(raw.decode())
            except UnicodeDecodeError:
                return absolute(raw.decode("cp1251", "replace"))
    return ""
