"""An account and a post of a JSON answer, read by the places that a platform's table of facts names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from crawlers.drift import ATTRIBUTE, MOST_NAMES, name_drift
from crawlers.families.json_facts import Accounts, Posts, Refers, Shown
from crawlers.families.json_values import find_places, find_text, find_texts, holds, list_pointers
from crawlers.html_text import HtmlText, absolute, find_links, read_html
from crawlers.json_reading import Object, as_object, maybe_count
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Account, Capture, Link, LinkKind, Media, Post, Watched
from storage.shims import unwrap_shim

LONGEST_ATTRIBUTE = 2000
_ROUNDED = re.compile(r"(\d{1,6}(?:\.\d{1,2})?)\s*([KkMmBb万萬亿億])", re.ASCII)
_WITHOUT_ZONE = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?", re.ASCII)
_SCALES = {"K": 10**3, "M": 10**6, "B": 10**9, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_OF_THE_ANSWER = ("at", "items", "landmark", "one_at", "gone")
"""Facts whose places are those of the whole answer, not of an item."""


def read_account(answer: Any, facts: Accounts, capture: Capture, watched: Watched) -> Account:
    """The account that ``answer`` shows. Raises ``Unreadable`` where it, its key or its name lacks.

    Fields that nobody knows are counted only where the answer is the account's own.
    """
    found = find_places(answer, facts.at)
    if not found:
        raise Unreadable(f"{facts.at}: lacks")
    item = as_object(found[0][1], facts.at)
    key, handle = need_place(item, facts.key), need_place(item, facts.handle)
    created_text = find_text(item, facts.created_at)
    bio = find_text(item, facts.bio)
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle,
        record_id=capture.record_id,
        where=found[0][0],
        captured_at=capture.captured_at,
        url=find_text(item, facts.url) or watched.url,
        host=watched.host,
        display_name=find_text(item, facts.display_name),
        bio=bio,
        created_at=parse_time(created_text),
        created_at_text=created_text,
        created_at_precision=_tell_precision(created_text),
        followers=_count(item, facts.followers),
        following=_count(item, facts.following),
        posts=_count(item, facts.posts),
        avatar_url=absolute(find_text(item, facts.avatar_url)),
        banner_url=absolute(find_text(item, facts.banner_url)),
        links=(
            *(link for url in find_texts(item, facts.links) if (link := _link(url, "profile"))),
            *(link for one in find_links(bio) if (link := _link(one.url, "bio"))),
        ),
        aliases=(watched.key,) if watched.key != key else (),
        attributes=_attributes(item, facts.attributes, "account", known_fields(facts) if facts.ask else {}),
    )


def read_post(shown: Shown, facts: Posts, platform: str) -> Post:
    """The post that an item is. Raises ``Unreadable`` where what each post has lacks."""
    if facts.read is not None:
        return facts.read(shown)
    item, capture = shown.item, shown.capture
    for pointer in facts.must:
        if not _is_there(item, pointer):
            raise Unreadable(f"{pointer}: lacks")
    refers = next((one for one in facts.refers if holds(item, one.when)), None)
    id, url, posted_place = facts.id, facts.url, facts.posted_at
    if refers is not None:
        id, url, posted_place = refers.id or id, refers.url or url, refers.posted_at or posted_place
    posted_text = need_place(item, posted_place)
    posted_at = read_time(posted_text, facts.utc_offset_h)
    if posted_at is None:
        raise Unreadable(f"{posted_place}: no time: {posted_text[:40]}")
    edited_at = read_time(find_text(item, facts.edited_at), facts.utc_offset_h)
    words = read_words(find_text(item, facts.text), facts.markup, shown.capture.url)
    account = find_text(item, facts.owner) or shown.account
    return Post(
        platform=platform,
        id=need_place(item, id),
        account=account,
        url=need_place(item, url),
        text=words.text,
        record_id=capture.record_id,
        where=shown.where,
        captured_at=capture.captured_at,
        kind=refers.kind if refers else facts.kind,
        title=find_text(item, facts.title),
        author=_other(find_text(item, refers.author), account) if refers else "",
        posted_at=posted_at,
        posted_at_text=posted_text,
        edited_at=edited_at if edited_at and edited_at > posted_at else None,
        language=find_text(item, facts.language),
        pinned=holds(item, facts.pinned),
        sensitive=holds(item, facts.sensitive),
        **_references(item, refers),
        hashtags=tuple(dict.fromkeys(one.lstrip("#") for one in find_texts(item, facts.hashtags) if one)),
        mentions=words.mentions,
        media=tuple(_read_media(item, facts)),
        links=read_links(words, find_texts(item, facts.links)),
        replies=_count(item, facts.replies),
        reposts=_count(item, facts.reposts),
        likes=_count(item, facts.likes),
        views=_count(item, facts.views),
        route=capture.route,
        attributes=_attributes(item, facts.attributes, "post", known_fields(facts)),
    )


def read_time(text: str, utc_offset_h: int = 0) -> datetime | None:
    """A time as UTC; one without a zone is so many hours ahead of it. ``None`` if it is in no known form."""
    moment = parse_time(text)
    if moment is None or not utc_offset_h or not _WITHOUT_ZONE.fullmatch(text.strip()):
        return moment
    return moment - timedelta(hours=utc_offset_h)


def need_place(item: Object, place: str) -> str:
    """The text at a place or of a template. Raises ``Unreadable`` where it lacks or is empty."""
    text = find_text(item, place).strip()
    if not text:
        raise Unreadable(f"{place}: lacks")
    return text


def read_words(text: str, markup: str, base: str = "") -> HtmlText:
    """The words of a text as people read them, with the links in them."""
    if markup == "html":
        return read_html(text, base)
    return HtmlText(text=text.strip(), links=find_links(text))


def read_links(words: HtmlText, cards: Iterable[str] = ()) -> tuple[Link, ...]:
    """The links in the words and those shown as cards beside them, what a leaving page hides taken out."""
    links = [
        Link(url=one.url, text=one.text, expanded=unwrap_shim(one.url) or "")
        for one in words.links
        if absolute(one.url)
    ]
    known = {one.url for one in links}
    cards = [url for url in dict.fromkeys(cards) if url not in known]
    return (*links, *(link for url in cards if (link := _link(url, "card"))))


@lru_cache(maxsize=256)
def known_fields(facts: Accounts | Posts) -> Mapping[str, frozenset[str]]:
    """The fields that a table knows, by the dotted name of the object they stand in (``""``: the item)."""
    known: dict[str, set[str]] = {"": set()}
    own = [name for name in facts.__dataclass_fields__ if name not in _OF_THE_ANSWER]
    texts = [value for name in own if isinstance(value := getattr(facts, name), str)]
    texts += [place for _, place in facts.attributes]
    if isinstance(facts, Posts):
        texts += facts.must
        for one in facts.refers:
            texts += [one.when, one.of, one.author, one.id, one.url, one.posted_at]
        texts += [text for name, _, place in facts.joins for text in (f"/{name}", place)]
    names = (pointer.split("/")[1:] for text in texts for pointer in list_pointers(text))
    aside = [word for word in facts.aside.split() if word != "*"]
    paths = [*names, *(word.split(".") for word in aside)]
    watched = {word.rpartition(".")[0] for word in aside} | (
        {""} if "*" not in facts.aside.split() else set()
    )
    for path in paths:
        for depth, name in enumerate(path):
            known.setdefault(".".join(path[:depth]), set()).add(name)
    return {shape: frozenset(names) for shape, names in known.items() if shape in watched}


def _tell_drift(item: Object, name: str, known: Mapping[str, frozenset[str]]) -> str:
    told: list[str] = []
    for shape, names in known.items():
        places = find_places(item, f"/{shape.replace('.', '/')}") if shape else [("", item)]
        for _, inner in places[:1]:
            if isinstance(inner, dict):
                told += name_drift(f"{name}.{shape}" if shape else name, names, inner).split()
    return " ".join(sorted(set(told))[:MOST_NAMES])


def _attributes(
    item: Object, facts: tuple[tuple[str, str], ...], name: str, known: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    told = {label: " ".join(find_texts(item, place))[:LONGEST_ATTRIBUTE] for label, place in facts}
    told[ATTRIBUTE] = _tell_drift(item, name, known)
    return {label: text for label, text in told.items() if text}


def _references(item: Object, refers: Refers | None) -> dict[str, Any]:
    if refers is None:
        return {}
    name = {"reply": "reply_to", "repost": "repost_of", "quote": "quote_of"}[refers.kind]
    return {name: find_text(item, refers.of)}


def _read_media(item: Object, facts: Posts) -> Iterable[Media]:
    for url in dict.fromkeys(find_texts(item, facts.images)):
        if url := absolute(url, "https://none.invalid/") if url.startswith("//") else absolute(url):
            yield Media(url=url, kind="image")
    for url in dict.fromkeys(find_texts(item, facts.videos)):
        if absolute(url):
            yield Media(url=url, kind="video")


def _count(item: Object, place: str) -> int | None:
    """A count, also one rounded to "1.5K", "6335万" or "1.2亿"."""
    text = find_text(item, place).strip()
    if rounded := _ROUNDED.fullmatch(text):
        return int(float(rounded[1]) * _SCALES[rounded[2].upper()])
    return maybe_count({"count": text}, "count")


def _is_there(item: Object, pointer: str) -> bool:
    """Whether a field is there, be it null."""
    parent, _, name = pointer.rpartition("/")
    return any(isinstance(inner, dict) and name in inner for _, inner in find_places(item, parent))


def _link(url: str, kind: LinkKind) -> Link | None:
    return Link(url=url, kind=kind, expanded=unwrap_shim(url) or "") if absolute(url) else None


def _other(author: str, account: str) -> str:
    return author if author != account else ""


def _tell_precision(text: str) -> Literal["second", "day", ""]:
    if not text:
        return ""
    return "day" if len(text) == 10 and text.count("-") == 2 else "second"
