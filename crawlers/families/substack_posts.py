"""Substack's articles and notes as posts, its publications and people as accounts.

Sources: the JSON that substack.com's own pages ask for, as public clients read it: RSSHub
(lib/utils/substack.ts, lib/routes/substack), RSS-Bridge (SubstackProfileBridge), substack_api. It is not
documented by Substack. ``audience`` other than ``everyone`` means that who does not pay sees the beginning
alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.families.substack_urls import SITE, name_post
from crawlers.html_text import absolute, find_links, read_html
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
    need_text,
)
from crawlers.platform import Unreadable
from storage.items import Account, Capture, Link, Media, Post, Watched
from storage.shims import unwrap_shim

DEEPEST = 40
"""How far lists and quotes in a note may lie in each other."""


def read_article(fields: Object, account: str, capture: Capture, watched: Watched) -> Post:
    """An article. Raises ``Unreadable`` where it has no address of its own."""
    url = need_text(fields, "canonical_url")
    id = name_post(url)
    if not id:
        raise Unreadable(f"canonical_url: no article's address: {url[:200]}")
    audience = maybe_text(fields, "audience")
    markup = maybe_text(fields, "body_html")
    body = read_html(markup, url)
    cut = audience not in ("", "everyone") or ("body_html" in fields and not markup)
    cover, podcast = absolute(maybe_text(fields, "cover_image")), absolute(maybe_text(fields, "podcast_url"))
    media = {one.url: one for one in body.media}
    if cover:
        media.setdefault(cover, Media(url=cover, kind="image"))
    if podcast:
        media.setdefault(podcast, Media(url=podcast, kind="audio"))
    attributes = {
        "number": need_id(fields, "id"),
        "publication": maybe_text(fields, "publication_id"),
        "subtitle": maybe_text(fields, "subtitle"),
        "audience": audience,
        "type": maybe_text(fields, "type"),
        "section": maybe_text(fields, "section_name"),
        "word_count": maybe_text(fields, "wordcount"),
        "updated_at": maybe_text(fields, "updated_at"),
        "authors": " ".join(
            f"user-{number}" for one in _bylines(fields) if (number := maybe_text(one, "id"))
        ),
        "truncated": f"for readers: {audience or 'unknown'}" if cut else "",
    }
    title = need_text(fields, "title").strip() if fields.get("title") is not None else ""
    return Post(
        platform=watched.platform,
        id=id,
        account=account,
        url=url,
        text=body.text
        or maybe_text(fields, "truncated_body_text")
        or maybe_text(fields, "subtitle")
        or title,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        kind="article",
        title=title,
        author=", ".join(filter(None, (maybe_text(one, "name") for one in _bylines(fields)))),
        posted_at=maybe_time(fields, "post_date"),
        posted_at_text=need_text(fields, "post_date"),
        hashtags=tuple(filter(None, (maybe_text(one, "name") for one in maybe_objects(fields, "postTags")))),
        media=tuple(media.values()),
        links=tuple(map(_unwrap, body.links)),
        likes=maybe_count(fields, "reaction_count"),
        replies=maybe_count(fields, "comment_count"),
        reposts=maybe_count(fields, "restacks"),
        route=capture.route,
        uri=url,
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_note(fields: Object, account: str, capture: Capture, watched: Watched) -> Post:
    """A note or a comment; one of somebody else's is what the account passed on."""
    number, handle = need_id(fields, "id"), maybe_text(fields, "handle") or watched.handle
    writer = maybe_text(fields, "user_id")
    other = bool(writer) and f"user-{writer}" != account
    lines, links = [], list[Link]()
    for text, found in _walk(maybe_object(fields, "body_json")):
        lines.append(text)
        links += found
    text = "".join(lines).strip() or maybe_text(fields, "body").strip()
    links += find_links(text)
    media = []
    for one in maybe_objects(fields, "attachments"):
        card = maybe_object(one, "linkMetadata")
        if url := absolute(maybe_text(card, "url")):
            links.append(Link(url=url, text=maybe_text(card, "title")[:500], kind="card"))
        if picture := absolute(maybe_text(one, "imageUrl")):
            width, height = maybe_count(one, "imageWidth"), maybe_count(one, "imageHeight")
            media.append(Media(url=picture, kind="image", width=width, height=height))
    article = maybe_text(fields, "post_id")
    id = f"c-{number}"
    return Post(
        platform=watched.platform,
        id=f"{id}-by-{account}" if other else id,
        account=account,
        url=f"{SITE}/@{handle}/note/{id}",
        text=text,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        kind="repost" if other else "reply" if article else "post",
        author=handle if other else "",
        posted_at=maybe_time(fields, "date"),
        posted_at_text=need_text(fields, "date"),
        edited_at=maybe_time(fields, "edited_at"),
        repost_of=id if other else "",
        reply_to=f"{SITE}/home/post/p-{article}" if article and not other else "",
        media=tuple(media),
        links=tuple(map(_unwrap, {one.url: one for one in reversed(links)}.values()))[::-1],
        likes=maybe_count(fields, "reaction_count"),
        replies=maybe_count(fields, "children_count"),
        reposts=maybe_count(fields, "restacks"),
        route=capture.route,
        uri=id,
    )


def read_publication(pub: Object, capture: Capture, watched: Watched) -> Account:
    """A publication under its number."""
    number = need_id(pub, "id")
    attributes = {
        "kind": "publication",
        "author": maybe_text(pub, "author_handle"),
        "author_name": maybe_text(pub, "author_name"),
        "author_id": maybe_text(pub, "author_id") or maybe_text(pub, "primary_user_id"),
        "language": maybe_text(pub, "language"),
        "custom_domain": maybe_text(pub, "custom_domain"),
    }
    subdomain = maybe_text(pub, "subdomain")
    return Account(
        platform=watched.platform,
        key=f"pub-{number}",
        handle=subdomain or watched.handle,
        record_id=capture.record_id,
        where="/pub",
        captured_at=capture.captured_at,
        url=watched.url,
        host=watched.host,
        display_name=maybe_text(pub, "name"),
        bio=maybe_text(pub, "hero_text"),
        created_at=maybe_time(pub, "created_at"),
        created_at_text=maybe_text(pub, "created_at"),
        avatar_url=absolute(maybe_text(pub, "logo_url")),
        aliases=tuple(sorted({watched.key} - {f"pub-{number}"})),
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_person(fields: Object, capture: Capture, watched: Watched) -> Account:
    """A person under their number, with the publications that they write for."""
    number, handle = need_id(fields, "id"), maybe_text(fields, "handle") or watched.handle
    places = [maybe_object(one, "publication") for one in maybe_objects(fields, "publicationUsers")]
    hosts = [maybe_text(one, "custom_domain") or _host(maybe_text(one, "subdomain")) for one in places]
    bio = maybe_text(fields, "bio")
    links = [absolute(maybe_text(one, "value")) for one in maybe_objects(fields, "userLinks")]
    attributes = {"kind": "person", "publications": " ".join(filter(None, hosts))[:500]}
    return Account(
        platform=watched.platform,
        key=f"user-{number}",
        handle=handle,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=f"{SITE}/@{handle}" if handle else watched.url,
        host=watched.host,
        display_name=maybe_text(fields, "name"),
        bio=bio,
        created_at=maybe_time(fields, "profile_set_up_at"),
        created_at_text=maybe_text(fields, "profile_set_up_at"),
        followers=maybe_count(fields, "subscriberCountNumber"),
        avatar_url=absolute(maybe_text(fields, "photo_url")),
        links=(
            *(Link(url=one.url, kind="bio") for one in find_links(bio)),
            *(Link(url=one, kind="profile") for one in links if one),
        ),
        aliases=tuple(sorted({watched.key, f"@{handle.lower()}"} - {f"user-{number}", "@"})),
        attributes={name: value for name, value in attributes.items() if value},
    )


def need_publication(item: Object) -> str:
    """The key of the publication that an article of the archive is of. Raises ``Unreadable``."""
    need(item, "publication_id")
    return f"pub-{need_id(item, 'publication_id')}"


def _bylines(fields: Object) -> Iterable[Object]:
    return maybe_objects(fields, "publishedBylines")


def _host(subdomain: str) -> str:
    return f"{subdomain}.substack.com" if subdomain else ""


def _walk(node: Object, depth: int = 0) -> Iterable[tuple[str, list[Link]]]:
    """The texts and links of a note's rich text (ProseMirror's nodes), in order."""
    kind = maybe_text(node, "type")
    if kind == "text":
        marks = (maybe_object(one, "attrs") for one in maybe_objects(node, "marks"))
        text = maybe_text(node, "text")
        hrefs = (absolute(maybe_text(one, "href")) for one in marks)
        yield text, [Link(url=href, text=text[:500]) for href in hrefs if href]
    elif kind == "hardBreak":
        yield "\n", []
    elif label := maybe_text(maybe_object(node, "attrs"), "label"):
        yield label, []
    if depth < DEEPEST:
        for child in maybe_array(node, "content"):
            if isinstance(child, dict):
                yield from _walk(child, depth + 1)
    if kind in ("paragraph", "heading", "blockquote", "listItem"):
        yield "\n", []


def _unwrap(link: Link) -> Link:
    return Link(url=link.url, text=link.text, kind=link.kind, expanded=unwrap_shim(link.url) or "")
