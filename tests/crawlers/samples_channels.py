"""Bodies for the property tests in the shapes that YouTube and VKontakte send; see ``samples``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

CHANNEL = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
_SNIPPET = {
    "publishedAt": "2026-07-01T10:00:00Z",
    "channelId": CHANNEL,
    "title": "A title #tag",
    "description": "Words @someone\nhttps://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fx.example%2F",
    "thumbnails": {
        "default": {"url": "https://i.ytimg.com/vi/aaaaaaaaaaTURN/default.jpg", "width": 120, "height": 90}
    },
    "channelTitle": "A channel",
    "tags": ["one", "two"],
    "categoryId": "22",
    "type": "upload",
}
_LIST = {
    "kind": "youtube#x",
    "pageInfo": {"totalResults": 99, "resultsPerPage": 50},
    "nextPageToken": "pTURN",
}
_ENTRY = {
    "id": "eTURN",
    "snippet": {**_SNIPPET, "resourceId": {"videoId": "vTURN"}, "videoOwnerChannelId": CHANNEL},
    "contentDetails": {"videoId": "vTURN", "videoPublishedAt": "2026-07-01T10:00:00Z"},
}
_VIDEO = {
    "kind": "youtube#video",
    "id": "vTURN",
    "snippet": _SNIPPET,
    "contentDetails": {"duration": "PT1M2S", "caption": "true", "regionRestriction": {"blocked": ["DE"]}},
    "statistics": {"viewCount": "1", "likeCount": "2", "commentCount": "3"},
    "status": {"license": "youtube", "privacyStatus": "public"},
    "liveStreamingDetails": {"actualStartTime": "2026-07-01T10:00:00Z"},
}
_OWNER = {
    "kind": "youtube#channel",
    "id": CHANNEL,
    "snippet": {**_SNIPPET, "customUrl": "@someone", "country": "DE"},
    "contentDetails": {"relatedPlaylists": {"uploads": "UU_x5XG1OV2P6uZZ5FSM9Ttw"}},
    "statistics": {
        "subscriberCount": "5",
        "videoCount": "2",
        "viewCount": "9",
        "hiddenSubscriberCount": False,
    },
    "brandingSettings": {
        "channel": {"keywords": "a b"},
        "image": {"bannerExternalUrl": "https://x.example/b"},
    },
    "status": {"privacyStatus": "public", "madeForKids": True},
    "topicDetails": {"topicCategories": ["https://en.wikipedia.org/wiki/Society"]},
}
_PART = {"text": {"content": "28 views"}}
_CARD = {
    "contentId": "vTURN",
    "contentType": "LOCKUP_CONTENT_TYPE_VIDEO",
    "contentImage": {"thumbnailViewModel": {"overlays": [
        {"thumbnailBottomOverlayViewModel": {"badges": [{"thumbnailBadgeViewModel": {"text": "1:07"}}]}}
    ]}},
    "metadata": {"lockupMetadataViewModel": {
        "title": {"content": "A title"},
        "metadata": {"contentMetadataViewModel": {"metadataRows": [{"metadataParts": [_PART]}]}},
    }},
}  # fmt: skip
_OLD_CARD = {
    "videoId": "wTURN",
    "title": {"runs": [{"text": "Another"}]},
    "lengthText": {"simpleText": "2:03"},
}
_SHORT = {"entityId": "shorts-shelf-item-sTURN", "overlayMetadata": {"primaryText": {"content": "Short"}}}
_GRID = {"contents": [
    {"richItemRenderer": {"content": {"lockupViewModel": _CARD}}},
    {"richItemRenderer": {"content": {"videoRenderer": _OLD_CARD}}},
    {"richItemRenderer": {"content": {"shortsLockupViewModel": _SHORT}}},
    {"continuationItemRenderer": {"continuationEndpoint": {"continuationCommand": {"token": "t"}}}},
]}  # fmt: skip
_BROWSE = {
    "contents": {"twoColumnBrowseResultsRenderer": {"tabs": [
        {"tabRenderer": {"title": "Videos", "selected": True, "content": {"richGridRenderer": _GRID}}}
    ]}},
    "header": {"pageHeaderRenderer": {"content": {"pageHeaderViewModel": {"metadata": {
        "contentMetadataViewModel": {"metadataRows": [{"metadataParts": [{"text": {"content": "@someone"}}]}]}
    }}}}},
    "metadata": {"channelMetadataRenderer": {
        "externalId": CHANNEL, "title": "A channel", "description": "https://x.example/",
        "avatar": {"thumbnails": [{"url": "//x.example/a.png", "width": 9}]},
        "vanityChannelUrl": "http://www.youtube.com/@someone",
    }},
    "alerts": [{"alertRenderer": {"type": "INFO", "text": {"simpleText": "Some words"}}}],
}  # fmt: skip
_PLAYER = {
    "playabilityStatus": {"status": "OK", "reason": ""},
    "videoDetails": {
        "videoId": "v1", "title": "A title", "channelId": CHANNEL, "shortDescription": "Words",
        "lengthSeconds": "61", "viewCount": "3", "thumbnail": {"thumbnails": [{"url": "https://x.example/t"}]},
    },
    "microformat": {"playerMicroformatRenderer": {"publishDate": "2026-07-01T03:00:00-07:00"}},
    "captions": {"playerCaptionsTracklistRenderer": {"captionTracks": [
        {"languageCode": "en", "kind": "asr", "name": {"simpleText": "English"}}
    ]}},
}  # fmt: skip
_FEED = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns="http://www.w3.org/2005/Atom"><id>yt:channel:{CHANNEL[2:]}</id><yt:channelId>{CHANNEL[2:]}</yt:channelId>
<title>A channel</title><link rel="alternate" href="https://www.youtube.com/channel/{CHANNEL}"/>
<published>2013-07-09T20:17:20+00:00</published><entry><id>yt:video:aaaaaaaaaaTURN</id>
<yt:videoId>aaaaaaaaaaTURN</yt:videoId><yt:channelId>{CHANNEL}</yt:channelId><title>A title</title>
<link rel="alternate" href="https://www.youtube.com/shorts/aaaaaaaaaaTURN"/>
<published>2026-01-22T15:01:42+00:00</published><updated>2026-01-23T15:01:42+00:00</updated><media:group>
<media:thumbnail url="https://i3.ytimg.com/vi/aaaaaaaaaaTURN/hqdefault.jpg" width="480" height="360"/>
<media:description>Words #tag https://x.example/</media:description><media:community>
<media:starRating count="3" average="5.00" min="1" max="5"/><media:statistics views="41"/></media:community>
</media:group></entry></feed>"""


def _page(name: str, data: object) -> str:
    script = f"<script>var {name} = {orjson.dumps(data).decode()};</script>"
    return f"<!DOCTYPE html><html><body>{script}</body></html>"


_PHOTO = {"type": "photo", "photo": {"id": 1, "text": "a", "sizes": [
    {"type": "x", "url": "https://sun9-1.userapi.com/a.jpg", "width": 604, "height": 400}
]}}  # fmt: skip
_DOC = {"type": "doc", "doc": {"url": "https://vk.com/doc1_2", "ext": "pdf", "title": "d", "preview": {}}}
_CARD_LINK = {"type": "link", "link": {"url": "https://x.example/", "title": "t", "description": "d"}}
_FILM = {
    "type": "video",
    "video": {"id": 3, "owner_id": -1, "title": "f", "image": [{"url": "https://x.example/f"}]},
}
_POLL = {"type": "poll", "poll": {"question": "q", "answers": [{"text": "a"}]}}
_POST: dict[str, Any] = {
    "id": 5, "owner_id": -101, "from_id": -101, "date": 1764000000, "edited": 1764000100, "post_type": "post",
    "text": "Words &amp; [club1|somebody] [https://y.example/|there] #tag@wall"
            " https://vk.com/away.php?to=http%3A%2F%2Fz.example",
    "attachments": [_PHOTO, _DOC, _CARD_LINK, _FILM, _POLL], "is_pinned": 1, "marked_as_ads": 0,
    "likes": {"count": 1}, "reposts": {"count": 2}, "comments": {"count": 3}, "views": {"count": 4},
    "post_source": {"type": "api", "platform": "android"}, "signer_id": 7,
}  # fmt: skip
_COPY = {**_POST, "text": "", "attachments": [], "is_pinned": 0,
         "copy_history": [{"id": 9, "owner_id": 42, "from_id": 42, "date": 1, "text": "theirs"}]}  # fmt: skip
_GROUP = {
    "id": 101, "name": "A group", "screen_name": "agroup", "is_closed": 0, "type": "group",
    "members_count": 4, "description": "https://x.example/", "site": "https://s.example/", "verified": 1,
    "links": [{"url": "https://l.example/"}], "contacts": [{"user_id": 5}], "city": {"title": "Omsk"},
}  # fmt: skip
_USER = {
    "id": 42, "first_name": "A", "last_name": "B", "screen_name": "ab", "is_closed": False,
    "followers_count": 2, "can_access_closed": True, "about": "words", "photo_max_orig": "https://x.example/a",
}  # fmt: skip
_WALL_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<meta property="og:title" content="A wall"></head>
<body><h2 class="op_header">A wall</h2><div class="OwnerInfo__rowCenter">1 234 подписчиков</div>
<div class="wall_item" id="wall-101_TURN"><a class="post__anchor anchor" name="post-101_TURN"></a>
<a class="pi_author" href="/agroup">A wall</a><a class="wi_date">28 мая 2026 в 15:36</a>
<span class="explain">запись закреплена</span><div class="wi_body"><div class="pi_text">Words
<a href="/away.php?to=https%3A%2F%2Fx.example%2F">https://x.example/</a><a class="pi_text_more">more</a></div>
<a class="MediaGrid__interactive" data-src_big="https://sun9-1.userapi.com/a.jpg|604|400"></a>
<div class="pic_body_wrap"><div class="pic_from"><a href="/wall42_9">x</a></div>
<div class="pi_text">theirs</div></div>
<span class="PostBottomButtonReaction__label">3</span><span class="Socials__viewsCount">41</span></div></div>
<div class="show_more_wrap"><a class="show_more" href="/agroup?offset=1TURN&amp;own=1">more</a></div>
</body></html>"""

CHANNEL_SAMPLES: tuple[tuple[str, str, Any, Mapping[str, Any]], ...] = (
    ("youtube", "channels", {"kind": "youtube#channelListResponse", "items": [_OWNER]}, {}),
    ("youtube", "uploads", {**_LIST, "items": [_ENTRY]}, {"pages": True, "context": {"channel": CHANNEL}}),
    ("youtube", "videos", {**_LIST, "items": [_VIDEO]}, {}),
    ("youtube", "known", {**_LIST, "items": [_VIDEO]}, {"context": {"ids": "v1 v2"}}),
    ("youtube", "activities", {**_LIST, "items": [{"id": "a", "snippet": _SNIPPET}]}, {}),
    ("youtube", "browse", _BROWSE, {}),
    (
        "youtube",
        "browse",
        {"alerts": [{"alertRenderer": {"type": "ERROR", "text": {"simpleText": "gone"}}}]},
        {},
    ),
    ("youtube", "player", _PLAYER, {}),
    ("youtube", "channel_page", _page("ytInitialData", _BROWSE), {}),
    ("youtube", "older", _page("ytInitialData", _BROWSE), {"context": {"seen": "w1"}}),
    ("youtube", "watch", _page("ytInitialPlayerResponse", _PLAYER), {"context": {"post": "v1"}}),
    ("youtube", "feed", _FEED, {"context": {"recheck": "bbbbbbbbbbb"}}),
    ("vk", "name", {"response": {"type": "group", "object_id": 101}}, {}),
    ("vk", "groups", {"response": {"groups": [_GROUP], "profiles": []}}, {}),
    ("vk", "users", {"response": [_USER]}, {}),
    (
        "vk",
        "wall",
        {"response": {"count": 999_999, "items": [{**_POST, "is_pinned": 0}, _COPY]}},
        {"context": {"owner": "-101"}},
    ),
    ("vk", "known", {"response": {"items": [_POST, _COPY]}}, {"context": {"posts": "-101_5 -101_6"}}),
    ("vk", "comments", {"response": {"items": [{**_POST, "post_id": 4}]}}, {}),
    ("vk", "wall_page", _WALL_PAGE, {"pages": True}),
    ("vk", "post_page", _WALL_PAGE, {"context": {"post": "-101_1"}}),
)
"""Platform, reader, body, and what else ``Sample`` takes."""
