"""One body a reader, in the shape of the real one: what the property tests change and repeat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.crawlers.families.reddit_bodies import REDDIT_SAMPLES
from tests.crawlers.families.x_samples import X_SAMPLES
from tests.crawlers.samples_albums import ALBUM_SAMPLES
from tests.crawlers.samples_channels import CHANNEL_SAMPLES
from tests.crawlers.samples_forums import FORUM_SAMPLES
from tests.crawlers.samples_forums_more import MORE_FORUM_SAMPLES
from tests.crawlers.samples_hosted import HOSTED
from tests.crawlers.samples_html import HTML_SAMPLES
from tests.crawlers.samples_lemmy import LEMMY_SAMPLES
from tests.crawlers.samples_lists import LIST_SAMPLES
from tests.crawlers.samples_mediawiki import MEDIAWIKI_SAMPLES
from tests.crawlers.samples_meta import META
from tests.crawlers.samples_misskey import MISSKEY_SAMPLES
from tests.crawlers.samples_nostr import NOSTR_SAMPLES
from tests.crawlers.samples_peertube import PEERTUBE_SAMPLES
from tests.crawlers.samples_publishing import PUBLISHING_SAMPLES
from tests.crawlers.samples_talk import TALK
from tests.crawlers.samples_tiktok import TIKTOK_SAMPLES

PROFILE_DID = "did:plc:z72i7hdynmk6r22z27h6tvur"
POST_URI = f"at://{PROFILE_DID}/app.bsky.feed.post/3ksabcdefgh2a"


@dataclass(frozen=True)
class Sample:
    """A body for one reader. ``pages`` says that the reader asks for further pages after it; ``TURN`` in it
    stands for what differs from page to page."""

    platform: str
    reader: str
    body: Any
    context: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    pages: bool = False

    @property
    def name(self) -> str:
        return f"{self.platform}-{self.reader}"

    @property
    def is_json(self) -> bool:
        return not isinstance(self.body, str)

    def write(self, turn: int = 1) -> bytes:
        """The body as one of the pages."""
        body = self.body.encode() if isinstance(self.body, str) else orjson.dumps(self.body)
        return body.replace(b"TURN", str(turn).encode())

    def write_headers(self, turn: int = 1) -> dict[str, str]:
        """The headers of the same page."""
        return {name: value.replace("TURN", str(turn)) for name, value in self.headers.items()}


RECORD: dict[str, Any] = {
    "$type": "app.bsky.feed.post",
    "text": "hello #tag https://x.example/",
    "createdAt": "2026-07-01T10:00:00.000Z",
    "langs": ["en"],
    "tags": ["t"],
    "labels": {"values": [{"val": "spam"}]},
    "reply": {"root": {"uri": POST_URI}, "parent": {"uri": POST_URI, "cid": "c"}},
    "facets": [
        {
            "index": {"byteStart": 0, "byteEnd": 5},
            "features": [
                {"$type": "app.bsky.richtext.facet#link", "uri": "https://x.example/"},
                {"$type": "app.bsky.richtext.facet#mention", "did": PROFILE_DID},
                {"$type": "app.bsky.richtext.facet#tag", "tag": "tag"},
            ],
        }
    ],
    "embed": {
        "$type": "app.bsky.embed.recordWithMedia",
        "record": {"record": {"uri": POST_URI, "cid": "c"}},
        "media": {
            "$type": "app.bsky.embed.images",
            "images": [
                {
                    "alt": "a",
                    "image": {"ref": {"$link": "bafk"}, "mimeType": "image/png"},
                    "aspectRatio": {"width": 2, "height": 1},
                }
            ],
        },
    },
}
VIEW: dict[str, Any] = {
    "uri": POST_URI + "TURN",
    "cid": "c",
    "author": {"did": PROFILE_DID, "handle": "alice.example", "displayName": "A", "labels": []},
    "record": RECORD,
    "embed": {
        "$type": "app.bsky.embed.external#view",
        "external": {
            "uri": "https://x.example/",
            "title": "T",
            "description": "",
            "thumb": "https://cdn.example/a",
        },
    },
    "replyCount": 1,
    "likeCount": 2,
    "indexedAt": "2026-07-01T10:00:01.000Z",
    "labels": [{"val": "porn", "src": PROFILE_DID}],
}
PROFILE = {
    "did": PROFILE_DID,
    "handle": "alice.example",
    "displayName": "Alice",
    "description": "bio https://y.example/",
    "createdAt": "2024-01-01T00:00:00Z",
    "postsCount": 2,
    "followersCount": 3,
    "pinnedPost": {"uri": POST_URI, "cid": "c"},
    "labels": [{"val": "!no-unauthenticated"}],
    "verification": {"verifiedStatus": "valid"},
}
WORDPRESS_POST: dict[str, Any] = {
    "id": 5,
    "date": "2026-07-01T12:00:00",
    "date_gmt": "2026-07-01T10:00:00",
    "modified_gmt": "2026-07-02T10:00:00",
    "guid": {"rendered": "https://wordpress.org/news/?p=5"},
    "slug": "post-TURN",
    "type": "post",
    "link": "https://wordpress.org/news/2026/07/post-TURN/",
    "title": {"rendered": "A &amp; B"},
    "content": {"rendered": "<p>words <a href='https://x.example/'>x</a></p>", "protected": False},
    "excerpt": {"rendered": "<p>words</p>"},
    "author": 7,
    "sticky": False,
    "_embedded": {
        "author": [{"id": 7, "name": "Mei"}],
        "wp:term": [[{"taxonomy": "category", "name": "News"}], [{"taxonomy": "post_tag", "name": "tag"}]],
        "wp:featuredmedia": [
            {
                "source_url": "https://wordpress.org/a.jpg",
                "media_type": "image",
                "mime_type": "image/jpeg",
                "media_details": {"width": 1, "height": 2},
            }
        ],
        "replies": [[{"id": 1}]],
    },
}
WORDPRESS_USER = {
    "id": 7,
    "name": "Mei",
    "slug": "mei",
    "url": "https://mei.example/",
    "description": "bio",
    "link": "https://wordpress.org/news/author/mei/",
    "avatar_urls": {"96": "https://secure.gravatar.com/avatar/a"},
}
STATUS: dict[str, Any] = {
    "id": "10TURN",
    "created_at": "2026-07-30T09:00:00.123Z",
    "edited_at": "2026-07-30T10:00:00.123Z",
    "content": "<p>hello <a href='https://x.example/'>x</a></p>",
    "url": "https://mastodon.social/@Mastodon/10",
    "uri": "https://mastodon.social/users/Mastodon/statuses/10",
    "account": {
        "id": "1",
        "username": "Mastodon",
        "acct": "Mastodon",
        "created_at": "2016-03-16T00:00:00.000Z",
        "note": "<p>n</p>",
        "url": "https://mastodon.social/@Mastodon",
        "fields": [{"name": "web", "value": "<a href='https://w.example'>w</a>"}],
        "emojis": [],
        "statuses_count": 5,
    },
    "reblog": None,
    "quote": None,
    "card": {"url": "https://card.example/", "title": "c"},
    "poll": {"options": [{"title": "a", "votes_count": 1}]},
    "media_attachments": [
        {
            "type": "image",
            "url": "https://files.example/a.png",
            "description": "d",
            "meta": {"original": {"width": 1}},
        }
    ],
    "mentions": [{"acct": "b@o.example", "url": "https://o.example/@b"}],
    "tags": [{"name": "t"}],
    "pleroma": {"quote_url": "", "content": {"text/plain": "hello"}},
}
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "J",
    "next_url": "https://www.heise.de/feed.json?page=TURN",
    "authors": [{"name": "a"}],
    "items": [
        {
            "id": "iTURN",
            "content_html": "<p>x</p>",
            "date_published": "2026-07-30T10:00:00-07:00",
            "tags": ["a"],
            "attachments": [
                {"url": "https://x.example/a.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 3}
            ],
        }
    ],
}
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Blog</title><link>https://blog.example/</link>
<generator>https://wordpress.org/?v=6.5</generator>
<item><title>A</title><link>https://blog.example/TURN</link>
<guid isPermaLink="false">https://blog.example/?p=1TURN</guid>
<pubDate>Wed, 29 Jul 2026 10:00:00 +0800</pubDate><category>c</category>
<content:encoded><![CDATA[<p>Long <a href="/rel">words</a></p>]]></content:encoded>
<media:content url="https://blog.example/a.jpg" width="5"><media:title>t</media:title></media:content>
<enclosure url="https://blog.example/a.mp3" type="audio/mpeg" length="1"/></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/"><title>A</title><id>tag:a</id>
<link rel="next" href="https://blog.example/feed?page=TURN"/><updated>2026-07-30T10:00:00Z</updated>
<entry><id>tag:blog.example,2026:TURN</id><title type="html">T</title><link href="post/TURN"/>
<published>2026-07-29T10:00:00+02:00</published><updated>2026-07-30T10:00:00Z</updated>
<author><name>Mei</name></author><content type="html">&lt;p&gt;body&lt;/p&gt;</content></entry></feed>"""
MESSAGE = """<div class="tgme_widget_message js-widget_message" data-post="durov/4TURN"
 data-view="eyJjIjotMTAwNjUwMzEyMiwicCI6NH0">
<a class="tgme_widget_message_photo_wrap" style="background-image:url('https://cdn4.example/a.jpg')"></a>
<div class="tgme_widget_message_forwarded_from">
<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/other/9">O</a></div>
<div class="tgme_widget_message_text js-message_text">Words
<a href="https://x.example/?a=1&amp;amp;b=2" onclick="return confirm()">x</a></div>
<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">Q</div></div>
<div class="tgme_widget_message_video_player">
<i style="background-image:url('https://cdn4.example/t.jpg')"></i>
<time class="message_video_duration">0:12</time></div>
<div class="tgme_widget_message_footer"><span class="tgme_widget_message_views">1.2K</span>
<span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/durov/4">
<time datetime="2026-07-27T16:21:02+00:00" class="time">16:21</time></a></span></div></div>"""
CHANNEL = f"""<!DOCTYPE html><html><head><link rel="prev" href="/s/durov?before=1TURN"></head><body>
<div class="tgme_channel_info"><div class="tgme_channel_info_header_title">Durov</div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/durov">@durov</a></div>
<div class="tgme_channel_info_counter"><span class="counter_value">11.2M</span>
<span class="counter_type">subscribers</span></div>
<div class="tgme_channel_info_description">bio <a href="https://x.example/">x</a></div></div>
<section class="tgme_channel_history"><a class="tme_messages_more" data-before="1TURN"></a>
{MESSAGE}</section></body></html>"""
CONTACT = """<!DOCTYPE html><html><head><title>Telegram: Contact @durov</title></head><body>
<div class="tgme_page">
<div class="tgme_page_title">Durov</div><div class="tgme_page_extra">5 subscribers</div></div></body>"""
PAGE_INFO = {
    "url": "https://www.example.com/news/1.html",
    "final_url": "https://www.example.com/news/1.html",
    "status": 200,
    "outcome": "ok",
    "reason": "",
    "title": "T",
    "lang": "en",
    "text": "Words.",
    "html": "<html></html>",
    "links": [{"href": "https://x.example/", "text": "x"}],
    "images": [{"src": "/a.png", "alt": "", "width": 100, "height": 100}],
    "canonical": "",
    "meta": {"og:title": "T", "article:published_time": "2026-07-01T00:00:00Z", "keywords": "a,b"},
    "json_ld": ['{"@type":"NewsArticle","headline":"H","author":[{"name":"A"}]}'],
    "password_fields": 0,
}

_LINKED = {"Link": '<https://mastodon.social/x?max_id=5TURN>; rel="next"'}
_TOTAL = {"X-WP-TotalPages": "10000", "X-WP-Total": "100000"}

SAMPLES = (
    Sample("bluesky", "handle", {"did": PROFILE_DID}),
    Sample("bluesky", "profile", PROFILE),
    Sample(
        "bluesky",
        "author_feed",
        {
            "cursor": "2026-07-01TURN",
            "feed": [
                {
                    "post": VIEW,
                    "reply": {},
                    "reason": {
                        "$type": "app.bsky.feed.defs#reasonRepost",
                        "by": {"did": PROFILE_DID},
                        "indexedAt": "2026-07-02T00:00:00Z",
                    },
                },
                {"post": VIEW},
            ],
        },
        pages=True,
    ),
    Sample("bluesky", "posts", {"posts": [VIEW]}),
    Sample(
        "bluesky",
        "did",
        {"id": PROFILE_DID, "service": [{"id": "#atproto_pds", "serviceEndpoint": "https://pds.example"}]},
    ),
    Sample(
        "bluesky",
        "repo",
        {
            "did": PROFILE_DID,
            "handle": "alice.example",
            "collections": ["app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.actor.profile"],
        },
    ),
    Sample(
        "bluesky",
        "profile_record",
        {
            "uri": "at://x",
            "value": {"displayName": "A", "description": "d", "avatar": {"ref": {"$link": "b"}}},
        },
    ),
    Sample(
        "bluesky",
        "records",
        {
            "cursor": "3kTURN",
            "records": [
                {"uri": POST_URI + "TURN", "cid": "c", "value": RECORD},
                {
                    "uri": f"at://{PROFILE_DID}/app.bsky.feed.repost/3kTURN",
                    "value": {"subject": {"uri": POST_URI}, "createdAt": "2026-07-01T00:00:00Z"},
                },
            ],
        },
        context={"did": PROFILE_DID, "handle": "alice.example", "collection": "app.bsky.feed.post"},
        pages=True,
    ),
    Sample("bluesky", "record", {"uri": POST_URI, "cid": "c", "value": RECORD}),
    Sample("bluesky", "status", {"did": PROFILE_DID, "active": False, "status": "takendown"}),
    Sample("wordpress", "users", [WORDPRESS_USER]),
    Sample("wordpress", "posts", [WORDPRESS_POST], headers=_TOTAL, pages=True),
    Sample("wordpress", "known", [WORDPRESS_POST]),
    Sample("wordpress", "feed", RSS, pages=True),
    Sample("mastodon", "account", STATUS["account"]),
    Sample("mastodon", "search", [STATUS["account"]]),
    Sample(
        "mastodon", "statuses", [STATUS, {**STATUS, "id": "9", "reblog": STATUS}], headers=_LINKED, pages=True
    ),
    Sample("mastodon", "status", {**STATUS, "quote": {"state": "accepted", "quoted_status": STATUS}}),
    Sample("feed", "feed", JSON_FEED, pages=True),
    Sample("feed", "feed", RSS, pages=True),
    Sample("feed", "feed", ATOM, pages=True),
    Sample("telegram", "channel", CHANNEL, pages=True),
    Sample("telegram", "contact", CONTACT),
    Sample("telegram", "message", MESSAGE),
    Sample("page", "page", PAGE_INFO),
    *(Sample(platform, reader, body, pages=pages) for platform, reader, body, pages in HOSTED),
    *(Sample("x", reader, body, **more) for reader, body, more in X_SAMPLES),
    *(Sample("reddit", reader, body, **more) for reader, body, more in REDDIT_SAMPLES),
    *(Sample(platform, reader, body, **more) for platform, reader, body, more in CHANNEL_SAMPLES),
    *(Sample(platform, reader, body, **more) for platform, reader, body, more in ALBUM_SAMPLES),
    *(Sample(platform, reader, body, **more) for platform, reader, body, more in META),
    *(Sample(platform, reader, body, **more) for platform, reader, body, more in PUBLISHING_SAMPLES),
    *(Sample("tiktok", reader, body, **more) for reader, body, more in TIKTOK_SAMPLES),
    *(Sample(platform, reader, body, **more) for platform, reader, body, more in LIST_SAMPLES),
    *(Sample("lemmy", reader, body, **more) for reader, body, more in LEMMY_SAMPLES),
    *(Sample("peertube", reader, body, **more) for reader, body, more in PEERTUBE_SAMPLES),
    *(Sample("misskey", reader, body, **more) for reader, body, more in MISSKEY_SAMPLES),
    *(Sample("mediawiki", reader, body, **more) for reader, body, more in MEDIAWIKI_SAMPLES),
    *(Sample("nostr", reader, body, **more) for reader, body, more in NOSTR_SAMPLES),
    *(Sample(platform, reader, body, **more) for platform, reader, body, more in FORUM_SAMPLES),
    *(Sample(platform, reader, body, **more) for platform, reader, body, more in MORE_FORUM_SAMPLES),
    *(Sample(platform, reader, body, **more) for platform, reader, body, more in TALK),
    *(Sample(platform, reader, body, **more) for platform, reader, body, more in HTML_SAMPLES),
)
