"""Ghost's posts, authors and settings as posts and accounts.

Source: docs.ghost.org/content-api (posts, authors, settings). ``access`` false or ``visibility`` other than
``public`` means that a visitor is shown the beginning of the post alone.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.ghost_urls import read_watched
from crawlers.html_text import absolute, read_html
from crawlers.json_reading import (
    Object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need,
    need_id,
    need_text,
)
from crawlers.words import words
from storage.items import Account, Capture, Link, Media, Post, Watched
from storage.shims import unwrap_shim

SAVING = timedelta(seconds=2)
"""A post is saved once more as it is published."""
POST = words(
    """
    access authors canonical_url codeinjection_foot codeinjection_head comment_id comments count created_at
    custom_excerpt custom_template email_segment email_subject excerpt feature_image feature_image_alt
    feature_image_caption featured frontmatter html id meta_description meta_title og_description og_image
    og_title page plaintext primary_author primary_tag published_at reading_time send_email_when_published
    show_title_and_feature_image slug status tags tiers title twitter_description twitter_image twitter_title
    type updated_at url uuid visibility
    """
)


def host_of(watched: Watched) -> str:
    """The host under which a site's posts are known."""
    return (urlsplit(read_watched(watched).base).netloc).removeprefix("www.")


def read_post(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A post, of the site or the author that is watched."""
    url = absolute(need_text(fields, "url"), read_watched(watched).base)
    markup = maybe_text(fields, "html")
    body = read_html(markup, url)
    picture = absolute(maybe_text(fields, "feature_image"), url)
    media = {one.url: one for one in body.media}
    if picture and picture not in media:
        alt = maybe_text(fields, "feature_image_alt")
        media = {picture: Media(url=picture, kind="image", description=alt), **media}
    visibility = maybe_text(fields, "visibility")
    cut = fields.get("access") is False
    posted_at, updated_at = maybe_time(fields, "published_at"), maybe_time(fields, "updated_at")
    tags = [one for one in maybe_objects(fields, "tags") if maybe_text(one, "visibility") in ("", "public")]
    authors = maybe_objects(fields, "authors") or [maybe_object(fields, "primary_author")]
    attributes = {
        "uuid": maybe_text(fields, "uuid"),
        "authors": " ".join(filter(None, (maybe_text(one, "slug") for one in authors))),
        "visibility": visibility if visibility != "public" else "",
        "truncated": f"for {visibility}" if cut else "",
        "excerpt": maybe_text(fields, "custom_excerpt"),
        "featured": "1" if fields.get("featured") is True else "",
        "canonical": maybe_text(fields, "canonical_url"),
        ATTRIBUTE: name_drift("post", POST, fields),
    }
    title = need_text(fields, "title").strip()
    need(fields, "html")
    return Post(
        platform=watched.platform,
        id=f"{host_of(watched)}/{need_id(fields)}",
        account=read_watched(watched).key,
        url=url,
        text=body.text or maybe_text(fields, "excerpt") or title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="article",
        title=title,
        author=", ".join(filter(None, (maybe_text(one, "name") for one in authors))),
        posted_at=posted_at,
        posted_at_text=need_text(fields, "published_at"),
        edited_at=updated_at if updated_at and posted_at and updated_at - posted_at > SAVING else None,
        hashtags=tuple(filter(None, (maybe_text(one, "name") for one in tags))),
        media=tuple(media.values()),
        links=tuple(
            Link(url=one.url, text=one.text, kind=one.kind, expanded=unwrap_shim(one.url) or "")
            for one in body.links
        ),
        route=capture.route,
        uri=maybe_text(fields, "id"),
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_site(settings: Object, capture: Capture, watched: Watched) -> Account:
    """A site by its settings."""
    attributes = {
        "language": maybe_text(settings, "locale") or maybe_text(settings, "lang"),
        "timezone": maybe_text(settings, "timezone"),
        "members": maybe_text(settings, "members_signup_access"),
        "facebook": maybe_text(settings, "facebook"),
        "twitter": maybe_text(settings, "twitter"),
    }
    return Account(
        platform=watched.platform,
        key=read_watched(watched).key,
        handle=watched.handle,
        record_id=capture.record_id,
        where="/settings",
        captured_at=capture.captured_at,
        url=absolute(maybe_text(settings, "url")) or f"{read_watched(watched).base}/",
        host=watched.host,
        display_name=need_text(settings, "title"),
        bio=maybe_text(settings, "description"),
        avatar_url=absolute(maybe_text(settings, "icon") or maybe_text(settings, "logo")),
        banner_url=absolute(maybe_text(settings, "cover_image")),
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_author(fields: Object, capture: Capture, watched: Watched) -> Account:
    """An author. The API tells no day on which the account was made."""
    website = absolute(maybe_text(fields, "website"))
    attributes = {
        "id": need_id(fields),
        **{
            name: maybe_text(fields, name)
            for name in ("location", "facebook", "twitter", "bluesky", "mastodon")
        },
    }
    return Account(
        platform=watched.platform,
        key=read_watched(watched).key,
        handle=need_text(fields, "slug"),
        record_id=capture.record_id,
        where="/authors/0",
        captured_at=capture.captured_at,
        url=absolute(maybe_text(fields, "url")) or watched.url,
        host=watched.host,
        display_name=maybe_text(fields, "name"),
        bio=maybe_text(fields, "bio"),
        posts=maybe_count(maybe_object(fields, "count"), "posts"),
        avatar_url=absolute(maybe_text(fields, "profile_image")),
        banner_url=absolute(maybe_text(fields, "cover_image")),
        links=(Link(url=website, kind="profile"),) if website else (),
        attributes={name: value for name, value in attributes.items() if value},
    )
