"""Notes and users of Misskey's API as items, those of its forks included.

Sources: Misskey ``packages/backend/src/models/json-schema/{note,user,drive-file}.ts``, a recorded user. Of a
note ``id``, ``createdAt``, ``text`` (it may be null) and ``user`` with ``username`` are mandatory, of a user
``id`` and ``username``. Texts are MFM as they were written. ``files[].md5`` is kept: it tells the same file
wherever it is posted.
"""

from __future__ import annotations

import re
from typing import Literal

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.markdown_links import read_marked
from crawlers.families.misskey_shapes import NOTE, USER
from crawlers.html_text import absolute, tidy
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
from storage.items import Account, Capture, Link, Media, MediaKind, Post, PostKind, Watched

MOST_REACTIONS = 30

_HASHTAG = re.compile(r"(?:^|\s)[#＃]([^\s#＃、。,.!?'\"()「」<>]{1,128})")
_MENTION = re.compile(r"(?<![\w@/.])@(\w[\w.-]{0,63})(?:@([a-zA-Z0-9][\w.-]{0,252}))?", re.ASCII)
_KINDS: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio"}


def read_user(fields: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """A user. ``isSilenced`` (its public notes do not go round) is the state ``limited``."""
    key = name_user(fields, watched)
    bio = tidy(maybe_text(fields, "description"))
    links = list(read_marked(bio, "bio").links)
    for field in maybe_objects(fields, "fields")[:20]:
        name = maybe_text(field, "name")
        shown = read_marked(maybe_text(field, "value"))
        links += [Link(url=one.url, text=name, kind="profile", expanded=one.expanded) for one in shown.links]
    created = maybe_text(fields, "createdAt")
    return Account(
        platform=watched.platform,
        key=key,
        handle=need_id(fields, "username"),
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=absolute(maybe_text(fields, "url"))
        or f"https://{key.partition('@')[2]}/@{need_id(fields, 'username')}",
        host=key.partition("@")[2],
        display_name=maybe_text(fields, "name"),
        bio=bio,
        created_at=maybe_time(fields, "createdAt"),
        created_at_text=created,
        created_at_precision="second" if maybe_time(fields, "createdAt") else "",
        followers=maybe_count(fields, "followersCount"),
        following=maybe_count(fields, "followingCount"),
        posts=maybe_count(fields, "notesCount"),
        state=_read_state(fields),
        avatar_url=absolute(maybe_text(fields, "avatarUrl")),
        banner_url=absolute(maybe_text(fields, "bannerUrl")),
        links=tuple(dict.fromkeys(links)),
        aliases=(watched.key,) if watched.key != key else (),
        attributes=_read_facts(fields),
    )


def read_note(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A note as it stands among its author's: a renote without words is a repost."""
    key = name_user(as_object(need(fields, "user"), "user"), watched)
    number = need_id(fields)
    renote = maybe_object(fields, "renote")
    kind = _read_kind(fields)
    shown = renote if kind == "repost" else fields
    author = (
        name_user(maybe_object(renote, "user"), watched) if kind == "repost" and "user" in renote else key
    )
    need(fields, "text")
    text = tidy(maybe_text(shown, "text"))
    marked = read_marked(text)
    renoted = _refer(fields, "renoteId", watched)
    return Post(
        platform=watched.platform,
        id=f"{watched.host}/{number}",
        account=key,
        url=absolute(maybe_text(fields, "url") or maybe_text(fields, "uri"))
        or f"https://{watched.host}/notes/{number}",
        text=text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind=kind,
        title=maybe_text(shown, "cw"),
        author=author if author != key else "",
        posted_at=maybe_time(fields, "createdAt"),
        posted_at_text=need_text(fields, "createdAt"),
        edited_at=maybe_time(shown, "updatedAt"),
        language=maybe_text(shown, "lang"),
        pinned=capture.context.get("list") == "pinned" or where.startswith("/pinnedNotes/"),
        sensitive=shown.get("cw") is not None
        or any(one.get("isSensitive") is True for one in maybe_objects(shown, "files")),
        reply_to=_refer(fields, "replyId", watched),
        repost_of=renoted if kind == "repost" else "",
        quote_of=renoted if kind == "quote" else "",
        hashtags=tuple(dict.fromkeys(_HASHTAG.findall(text))),
        mentions=_read_mentions(text, watched),
        media=tuple(media for one in maybe_objects(shown, "files") if (media := _read_file(one))),
        links=marked.links,
        replies=maybe_count(shown, "repliesCount"),
        reposts=maybe_count(shown, "renoteCount"),
        likes=_count_reactions(shown),
        route=capture.route,
        uri=absolute(maybe_text(fields, "uri")),
        attributes=_read_note_facts(fields, shown),
    )


def name_user(fields: Object, watched: Watched) -> str:
    """``user@host`` in lower case; ``host`` is null for those of the host that was asked."""
    host = maybe_text(fields, "host") or watched.host
    return f"{need_id(fields, 'username')}@{host}".lower()


def is_hidden(fields: Object) -> bool:
    """Whether a note's words are kept from visitors: they are null then, and the note is no evidence."""
    return fields.get("isHidden") is True


def _read_state(fields: Object) -> Literal["live", "suspended", "deleted", "private", "limited", "moved"]:
    if fields.get("isSuspended") is True:
        return "suspended"
    if fields.get("isDeleted") is True:
        return "deleted"
    if fields.get("movedTo"):
        return "moved"
    return "limited" if fields.get("isSilenced") is True else "live"


def _read_kind(fields: Object) -> PostKind:
    """A quote is a renote with words, a warning, files or a poll of its own."""
    own = any(fields.get(name) for name in ("text", "cw", "files", "fileIds", "poll"))
    if fields.get("renoteId"):
        return "quote" if own or fields.get("replyId") else "repost"
    return "reply" if fields.get("replyId") else "post"


def _refer(fields: Object, name: str, watched: Watched) -> str:
    number = maybe_text(fields, name)
    return f"{watched.host}/{number}" if number else ""


def _read_mentions(text: str, watched: Watched) -> tuple[str, ...]:
    found = (f"{name}@{host or watched.host}".lower().rstrip(".-") for name, host in _MENTION.findall(text))
    return tuple(dict.fromkeys(found))


def _read_file(fields: Object) -> Media | None:
    url = absolute(maybe_text(fields, "url")) or absolute(maybe_text(fields, "thumbnailUrl"))
    if not url:
        return None
    mime = maybe_text(fields, "type")
    size = maybe_object(fields, "properties")
    return Media(
        url=url,
        kind=_KINDS.get(mime.partition("/")[0], "document" if mime else "unknown"),
        media_type=mime,
        description=maybe_text(fields, "comment"),
        width=maybe_count(size, "width"),
        height=maybe_count(size, "height"),
        preview_url=absolute(maybe_text(fields, "thumbnailUrl")),
    )


def _count_reactions(fields: Object) -> int | None:
    if (count := maybe_count(fields, "reactionCount")) is not None:
        return count
    if not isinstance(fields.get("reactions"), dict):
        return None
    each = maybe_object(fields, "reactions")
    return sum(maybe_count(each, name) or 0 for name in each)


def _read_facts(fields: Object) -> dict[str, str]:
    found = {"account_id": need_id(fields), "moved_to": maybe_text(fields, "movedTo")}
    for name in ("location", "birthday", "lang", "uri", "updatedAt", "listenbrainz"):
        found[name] = maybe_text(fields, name)
    for name in (
        "isBot",
        "isCat",
        "isLocked",
        "isSilenced",
        "isAdmin",
        "isModerator",
        "requireSigninToViewContents",
    ):
        found[name] = "1" if fields.get(name) is True else ""
    for name in ("makeNotesFollowersOnlyBefore", "makeNotesHiddenBefore"):
        found[name] = maybe_text(fields, name)
    found["alsoKnownAs"] = " ".join(one for one in maybe_array(fields, "alsoKnownAs") if isinstance(one, str))
    for number, field in enumerate(maybe_objects(fields, "fields")[:20]):
        found[f"field_{number}"] = f"{maybe_text(field, 'name')}: {maybe_text(field, 'value')}"
    found[ATTRIBUTE] = name_drift("user", USER, fields)
    return {name: value.replace("\x00", "") for name, value in found.items() if value}


def _read_note_facts(fields: Object, shown: Object) -> dict[str, str]:
    reactions = maybe_object(shown, "reactions")
    counted = [f"{name}={maybe_count(reactions, name)}" for name in list(reactions)[:MOST_REACTIONS]]
    choices = maybe_objects(maybe_object(shown, "poll"), "choices")
    channel = maybe_object(fields, "channel")
    found = {
        "visibility": maybe_text(fields, "visibility"),
        "local_only": "1" if fields.get("localOnly") is True else "",
        "channel": maybe_text(channel, "name"),
        "channel_id": maybe_text(fields, "channelId"),
        "reactions": " ".join(counted),
        "poll": "\n".join(f"{maybe_text(one, 'text')}={maybe_text(one, 'votes')}" for one in choices[:20]),
        "media_md5": " ".join(
            md5 for one in maybe_objects(shown, "files") if (md5 := maybe_text(one, "md5"))
        ),
        "repost_uri": maybe_text(shown, "uri") if shown is not fields else "",
        "originally_posted_at": maybe_text(shown, "createdAt") if shown is not fields else "",
        ATTRIBUTE: name_drift("note", NOTE, fields),
    }
    return {name: value.replace("\x00", "") for name, value in found.items() if value}
