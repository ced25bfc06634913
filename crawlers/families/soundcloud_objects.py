"""SoundCloud's users and tracks as accounts and posts.

Source: answers of ``api-v2`` and ``api-widget`` recorded by NewPipe's tests; the fields of tracks that public
programs read. ``purchase_url`` is the artist's link beside the track, to wherever it leads.
"""

from __future__ import annotations

import re

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.html_text import absolute, find_links, read_html
from crawlers.json_reading import (
    Object,
    maybe_count,
    maybe_object,
    maybe_text,
    maybe_time,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.words import words
from storage.items import Account, Capture, Link, Media, Post, Watched
from storage.shims import unwrap_shim

USER = words(
    """
    avatar_url badges city comments_count country_code created_at creator_subscription creator_subscriptions
    date_of_birth description first_name followers_count followings_count full_name groups_count id kind
    last_modified last_name likes_count permalink permalink_url playlist_count playlist_likes_count
    reposts_count station_permalink station_urn track_count uri urn username verified visuals url
    primary_email
    """
)
TRACK = words(
    """
    access artwork_url caption comment_count commentable created_at description display_date
    download_count downloadable duration embeddable_by full_duration genre has_downloads_left id kind
    label_name last_modified license likes_count favoritings_count media monetization_model permalink
    permalink_url playback_count policy public publisher_metadata purchase_title purchase_url release_date
    reposts_count secret_token sharing state station_permalink station_urn streamable tag_list title
    track_authorization track_format uri urn user user_id visuals waveform_url
    """
)
_TAG = re.compile(r'"([^"]{1,100})"|([^\s"]{1,100})')


def read_user(user: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """An account. Raises ``Unreadable`` where it is not one."""
    if maybe_text(user, "kind") not in ("user", ""):
        raise Unreadable(f"kind: a user was due, not {maybe_text(user, 'kind')[:40]}")
    number, handle = need_id(user), need_text(user, "permalink")
    bio = read_html(maybe_text(user, "description"))
    attributes = {
        "city": maybe_text(user, "city"),
        "country": maybe_text(user, "country_code"),
        "full_name": maybe_text(user, "full_name"),
        "verified": "1" if user.get("verified") is True else "",
        "changed_at": maybe_text(user, "last_modified"),
        ATTRIBUTE: name_drift("user", USER, user),
    }
    return Account(
        platform=watched.platform,
        key=number,
        handle=handle,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=absolute(maybe_text(user, "permalink_url")) or f"https://soundcloud.com/{handle}",
        host="soundcloud.com",
        display_name=maybe_text(user, "username"),
        bio=bio.text,
        created_at=maybe_time(user, "created_at"),
        created_at_text=maybe_text(user, "created_at"),
        created_at_precision="second" if maybe_time(user, "created_at") else "",
        followers=maybe_count(user, "followers_count"),
        following=maybe_count(user, "followings_count"),
        posts=maybe_count(user, "track_count"),
        avatar_url=absolute(maybe_text(user, "avatar_url")),
        links=tuple(Link(url=one.url, text=one.text, kind="bio") for one in bio.links),
        aliases=tuple(sorted({watched.key, handle.lower()} - {number})),
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_track(track: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A track."""
    number, title = need_id(track), need_text(track, "title").strip()
    text = maybe_text(track, "description").strip()
    sale = absolute(maybe_text(track, "purchase_url"))
    links = (
        *find_links(text),
        *((Link(url=sale, text=maybe_text(track, "purchase_title"), kind="card"),) if sale else ()),
    )
    picture = absolute(maybe_text(track, "artwork_url"))
    tags = [quoted or plain for quoted, plain in _TAG.findall(maybe_text(track, "tag_list")[:4000])]
    user = maybe_object(track, "user")
    milliseconds = maybe_count(track, "full_duration") or maybe_count(track, "duration")
    attributes = {
        "genre": maybe_text(track, "genre"),
        "license": maybe_text(track, "license"),
        "policy": maybe_text(track, "policy"),
        "label": maybe_text(track, "label_name"),
        "changed_at": maybe_text(track, "last_modified"),
        "shown_date": maybe_text(track, "display_date"),
        "duration_s": str(milliseconds / 1000) if milliseconds else "",
        ATTRIBUTE: name_drift("track", TRACK, track),
    }
    return Post(
        platform=watched.platform,
        id=number,
        account=maybe_text(user, "id") or need_id(track, "user_id"),
        url=absolute(maybe_text(track, "permalink_url")) or f"https://soundcloud.com/tracks/{number}",
        text=text or title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        title=title,
        posted_at=maybe_time(track, "created_at"),
        posted_at_text=need_text(track, "created_at"),
        hashtags=tuple(tags),
        media=(Media(url=picture, kind="image"),) if picture else (),
        links=tuple(
            Link(url=one.url, text=one.text, kind=one.kind, expanded=unwrap_shim(one.url) or "")
            for one in links
        ),
        replies=maybe_count(track, "comment_count"),
        reposts=maybe_count(track, "reposts_count"),
        likes=maybe_count(track, "likes_count"),
        views=maybe_count(track, "playback_count"),
        route=capture.route,
        uri=maybe_text(track, "urn") or f"soundcloud:tracks:{number}",
        attributes={name: value for name, value in attributes.items() if value},
    )
