"""Posts and users as the WordPress REST API writes them.

Source: developer.wordpress.org/rest-api/reference/posts, /users, /media; ``_embed`` in
/using-the-rest-api/global-parameters. ``date`` is in the site's own zone, ``date_gmt`` is not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from typing import Any

from sandbox.markup import find_tags, link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure

SITE_ZONE = timedelta(hours=2)
"""How far the sites' own clock is ahead of UTC."""
Json = dict[str, Any]


def write_post(post: Post, account: Account, phase: int, embeds: bool) -> Json:
    """One post, with author, terms and featured picture inside if ``embeds``."""
    number = id_of(post)
    edited = post.edited_by(phase) or post.posted_at
    text = post.text_in(phase)
    content = make_paragraphs(text, link_plainly, write_plainly).replace("</p><p>", "</p>\n<p>") + "\n"
    excerpt = f"<p>{escape(text[:55])} [&hellip;]</p>\n"
    fields: Json = {
        "id": number,
        "date": _write_time(post.posted_at + SITE_ZONE),
        "date_gmt": _write_time(post.posted_at),
        "guid": {"rendered": guid_of(post, account)},
        "modified": _write_time(edited + SITE_ZONE),
        "modified_gmt": _write_time(edited),
        "slug": post.url.rstrip("/").rpartition("/")[2],
        "status": "publish",
        "type": "post",
        "link": post.url,
        "title": {"rendered": escape(post.title)},
        "content": {"rendered": content, "protected": False},
        "excerpt": {"rendered": excerpt, "protected": False},
        "author": int(account.number),
        "featured_media": number + 1 if post.media else 0,
        "comment_status": "closed",
        "ping_status": "closed",
        "sticky": post.pinned,
        "template": "",
        "format": "standard",
        "meta": {"footnotes": ""},
        "categories": [1],
        "tags": [10 + spot for spot in range(len(find_tags(text)))],
        "class_list": [f"post-{number}", "post", "type-post", "status-publish", "hentry"],
        "_links": {"self": [{"href": f"https://{account.host}/wp-json/wp/v2/posts/{number}"}]},
    }
    if embeds:
        fields["_embedded"] = _write_embedded(post, account, text)
    return fields


def write_user(account: Account) -> Json:
    """A user, as anybody may see those who have published something."""
    return {
        "id": int(account.number),
        "name": account.display_name,
        "url": "",
        "description": account.bio,
        "link": f"https://{account.host}/author/{account.handle}/",
        "slug": account.handle,
        "avatar_urls": {size: avatar_url(account) for size in ("24", "48", "96")},
        "meta": [],
        "_links": {"self": [{"href": f"https://{account.host}/wp-json/wp/v2/users/{account.number}"}]},
    }


def id_of(post: Post) -> int:
    """The number of a post on its site."""
    return int(post.id.rpartition("/")[2])


def guid_of(post: Post, account: Account) -> str:
    """The address without pretty name, which WordPress takes for the global id."""
    return f"https://{account.host}/?p={id_of(post)}"


def _write_embedded(post: Post, account: Account, text: str) -> Json:
    category = {"id": 1, "name": "Uncategorized", "slug": "uncategorized", "taxonomy": "category"}
    tags = [
        {"id": 10 + spot, "name": tag, "slug": tag.lower(), "taxonomy": "post_tag"}
        for spot, tag in enumerate(find_tags(text))
    ]
    embedded: Json = {"author": [write_user(account)], "wp:term": [[category], tags]}
    if post.media:
        width, height = measure(post.pictures[0].variant)
        embedded["wp:featuredmedia"] = [
            {
                "id": id_of(post) + 1,
                "media_type": "image",
                "mime_type": f"image/{'png' if post.media[0].endswith('.png') else 'jpeg'}",
                "alt_text": post.pictures[0].description,
                "media_details": {"width": width, "height": height},
                "source_url": post.media[0],
            }
        ]
    return embedded


def _write_time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")
