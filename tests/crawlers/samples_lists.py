"""One body a reader of the platforms with lists in JSON, in the shape of the real one."""

from __future__ import annotations

from typing import Any

DAILYMOTION: dict[str, Any] = {
    **{"id": "xTURN", "title": "T", "description": "words https://x.example/", "created_time": 1780000000},
    **{"updated_time": 1780000500, "url": "https://www.dailymotion.com/video/xTURN", "owner": "x9"},
    **{"tags": ["a"], "language": "en", "duration": 61, "thumbnail_720_url": "https://s1.dmcdn.net/v/a/x720"},
    **{"views_total": 5, "likes_total": 1, "channel": "news"},
}
GETTR_POST: dict[str, Any] = {
    **{"_id": "pTURN", "_t": "post", "uid": "mei", "cdate": 1780000000000, "txt": "words", "txt_lang": "en"},
    **{"imgs": ["group1/a.jpg"], "htgs": ["a"], "prevsrc": "https://x.example/", "ttl": "t", "dsc": "d"},
}
GETTR: dict[str, Any] = {
    "rc": "OK",
    "result": {
        "data": {
            "list": [
                {
                    "_id": "mei_aTURN",
                    "action": "shares_pst",
                    "activity": {
                        **{"_id": "aTURN", "action": "shares_pst", "tgt_id": "pTURN", "uid": "li"},
                        **{"cdate": 1780000000000},
                    },
                }
            ]
        },
        "aux": {"post": {"pTURN": GETTR_POST}, "s_pst": {"pTURN": {"lkbpst": 1, "cm": 2, "shbpst": 3}}},
    },
}
CLAIM: dict[str, Any] = {
    **{"claim_id": "aTURN", "name": "video", "timestamp": 1780000100, "value_type": "stream"},
    "meta": {"creation_timestamp": 1780000050, "reposted": 1},
    "signing_channel": {"claim_id": "c1", "name": "@mei"},
    "value": {
        **{
            "title": "T",
            "description": "words",
            "release_time": "1780000000",
            "languages": ["en"],
            "tags": ["a"],
        },
        **{"thumbnail": {"url": "https://thumbs.odycdn.com/a.webp"}, "stream_type": "video"},
    },
}
CHANNEL: dict[str, Any] = {
    **{"claim_id": "c1", "name": "@mei", "meta": {"creation_timestamp": 1700000000, "claims_in_channel": 3}},
    "value": {
        "title": "Mei",
        "description": "bio https://x.example/",
        "thumbnail": {"url": "https://t.example/a"},
    },
}
BITCHUTE: dict[str, Any] = {
    **{
        "video_id": "aTURN",
        "video_name": "T",
        "description": "<p>words <a href='https://x.example/'>x</a></p>",
    },
    **{"date_published": "2026-07-01T10:00:00Z", "duration": "1:01", "view_count": 5, "hashtags": ["a"]},
    **{"thumbnail_url": "https://static-3.bitchute.com/a.jpg", "channel": {"channel_id": "c"}},
}
ENTRY: dict[str, Any] = {
    **{"author": "mei", "permlink": "aTURN", "title": "T", "body": "words https://x.example/"},
    **{"created": "2026-07-01T10:00:00", "updated": "2026-07-02T10:00:00", "children": 1},
    "json_metadata": {"tags": ["a"], "image": ["https://i.example/a.png"], "original_permlink": "o"},
    "stats": {"total_votes": 2},
}
PROFILE: dict[str, Any] = {
    **{"name": "mei", "created": "2020-01-01T00:00:00", "stats": {"followers": 1, "following": 2}},
    "metadata": {"profile": {"name": "Mei", "about": "bio", "website": "https://x.example/"}},
}
STORY: dict[str, Any] = {
    **{"id": "9TURN", "title": "T", "description": "words", "createDate": "2026-07-01T10:00:00Z"},
    **{"modifyDate": "2026-07-02T10:00:00Z", "voteCount": 1, "language": {"id": 1, "name": "English"}},
    **{"user": {"name": "mei"}, "tags": ["a"], "mature": False, "url": "https://www.wattpad.com/story/9TURN"},
    "cover": "https://img.wattpad.com/cover/a.jpg",
}
PHOTO: dict[str, Any] = {
    **{
        "id": "p",
        "legacyId": "9TURN",
        "canonicalPath": "/photo/9TURN/a",
        "name": "T",
        "description": "words",
    },
    **{"uploadedAt": "2026-07-01T10:00:00Z", "tags": ["a"], "uploader": {"legacyId": "5", "username": "mei"}},
    "images": [{"size": 35, "url": "https://drscdn.500px.org/photo/a"}],
}
PHOTOS: dict[str, Any] = {
    "data": {
        "user": {
            **{
                "legacyId": "5",
                "username": "mei",
                "displayName": "Mei",
                "registeredAt": "2020-01-01T00:00:00Z",
            },
            "userProfile": {"about": "bio"},
            "photos": {
                "totalCount": 2,
                "edges": [{"node": PHOTO}],
                "pageInfo": {"endCursor": "cTURN", "hasNextPage": True},
            },
        }
    }
}
DYNAMIC: dict[str, Any] = {
    **{"id_str": "9TURN", "type": "DYNAMIC_TYPE_FORWARD", "visible": True},
    "modules": {
        "module_author": {"mid": 2267573, "name": "mei", "pub_ts": 1780000000},
        "module_dynamic": {
            "desc": {"text": "words", "rich_text_nodes": [{"jump_url": "https://x.example/"}]},
            "major": {"opus": {"title": "T", "pics": [{"url": "https://i0.hdslb.com/a.jpg"}]}},
            "topic": {"name": "a"},
        },
        "module_stat": {"like": {"count": 1}, "forward": {"count": 2}, "comment": {"count": 3}},
        "module_tag": {"text": "置顶"},
    },
    "orig": {
        "id_str": "8",
        "modules": {"module_author": {"mid": 7}, "module_dynamic": {"desc": {"text": "o"}}},
    },
}
COMMENT: dict[str, Any] = {
    "id": "b830f731-aa46-4c31-962d-41d03344b8f8",
    "postId": 224341009,
    "content": "words https://x.example/",
    "createdAt": "2026-07-10T21:35:05.547Z",
    "updatedAt": "2026-07-14T11:26:06.977Z",
    "school": "S",
    "floor": 1,
    "likeCount": 5,
    "hidden": False,
}
DCARD: dict[str, Any] = {
    **{"id": 24000, "title": "T", "excerpt": "words", "createdAt": "2026-07-01T10:00:00.000Z", "tags": ["a"]},
    **{"forumAlias": "funny", "forumName": "有趣", "forumId": "f", "school": "虎尾科大", "gender": "M"},
    **{"commentCount": 1, "likeCount": 2, "pinned": False, "content": "words and more"},
}
WEIBO_USER: dict[str, Any] = {
    **{"id": 1669879400, "screen_name": "mei", "description": "bio", "followers_count": "6335万"},
    **{"statuses_count": 1008, "avatar_hd": "https://wx1.sinaimg.cn/a.jpg"},
}
ORIGINAL: dict[str, Any] = {
    **{"created_at": "Sat Jun 15 11:16:35 +0800 2019", "id": "4383404751066167", "bid": "b", "user": None},
    **{"text": "抱歉，作者已设置", "pics": {"0": {"large": {"url": "https://wx3.sinaimg.cn/large/a.jpg"}}}},
}
MBLOG: dict[str, Any] = {
    **{
        "created_at": "06-14",
        "id": "438318366143086TURN",
        "bid": "b",
        "isLongText": False,
        "user": WEIBO_USER,
    },
    "text": "#话题# words <span class='url-icon'><img alt=[偷笑] src='//h5.sinaimg.cn/a.png'></span>"
    "<a href='https://weibo.cn/sinaurl?u=https%3A%2F%2Fx.example%2F'>网页链接</a> <a href='/n/li'>@li</a>",
    "pics": [{"large": {"url": "https://wx3.sinaimg.cn/large/a.jpg"}}],
    "page_info": {
        "type": "article",
        "page_url": "https://x.example/a",
        "media_info": {"stream_url": "https://v.example/"},
    },
    **{"retweeted_status": ORIGINAL, "reposts_count": 1, "comments_count": 2, "attitudes_count": 3},
}
STATUS: dict[str, Any] = {
    **{"id": "9TURN", "text": "words", "create_time": "2026-07-01 10:00:00", "author": {"id": "75118396"}},
    **{"images": [{"large": {"url": "https://img1.doubanio.com/a.webp"}}], "like_count": 1},
    "card": {"url": "https://x.example/", "title": "c"},
    "reshared_status": {"id": "8", "text": "o", "author": {"id": "7"}},
}
PROJECT: dict[str, Any] = {
    **{"id": 5, "hash_id": "aTURN", "title": "T", "description": "<p>words</p>", "likes_count": 1},
    **{"published_at": "2026-07-01T10:00:00Z", "cover": {"small_image_url": "https://cdna.example/a.jpg"}},
}
ACTIVITY: dict[str, Any] = {
    **{"id": "1TURN", "verb": "ANSWER_VOTE_UP", "created_time": 1780000000, "actor": {"url_token": "diygod"}},
    "target": {
        **{"id": 9, "type": "answer", "question": {"id": 3, "title": "Q"}, "author": {"url_token": "li"}},
        **{"content": "<p>words <a href='https://link.zhihu.com/?target=https%3A//x.example/'>x</a></p>"},
        **{"created_time": 1770000000, "updated_time": 1770000500, "voteup_count": 4},
    },
}
WORK: dict[str, Any] = {
    **{"id": "9", "title": "T", "createDate": "2026-07-01T10:00:00+00:00", "userId": "27517", "xRestrict": 0},
    **{
        "description": "<p>words</p>",
        "tags": {"tags": [{"tag": "a"}]},
        "urls": {"regular": "https://i.example/a.jpg"},
    },
}
THREADS_USER: dict[str, Any] = {
    **{"pk": "314216", "username": "zuck", "full_name": "Mark", "biography": "bio https://x.example/"},
    **{"follower_count": 5, "is_private": False, "bio_links": [{"url": "https://x.example/me"}]},
}
THREAD: dict[str, Any] = {
    **{"pk": "1", "code": "CTURN", "user": {"pk": "314216", "username": "zuck"}, "taken_at": 1780000000},
    **{"caption": {"text": "words #tag @li"}, "like_count": 3},
    "image_versions2": {"candidates": [{"url": "https://scontent.example/a.jpg"}]},
    "text_post_app_info": {
        **{"direct_reply_count": 2, "share_info": {"quoted_post": {"code": "Q", "user": {"pk": "7"}}}},
        "link_preview_attachment": {
            "url": "https://l.threads.com/?u=https%3A%2F%2Fx.example%2F&e=A",
            "title": "t",
        },
    },
}
PAGE_SHOWN: dict[str, Any] = {
    **{"url": "https://x.example/", "final_url": "https://x.example/", "status": 200, "outcome": "ok"},
    **{"title": "T", "lang": "en", "text": "Words.", "html": "<html></html>", "reason": "", "canonical": ""},
    **{"links": [{"href": "https://y.example/", "text": "y"}], "images": [], "meta": {}, "json_ld": []},
    "password_fields": 0,
}

LIST_SAMPLES: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    (
        "dailymotion",
        "account",
        {"id": "x9", "username": "mei", "screenname": "Mei", "url": "https://www.dailymotion.com/mei"},
        {},
    ),
    ("dailymotion", "list", {"list": [DAILYMOTION], "has_more": True, "total": 2}, {"pages": True}),
    ("dailymotion", "post", DAILYMOTION, {}),
    (
        "gettr",
        "account",
        {"result": {"data": {"_id": "mei", "nickname": "Mei", "flg": "7", "cdate": "1"}}},
        {},
    ),
    ("gettr", "list", GETTR, {"pages": True}),
    ("gettr", "post", {"result": {"data": GETTR_POST, "aux": {"s_pst": {"pTURN": {"cm": 1}}}}}, {}),
    ("odysee", "account", {"result": {"@mei:c": CHANNEL}}, {}),
    ("odysee", "list", {"result": {"items": [CLAIM], "total_items": 1}}, {}),
    ("odysee", "post", {"result": {"items": [CLAIM]}}, {}),
    (
        "bitchute",
        "account",
        {"channel_id": "c", "channel_name": "Mei", "video_count": 1, "description": "b"},
        {},
    ),
    ("bitchute", "list", {"videos": [BITCHUTE]}, {}),
    ("bitchute", "post", BITCHUTE, {}),
    ("hive", "account", {"result": PROFILE}, {}),
    ("hive", "list", {"result": [ENTRY]}, {}),
    ("hive", "post", {"result": ENTRY}, {}),
    ("steemit", "list", {"result": [ENTRY]}, {}),
    ("wattpad", "account", {"username": "mei", "name": "Mei", "numStoriesPublished": 1}, {}),
    (
        "wattpad",
        "list",
        {"stories": [STORY], "total": 2, "nextUrl": "https://api.wattpad.com/v4/x"},
        {"pages": True},
    ),
    ("wattpad", "post", STORY, {}),
    ("fivehundredpx", "list", PHOTOS, {"pages": True}),
    (
        "bilibili",
        "account",
        {"code": 0, "data": {"card": {"mid": "2267573", "name": "mei", "sign": "b"}}},
        {},
    ),
    (
        "bilibili",
        "list",
        {"code": 0, "data": {"items": [DYNAMIC], "has_more": True, "offset": "9TURN"}},
        {"pages": True},
    ),
    ("bilibili", "post", {"code": 0, "data": {"item": DYNAMIC}}, {}),
    ("dcard", "list", [DCARD], {"pages": True}),
    ("dcard", "post", DCARD, {}),
    ("dcard", "comments", [COMMENT], {}),
    (
        "threads",
        "answer",
        {"data": {"edges": [{"thread_items": [{"post": THREAD}]}], "user": THREADS_USER}},
        {},
    ),
    ("pixiv", "account", {"error": False, "body": {"userId": "27517", "name": "a", "comment": "c"}}, {}),
    ("pixiv", "list", {"error": False, "body": {"illusts": {"9": WORK}, "manga": []}}, {}),
    ("pixiv", "post", {"error": False, "body": WORK}, {}),
    ("linkedin", "shown", PAGE_SHOWN, {}),
    ("douban", "list", {"items": [{"comments": [], "status": STATUS}]}, {}),
    ("douban", "post", STATUS, {}),
    ("artstation", "account", {"id": 5, "username": "mei", "full_name": "Mei", "projects_count": 1}, {}),
    ("artstation", "list", {"data": [PROJECT], "total_count": 1}, {}),
    ("zhihu", "account", {"url_token": "diygod", "name": "D", "headline": "h", "follower_count": 1}, {}),
    (
        "zhihu",
        "list",
        {
            "data": [ACTIVITY],
            "paging": {"is_end": False, "next": "https://www.zhihu.com/api/v3/x?offset=TURN"},
        },
        {"pages": True},
    ),
    ("weibo", "account", {"ok": 1, "data": {"userInfo": WEIBO_USER}}, {}),
    (
        "weibo",
        "list",
        {"ok": 1, "data": {"cards": [{"card_type": 9, "mblog": MBLOG}, {"card_group": [{"mblog": MBLOG}]}]}},
        {"pages": True},
    ),
    ("weibo", "post", {"ok": 1, "data": {**MBLOG, "longText": {"longTextContent": "words<br>and more"}}}, {}),
)
"""Platform, reader, body and what else a sample says."""
