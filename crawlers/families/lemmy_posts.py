"""Posts and comments of Lemmy (v3 and v4) and PieFed as items.

Sources: LemmyNet/lemmy-js-client ``src/types/*.ts`` of 0.19 (v3) and 1.0 (v4), LemmyNet/lemmy
``crates/api/routes_v3/src/convert.rs``, PieFed ``app/api/alpha/views.py``. Ids are those of
the host that was asked; posts and comments are numbered apart, so that theirs are ``host/post/1`` and
``host/comment/1``. PieFed says ``title`` and ``body`` where Lemmy says ``name`` and ``content``. Texts are
Markdown as they were written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.lemmy_actors import View, clean, flag, name_actor, time_of, time_text
from crawlers.families.lemmy_shapes import COMMENT, POST
from crawlers.families.lemmy_urls import is_community
from crawlers.families.markdown_links import read_marked
from crawlers.html_text import absolute, tidy
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_count,
    maybe_object,
    maybe_text,
    maybe_time,
    need,
    need_id,
)
from crawlers.platform import Unreadable
from storage.items import Link, Media, Post
from storage.shims import unwrap_shim

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)$", re.IGNORECASE)
_FILM = re.compile(r"\.(?:mp4|webm|mov|m4v)$", re.IGNORECASE)


def read_post(view: Object, source: View, where: str) -> Post:
    """A ``post_view``: a title and, maybe, a link, a picture and a text; a title alone is the text too."""
    fields = as_object(need(view, "post"), "post")
    title = maybe_text(fields, "name") or need_id(fields, "title")
    body = tidy(maybe_text(fields, "body"))
    marked = read_marked(body)
    shown, target = _read_target(fields)
    links = [
        Link(
            url=target,
            text=maybe_text(fields, "embed_title"),
            kind="card",
            expanded=unwrap_shim(target) or "",
        )
    ]
    return _finish(
        view,
        fields,
        source,
        Post(
            platform=source.watched.platform,
            id=f"{source.watched.host}/post/{need_id(fields)}",
            account="",
            url="",
            text=body or title,
            record_id=source.capture.record_id,
            where=where,
            captured_at=source.capture.captured_at,
            title=title,
            pinned=any(
                fields.get(name) is True for name in ("featured_community", "featured_local", "sticky")
            ),
            sensitive=fields.get("nsfw") is True,
            media=tuple(dict.fromkeys((*shown, *marked.media))),
            links=tuple({one.url: one for one in (*(links if target else ()), *marked.links)}.values()),
            attributes={
                "embed_title": maybe_text(fields, "embed_title"),
                "embed_description": maybe_text(fields, "embed_description"),
                "embed_video": absolute(maybe_text(fields, "embed_video_url")),
                "thumbnail": absolute(maybe_text(fields, "thumbnail_url")),
                "flair": maybe_text(fields, "flair"),
                "tags": maybe_text(fields, "tags"),
                "locked": flag(fields, "locked"),
                ATTRIBUTE: name_drift("post", POST, fields),
            },
        ),
    )


def read_comment(view: Object, source: View, where: str) -> Post:
    """A ``comment_view``: an answer to a post, or to the comment before it in its ``path`` (``0.24.27``)."""
    fields = as_object(need(view, "comment"), "comment")
    number, host = need_id(fields), source.watched.host
    steps = [one for one in maybe_text(fields, "path").split(".") if one.isdigit()]
    above = steps[-2] if len(steps) > 1 and steps[-1] == number and steps[-2] != "0" else ""
    content = need(fields, "body" if "body" in fields else "content")
    if not isinstance(content, str):
        raise Unreadable("content: text was due")
    text = tidy(content.replace("\x00", ""))
    marked = read_marked(text)
    submission = f"{host}/post/{need_id(fields, 'post_id')}"
    return _finish(
        view,
        fields,
        source,
        Post(
            platform=source.watched.platform,
            id=f"{host}/comment/{number}",
            account="",
            url="",
            text=text,
            record_id=source.capture.record_id,
            where=where,
            captured_at=source.capture.captured_at,
            kind="reply",
            reply_to=f"{host}/comment/{above}" if above else submission,
            media=marked.media,
            links=marked.links,
            attributes={
                "submission": submission,
                "submission_title": _title_of(maybe_object(view, "post")),
                "distinguished": flag(fields, "distinguished"),
                ATTRIBUTE: name_drift("comment", COMMENT, fields),
            },
        ),
    )


def find_end(view: Object) -> str:
    """Why what a view shows is no longer there, empty where it is."""
    fields = maybe_object(view, "post") if "comment" not in view else maybe_object(view, "comment")
    if fields.get("removed") is True:
        return "removed by a moderator"
    return "deleted by its author" if fields.get("deleted") is True else ""


def _finish(view: Object, fields: Object, source: View, post: Post) -> Post:
    """``post`` with what posts and comments have in common: author, times, address and counts."""
    watched, counts = source.watched, maybe_object(view, "counts") or fields
    creator, community = maybe_object(view, "creator"), maybe_object(view, "community")
    author = name_actor(creator, watched) if creator else source.owner
    posted = time_of(fields, "published")
    if not author or posted is None:
        raise Unreadable("creator or published: lacks")
    in_community = is_community(watched)
    kind, number = post.id.split("/")[-2:]
    link = absolute(maybe_text(fields, "ap_id"))
    facts = {
        **post.attributes,
        "forum": name_actor(community, watched) if community else "",
        "score": maybe_text(counts, "score"),
        "downvotes": maybe_text(counts, "downvotes"),
        "language_id": "" if fields.get("language_id") == 0 else maybe_text(fields, "language_id"),
    }
    return replace(
        post,
        account=(source.owner or watched.key) if in_community else author,
        author=author if in_community else "",
        url=link or f"https://{watched.host}/{kind}/{number}",
        posted_at=posted,
        posted_at_text=time_text(fields, "published"),
        edited_at=time_of(fields, "updated") or maybe_time(fields, "edited_at"),
        replies=maybe_count(counts, "comments" if kind == "post" else "child_count"),
        likes=maybe_count(counts, "upvotes"),
        route=source.capture.route,
        uri=link,
        attributes=clean(facts),
    )


def _read_target(fields: Object) -> tuple[tuple[Media, ...], str]:
    """What ``url`` is: a picture or film that the post shows, or the page that it links to."""
    url = absolute(maybe_text(fields, "url"))
    mime = maybe_text(fields, "url_content_type")
    try:
        path = urlsplit(url).path[-200:]
    except ValueError:
        path = ""
    film = mime.startswith("video/") or bool(_FILM.search(path))
    if not url or not (film or mime.startswith("image/") or _PICTURE.search(path)):
        return (), url
    size = maybe_object(fields, "image_details")
    shown = Media(
        url=url,
        kind="video" if film else "image",
        media_type=mime,
        description=maybe_text(fields, "alt_text"),
        width=maybe_count(size, "width"),
        height=maybe_count(size, "height"),
        preview_url=absolute(maybe_text(fields, "thumbnail_url")),
    )
    return (shown,), ""


def _title_of(fields: Object) -> str:
    return maybe_text(fields, "name") or maybe_text(fields, "title")
