"""TikTok's items and users as its pages and their calls hold them (``itemStruct``, ``userInfo``).

Source: recorded answers of ``/api/recommend/item_list/`` and of pages of 2020; the fields that public
programs read. ``statsV2`` has exact counts as texts where ``stats`` has rounded numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.tiktok_urls import profile_url, read_moment
from crawlers.families.tiktok_videos import Video, make_link, read_extras, read_links
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
from crawlers.words import words
from storage.items import Account, Capture, Link, Media, Watched

_ITEM_FIELDS = words(
    """
    AIGCDescription BAInfo CategoryType HasPromoteEntry IsAigc IsHDBitrate adAuthorization
    adLabelVersion aigcLabelType anchors author authorId authorSecId authorStats authorStatsV2
    backendSourceEventTracking brandOrganicType challenges channelTags collected comments contents
    createTime creatorAIComment desc digged diversificationId diversificationLabels
    duetDisplay duetEnabled duetInfo effectStickers event forFriend id imagePost indexEnabled isActivityItem
    isAd isContentClassified isECVideo isPinnedItem isReviewing itemCommentStatus itemMute item_control
    keywordTags locationCreated maskType moderationAigcLabelType music nickname officalItem
    originalItem playlistId poi privateItem scheduleTime secret shareEnabled showNotPass stats
    statsV2 stickersOnItem stitchDisplay stitchEnabled suggestedWords takeDown textExtra textLanguage
    textTranslatable titleLanguage titleTranslatable video videoSuggestWordsList vl1 warnInfo
    """
)
_AVATARS = ("avatarLarger", "avatarMedium", "avatarThumb")
_COVERS = ("cover", "originCover", "dynamicCover")


def read_item(fields: Object, where: str) -> Video:
    """An item. Raises ``Unreadable``."""
    video, music = maybe_object(fields, "video"), maybe_object(fields, "music")
    author, handle = _read_author(fields)
    extras = [*maybe_objects(fields, "textExtra")]
    for part in maybe_objects(fields, "contents"):
        extras += maybe_objects(part, "textExtra")
    hashtags, mentions = read_extras(extras)
    challenges = tuple(maybe_text(one, "title") for one in maybe_objects(fields, "challenges"))
    duet = maybe_text(maybe_object(fields, "duetInfo"), "duetFromId")
    stats, exact = maybe_object(fields, "stats"), maybe_object(fields, "statsV2")
    subtitles = maybe_objects(video, "subtitleInfos")
    labels, language = maybe_array(fields, "diversificationLabels"), maybe_text(fields, "textLanguage")
    attributes = {
        "music": " · ".join(filter(None, (maybe_text(music, "title"), maybe_text(music, "authorName")))),
        "music_id": maybe_text(music, "id"),
        "duration_s": maybe_text(video, "duration") if maybe_count(video, "duration") else "",
        "covers": "\n".join(filter(None, (absolute(maybe_text(video, name)) for name in _COVERS))),
        "video": absolute(maybe_text(video, "playAddr")),
        "subtitles": " ".join(maybe_text(one, "LanguageCodeName") for one in subtitles),
        "stickers": "\n".join(_read_stickers(fields)),
        "photos_title": maybe_text(maybe_object(fields, "imagePost"), "title"),
        "saves": _text_of(_count(stats, exact, "collectCount")),
        "reposts": _text_of(maybe_count(exact, "repostCount")),
        "location_created": maybe_text(fields, "locationCreated"),
        "place": maybe_text(maybe_object(fields, "poi"), "name"),
        "topics": ", ".join(one for one in labels if isinstance(one, str)).replace("\x00", ""),
        "playlist": maybe_text(fields, "playlistId"),
        "ad": "1" if fields.get("isAd") is True else "",
        "ai_made": maybe_text(fields, "AIGCDescription") or ("1" if fields.get("IsAigc") is True else ""),
        "handle": handle,
        ATTRIBUTE: name_drift("item", _ITEM_FIELDS, fields),
    }  # fmt: skip
    return Video(
        id=need_id(fields),
        author=author,
        handle=handle,
        text=need_text(fields, "desc"),
        where=where,
        posted=need_id(fields, "createTime"),
        language=language if language != "un" else "",
        media=tuple(_read_media(fields, video)),
        hashtags=tuple(dict.fromkeys(filter(None, (*hashtags, *challenges)))),
        mentions=mentions,
        duet_with=duet if duet.strip("0") else "",
        pinned=fields.get("isPinnedItem") is True,
        sensitive=fields.get("isContentClassified") is True,
        views=_count(stats, exact, "playCount"),
        likes=_count(stats, exact, "diggCount"),
        comments=_count(stats, exact, "commentCount"),
        shares=_count(stats, exact, "shareCount"),
        attributes=attributes,
    )


def read_user(info: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """The account in a ``userInfo``. Raises ``Unreadable``."""
    user = as_object(need(info, "user"), f"{where}/user")
    stats, exact = maybe_object(info, "stats"), maybe_object(info, "statsV2")
    key, handle = need_id(user), need_id(user, "uniqueId")
    bio, made = tidy(maybe_text(user, "signature")), maybe_time(user, "createTime")
    closed = user.get("privateAccount") is True or user.get("secret") is True
    attributes = {
        "sec_uid": maybe_text(user, "secUid"),
        "verified": "1" if user.get("verified") is True else "",
        "region": maybe_text(user, "region"),
        "language": maybe_text(user, "language"),
        "likes_received": _text_of(_count(stats, exact, "heartCount")),
        "seller": "1" if user.get("ttSeller") is True else "",
        "organisation": "1" if user.get("isOrganization") in (1, True) else "",
        "category": maybe_text(maybe_object(user, "commerceUserInfo"), "category"),
        "handle_changed": maybe_text(user, "uniqueIdModifyTime").strip("0"),
        "name_changed": maybe_text(user, "nickNameModifyTime").strip("0"),
        "time_from": "" if made else "id",
    }
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
        created_at=made or read_moment(key),
        created_at_text=maybe_text(user, "createTime"),
        created_at_precision="second" if made or read_moment(key) else "",
        followers=_count(stats, exact, "followerCount"),
        following=_count(stats, exact, "followingCount"),
        posts=_count(stats, exact, "videoCount"),
        state="private" if closed else "live",
        avatar_url=next(filter(None, (absolute(maybe_text(user, name)) for name in _AVATARS)), ""),
        links=tuple(_read_links(user, bio)),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={name: value for name, value in attributes.items() if value},
    )


def _read_author(fields: Object) -> tuple[str, str]:
    """Whose item it is, by number and name: an object, or (in ``SIGI_STATE``) a name beside ``authorId``."""
    author = need(fields, "author")
    if isinstance(author, str):
        return need_id(fields, "authorId"), author.replace("\x00", "")
    author = as_object(author, "author")
    return need_id(author), maybe_text(author, "uniqueId")


def _read_media(fields: Object, video: Object) -> Iterator[Media]:
    images = maybe_objects(maybe_object(fields, "imagePost"), "images")
    for image in images:
        urls = maybe_array(maybe_object(image, "imageURL"), "urlList")
        url = next((absolute(one) for one in urls if isinstance(one, str) and absolute(one)), "")
        if url:
            yield Media(url=url, kind="image", width=maybe_count(image, "imageWidth"),
                        height=maybe_count(image, "imageHeight"))  # fmt: skip
    cover = next(filter(None, (absolute(maybe_text(video, name)) for name in _COVERS[:2])), "")
    if cover and not images:
        yield Media(
            url=cover, kind="image", width=maybe_count(video, "width"), height=maybe_count(video, "height")
        )


def _read_stickers(fields: Object) -> Iterator[str]:
    """The words that were laid over the picture."""
    for sticker in maybe_objects(fields, "stickersOnItem"):
        for line in maybe_array(sticker, "stickerText"):
            if isinstance(line, str) and line.strip():
                yield line.replace("\x00", "")


def _read_links(user: Object, bio: str) -> Iterator[Link]:
    link = maybe_text(maybe_object(user, "bioLink"), "link").strip()
    if link:
        url = absolute(link) or absolute(f"https://{link}")
        if url:
            yield make_link(url, "profile")
    yield from read_links(bio, "bio")


def _count(stats: Object, exact: Object, name: str) -> int | None:
    found = maybe_count(exact, name)
    return found if found is not None else maybe_count(stats, name)


def _text_of(count: int | None) -> str:
    return "" if count is None else str(count)
