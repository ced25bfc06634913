"""A body for each reader of Misskey's API, in the shape of recorded ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

AUTHOR: dict[str, Any] = {"id": "9auth", "name": "Mei", "username": "Mei", "host": None, "avatarUrl": None}
NOTE: dict[str, Any] = {
    "id": "9nTURN",
    "createdAt": "2026-07-01T10:00:00.123Z",
    "updatedAt": "2026-07-02T10:00:00.000Z",
    "userId": "9auth",
    "user": AUTHOR,
    "text": "Hello @ada and @bo@far.example #tea [label](https://bit.ly/x) https://x.example/a",
    "cw": None,
    "visibility": "public",
    "localOnly": False,
    "renoteCount": 2,
    "repliesCount": 1,
    "reactions": {"❤": 3, ":cat@.:": 1},
    "tags": ["tea"],
    "poll": {
        "multiple": False,
        "expiresAt": None,
        "choices": [{"text": "yes", "votes": 4, "isVoted": False}],
    },
    "fileIds": ["9f"],
    "files": [
        {
            "id": "9f",
            "type": "image/webp",
            "md5": "15eca7fba0480996e2245f5185bf39f2",
            "isSensitive": False,
            "properties": {"width": 12, "height": 8},
            "url": "https://media.example/a.webp",
            "thumbnailUrl": "https://media.example/a-thumb.webp",
            "comment": "a harbour",
        }
    ],
    "channelId": "9c",
    "channel": {"id": "9c", "name": "Tea", "isSensitive": False},
    "replyId": None,
    "renoteId": None,
}
USER: dict[str, Any] = {
    **AUTHOR,
    "id": "9auth",
    "createdAt": "2024-01-02T03:04:05.000Z",
    "description": "Tea. https://shop.example/",
    "bannerUrl": "https://media.example/b.webp",
    "followersCount": 7,
    "followingCount": 3,
    "notesCount": 2,
    "isLocked": False,
    "isSilenced": False,
    "isSuspended": False,
    "movedTo": None,
    "alsoKnownAs": ["9old"],
    "fields": [{"name": "site", "value": "https://mei.example/"}],
    "pinnedNotes": [{**NOTE, "id": "9pin"}],
}
MISSKEY_SAMPLES: tuple[tuple[str, Any, Mapping[str, Any]], ...] = (
    ("account", USER, {}),
    (
        "notes",
        [
            NOTE,
            {
                **NOTE,
                "id": "9mTURN",
                "text": None,
                "files": [],
                "poll": None,
                "renoteId": "9n",
                "renote": NOTE,
            },
        ],
        {"pages": True, "context": {"list": "all", "user": "9auth", "count": "2"}},
    ),
    ("note", {**NOTE, "id": "9r", "replyId": "9n"}, {}),
)
"""Reader, body and what else its sample has."""
