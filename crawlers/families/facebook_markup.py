"""Posts that stand in Facebook's markup itself: its plain mobile pages, and the plugins that sites embed.

Sources: recorded pages of m.facebook.com and mbasic.facebook.com; the plugin documentation
(developers.facebook.com/docs/plugins/page-plugin and /embedded-posts). A post is an element whose ``data-ft``
(or ``data-store``) names ``top_level_post_id``; an one inside another is the shared original. Where
``data-ft`` says nothing, the link to the whole story does (``story_fbid``). Times without a year stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
from lxml import etree

from crawlers.families.facebook_story import Timeline, post_url
from crawlers.families.facebook_urls import recognise_account
from crawlers.families.relay import find_first
from crawlers.families.telegram_messages import read_count
from crawlers.html_text import HtmlText, absolute, find_class, parse_html, read_element, select
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Capture, Link, Media, Post, PostKind, Problem, Watched
from storage.shims import unwrap_shim

BASE = "https://www.facebook.com/"
HIDDEN = frozenset(
    {"text_exposed_hide", "text_exposed_link", "see_more_link", "word_break", "accessible_elem"}
)

_UNITS = (
    "//*[contains(@data-ft, 'top_level_post_id') or contains(@data-store, 'top_level_post_id')]"
    " | //*[@role='article' and contains(@class, '_55wo')] | //article[@data-ft]"
)
_BODIES = ("_5rgt", "_5rgn", "userContent", "_5pbx")
_TOP_LEVEL = re.compile(r"top_level_post_id[\"'.:\\\s]{1,8}(\d{1,25})")
_BACKGROUND = re.compile(r"background(?:-image)?:\s*url\(\s*['\"]?([^'\")]+)")
_ESCAPED = re.compile(r"\\([0-9a-f]{1,6})\s?", re.IGNORECASE)
_COUNTED = re.compile(r"([\d.,]+\s?[KM]?)\s+(reactions?|likes?|comments?|shares?|views?)", re.IGNORECASE)
_FIELDS = {"reaction": "likes", "like": "likes", "comment": "replies", "share": "reposts", "view": "views"}


def read_markup(capture: Capture, watched: Watched, timeline: Timeline) -> Iterable[Post | Problem]:
    """The posts of a page, in its order; none where it has none. One without id is a problem."""
    root = parse_html(capture.body)
    units = select(root, _UNITS)
    known = set(units)
    for unit in units:
        if any(above in known for above in unit.iterancestors()):
            continue
        number = _find_id(unit)
        if number:
            yield _read_unit(unit, number, capture, watched, timeline)
        elif unit.get("role") == "article" or unit.tag == "article":
            yield report("changed_format", capture, watched, "a post that names no top_level_post_id")


def _find_id(unit: etree._Element) -> str:
    for name in ("data-ft", "data-store"):
        if found := _TOP_LEVEL.search(unit.get(name) or ""):
            return found[1]
    inner = _inner_unit(unit)
    for anchor in select(unit, ".//a[contains(@href, 'story_fbid=')]"):
        if inner is not None and inner in anchor.iterancestors():
            continue
        if (number := _query(anchor.get("href") or "", "story_fbid")).isdigit():
            return number
    return ""


def _read_unit(
    unit: etree._Element, number: str, capture: Capture, watched: Watched, timeline: Timeline
) -> Post:
    inner = _inner_unit(unit)
    facts = _read_facts(unit)
    own = _find_body(unit, inner)
    bodies = [one for one in (own, None if inner is None else _find_body(inner, None)) if one is not None]
    shown = _read_body(own)
    shared = _read_body(_find_body(inner, None)) if inner is not None else HtmlText()
    reference = _refer(unit, inner, facts)
    kind: PostKind = "post" if not reference else "quote" if shown.text else "repost"
    words = shared if kind == "repost" else shown
    moment = _find_moment(unit, facts, inner)
    outside = [one for one in _read_cards(unit, bodies) if kind != "quote" or inner is None]
    writer, counts = _find_writer(unit), _read_counts(unit)
    author = str(facts.get("content_owner_id_new") or "") or writer
    if author in (timeline.owner, timeline.account, timeline.handle):
        author = ""
    if kind == "repost":
        author = str(facts.get("original_content_owner_id") or "") or author
    return Post(
        platform=watched.platform,
        id=number,
        account=timeline.account,
        url=post_url(number),
        text=words.text,
        record_id=capture.record_id,
        where=f'[data-ft*="{number}"]',
        captured_at=capture.captured_at,
        kind=kind,
        author=author,
        posted_at=parse_time(moment) if moment.isdigit() else None,
        posted_at_text=moment,
        repost_of=reference if kind == "repost" else "",
        quote_of=reference if kind == "quote" else "",
        hashtags=tuple(dict.fromkeys(re.findall(r"[#＃](\w{1,100})", words.text))),
        mentions=_mentions(words),
        media=tuple(dict.fromkeys(_read_pictures(unit))),
        links=tuple({link.expanded or link.url: link for link in (*_outbound(words), *outside)}.values()),
        replies=counts.get("replies"),
        reposts=counts.get("reposts"),
        likes=counts.get("likes"),
        views=counts.get("views"),
        route=capture.route,
        uri=post_url(number),
        attributes={"author_name": _author_name(unit)} if _author_name(unit) else {},
    )


def _read_facts(unit: etree._Element) -> dict[str, Any]:
    try:
        value = orjson.loads(unit.get("data-ft") or "{}")
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(value, dict):
        return {}
    published = find_first(value, "publish_time")
    return value | ({"publish_time": published} if isinstance(published, int) else {})


def _inner_unit(unit: etree._Element) -> etree._Element | None:
    """The shared original inside a post."""
    found = select(
        unit, ".//*[@role='article'] | .//*[contains(@class, '_5s1m')] | .//*[contains(@class, 'mtm _5pcm')]"
    )
    return found[0] if found else None


def _find_body(unit: etree._Element, inner: etree._Element | None) -> etree._Element | None:
    marked = [one for name in _BODIES for one in find_class(unit, name)]
    marked += select(unit, ".//*[@data-testid='post_message']")
    plain = select(
        unit, ".//header/following-sibling::div[.//p][1] | .//header/following-sibling::div[.//span][1]"
    )
    for one in marked or plain:
        if inner is None or (one is not inner and inner not in one.iterancestors()):
            return one
    return None


def _read_body(body: etree._Element | None) -> HtmlText:
    return HtmlText() if body is None else read_element(body, BASE, HIDDEN)


def _refer(unit: etree._Element, inner: etree._Element | None, facts: dict[str, Any]) -> str:
    if original := str(facts.get("original_content_id") or ""):
        return original
    for anchor in select(inner, ".//a[contains(@href, 'story_fbid=')]") if inner is not None else ():
        if (number := _query(anchor.get("href") or "", "story_fbid")).isdigit():
            return number
    return ""


def _find_moment(unit: etree._Element, facts: dict[str, Any], inner: etree._Element | None) -> str:
    for element in select(unit, ".//abbr"):
        if inner is not None and inner in element.iterancestors():
            continue
        stamp = element.get("data-utime") or str(facts.get("publish_time") or "")
        return stamp or read_element(element).text
    return str(facts.get("publish_time") or "")


def _writers(unit: etree._Element) -> list[etree._Element]:
    return select(unit, ".//h3//a[@href] | .//h5//a[@href] | .//*[contains(@class, 'fwb')]//a[@href]")


def _find_writer(unit: etree._Element) -> str:
    """Who wrote it, by the link in the head: the id where the link has it, else the handle."""
    for anchor in _writers(unit)[:1]:
        found = recognise_account(absolute(anchor.get("href") or "", BASE))
        return (found.handle or found.key) if found else ""
    return ""


def _author_name(unit: etree._Element) -> str:
    heads = _writers(unit) or select(unit, ".//h3//strong")
    return read_element(heads[0]).text[:200] if heads else ""


def _outbound(words: HtmlText) -> Iterable[Link]:
    for link in words.links:
        host = urlsplit(link.url).hostname or ""
        if target := unwrap_shim(link.url):
            yield Link(url=link.url, text=link.text, expanded=target)
        elif not host.endswith("facebook.com"):
            yield link


def _mentions(words: HtmlText) -> tuple[str, ...]:
    profiles = [link.url for link in words.links if urlsplit(link.url).path.strip("/").count("/") == 0]
    found = (recognise_account(url) for url in profiles if "story_fbid" not in url)
    return tuple(dict.fromkeys(one.handle or one.key for one in found if one))


def _read_cards(unit: etree._Element, bodies: list[etree._Element]) -> Iterable[Link]:
    for anchor in select(unit, ".//a[contains(@href, 'l.php')]"):
        url = absolute(anchor.get("href") or "", BASE)
        target = unwrap_shim(url) if url else None
        if target and not any(body in anchor.iterancestors() for body in bodies):
            yield Link(
                url=url, text=" ".join(read_element(anchor).text.split())[:500], kind="card", expanded=target
            )


def _read_pictures(unit: etree._Element) -> Iterable[Media]:
    for element in unit.iter("img", "i"):
        styled = _BACKGROUND.search(element.get("style") or "")
        source = _ESCAPED.sub(lambda one: chr(min(int(one[1], 16), 0x10FFFF)), styled[1]) if styled else ""
        url = absolute(source or element.get("src") or "", BASE)
        width, height = element.get("width") or "", element.get("height") or ""
        icon = "rsrc.php" in url or "emoji" in url or (width.isdigit() and int(width) < 64)
        if url and not icon and "profpic" not in (element.get("class") or ""):
            yield Media(
                url=url, kind="image", description=element.get("alt") or element.get("aria-label") or "",
                width=int(width) if width.isascii() and width.isdigit() and len(width) < 9 else None,
                height=int(height) if height.isascii() and height.isdigit() and len(height) < 9 else None,
            )  # fmt: skip


def _read_counts(unit: etree._Element) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    shown = [
        one.get("aria-label") or read_element(one).text
        for one in select(unit, ".//a[@aria-label] | .//footer//a | .//a[contains(@class, 'nowrap')]")
    ]
    for text in shown[:50]:
        for number, name in _COUNTED.findall(text[:200]):
            found.setdefault(_FIELDS[name.lower().rstrip("s")], read_count(number))
    return found


def _query(href: str, name: str) -> str:
    try:
        values = parse_qs(urlsplit(href).query, max_num_fields=50).get(name, [])
    except ValueError:
        return ""
    return values[0] if values else ""
