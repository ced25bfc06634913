"""Bluesky profiles and posts as items: from the AppView's views and from the records themselves.

Sources: lexicons app.bsky.actor.defs#profileViewDetailed, app.bsky.feed.defs#feedViewPost, #postView,
app.bsky.feed.post, app.bsky.feed.repost. ``createdAt`` is what the writer's program says and can be
back-dated: the AppView's ``indexedAt`` and the time in the record key stand beside it in the attributes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.atproto_embeds import Embedded, read_embed, read_facets
from crawlers.families.atproto_names import public_url, read_tid, record_key
from crawlers.html_text import absolute, find_links
from crawlers.json_reading import (
    Object,
    as_object,
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
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Link, Post, PostKind, Watched

PROFILE = words(
    """
    did handle displayName description pronouns website avatar banner associated indexedAt createdAt viewer
    labels verification status joinedViaStarterPack pinnedPost followersCount followsCount postsCount debug
    """
)
VIEW = words(
    """
    uri cid author record embed bookmarkCount replyCount repostCount likeCount quoteCount indexedAt viewer
    labels threadgate debug $type
    """
)
RECORD = words(
    "$type text entities facets reply embed langs labels tags createdAt via bridgyOriginalText"
    " bridgyOriginalUrl"
)
FEED_ITEM = words("post reply reason feedContext reqId")


def read_profile(fields: Object, capture: Capture, watched: Watched) -> Account:
    """The account as the AppView shows it."""
    bio = maybe_text(fields, "description")
    pinned = maybe_text(maybe_object(fields, "pinnedPost"), "uri")
    labels = _labels(fields)
    attributes = {
        "labels": labels,
        "logged_in_only": "1" if "!no-unauthenticated" in labels.split() else "",
        "pinned": pinned,
        "indexed_at": maybe_text(fields, "indexedAt"),
        "verified": maybe_text(maybe_object(fields, "verification"), "verifiedStatus"),
        ATTRIBUTE: name_drift("profile", PROFILE, fields),
    }
    links = [Link(url=link.url, kind="bio") for link in find_links(bio)]
    if website := absolute(maybe_text(fields, "website")):
        links.append(Link(url=website, kind="profile"))
    did, handle = need_id(fields, "did"), need_text(fields, "handle")
    return Account(
        platform=watched.platform,
        key=did,
        handle=handle,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=f"https://bsky.app/profile/{did}",
        host=watched.host,
        display_name=maybe_text(fields, "displayName"),
        bio=bio,
        created_at=maybe_time(fields, "createdAt"),
        created_at_text=maybe_text(fields, "createdAt"),
        created_at_precision="second" if fields.get("createdAt") else "",
        followers=maybe_count(fields, "followersCount"),
        following=maybe_count(fields, "followsCount"),
        posts=maybe_count(fields, "postsCount"),
        avatar_url=absolute(maybe_text(fields, "avatar")),
        banner_url=absolute(maybe_text(fields, "banner")),
        links=tuple(links),
        aliases=(watched.key,) if watched.key != did else (),
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_feed_item(item: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """An item of an author's feed: a post, or a repost where ``reason`` says so."""
    view = as_object(need(item, "post"), f"{where}/post")
    reason = maybe_object(item, "reason")
    kind = maybe_text(reason, "$type").rpartition("#")[2]
    post = read_view(view, capture, watched, f"{where}/post")
    drift = name_drift("feed_item", FEED_ITEM, item)
    if kind == "reasonPin":
        return _change(post, {"pinned": True, **_add_drift(post, drift)})
    if kind != "reasonRepost":
        return _change(post, _add_drift(post, " ".join(filter(None, (drift, kind and f"reason.{kind}")))))
    by = need_id(as_object(need(reason, "by"), "reason/by"), "did")
    return _change(
        post,
        {
            "id": maybe_text(reason, "uri") or f"{post.id}#repost:{by}",
            "account": by,
            "author": post.account,
            "kind": "repost",
            "repost_of": post.id,
            "posted_at": maybe_time(reason, "indexedAt"),
            "posted_at_text": maybe_text(reason, "indexedAt"),
            "uri": maybe_text(reason, "uri"),
            "attributes": {
                **post.attributes,
                "originally_posted_at": post.posted_at_text,
                **({ATTRIBUTE: drift} if drift else {}),
            },
        },
    )


def read_view(view: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A ``postView``: the record as its author wrote it, with the AppView's counts, media and labels."""
    author = as_object(need(view, "author"), f"{where}/author")
    record = as_object(need(view, "record"), f"{where}/record")
    post = read_record(record, need_id(view, "uri"), capture, watched, where)
    shown = read_embed(maybe_object(view, "embed"), "")
    meant = read_embed(maybe_object(record, "embed"), "")
    attributes = {
        **post.attributes,
        "indexed_at": maybe_text(view, "indexedAt"),
        "labels": _labels(view),
        "author_handle": maybe_text(author, "handle"),
        "cid": maybe_text(view, "cid"),
        "quotes": maybe_text(view, "quoteCount"),
        "quote_state": shown.state,
        "quote_author": shown.quote_author,
        ATTRIBUTE: " ".join(
            filter(
                None, (post.attributes.get(ATTRIBUTE, ""), name_drift("post", VIEW, view), _strange(shown))
            )
        ),
    }
    return _change(
        post,
        {
            "account": need_id(author, "did"),
            "kind": _kind(post.reply_to, shown) if shown.quote or shown.state else post.kind,
            "media": shown.media or meant.media,
            "quote_of": shown.quote or meant.quote,
            "replies": maybe_count(view, "replyCount"),
            "reposts": maybe_count(view, "repostCount"),
            "likes": maybe_count(view, "likeCount"),
            "attributes": {name: value for name, value in attributes.items() if value},
        },
    )


def read_record(record: Object, uri: str, capture: Capture, watched: Watched, where: str) -> Post:
    """An ``app.bsky.feed.post`` record. ``blobs`` in the context says where its media are."""
    links, mentions, tags = read_facets(record)
    embed = read_embed(maybe_object(record, "embed"), capture.context.get("blobs", ""))
    reply = maybe_text(maybe_object(maybe_object(record, "reply"), "parent"), "uri")
    created, told = maybe_text(record, "createdAt"), read_tid(record_key(uri))
    languages = [one for one in maybe_array(record, "langs") if isinstance(one, str)]
    drift = " ".join(filter(None, (name_drift("record", RECORD, record), _strange(embed))))
    attributes = {
        "tid_at": told.isoformat() if told else "",
        "reply_root": maybe_text(maybe_object(maybe_object(record, "reply"), "root"), "uri"),
        "self_labels": " ".join(
            maybe_text(one, "val") for one in maybe_objects(maybe_object(record, "labels"), "values")
        ),
        "languages": " ".join(languages) if len(languages) > 1 else "",
        "via": maybe_text(record, "via"),
        "quote_state": embed.state,
        "embedded": embed.other,
        ATTRIBUTE: drift,
    }
    return Post(
        platform=watched.platform,
        id=uri,
        account=uri.removeprefix("at://").split("/")[0],
        url=public_url(uri),
        text=need_text(record, "text"),
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind=_kind(reply, embed),
        posted_at=parse_time(created),
        posted_at_text=created,
        language=languages[0] if languages else "",
        sensitive=bool(attributes["self_labels"]),
        reply_to=reply,
        quote_of=embed.quote,
        hashtags=tags,
        mentions=mentions,
        media=embed.media,
        links=_join(links, find_links(maybe_text(record, "text")), embed.links),
        route=capture.route,
        uri=uri,
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_repost(record: Object, uri: str, capture: Capture, watched: Watched, where: str) -> Post:
    """An ``app.bsky.feed.repost`` record: it names what is reposted, without its words."""
    subject = need_id(as_object(need(record, "subject"), f"{where}/subject"), "uri")
    told = read_tid(record_key(uri))
    return Post(
        platform=watched.platform,
        id=uri,
        account=uri.removeprefix("at://").split("/")[0],
        url=public_url(subject),
        text="",
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="repost",
        author=subject.removeprefix("at://").split("/")[0],
        posted_at=maybe_time(record, "createdAt"),
        posted_at_text=maybe_text(record, "createdAt"),
        repost_of=subject,
        route=capture.route,
        uri=uri,
        attributes={"tid_at": told.isoformat()} if told else {},
    )


def sort_time(post: Post) -> datetime | None:
    """What a feed is sorted by: the earlier of ``createdAt`` and ``indexedAt``; a repost's own time."""
    indexed = parse_time(post.attributes.get("indexed_at", "")) if post.kind != "repost" else None
    return min((moment for moment in (post.posted_at, indexed) if moment), default=None)


def _kind(reply: str, embed: Embedded) -> PostKind:
    if embed.quote or embed.state:
        return "quote"
    return "reply" if reply else "post"


def _labels(fields: Object) -> str:
    values = (maybe_text(one, "val") for one in maybe_objects(fields, "labels") if one.get("neg") is not True)
    return " ".join(dict.fromkeys(filter(None, values)))


def _strange(embed: Embedded) -> str:
    return f"embed.{embed.unknown[:64]}" if embed.unknown and " " not in embed.unknown else ""


def _join(*groups: tuple[Link, ...]) -> tuple[Link, ...]:
    """Links of several sources, one a URL: facets first, since they know what the text shows."""
    found: dict[str, Link] = {}
    for group in groups:
        for link in group:
            shown = {one.text for one in found.values()}
            if link.text or link.url not in shown:
                found.setdefault(link.url, link)
    return tuple(found.values())


def _add_drift(post: Post, drift: str) -> dict[str, object]:
    if not drift:
        return {}
    return {
        "attributes": {**post.attributes, ATTRIBUTE: f"{post.attributes.get(ATTRIBUTE, '')} {drift}".strip()}
    }


def _change(post: Post, values: dict[str, object]) -> Post:
    return replace(post, **values)  # type: ignore[arg-type]
