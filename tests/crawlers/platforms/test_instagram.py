"""Instagram: spellings of accounts, the fields of a post in each shape, and what stands in place of one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.families.instagram_urls import code_of, read_number, write_code
from crawlers.platform import Fetch, Reading, platforms
from storage.items import Account, Known, KnownPost, Link, Observation, Post, Problem, Watched
from tests.crawlers.captures import kinds, make_capture, only, urls

INSTAGRAM = platforms()["instagram"]
HOME = "https://www.instagram.com"
CODE, NUMBER = "CPv3UqsBFvg", "2589531623544609760"


def watch(url: str = f"{HOME}/azure.bay/") -> Watched:
    watched = INSTAGRAM.recognise(url)
    assert watched is not None, url
    return watched


def read(reader: str, body: object, url: str = f"{HOME}/x", **more: Any) -> list[Reading]:
    return list(INSTAGRAM.readers[reader](make_capture(url, body, reader=reader, **more), watch()))


@pytest.mark.parametrize(
    "url",
    [
        "https://www.instagram.com/Azure.Bay/",
        "instagram.com/azure.bay",
        "http://m.instagram.com/azure.bay?igshid=x",
        "https://instagr.am/azure.bay",
        "https://www.instagram.com/_u/azure.bay/",
        "https://www.instagram.com/azure.bay/p/CPv3UqsBFvg/",
        "https://www.instagram.com/azure.bay/reel/CPv3UqsBFvg/",
        "https://www.instagram.com/azure.bay/tagged/",
        "https://www.instagram.com/stories/azure.bay/2589531623544609760/",
        "https://www.instagram.com/azure.bay/embed/",
        "https://ig.me/m/azure.bay",
    ],
)
def test_every_spelling_is_one_account(url: str) -> None:
    assert watch(url) == watch()
    assert (watch(url).key, watch(url).url) == ("azure.bay", f"{HOME}/azure.bay/")


@pytest.mark.parametrize(
    "path",
    [
        "p/CPv3UqsBFvg/", "reel/CPv3UqsBFvg/", "reels/CPv3UqsBFvg/", "tv/CPv3UqsBFvg/", "explore/tags/bay/",
        "stories/highlights/179/", "accounts/login/", "direct/inbox/", "share/p/x", "graphql/query/", "a..b/",
        ".hidden/", "a" * 31 + "/", "name-with-dash/",
    ],
)  # fmt: skip
def test_what_names_no_account_is_none(path: str) -> None:
    assert INSTAGRAM.recognise(f"{HOME}/{path}") is None


def test_hosts_that_are_not_instagrams_are_none() -> None:
    for host in ("l.instagram.com", "graph.instagram.com", "instagram.com.evil.example", "notinstagram.com"):
        assert INSTAGRAM.recognise(f"https://{host}/azure.bay") is None


def test_short_codes_and_numbers_are_the_same_thing() -> None:
    assert (read_number(CODE), write_code(NUMBER)) == (NUMBER, CODE)
    assert read_number(f"{CODE}AbCdEfGh") == NUMBER, "codes of private posts are longer"
    assert code_of(f"{HOME}/azure.bay/reel/{CODE}/?igsh=1") == CODE
    assert code_of(f"{HOME}/azure.bay/") == write_code("x") == read_number("!") == ""


ITEM: dict[str, Any] = {
    "pk": NUMBER,
    "id": f"{NUMBER}_31",
    "code": CODE,
    "taken_at": 1_780_000_000,
    "product_type": "carousel_container",
    "caption": {"text": "Two\nlines #bay @mei.lin https://a.example/x"},
    "caption_is_edited": True,
    "user": {"pk": 31, "username": "azure.bay"},
    "usertags": {"in": [{"user": {"username": "tagged_one"}}]},
    "coauthor_producers": [{"username": "helper"}],
    "location": {"name": "Pier 7"},
    "like_count": 5,
    "comment_count": 2,
    "play_count": 9,
    "carousel_media": [
        {
            "accessibility_caption": "A quay",
            "image_versions2": {
                "candidates": [
                    {"width": 320, "height": 240, "url": "https://c.example/small.jpg"},
                    {"width": 1080, "height": 810, "url": "https://c.example/large.jpg"},
                ]
            },
        },
        {
            "video_versions": [{"width": 640, "height": 360, "url": "https://c.example/v.mp4"}],
            "video_duration": 1.5,
            "image_versions2": {"candidates": [{"width": 9, "height": 9, "url": "https://c.example/t.jpg"}]},
        },
    ],
}


def test_an_item_of_the_pages_own_call_gives_all_its_fields() -> None:
    (post,) = only(read("call", {"items": [ITEM], "more_available": False, "status": "ok"}), Post)
    assert (post.id, post.url) == (NUMBER, f"{HOME}/p/{CODE}/")
    assert post.text == "Two\nlines #bay @mei.lin https://a.example/x"
    assert post.posted_at == datetime.fromtimestamp(1_780_000_000, UTC)
    assert post.hashtags == ("bay",)
    assert post.mentions == ("mei.lin", "tagged_one", "helper")
    assert post.links == (Link(url="https://a.example/x"),)
    still, moving = post.media
    assert (still.url, still.width, still.description) == ("https://c.example/large.jpg", 1080, "A quay")
    assert (moving.kind, moving.duration_s, moving.preview_url) == ("video", 1.5, "https://c.example/t.jpg")
    assert (post.likes, post.replies, post.views) == (5, 2, 9)
    assert post.attributes["edited"] == "1" and post.attributes["location"] == "Pier 7"


def test_a_story_is_told_from_a_post_and_has_an_address_of_its_own() -> None:
    story = {**ITEM, "product_type": "story", "expiring_at": 1_780_086_400}
    body = {"reels_media": [{"id": 31, "media_ids": [NUMBER], "items": [story]}], "status": "ok"}
    (post,) = only(read("call", body, url=f"{HOME}/api/v1/feed/reels_media/?reel_ids=31"), Post)
    assert (post.kind, post.id, post.account) == ("story", NUMBER, "azure.bay")
    assert post.url == f"{HOME}/stories/azure.bay/{NUMBER}/"


def test_a_story_is_not_looked_for_among_the_posts() -> None:
    story = KnownPost(id=NUMBER, url=f"{HOME}/stories/azure.bay/{NUMBER}/", posted_at=None)
    post = KnownPost(id=read_number("CPv3UqsBFvh"), url=f"{HOME}/p/CPv3UqsBFvh/", posted_at=None)
    (fetch,) = INSTAGRAM.start(watch(), Known(routes=("page",), recheck=(story, post)))
    assert fetch.context["recheck"] == post.id


def test_hidden_likes_are_no_count() -> None:
    hidden = {**ITEM, "like_and_view_counts_disabled": True, "like_count": 3}
    (post,) = only(read("call", {"items": [hidden]}), Post)
    assert post.likes is None


def test_posts_of_others_are_never_the_accounts() -> None:
    other = {**ITEM, "code": "CAAAAAAAAAB", "user": {"pk": 99, "username": "somebody"}}
    nested = {**ITEM, "clips_metadata": {"original_media": {**other, "code": "CAAAAAAAAAC"}}}
    body = {"items": [nested, other]}
    assert [post.id for post in only(read("call", body), Post)] == [NUMBER]
    both = only(read("call", body, route="import"), Post)
    assert [(post.id, post.account) for post in both] == [
        (NUMBER, "azure.bay"),
        (read_number("CAAAAAAAAAB"), "99"),
    ]


USER: dict[str, Any] = {
    "id": "31",
    "fbid": "17841400000000031",
    "username": "azure.bay",
    "full_name": "Azure Bay",
    "biography": "News https://n.example/",
    "external_url": "https://site.example/",
    "external_url_linkshimmed": "https://l.instagram.com/?u=https%3A%2F%2Fsite.example%2F&e=AT0",
    "bio_links": [
        {"title": "Shop", "url": "https://shop.example/", "lynx_url": "https://l.instagram.com/?u=x"}
    ],
    "is_private": False,
    "is_verified": True,
    "category_name": "Community",
    "edge_followed_by": {"count": 7},
    "edge_follow": {"count": 3},
    "profile_pic_url_hd": "https://c.example/a.jpg",
    "edge_owner_to_timeline_media": {"count": 1, "edges": []},
}


def test_an_account_gives_all_its_fields() -> None:
    (account,) = only(read("call", {"data": {"user": USER}, "status": "ok"}), Account)
    assert (account.key, account.handle, account.display_name) == ("31", "azure.bay", "Azure Bay")
    assert account.aliases == ("17841400000000031", "azure.bay")
    assert (account.followers, account.following, account.posts) == (7, 3, 1)
    assert [(link.url, link.kind) for link in account.links] == [
        ("https://n.example/", "bio"),
        ("https://site.example/", "profile"),
        ("https://shop.example/", "profile"),
    ]
    assert account.attributes["verified"] == "1" and account.attributes["category"] == "Community"


def test_a_capture_of_another_account_is_not_folded_into_the_watched_one() -> None:
    other = {**USER, "id": "99", "username": "somebody", "fbid": ""}
    assert only(read("call", {"data": {"user": other}}), Account) == []
    (account,) = only(read("call", {"data": {"user": other}}, route="import"), Account)
    assert (account.key, account.aliases) == ("99", ("somebody",))


@pytest.mark.parametrize(
    ("body", "more", "kind"),
    [
        ({"data": {"user": None}, "status": "ok"}, {}, "not_found"),
        ({"data": {"user": {**USER, "is_private": True}}}, {}, "private"),
        (
            {"data": {"user": {**USER, "edge_owner_to_timeline_media": {"count": 0, "edges": []}}}},
            {},
            "empty_proven",
        ),
        ({"authenticated": False, "user": True, "status": "ok"}, {}, "login_wall"),
        (
            {
                "message": "Please wait a few minutes before you try again.",
                "require_login": True,
                "status": "fail",
            },
            {"status": 401},
            "rate_limited",
        ),
        ({"message": "login_required", "status": "fail"}, {"status": 403}, "login_wall"),
        (
            {"message": "checkpoint_required", "checkpoint_url": "/x", "status": "fail"},
            {"status": 400},
            "challenge",
        ),
        ({"message": "feedback_required", "status": "fail"}, {"status": 400}, "rate_limited"),
        ({"message": "", "status": "fail"}, {"status": 404}, "not_found"),
        ({"message": "useragent mismatch", "status": "fail"}, {"status": 400}, "changed_format"),
        ("<!DOCTYPE html><title>Login • Instagram</title>", {}, "login_wall"),
        ("<!DOCTYPE html><title>Something</title>", {}, "changed_format"),
        ("", {"status": 302, "headers": {"Location": f"{HOME}/accounts/login/?next=x"}}, "login_wall"),
        ("", {"status": 302, "headers": {"Location": "/challenge/?next=x"}}, "challenge"),
        ("<html>", {"status": 429, "headers": {"Retry-After": "9"}}, "rate_limited"),
    ],
)
def test_answers_in_place_of_posts_are_told_apart(body: Any, more: dict[str, Any], kind: str) -> None:
    assert kinds(read("call", body, **more)) == [kind]


def write_embed(content: object) -> str:
    return f'<!DOCTYPE html><script>init({{"contextJSON":{json.dumps(json.dumps(content))}}})</script>'


NODE: dict[str, Any] = {
    "__typename": "GraphVideo",
    "id": NUMBER,
    "shortcode": CODE,
    "taken_at_timestamp": 1_780_000_000,
    "edge_media_to_caption": {"edges": [{"node": {"text": 'Words "quoted" \\ and 日本'}}]},
    "edge_liked_by": {"count": 5},
    "edge_media_to_comment": {"count": 2},
    "owner": {"id": "31", "username": "azure.bay"},
    "is_video": True,
    "video_url": "https://c.example/v.mp4",
    "video_view_count": 11,
    "display_url": "https://c.example/t.jpg",
    "dimensions": {"width": 4, "height": 3},
}


def test_an_embedded_profile_gives_account_posts_and_what_is_to_be_looked_at_again() -> None:
    context = {"type": "Profile", "username": "azure.bay", "followers_count": 7, "posts_count": 1}
    body = write_embed({"context": {**context, "graphql_media": [{"shortcode_media": NODE}]}})
    readings = read("embed", body, context={"recheck": f"{NUMBER} 2589531623544609761"}, route="page")
    (account,), (post,), (fetch,) = only(readings, Account), only(readings, Post), only(readings, Fetch)
    assert (account.key, account.followers, account.posts) == ("31", 7, 1), "the id is its posts' owner's"
    assert (post.id, post.account, post.text) == (NUMBER, "31", 'Words "quoted" \\ and 日本')
    assert (post.media[0].kind, post.views) == ("video", 11)
    assert fetch.url == f"{HOME}/p/CPv3UqsBFvh/embed/captioned/"


@pytest.mark.parametrize(
    ("context", "kind"),
    [
        ({"is_private": True, "owner_id": "31"}, "private"),
        ({"posts_count": 0, "owner_id": "31", "graphql_media": []}, "empty_proven"),
        ({"posts_count": 8, "owner_id": "31", "graphql_media": []}, "login_wall"),
    ],
)
def test_an_embedded_profile_without_posts_says_why(context: dict[str, Any], kind: str) -> None:
    body = write_embed({"context": {"type": "Profile", "username": "azure.bay", **context}})
    assert kinds(read("embed", body)) == [kind]


BROKEN = (
    '<!DOCTYPE html><div class="EmbedIsBroken"><p>'
    "The link to this photo or video may be broken, or the post may"
)


def test_a_post_is_gone_only_by_the_embedded_pages_own_words() -> None:
    (seen,) = read("post", f"{BROKEN} have been removed.</p></div>", context={"post": NUMBER})
    assert isinstance(seen, Observation) and (seen.kind, seen.post_id) == ("gone", NUMBER)
    assert kinds(read("post", "<!DOCTYPE html><p>x", context={"post": NUMBER})) == ["changed_format"]
    away: dict[str, Any] = {"status": 302, "headers": {"Location": "/accounts/login/"}}
    assert kinds(read("post", "", context={"post": NUMBER}, **away)) == ["login_wall"]
    assert kinds(read("embed", BROKEN)) == ["not_found"]


def discover(**found: object) -> dict[str, Any]:
    return {"business_discovery": {"id": "17841400000000031", "username": "azure.bay", **found}}


MEDIA = {
    "id": "17984016661384418",
    "caption": "Words #bay",
    "media_type": "CAROUSEL_ALBUM",
    "media_url": "https://c.example/1.jpg",
    "permalink": f"{HOME}/p/{CODE}/",
    "timestamp": "2026-07-01T10:00:00+0000",
    "comments_count": 2,
    "children": {
        "data": [
            {"media_type": "IMAGE", "media_url": "https://c.example/1.jpg"},
            {"media_type": "VIDEO", "thumbnail_url": "https://c.example/2.jpg"},
        ]
    },
}


def test_a_post_of_business_discovery_gives_all_its_fields() -> None:
    context = {"own": "1", "name": "azure.bay"}
    page = {"data": [MEDIA], "paging": {"cursors": {"after": "QVFI"}}}
    readings = read("discovery", discover(media_count=9, media=page), context=context)
    (post,), (account,) = only(readings, Post), only(readings, Account)
    assert (post.id, post.uri, post.url) == (NUMBER, "17984016661384418", f"{HOME}/p/{CODE}/")
    assert (account.key, account.posts) == ("17841400000000031", 9)
    assert post.likes is None and post.replies == 2
    assert [one.url for one in post.media] == ["https://c.example/1.jpg", "https://c.example/2.jpg"]
    (url,) = urls(readings)
    assert "media.limit%2850%29.after%28QVFI%29" in url and "access_token" not in url


def test_no_professional_account_gives_way_to_the_other_routes() -> None:
    error = {"code": 110, "error_subcode": 2207013, "message": "Invalid user id"}
    assert kinds(read("discovery", {"error": error}, status=400)) == ["unauthorised"]
    assert kinds(read("own", {"data": [{"id": "1"}]})) == ["unauthorised"]


def test_an_empty_list_is_empty_only_by_the_accounts_own_count() -> None:
    assert kinds(read("discovery", discover(media_count=0))) == ["empty_proven"]
    assert kinds(read("discovery", discover(media_count=4))) == ["changed_format"]


def test_one_post_without_a_time_is_a_problem_beside_the_others() -> None:
    broken = {**ITEM, "code": "CAAAAAAAAAB", "taken_at": None}
    readings = read("call", {"items": [broken, ITEM]})
    assert [post.id for post in only(readings, Post)] == [NUMBER]
    (problem,) = only(readings, Problem)
    assert problem.kind == "changed_format" and "taken_at" in problem.reason
