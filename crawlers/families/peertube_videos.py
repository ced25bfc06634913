"""Videos, accounts and channels of PeerTube as items.

Sources: recorded answers; PeerTube ``packages/models/src/{videos/video,videos/channel/video-channel,
actors/account}.model.ts``. Mandatory are a video's ``uuid``, ``name`` and ``publishedAt`` and the ``name`` of
its account. A list cuts descriptions after 250 characters and ends them with ``...``. ``updatedAt`` moves
with the counts: it tells no edit and is left aside.
"""

from __future__ import annotations

import re

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.markdown_links import read_marked
from crawlers.families.peertube_urls import CHANNEL, is_channel
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
)
from crawlers.platform import Unreadable
from crawlers.words import words
from storage.items import Account, Capture, Media, Post, Watched

CUT = "..."
VIDEO = words(
    """
    id uuid shortUUID url name category licence language privacy nsfw nsfwFlags nsfwSummary
    truncatedDescription description isLocal duration aspectRatio views viewers likes dislikes thumbnailPath
    thumbnailUrl previewPath previewUrl embedPath embedUrl createdAt updatedAt publishedAt
    originallyPublishedAt isLive liveSchedules account channel comments userHistory pluginData waitTranscoding
    state scheduledUpdate blacklisted blacklistedReason blockedOwner blockedServer files streamingPlaylists
    videoSource automaticTags support tags commentsPolicy commentsEnabled downloadEnabled trackerUrls
    inputFileUpdatedAt thumbnails descriptionPath
    """
)
ACTOR = words(
    """
    id url name host avatar avatars banner banners hostRedundancyAllowed followingCount followersCount
    createdAt updatedAt displayName description userId support isLocal ownerAccount videosCount viewsPerDay
    totalViews publicEmail viewsGroupInterval
    """
)
_HASHTAG = re.compile(r"(?:^|\s)[#＃](\w{1,100})")


def read_actor(fields: Object, capture: Capture, watched: Watched) -> Account:
    """An account or a channel; a channel names the account that owns it."""
    key = name_actor(fields, watched, is_channel(watched))
    bio = tidy(maybe_text(fields, "description"))
    support = tidy(maybe_text(fields, "support"))
    owner = maybe_object(fields, "ownerAccount")
    links = (*read_marked(bio, "bio").links, *read_marked(support, "profile").links)
    facts = {
        "account_id": need_id(fields),
        "kind": "channel" if is_channel(watched) else "",
        "owner": name_actor(owner, watched) if owner else "",
        "support": support,
        ATTRIBUTE: name_drift("actor", ACTOR, fields),
    }
    return Account(
        platform=watched.platform,
        key=key,
        handle=need_id(fields, "name"),
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=absolute(maybe_text(fields, "url")) or watched.url,
        host=key.rpartition("@")[2],
        display_name=maybe_text(fields, "displayName"),
        bio=bio,
        created_at=maybe_time(fields, "createdAt"),
        created_at_text=maybe_text(fields, "createdAt"),
        created_at_precision="second" if maybe_time(fields, "createdAt") else "",
        followers=maybe_count(fields, "followersCount"),
        following=maybe_count(fields, "followingCount"),
        posts=maybe_count(fields, "videosCount"),
        avatar_url=_pick_picture(fields, "avatar", watched),
        banner_url=_pick_picture(fields, "banner", watched),
        links=tuple(dict.fromkeys(links)),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={name: value for name, value in facts.items() if value},
    )


def read_video(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A video as a list or its own page of the interface has it."""
    account = as_object(need(fields, "account"), "account")
    channel = maybe_object(fields, "channel")
    author = name_actor(account, watched)
    owner = name_actor(channel, watched, True) if is_channel(watched) and channel else author
    posted = maybe_time(fields, "publishedAt")
    if posted is None:
        raise Unreadable("publishedAt: lacks, or is no time")
    uuid, title = need_id(fields, "uuid"), need_id(fields, "name")
    text = read_description(fields)
    tags = [one for one in maybe_array(fields, "tags") if isinstance(one, str)]
    return Post(
        platform=watched.platform,
        id=f"{watched.host}/{uuid}",
        account=owner,
        author=author if owner != author else "",
        url=absolute(maybe_text(fields, "url")) or f"https://{watched.host}/videos/watch/{uuid}",
        text=text or title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        title=title,
        posted_at=posted,
        posted_at_text=maybe_text(fields, "publishedAt"),
        language=maybe_text(maybe_object(fields, "language"), "id"),
        sensitive=fields.get("nsfw") is True,
        hashtags=tuple(dict.fromkeys(one.replace("\x00", "") for one in (*_HASHTAG.findall(text), *tags))),
        media=_read_still(fields, watched),
        links=read_marked(text).links,
        replies=maybe_count(fields, "comments"),
        likes=maybe_count(fields, "likes"),
        views=maybe_count(fields, "views"),
        route=capture.route,
        uri=absolute(maybe_text(fields, "url")),
        attributes=_read_facts(fields, channel, watched),
    )


def read_description(fields: Object) -> str:
    """The description, in a list cut after 250 characters."""
    return tidy(maybe_text(fields, "description") or maybe_text(fields, "truncatedDescription"))


def is_cut(fields: Object) -> bool:
    """Whether a list has only the beginning of the description (or one that ends with dots anyway)."""
    return read_description(fields).endswith(CUT)


def name_actor(fields: Object, watched: Watched, channel: bool = False) -> str:
    """``name@host`` in lower case, with ``c/`` before a channel's."""
    host = maybe_text(fields, "host") or watched.host
    return f"{CHANNEL if channel else ''}{need_id(fields, 'name')}@{host}".lower()


def _read_still(fields: Object, watched: Watched) -> tuple[Media, ...]:
    for name in ("previewUrl", "previewPath", "thumbnailUrl", "thumbnailPath"):
        if url := absolute(maybe_text(fields, name), f"https://{watched.host}/"):
            return (Media(url=url, kind="image"),)
    return ()


def _pick_picture(fields: Object, name: str, watched: Watched) -> str:
    """The widest of an actor's pictures (``avatars``; before 4.2 ``avatar``)."""
    several = maybe_objects(fields, f"{name}s") or [maybe_object(fields, name)]
    widest = max(several, key=lambda one: maybe_count(one, "width") or 0)
    path = maybe_text(widest, "fileUrl") or maybe_text(widest, "path")
    return absolute(path, f"https://{watched.host}/")


def _read_facts(fields: Object, channel: Object, watched: Watched) -> dict[str, str]:
    embed = maybe_text(fields, "embedUrl") or maybe_text(fields, "embedPath")
    found = {
        "channel": name_actor(channel, watched, True) if channel else "",
        "channel_name": maybe_text(channel, "displayName"),
        "duration_s": maybe_text(fields, "duration"),
        "dislikes": maybe_text(fields, "dislikes"),
        "originally_published_at": maybe_text(fields, "originallyPublishedAt"),
        "embed": absolute(embed, f"https://{watched.host}/"),
        "support": tidy(maybe_text(fields, "support")),
        "live": "1" if fields.get("isLive") is True else "",
        "short_id": maybe_text(fields, "shortUUID"),
        ATTRIBUTE: name_drift("video", VIDEO, fields),
    }
    for name in ("category", "licence", "privacy"):
        found[name] = maybe_text(maybe_object(fields, name), "label")
    for one in maybe_objects(fields, "streamingPlaylists")[:1] or maybe_objects(fields, "files")[:1]:
        found["file"] = absolute(maybe_text(one, "playlistUrl") or maybe_text(one, "fileUrl"))
    return {name: value for name, value in found.items() if value}
