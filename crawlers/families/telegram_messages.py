"""One message block of t.me as a post.

Source: recorded pages of t.me/s (2023 to 2026) and RSSHub's notes on them. The block is
``.tgme_widget_message[data-post="channel/id"]``; an album is one block of several pictures; ``data-view`` is
base64 JSON whose ``c`` is the channel's numeric id. Since April 2024 ``&`` in links with ``onclick`` is
escaped twice.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

import orjson
from lxml import etree

from crawlers.html_text import absolute, find_class, read_element, select, text_of
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Capture, Link, Media, Post, PostKind, Watched

_PICTURE = re.compile(r"background-image:\s*url\(\s*['\"]?([^'\")]+)")
_COUNT = re.compile(r"([\d\s.,]+)\s*([KMB]?)", re.IGNORECASE)
_POST = re.compile(r"[A-Za-z0-9_]{1,64}/\d{1,19}")
_HASHTAG = re.compile(r"[#＃]([^\W_][\w]{0,100}|_\w+)")


def read_message(block: etree._Element, channel: str, capture: Capture, watched: Watched) -> Post:
    """A message. ``channel`` is the key of its channel. Raises ``Unreadable`` without id or time."""
    place = block.get("data-post") or ""
    if not _POST.fullmatch(place):
        raise Unreadable(f"data-post: no channel/id but {place[:80]!r}")
    where = f'.tgme_widget_message[data-post="{place}"]'
    moment, posted = _read_time(block, where)
    for anchor in select(block, ".//a[@onclick][@href]"):
        anchor.set("href", (anchor.get("href") or "").replace("&amp;", "&"))
    words = _own_text(block)
    shown = read_element(words, "https://t.me/") if words is not None else None
    poll = _read_poll(block)
    forwarded = next(iter(find_class(block, "tgme_widget_message_forwarded_from_name")), None)
    reply = next(iter(select(block, ".//a[contains(@class, 'tgme_widget_message_reply')]")), None)
    text = shown.text if shown else ""
    kind: PostKind = "reply" if reply is not None else "post"
    source = (forwarded.get("href") or "") if forwarded is not None else ""
    is_forward = bool(find_class(block, "tgme_widget_message_forwarded_from"))
    links, mentions = _split_links(shown.links if shown else ())
    return Post(
        platform=watched.platform,
        id=place,
        account=channel,
        url=f"https://t.me/{place}",
        text=text or poll.partition("\n")[0],
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="repost" if is_forward else kind,
        author=_read_author(block, forwarded),
        posted_at=posted,
        posted_at_text=moment,
        reply_to=_post_of(reply.get("href") or "") if reply is not None else "",
        repost_of=_post_of(source),
        hashtags=tuple(dict.fromkeys(_HASHTAG.findall(text))),
        mentions=mentions,
        media=tuple(dict.fromkeys(_read_media(block))),
        links=tuple(dict.fromkeys([*links, *_read_preview(block)])),
        views=read_count(text_of(block, "tgme_widget_message_views")),
        route=capture.route,
        uri=f"https://t.me/{place}",
        attributes=_read_attributes(block, poll),
    )


def read_channel_id(block: etree._Element) -> str:
    """The numeric id in ``data-view``, without sign and ``100`` prefix; empty where it is not shown."""
    value = block.get("data-view") or ""
    try:
        fields = orjson.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    except (binascii.Error, ValueError):
        return ""
    number = str(fields.get("c", "")) if isinstance(fields, dict) else ""
    number = number.removeprefix("-100") if len(number) > 12 else number.removeprefix("-")
    return number if number.isdigit() else ""


def read_count(text: str) -> int | None:
    """A count as shown: ``37.2K`` is 37200 (rounded by Telegram), ``1 204`` is 1204."""
    found = _COUNT.fullmatch(text.strip())
    if not found or not found.group(1).strip():
        return None
    digits = re.sub(r"\s", "", found.group(1))
    scale = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}[found.group(2).upper()]
    digits = digits.replace(",", "." if scale > 1 else "")
    try:
        return round(float(digits) * scale) if scale > 1 else int(digits.replace(".", ""))
    except ValueError:
        return None


def _read_time(block: etree._Element, where: str) -> tuple[str, datetime]:
    dated = select(block, ".//*[contains(@class, 'tgme_widget_message_date')]//time[@datetime]")
    for element in dated or select(block, ".//time[@datetime]"):
        moment = element.get("datetime") or ""
        if posted := parse_time(moment):
            return moment, posted
    raise Unreadable(f"{where}: no time[datetime]")


def _own_text(block: etree._Element) -> etree._Element | None:
    """The message's own words: never those quoted above a reply or in a link preview, and of texts one in
    another the inner one."""
    found = select(
        block,
        ".//*[contains(concat(' ', @class, ' '), ' tgme_widget_message_text ')]"
        "[not(ancestor-or-self::*[contains(concat(' ', @class, ' '), ' tgme_widget_message_reply ')])]"
        "[not(contains(@class, 'js-message_reply_text'))]"
        "[not(ancestor::*[contains(@class, 'tgme_widget_message_link_preview')])]"
        "[not(descendant::*[contains(concat(' ', @class, ' '), ' tgme_widget_message_text ')])]",
    )
    return found[-1] if found else None


def _read_author(block: etree._Element, forwarded: etree._Element | None) -> str:
    """Who wrote it: of a forward the channel or name it is from, else the signature below the message."""
    if forwarded is not None:
        link = urlsplit(forwarded.get("href") or "").path.strip("/").split("/")[0]
        return link or read_element(forwarded).text
    if find_class(block, "tgme_widget_message_forwarded_from"):
        return text_of(block, "tgme_widget_message_forwarded_from").removeprefix("Forwarded from").strip()
    return text_of(block, "tgme_widget_message_from_author")


def _post_of(href: str) -> str:
    """The post id in a t.me URL, else the URL."""
    path = urlsplit(href).path.strip("/") if href else ""
    return path if _POST.fullmatch(path) else href


def _split_links(links: Iterable[Link]) -> tuple[list[Link], tuple[str, ...]]:
    outbound, mentions = [], []
    for link in links:
        parts = urlsplit(link.url)
        name = parts.path.strip("/").lower()
        if parts.hostname == "t.me" and link.text.lower() == f"@{name}":
            mentions.append(link.text[1:])
        elif not (parts.hostname == "t.me" and link.text.startswith("#") and "q=%23" in link.url):
            outbound.append(link)
    return outbound, tuple(dict.fromkeys(mentions))


def _read_media(block: etree._Element) -> Iterable[Media]:
    for element in block.iter():
        classes = (element.get("class") or "").split() if isinstance(element.tag, str) else ()
        if "tgme_widget_message_photo_wrap" in classes:
            if url := _picture(element):
                yield Media(url=url, kind="image")
        elif (
            "tgme_widget_message_video_player" in classes
            or "tgme_widget_message_roundvideo_player" in classes
        ):
            yield from _read_video(element)
        elif "tgme_widget_message_voice" in classes:
            if url := absolute(element.get("src") or ""):
                yield Media(url=url, kind="audio")
        elif "tgme_widget_message_document_wrap" in classes:
            if url := absolute(element.get("href") or ""):
                title = text_of(element, "tgme_widget_message_document_title")
                yield Media(
                    url=url, kind="audio" if find_class(element, "audio") else "document", description=title
                )
        elif "tgme_widget_message_sticker" in classes or "tgme_widget_message_service_photo" in classes:
            url = _picture(element) or absolute(element.get("data-webp") or "")
            images = [absolute(one.get("src") or "") for one in element.iter("img")]
            if url := url or next(filter(None, images), ""):
                yield Media(url=url, kind="image")


def _read_video(element: etree._Element) -> Iterable[Media]:
    thumb = next((url for one in element.iter("i") if (url := _picture(one))), "")
    source = next((url for one in element.iter("video") if (url := absolute(one.get("src") or ""))), "")
    if source or thumb:
        seconds = 0.0
        for part in text_of(element, "message_video_duration").split(":"):
            seconds = seconds * 60 + float(part) if part.isdigit() else seconds
        yield Media(
            url=source or thumb,
            kind="video" if source else "image",
            description="" if source else "video preview (the video is shown in Telegram only)",
            duration_s=seconds or None,
            preview_url=thumb if source else "",
        )


def _picture(element: etree._Element) -> str:
    found = _PICTURE.search(element.get("style") or "")
    return absolute(found.group(1).strip(), "https://t.me/") if found else ""


def _read_preview(block: etree._Element) -> Iterable[Link]:
    for anchor in select(block, ".//a[contains(@class, 'tgme_widget_message_link_preview')]"):
        if url := absolute(anchor.get("href") or "", "https://t.me/"):
            yield Link(url=url, text=text_of(anchor, "link_preview_title"), kind="card")
    for anchor in select(block, ".//a[contains(@class, 'tgme_widget_message_inline_button')]"):
        if url := absolute(anchor.get("href") or "", "https://t.me/"):
            yield Link(url=url, text=read_element(anchor).text, kind="embed")


def _read_poll(block: etree._Element) -> str:
    """Question, then ``option=percent`` by line."""
    question = text_of(block, "tgme_widget_message_poll_question")
    lines = [question] if question else []
    for option in find_class(block, "tgme_widget_message_poll_option"):
        share = text_of(option, "tgme_widget_message_poll_option_percent")
        lines.append(f"{text_of(option, 'tgme_widget_message_poll_option_text')}={share}")
    return "\n".join(lines)


def _read_attributes(block: etree._Element, poll: str) -> dict[str, str]:
    meta = text_of(block, "tgme_widget_message_meta")
    found = {
        "edited": "1" if re.search(r"\bedited\b", meta) else "",
        "poll": poll,
        "voters": text_of(block, "tgme_widget_message_voters"),
        "signature": text_of(block, "tgme_widget_message_from_author"),
        "forwarded_from": text_of(block, "tgme_widget_message_forwarded_from_name"),
        "quoted": text_of(block, "js-message_reply_text") or text_of(block, "tgme_widget_message_metatext"),
        "service": "1" if "service_message" in (block.get("class") or "").split() else "",
        "not_shown": text_of(block, "message_media_not_supported_label"),
        "album": str(len(find_class(block, "js-message_photo")))
        if find_class(block, "js-message_grouped")
        else "",
        "via_bot": text_of(block, "tgme_widget_message_via_bot"),
        "reactions": " ".join(read_element(one).text for one in find_class(block, "tgme_reaction"))[:500],
        "preview_title": text_of(block, "link_preview_title"),
    }
    return {name: value for name, value in found.items() if value}
