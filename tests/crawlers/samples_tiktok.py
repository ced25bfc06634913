"""Small bodies of TikTok's readers, in the shape of real ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

NUMBER = "7605801637522435201"
ITEM: dict[str, Any] = {
    "id": "7606000000000000001",
    "desc": "Words #Tag @some.one https://x.example/a\nhttps://www.tiktok.com/link/v2?target=https%3A%2F%2Fy.example",
    "createTime": 1770000000,
    "author": {"id": NUMBER, "uniqueId": "someone", "nickname": "Some One", "secUid": "MS4w"},
    "authorStats": {"followerCount": 5},
    "music": {"id": "8", "title": "original sound", "authorName": "Some One"},
    "challenges": [{"id": "1", "title": "Tag"}],
    "stats": {"diggCount": 1600, "shareCount": 3, "commentCount": 4, "playCount": 5000, "collectCount": 6},
    "statsV2": {"diggCount": "1585", "playCount": "4999", "repostCount": "2"},
    "duetInfo": {"duetFromId": "0"},
    "textExtra": [{"hashtagName": "Tag", "type": 1}, {"userUniqueId": "some.one", "type": 0}],
    "textLanguage": "en",
    "isAd": False,
    "locationCreated": "DE",
    "stickersOnItem": [{"stickerText": ["over the picture"], "stickerType": 4}],
    "video": {
        "cover": "https://p16.x.example/c.jpeg?x-expires=1",
        "originCover": "https://p16.x.example/o.jpeg",
        "playAddr": "https://v16.x.example/v",
        "width": 576,
        "height": 1024,
        "duration": 15,
        "subtitleInfos": [{"LanguageCodeName": "eng-US", "Url": "https://x.example/s"}],
    },
}
PHOTOS = {
    **ITEM,
    "id": "7606000000000000002",
    "imagePost": {
        "title": "A set",
        "images": [
            {"imageURL": {"urlList": [f"https://p16.x.example/{n}.jpeg"]}, "imageWidth": 9, "imageHeight": 8}
            for n in (1, 2)
        ],
    },
}
USER: dict[str, Any] = {
    "user": {
        "id": NUMBER, "uniqueId": "someone", "nickname": "Some One", "signature": "bio https://b.example/",
        "createTime": 1600000000, "verified": True, "secUid": "MS4w", "privateAccount": False,
        "avatarLarger": "https://x.example/a", "bioLink": {"link": "shop.example/x"}, "region": "DE",
    },
    "stats": {"followerCount": 1600, "followingCount": 7, "heartCount": 8, "videoCount": 2},
    "statsV2": {"followerCount": "1585"},
}  # fmt: skip
CARD: dict[str, Any] = {
    "itemInfos": {
        "id": "7606000000000000001", "text": "Words #tag", "createTime": "1770000000", "authorId": NUMBER,
        "musicId": "8", "covers": ["https://p16.x.example/c.jpeg"], "diggCount": 1, "shareCount": 2,
        "playCount": 3, "commentCount": 4, "warnInfo": [],
        "video": {"urls": ["https://v16.x.example/v"], "videoMeta": {"width": 5, "height": 6, "duration": 7}},
    },
    "authorInfos": {"userId": NUMBER, "uniqueId": "someone", "secUid": "MS4w"},
    "musicInfos": {"musicName": "original sound", "authorName": "Some One"},
    "challengeInfoList": [{"challengeName": "tag"}],
    "duetInfo": "0",
    "textExtra": [{"HashtagName": "tag", "Type": 1}, {"HashtagName": "", "Type": 0, "UserId": "9"}],
}  # fmt: skip
PHOTO_CARD = {**CARD, "imagePostInfo": {"displayImages": [{"urlList": ["https://p16.x.example/1.jpeg"]}]}}
EMBEDDED: dict[str, Any] = {
    "userInfo": {"id": NUMBER, "uniqueId": "someone", "nickname": "Some One", "signature": "bio",
                 "followerCount": 1600, "heartCount": 8, "verified": True, "avatarThumbUrl": "https://x.example/a"},
    "videoList": [
        {"id": "7606000000000000001", "desc": "Words #tag", "playCount": 3, "width": 5, "height": 6,
         "coverUrl": "https://p16.x.example/c.jpeg", "playAddr": "https://v16.x.example/v"},
        {"id": "7605900000000000001", "desc": "", "playCount": 4},
    ],
}  # fmt: skip
RESEARCHED: dict[str, Any] = {
    "id": 7606000000000000001, "video_description": "Words #tag @some.one", "create_time": 1770000000,
    "region_code": "DE", "share_count": 1, "view_count": 2, "like_count": 3, "comment_count": 4,
    "music_id": 8, "hashtag_names": ["tag"], "username": "someone", "effect_ids": ["1", "2"],
    "voice_to_text": "spoken words",
    "video_duration": 15, "video_mention_list": ["some.one"], "video_label": {"content": "Election"},
    "hashtag_info_list": [{"hashtag_id": 1, "hashtag_name": "tag"}],
}  # fmt: skip
_OK = {"code": "ok", "message": "", "log_id": "1"}
OEMBED: dict[str, Any] = {
    "version": "1.0", "type": "video", "title": "Words #tag", "author_url": "https://www.tiktok.com/@someone",
    "author_name": "Some One", "html": '<blockquote data-video-id="7606000000000000001"></blockquote>',
    "thumbnail_url": "https://p16.x.example/c.jpeg", "thumbnail_width": 576, "thumbnail_height": 1024,
}  # fmt: skip


def write_script(name: str, content: object) -> str:
    """A page whose script of that id holds ``content``."""
    script = f'<script id="{name}" type="application/json">{json.dumps(content)}</script>'
    return f"<!DOCTYPE html><html>{script}</html>"


def write_page(**scope: object) -> str:
    """A page of today: ``user`` and ``video`` are what it holds of an account and of a video."""
    parts = {f"webapp.{name}-detail": content for name, content in scope.items()}
    return write_script("__UNIVERSAL_DATA_FOR_REHYDRATION__", {"__DEFAULT_SCOPE__": parts})


def write_embedded(path: str, shown: object) -> str:
    """An embedded page."""
    return write_script("__FRONTITY_CONNECT_STATE__", {"source": {"data": {path: shown, "strategy": {}}}})


SIGI = {
    "UserModule": {"users": {"someone": USER["user"]}, "stats": {"someone": USER["stats"]}},
    "UserPage": {"statusCode": 0},
    "ItemModule": {ITEM["id"]: {**ITEM, "author": "someone", "authorId": NUMBER}},
}
_WINDOW = {"handle": "someone", "key": NUMBER, "start": "20260701", "end": "20260731", "oldest": "20260101"}

TIKTOK_SAMPLES: tuple[tuple[str, Any, Mapping[str, Any]], ...] = (
    ("user_info", {"data": {"display_name": "Some One", "bio_description": "bio", "avatar_url": "https://x.example/",
                            "is_verified": True, "follower_count": 5, "following_count": 6, "likes_count": 7,
                            "video_count": 8}, "error": _OK},
     {"context": {"recheck": f"{ITEM['id']} 7500000000000000001", "newest": "7605000000000000001"}}),
    ("videos", {"data": {"videos": [{**RESEARCHED, "id": "760600000000000000TURN"}], "cursor": 100,
                         "has_more": True, "search_id": "7"}, "error": _OK},
     {"context": _WINDOW, "pages": True}),
    ("known", {"data": {"videos": [RESEARCHED], "cursor": 1, "has_more": False}, "error": _OK},
     {"context": {"ids": f"{ITEM['id']} 7500000000000000001"}}),
    ("embed", write_embedded("/embed/@someone", EMBEDDED), {"context": {"recheck": "7500000000000000001"}}),
    ("embed_video", write_embedded(f"/embed/v2/{ITEM['id']}", {"videoData": CARD}), {}),
    ("embed_video", write_embedded(f"/embed/v2/{ITEM['id']}", {"videoData": PHOTO_CARD}), {}),
    ("oembed", OEMBED, {"context": {"post": ""}}),
    ("oembed", {"code": 400, "message": "Something went wrong"}, {}),
    ("profile_page", write_page(user={"userInfo": USER, "statusCode": 0}), {}),
    ("profile_page", write_script("SIGI_STATE", SIGI), {}),
    ("video_page", write_page(video={"itemInfo": {"itemStruct": PHOTOS}, "statusCode": 0}), {}),
    ("item_list", {"statusCode": 0, "itemList": [ITEM, PHOTOS], "hasMore": True, "cursor": "2"}, {}),
    ("item_list", {"statusCode": 0, "body": {"itemListData": [CARD], "hasMore": True}}, {}),
    ("item_detail", {"statusCode": 0, "itemInfo": {"itemStruct": ITEM}}, {}),
    ("user_detail", {"statusCode": 0, "userInfo": USER}, {}),
    ("loaded", {"outcome": "ok", "title": "x", "final_url": "https://www.tiktok.com/login?x=1"}, {}),
)  # fmt: skip
"""Reader, body, and what else ``Sample`` takes."""
