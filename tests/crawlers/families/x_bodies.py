"""Bodies of X in the shape of real ones, and a reader's view of them."""

from __future__ import annotations

import json
from typing import Any

from crawlers.platform import Reading
from storage.items import Post
from tests.crawlers.captures import NOW, make_capture, only, read, watch

MEI = watch("https://x.com/MeiHarbour")
FIRST, SECOND = "1940000000000000001", "1940000100000000001"
RESET = str(int(NOW.timestamp()) + 600)
PROFILE: dict[str, Any] = {
    "__typename": "User",
    "rest_id": "77",
    "core": {"screen_name": "MeiHarbour", "name": "Mei", "created_at": "Mon Dec 10 22:03:43 +0000 2018"},
    "avatar": {"image_url": "https://pbs.twimg.com/profile_images/1/a_normal.jpg"},
    "profile_bio": {
        "description": "Ships &amp; tides https://t.co/bbbbbbbbbb",
        "entities": {
            "description": {
                "urls": [{"url": "https://t.co/bbbbbbbbbb", "expanded_url": "https://bay.example/"}]
            },
            "url": {"urls": [{"url": "https://t.co/cccccccccc", "expanded_url": "https://mei.example/"}]},
        },
    },
    "website": {"url": "https://t.co/cccccccccc"},
    "location": {"location": "By the sea"},
    "relationship_counts": {"followers": 12, "following": 3},
    "tweet_counts": {"tweets": 5, "media_tweets": 1},
    "privacy": {"protected": False},
    "verification": {"verified": False, "verified_type": "Business"},
    "is_blue_verified": True,
    "pinned_items": {"tweet_ids_str": [FIRST]},
}
OTHER = {"__typename": "User", "rest_id": "88", "core": {"screen_name": "OtherOne", "name": "Other"}}
LEGACY: dict[str, Any] = {
    "created_at": "Tue Jul 01 10:00:00 +0000 2025",
    "id_str": FIRST,
    "full_text": "Fish &lt;3 &amp; tea\n\nsee https://t.co/aaaaaaaaaa #港 @OtherOne https://t.co/dddddddddd",
    "lang": "en",
    "conversation_id_str": FIRST,
    "entities": {
        "urls": [
            {
                "url": "https://t.co/aaaaaaaaaa",
                "expanded_url": "https://bit.ly/x?a=1&b=2",
                "display_url": "bit.ly/x",
            }
        ],
        "hashtags": [{"text": "港"}],
        "user_mentions": [{"screen_name": "OtherOne", "id_str": "88"}],
    },
    "extended_entities": {
        "media": [
            {
                "type": "video",
                "url": "https://t.co/dddddddddd",
                "media_url_https": "https://pbs.twimg.com/still.jpg",
                "ext_alt_text": "a boat",
                "original_info": {"width": 640, "height": 480},
                "video_info": {
                    "duration_millis": 1500,
                    "variants": [
                        {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/a.m3u8"},
                        {
                            "bitrate": 5,
                            "content_type": "video/mp4",
                            "url": "https://video.twimg.com/small.mp4",
                        },
                        {
                            "bitrate": 9,
                            "content_type": "video/mp4",
                            "url": "https://video.twimg.com/large.mp4",
                        },
                    ],
                },
            }
        ]
    },
    "favorite_count": 4,
    "reply_count": 1,
    "retweet_count": 2,
    "quote_count": 3,
    "possibly_sensitive": True,
    "withheld_in_countries": ["DE", "FR"],
}
POST: dict[str, Any] = {
    "__typename": "Tweet",
    "rest_id": FIRST,
    "core": {"user_results": {"result": PROFILE}},
    "views": {"count": "900"},
    "source": '<a href="https://x.com" rel="nofollow">X Web App</a>',
    "legacy": LEGACY,
}


def entry(result: Any, name: str = "tweet-1", **more: Any) -> dict[str, Any]:
    item = {"itemType": "TimelineTweet", "tweet_results": {"result": result}, **more}
    return {"entryId": name, "content": {"entryType": "TimelineTimelineItem", "itemContent": item}}


def timeline(*entries: Any, pin: Any = None) -> dict[str, Any]:
    instructions: list[Any] = [{"type": "TimelineAddEntries", "entries": list(entries)}]
    if pin:
        instructions.append({"type": "TimelinePinEntry", "entry": pin})
    inner = {"timeline": {"instructions": instructions}}
    return {"data": {"user": {"result": {"__typename": "User", "timeline_v2": inner}}}}


def ask(reader: str, body: object, status: int = 200, **more: Any) -> list[Reading]:
    url = more.pop("url", "https://x.com/i/api/graphql/q/Name")
    return read(MEI, make_capture(url, body, reader=reader, status=status, **more))


def read_one(result: Any) -> Post:
    return only(ask("timeline", timeline(entry(result))), Post)[0]


def embed(*tweets: Any) -> str:
    entries = [{"type": "tweet", "content": {"tweet": tweet}} for tweet in tweets]
    data = json.dumps({"props": {"pageProps": {"timeline": {"entries": entries}}}})
    return f'<!DOCTYPE html><html><script id="__NEXT_DATA__" type="application/json">{data}</script></html>'


EMBEDDED = {
    **LEGACY,
    "text": LEGACY["full_text"],
    "user": {"id_str": "77", "screen_name": "MeiHarbour", "name": "Mei"},
}
INCLUDES = {
    "media": [
        {"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/a.jpg", "alt_text": "a boat"}
    ],
    "users": [{"id": "77", "username": "MeiHarbour"}, {"id": "88", "username": "OtherOne"}],
}
