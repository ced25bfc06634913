"""The Status entity of each program.

Sources: docs.joinmastodon.org/entities/Status, /StatusEdit, /Quote, and recorded bodies of the forks.
"""

from __future__ import annotations

import uuid
from hashlib import sha256
from urllib.parse import urlsplit

from sandbox.markup import find_tags
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.platforms.mastodon_accounts import Entity, actor_url, make_account
from sandbox.platforms.mastodon_markup import tag_url, write_content
from sandbox.platforms.mastodon_view import (
    View,
    count_answers,
    landings,
    number_of,
    pick_number,
    write_time,
)

ACTIVITY_URLS = ("mastodon", "pawoo", "fedibird", "truthsocial")
REPEATS = ("pleroma", "akkoma", "friendica", "pixelfed")
"""Programs whose reposts carry the reposted words outside of ``reblog`` too."""


def make_status(view: View, post: Post, quotes: bool = True) -> Entity:
    """The post as its host's API shows it: a repost with its original, and if ``quotes`` the quoted post."""
    account = view.world.account[post.account]
    original = view.world.post.get(post.repost_of)
    shown = post if original is None else original
    said = original is None or view.platform in REPEATS
    answered = count_answers(view.world, view.phase)
    text = shown.text_in(view.phase)
    edited = shown.edited_by(view.phase)
    entity: Entity = {
        "id": number_of(post),
        "created_at": write_time(post.posted_at, view.dialect.exact),
        **_reply_to(view, post),
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": _spell_language(view, shown),
        "uri": status_uri(view, post),
        "url": status_uri(view, post) if post.repost_of and view.platform in ACTIVITY_URLS else post.url,
        "replies_count": answered.replies.get(shown.ref, 0),
        "reblogs_count": answered.reposts.get(shown.ref, 0),
        "favourites_count": pick_number(shown.ref, 3 if account.operation else 25),
        "content": write_content(view, shown, text) if said else "",
        "reblog": make_status(view, original, quotes) if original is not None else None,
        "application": {"name": "Web", "website": None} if pick_number(post.account, 3) else None,
        "account": make_account(view, account),
        "media_attachments": make_media(view, shown) if said else [],
        "mentions": _make_mentions(view, post),
        "tags": [{"name": tag.lower(), "url": tag_url(view, tag)} for tag in find_tags(text)] if said else [],
        "emojis": [],
        "card": _make_card(view, shown) if said else None,
        "poll": None,
    }
    if view.platform == "gab":
        entity |= {"revised_at": write_time(edited) if edited else None, "expires_at": None, "group": None}
        entity |= {"rich_content": entity["content"], "plain_markdown": None}
    else:
        entity["edited_at"] = write_time(edited, view.dialect.exact) if edited and said else None
    return (
        entity | _add_dialect(view, post, text if said else "") | (_make_quote(view, post) if quotes else {})
    )


def make_history(view: View, post: Post) -> list[Entity]:
    """The versions of a post, the first one first; one that was never edited has one."""
    versions = [(post.posted_at, post.text)]
    if edited := post.edited_by(view.phase):
        versions.append((edited, post.text_in(view.phase)))
    account = make_account(view, view.world.account[post.account])
    return [
        {
            "content": write_content(view, post, text),
            "spoiler_text": "",
            "sensitive": False,
            "created_at": write_time(at, view.dialect.exact),
            "account": account,
            "media_attachments": make_media(view, post),
            "emojis": [],
        }
        for at, text in versions
    ]


def make_media(view: View, post: Post) -> list[Entity]:
    """The pictures of a post. The preview is the picture itself: the sandbox keeps no smaller one."""
    found: list[Entity] = []
    for spot, (url, shown) in enumerate(zip(post.media, post.pictures, strict=True)):
        width, height = measure(shown.variant)
        size = {"width": width, "height": height, "size": f"{width}x{height}", "aspect": width / height}
        found.append({
            "id": str(100_000_000_000 + pick_number(f"{post.ref}/{spot}", 10**11)),
            "type": "image", "url": url, "preview_url": url, "remote_url": None, "text_url": None,
            "preview_remote_url": None, "meta": {"original": size, "small": size},
            "description": shown.description or None, "blurhash": None,
        })  # fmt: skip
        if view.platform in ("pleroma", "akkoma"):
            found[-1]["pleroma"] = {"mime_type": f"image/{'png' if url.endswith('.png') else 'jpeg'}"}
    return found


def status_uri(view: View, post: Post) -> str:
    """The post's ActivityPub id, which for a repost is that of the activity."""
    account = view.world.account[post.account]
    match view.platform:
        case "gab" | "pixelfed":
            return post.url
        case "pleroma" | "akkoma":
            kind = "activities" if post.repost_of else "objects"
            return f"https://{view.host}/{kind}/{uuid.UUID(bytes=sha256(post.id.encode()).digest()[:16])}"
        case "friendica":
            return f"https://{view.host}/objects/{urlsplit(post.url).path.rpartition('/')[2]}"
        case "mitra":
            return f"https://{view.host}/objects/{number_of(post)}"
    activity = "/activity" if post.repost_of and view.platform in ACTIVITY_URLS else ""
    return f"{actor_url(account)}/statuses/{number_of(post)}{activity}"


def _spell_language(view: View, post: Post) -> str | None:
    if view.platform in ("pleroma", "akkoma", "pixelfed", "mitra"):
        return None
    simplified, traditional = view.dialect.languages
    return {"zh-Hans": simplified, "zh-Hant": traditional}.get(post.language, "en")


def _reply_to(view: View, post: Post) -> Entity:
    """What is answered; of a post that is gone, whose it was is still told."""
    parent = view.world.post.get(post.reply_to)
    if parent is None:
        return {"in_reply_to_id": None, "in_reply_to_account_id": None}
    number = number_of(parent) if view.world.shows(parent, view.phase) else None
    return {"in_reply_to_id": number, "in_reply_to_account_id": view.world.account[parent.account].number}


def _make_mentions(view: View, post: Post) -> list[Entity]:
    """Whom a reply answers. The played people never write their names, so no text has them."""
    parent = view.world.post.get(post.reply_to)
    if parent is None or parent.account == post.account:
        return []
    author = view.world.account[parent.account]
    return [_mention(view, author)]


def _mention(view: View, account: Account) -> Entity:
    acct = account.handle if account.host == view.host else f"{account.handle}@{account.host}"
    return {"id": account.number, "username": account.handle, "url": account.url, "acct": acct}


def _make_card(view: View, post: Post) -> Entity | None:
    """A card for a link that is the page itself; behind redirections the played hosts do not look."""
    url = next((link for link in post.links if link in landings(view.world)), "")
    if not url:
        return None
    parts = urlsplit(url)
    title = parts.path.rstrip("/").rpartition("/")[2].replace("-", " ").capitalize()
    if not title:
        return None
    return {
        "url": url, "title": title, "description": "", "language": None, "type": "link", "author_name": "",
        "author_url": "", "provider_name": parts.hostname, "provider_url": "", "html": "", "width": 0,
        "height": 0, "image": None, "image_description": "", "embed_url": "", "blurhash": None,
        "published_at": None, "authors": [],
    }  # fmt: skip


def _make_quote(view: View, post: Post) -> Entity:
    """The quoted post, in the way of each program; the names stand empty where nothing is quoted."""
    quoted = view.world.post.get(post.quote_of)
    visible = quoted is not None and view.world.shows(quoted, view.phase)
    inner = make_status(view, quoted, quotes=False) if quoted is not None and visible else None
    number = number_of(quoted) if quoted is not None and visible else None
    match view.platform:
        case "mastodon":
            if quoted is None:
                return {"quote": None}
            return {"quote": {"state": "accepted" if visible else "deleted", "quoted_status": inner}}
        case "gab":
            return {"quote_of_id": number, "quote": inner}
        case "fedibird" | "truthsocial":
            return {"quote_id": number, "quote": inner}
        case "friendica" | "mitra":
            return {"quote": inner}
    return {}


def _add_dialect(view: View, post: Post, text: str) -> Entity:
    """What only one program sends."""
    match view.platform:
        case "mastodon":
            policy = {"automatic": ["public"], "manual": [], "current_user": "denied"}
            quotes = count_answers(view.world, view.phase).quotes.get(post.ref, 0)
            return {"quotes_count": quotes, "quote_approval": policy, "tagged_collections": []}
        case "fedibird":
            return {"emoji_reactions": [], "emoji_reactions_count": 0, "searchability": "public"}
        case "truthsocial":
            return {"sponsored": False, "reply_count": 0, "group": None, "tombstone": None, "version": "1"}
        case "pixelfed":
            return {"content_text": text, "local": True, "pf_type": "photo" if post.media else "text",
                    "shortcode": None, "place": None, "taggedPeople": [], "label": None, "license": None,
                    "comments_disabled": False, "media_count": len(post.media)}  # fmt: skip
        case "pleroma" | "akkoma":
            return _add_pleroma(view, post, text)
        case "gotosocial":
            return {"local_only": False, "text": text, "interaction_policy": {}}
        case "friendica":
            return {"friendica": {"title": "", "dislikes_count": 0, "received_at": None}}
        case "mitra":
            return {"links": [], "content_type": "text/markdown", "emoji_reactions": []}
    return {}


def _add_pleroma(view: View, post: Post, text: str) -> Entity:
    quoted = view.world.post.get(post.quote_of)
    visible = quoted is not None and view.world.shows(quoted, view.phase)
    parent = view.world.post.get(post.reply_to)
    extra: Entity = {
        "text": None,
        "pinned": post.pinned,
        "pleroma": {
            "content": {"text/plain": text},
            "content_type": "text/plain",
            "conversation_id": str(1_000_000 + pick_number(post.ref, 10**7)),
            "emoji_reactions": [],
            "expires_at": None,
            "in_reply_to_account_acct": view.world.account[parent.account].handle if parent else None,
            "local": True,
            "parent_visible": parent is not None and view.world.shows(parent, view.phase),
            "pinned_at": write_time(post.posted_at, exact=False) if post.pinned else None,
            "quote": make_status(view, quoted, quotes=False) if quoted is not None and visible else None,
            "quote_id": number_of(quoted) if quoted is not None and visible else None,
            "quote_url": status_uri(view, quoted) if quoted is not None else None,
            "quote_visible": visible,
            "spoiler_text": {"text/plain": ""},
            "thread_muted": False,
        },
    }
    if view.platform == "akkoma":
        extra["akkoma"] = {"source": {"content": text, "mediaType": "text/plain"}}
    return extra
