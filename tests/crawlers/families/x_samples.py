"""A body for each of X's readers, for the property tests: reader, body, and what else stands about it."""

from __future__ import annotations

from typing import Any

from tests.crawlers.families.x_bodies import (
    EMBEDDED,
    FIRST,
    INCLUDES,
    LEGACY,
    OTHER,
    POST,
    PROFILE,
    embed,
    entry,
    timeline,
)

API_POST: dict[str, Any] = {
    "id": "19400000TURN",
    "text": "RT @OtherOne: Fish &amp; tea https://t.co/aaaaaaaaaa",
    "author_id": "77",
    "created_at": "2025-07-01T10:00:00.000Z",
    "lang": "en",
    "edit_history_tweet_ids": ["19400000TURN"],
    "entities": {
        "urls": [
            {
                "url": "https://t.co/aaaaaaaaaa",
                "expanded_url": "https://bit.ly/x",
                "unwound_url": "https://e.example/",
            }
        ],
        "hashtags": [{"tag": "港"}],
        "mentions": [{"username": "OtherOne"}],
    },
    "attachments": {"media_keys": ["3_1"], "poll_ids": ["4"]},
    "note_tweet": {"text": "long", "entities": {"hashtags": [{"tag": "b"}]}},
    "referenced_tweets": [{"type": "retweeted", "id": FIRST}],
    "public_metrics": {"retweet_count": 2, "reply_count": 1, "like_count": 4, "quote_count": 3},
    "withheld": {"country_codes": ["DE"]},
    "geo": {"place_id": "p"},
}
BESIDE: dict[str, Any] = {
    **INCLUDES,
    "tweets": [{"id": FIRST, "text": "Fish", "author_id": "88"}],
    "polls": [{"id": "4", "options": [{"label": "So", "votes": 1}]}],
    "places": [{"id": "p", "full_name": "Here"}],
}
LOST = {
    "title": "Not Found Error",
    "detail": "Could not find tweet",
    "resource_type": "tweet",
    "parameter": "ids",
    "value": "5",
}
RETWEET: dict[str, Any] = {
    **POST,
    "card": {
        "legacy": {
            "name": "c",
            "binding_values": [{"key": "card_url", "value": {"string_value": "https://c.example/"}}],
        }
    },
    "note_tweet": {
        "note_tweet_results": {"result": {"text": "long", "entity_set": {"hashtags": [{"text": "a"}]}}}
    },
    "edit_control": {"edit_tweet_ids": [FIRST]},
    "quoted_status_result": {"result": {**POST, "core": {"user_results": {"result": OTHER}}}},
    "legacy": {**LEGACY, "retweeted_status_result": {"result": POST}},
}
OLD = {**EMBEDDED, "retweeted_status": EMBEDDED, "quoted_status": EMBEDDED, "place": {"full_name": "Here"}}

X_SAMPLES: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    (
        "user",
        {"data": {"id": "77", "username": "Mei", "entities": {"url": {"urls": [{"url": "https://t.co/a"}]}}}},
        {},
    ),
    (
        "posts",
        {
            "data": [API_POST],
            "includes": BESIDE,
            "meta": {"result_count": 1, "next_token": "tTURN"},
            "errors": [LOST],
        },
        {"context": {"user": "77", "handle": "Mei"}, "pages": True},
    ),
    ("known_posts", {"data": [API_POST], "includes": BESIDE, "errors": [LOST]}, {}),
    ("profile", {"data": {"user": {"result": PROFILE}}}, {}),
    ("timeline", timeline(entry(RETWEET), entry(POST), pin=entry(POST)), {}),
    ("conversation", {"data": {"tweetResult": {"result": RETWEET}}}, {}),
    ("statuses", [OLD], {}),
    ("embedded", embed(OLD), {}),
    ("embedded_post", {**EMBEDDED, "__typename": "Tweet", "mediaDetails": [], "quoted_tweet": EMBEDDED}, {}),
)
