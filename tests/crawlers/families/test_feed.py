"""Feeds: formats, ids, discovery, paging, conditional requests, bombs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.platform import Fetch, Reading, Unreadable, platforms
from storage.items import Account, Known, Post, Validators
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch

URL = "https://blog.example/feed/"
BLOG = watch(URL)
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Blog &amp; News</title><link>https://blog.example/</link><description>About</description>
<language>zh-CN</language>
<item><title>第一</title><link>https://feedproxy.google.com/~r/x/1</link><guid isPermaLink="false">77</guid>
<pubDate>Wed, 29 Jul 2026 10:00:00 +0800</pubDate><dc:creator>Mei</dc:creator><category>国际</category>
<description>short</description>
<content:encoded><![CDATA[<p>Long <a href="/rel">words</a><script>alert(1)</script></p>
<img src="/p.jpg" alt="cat">]]></content:encoded>
<enclosure url="https://files.example/a.mp3" type="audio/mpeg" length="1"/>
<feedburner:origLink>https://blog.example/1</feedburner:origLink></item>
<item><title>no id</title><description>only words</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/"><title>A</title><id>tag:a</id>
<updated>2026-07-30T10:00:00Z</updated>{extra}
<entry><id>tag:blog.example,2026:1</id><title type="html">&lt;b&gt;T&lt;/b&gt;</title><link href="post/1"/>
<published>2026-07-29T10:00:00+02:00</published><updated>2026-07-30T10:00:00Z</updated>
<author><name>Mei</name></author><author><name>Li</name></author>
<content type="html">&lt;p&gt;body&lt;/p&gt;</content></entry>
</feed>"""


def read_body(body: bytes | str | object, **context: str) -> list[Reading]:
    return read(BLOG, make_capture(URL, body, reader="feed", route="feed", context=context))


def test_rss_takes_the_fullest_words_the_origin_of_wrapped_links_and_every_medium() -> None:
    readings = read_body(RSS)
    account = only(readings, Account)[0]
    first, second = only(readings, Post)
    assert (account.key, account.display_name, account.url) == (
        "blog.example/feed",
        "Blog & News",
        "https://blog.example/",
    )
    assert (first.id, first.uri, first.url) == ("blog.example/feed#77", "77", "https://blog.example/1")
    assert (first.title, first.text, first.author, first.language) == ("第一", "Long words", "Mei", "zh-CN")
    assert first.posted_at == datetime(2026, 7, 29, 2, 0, tzinfo=UTC)
    assert first.posted_at_text == "Wed, 29 Jul 2026 10:00:00 +0800"
    assert [one.url for one in first.media] == ["https://files.example/a.mp3", "https://blog.example/p.jpg"]
    assert first.links[0].url == "https://blog.example/rel" and first.hashtags == ("国际",)
    assert second.text == "only words" and second.id.startswith("blog.example/feed#sha256:")


def test_atom_resolves_links_by_xml_base_and_tells_an_edit() -> None:
    (post,) = only(read_body(ATOM.format(extra="")), Post)
    assert (post.uri, post.title, post.url) == ("tag:blog.example,2026:1", "T", "https://blog.example/post/1")
    assert post.author == "Mei, Li" and post.edited_at == datetime(2026, 7, 30, 10, 0, tzinfo=UTC)


def test_json_feed_is_read_and_paged() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "next_url": "https://blog.example/feed.json?page=2",
        "items": [
            {
                "id": 3,
                "content_text": "see https://x.example/",
                "date_published": "2026-07-30T10:00:00-07:00",
                "_x": {},
            },
            {"id": "4", "content_html": "<p>h</p>", "external_url": "https://y.example/", "mood": "good"},
        ],
    }
    readings = read_body(feed)
    first, second = only(readings, Post)
    assert (first.uri, first.links[0].url) == ("3", "https://x.example/")
    assert second.attributes["drift"] == "json_item.mood" and second.links[0].kind == "card"
    assert urls(readings) == ["https://blog.example/feed.json?page=2"]


@pytest.mark.parametrize(
    "body",
    [
        '<rss version="0.91"><channel><title>t</title><item><title>x</title><link>https://a.example/1</link>'
        "</item></channel></rss>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>'
        '<item rdf:about="https://a.example/1"><title>x</title><link>https://a.example/1</link></item></rdf:RDF>',
        '\n\n<?xml version="1.0"?><rss version="2.0"><channel><item><title>x & y</title>'
        "<link>https://a.example/1</link></item>",
    ],
)
def test_old_and_ill_formed_feeds_are_read(body: str) -> None:
    (post,) = only(read_body(body), Post)
    assert post.url == "https://a.example/1"


def test_legacy_encodings_are_read_as_declared() -> None:
    head = '<?xml version="1.0" encoding="GB2312"?>'
    body = head + '<rss version="2.0"><channel><item><title>中文</title></item></channel></rss>'
    (post,) = only(read_body(body.encode("gb2312")), Post)
    assert post.title == "中文"


def test_archives_are_followed_until_the_known_entry() -> None:
    link = '<link rel="prev-archive" href="/feed/2026/06"/>'
    body = ATOM.format(extra=link)
    assert urls(read_body(body)) == ["https://blog.example/feed/2026/06"]
    assert urls(read_body(body, newest="tag:blog.example,2026:1")) == []


def test_wordpress_feeds_are_paged_until_a_page_is_missing() -> None:
    generator = '<generator uri="https://wordpress.org/">WordPress</generator>'
    assert urls(read_body(ATOM.format(extra=generator))) == [f"{URL}?paged=2"]
    end = make_capture(f"{URL}?paged=9", "<html></html>", reader="feed", status=404, context={"page": "9"})
    assert read(BLOG, end) == []


def test_an_empty_feed_is_proven_by_its_root_alone() -> None:
    whole = '<rss version="2.0"><channel><title>t</title></channel></rss>'
    assert kinds(read_body(whole)) == ["empty_proven"]
    assert kinds(read_body(whole.removesuffix("</channel></rss>"))) == ["changed_format"]
    with pytest.raises(Unreadable, match="cannot be parsed"):
        read_body('<rss version="2.0"><channel><title>t')
    cut = make_capture(URL, whole, reader="feed", route="feed")
    assert kinds(read(BLOG, replace(cut, truncated="length"))) == ["changed_format"]


def test_a_page_leads_to_its_feed_and_not_to_that_of_its_comments() -> None:
    page = (
        '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" '
        'title="Blog » Comments Feed" href="/comments/feed/"><link rel="alternate" '
        'type="application/rss+xml" title="Blog » Feed" href="/feed/"></head></html>'
    )
    site = watch("feed:https://blog.example/")
    (found,) = only(read(site, make_capture("https://blog.example/", page, reader="feed")), Fetch)
    assert found.url == "https://blog.example/feed/"
    account = only(read(site, make_capture(found.url, RSS, reader="feed", context=found.context)), Account)[0]
    assert (account.key, account.attributes["feed_url"]) == (site.key, "https://blog.example/feed/")
    (again,) = platforms()["feed"].start(site, Known(attributes=account.attributes))
    assert again.url == "https://blog.example/feed/"


def test_well_known_paths_are_tried_in_turn_and_then_given_up() -> None:
    site, seen = watch("feed:https://plain.example/"), []
    capture = make_capture("https://plain.example/", "<html><body>hi</body></html>", reader="feed")
    while fetches := only(read(site, capture), Fetch):
        seen.append(fetches[0].url)
        capture = make_capture(
            fetches[0].url, "<html></html>", reader="feed", status=404, context=fetches[0].context
        )
    assert seen[:3] == [f"https://plain.example/{name}" for name in ("feed", "rss", "feed.xml")]
    assert len(seen) < 12 and kinds(read(site, capture)) == ["not_found"]


def test_requests_are_conditional_and_an_unchanged_feed_says_nothing() -> None:
    known = Known(validators={URL: Validators(etag='"a"', last_modified="Wed")})
    (fetch,) = platforms()["feed"].start(BLOG, known)
    assert (fetch.etag, fetch.last_modified) == ('"a"', "Wed")
    assert read(BLOG, make_capture(URL, b"", reader="feed", status=304)) == []


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
        '<!ENTITY a "' + "x" * 5000 + '">',
        '<!ENTITY % p SYSTEM "http://evil.example/x.dtd">%p;',
    ],
)
def test_entities_that_expand_are_refused_before_parsing(declared: str) -> None:
    with pytest.raises(Unreadable):
        read_body(
            f'<!DOCTYPE rss [{declared}]><rss version="2.0"><channel><title>&a;</title></channel></rss>'
        )


def test_a_body_that_is_a_file_name_opens_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text(RSS)
    with pytest.raises(Unreadable):
        read_body(str(secret).encode())


def test_a_feed_that_claims_ids_of_another_cannot_overwrite_its_posts() -> None:
    other = watch("https://other.example/feed/")
    mine = only(read_body(RSS), Post)[0]
    theirs = only(read(other, make_capture("https://other.example/feed/", RSS, reader="feed")), Post)[0]
    assert mine.uri == theirs.uri and mine.id != theirs.id


def test_pictures_that_only_count_readers_are_no_media() -> None:
    counted = '&lt;p&gt;w&lt;/p&gt;&lt;img src="https://medium.com/_/stat?event=post.clientViewed"&gt;'
    item = f"<item><title>t</title><description>{counted}</description></item>"
    body = f'<rss version="2.0"><channel>{item}</channel></rss>'
    (post,) = only(read_body(body), Post)
    assert post.media == () and post.text == "w"
