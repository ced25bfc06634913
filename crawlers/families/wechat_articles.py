"""A WeChat article as its page shows it, in both shapes: markup beside variables, or all of it in a script.

Sources: recorded pages. An article that is one of a message's several has the message's ``mid`` and its
own ``idx``; both and ``__biz`` together name it for good, while its short address and ``sn`` may change.
Times are Beijing's: ``ct`` in epoch seconds, or the minute that a page of pictures shows (its ``ct`` is kept
beside it). Counts of readers and likes are shown in WeChat only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from typing import Any

from crawlers.families.wechat_script import read_object, read_variables
from crawlers.families.wechat_urls import (
    article_url,
    find_album,
    find_post,
    profile_url,
    read_biz,
    split_post,
)
from crawlers.families.wechat_words import Words, read_content, read_script_content
from crawlers.html_text import absolute, parse_html
from crawlers.json_reading import maybe_object, maybe_text
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Link, Post, Watched

BEIJING = timezone(timedelta(hours=8))
_NAMES = sorted(
    words(
        """
        biz mid idx sn ct create_time msg_title nickname user_name msg_link msg_source_url msg_desc author
        msg_cdn_url round_head_img hd_head_img profile_signature alias item_show_type modify_time source_biz
        source_mid source_idx source_username _copyright_stat appmsgid itemidx
        """
    )
)
_SCRIPT_NAMES = {
    "biz": "bizuin", "msg_title": "title", "nickname": "nick_name", "msg_link": "link", "msg_desc": "desc",
    "msg_source_url": "source_url", "msg_cdn_url": "cdn_url", "profile_signature": "signature",
}  # fmt: skip
_MINUTE = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)")
_ALBUM_LINK = re.compile(r"appmsgalbum\?[^\"'\s<>\\)]{1,300}")
_SHOWN_AS = {"0": "", "5": "video", "6": "music", "7": "voice", "8": "pictures", "10": "text", "11": "shared"}
_PLACE = re.compile(r"provinceName: '([^'\\]{1,40})'")


@dataclass(frozen=True, slots=True)
class Article:
    """A page's facts: ``fields`` by the names of the older shape, from whichever shape the page has."""

    fields: Mapping[str, str]
    words: Words
    albums: tuple[str, ...]
    is_classic: bool

    @property
    def biz(self) -> str:
        """The account's id."""
        return self.fields["biz"]

    @property
    def id(self) -> str:
        """The post's id."""
        return f"{self.biz}_{self.fields['mid']}_{self.fields['idx']}"


def find_article(page: str, base: str) -> Article | None:
    """The article in a page; ``None`` where there is none, so that a notice may stand in its place.

    Raises ``Unreadable`` where one is there that does not say which it is.
    """
    variables = read_variables(page, _NAMES)
    try:
        data = read_object(page, "window.cgiDataNew")
    except Unreadable:
        if not variables.get("msg_title"):
            raise
        data = {}  # the older shape says all of it as well
    if not variables.get("msg_title") and not maybe_text(data, "create_time"):
        return None
    root = parse_html(page)
    content = read_content(root, base) or read_script_content(data, base)
    if content is None:
        raise Unreadable("neither #js_content nor content_noencode nor pictures")
    fields = {
        name: unescape(variables.get(name) or maybe_text(data, _SCRIPT_NAMES.get(name, name))).strip()
        for name in _NAMES
    }
    fields["_copyright_stat"] = fields["_copyright_stat"] or maybe_text(
        maybe_object(data, "copyright_info"), "copyright_stat"
    )
    fields["shown_time"] = maybe_text(data, "create_time")
    place = _PLACE.search(page)
    fields["place"] = place[1] if place else ""
    fields["biz"] = read_biz(fields["biz"])
    fields["mid"] = fields["mid"] or fields["appmsgid"]
    fields["idx"] = fields["idx"] or fields["itemidx"]
    if not split_post(f"{fields['biz']}_{fields['mid']}_{fields['idx']}")[0]:
        if not (post := find_post(fields["msg_link"])):
            raise Unreadable("biz, mid, idx: lack")
        fields["biz"], fields["mid"], fields["idx"] = post.split("_")
    albums = list_albums(page, fields["biz"], maybe_object(data, "appmsgalbuminfo"))
    return Article(fields, content, albums, bool(variables.get("msg_title")))


def list_albums(page: str, biz: str, info: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the account's own albums that a page links to."""
    found = [album for album in (maybe_text(info, "album_id"),) if album.isascii() and album.isdigit()]
    for link in _ALBUM_LINK.findall(unescape(unescape(page.replace("\\x26", "&")))):
        owner, album = find_album(f"https://mp.weixin.qq.com/mp/{link}")
        if owner == biz:
            found.append(album)
    return tuple(dict.fromkeys(found))


def write_post(article: Article, capture: Capture, watched: Watched) -> Post:
    """The article as a post of its account. Raises ``Unreadable`` where it has no time."""
    fields, said = article.fields, article.words
    written = fields["ct"] or fields["create_time"] if article.is_classic else fields["shown_time"]
    posted_at = read_time(written)
    if posted_at is None:
        raise Unreadable(f"ct, create_time: {written[:40]!r} is no time")
    source = f"{read_biz(fields['source_biz'])}_{fields['source_mid']}_{fields['source_idx'] or '1'}"
    is_copy = bool(split_post(source)[0]) and not source.startswith(f"{article.biz}_")
    more = absolute(fields["msg_source_url"])
    own = article_url(article.biz, fields["mid"], fields["idx"], fields["sn"])
    url = absolute(fields["msg_link"]).partition("#")[0].replace("http://", "https://", 1)
    attributes = {
        "digest": fields["msg_desc"] if article.is_classic else "",
        "byline": fields["author"],
        "cover": absolute(fields["msg_cdn_url"]),
        "shown_as": _SHOWN_AS.get(fields["item_show_type"], fields["item_show_type"]),
        "original": "declared" if fields["_copyright_stat"] == "1" else "",
        "source_account": fields["source_username"] if is_copy else "",
        "place": fields["place"],
        "albums": " ".join(article.albums),
        "miniprograms": "\n".join(said.miniprograms),
        "ct": fields["ct"] if fields["ct"] != written else "",
    }
    return Post(
        platform=watched.platform,
        id=article.id,
        account=article.biz,
        url=url or own,
        uri=own,
        text=said.text,
        title=fields["msg_title"],
        record_id=capture.record_id,
        where="#js_content" if article.is_classic else "window.cgiDataNew",
        captured_at=capture.captured_at,
        kind="repost" if is_copy else "article",
        author=source.partition("_")[0] if is_copy else "",
        repost_of=source if is_copy else "",
        posted_at=posted_at,
        posted_at_text=written,
        edited_at=read_time(fields["modify_time"]) if fields["modify_time"] not in ("", "0") else None,
        hashtags=said.hashtags,
        media=said.media,
        links=(*said.links, *([Link(url=more, text="阅读原文", kind="card")] if more else ())),
        route=capture.route,
        attributes={name: value for name, value in attributes.items() if value},
    )


def write_account(article: Article, capture: Capture, watched: Watched) -> Account:
    """The account as its article shows it; ``attributes`` names its albums, from which more can be asked."""
    fields = article.fields
    before = capture.context.get("albums", "").split()
    told = {
        "albums": " ".join(dict.fromkeys((*before, *article.albums))),
        "user_name": fields["user_name"],
        "signature": fields["profile_signature"],
        "avatar": absolute(fields["hd_head_img"]) or absolute(fields["round_head_img"]),
    }
    return tell_account(article.biz, fields["nickname"], fields["alias"], told, (capture, watched))


def tell_account(
    biz: str, name: str, alias: str, told: Mapping[str, str], seen: tuple[Capture, Watched]
) -> Account:
    """An account. ``told`` becomes its attributes: an album shows less of them than an article, so that what
    is kept of them from crawl to crawl stands there as well as in its own field."""
    capture, watched = seen
    handle = alias or told.get("user_name", "")
    return Account(
        platform=watched.platform,
        key=biz,
        handle=handle,
        record_id=capture.record_id,
        where="script",
        captured_at=capture.captured_at,
        url=profile_url(biz),
        host=watched.host,
        display_name=name,
        bio=told.get("signature", ""),
        avatar_url=told.get("avatar", ""),
        aliases=tuple(
            one
            for one in dict.fromkeys((watched.key, told.get("user_name", ""), alias))
            if one and one != biz
        ),
        attributes={key: value for key, value in told.items() if value},
    )


def read_time(text: str) -> datetime | None:
    """Epoch seconds, or a time of day in Beijing, as UTC."""
    if found := _MINUTE.fullmatch(text.strip()):
        moment = parse_time(f"{found[1]}T{found[2]}")
        return moment.replace(tzinfo=BEIJING).astimezone(UTC) if moment else None
    return parse_time(text)
