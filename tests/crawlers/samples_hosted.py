"""One body a reader of Blogger, Medium, LiveJournal and Vimeo, in the shape of the real one."""

from __future__ import annotations

from typing import Any

BLOGGER_ENTRY = """<entry><id>tag:blogger.com,1999:blog-8.post-9TURN</id>
<published>2026-07-29T10:00:00.000-07:00</published><updated>2026-07-30T10:00:00.000-07:00</updated>
<category scheme='http://www.blogger.com/atom/ns#' term='tea'/><title type='text'>T</title>
<content type='html'>&lt;p&gt;body &lt;a href="https://x.example/"&gt;x&lt;/a&gt;&lt;/p&gt;</content>
<link rel='replies' type='application/atom+xml' href='https://b.blogspot.com/feeds/9/comments/default'/>
<link rel='alternate' type='text/html' href='https://b.blogspot.com/2026/07/t.html'/>
<author><name>Mei</name><uri>https://www.blogger.com/profile/77</uri><email>noreply@blogger.com</email>
<gd:image rel='http://schemas.google.com/g/2005#thumbnail' src='https://x.example/a.png'/></author>
<media:thumbnail url='https://x.example/s72-c/p.jpg' height='72' width='72'/>
<thr:total>3</thr:total></entry>"""
_ATOM = (
    "xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' "
    "xmlns:gd='http://schemas.google.com/g/2005' xmlns:thr='http://purl.org/syndication/thread/1.0' "
    "xmlns:media='http://search.yahoo.com/mrss/'"
)
BLOGGER_FEED = f"""<?xml version='1.0' encoding='UTF-8'?><feed {_ATOM}><id>tag:blogger.com,1999:blog-8</id>
<title type='text'>B</title><subtitle type='html'>about</subtitle>
<link rel='alternate' type='text/html' href='https://b.blogspot.com/'/>
<link rel='next' type='application/atom+xml' href='https://www.blogger.com/feeds/8/posts/default?start-index=TURN'/>
<author><name>Mei</name><uri>https://www.blogger.com/profile/77</uri></author>
<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>
<openSearch:totalResults>28</openSearch:totalResults>{BLOGGER_ENTRY}</feed>"""
BLOGGER_ALONE = BLOGGER_ENTRY.replace("<entry>", f"<entry {_ATOM}>")
BLOG: dict[str, Any] = {
    "kind": "blogger#blog",
    "id": "8",
    "name": "B",
    "description": "about <a href='https://y.example/'>y</a>",
    "published": "2020-01-01T00:00:00-08:00",
    "updated": "2026-07-30T10:00:00-07:00",
    "url": "http://b.blogspot.com/",
    "selfLink": "https://www.googleapis.com/blogger/v3/blogs/8",
    "posts": {"totalItems": 2, "selfLink": "https://www.googleapis.com/blogger/v3/blogs/8/posts"},
    "pages": {"totalItems": 0},
    "locale": {"language": "zh", "country": "", "variant": ""},
}
BLOG_POST: dict[str, Any] = {
    "kind": "blogger#post",
    "id": "9TURN",
    "blog": {"id": "8"},
    "published": "2026-07-29T10:00:00-07:00",
    "updated": "2026-07-30T10:00:00-07:00",
    "url": "http://b.blogspot.com/2026/07/t.html",
    "title": "T & t",
    "content": "<p>body <a href='https://x.example/'>x</a></p>",
    "images": [{"url": "//x.example/p.jpg"}],
    "author": {"id": "77", "displayName": "Mei", "url": "https://www.blogger.com/profile/77"},
    "replies": {"totalItems": "3"},
    "labels": ["tea"],
    "location": {"name": "Here", "lat": 1.0, "lng": 2.0, "span": "1,2"},
    "etag": '"e"',
}
MEDIUM_FEED = """<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"
 version="2.0"><channel><title><![CDATA[Stories by Mei on Medium]]></title>
<description><![CDATA[Stories by Mei on Medium]]></description>
<link>https://medium.com/@mei?source=rss-0123456789ab------2</link>
<image><url>https://cdn-images-1.medium.com/a.jpeg</url></image><generator>Medium</generator>
<item><title><![CDATA[A]]></title><link>https://medium.com/@mei/a-417d97952d42?source=rss-0123456789ab------2</link>
<guid isPermaLink="false">https://medium.com/p/417d97952d42</guid><category><![CDATA[tea]]></category>
<dc:creator><![CDATA[Mei]]></dc:creator><pubDate>Mon, 20 Jul 2026 08:10:26 GMT</pubDate>
<atom:updated>2026-07-21T08:42:59.267Z</atom:updated><content:encoded><![CDATA[<p>words
<a href="https://medium.com/r/?url=https%3A%2F%2Fx.example%2Fa">x</a></p>
<img src="https://medium.com/_/stat?event=post.clientViewed&postId=417d97952d42" width="1" height="1">
<p><a href="https://medium.com/@mei/a">Continue reading on Medium »</a></p>]]></content:encoded></item>
</channel></rss>"""
MEDIUM_STORY = "<!DOCTYPE html><html><head><title>A - Medium</title></head><body><p>words</p></body></html>"
MEDIUM_USER = MEDIUM_STORY.replace("<title>", '<meta property="profile:username" content="mei"><title>')
LIVEJOURNAL_FEED = """<?xml version='1.0' encoding='utf-8' ?><!-- bots -->
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:lj='https://www.livejournal.com'>
<id>urn:lj:livejournal.com:atom1:mei_li</id><title>J</title><subtitle>about</subtitle>
<link rel='alternate' type='text/html' href='https://mei-li.livejournal.com/'/>
<lj:journal userid='12' username='mei_li' type='community'/>
<entry><id>urn:lj:livejournal.com:atom1:mei_li:5TURN</id><lj:poster user='an-other' userid='13'/>
<link rel='alternate' type='text/html' href='https://mei-li.livejournal.com/5TURN.html'/>
<title>mei_li @ 2026-07-20T10:00:00</title><published>2026-07-20T10:00:00Z</published>
<updated>2026-07-21T10:00:00Z</updated><category term='tea'/><lj:mood>calm</lj:mood><lj:music>song</lj:music>
<lj:security>public</lj:security><lj:reply-count>4</lj:reply-count>
<content type='html'>&lt;p&gt;words &lt;a href="https://www.livejournal.com/away?to=https%3A%2F%2Fx.example%2F"&gt;x
&lt;/a&gt;&lt;/p&gt;</content></entry></feed>"""
FOAF = """<?xml version='1.0'?><rdf:RDF xml:lang="en" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:ya="http://blogs.yandex.ru/schema/foaf/"
 xmlns:lj="http://www.livejournal.org/rss/lj/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><foaf:Person>
<foaf:nick>mei-li</foaf:nick><foaf:name>Mei</foaf:name><lj:journaltitle>J</lj:journaltitle>
<lj:journalsubtitle>sub</lj:journalsubtitle><ya:country dc:title="TW" rdf:resource="https://x.example/"/>
<foaf:img rdf:resource="https://l-userpic.livejournal.com/userpic/3/12"/>
<ya:blogActivity><ya:Posts><ya:posted>117</ya:posted></ya:Posts></ya:blogActivity>
<foaf:weblog rdf:resource="https://mei-li.livejournal.com/" lj:dateCreated="2004-02-03T04:05:06"
 lj:dateLastUpdated="2026-07-20T10:00:00"/>
<foaf:homepage rdf:resource="https://mei.example/" dc:title="Home"/>
<ya:bio>bio https://y.example/</ya:bio><foaf:interest dc:title="tea" rdf:resource="https://x.example/"/>
<foaf:interest dc:title="trams" rdf:resource="https://x.example/"/></foaf:Person></rdf:RDF>"""
VIMEO_USER: dict[str, Any] = {
    "uri": "/users/24",
    "name": "Mei",
    "link": "https://vimeo.com/mei",
    "location": "Taipei",
    "bio": "bio https://y.example/",
    "created_time": "2009-10-09T22:05:11+00:00",
    "pictures": {
        "base_link": "https://i.vimeocdn.com/portrait/5",
        "sizes": [{"width": 30, "height": 30, "link": "https://i.vimeocdn.com/portrait/5_30x30"}],
    },
    "websites": [{"name": "Home", "link": "https://mei.example/", "description": None}],
    "metadata": {
        "connections": {"followers": {"total": 3}, "following": {"total": 2}, "videos": {"total": 1}}
    },
}
VIMEO_VIDEO: dict[str, Any] = {
    "uri": "/videos/9TURN",
    "name": "V",
    "description": "words #tea https://x.example/",
    "type": "video",
    "link": "https://vimeo.com/9TURN",
    "player_embed_url": "https://player.vimeo.com/video/9?h=0a",
    "duration": 60,
    "width": 640,
    "height": 360,
    "language": "en",
    "created_time": "2021-03-30T20:34:07+00:00",
    "modified_time": "2023-04-09T16:10:24+00:00",
    "release_time": "2021-03-30T20:34:07+00:00",
    "content_rating": ["unrated"],
    "license": None,
    "privacy": {"view": "anybody", "embed": "public"},
    "pictures": {
        "base_link": "https://i.vimeocdn.com/video/16-c4e1-d",
        "sizes": [
            {"width": 640, "height": 360, "link": "https://i.vimeocdn.com/video/16-c4e1-d_640x360?r=pad"}
        ],
    },
    "tags": [{"uri": "/tags/t", "name": "T", "tag": "t"}],
    "stats": {"plays": 2},
    "metadata": {"connections": {"comments": {"total": 1}, "likes": {"total": 4}}},
    "user": VIMEO_USER,
}
VIMEO_VIDEOS = {
    "total": 1,
    "page": 1,
    "per_page": 25,
    "paging": {"next": "/users/24/videos?page=TURN", "previous": None},
    "data": [VIMEO_VIDEO],
}
VIMEO_FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Vimeo / Mei’s videos</title><link>https://vimeo.com/mei/videos</link>
<description>Videos uploaded by Mei on Vimeo.</description><item><title>V</title>
<pubDate>Tue, 30 Mar 2021 16:34:07 -0400</pubDate><link>https://vimeo.com/9</link>
<description>&lt;p&gt;&lt;a href="https://vimeo.com/9"&gt;&lt;img src="https://i.vimeocdn.com/video/16-c4e1-d_295x166"/&gt;&lt;/a
&gt;&lt;/p&gt;&lt;p&gt;words https://x.example/&lt;/p
&gt;&lt;p&gt;&lt;strong&gt;Cast:&lt;/strong&gt; &lt;a
 href="https://vimeo.com/mei"&gt;Mei&lt;/a&gt;&lt;/p&gt;</description><category>tea</category>
<guid isPermaLink="false">tag:vimeo,2021-03-30:clip9</guid>
<enclosure url="https://vimeo.com/moogaloop.swf?clip_id=9" type="application/x-shockwave-flash" length="1"/>
<media:content medium="video" duration="60"><media:player url="https://player.vimeo.com/video/9?h=0a"/>
<media:credit role="author" scheme="https://vimeo.com/mei">Mei</media:credit>
<media:thumbnail height="166" width="295" url="https://i.vimeocdn.com/video/16-c4e1-d_295x166?r=pad"/>
<media:title>V</media:title></media:content></item></channel></rss>"""
VIMEO_OEMBED: dict[str, Any] = {
    "type": "video",
    "version": "1.0",
    "provider_name": "Vimeo",
    "title": "V",
    "author_name": "Mei",
    "author_url": "https://vimeo.com/mei",
    "duration": 60,
    "description": "words #tea https://x.example/",
    "thumbnail_url": "https://i.vimeocdn.com/video/16-c4e1-d_295x166?region=us",
    "upload_date": "2021-03-30 16:34:07",
    "video_id": 9,
    "uri": "/videos/9",
}

HOSTED: tuple[tuple[str, str, Any, bool], ...] = (
    ("blogspot", "feed", BLOGGER_FEED, True),
    ("blogspot", "known", BLOGGER_ALONE, False),
    ("blogspot", "blog", BLOG, False),
    ("blogspot", "posts", {"kind": "blogger#postList", "nextPageToken": "tTURN", "items": [BLOG_POST]}, True),
    ("blogspot", "post", BLOG_POST, False),
    ("medium", "feed", MEDIUM_FEED, False),
    ("medium", "known", MEDIUM_STORY, False),
    ("medium", "user", MEDIUM_USER, False),
    ("livejournal", "feed", LIVEJOURNAL_FEED, False),
    ("livejournal", "known", LIVEJOURNAL_FEED, False),
    ("livejournal", "foaf", FOAF, False),
    ("vimeo", "user", VIMEO_USER, False),
    ("vimeo", "videos", VIMEO_VIDEOS, True),
    ("vimeo", "video", VIMEO_VIDEO, False),
    ("vimeo", "feed", VIMEO_FEED, False),
    ("vimeo", "oembed", VIMEO_OEMBED, False),
)
"""Platform, reader, body, and whether the reader asks for further pages."""
