"""Threads' posts and people, wherever they stand in the JSON of a page or of an answer to it.

Source: RSS-Bridge ThreadsBridge.php (``script[type=application/json]``, objects named ``post`` with a
``code``), public readers of the same objects (``thread_items``, ``caption``, ``text_post_app_info``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from crawlers.families.json_items import need_place, read_links, read_time
from crawlers.families.json_values import find_text, find_texts
from crawlers.html_text import HtmlText, absolute, find_links
from crawlers.json_reading import Object, maybe_count, maybe_object
from crawlers.platform import Unreadable
from storage.items import Account, Capture, Link, Media, Post, PostKind, Watched

SITE = "https://www.threads.com"
MOST_NODES, MOST_BLOBS = 400_000, 400
_OPENING = re.compile(r"<script\b[^<>]{0,400}\btype=[\"']application/json[\"'][^<>]{0,400}>", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@])@([A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?)")
_TAG = re.compile(r"(?<![\w#])#(\w{1,80})")


def list_blobs(html: str) -> Iterator[Any]:
    """The JSON values that a page embeds; what cannot be parsed is left out."""
    place = 0
    for _ in range(MOST_BLOBS):
        opening = _OPENING.search(html, place)
        end = html.find("</script>", opening.end()) if opening else -1
        if opening is None or end < 0:
            return
        place = end
        try:
            yield orjson.loads(html[opening.end() : end])
        except orjson.JSONDecodeError:
            continue


def find_objects(values: list[Any]) -> tuple[list[Object], list[Object]]:
    """The posts and the people in ``values``, in order; what a post itself holds is not searched."""
    posts: list[Object] = []
    people: list[Object] = []
    waiting = list(reversed(values))
    for _ in range(MOST_NODES):
        if not waiting:
            break
        here = waiting.pop()
        if isinstance(here, list):
            waiting.extend(reversed(here))
        elif isinstance(here, dict):
            post, user = here.get("post"), here.get("user")
            if isinstance(post, dict) and "code" in post:
                posts.append(post)
                waiting.extend(value for name, value in reversed(list(here.items())) if name != "post")
                continue
            if isinstance(user, dict) and "username" in user and "biography" in user:
                people.append(user)
            waiting.extend(reversed(list(here.values())))
    return posts, people


def read_person(user: Object, capture: Capture, watched: Watched) -> Account:
    """The account that a page shows. Raises ``Unreadable`` where id or name lacks."""
    key, handle = need_place(user, "/pk|/id"), need_place(user, "/username")
    bio = find_text(user, "/biography")
    links = [Link(url=url, kind="profile") for url in find_texts(user, "/bio_links/*/url") if absolute(url)]
    is_private = user.get("is_private") is True or user.get("text_post_app_is_private") is True
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle,
        record_id=capture.record_id,
        where="/user",
        captured_at=capture.captured_at,
        url=f"{SITE}/@{handle}",
        host=watched.host,
        display_name=find_text(user, "/full_name"),
        bio=bio,
        followers=maybe_count(user, "follower_count"),
        state="private" if is_private else "live",
        avatar_url=absolute(find_text(user, "/hd_profile_pic_versions/0/url|/profile_pic_url")),
        links=(*links, *(Link(url=one.url, kind="bio") for one in find_links(bio))),
        aliases=(watched.key,) if watched.key != key else (),
    )


def read_thread_post(post: Object, capture: Capture, watched: Watched) -> Post:
    """One post, or what it passes on. Raises ``Unreadable`` where code, author or time lacks."""
    code, owner = need_place(post, "/code"), need_place(post, "/user/pk|/user/id")
    handle = need_place(post, "/user/username")
    said = need_place(post, "/taken_at")
    posted_at = read_time(said)
    if posted_at is None:
        raise Unreadable(f"taken_at: no time: {said[:40]}")
    info = maybe_object(post, "text_post_app_info")
    share = maybe_object(info, "share_info")
    original = maybe_object(share, "reposted_post")
    shown = original or post
    text = find_text(shown, "/caption/text")
    card = find_text(shown, "/text_post_app_info/link_preview_attachment/url")
    reply_to = find_text(info, "/reply_to_author/username")
    kind: PostKind = (
        "repost" if original else "quote" if share.get("quoted_post") else "reply" if reply_to else "post"
    )
    attributes = {
        "edited": "1" if post.get("caption_is_edited") is True else "",
        "reply_to_author": reply_to,
        "card_title": find_text(shown, "/text_post_app_info/link_preview_attachment/title"),
        "pk": find_text(post, "/pk"),
    }
    return Post(
        platform=watched.platform,
        id=code,
        account=owner,
        url=f"{SITE}/@{handle}/post/{code}",
        text=text.strip(),
        record_id=capture.record_id,
        where=f"post/{code}",
        captured_at=capture.captured_at,
        kind=kind,
        author=find_text(original, "/user/pk|/user/id"),
        posted_at=posted_at,
        posted_at_text=said,
        repost_of=find_text(original, "/code"),
        quote_of=find_text(share, "/quoted_post/code"),
        hashtags=tuple(dict.fromkeys(_TAG.findall(text))),
        mentions=tuple(dict.fromkeys(_MENTION.findall(text))),
        media=tuple(_read_media(shown)),
        links=read_links(HtmlText(text=text, links=find_links(text)), [card] if card else []),
        replies=maybe_count(info, "direct_reply_count"),
        reposts=maybe_count(info, "repost_count"),
        likes=maybe_count(post, "like_count"),
        route=capture.route,
        attributes={name: value for name, value in attributes.items() if value},
    )


def _read_media(post: Object) -> Iterator[Media]:
    """The pictures and videos of a post, or of each part of an album, in their largest form."""
    album = post.get("carousel_media")
    for one in album if isinstance(album, list) and album else [post]:
        if not isinstance(one, dict):
            continue
        still = absolute(find_text(one, "/image_versions2/candidates/0/url"))
        if video := absolute(find_text(one, "/video_versions/0/url")):
            yield Media(url=video, kind="video", preview_url=still)
        elif still:
            yield Media(url=still, kind="image", description=find_text(one, "/accessibility_caption"))
