"""One body a reader of publishing platforms, in the shape of the real one, for the property tests."""

from __future__ import annotations

import json
from typing import Any

TUMBLR_BLOG: dict[str, Any] = {
    "name": "mei",
    "title": "Mei",
    "url": "https://mei.tumblr.com/",
    "uuid": "t:0aY0xL2Fi1OFJg4YxpmegQ",
    "description": "<p>bio <a href='https://y.example/'>y</a></p>",
    "posts": 2,
    "updated": 1780000000,
    "is_nsfw": True,
    "ask": True,
    "likes": 3,
    "avatar": [{"width": 64, "height": 64, "url": "https://64.media.tumblr.com/avatar.png"}],
    "theme": {"header_image": "https://64.media.tumblr.com/header.png"},
}
SHIM = "https://t.umblr.com/redirect?z=https%3A%2F%2Fx.example"
BLOCKS: list[dict[str, Any]] = [
    {"type": "text", "subtype": "heading1", "text": "Title"},
    {
        "type": "text",
        "text": "hello there https://bare.example/",
        "formatting": [
            {
                "type": "link",
                "start": 0,
                "end": 5,
                "url": "https://t.umblr.com/redirect?z=https%3A%2F%2Fx.example",
            },
            {
                "type": "mention",
                "start": 6,
                "end": 11,
                "blog": {"name": "li", "url": "https://li.tumblr.com"},
            },
        ],
    },
    {
        "type": "image",
        "media": [
            {"url": "https://64.media.tumblr.com/s.jpg", "type": "image/jpeg", "width": 75, "height": 75},
            {"url": "https://64.media.tumblr.com/l.jpg", "width": 900, "height": 600, "type": "image/jpeg"},
        ],
        "alt_text": "sea",
        "caption": "a caption",
    },
    {
        "type": "video",
        "url": "https://video.example/w",
        "media": {"url": "https://va.media.tumblr.com/v.mp4"},
    },
    {"type": "audio", "url": "https://audio.example/t", "title": "song"},
    {"type": "link", "url": "https://href.li/?https://card.example/a", "title": "Card"},
    {"type": "poll", "question": "Which?", "answers": [{"answer_text": "this"}, {"answer_text": "that"}]},
]
TUMBLR_POST: dict[str, Any] = {
    "type": "blocks",
    "is_blocks_post_format": True,
    "blog_name": "mei",
    "id": 700000000000000001,
    "id_string": "70000000000000000TURN",
    "post_url": "https://mei.tumblr.com/post/700000000000000001",
    "timestamp": 1784000000,
    "date": "2026-07-14 03:33:20 GMT",
    "tags": ["tea", "sea"],
    "note_count": 5,
    "is_pinned": False,
    "community_labels": {"has_community_label": True},
    "content": BLOCKS,
    "layout": [{"type": "ask", "blocks": [6], "attribution": {"type": "blog", "blog": {"name": "asker"}}}],
    "trail": [],
}
TUMBLR_REBLOG: dict[str, Any] = {
    **TUMBLR_POST,
    "id_string": "71TURN",
    "content": [],
    "layout": [],
    "reblogged_from_id": "69",
    "reblogged_from_url": "https://li.tumblr.com/post/69",
    "reblogged_root_id": "68",
    "reblogged_root_url": "https://wen.tumblr.com/post/68",
    "reblogged_root_name": "wen",
    "trail": [
        {"post": {"id": "68"}, "blog": {"name": "wen"}, "content": BLOCKS, "layout": []},
        {"post": {"id": "69"}, "broken_blog_name": "li", "content": [{"type": "text", "text": "so true"}]},
    ],
}
TUMBLR_OLD: dict[str, Any] = {
    "type": "photo",
    "blog_name": "mei",
    "id": 7431599279,
    "post_url": "https://mei.tumblr.com/post/7431599279",
    "date": "2011-07-09 22:09:47 GMT",
    "timestamp": 1310249387,
    "tags": [],
    "caption": "<p>my arm</p>",
    "source_url": "https://source.example/",
    "photos": [
        {"caption": "c", "alt_sizes": [{"width": 1280, "height": 722, "url": "https://a.example/p.jpg"}]}
    ],
}
TUMBLR_POSTS: dict[str, Any] = {
    "meta": {"status": 200, "msg": "OK"},
    "response": {
        "blog": TUMBLR_BLOG,
        "posts": [TUMBLR_POST, TUMBLR_REBLOG, TUMBLR_OLD],
        "total_posts": 900,
        "_links": {"next": {"href": "/v2/blog/mei/posts?npf=true&page_number=TURN", "method": "GET"}},
    },
}
TUMBLR_FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>
<description>bio</description><title>Mei</title><generator>Tumblr (3.0; @mei)</generator><link>https://mei.tumblr.com/</link>
<item><title>Photo</title><description>&lt;p&gt;&lt;a class="tumblr_blog"
 href="https://wen.tumblr.com/post/68"&gt;
wen&lt;/a&gt;:&lt;/p&gt;&lt;blockquote&gt;&lt;p&gt;words
&lt;a href="https://x.example/"&gt;x&lt;/a&gt;&lt;/p&gt;
&lt;/blockquote&gt;&lt;p&gt;own&lt;/p&gt;</description><link>https://mei.tumblr.com/post/70</link>
<guid>https://mei.tumblr.com/post/70</guid><pubDate>Mon, 20 Jul 2026 08:10:26 -0400</pubDate>
<category>tea</category></item></channel></rss>"""
ARTICLE: dict[str, Any] = {
    "id": 111,
    "publication_id": 7,
    "title": "Hello",
    "slug": "hello",
    "post_date": "2026-07-0TURNT10:00:00.000Z",
    "audience": "only_paid",
    "type": "newsletter",
    "canonical_url": "https://mei.substack.com/p/hello-TURN",
    "subtitle": "sub",
    "cover_image": "https://cdn.example/c.jpg",
    "podcast_url": "https://cdn.example/a.mp3",
    "truncated_body_text": "words",
    "wordcount": 9,
    "publishedBylines": [{"id": 1, "name": "Mei", "handle": "mei"}],
    "postTags": [{"name": "tea"}],
    "reaction_count": 3,
    "comment_count": 0,
    "restacks": 1,
    "body_html": "<p>words <a href='https://x.example/'>x</a><img src='https://cdn.example/p.png'></p>",
}
LINK_MARK = {"type": "link", "attrs": {"href": "https://x.example/"}}
NOTE: dict[str, Any] = {
    "id": 55,
    "body": "hello",
    "body_json": {
        "type": "doc",
        "content": [
            {
                "type": "paragraph",
                "content": [
                    {"type": "text", "text": "see ", "marks": [{"type": "bold"}]},
                    {
                        "type": "text",
                        "text": "x",
                        "marks": [{"type": "link", "attrs": {"href": "https://x.example/"}}],
                    },
                    {"type": "substack_mention", "attrs": {"id": 9, "label": "Li"}},
                ],
            }
        ],
    },
    "date": "2026-07-01T10:00:00.000Z",
    "name": "Mei",
    "handle": "mei",
    "user_id": 77,
    "post_id": None,
    "reaction_count": 1,
    "attachments": [
        {"type": "image", "imageUrl": "https://cdn.example/i.png", "imageWidth": 3, "imageHeight": 2},
        {"type": "link", "linkMetadata": {"url": "https://card.example/", "title": "Card"}},
    ],
}
NOTES: dict[str, Any] = {
    "items": [
        {"type": "comment", "context": {"type": "note"}, "comment": {**NOTE, "id": "55TURN"}},
        {"type": "post", "post": {"id": 1}},
    ],
    "nextCursor": "cTURN",
}
GHOST_POST: dict[str, Any] = {
    "id": "0123456789abcdef0123456TURN",
    "uuid": "u",
    "title": "Hello",
    "slug": "hello",
    "html": "<p>words <a href='https://x.example/'>x</a><img src='/i.png'></p>",
    "feature_image": "https://demo.ghost.io/f.png",
    "feature_image_alt": "sea",
    "featured": True,
    "visibility": "members",
    "access": False,
    "published_at": "2026-07-01T10:00:00.000+00:00",
    "updated_at": "2026-07-02T10:00:00.000+00:00",
    "excerpt": "words",
    "url": "https://demo.ghost.io/hello/",
    "tags": [{"name": "Tea", "visibility": "public"}, {"name": "#hidden", "visibility": "internal"}],
    "authors": [{"name": "Mei", "slug": "mei"}],
}
GHOST_POSTS: dict[str, Any] = {
    "posts": [GHOST_POST],
    "meta": {"pagination": {"page": 1, "pages": 9, "limit": 50, "total": 400, "next": 2, "prev": None}},
}
GHOST_HOME = (
    "<!doctype html><html><head><script src='https://cdn.example/portal.min.js' "
    "data-ghost='https://demo.ghost.io/' data-key='22444f78447824223cefc48062' "
    "data-api='https://demo.ghost.io/ghost/api/content/'></script></head><body>Home</body></html>"
)
GHOST_FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Demo</title>
<description>d</description><link>https://demo.ghost.io/</link><generator>Ghost 6.10</generator>
<item><title>Hello</title><description>words</description><link>https://demo.ghost.io/hello/</link>
<guid isPermaLink="false">
0123456789abcdef01234567</guid><pubDate>Wed, 01 Jul 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
SUBSTACK_FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>On</title>
<description>d</description><link>https://on.substack.com/</link><generator>Substack</generator><item><title>Hello</title>
<description>words Read more</description><link>https://on.substack.com/p/hello</link>
<guid isPermaLink="false">https://on.substack.com/p/hello</guid>
<pubDate>Wed, 01 Jul 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
FLICKR_PERSON: dict[str, Any] = {
    "person": {
        "id": "39216764@N00",
        "nsid": "39216764@N00",
        "iconserver": "4068",
        "iconfarm": 5,
        "path_alias": "mei",
        "username": {"_content": "mei"},
        "realname": {"_content": "Mei"},
        "location": {"_content": "Here"},
        "timezone": {"label": "PT"},
        "description": {"_content": "bio <a href='https://y.example/'>y</a>"},
        "photosurl": {"_content": "https://www.flickr.com/photos/mei/"},
        "photos": {"firstdate": {"_content": "1159222380"}, "count": {"_content": "2"}},
    },
    "stat": "ok",
}
FLICKR_PHOTO: dict[str, Any] = {
    "id": "12TURN",
    "secret": "22",
    "owner": "39216764@N00",
    "server": "99",
    "title": "Sea",
    "description": {"_content": "words https://x.example/"},
    "dateupload": "1784000000",
    "lastupdate": "1784000100",
    "tags": "sea tea",
    "media": "photo",
    "views": "7",
    "url_o": "https://live.staticflickr.com/o.jpg",
    "width_o": 3,
    "height_o": 2,
    "pathalias": "mei",
}
FLICKR_INFO: dict[str, Any] = {
    "photo": {
        "id": "12",
        "secret": "22",
        "server": "99",
        "dateuploaded": "1784000000",
        "owner": {"nsid": "39216764@N00", "path_alias": "mei"},
        "title": {"_content": "Sea"},
        "description": {"_content": "words"},
        "dates": {"posted": "1784000000", "lastupdate": "1784000100"},
        "comments": {"_content": 1},
        "tags": {"tag": [{"raw": "deep sea"}]},
        "media": "video",
    },
    "stat": "ok",
}
SOUND_USER: dict[str, Any] = {
    "kind": "user",
    "id": 10494998,
    "permalink": "mei",
    "permalink_url": "https://soundcloud.com/mei",
    "username": "Mei",
    "description": "bio https://y.example/",
    "created_at": "2012-01-05T21:22:15Z",
    "followers_count": 3,
    "track_count": 2,
    "verified": True,
}
SOUND_TRACK: dict[str, Any] = {
    "kind": "track",
    "id": "18TURN",
    "title": "Song",
    "description": "words https://x.example/",
    "created_at": "2026-07-01T10:00:00Z",
    "permalink_url": "https://soundcloud.com/mei/song",
    "artwork_url": "https://i1.sndcdn.com/a.jpg",
    "purchase_url": "https://gate.sc/?url=https%3A%2F%2Fshop.example%2F",
    "purchase_title": "Buy",
    "tag_list": 'sea "deep sea"',
    "full_duration": 61000,
    "playback_count": 9,
    "user_id": 10494998,
    "user": SOUND_USER,
}
SOUND_PAGE = "<!doctype html><html><script>window.__sc_hydration = {};</script></html>".format(
    json.dumps([{"hydratable": "user", "data": SOUND_USER}, {"hydratable": "sound", "data": SOUND_TRACK}])
)
PUBLISHING_SAMPLES: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    ("tumblr", "posts", TUMBLR_POSTS, {"pages": True}),
    ("tumblr", "known", TUMBLR_POSTS, {}),
    ("tumblr", "info", {"meta": {"status": 200}, "response": {"blog": TUMBLR_BLOG}}, {}),
    ("tumblr", "feed", TUMBLR_FEED, {}),
    ("substack", "archive", [ARTICLE], {"pages": True}),
    ("substack", "article", ARTICLE, {}),
    ("substack", "known", {"item": {"comment": NOTE}}, {}),
    ("substack", "publication", {"pub": {"id": 7, "name": "On", "hero_text": "d", "subdomain": "on"}}, {}),
    (
        "substack", "profile",
        {
            "id": 77, "name": "Mei", "handle": "mei", "bio": "b https://y.example/",
            "publicationUsers": [{"publication": {"subdomain": "mei"}}],
            "userLinks": [{"value": "https://w.example/"}],
        },
        {},
    ),
    ("substack", "notes", NOTES, {"pages": True, "context": {"key": "user-77"}}),
    ("substack", "feed", SUBSTACK_FEED, {}),
    ("ghost", "home", GHOST_HOME, {}),
    ("ghost", "settings", {"settings": {"title": "Demo", "url": "https://demo.ghost.io/"}}, {}),
    ("ghost", "author", {"authors": [{"id": "1", "slug": "mei", "website": "https://w.example"}]}, {}),
    ("ghost", "posts", GHOST_POSTS, {"pages": True}),
    ("ghost", "known", {**GHOST_POSTS, "meta": {"pagination": {"total": 1}}}, {}),
    ("ghost", "feed", GHOST_FEED, {}),
    ("flickr", "lookup", {"user": {"id": "39216764@N00", "username": {"_content": "mei"}}, "stat": "ok"}, {}),
    ("flickr", "person", FLICKR_PERSON, {}),
    (
        "flickr", "photos",
        {"photos": {"page": 1, "pages": 9, "perpage": 1, "total": 9, "photo": [FLICKR_PHOTO]}, "stat": "ok"},
        {"pages": True},
    ),
    ("flickr", "photo", FLICKR_INFO, {}),
    ("soundcloud", "user", SOUND_USER, {}),
    ("soundcloud", "tracks", {"collection": [SOUND_TRACK, {"type": "track-repost"}]}, {}),
    ("soundcloud", "page", SOUND_PAGE, {}),
    ("soundcloud", "track", SOUND_PAGE, {}),
)  # fmt: skip
"""Platform, reader, body, and what else a ``Sample`` is made of."""
