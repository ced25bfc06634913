"""A post of the Graph API, and an ad of the Ad Library, as posts.

Sources: developers.facebook.com/docs/graph-api/reference/post and /post/attachments;
facebook.com/ads/library/api (fields of ``ads_archive``). An ad's ``ad_snapshot_url`` holds the token of who
asked, so it is never taken over: the public address of the ad says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.families.facebook_story import post_url
from crawlers.html_text import absolute, find_links
from crawlers.json_reading import (
    Object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Capture, Link, Media, Post, PostKind, Watched
from storage.shims import unwrap_shim

_ID = re.compile(r"(?:\d{1,25}_)?(\d{1,25})")
_HASHTAG = re.compile(r"[#＃](\w{1,100})")
_SHARES = frozenset({"shared_story"})


def read_post(fields: Object, where: str, capture: Capture, watched: Watched, owner: str) -> Post:
    """A post. Raises ``Unreadable`` without id or creation time."""
    whole = need_id(fields)
    found = _ID.fullmatch(whole)
    if not found:
        raise Unreadable(f"{where}/id: no page_post id but {whole[:60]!r}")
    moment = need_text(fields, "created_time")
    posted = parse_time(moment)
    if posted is None:
        raise Unreadable(f"{where}/created_time: no time but {moment[:40]!r}")
    attachments = maybe_objects(maybe_object(fields, "attachments"), "data")
    parent = _ID.fullmatch(maybe_text(fields, "parent_id"))
    shared = parent[1] if parent and parent[1] != found[1] else ""
    words = maybe_text(fields, "message")
    kind: PostKind = "post" if not shared else "quote" if words else "repost"
    text = words or (_quote(attachments) if kind == "repost" else "")
    author = maybe_object(fields, "from")
    writer = maybe_text(author, "id")
    return Post(
        platform=watched.platform,
        id=found[1],
        account=owner,
        url=post_url(found[1]),
        text=text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind=kind,
        author="" if writer in ("", owner) else writer,
        posted_at=posted,
        posted_at_text=moment,
        repost_of=shared if kind == "repost" else "",
        quote_of=shared if kind == "quote" else "",
        hashtags=tuple(dict.fromkeys(tag for tag in _HASHTAG.findall(text) if not tag.isdigit())),
        mentions=_read_mentions(fields),
        media=tuple(dict.fromkeys(one for part in _unfold(attachments) for one in _read_media(part))),
        links=_read_links(text, attachments),
        replies=maybe_count(maybe_object(maybe_object(fields, "comments"), "summary"), "total_count"),
        reposts=maybe_count(maybe_object(fields, "shares"), "count"),
        likes=maybe_count(maybe_object(maybe_object(fields, "reactions"), "summary"), "total_count"),
        route=capture.route,
        uri=whole,
        attributes=_read_attributes(fields, author),
    )


def read_ad(fields: Object, where: str, capture: Capture, watched: Watched) -> Post:
    """An ad. Raises ``Unreadable`` without id or page."""
    number, page = need_id(fields), need_id(fields, "page_id")
    bodies = [one for one in maybe_array(fields, "ad_creative_bodies") if isinstance(one, str)]
    texts = list(dict.fromkeys(bodies))
    moment = maybe_text(fields, "ad_creation_time") or maybe_text(fields, "ad_delivery_start_time")
    links = [link for text in texts for link in find_links(text)]
    captions = [one for one in maybe_array(fields, "ad_creative_link_captions") if isinstance(one, str)]
    shown = ((one, absolute(one if "://" in one else f"https://{one}")) for one in captions)
    links.extend(Link(url=url, text=words[:500], kind="card") for words, url in shown if url)
    titles = [one for one in maybe_array(fields, "ad_creative_link_titles") if isinstance(one, str)]
    languages = [one for one in maybe_array(fields, "languages") if isinstance(one, str)]
    return Post(
        platform=watched.platform,
        id=f"ad/{number}",
        account=page,
        url=f"https://www.facebook.com/ads/library/?id={number}",
        kind="ad",
        text="\n\n".join(texts),
        title=titles[0] if titles else "",
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        posted_at=parse_time(moment),
        posted_at_text=moment,
        language=languages[0] if len(languages) == 1 else "",
        hashtags=tuple(dict.fromkeys(_HASHTAG.findall("\n".join(texts)))),
        links=tuple(dict.fromkeys(links)),
        route=capture.route,
        uri=f"https://www.facebook.com/ads/library/?id={number}",
        attributes=_describe_ad(fields, languages),
    )


def _describe_ad(fields: Object, languages: list[str]) -> dict[str, str]:
    spend, impressions = _range(fields, "spend"), _range(fields, "impressions")
    found = {
        "spend": spend,
        "currency": maybe_text(fields, "currency"),
        "impressions": impressions,
        "audience": _range(fields, "estimated_audience_size"),
        "paid_for_by": maybe_text(fields, "bylines"),
        "page_name": maybe_text(fields, "page_name"),
        "ad_started": maybe_text(fields, "ad_delivery_start_time"),
        "ad_stopped": maybe_text(fields, "ad_delivery_stop_time"),
        "platforms": " ".join(
            one for one in maybe_array(fields, "publisher_platforms") if isinstance(one, str)
        ),
        "languages": " ".join(languages),
        "regions": "; ".join(
            f"{maybe_text(one, 'region')} {maybe_text(one, 'percentage')}"
            for one in maybe_objects(fields, "delivery_by_region")[:60]
        ),
        "demographics": "; ".join(
            f"{maybe_text(one, 'gender')} {maybe_text(one, 'age')} {maybe_text(one, 'percentage')}"
            for one in maybe_objects(fields, "demographic_distribution")[:60]
        ),
    }
    return {name: value for name, value in found.items() if value}


def _range(fields: Object, name: str) -> str:
    """``lower-upper``; an open end stays open."""
    bounds = maybe_object(fields, name)
    return f"{maybe_text(bounds, 'lower_bound')}-{maybe_text(bounds, 'upper_bound')}" if bounds else ""


def _unfold(attachments: list[Object] | object) -> Iterator[Object]:
    """Attachments, an album as what is in it."""
    for one in attachments if isinstance(attachments, list) else ():
        inner = maybe_objects(maybe_object(one, "subattachments"), "data")
        yield from inner or (one,)


def _read_media(fields: Object) -> Iterator[Media]:
    media = maybe_object(fields, "media")
    picture = maybe_object(media, "image")
    still, video = absolute(maybe_text(picture, "src")), absolute(maybe_text(media, "source"))
    width, height = maybe_count(picture, "width"), maybe_count(picture, "height")
    words = maybe_text(fields, "description")
    if video and maybe_text(fields, "media_type") != "link":
        yield Media(url=video, kind="video", description=words, width=width, height=height, preview_url=still)
    elif still and maybe_text(fields, "media_type") not in ("link", "share"):
        yield Media(url=still, kind="image", description=words, width=width, height=height)


def _quote(attachments: list[Object] | object) -> str:
    """The words of a shared post, which stand in its attachment."""
    return next((text for one in _unfold(attachments) if (text := maybe_text(one, "description"))), "")


def _read_links(text: str, attachments: list[Object] | object) -> tuple[Link, ...]:
    found = {link.url: link for link in find_links(text)}
    for one in _unfold(attachments):
        url = absolute(maybe_text(one, "url"))
        target = absolute(maybe_text(one, "unshimmed_url")) or (unwrap_shim(url) if url else None) or ""
        if maybe_text(one, "media_type") not in ("link", "share", "") or not (target or url):
            continue
        outside = target or url
        if "facebook.com/" in outside.partition("?")[0] or outside in found:
            continue
        expanded = target if target != url else ""
        found[outside] = Link(
            url=url or target, text=maybe_text(one, "title")[:500], kind="card", expanded=expanded
        )
    return tuple(found.values())


def _read_mentions(fields: Object) -> tuple[str, ...]:
    tags = fields.get("message_tags")
    groups = tags.values() if isinstance(tags, dict) else [tags]
    named = [one for group in groups if isinstance(group, list) for one in group if isinstance(one, dict)]
    return tuple(
        dict.fromkeys(filter(None, (maybe_text(one, "id") for one in named if maybe_text(one, "type"))))
    )


def _read_attributes(fields: Object, author: Object) -> dict[str, str]:
    found = {
        "author_name": maybe_text(author, "name"),
        "story": maybe_text(fields, "story"),
        "status_type": maybe_text(fields, "status_type"),
        "updated_time": maybe_text(fields, "updated_time"),
        "permalink": maybe_text(fields, "permalink_url"),
    }
    return {name: value for name, value in found.items() if value}
