"""Facebook without a token: spellings of accounts, posts of its pages, and what else a page says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.platform import Fetch, Reading, platforms
from storage.items import Account, Link, Observation, Post, Problem, Watched
from tests.crawlers.captures import kinds, make_capture, only, urls

FACEBOOK = platforms()["facebook"]
SHIM = "https://l.facebook.com/l.php?u=https%3A%2F%2Fbit.example%2Fa&h=AT0x"
STORY: dict[str, Any] = {
    "__typename": "Story",
    "post_id": "777000111",
    "actors": [
        {"__typename": "User", "id": "6151", "name": "Harbour", "url": "https://www.facebook.com/harbour"}
    ],
    "attachments": [],
    "comet_sections": {
        "content": {
            "story": {
                "message": {
                    "text": "Two lines\nand #bay by Mei: bit.example/a",
                    "ranges": [
                        {
                            "offset": 14,
                            "length": 4,
                            "entity": {"__typename": "Hashtag", "url": "https://x.example"},
                        },
                        {"offset": 22, "length": 3, "entity": {"__typename": "User", "id": "99"}},
                        {"offset": 27, "length": 13, "entity": {"__typename": "ExternalUrl", "url": SHIM}},
                    ],
                },
                "wwwURL": "https://www.facebook.com/harbour/posts/pfbid0abc",
            }
        },
        "context_layout": {
            "story": {"comet_sections": {"metadata": [{"story": {"creation_time": 1_780_000_000}}]}}
        },
        "feedback": {
            "x": {"reaction_count": {"count": 5}, "share_count": {"count": 2}},
            "y": {"comment_rendering_instance": {"comments": {"total_count": 3}}},
        },
    },
}
OWNER = {
    "id": "6151",
    "name": "Harbour",
    "url": "https://www.facebook.com/harbour",
    "profile_social_context": {"content": [{"text": {"text": "1.2K followers"}}]},
    "delegate_page": {"id": "1041"},
}


def watch(url: str = "https://www.facebook.com/harbour") -> Watched:
    watched = FACEBOOK.recognise(url)
    assert watched is not None, url
    return watched


def write_page(*nodes: object, title: str = "Harbour | Facebook") -> str:
    edges = [{"node": node} for node in nodes]
    user = {**OWNER, "timeline_list_feed_units": {"edges": edges}}
    data = json.dumps({"require": [{"__bbox": {"result": {"data": {"user": user}}}}]})
    return f'<!DOCTYPE html><title>{title}</title><script type="application/json" data-sjs>{data}</script>'


def read(
    reader: str, body: object, url: str = "https://www.facebook.com/harbour", **more: Any
) -> list[Reading]:
    return list(FACEBOOK.readers[reader](make_capture(url, body, reader=reader, **more), watch()))


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/Azure.Bay",
        "http://m.facebook.com/azurebay/",
        "https://mbasic.facebook.com/azure.bay?refid=17",
        "https://zh-cn.facebook.com/azurebay/about",
        "https://web.facebook.com/azurebay/photos/a.1/2",
        "https://www.facebook.com/pg/azurebay/posts/",
        "https://www.facebook.com/azurebay/posts/pfbid02AbC",
        "https://www.facebook.com/azurebay/videos/123456/",
        "https://www.facebook.com/@azurebay",
        "fb.com/azurebay",
        "https://m.me/azurebay",
        "https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Fwww.facebook.com%2Fazurebay&tabs=x",
    ],
)
def test_every_spelling_of_a_handle_is_one_account(url: str) -> None:
    assert watch(url).key == "azurebay"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/profile.php?id=100044555666&sk=about",
        "https://www.facebook.com/people/Azure-Bay/100044555666/",
        "https://www.facebook.com/pages/Azure-Bay/100044555666",
        "https://www.facebook.com/pages/category/News/Azure-Bay-100044555666/",
        "https://www.facebook.com/Azure-Bay-100044555666/",
        "https://www.facebook.com/p/Azure-Bay-100044555666/",
        "https://www.facebook.com/%E6%B9%BE%E5%8C%BA-100044555666/",
        "https://www.facebook.com/permalink.php?story_fbid=pfbid02x&id=100044555666",
        "https://m.facebook.com/story.php?story_fbid=12&id=100044555666",
        "https://www.facebook.com/photo.php?fbid=12&id=100044555666",
        "https://www.facebook.com/100044555666/posts/12",
        "https://www.facebook.com/groups/77/user/100044555666/",
        "https://www.facebook.com/stories/100044555666/UzpfSVNDO/",
        "https://www.facebook.com/ads/library/?active_status=all&view_all_page_id=100044555666",
    ],
)
def test_every_spelling_of_an_id_is_one_account(url: str) -> None:
    watched = watch(url)
    assert watched.key == "100044555666"
    assert watch(watched.url) == watched


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.facebook.com/groups/117507531664134/permalink/12/", "117507531664134"),
        ("https://m.facebook.com/groups/Bay.Friends/posts/12", "groups/bayfriends"),
    ],
)
def test_a_group_is_watched_as_a_group(url: str, key: str) -> None:
    watched = watch(url)
    assert watched.key == key and "/groups/" in watched.url
    assert watch(watched.url).key == key


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/share/p/1AbCdEf/",
        "https://www.facebook.com/reel/123456789",
        "https://www.facebook.com/watch/?v=123456789",
        "https://www.facebook.com/events/123456789",
        "https://www.facebook.com/hashtag/bay",
        "https://www.facebook.com/photo/?fbid=12&set=a.1",
        "https://www.facebook.com/groups/",
        "https://www.facebook.com/profile.php",
        "https://www.facebook.com/profile.php?id=pfbid02x",
        "https://www.facebook.com/plugins/page.php?href=https%3A%2F%2Fwww.facebook.com%2Fplugins%2Fpage.php",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fx.example",
        "https://graph.facebook.com/me",
        "https://notfacebook.com/azurebay",
        "https://facebook.com.evil.example/azurebay",
    ],
)
def test_what_names_no_account_is_none(url: str) -> None:
    assert FACEBOOK.recognise(url) is None


def test_a_story_of_the_page_gives_all_its_fields() -> None:
    readings = read("page", write_page(STORY))
    (account,), (post,) = only(readings, Account), only(readings, Post)
    assert (account.key, account.handle, account.followers) == ("1041", "harbour", 1200)
    assert set(account.aliases) == {"6151", "harbour"}
    assert post.id == "777000111" and post.url == "https://www.facebook.com/777000111"
    assert post.account == "1041" and post.author == ""
    assert post.text == "Two lines\nand #bay by Mei: bit.example/a"
    assert post.posted_at == datetime.fromtimestamp(1_780_000_000, UTC)
    assert (post.hashtags, post.mentions) == (("bay",), ("99",))
    assert post.links == (Link(url=SHIM, text="bit.example/a", expanded="https://bit.example/a"),)
    assert (post.likes, post.reposts, post.replies) == (5, 2, 3)
    assert post.attributes["permalink"].endswith("pfbid0abc")
    assert post.where.startswith("script[0]/require/0/__bbox")


def test_a_shared_post_is_a_reference_and_nobody_elses() -> None:
    inner = {
        "post_id": "555",
        "actors": [{"id": "42", "name": "Other"}],
        "message": {"text": "Original words"},
        "comet_sections": {},
        "creation_time": 1_700_000_000,
    }
    content = STORY["comet_sections"]["content"]["story"]
    quote = {
        **STORY,
        "comet_sections": {
            **STORY["comet_sections"],
            "content": {"story": {**content, "attached_story": inner}},
        },
    }
    bare = {
        **STORY,
        "post_id": "778",
        "comet_sections": {
            **STORY["comet_sections"],
            "content": {"story": {"message": None, "attached_story": inner}},
        },
    }
    first, second = only(read("page", write_page(quote, bare)), Post)
    assert (first.kind, first.quote_of, first.repost_of) == ("quote", "555", "")
    assert first.text.startswith("Two lines")
    assert (second.kind, second.repost_of, second.text, second.author) == (
        "repost",
        "555",
        "Original words",
        "42",
    )


def test_pictures_and_videos_come_with_sizes_and_alternative_text() -> None:
    photo = {
        "photo_image": {"uri": "https://s.example/a.jpg", "width": 9, "height": 8},
        "accessibility_caption": "A",
    }
    video = {
        "__typename": "Video",
        "browser_native_hd_url": "https://s.example/v.mp4",
        "playable_duration_in_ms": 1500,
        "preferred_thumbnail": {"image": {"uri": "https://s.example/t.jpg"}},
    }
    nodes = {"all_subattachments": {"nodes": [{"media": photo}, {"media": video}]}}
    content = {
        **STORY["comet_sections"]["content"]["story"],
        "attachments": [{"styles": {"attachment": nodes}}],
    }
    story = {**STORY, "comet_sections": {**STORY["comet_sections"], "content": {"story": content}}}
    (post,) = only(read("page", write_page(story)), Post)
    still, moving = post.media
    assert (still.url, still.width, still.height, still.description) == ("https://s.example/a.jpg", 9, 8, "A")
    assert (moving.kind, moving.duration_s, moving.preview_url) == ("video", 1.5, "https://s.example/t.jpg")


def test_one_story_without_a_time_is_a_problem_beside_the_others() -> None:
    broken = {"post_id": "1", "__typename": "Story", "comet_sections": {}}
    readings = read("page", write_page(broken, STORY))
    assert [post.id for post in only(readings, Post)] == ["777000111"]
    (problem,) = only(readings, Problem)
    assert problem.kind == "changed_format" and "creation_time" in problem.reason


def test_suggested_posts_of_others_are_not_the_accounts() -> None:
    other = {
        **STORY,
        "post_id": "9",
        "actors": [{"id": "42", "name": "Other", "url": "https://www.facebook.com/o"}],
    }
    aside = json.dumps({"related": [{"node": other}]})
    body = write_page(STORY) + f'<script type="application/json" data-sjs>{aside}</script>'
    assert [post.id for post in only(read("page", body), Post)] == ["777000111"]


def test_a_stream_of_patches_is_read_line_by_line() -> None:
    first = {"data": {"node": {"id": "6151", "timeline_list_feed_units": {"edges": [{"node": STORY}]}}}}
    path = ["node", "timeline_list_feed_units", "edges", 1]
    patch = {"label": "x$stream", "path": path, "data": {"node": {**STORY, "post_id": "778"}}}
    page = {"label": "x$defer", "path": path[:2], "data": {"page_info": {"has_next_page": True}}}
    body = "\r\n".join(json.dumps(one) for one in (first, patch, page))
    assert [post.id for post in only(read("graphql", body), Post)] == ["777000111", "778"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('for (;;);{"error":1357001,"errorSummary":"Log in to continue"}', "login_wall"),
        ('{"errors":[{"message":"Rate limit exceeded","code":1675004}]}', "rate_limited"),
        ('{"error":1357004,"errorSummary":"Sorry, something went wrong"}', "unreachable"),
        ('{"errors":[{"message":"field is gone"}]}', "changed_format"),
    ],
)
def test_errors_of_the_scrolled_pages_questions(body: str, kind: str) -> None:
    assert kinds(read("graphql", body)) == [kind]


NOTHING = '<script type="application/json" data-sjs>{"props":{"title":"%s"}}</script>'


@pytest.mark.parametrize(
    ("body", "more", "kind"),
    [
        ("<!DOCTYPE html><title>Facebook</title><div></div>", {}, "not_found"),
        ("<html>" + NOTHING % "This content isn't available right now", {}, "deleted"),
        ("<html>" + NOTHING % r"This content isn\u2019t available right now", {}, "deleted"),
        ("<html><title>Page Not Found</title><h2>This Page isn't available</h2>", {}, "not_found"),
        ("<html><title>Log in to Facebook | Facebook</title>", {}, "login_wall"),
        ("<html><h2>You’re Temporarily Blocked</h2>", {}, "rate_limited"),
        ('<html><script>{"rootView":{"__dr":"CometErrorRoot.react"}}</script>', {}, "rate_limited"),
        ('<html><input name="captcha_response">', {}, "challenge"),
        ("<html><p>This page is not available in your country", {}, "geo_blocked"),
        ("<html><p>Your account has been disabled", {}, "suspended"),
        ("<html><title>Something else</title>", {}, "changed_format"),
        (
            "",
            {"status": 302, "headers": {"Location": "https://www.facebook.com/login/?next=x"}},
            "login_wall",
        ),
        ("", {"status": 302, "headers": {"Location": "/checkpoint/?next"}}, "challenge"),
        ("", {"status": 302, "headers": {"Location": "https://elsewhere.example/"}}, "changed_format"),
        ("<html>x", {"status": 400}, "unauthorised"),
        ("<html>x", {"status": 429, "headers": {"Retry-After": "60"}}, "rate_limited"),
    ],
)
def test_pages_in_place_of_an_account_are_told_apart(body: str, more: dict[str, Any], kind: str) -> None:
    assert kinds(read("page", body, **more)) == [kind]


def test_an_account_without_posts_is_empty_only_where_the_page_proves_it() -> None:
    listed = {**OWNER, "timeline_list_feed_units": {"edges": [], "page_info": {"has_next_page": False}}}
    for user, kind in ((listed, "empty_proven"), (OWNER, "login_wall")):
        body = f'<script type="application/json">{json.dumps({"user": user})}</script>'
        readings = read("page", body)
        assert len(only(readings, Account)) == 1
        assert kinds(readings) == [kind]


def test_a_redirect_within_the_site_is_followed_and_only_then() -> None:
    readings = read(
        "page", "", status=301, headers={"Location": "https://www.facebook.com/harbour/"}, route="page"
    )
    assert urls(readings) == ["https://www.facebook.com/harbour/"]


def test_known_posts_that_the_page_shows_are_not_asked_for_again() -> None:
    readings = read("page", write_page(STORY), context={"recheck": "777000111 5"}, route="page")
    (fetch,) = only(readings, Fetch)
    assert (fetch.reader, fetch.context["post"]) == ("post", "5")
    assert "plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fharbour%2Fposts%2F5&" in fetch.url


def test_a_post_is_gone_only_by_the_plugins_own_words() -> None:
    gone = "<html><div>This Facebook post is no longer available. It may have been removed or the privacy"
    (seen,) = read("post", f"{gone} settings of the post may have changed.</div>", context={"post": "5"})
    assert isinstance(seen, Observation) and (seen.kind, seen.post_id) == ("gone", "5")
    assert "privacy settings" in seen.reason
    assert kinds(read("post", "<html><title>Facebook</title>", context={"post": "5"})) == ["changed_format"]
    login: dict[str, Any] = {"status": 302, "headers": {"Location": "/login/"}}
    assert kinds(read("post", "", context={"post": "5"}, **login)) == ["login_wall"]


def test_the_plugins_markup_is_read() -> None:
    facts = json.dumps({"top_level_post_id": "5", "content_owner_id_new": "1041"}).replace('"', "&quot;")
    words = f'One<br>two <a href="{SHIM.replace("&", "&amp;")}">bit</a>'
    body = (
        f'<div class="userContentWrapper" data-ft="{facts}">'
        '<span class="fwb"><a href="/harbour">Harbour</a></span><abbr data-utime="1780000000">May</abbr>'
        f'<div data-testid="post_message" class="userContent"><p>{words}</p></div>'
        '<img src="https://scontent.example/a.jpg" width="400" alt="A quay"></div>'
    )
    (post,) = only(read("post", body, context={"post": "5"}), Post)
    assert (post.text, post.posted_at) == ("One\ntwo bit", datetime.fromtimestamp(1_780_000_000, UTC))
    assert post.links == (Link(url=SHIM, text="bit", expanded="https://bit.example/a"),)
    assert [(one.url, one.description) for one in post.media] == [
        ("https://scontent.example/a.jpg", "A quay")
    ]


def test_the_shown_page_tells_only_what_kept_it_from_being_shown() -> None:
    info = {
        "url": "https://www.facebook.com/harbour", "final_url": "https://www.facebook.com/harbour",
        "status": 200, "outcome": "ok", "reason": "", "title": "Harbour | Facebook", "lang": "en",
        "text": "Harbour\nPosts " * 80, "html": "", "links": [], "images": [], "canonical": "", "meta": {},
        "json_ld": [], "password_fields": 0, "cut": False,
    }  # fmt: skip
    assert read("shown", info) == []
    walled = {**info, "final_url": "https://www.facebook.com/login/?next=x", "title": "Log in to Facebook"}
    assert kinds(read("shown", walled)) == ["login_wall"]
    gone = {**info, "title": "Facebook", "text": "This content isn't available right now"}
    assert kinds(read("shown", gone)) == ["deleted"]
