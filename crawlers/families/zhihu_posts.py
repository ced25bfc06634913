"""What a person does on Zhihu: answers, articles, questions and short posts, or a word for somebody else's.

Source: RSSHub lib/routes/zhihu/activities.ts (``target`` by ``type``, ``actor``, ``verb``, ``created_time``).
Lists of answers or articles alone have the same targets without a frame around them.
"""

from __future__ import annotations

from typing import Any

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.json_facts import Shown
from crawlers.families.json_items import need_place, read_links, read_time
from crawlers.families.json_values import find_text, find_texts
from crawlers.html_text import HtmlText, absolute, read_html
from crawlers.json_reading import Object, as_object, maybe_count, maybe_object, maybe_text
from crawlers.platform import Unreadable
from crawlers.words import words
from storage.items import Media, Post

SITE = "https://www.zhihu.com"
ADDRESSES = {
    "answer": SITE + "/question/{question}/answer/{id}",
    "article": "https://zhuanlan.zhihu.com/p/{id}",
    "pin": SITE + "/pin/{id}",
    "question": SITE + "/question/{id}",
}
KNOWN = words("id type verb target actor created_time action_text interaction attached_info brief")


def read_activity(shown: Shown) -> Post:
    """The post that an activity tells of, or that the person has passed on by a vote for it.

    Raises ``Unreadable`` where type, id, time or author lack, or the type is a new one.
    """
    item, capture = shown.item, shown.capture
    target = as_object(item["target"], "target") if "target" in item else item
    kind, id = need_place(target, "/type"), need_place(target, "/id")
    if kind not in ADDRESSES:
        raise Unreadable(f"type: a new one: {kind[:40]}")
    author = need_place(target, "/author/url_token|/author/id")
    actor = find_text(item, "/actor/url_token|/actor/id") or author
    is_own = author == actor
    posted_text = (
        need_place(item, "/created_time|/created|/updated_time")
        if is_own
        else need_place(item, "/created_time")
    )
    if is_own:
        posted_text = find_text(target, "/created_time|/created") or posted_text
    posted_at = read_time(posted_text)
    if posted_at is None:
        raise Unreadable(f"created_time: no time: {posted_text[:40]}")
    edited_at = read_time(find_text(target, "/updated_time|/updated"))
    read = _read_words(target, capture.url)
    name = f"{kind}/{id}"
    attributes = {
        "verb": maybe_text(item, "verb"),
        "question": find_text(target, "/question/id"),
        ATTRIBUTE: name_drift("activity", KNOWN, item) if "target" in item else "",
    }
    return Post(
        platform="zhihu",
        id=name if is_own else f"{actor}/{find_text(item, '/id') or name}",
        account=actor,
        url=ADDRESSES[kind].format(id=id, question=find_text(target, "/question/id")),
        text=read.text,
        record_id=capture.record_id,
        where=shown.where,
        captured_at=capture.captured_at,
        kind="repost" if not is_own else "article" if kind == "article" else "post",
        title=find_text(target, "/title|/question/title|/question/name"),
        author="" if is_own else author,
        posted_at=posted_at,
        posted_at_text=posted_text,
        edited_at=edited_at if is_own and edited_at and edited_at > posted_at else None,
        repost_of="" if is_own else name,
        media=_read_media(target, read),
        links=read_links(read),
        replies=maybe_count(target, "comment_count"),
        likes=maybe_count(target, "voteup_count"),
        route=capture.route,
        attributes={label: text for label, text in attributes.items() if text},
    )


def _read_words(target: Object, base: str) -> HtmlText:
    """The words of a target: HTML, or the parts of a short post, or what a list shows of them."""
    content = target.get("content")
    if isinstance(content, list):
        parts = [one for one in content if isinstance(one, dict)]
        markup = "".join(
            f"<p>{find_text(one, '/own_text|/content')}</p>" for one in parts if one.get("type") == "text"
        )
    else:
        markup = find_text(target, "/content|/detail|/excerpt|/excerpt_title")
    return read_html(markup, base)


def _read_media(target: Object, read: HtmlText) -> tuple[Media, ...]:
    content: Any = target.get("content")
    parts = content if isinstance(content, list) else []
    urls = [
        url for one in parts if maybe_text(_object(one), "type") == "image" for url in find_texts(one, "/url")
    ]
    return (
        *(one for one in read.media if one.kind == "image"),
        *(Media(url=url, kind="image") for url in urls if absolute(url)),
    )


def _object(value: Any) -> Object:
    return maybe_object({"value": value}, "value")
