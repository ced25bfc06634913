"""Resources of YouTube's Data API: a channel, an entry of the list of uploads, a video.

Source: developers.google.com/youtube/v3/docs/channels, /playlistItems, /videos. Counts are texts.
"""

from __future__ import annotations

from datetime import datetime

from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.world import World

Json = dict[str, object]


def describe_channel(account: Account, world: World, phase: int) -> Json:
    """A ``youtube#channel``."""
    pictures = {
        name: {"url": avatar_url(account), "width": size, "height": size}
        for name, size in (("default", 88), ("medium", 240), ("high", 800))
    }
    return {
        "kind": "youtube#channel",
        "etag": "x1",
        "id": account.number,
        "snippet": {
            "title": account.display_name,
            "description": account.bio,
            "customUrl": f"@{account.handle}",
            "publishedAt": _write(account.created_at),
            "thumbnails": pictures,
            "localized": {"title": account.display_name, "description": account.bio},
        },
        "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": f"UU{account.number[2:]}"}},
        "statistics": {
            "viewCount": "1234",
            "subscriberCount": str(account.followers),
            "hiddenSubscriberCount": False,
            "videoCount": str(len(world.timeline(account, phase))),
        },
        "status": {
            "privacyStatus": "public",
            "isLinked": True,
            "longUploadsStatus": "longUploadsUnspecified",
        },
        "brandingSettings": {"channel": {"title": account.display_name, "description": account.bio}},
    }


def describe_entry(post: Post, account: Account, playlist: str, phase: int) -> Json:
    """A ``youtube#playlistItem``. Its ``snippet.publishedAt`` says when it was put into the list."""
    return {
        "kind": "youtube#playlistItem",
        "etag": "x2",
        "id": f"VVU{post.id}",
        "snippet": {
            **_describe(post, account, phase),
            "playlistId": playlist,
            "position": 0,
            "resourceId": {"kind": "youtube#video", "videoId": post.id},
            "videoOwnerChannelTitle": account.display_name,
            "videoOwnerChannelId": account.number,
        },
        "contentDetails": {"videoId": post.id, "videoPublishedAt": _write(post.posted_at)},
        "status": {"privacyStatus": "public"},
    }


def describe_video(post: Post, account: Account, phase: int) -> Json:
    """A ``youtube#video``."""
    return {
        "kind": "youtube#video",
        "etag": "x3",
        "id": post.id,
        "snippet": {
            **_describe(post, account, phase),
            "tags": find_tags(post.text_in(phase)),
            "categoryId": "22",
            "liveBroadcastContent": "none",
            "defaultAudioLanguage": post.language,
            "localized": {"title": post.title, "description": post.text_in(phase)},
        },
        "contentDetails": {
            "duration": "PT2M31S",
            "dimension": "2d",
            "definition": "hd",
            "caption": "false",
            "licensedContent": False,
            "contentRating": {},
            "projection": "rectangular",
        },
        "status": {
            "uploadStatus": "processed",
            "privacyStatus": "public",
            "license": "youtube",
            "embeddable": True,
            "publicStatsViewable": True,
            "madeForKids": False,
        },
        "statistics": {"viewCount": "41", "likeCount": "3", "favoriteCount": "0", "commentCount": "1"},
    }


def _describe(post: Post, account: Account, phase: int) -> Json:
    sizes = (
        ("default", "default", 120, 90),
        ("medium", "mqdefault", 320, 180),
        ("high", "hqdefault", 480, 360),
    )
    return {
        "publishedAt": _write(post.posted_at),
        "channelId": account.number,
        "title": post.title,
        "description": post.text_in(phase),
        "thumbnails": {
            name: {"url": f"https://i.ytimg.com/vi/{post.id}/{file}.jpg", "width": width, "height": height}
            for name, file, width, height in sizes
        },
        "channelTitle": account.display_name,
    }


def _write(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
