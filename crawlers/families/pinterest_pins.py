"""Pinterest's objects as its site has them: a pin as a post, a user as an account.

Source: recorded answers of the site's resources. A pin belongs to who pinned it (``pinner``); where somebody
else made it (``native_creator``, ``origin_pinner``) it repeats theirs. ``image_signature`` is a digest of the
picture, the same wherever it is pinned again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from crawlers.families.pinterest_urls import find_pin, person_url, pin_url
from crawlers.html_text import absolute, find_links, tidy
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Account, Capture, Link, Media, Post, Watched
from storage.shims import unwrap_shim

_HASHTAG = re.compile(r"(?<![\w&#])#(\w{1,100})")


def read_pin(pin: Object, where: str, capture: Capture, watched: Watched, route: str = "") -> Post:
    """A pin. Raises ``Unreadable`` where it has no id, owner or time."""
    id = need_id(pin)
    pinner = as_object(need(pin, "pinner"), f"{where}/pinner")
    owner = need_id(pinner)
    written = need_text(pin, "created_at")
    posted_at = parse_time(written)
    if posted_at is None:
        raise Unreadable(f"{where}/created_at: {written[:40]!r} is no time")
    maker = _find_maker(pin, owner)
    text = tidy(unescape(maybe_text(pin, "description") or maybe_text(pin, "closeup_unified_description")))
    title = tidy(unescape(maybe_text(pin, "title") or maybe_text(pin, "grid_title")))
    link = absolute(maybe_text(pin, "link"))
    parent = maybe_text(maybe_object(pin, "parent_pin"), "id") or maybe_text(pin, "parent_pin_id")
    links = (*([Link(url=link, kind="card", expanded=unwrap_shim(link) or "")] if link else ()),
             *(one for one in find_links(text) if one.url != link))  # fmt: skip
    return Post(
        platform=watched.platform,
        id=id,
        account=owner,
        author=maybe_text(maker, "username") or maybe_text(maker, "id"),
        url=pin_url(id),
        text=text,
        title=title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="repost" if maker or parent else "post",
        repost_of=parent if parent != id else "",
        posted_at=posted_at,
        posted_at_text=written,
        hashtags=_list_hashtags(pin, text),
        media=tuple(dict.fromkeys(_list_media(pin))),
        links=links,
        replies=maybe_count(pin, "comment_count"),
        reposts=maybe_count(pin, "repin_count"),
        likes=_count_reactions(pin),
        route=route or capture.route,
        attributes=_list_attributes(pin, title),
    )


def read_user(user: Object, where: str, capture: Capture, watched: Watched) -> Account:
    """A user. Raises ``Unreadable`` where there is no id or name."""
    key, name = need_id(user), need_id(user, "username")
    site = absolute(maybe_text(user, "website_url"))
    bio = tidy(unescape(maybe_text(user, "about")))
    links = ([Link(url=site, kind="profile")] if site else []) + list(find_links(bio))
    created = maybe_text(user, "created_at")
    attributes = {
        "location": maybe_text(user, "location"),
        "boards": maybe_text(user, "board_count"),
        "monthly_views": maybe_text(user, "profile_views"),
        "verified": "merchant" if user.get("is_verified_merchant") is True else "",
        "verified_name": maybe_text(maybe_object(user, "verified_identity"), "name"),
        "site": maybe_text(user, "domain_url"),
        "site_verified": "1" if user.get("domain_verified") is True else "",
        "private": "1" if user.get("is_private_profile") is True else "",
    }
    return Account(
        platform=watched.platform,
        key=key,
        handle=name,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=person_url(name),
        host="www.pinterest.com",
        display_name=maybe_text(user, "full_name"),
        bio=bio,
        created_at=parse_time(created),
        created_at_text=created,
        created_at_precision="second" if parse_time(created) else "",
        followers=maybe_count(user, "follower_count"),
        following=maybe_count(user, "following_count"),
        posts=maybe_count(user, "pin_count"),
        state="private" if user.get("is_private_profile") is True else "live",
        avatar_url=absolute(maybe_text(user, "image_xlarge_url") or maybe_text(user, "image_large_url")),
        banner_url=absolute(maybe_text(maybe_object(maybe_object(user, "profile_cover"), "image"), "url")),
        links=tuple(dict.fromkeys(links)),
        aliases=tuple(dict.fromkeys((name.lower(), *([watched.key] if is_name_of(watched, name) else ())))),
        attributes={name: value for name, value in attributes.items() if value},
    )


def is_name_of(watched: Watched, name: str) -> bool:
    """Whether a provisional key is the one of the user of that name."""
    return watched.key == name.lower()


def _find_maker(pin: Object, owner: str) -> Object:
    for name in ("native_creator", "origin_pinner", "via_pinner"):
        maker = maybe_object(pin, name)
        if maybe_text(maker, "id") not in ("", owner):
            return maker
    return {}


def _list_hashtags(pin: Object, text: str) -> tuple[str, ...]:
    named = [one.lstrip("#") for one in maybe_array(pin, "hashtags") if isinstance(one, str)]
    tags = [one.replace("\x00", "") for one in (*_HASHTAG.findall(text), *named)]
    return tuple(dict.fromkeys(filter(None, tags)))


def _list_media(pin: Object) -> Iterator[Media]:
    alt = maybe_text(pin, "alt_text")
    yield from _list_videos(pin)
    slots = maybe_objects(maybe_object(pin, "carousel_data"), "carousel_slots")
    pages = maybe_objects(maybe_object(pin, "story_pin_data"), "pages")
    for part in (pin, *slots):
        if picture := _read_picture(maybe_object(part, "images"), alt):
            yield picture
    for page in pages:
        for block in maybe_objects(page, "blocks"):
            if picture := _read_picture(maybe_object(maybe_object(block, "image"), "images"), alt):
                yield picture
            yield from _list_videos(maybe_object(block, "video") and {"videos": block["video"]})


def _list_videos(part: Object) -> Iterator[Media]:
    """The best rendition that is a file: those that end in ``.m3u8`` are lists of pieces."""
    found = maybe_object(maybe_object(part, "videos"), "video_list")
    all_of_them = [
        one for one in found.values() if isinstance(one, dict) and absolute(maybe_text(one, "url"))
    ]
    files = [one for one in all_of_them if not maybe_text(one, "url").endswith(".m3u8")] or all_of_them
    if files:
        best = max(files, key=lambda one: (maybe_count(one, "width") or 0, maybe_text(one, "url")))
        length = maybe_count(best, "duration")
        yield Media(
            url=maybe_text(best, "url"),
            kind="video",
            width=maybe_count(best, "width") or None,
            height=maybe_count(best, "height") or None,
            duration_s=length / 1000 if length else None,
            preview_url=absolute(maybe_text(best, "thumbnail")),
        )


def _read_picture(images: Object, alt: str) -> Media | None:
    sizes = {name: one for name, one in images.items() if isinstance(one, dict)}
    best = sizes.get("orig") or sizes.get("originals") or max(
        sizes.values(), key=lambda one: maybe_count(one, "width") or 0, default={}
    )  # fmt: skip
    url = absolute(maybe_text(best, "url"))
    if not url:
        return None
    return Media(
        url=url,
        kind="image",
        description=alt,
        width=maybe_count(best, "width") or None,
        height=maybe_count(best, "height") or None,
        preview_url=absolute(maybe_text(sizes.get("236x", {}), "url")),
    )


def _count_reactions(pin: Object) -> int | None:
    counts = maybe_object(pin, "reaction_counts")
    given = [maybe_count(counts, name) or 0 for name in counts]
    return sum(given) if "reaction_counts" in pin and isinstance(pin["reaction_counts"], dict) else None


def _list_attributes(pin: Object, title: str) -> dict[str, str]:
    board = maybe_object(pin, "board")
    sizes = [
        f"{name} {maybe_text(one, 'width')}x{maybe_text(one, 'height')} {maybe_text(one, 'url')}"
        for name, one in maybe_object(pin, "images").items()
        if isinstance(one, dict) and maybe_text(one, "url")
    ]
    links_to = maybe_text(pin, "link")
    attributes = {
        "board": maybe_text(board, "name"),
        "board_id": maybe_text(board, "id"),
        "board_url": maybe_text(board, "url"),
        "domain": maybe_text(pin, "domain"),
        "image_signature": maybe_text(pin, "image_signature"),
        "grid_title": maybe_text(pin, "grid_title") if maybe_text(pin, "grid_title").strip() != title else "",
        "promoted": "1" if pin.get("is_promoted") is True else "",
        "uploaded": "1" if pin.get("is_uploaded") is True else "",
        "links_to_pin": find_pin(links_to) if "pinterest." in links_to else "",
        "sizes": "\n".join(sizes),
    }
    return {name: value.replace("\x00", "") for name, value in attributes.items() if value}
