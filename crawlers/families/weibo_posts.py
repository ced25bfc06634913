"""A post (``mblog``) of Weibo's mobile site: its words out of HTML, its pictures, what it passes on.

Source: recorded answers of m.weibo.cn of 2019 (a list's page, a forward), RSSHub lib/routes/weibo/utils.ts
(``pics`` may be an object; the ``user`` of a forwarded post that is gone is null), gallery-dl weibo.py.
"""

from __future__ import annotations

import re
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.json_facts import Shown
from crawlers.families.json_values import find_text, find_texts, holds
from crawlers.families.weibo_times import resolve_time
from crawlers.html_text import absolute, read_html
from crawlers.json_reading import (
    Object,
    maybe_count,
    maybe_object,
    maybe_text,
    need,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.words import words
from storage.items import Link, Media, Post
from storage.shims import unwrap_shim

SITE = "https://m.weibo.cn"
FORWARD = "转发微博"
"""What a forward says when its author says nothing."""
KNOWN = words(
    """
    created_at id idstr mid bid text textLength raw_text source favorited pic_types pic_ids pic_num pics
    page_info user reposts_count comments_count attitudes_count isLongText longText retweeted_status
    region_name title isTop edit_count edit_at can_edit edit_config show_additional_indication
    thumbnail_pic bmiddle_pic original_pic is_paid mblog_vip_type picStatus pending_approval_count
    reward_exhibition_type hide_flag visible mblogtype more_info_type cardid extern_safe
    number_display_strategy content_auth hide_hot_flow mblog_menu_new_style weibo_position
    show_attitude_bar version expire_time mark obj_ext readtimetype timestamp_text promotion_info
    ad_state darwin_tags buttons status_title ok rid mlevel live_photo mblog_menu_new fid alchemy_params
    text_raw
    """
)

_EMOTICON = re.compile(r"<img\b[^<>]{0,400}?\balt=[\"']?(\[[^\[\]<>\"']{1,30}\])[\"']?[^<>]{0,400}>")
_WHOLE = re.compile(r"(?:\.\.\.|…)?\s*<a\b[^<>]{0,300}>全文</a>")
_TOPIC = re.compile(r"#([^#\s<>]{1,80})#")


def read_mblog(shown: Shown) -> Post:
    """The post that an ``mblog`` is. Raises ``Unreadable`` where its id, time, author or words lack."""
    item, capture = shown.item, shown.capture
    id, said = need_id(item), need_text(item, "created_at")
    time = resolve_time(said, capture.captured_at, id)
    if time is None:
        raise Unreadable(f"created_at: no time: {said[:40]}")
    user = need(item, "user")
    owner = find_text(user, "/id") or shown.account
    original = maybe_object(item, "retweeted_status")
    words_ = _read_text(item)
    kind = _tell_kind(words_.text, original)
    text, shows = (words_.text, item) if kind != "repost" else (_read_text(original).text, original)
    return Post(
        platform="weibo",
        id=id,
        account=owner,
        url=f"https://weibo.com/{owner}/{maybe_text(item, 'bid') or id}",
        text=text,
        record_id=capture.record_id,
        where=shown.where,
        captured_at=capture.captured_at,
        kind=kind,
        author=find_text(original, "/user/id") if kind == "repost" else "",
        posted_at=time.at,
        posted_at_text=said,
        pinned=holds(item, "/isTop") or holds(item, "/title/text~置顶"),
        repost_of=find_text(original, "/id") if kind == "repost" else "",
        quote_of=find_text(original, "/id") if kind == "quote" else "",
        hashtags=tuple(dict.fromkeys(_TOPIC.findall(text))),
        mentions=words_.mentions,
        media=_read_media(shows),
        links=words_.links if kind != "repost" else _read_text(original).links,
        replies=maybe_count(item, "comments_count"),
        reposts=maybe_count(item, "reposts_count"),
        likes=maybe_count(item, "attitudes_count"),
        route=capture.route,
        attributes=_tell_more(item, original, f"{time.doubt.total_seconds():.0f}" if time.doubt else ""),
    )


class _Words:
    """Words, links and names in a piece of Weibo's HTML."""

    def __init__(self, item: Object) -> None:
        markup = find_text(item, "/longText/longTextContent") or need_text(item, "text")
        markup = _WHOLE.sub("", _EMOTICON.sub(r"\1", markup))
        read = read_html(markup.replace("\n", "<br>"), SITE)
        self.text = read.text
        self.links, self.mentions = _sort_links(read.links)
        if maybe_text(maybe_object(item, "page_info"), "type") in ("article", "webpage"):
            card = maybe_text(maybe_object(item, "page_info"), "page_url")
            if absolute(card) and card not in {one.url for one in self.links}:
                self.links += (Link(url=card, kind="card", expanded=unwrap_shim(card) or ""),)


def _read_text(item: Object) -> _Words:
    return _Words(item)


def _sort_links(found: tuple[Link, ...]) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Links that lead somewhere; names (``/n/NAME``) and searches for a topic are none."""
    links, names = [], []
    for one in found:
        parts = urlsplit(one.url)
        if (parts.hostname or "").endswith(("m.weibo.cn", "weibo.com")) and parts.path.startswith("/n/"):
            names.append(unquote(parts.path[3:]))
        elif parts.hostname != "m.weibo.cn" or parts.path not in ("/search", "/p/searchall", "/p/index"):
            links.append(Link(url=one.url, text=one.text, expanded=unwrap_shim(one.url) or ""))
    return tuple(links), tuple(dict.fromkeys(names))


def _tell_kind(text: str, original: Object) -> Literal["post", "repost", "quote"]:
    if not original:
        return "post"
    return "repost" if text.strip() in ("", FORWARD, "轉發微博", "Repost") else "quote"


def _read_media(item: Object) -> tuple[Media, ...]:
    pictures = [
        find_text(picture, "/large/url|/url") for picture in _list_values(item.get("pics")) if picture
    ]
    found = [Media(url=url, kind="image") for url in dict.fromkeys(pictures) if absolute(url)]
    page = maybe_object(item, "page_info")
    videos = [
        url for url in find_texts(page, "/media_info/stream_url_hd|/media_info/stream_url") if absolute(url)
    ]
    still = absolute(find_text(page, "/page_pic/url"))
    found += [Media(url=url, kind="video", preview_url=still) for url in videos[:1]]
    return tuple(found)


def _list_values(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _tell_more(item: Object, original: Object, doubt: str) -> dict[str, str]:
    gone = "the forwarded post is not shown" if original and not original.get("user") else ""
    facts = {
        "source": read_html(maybe_text(item, "source")).text,
        "region": maybe_text(item, "region_name"),
        "bid": maybe_text(item, "bid"),
        "edits": maybe_text(item, "edit_count"),
        "card_title": find_text(item, "/page_info/page_title"),
        "original": gone,
        "posted_at_doubt_s": doubt,
        ATTRIBUTE: name_drift("mblog", KNOWN, item),
    }
    return {name: text for name, text in facts.items() if text}
