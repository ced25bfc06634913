"""Lemmy's interfaces and PieFed's: addresses, posts and comments, persons, and what is said instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.platform import Fetch, platforms, recognise
from storage.items import Account, Capture, Known, KnownPost, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only, read, watch
from tests.crawlers.samples_lemmy import (
    COMMENT_VIEW,
    COMMUNITY,
    PERSON,
    PERSON_ALPHA,
    PERSON_V4,
    POST,
    POST_VIEW,
    modernise,
)

MEI = watch("lemmy:https://home.example/u/Mei")
TEA = watch("lemmy:https://home.example/c/tea")
PIEFED = watch("piefed:https://home.example/u/Mei")
COUNTS = {"post_count": 2, "comment_count": 1}
NOTHING = {"post_count": 0, "comment_count": 0}
V3, V4 = "https://home.example/api/v3/", "https://home.example/api/v4/"


def answer(reader: str, body: object, url: str = V3, status: int = 200, **context: str) -> Capture:
    return make_capture(url, body, reader=reader, status=status, context=context)


def user(posts: list[Any], comments: list[Any], **person: Any) -> dict[str, Any]:
    view = {"person": {**PERSON, **person}, "counts": COUNTS}
    return {"person_view": view, "posts": posts, "comments": comments}


@pytest.mark.parametrize(
    ("url", "platform", "key"),
    [
        ("https://lemmy.world/u/Mei", "lemmy", "mei@lemmy.world"),
        ("http://www.lemmy.world/u/mei/?page=2", "lemmy", "mei@lemmy.world"),
        ("https://lemmy.world/u/mei@lemmy.ml", "lemmy", "mei@lemmy.ml"),
        ("https://any.example/u/mei@other.example", "lemmy", "mei@other.example"),
        ("https://any.example/c/tea@other.example", "lemmy", "!tea@other.example"),
        ("!tea@other.example", "lemmy", "!tea@other.example"),
        ("https://beehaw.org/c/Tea", "lemmy", "!tea@beehaw.org"),
        ("lemmy:https://any.example/u/Mei", "lemmy", "mei@any.example"),
        ("https://piefed.social/u/Mei", "piefed", "mei@piefed.social"),
        ("https://piefed.social/c/tea@piefed.social", "piefed", "!tea@piefed.social"),
        ("https://lemmy.world/u/mei@piefed.social", "piefed", "mei@piefed.social"),
        ("piefed:any.example/u/Mei", "piefed", "mei@any.example"),
    ],
)
def test_spellings(url: str, platform: str, key: str) -> None:
    found = recognise(url)
    assert found is not None and (found.platform, found.key) == (platform, key)
    again = platforms()[platform].recognise(f"{platform}:{found.url}")
    assert again is not None and again.key == key


@pytest.mark.parametrize(
    "url",
    [
        "https://lemmy.world/post/5",
        "https://lemmy.world/comment/5",
        "https://lemmy.world/communities",
        "https://lemmy.world/u/",
        "https://lemmy.world/u/a b",
        "https://any.example/u/mei",
        "https://any.example/c/general/5",
        "https://any.example/u/mei@127.0.0.1",
        "lemmy:https://any.example/settings/blocks",
        "!tea",
        "",
    ],
)
def test_what_is_no_account_is_left(url: str) -> None:
    assert platforms()["lemmy"].recognise(url) is None and platforms()["piefed"].recognise(url) is None


def test_a_post_with_all_its_fields() -> None:
    (post,) = only(read(MEI, answer("one", {"post_view": POST_VIEW}, post="post/5")), Post)
    assert (post.id, post.url, post.account) == (
        "home.example/post/5",
        "https://home.example/post/5",
        "mei@home.example",
    )
    assert (post.kind, post.title, post.text) == ("post", "Look at this", POST["body"])
    assert post.posted_at == datetime(2026, 7, 1, 10, 0, 0, 123_456, tzinfo=UTC)
    assert post.edited_at == datetime(2026, 7, 2, 10, 0, tzinfo=UTC)
    assert [(one.url, one.kind) for one in post.links] == [
        ("https://bit.ly/x", "card"),
        ("https://x.example/a", "text"),
    ]
    assert [(one.url, one.description) for one in post.media] == [
        ("https://home.example/pictrs/image/c.png", "a cup")
    ]
    assert (post.likes, post.replies, post.sensitive, post.pinned) == (6, 3, True, False)
    assert post.attributes["forum"] == "tea@far.example" and post.attributes["downvotes"] == "2"
    assert "drift" not in post.attributes


def test_a_picture_is_shown_and_a_title_alone_is_the_text() -> None:
    fields = {**POST, "url": "https://home.example/pictrs/image/d.webp", "body": None, "alt_text": "a boat"}
    view = {**POST_VIEW, "post": fields}
    (post,) = only(read(MEI, answer("one", {"post_view": view}, post="post/5")), Post)
    assert [(one.url, one.kind, one.description) for one in post.media] == [
        ("https://home.example/pictrs/image/d.webp", "image", "a boat")
    ]
    assert (post.text, post.title, post.links) == ("Look at this", "Look at this", ())


@pytest.mark.parametrize(
    ("path", "reply_to"),
    [("0.24.27", "home.example/comment/24"), ("0.27", "home.example/post/5"), ("", "home.example/post/5")],
)
def test_a_comment_answers_the_one_above_it_or_the_post(path: str, reply_to: str) -> None:
    view = {**COMMENT_VIEW, "comment": {**COMMENT_VIEW["comment"], "path": path}}
    (post,) = only(read(MEI, answer("one", {"comment_view": view}, post="comment/27")), Post)
    assert (post.id, post.kind, post.reply_to) == ("home.example/comment/27", "reply", reply_to)
    assert [(one.url, one.text) for one in post.links] == [("https://y.example/", "this")]
    assert (post.attributes["submission_title"], post.title) == ("Look at this", "")


@pytest.mark.parametrize("name", ["post", "comment"])
def test_the_new_interface_says_the_same_in_other_words(name: str) -> None:
    old, new = {"post": POST_VIEW, "comment": COMMENT_VIEW}[name], f"{name}/5"
    (before,) = only(read(MEI, answer("one", {f"{name}_view": old}, post=new)), Post)
    (after,) = only(read(MEI, answer("one", {f"{name}_view": modernise(old, name)}, V4, post=new)), Post)
    assert after == before


def test_piefed_says_the_same_in_its_own_words() -> None:
    fields = {key: value for key, value in POST.items() if key not in ("name", "updated")}
    post = {**fields, "title": POST["name"], "edited_at": POST["updated"], "sticky": False, "user_id": 7}
    comment = {key: value for key, value in COMMENT_VIEW["comment"].items() if key != "content"}
    comment |= {"body": "No, [this](https://y.example/)"}
    views = {
        "person_view": {"person": PERSON_ALPHA, "counts": COUNTS},
        "posts": [{**POST_VIEW, "post": post, "creator": PERSON_ALPHA}],
        "comments": [{"comment": comment, "post": post, "community": COMMUNITY, "counts": {}}],
    }
    found = read(PIEFED, answer("user", views, "https://home.example/api/alpha/user"))
    due = read(MEI, answer("user", user([POST_VIEW], [COMMENT_VIEW])))
    for ours, theirs in zip(only(found, Post), only(due, Post), strict=True):
        assert (ours.id, ours.account, ours.text, ours.title) == (
            theirs.id,
            theirs.account,
            theirs.text,
            theirs.title,
        )
        assert (ours.posted_at, ours.edited_at, ours.reply_to) == (
            theirs.posted_at,
            theirs.edited_at,
            theirs.reply_to,
        )
    (account,) = only(found, Account)
    assert (account.handle, account.display_name, account.key) == (
        "Mei",
        "Mei of the harbour",
        "mei@home.example",
    )
    assert [(one.url, one.kind) for one in account.links] == [
        ("https://shop.example/", "bio"),
        ("https://mei.example/", "profile"),
    ]


def test_a_person_of_either_interface() -> None:
    (old,) = only(read(MEI, answer("user", user([POST_VIEW], []))), Account)
    new_body = {"person_view": {"person": PERSON_V4, "is_admin": False, "banned": False}}
    (new,) = only(read(MEI, answer("user", new_body, V4)), Account)
    for one in (old, new):
        assert (one.key, one.handle, one.posts, one.state) == ("mei@home.example", "Mei", 2, "live")
        assert one.created_at == datetime(2023, 6, 11, 18, 22, 21, 321_305, tzinfo=UTC)
        assert one.attributes["comments"] == "1" and [link.url for link in one.links] == [
            "https://shop.example/"
        ]
        assert "drift" not in one.attributes
    assert (old.attributes["api"], new.attributes["api"]) == ("v3", "v4")


def test_a_community_keeps_its_posts_under_its_own_key_with_their_authors() -> None:
    view = {"community_view": {"community": COMMUNITY, "counts": {"subscribers": 9, "posts": 4}}}
    readings = read(TEA, answer("community", view))
    (account,) = only(readings, Account)
    assert (account.key, account.followers, account.posts) == ("!tea@far.example", 9, 4)
    (asked,) = only(readings, Fetch)
    assert "community_name=tea" in asked.url and asked.context["owner"] == "!tea@far.example"
    (post,) = only(read(TEA, answer("posts", {"posts": [POST_VIEW]}, V3, 200, **asked.context)), Post)
    assert (post.account, post.author) == ("!tea@far.example", "mei@home.example")


def test_what_was_removed_is_gone_and_its_empty_words_are_no_edit() -> None:
    removed = {**POST_VIEW, "post": {**POST, "removed": True, "body": ""}}
    deleted = {**COMMENT_VIEW, "comment": {**COMMENT_VIEW["comment"], "deleted": True, "content": ""}}
    readings = read(MEI, answer("user", user([removed], [deleted])))
    assert {one.post_id: one.reason for one in only(readings, Observation)} == {
        "home.example/post/5": "removed by a moderator",
        "home.example/comment/27": "deleted by its author",
    }
    assert only(readings, Post) == []


def test_known_ones_that_the_first_page_shows_are_not_asked_for_again() -> None:
    known = tuple(
        KnownPost(id=f"home.example/{one}", url="", posted_at=None)
        for one in ("post/5", "post/4", "comment/3")
    )
    (first,) = platforms()["lemmy"].start(
        MEI, Known(recheck=known, newest_at=datetime(2026, 7, 2, tzinfo=UTC))
    )
    readings = read(MEI, answer("user", user([POST_VIEW], []), V3, 200, **first.context))
    assert [one.url.partition("/api/v3/")[2] for one in only(readings, Fetch)] == [
        "post?id=4",
        "comment?id=3",
    ]


@pytest.mark.parametrize(
    ("body", "url", "problems"),
    [
        (user([], []), V3, ["changed_format"]),
        (user([], []) | {"person_view": {"person": PERSON, "counts": NOTHING}}, V3, ["empty_proven"]),
        (user([], [], banned=True), V3, ["suspended"]),
        (user([POST_VIEW], [], banned=True), V3, []),
        (user([], [], deleted=True), V3, ["deleted"]),
    ],
)  # fmt: skip
def test_what_an_empty_profile_means(body: dict[str, Any], url: str, problems: list[str]) -> None:
    assert kinds(read(MEI, answer("user", body, url))) == problems


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"error": "couldnt_find_person"}, 400, "not_found"),
        ({"error": "not_found"}, 404, "not_found"),
        ({"error": "rate_limit_error"}, 400, "rate_limited"),
        ({"error": "rate_limit_error"}, 429, "rate_limited"),
        ({"error": "instance_is_private"}, 400, "unauthorised"),
        ({"error": "something_new"}, 400, "changed_format"),
        (
            {"code": 400, "message": "No row was found when one was required", "status": "Bad Request"},
            400,
            "not_found",
        ),
        ({"code": 400, "message": "alpha api is not enabled", "status": "Bad Request"}, 400, "unauthorised"),
        ("<!DOCTYPE html><title>Log in</title><input type=password>", 200, "login_wall"),
        ("", 502, "unreachable"),
        ("", 302, "changed_format"),
    ],
)
@pytest.mark.parametrize("reader", ["user", "content", "community", "posts"])
def test_refusals_are_told_apart(reader: str, body: object, status: int, kind: str) -> None:
    readings = read(MEI, answer(reader, body, status=status))
    assert kinds(readings) == [kind] and len(readings) == 1


@pytest.mark.parametrize("watched", [MEI, TEA])
def test_an_interface_that_is_not_there_any_more_gives_way_to_the_next(watched: Any) -> None:
    reader = "community" if watched is TEA else "user"
    (fetch,) = read(watched, answer(reader, "", status=404, since="2026"))
    assert isinstance(fetch, Fetch) and "/api/v4/" in fetch.url and fetch.context == {"since": "2026"}
    assert kinds(read(watched, answer(reader, "", V4, status=404))) == ["not_found"]
    assert kinds(read(replace(watched, platform="piefed"), answer(reader, "", status=404))) == ["not_found"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"error": "couldnt_find_post"}, 404),
        ({"error": "not_found"}, 400),
        ({"message": "Post not found"}, 400),
    ],
)
def test_a_known_post_that_is_no_longer_there_is_gone(body: dict[str, str], status: int) -> None:
    (seen,) = read(MEI, answer("one", body, status=status, post="post/5"))
    assert isinstance(seen, Observation) and (seen.post_id, seen.kind) == ("home.example/post/5", "gone")
    assert kinds(read(MEI, answer("one", "", status=404, post="post/5"))) == ["not_found"]
