"""Resources of the YouTube Data API v3: a channel, an entry of a list, a video, as account and videos.

Source: developers.google.com/youtube/v3/docs/channels, /playlistItems, /videos. Counts are texts there.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.youtube_videos import Video, largest, list_sizes, read_duration, read_links
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
from storage.items import Account, Capture, Watched

_CHANNEL_FIELDS = words("kind etag id snippet statistics contentDetails brandingSettings status topicDetails")
_VIDEO_FIELDS = words(
    """
    kind etag id snippet statistics contentDetails status liveStreamingDetails topicDetails player
    recordingDetails localizations paidProductPlacementDetails
    """
)


def read_account(fields: Object, capture: Capture, watched: Watched) -> Account:
    """A channel. Raises ``Unreadable``."""
    key = need_id(fields)
    snippet = as_object(need(fields, "snippet"), "snippet")
    counts, details = maybe_object(fields, "statistics"), maybe_object(fields, "contentDetails")
    branding = maybe_object(fields, "brandingSettings")
    status, about = maybe_object(fields, "status"), maybe_text(snippet, "description")
    handle = maybe_text(snippet, "customUrl").lstrip("@") or watched.handle
    topics = [str(one) for one in maybe_array(maybe_object(fields, "topicDetails"), "topicCategories")]
    attributes = {
        "uploads": maybe_text(maybe_object(details, "relatedPlaylists"), "uploads"),
        "location": maybe_text(snippet, "country"),
        "views": maybe_text(counts, "viewCount"),
        "hidden_subscribers": "1" if counts.get("hiddenSubscriberCount") is True else "",
        "keywords": maybe_text(maybe_object(branding, "channel"), "keywords"),
        "language": maybe_text(snippet, "defaultLanguage"),
        "privacy": maybe_text(status, "privacyStatus"),
        "made_for_kids": "1" if status.get("madeForKids") is True else "",
        "topics": " ".join(topics)[:1000].replace("\x00", ""),
        ATTRIBUTE: name_drift("channel", _CHANNEL_FIELDS, fields),
    }
    pictures = list_pictures(maybe_object(snippet, "thumbnails"))
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle,
        record_id=capture.record_id,
        where="/items/0",
        captured_at=capture.captured_at,
        url=f"https://www.youtube.com/channel/{key}",
        host="www.youtube.com",
        display_name=need_text(snippet, "title"),
        bio=about,
        created_at=maybe_time(snippet, "publishedAt"),
        created_at_text=maybe_text(snippet, "publishedAt"),
        created_at_precision="second" if maybe_time(snippet, "publishedAt") else "",
        followers=maybe_count(counts, "subscriberCount"),
        posts=maybe_count(counts, "videoCount"),
        avatar_url=largest({"thumbnails": pictures}),
        banner_url=maybe_text(maybe_object(branding, "image"), "bannerExternalUrl"),
        links=read_links(about, "bio"),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_listed(fields: Object, where: str) -> Video:
    """An entry of a list: whose video it is, is told by ``videoOwnerChannelId`` where it is there."""
    snippet = as_object(need(fields, "snippet"), f"{where}/snippet")
    details = maybe_object(fields, "contentDetails")
    resource = maybe_object(snippet, "resourceId")
    video = maybe_text(details, "videoId") or need_id(resource, "videoId")
    shown = dict(snippet)
    shown["channelId"] = maybe_text(snippet, "videoOwnerChannelId") or snippet.get("channelId")
    # The list's own publishedAt says when the video was put into the list.
    shown["publishedAt"] = maybe_text(details, "videoPublishedAt") or snippet.get("publishedAt")
    return read_snippet(shown, video, where, video)


def read_video(fields: Object, where: str) -> Video:
    """A video in full. Raises ``Unreadable``."""
    video = need_id(fields)
    snippet = as_object(need(fields, "snippet"), f"{where}/snippet")
    counts, details = maybe_object(fields, "statistics"), maybe_object(fields, "contentDetails")
    status, live = maybe_object(fields, "status"), maybe_object(fields, "liveStreamingDetails")
    told = read_snippet(snippet, video, where, video)
    rating, regions = maybe_object(details, "contentRating"), maybe_object(details, "regionRestriction")
    attributes = {
        **told.attributes,
        "duration": maybe_text(details, "duration"),
        "duration_s": read_duration(maybe_text(details, "duration")),
        "definition": maybe_text(details, "definition"),
        "captions": "1" if maybe_text(details, "caption") == "true" else "",
        "licence": maybe_text(status, "license"),
        "made_for_kids": "1" if status.get("madeForKids") is True else "",
        "privacy": maybe_text(status, "privacyStatus"),
        "live_started": maybe_text(live, "actualStartTime") or maybe_text(live, "scheduledStartTime"),
        "blocked_in": " ".join(map(str, maybe_array(regions, "blocked")))[:800].replace("\x00", ""),
        "allowed_in": " ".join(map(str, maybe_array(regions, "allowed")))[:800].replace("\x00", ""),
        ATTRIBUTE: name_drift("video", _VIDEO_FIELDS, fields),
    }
    return Video(
        id=video,
        title=told.title,
        text=told.text,
        channel=told.channel,
        where=where,
        posted=told.posted,
        language=told.language,
        sensitive=maybe_text(rating, "ytRating") == "ytAgeRestricted",
        views=maybe_count(counts, "viewCount"),
        likes=maybe_count(counts, "likeCount"),
        comments=maybe_count(counts, "commentCount"),
        uri=video,
        attributes=attributes,
    )


def read_snippet(snippet: Object, video: str, where: str, uri: str) -> Video:
    """What entries and videos have in common; ``uri`` is the entry\'s own id. Raises ``Unreadable``."""
    tags = [str(one).replace("\x00", "") for one in maybe_array(snippet, "tags")]
    return Video(
        id=video,
        title=need_text(snippet, "title"),
        text=maybe_text(snippet, "description"),
        channel=need_id(snippet, "channelId"),
        where=where,
        posted=need_text(snippet, "publishedAt"),
        language=maybe_text(snippet, "defaultAudioLanguage") or maybe_text(snippet, "defaultLanguage"),
        uri=uri,
        attributes={
            "tags": ", ".join(tags)[:2000],
            "category": maybe_text(snippet, "categoryId"),
            "live": maybe_text(snippet, "liveBroadcastContent").removeprefix("none"),
            "thumbnails": list_sizes(list_pictures(maybe_object(snippet, "thumbnails"))),
        },
    )


def list_pictures(sizes: Object) -> Sequence[Object]:
    """The sizes of a thumbnail."""
    return maybe_objects({"sizes": list(sizes.values())}, "sizes")
