"""TikTok's shapes of a video and an account: as its pages have them, as its embedded player does, as its
Research API does.

Source: recorded answers of ``/api/recommend/item_list/``, of ``/share/item/list`` of 2020; for the embedded
list the fields that public programs read; developers.tiktok.com/doc/research-api-specs-query-videos.
"""

from __future__ import annotations

from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url
from sandbox.operation.clips import is_video
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure

Json = dict[str, object]
SECONDS = 21


def describe_user(account: Account, videos: int) -> Json:
    """A ``userInfo`` of the account's page."""
    user = {
        "id": account.number,
        "uniqueId": account.handle,
        "nickname": account.display_name,
        "avatarLarger": avatar_url(account),
        "avatarMedium": avatar_url(account),
        "avatarThumb": avatar_url(account),
        "signature": account.bio,
        "createTime": int(account.created_at.timestamp()),
        "verified": False,
        "secUid": f"MS4wLjABAAAA{account.number}",
        "ftc": False,
        "relation": 0,
        "openFavorite": False,
        "privateAccount": account.states[0] == "private",
        "secret": account.states[0] == "private",
        "isADVirtual": False,
        "region": "US",
        "language": "en",
    }
    stats = {
        "followerCount": account.followers,
        "followingCount": account.following,
        "heart": 41,
        "heartCount": 41,
        "videoCount": videos,
        "diggCount": 0,
        "friendCount": 0,
    }
    exact = {name: str(count) for name, count in stats.items()}
    return {"user": user, "stats": stats, "statsV2": exact, "itemList": []}


def describe_item(post: Post, account: Account, phase: int) -> Json:
    """An ``itemStruct``."""
    text = post.text_in(phase)
    extras = [
        {"awemeId": "", "start": 0, "end": 0, "hashtagId": "1", "hashtagName": tag, "type": 1, "userId": "",
         "userUniqueId": "", "secUid": "", "subType": 0, "isCommerce": False}
        for tag in find_tags(text)
    ]  # fmt: skip
    stats = {"diggCount": 3, "shareCount": 1, "commentCount": 2, "playCount": 41, "collectCount": 0}
    item: Json = {
        "id": post.id,
        "desc": text,
        "createTime": int(post.posted_at.timestamp()),
        "author": {
            "id": account.number,
            "uniqueId": account.handle,
            "nickname": account.display_name,
            "avatarThumb": avatar_url(account),
            "signature": account.bio,
            "verified": False,
            "secUid": f"MS4wLjABAAAA{account.number}",
            "privateAccount": False,
        },
        "authorStats": {"followerCount": account.followers, "videoCount": 1},
        "music": {"id": "7", "title": "original sound", "authorName": account.display_name, "original": True},
        "challenges": [{"id": "1", "title": tag, "desc": ""} for tag in find_tags(text)],
        "stats": stats,
        "statsV2": {**{name: str(count) for name, count in stats.items()}, "repostCount": "0"},
        "duetInfo": {"duetFromId": "0"},
        "textExtra": extras,
        "contents": [{"desc": text, "textExtra": extras}],
        "textLanguage": post.language.partition("-")[0],
        "textTranslatable": True,
        "isAd": False,
        "privateItem": False,
        "secret": False,
        "forFriend": False,
        "locationCreated": "US",
        "video": _describe_video(post),
    }
    if not is_video(post):
        item["imagePost"] = {"images": [_describe_photo(post, spot) for spot in range(len(post.media))]}
    return item


def describe_card(post: Post, account: Account, phase: int) -> Json:
    """The ``videoData`` of the embedded player."""
    text = post.text_in(phase)
    width, height = measure(post.pictures[0].variant)
    card: Json = {
        "itemInfos": {
            "id": post.id,
            "text": text,
            "createTime": str(int(post.posted_at.timestamp())),
            "authorId": account.number,
            "musicId": "7",
            "covers": [post.media[0]],
            "coversOrigin": [post.media[0]],
            "coversDynamic": [post.media[0]],
            "video": {
                "urls": [_play_url(post)] if is_video(post) else [],
                "videoMeta": {"width": width, "height": height, "ratio": 14,
                              "duration": SECONDS if is_video(post) else 0},
            },
            "diggCount": 3, "shareCount": 1, "playCount": 41, "commentCount": 2,
            "isOriginal": False, "isOfficial": False, "isActivityItem": False, "warnInfo": [],
        },
        "authorInfos": {
            "secUid": f"MS4wLjABAAAA{account.number}", "userId": account.number, "uniqueId": account.handle,
            "nickName": account.display_name, "signature": account.bio, "verified": False,
            "covers": [avatar_url(account)], "isSecret": False,
        },
        "musicInfos": {"musicId": "7", "musicName": "original sound", "authorName": account.display_name},
        "authorStats": {"followingCount": account.following, "followerCount": account.followers},
        "challengeInfoList": [{"challengeId": "1", "challengeName": tag} for tag in find_tags(text)],
        "duetInfo": "0",
        "textExtra": [{"AwemeId": "", "Start": 0, "End": 0, "HashtagName": tag, "HashtagId": "1", "Type": 1,
                       "UserId": "", "IsCommerce": False} for tag in find_tags(text)],
    }  # fmt: skip
    if not is_video(post):
        sizes = [measure(one.variant) for one in post.pictures]
        card["imagePostInfo"] = {
            "displayImages": [
                {"urlList": [url], "width": size[0], "height": size[1]}
                for url, size in zip(post.media, sizes, strict=True)
            ]
        }
    return card


def describe_entry(post: Post, phase: int) -> Json:
    """An entry of the embedded list: no time, no counts but plays."""
    width, height = measure(post.pictures[0].variant)
    return {
        "id": post.id,
        "desc": post.text_in(phase),
        "width": width,
        "height": height,
        "ratio": "720p",
        "coverUrl": post.media[0],
        "originCoverUrl": post.media[0],
        "dynamicCoverUrl": post.media[0],
        "playAddr": _play_url(post),
        "playCount": 41,
        "privateItem": False,
    }


def describe_embedded_user(account: Account) -> Json:
    """The ``userInfo`` above the embedded list."""
    return {
        "id": account.number,
        "uniqueId": account.handle,
        "nickname": account.display_name,
        "signature": account.bio,
        "secUid": f"MS4wLjABAAAA{account.number}",
        "avatarThumbUrl": avatar_url(account),
        "verified": False,
        "privateAccount": account.states[0] == "private",
        "followerCount": account.followers,
        "followingCount": account.following,
        "heartCount": 41,
    }


def describe_research_video(post: Post, account: Account, phase: int) -> Json:
    """A video of the Research API."""
    return {
        "id": int(post.id),
        "video_description": post.text_in(phase),
        "create_time": int(post.posted_at.timestamp()),
        "region_code": "US",
        "share_count": 1,
        "view_count": 41,
        "like_count": 3,
        "comment_count": 2,
        "music_id": 7,
        "hashtag_names": find_tags(post.text_in(phase)),
        "username": account.handle,
        "effect_ids": ["-1"],
        "voice_to_text": "",
        "is_stem_verified": False,
        "video_duration": SECONDS if is_video(post) else 0,
        "video_mention_list": [],
    }


def _describe_video(post: Post) -> Json:
    width, height = measure(post.pictures[0].variant)
    return {
        "id": post.id,
        "height": height,
        "width": width,
        "duration": SECONDS if is_video(post) else 0,
        "ratio": "720p",
        "cover": post.media[0],
        "originCover": post.media[0],
        "dynamicCover": post.media[0],
        "playAddr": _play_url(post) if is_video(post) else "",
        "subtitleInfos": [],
    }


def _describe_photo(post: Post, spot: int) -> Json:
    width, height = measure(post.pictures[spot].variant)
    return {"imageURL": {"urlList": [post.media[spot]]}, "imageWidth": width, "imageHeight": height}


def _play_url(post: Post) -> str:
    return f"https://v16-webapp-prime.tiktok.com/video/tos/{post.id}/?a=1988&mime_type=video_mp4"
