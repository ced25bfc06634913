"""The words, pictures, sounds and links of an article: from its markup, or from the script of a page of
pictures, whose few lines stand beside a list of pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from crawlers.html_text import HtmlText, absolute, parse_html, read_element, select
from crawlers.json_reading import maybe_count, maybe_objects, maybe_text
from storage.items import Link, Media

VOICE = "https://res.wx.qq.com/voice/getvoice?mediaid="
_TAGS = ("wx_topic_link", "js_wx_topic_link")
_MEANT_AS_NOTHING = frozenset({"图片", "image", "图像", "cover_image"})


@dataclass(frozen=True, slots=True)
class Words:
    """What an article says and shows."""

    text: str
    media: tuple[Media, ...]
    links: tuple[Link, ...]
    hashtags: tuple[str, ...]
    miniprograms: tuple[str, ...] = ()


def read_content(root: etree._Element, base: str) -> Words | None:
    """The article that stands in the page (``#js_content``); ``None`` where none does."""
    found = select(root, "//*[@id='js_content']")
    return _read(found[0], base) if found else None


def read_script_content(data: Mapping[str, Any], base: str) -> Words | None:
    """The article that stands in ``cgiDataNew``: its markup, or lines and a list of pictures."""
    markup = maybe_text(data, "content_noencode") or unescape(maybe_text(data, "desc"))
    pictures = maybe_objects(data, "picture_page_info_list")
    if not markup.strip() and not pictures:
        return None
    if pictures or not re.search(r"<(p|section|div)\b", markup):
        markup = markup.replace("\r\n", "\n").replace("\n", "<br>")
    words = _read(parse_html(f"<html><body><div>{markup}</div></body></html>"), base)
    shown = tuple(
        Media(
            url=url,
            kind="image",
            width=maybe_count(one, "width") or None,
            height=maybe_count(one, "height") or None,
        )
        for one in pictures
        if (url := absolute(unescape(maybe_text(one, "cdn_url"))))
    )
    return replace(words, media=tuple(dict.fromkeys((*shown, *words.media))))


def _read(root: etree._Element, base: str) -> Words:
    media = tuple(dict.fromkeys(one for part in root.iter() if (one := _read_media(part, base))))
    programs, tags = [], []
    for anchor in select(root, ".//a"):
        if name := anchor.get("data-miniprogram-appid"):
            title = anchor.get("data-miniprogram-nickname") or ""
            programs.append(f"{name} {anchor.get('data-miniprogram-path') or ''} {title}".strip())
        if set((anchor.get("class") or "").split()) & set(_TAGS):
            tags.append(read_element(anchor).text.strip().lstrip("#＃"))
    read: HtmlText = read_element(root, base)
    return Words(
        text=read.text,
        media=media,
        links=read.links,
        hashtags=tuple(dict.fromkeys(filter(None, (*tags, *read.hashtags)))),
        miniprograms=tuple(dict.fromkeys(programs)),
    )


def _read_media(part: etree._Element, base: str) -> Media | None:
    if not isinstance(part.tag, str):
        return None
    source = part.get("data-src") or part.get("src") or ""
    match part.tag.lower():
        case "img":
            url = absolute(source, base)
            said = (part.get("alt") or "").strip()
            width = _number(part.get("data-w"))
            ratio = _ratio(part.get("data-ratio"))
            return url and Media(
                url=url,
                kind="image",
                description="" if said.lower() in _MEANT_AS_NOTHING else said,
                width=width,
                height=round(width * ratio) if width and ratio else None,
            ) or None  # fmt: skip
        case "iframe" | "video":
            url = absolute(source, base)
            video = part.get("data-mpvid") or parse_qs(urlsplit(url).query).get("vid", [""])[0] if url else ""
            cover = absolute(unescape(part.get("data-cover") or ""))
            return Media(url=url, kind="video", preview_url=cover, description=video) if url else None
        case "mpvoice" | "mp-common-mpaudio":
            name = part.get("voice_encode_fileid") or ""
            length = _number(part.get("play_length"))
            return Media(
                url=VOICE + name, kind="audio", description=part.get("name") or "",
                duration_s=length / 1000 if length else None,
            ) if re.fullmatch(r"[\w=+-]{4,80}", name) else None  # fmt: skip
    return None


def _number(text: str | None) -> int | None:
    return (
        int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 9 and int(text) else None
    )


def _ratio(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\d{1,4}(\.\d{1,20})?", text) else None
