"""TikTok's older shape of a video (``itemInfos`` beside ``authorInfos``), which its embedded player has kept.

Source: a recorded list of 2020; the fields that public programs read of ``/embed/v2/ID``, ``/embed/@name``.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.families.tiktok_urls import profile_url, read_moment
from crawlers.families.tiktok_videos import Video, read_extras, read_links
from crawlers.html_text import absolute, tidy
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from storage.items import Account, Capture, Media, Watched


def read_card(entry: Object, where: str) -> Video:
    """A video with its author. Raises ``Unreadable``."""
    infos = as_object(need(entry, "itemInfos"), f"{where}/itemInfos")
    author, music = maybe_object(entry, "authorInfos"), maybe_object(entry, "musicInfos")
    video = maybe_object(infos, "video")
    size = maybe_object(video, "videoMeta")
    owner = maybe_text(infos, "authorId") or maybe_text(author, "userId")
    if not owner:
        raise Unreadable(f"{where}: neither itemInfos.authorId nor authorInfos.userId")
    hashtags, mentions = read_extras(maybe_objects(entry, "textExtra"))
    challenges = tuple(maybe_text(one, "challengeName") for one in maybe_objects(entry, "challengeInfoList"))
    duet = maybe_text(entry, "duetInfo")
    covers = [*_list_urls(infos, "covers"), *_list_urls(infos, "coversOrigin")]
    attributes = {
        "music": " · ".join(filter(None, (maybe_text(music, "musicName"), maybe_text(music, "authorName")))),
        "music_id": maybe_text(infos, "musicId"),
        "duration_s": maybe_text(size, "duration") if maybe_count(size, "duration") else "",
        "covers": "\n".join(covers),
        "video": next(_list_urls(video, "urls"), ""),
        "ad": "1" if infos.get("isAd") is True else "",
        "warnings": "\n".join(maybe_text(one, "text") for one in maybe_objects(infos, "warnInfo")).strip(),
        "handle": maybe_text(author, "uniqueId"),
        "sec_uid": maybe_text(author, "secUid"),
    }
    return Video(
        id=need_id(infos),
        author=owner,
        handle=maybe_text(author, "uniqueId"),
        text=need_text(infos, "text"),
        where=where,
        posted=need_id(infos, "createTime"),
        media=tuple(_read_photos(entry)) or _show_cover(covers, size),
        hashtags=tuple(dict.fromkeys(filter(None, (*hashtags, *challenges)))),
        mentions=mentions,
        duet_with=duet if duet.strip("0") else "",
        views=maybe_count(infos, "playCount"),
        likes=maybe_count(infos, "diggCount"),
        comments=maybe_count(infos, "commentCount"),
        shares=maybe_count(infos, "shareCount"),
        attributes=attributes,
    )


def read_listed(entry: Object, author: tuple[str, str], where: str) -> Video:
    """An entry of an embedded list, by number and name of whose list it is: caption, cover and plays, no
    more. Raises ``Unreadable``."""
    covers = [absolute(maybe_text(entry, name)) for name in ("coverUrl", "originCoverUrl", "dynamicCoverUrl")]
    covers = [one for one in covers if one]
    return Video(
        id=need_id(entry),
        author=author[0],
        handle=author[1],
        text=need_text(entry, "desc"),
        where=where,
        media=_show_cover(covers, entry),
        views=maybe_count(entry, "playCount"),
        attributes={"covers": "\n".join(covers), "handle": author[1], "partial": "caption, cover and plays"},
    )


def read_embedded_user(user: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """The account above an embedded list; its counts are rounded. Raises ``Unreadable``."""
    key, handle = need_id(user), need_id(user, "uniqueId")
    bio, made = tidy(maybe_text(user, "signature")), read_moment(key)
    attributes = {
        "sec_uid": maybe_text(user, "secUid"),
        "verified": "1" if user.get("verified") is True else "",
        "likes_received": maybe_text(user, "heartCount"),
        "counts": "rounded",
        "time_from": "id" if made else "",
    }
    pictures = ("avatarLargerUrl", "avatarMediumUrl", "avatarThumbUrl")
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=profile_url(handle),
        host="www.tiktok.com",
        display_name=maybe_text(user, "nickname"),
        bio=bio,
        created_at=made,
        created_at_precision="second" if made else "",
        followers=maybe_count(user, "followerCount"),
        following=maybe_count(user, "followingCount"),
        posts=maybe_count(user, "videoCount"),
        state="private" if user.get("privateAccount") is True else "live",
        avatar_url=next(filter(None, (absolute(maybe_text(user, name)) for name in pictures)), ""),
        links=read_links(bio, "bio"),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={name: value for name, value in attributes.items() if value},
    )


def _read_photos(entry: Object) -> Iterator[Media]:
    for image in maybe_objects(maybe_object(entry, "imagePostInfo"), "displayImages"):
        if url := next(_list_urls(image, "urlList"), ""):
            yield Media(
                url=url, kind="image", width=maybe_count(image, "width"), height=maybe_count(image, "height")
            )


def _show_cover(covers: list[str], size: Object) -> tuple[Media, ...]:
    width, height = maybe_count(size, "width"), maybe_count(size, "height")
    return tuple(Media(url=one, kind="image", width=width, height=height) for one in covers[:1])


def _list_urls(fields: Object, name: str) -> Iterator[str]:
    for one in maybe_array(fields, name):
        if isinstance(one, str) and (url := absolute(one)):
            yield url
