"""A body for each reader of PeerTube's API, in the shape of recorded ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PICTURES = [
    {"width": 48, "path": "/lazy-static/avatars/a.png"},
    {
        "width": 120,
        "path": "/lazy-static/avatars/b.png",
        "fileUrl": "https://framatube.org/lazy-static/avatars/b.png",
    },
]
ACCOUNT: dict[str, Any] = {
    "url": "https://framatube.org/accounts/framasoft",
    "name": "framasoft",
    "host": "framatube.org",
    "avatars": _PICTURES,
    "id": 3,
    "hostRedundancyAllowed": False,
    "followingCount": 0,
    "followersCount": 980,
    "createdAt": "2018-03-01T15:16:17.118Z",
    "displayName": "Framasoft",
    "description": "Free. [site](https://framasoft.org/)",
    "updatedAt": "2019-03-27T11:05:26.944Z",
    "userId": 2,
}
CHANNEL: dict[str, Any] = {
    **ACCOUNT,
    "url": "https://framatube.org/video-channels/conf",
    "name": "conf",
    "support": "Give at https://give.example/",
    "isLocal": True,
    "banners": [],
    "ownerAccount": ACCOUNT,
}
VIDEO: dict[str, Any] = {
    "id": 5,
    "uuid": "1baa6897-c2ad-4caf-beb4-0c85b8dc8d09",
    "shortUUID": "4q9kWRjxSY2BAqkKNt3qqZ",
    "url": "https://framatube.org/videos/watch/1baa6897-c2ad-4caf-beb4-0c85b8dc8d09",
    "name": "A talk",
    "category": {"id": 15, "label": "Science & Technology"},
    "licence": {"id": 2, "label": "Attribution - Share Alike"},
    "language": {"id": "fr", "label": "French"},
    "privacy": {"id": 1, "label": "Public"},
    "nsfw": False,
    "truncatedDescription": "See https://bit.ly/x and [this](https://x.example/) #libre",
    "description": "See https://bit.ly/x and [this](https://x.example/) #libre",
    "isLocal": True,
    "duration": 3624,
    "views": 98,
    "likes": 7,
    "dislikes": 1,
    "thumbnailPath": "/lazy-static/thumbnails/t.jpg",
    "previewPath": "/lazy-static/previews/p.jpg",
    "embedPath": "/videos/embed/4q9kWRjxSY2BAqkKNt3qqZ",
    "publishedAt": "2025-04-10T15:32:07.107Z",
    "updatedAt": "2025-07-11T03:53:35.171Z",
    "originallyPublishedAt": "2020-01-01T00:00:00.000Z",
    "isLive": False,
    "account": {
        "id": 3,
        "name": "framasoft",
        "host": "framatube.org",
        "displayName": "Framasoft",
        "avatars": [],
    },
    "channel": {"id": 9, "name": "conf", "host": "framatube.org", "displayName": "Conf", "avatars": []},
    "comments": 2,
}
PEERTUBE_SAMPLES: tuple[tuple[str, Any, Mapping[str, Any]], ...] = (
    ("actor", CHANNEL, {}),
    (
        "videos",
        {"total": 100_000, "data": [{**VIDEO, "uuid": "1baa6897-c2ad-4caf-beb4-0c85b8dcTURN"}]},
        {"pages": True, "context": {"start": "0"}},
    ),
    (
        "video",
        {**VIDEO, "tags": ["one"], "support": None, "files": [{"fileUrl": "https://framatube.org/v.mp4"}]},
        {},
    ),
)
"""Reader, body and what else its sample has."""
