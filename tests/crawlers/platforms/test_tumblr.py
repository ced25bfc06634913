"""Tumblr: addresses, own words told from passed-on ones in every format, refusals, the feed's reblogs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crawlers.platform import UNREADABLE, platforms, recognise
from storage.items import Account, Known, Observation, Post, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_publishing import (
    TUMBLR_BLOG,
    TUMBLR_FEED,
    TUMBLR_OLD,
    TUMBLR_POST,
    TUMBLR_POSTS,
    TUMBLR_REBLOG,
)

MEI = watch("https://mei.tumblr.com/")
POSTS = "https://api.tumblr.com/v2/blog/mei.tumblr.com/posts?limit=20&npf=true&reblog_info=true"


def read_one(post: dict[str, Any]) -> Post:
    body = {"meta": {"status": 200}, "response": {"blog": TUMBLR_BLOG, "posts": [post], "total_posts": 1}}
    (found,) = only(read(MEI, make_capture(POSTS, body, reader="posts")), Post)
    return found


@pytest.mark.parametrize(
    "url",
    [
        "https://mei.tumblr.com/",
        "http://MEI.tumblr.com/post/123/slug",
        "https://mei.tumblr.com/rss",
        "https://www.tumblr.com/mei",
        "https://www.tumblr.com/@mei",
        "https://www.tumblr.com/mei/700000000000000001/slug",
        "https://www.tumblr.com/blog/view/mei/700000000000000001",
        "https://www.tumblr.com/blog/mei",
        "https://www.tumblr.com/dashboard/blog/mei/700000000000000001",
        "https://api.tumblr.com/v2/blog/mei.tumblr.com/posts?npf=true",
        "tumblr:https://mei.tumblr.com/",
    ],
)
def test_every_spelling_leads_to_one_blog(url: str) -> None:
    found = recognise(url)
    assert found is not None
    assert (found.platform, found.key, found.url) == ("tumblr", "mei", "https://mei.tumblr.com/")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.tumblr.com/",
        "https://www.tumblr.com/tagged/tea",
        "https://www.tumblr.com/dashboard",
        "https://www.tumblr.com/explore/trending",
        "https://api.tumblr.com/v2/tagged?tag=x",
        "https://assets.tumblr.com/x.css",
        "https://a.b.tumblr.com/",
        "tumblr:https://www.tumblr.com/login",
    ],
)
def test_the_sites_own_pages_are_no_blogs(url: str) -> None:
    assert platforms()["tumblr"].recognise(url) is None


def test_a_blog_on_a_domain_of_its_own_is_taken_behind_the_name() -> None:
    found = recognise("tumblr:https://www.mei.example/post/1")
    assert found is not None and (found.platform, found.key) == ("tumblr", "www.mei.example")
    by_api = list(platforms()["tumblr"].start(found, Known(routes=("api",))))
    assert by_api[0].url.startswith("https://api.tumblr.com/v2/blog/www.mei.example/posts?")


def test_a_blog_known_by_its_lasting_id_is_asked_for_by_it() -> None:
    known = watch("https://mei.tumblr.com/")
    (fetch,) = platforms()["tumblr"].start(replace(known, key="t:abc"), Known(routes=("api",)))
    assert "/v2/blog/t%3Aabc/posts" in fetch.url and fetch.credential == "query:api_key:tumblr"


def test_the_words_links_and_media_of_a_post_of_blocks() -> None:
    post = read_one(TUMBLR_POST)
    assert (post.kind, post.account, post.id) == ("post", TUMBLR_BLOG["uuid"], "70000000000000000TURN")
    assert post.title == "Title"
    assert post.text == "hello there https://bare.example/\na caption"
    assert post.mentions == ("li",) and post.hashtags == ("tea", "sea") and post.sensitive
    by_url = {one.url: one for one in post.links}
    assert by_url["https://t.umblr.com/redirect?z=https%3A%2F%2Fx.example"].expanded == "https://x.example/"
    assert by_url["https://t.umblr.com/redirect?z=https%3A%2F%2Fx.example"].text == "hello"
    assert by_url["https://href.li/?https://card.example/a"].kind == "card"
    assert {"https://bare.example/", "https://audio.example/t"} <= set(by_url)
    image, video = post.media
    assert (image.url, image.width, image.description) == ("https://64.media.tumblr.com/l.jpg", 900, "sea")
    assert (video.url, video.kind) == ("https://va.media.tumblr.com/v.mp4", "video")
    assert (post.attributes["asked"], post.attributes["asked_by"]) == ("Which?\nthis\nthat", "asker")
    assert post.attributes["notes"] == "5" and "drift" not in post.attributes


def test_a_reblog_without_a_word_of_its_own_is_a_repost_of_the_trails_root() -> None:
    post = read_one(TUMBLR_REBLOG)
    assert (post.kind, post.repost_of, post.quote_of, post.author) == ("repost", "68", "", "wen")
    assert post.text.startswith("hello there") and post.text.endswith("so true")
    assert post.account == TUMBLR_BLOG["uuid"] and post.media
    assert post.attributes["reblogged_from"] == "https://li.tumblr.com/post/69"


def test_a_reblog_with_words_quotes_and_what_it_quotes_is_not_its_own() -> None:
    post = read_one({**TUMBLR_REBLOG, "content": [{"type": "text", "text": "I disagree"}]})
    assert (post.kind, post.quote_of, post.repost_of, post.text) == ("quote", "68", "", "I disagree")
    assert post.media == () and post.links == ()


@pytest.mark.parametrize(
    ("fields", "text", "title"),
    [
        ({"type": "text", "title": "T", "body": "<p>body</p>"}, "body", "T"),
        ({"type": "quote", "text": "Why?", "source": "<a href='https://s.example/'>S</a>"}, "Why?\n\nS", ""),
        ({"type": "link", "url": "https://l.example/", "title": "L", "description": "<p>d</p>"}, "d", "L"),
        ({"type": "chat", "title": "C", "body": "A: hi"}, "A: hi", "C"),
        ({"type": "audio", "caption": "<p>song</p>", "audio_url": "https://a.example/a.mp3"}, "song", ""),
        ({"type": "video", "caption": "<p>clip</p>", "video_url": "https://a.example/v.mp4"}, "clip", ""),
        ({"type": "answer", "question": "Who?", "answer": "<p>me</p>", "asking_name": "li"}, "me", ""),
    ],
)
def test_posts_of_the_older_types(fields: dict[str, Any], text: str, title: str) -> None:
    old = {name: TUMBLR_OLD[name] for name in ("blog_name", "id", "post_url", "date", "timestamp", "tags")}
    post = read_one({**old, **fields})
    assert (post.kind, post.text, post.title) == ("post", text, title)
    assert post.id == "7431599279" and "drift" not in post.attributes


def test_an_older_photo_has_its_largest_size_and_its_source() -> None:
    post = read_one(TUMBLR_OLD)
    assert [(one.url, one.description) for one in post.media] == [("https://a.example/p.jpg", "c")]
    assert [(one.url, one.kind) for one in post.links] == [("https://source.example/", "card")]
    assert post.text == "my arm"


def test_an_older_reblog_keeps_the_trail_apart() -> None:
    old = {
        **TUMBLR_OLD,
        "reblogged_from_id": "69",
        "reblogged_root_id": "68",
        "reblogged_root_name": "wen",
        "reblog": {"comment": "<p>my view</p>", "tree_html": ""},
        "trail": [
            {"blog": {"name": "wen"}, "post": {"id": "68"}, "content_raw": "<p>theirs</p>"},
            {
                "blog": {"name": "mei"},
                "post": {"id": "7"},
                "content_raw": "<p>my view</p>",
                "is_current_item": True,
            },
        ],
    }
    post = read_one(old)
    assert (post.kind, post.quote_of, post.text) == ("quote", "68", "my view")
    silent = read_one({**old, "reblog": {"comment": "", "tree_html": ""}, "trail": old["trail"][:1]})
    assert (silent.kind, silent.text, silent.author) == ("repost", "theirs", "wen")


def test_pages_are_turned_by_the_link_that_the_answer_names_and_never_with_the_key_in_it() -> None:
    answer = make_capture(f"{POSTS}&api_key=SECRETSECRET", TUMBLR_POSTS, reader="posts")
    (target,) = urls(read(MEI, answer))
    assert target == "https://api.tumblr.com/v2/blog/mei/posts?npf=true&page_number=TURN"
    without = {**TUMBLR_POSTS, "response": {**TUMBLR_POSTS["response"], "_links": {}}}
    (target,) = urls(read(MEI, make_capture(f"{POSTS}&api_key=SECRETSECRET", without, reader="posts")))
    assert target.endswith("offset=3") and "SECRET" not in target
    elsewhere = {
        **TUMBLR_POSTS["response"],
        "_links": {"next": {"href": "https://evil.example/v2/blog/mei/posts"}},
    }
    answer = make_capture(POSTS, {**TUMBLR_POSTS, "response": elsewhere}, reader="posts")
    assert urls(read(MEI, answer)) == []


@pytest.mark.parametrize(
    ("status", "detail", "kind"),
    [
        (404, "Not Found", "not_found"),
        (404, "This Tumblr is only viewable within the Tumblr dashboard.", "login_wall"),
        (401, "Unable to authorize", "unauthorised"),
        (403, "Forbidden", "private"),
        (429, "Limit Exceeded", "rate_limited"),
        (503, "Down", "unreachable"),
    ],
)
def test_refusals_of_the_api(status: int, detail: str, kind: str) -> None:
    body = {
        "meta": {"status": status, "msg": "x"},
        "response": [],
        "errors": [{"title": "t", "detail": detail}],
    }
    assert kinds(read(MEI, make_capture(POSTS, body, reader="posts", status=status))) == [kind]
    as_jsonp = make_capture(POSTS, body, reader="posts", status=200)
    if status != 503:
        assert kinds(read(MEI, as_jsonp)) == [kind]


def test_the_day_of_a_used_up_limit_is_told() -> None:
    headers = {"X-Ratelimit-Perday-Remaining": "0", "X-Ratelimit-Perday-Reset": "3600"}
    answer = make_capture(POSTS, "{}", reader="posts", status=429, headers=headers)
    (problem,) = only(read(MEI, answer), Problem)
    assert problem.retry_at == NOW + timedelta(hours=1)


def test_no_posts_are_proven_by_the_count_alone() -> None:
    for total, kind in ((0, "empty_proven"), (7, "changed_format")):
        response = {"blog": {**TUMBLR_BLOG, "posts": total}, "posts": [], "total_posts": total}
        body = {"meta": {"status": 200}, "response": response}
        assert kinds(read(MEI, make_capture(POSTS, body, reader="posts"))) == [kind]


def test_a_known_post_that_is_not_found_is_gone_but_not_behind_a_wall() -> None:
    context = {"post": "70"}
    gone = make_capture(POSTS, {"meta": {"status": 404}}, reader="known", status=404, context=context)
    (seen,) = only(read(MEI, gone), Observation)
    assert (seen.post_id, seen.kind) == ("70", "gone")
    wall = {"meta": {"status": 404}, "errors": [{"detail": "only viewable within the Tumblr dashboard"}]}
    answer = make_capture(POSTS, wall, reader="known", status=404, context=context)
    assert kinds(read(MEI, answer)) == ["login_wall"] and only(read(MEI, answer), Observation) == []


def test_the_feed_tells_a_reblog_from_own_words() -> None:
    feed = make_capture("https://mei.tumblr.com/rss", TUMBLR_FEED, reader="feed", route="feed")
    readings = read(MEI, feed)
    (account,), (post,) = only(readings, Account), only(readings, Post)
    assert (account.key, account.handle, account.bio) == ("mei", "mei", "bio")
    assert (post.id, post.kind, post.quote_of, post.text, post.title) == ("70", "quote", "68", "own", "")
    silent = TUMBLR_FEED.replace("&lt;p&gt;own&lt;/p&gt;", "")
    (post,) = only(read(MEI, make_capture(feed.url, silent, reader="feed", route="feed")), Post)
    assert (post.kind, post.repost_of, post.text, post.author) == ("repost", "68", "words x", "wen")
    assert [one.url for one in post.links] == ["https://wen.tumblr.com/post/68", "https://x.example/"]


def test_a_feed_of_something_else_is_none_of_tumblrs() -> None:
    other = TUMBLR_FEED.replace("Tumblr (3.0; @mei)", "WordPress")
    with pytest.raises(UNREADABLE):
        read(MEI, make_capture("https://mei.tumblr.com/rss", other, reader="feed"))


def test_a_blog_for_members_alone_is_a_login_wall() -> None:
    for target in ("https://www.tumblr.com/login_required/mei", "https://www.tumblr.com/safe-mode?url=x"):
        for reader in ("feed", "page"):
            answer = make_capture(
                "https://mei.tumblr.com/rss", "", reader=reader, status=302, headers={"Location": target},
                context={"post": "70"},
            )  # fmt: skip
            assert kinds(read(MEI, answer)) == ["login_wall"]
