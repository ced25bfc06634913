"""Posts and users of the WordPress REST API as items.

Source: developer.wordpress.org/rest-api/reference/posts and /users. ``date`` has no zone: ``date_gmt`` is
read. Drafts never published carry ``0000-00-00T00:00:00`` and are not public.
"""

from __future__ import annotations

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.html_text import HtmlText, absolute, read_html
from crawlers.json_reading import (
    Object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need,
    need_id,
)
from crawlers.platform import Unreadable
from crawlers.words import words
from storage.items import Account, Capture, Link, Media, MediaKind, Post, Watched

POST = words(
    """
    id date date_gmt guid modified modified_gmt slug status type link title content excerpt author
    featured_media comment_status ping_status sticky template format meta categories tags class_list
    permalink_template generated_slug password _links _embedded _wp_attached_file
    jetpack_featured_media_url jetpack_publicize_connections jetpack_sharing_enabled jetpack_shortlink
    jetpack-related-posts jetpack_likes_enabled jetpack_comments_enabled footnotes yoast_head
    yoast_head_json uagb_featured_image_src uagb_author_info uagb_comment_info uagb_excerpt acf parent
    menu_order featured_image_src author_info rttpg_featured_image_url rttpg_author rttpg_comment
    rttpg_category rttpg_excerpt rank_math_title aioseo_head aioseo_head_json aioseo_notices amp_enabled
    """
)
USER = words(
    """
    id name url description link slug avatar_urls meta _links yoast_head yoast_head_json acf is_super_admin
    woocommerce_meta simple_local_avatar
    """
)
_KINDS: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio", "file": "document"}


def read_user(fields: Object, key: str, capture: Capture, watched: Watched, where: str) -> Account:
    """A user. WordPress shows neither creation dates nor counts of users."""
    bio = read_html(maybe_text(fields, "description"))
    pictures = [value for value in maybe_object(fields, "avatar_urls").values() if isinstance(value, str)]
    links = [Link(url=one.url, text=one.text, kind="bio") for one in bio.links]
    if site := absolute(maybe_text(fields, "url")):
        links.append(Link(url=site, kind="profile"))
    drift = name_drift("user", USER, fields)
    return Account(
        platform=watched.platform,
        key=key,
        handle=maybe_text(fields, "slug") or watched.handle,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=absolute(maybe_text(fields, "link")) or watched.url,
        host=watched.host,
        display_name=read_html(maybe_text(fields, "name")).text,
        bio=bio.text,
        avatar_url=absolute(pictures[-1]) if pictures else "",
        links=tuple(links),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={"author_id": need_id(fields), **({ATTRIBUTE: drift} if drift else {})},
    )


def read_post(fields: Object, key: str, capture: Capture, watched: Watched, where: str) -> Post:
    """A post. ``key`` is the account's; ids are ``host/id`` so that feed and REST agree."""
    link = absolute(maybe_text(fields, "link"), capture.url)
    content = maybe_object(fields, "content") or maybe_object(fields, "excerpt")
    markup = _rendered(need(fields, "content")) or _rendered(fields.get("excerpt"))
    body = read_html(markup, link or capture.url)
    excerpt = read_html(_rendered(fields.get("excerpt")))
    embedded = maybe_object(fields, "_embedded")
    posted = maybe_time(fields, "date_gmt") or maybe_time(fields, "date")
    edited = maybe_time(fields, "modified_gmt")
    author = next((maybe_text(one, "name") for one in maybe_objects(embedded, "author")), "")
    title = read_html(_rendered(need(fields, "title"))).text
    attributes = {
        "protected": "1" if content.get("protected") is True else "",
        "author_id": maybe_text(fields, "author"),
        "slug": maybe_text(fields, "slug"),
        "format": maybe_text(fields, "format"),
        "guid": _rendered(fields.get("guid")),
        "categories": ", ".join(_terms(embedded, "category")),
        "excerpt": excerpt.text[:500] if body.text != excerpt.text else "",
        "local_date": maybe_text(fields, "date"),
        ATTRIBUTE: name_drift("post", POST, fields),
    }
    return Post(
        platform=watched.platform,
        id=f"{watched.key.partition('#')[0].partition('/author/')[0]}/{need_id(fields)}",
        account=key,
        url=link or _rendered(fields.get("guid")),
        text=body.text or title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="page" if fields.get("type") == "page" else "article",
        title=title,
        author=author or maybe_text(fields, "author"),
        posted_at=posted,
        posted_at_text=maybe_text(fields, "date_gmt") or maybe_text(fields, "date"),
        edited_at=edited if edited and posted and edited > posted else None,
        pinned=fields.get("sticky") is True,
        hashtags=_terms(embedded, "post_tag"),
        media=_read_media(fields, embedded, body),
        links=body.links,
        replies=_read_replies(embedded),
        route=capture.route,
        uri=_rendered(fields.get("guid")) or link,
        attributes={name: value for name, value in attributes.items() if value},
    )


def _rendered(value: object) -> str:
    """``{"rendered": …}``, or plain text where a plugin flattens it."""
    if isinstance(value, dict):
        return maybe_text(value, "rendered")
    if value is None or isinstance(value, str):
        return (value or "").replace("\x00", "")
    raise Unreadable("rendered: text was due")


def _terms(embedded: Object, taxonomy: str) -> tuple[str, ...]:
    groups = [group for group in maybe_array(embedded, "wp:term") if isinstance(group, list)]
    terms = [term for group in groups for term in group if isinstance(term, dict)]
    names = (
        read_html(maybe_text(one, "name")).text for one in terms if maybe_text(one, "taxonomy") == taxonomy
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _read_media(fields: Object, embedded: Object, body: HtmlText) -> tuple[Media, ...]:
    found: dict[str, Media] = {}
    for one in maybe_objects(embedded, "wp:featuredmedia"):
        if url := absolute(maybe_text(one, "source_url")):
            details = maybe_object(one, "media_details")
            found[url] = Media(
                url=url,
                kind=_KINDS.get(maybe_text(one, "media_type"), "unknown"),
                media_type=maybe_text(one, "mime_type"),
                description=maybe_text(one, "alt_text"),
                width=maybe_count(details, "width"),
                height=maybe_count(details, "height"),
            )
    if not found and (url := absolute(maybe_text(fields, "jetpack_featured_media_url"))):
        found[url] = Media(url=url, kind="image")
    for picture in body.media:
        found.setdefault(picture.url, picture)
    return tuple(found.values())


def _read_replies(embedded: Object) -> int | None:
    groups = maybe_array(embedded, "replies")
    return len(groups[0]) if groups and isinstance(groups[0], list) else None
